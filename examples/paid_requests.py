"""Paid requests: clients pay a miner by `transfer` for each answer; the miner serves who paid.

The clients are customers from outside: actors with a coldkey, without a uid. The miner believes the
chain alone. It reads which transfers its own coldkey has received and keeps an account for each
payer; who asks is proved by the route, as a signature proves it elsewhere. Alice pays for every
answer until her money is gone, Bob never pays, Carol pays for two answers in advance and asks for
four.

    python examples/paid_requests.py
"""

from collections import Counter

import trio

import taox

PRICE = taox.to_rao("0.25")
PURSES = {"Alice": "1", "Bob": "1", "Carol": "0.7"}
"""What each client begins with, TAO."""
PLANS = {"Alice": ["0.25"] * 5, "Bob": ["0"] * 2, "Carol": ["0.5", "0", "0", "0"]}
"""What each pays before each of its questions, TAO."""


class Answer(taox.Message):
    text: str


class Question(taox.Request[Answer]):
    text: str


class PaymentRequired(taox.Refused):
    """The price, and what the asker has left; rao."""


class Oracle(taox.Miner):
    """Answers who has paid."""

    def __init__(self) -> None:
        self.credit: Counter[taox.Coldkey | None] = Counter()
        self.seen = 0

    @taox.handles
    async def answer(self, msg: Question) -> Answer:
        await self.look_for_payments()
        client = self.caller.coldkey
        if self.credit[client] < PRICE:
            raise PaymentRequired(PRICE, self.credit[client])
        self.credit[client] -= PRICE
        return Answer(text=msg.text.upper())

    async def look_for_payments(self) -> None:
        news = await self.chain.payments(self.coldkey, since=self.seen)
        self.seen = news.next
        for payment in news.payments:
            self.credit[payment.sender] += payment.amount

    def snapshot(self) -> object:
        """What a crash must not lose: who has paid."""
        return self.credit, self.seen

    def restore(self, state: tuple[Counter[taox.Coldkey | None], int]) -> None:
        self.credit, self.seen = state


class Shop(taox.Message):
    """Ask once a block, paying so much before each question, rao."""

    payments: list[int]


class Client(taox.Actor):
    """A customer with a wallet and the address of a miner."""

    def __init__(
        self, name: str, wallet: taox.Wallet, oracle: taox.Ref, payee: taox.Coldkey
    ) -> None:
        self.name, self.wallet, self.oracle, self.payee = name, wallet, oracle, payee

    @taox.handles
    async def shop(self, msg: Shop) -> None:
        for block, amount in enumerate(msg.payments):
            try:
                if amount:
                    await self.wallet.transfer(self.payee, amount)
                answer = await self.oracle.ask(Question(text=f"{self.name}'s question"))
                outcome = f"answered: {answer.text}"
            except taox.ChainError as refusal:
                outcome = f"cannot pay: {refusal.name}"
            except PaymentRequired as refusal:
                outcome = f"refused: {taox.format_tao(refusal.args[1], places=2)} TAO of credit"
            print(f"{block:>5}  {self.name:<6}{taox.format_tao(amount, places=2):>6}  {outcome}")
            await trio.sleep(12)


async def main() -> None:
    async with taox.Network() as net:
        subnet = await net.create_subnet()
        (oracle,) = await subnet.add(Oracle)
        print("block  client  pays  outcome")
        coldkeys = {name: net.coldkey(name, tao=tao) for name, tao in PURSES.items()}
        for name, coldkey in coldkeys.items():
            address = net.system.route(oracle.ref, principal=coldkey)
            client = await net.system.start(
                Client, name, net.wallet(coldkey), address, oracle.coldkey
            )
            await client.tell(Shop(payments=[taox.to_rao(tao) for tao in PLANS[name]]))
        await net.run(blocks=max(map(len, PLANS.values())))

        left = {name: net.chain.balance(coldkey) for name, coldkey in coldkeys.items()}
        earned = net.chain.balance(oracle.coldkey)
        print("\nTAO in the end")
        for name, rao in (*left.items(), ("oracle", earned)):
            print(f"{name:<8}{taox.format_tao(rao):>12}")
        print("Alice could pay once more, but a transfer must leave 500 rao, or the account dies.")
        assert earned == 5 * PRICE
        assert earned + sum(left.values()) == sum(map(taox.to_rao, PURSES.values()))
        net.chain.check_invariants()


if __name__ == "__main__":
    taox.run(main, seed=1)
