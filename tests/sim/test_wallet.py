"""Wallets: who signs, what is paid, and what a payee sees."""

import pytest

import taox
from taox.errors import BadOrigin, HotKeyNotRegisteredInSubNet, InsufficientBalance, NotExpendable
from taox.neurons import ChainReader
from taox.neurons.calls import Call, CallOutcome, pack
from taox.neurons.chain import GetPayments

TAO = taox.RAO_PER_TAO
ALICE, BOB = taox.Coldkey.from_name("alice"), taox.Coldkey.from_name("bob")


class Answer(taox.Message):
    text: str


class Who(taox.Request[Answer]):
    pass


class Porter(taox.Miner):
    """Says who asks."""

    @taox.handles
    def who(self, msg: Who) -> Answer:
        return Answer(text=repr(self.caller.coldkey))


def test_a_transfer_moves_tao_and_is_seen_by_the_payee_once() -> None:
    async def main() -> None:
        async with taox.Network() as net:
            net.coldkey("alice", tao=5)
            alice, bob = net.wallet(ALICE), net.wallet(BOB)
            await alice.transfer(BOB, TAO)
            first = await bob.payments(BOB)
            assert [(each.sender, each.amount, each.block) for each in first.payments] == [
                (ALICE, TAO, 0)
            ]
            await net.run(blocks=2)
            await bob.transfer(ALICE, TAO // 2)
            await alice.transfer(BOB, 7)
            second = await bob.payments(BOB, since=first.next)
            assert [(each.amount, each.block) for each in second.payments] == [(7, 2)]
            assert not (await bob.payments(BOB, since=second.next)).payments
            assert await alice.balance(ALICE) == net.chain.balance(ALICE) == 9 * TAO // 2 - 7
            assert (alice.coldkey, await bob.balance(BOB)) == (ALICE, TAO // 2 + 7)

    taox.run(main, seed=1)


def test_refusals_are_the_chains_and_change_nothing() -> None:
    async def main() -> None:
        async with taox.Network() as net:
            net.coldkey("alice", tao=5)
            alice, before = net.wallet(ALICE), net.chain.state_hash()
            with pytest.raises(NotExpendable):
                await alice.transfer(BOB, 5 * TAO)
            with pytest.raises(InsufficientBalance) as caught:
                await net.wallet(BOB).transfer(ALICE, 1)
            assert caught.value.values["coldkey"] == str(BOB)
            # Senseless arguments come back too; the chain does not crash over them.
            with pytest.raises(taox.InputError):
                await alice.transfer(BOB, -1)
            with pytest.raises(taox.InputError):
                await alice.payments(BOB, since=-1)
            assert net.chain.state_hash() == before

    taox.run(main, seed=1)


def test_only_a_coldkeys_route_moves_its_tao() -> None:
    async def main() -> list[CallOutcome]:
        async with taox.Network() as net:
            net.coldkey("alice", tao=5)
            hotkey = net.system.route(net._chain_ref, principal=taox.Hotkey(bytes(ALICE)))
            routes = net._chain_ref, hotkey
            call = Call(name="transfer", arguments={"receiver": pack(BOB), "amount": TAO})
            return [await ref.ask(call) for ref in routes]

    assert [outcome.error for outcome in taox.run(main, seed=1)] == ["BadOrigin"] * 2


def test_whoever_reads_needs_no_identity() -> None:
    async def main() -> None:
        async with taox.Network() as net:
            subnet = await net.create_subnet()
            reader = ChainReader(net._chain_ref)
            assert (await reader.metagraph(subnet.netuid)).n == 0
            assert await reader.balance(ALICE) == 0
            assert (await net._chain_ref.ask(GetPayments(receiver=ALICE))).payments == []

    taox.run(main, seed=1)


def test_a_miner_knows_a_customer_by_its_coldkey_and_a_neuron_by_its_owner() -> None:
    async def main() -> list[str]:
        async with taox.Network() as net:
            subnet = await net.create_subnet()
            (porter,) = await subnet.add(Porter)
            net.coldkey("bob", tao=2_000)
            (other,) = await subnet.add(Porter, coldkey=BOB)
            await net.run(blocks=1)
            callers = ALICE, other.hotkey, taox.Hotkey.from_name("stranger"), None
            routes = [net.system.route(porter.ref, principal=caller) for caller in callers]
            return [(await ref.ask(Who())).text for ref in routes]

    assert taox.run(main, seed=1) == [repr(ALICE), repr(BOB), "None", "None"]


def test_anybody_is_impersonated_and_meets_the_same_guards() -> None:
    async def main() -> None:
        async with taox.Network() as net:
            subnet = await net.create_subnet()
            (seat,) = await subnet.add(Porter)
            net.coldkey("alice", tao=100)
            alice, neuron = net.impersonate(ALICE), net.impersonate(seat.hotkey)
            await alice.call("add_stake", hotkey=seat.hotkey, netuid=1, amount=10 * TAO)
            assert net.chain.stake(seat.hotkey, ALICE, 1) > 0
            await neuron.set_weights(1, [0], [1])
            assert net.chain.metagraph(1).weights.row(0) == [(0, 65_535)]
            before = net.chain.state_hash()
            with pytest.raises(BadOrigin):
                await neuron.call("add_stake", hotkey=seat.hotkey, netuid=1, amount=TAO)
            with pytest.raises(BadOrigin):
                await alice.call("set_weights", netuid=1, uids=[0], weights=[1])
            nobody = net.impersonate(taox.Hotkey.from_name("nobody"))
            with pytest.raises(HotKeyNotRegisteredInSubNet):
                await nobody.set_weights(1, [0], [1])
            assert net.chain.state_hash() == before

    taox.run(main, seed=1)


def test_who_is_impersonated_is_an_account() -> None:
    async def main() -> None:
        async with taox.Network() as net:
            with pytest.raises(taox.InputError, match="a Coldkey or a Hotkey"):
                net.impersonate("alice")  # type: ignore[call-overload]
            with pytest.raises(taox.InputError, match="a Coldkey"):
                net.wallet("alice")  # type: ignore[arg-type]

    taox.run(main, seed=1)
