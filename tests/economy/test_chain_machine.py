"""A state machine: random calls, valid and not, beside a small model of balances and ownership.

The model knows what each coldkey has free and who owns which hotkey. Every rule sends one call
through `Machine.attempt`, which sees to it that a refused call leaves no trace, and then tells the
model what the call must have done; where the model can foresee a refusal, it is held to that too.
After each rule chain and model agree, and the chain's own invariants hold. A call is added as one
more rule.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from taox.economy import EXISTENTIAL_DEPOSIT, MIN_STAKE, Chain, ChainError, Coldkey, Hotkey
from worlds import ALICE, BOB, OWNER, TAO, hotkey

DEFAULT_TAKE = 11_796
SWAP_COST = TAO // 10
LEAST_LOCK = 100
"""Less alpha rao than this is no lock."""
CAROL = Coldkey.from_name("carol")
KEYS = [hotkey(number) for number in range(6)]
PEOPLE = st.sampled_from([ALICE, ALICE, BOB, BOB, CAROL, OWNER])
HOTKEYS = st.sampled_from([*KEYS[:4] * 3, *KEYS[4:]])
NETUIDS = st.sampled_from([0, 0, 1, 1, 1, 2, 2, 2, 3])
"""Root, two subnets, and one that does not exist."""
AMOUNTS = st.one_of(
    st.integers(1, 400).map(lambda quarters: quarters * TAO // 4 + 1),
    st.sampled_from([0, 1, 499, 500, MIN_STAKE - 1, MIN_STAKE + 1_008, 5 * TAO, 2**64 - 1]),
)


@dataclass
class Model:
    """What the chain is expected to hold.

    Attributes:
        free: Free TAO by coldkey, rao.
        owners: The coldkey of each hotkey that exists.
        takes: The take of each hotkey that ever set one.
    """

    free: dict[Coldkey, int]
    owners: dict[Hotkey, Coldkey] = field(default_factory=dict)
    takes: dict[Hotkey, int] = field(default_factory=dict)

    def spendable(self, coldkey: Coldkey, amount: int) -> int:
        """What of an amount is taken when the account must stay alive."""
        return min(amount, max(0, self.free[coldkey] - EXISTENTIAL_DEPOSIT))

    def why_no_transfer(self, sender: Coldkey, receiver: Coldkey, amount: int) -> str | None:
        """The error that a transfer is refused with, whatever becomes of the sender."""
        if self.free[sender] < amount:
            return "InsufficientBalance"
        received = self.free[receiver] + amount
        if sender != receiver and amount and received < EXISTENTIAL_DEPOSIT:
            return "BelowMinimum"
        return None

    def transfer(self, sender: Coldkey, receiver: Coldkey, amount: int) -> None:
        """Move TAO; less than an existential deposit does not stay behind."""
        if sender == receiver or not amount:
            return
        self.free[sender] -= amount
        self.free[receiver] += amount
        if self.free[sender] < EXISTENTIAL_DEPOSIT:
            self.free[sender] = 0


class Machine(RuleBasedStateMachine):
    """Three people with TAO, an owner without; two subnets with neurons and stake."""

    def __init__(self) -> None:
        super().__init__()
        balances = {ALICE: 2_000 * TAO, BOB: 900 * TAO, CAROL: 3 * MIN_STAKE}
        self.chain = Chain(balances=balances, genesis="machine")
        self.model = Model(balances | {OWNER: 0})
        for netuid in (1, 2):
            self.chain.create_subnet(OWNER, hotkey(0), netuid=netuid, tempo=10, max_allowed_uids=4)
            self.chain.register(ALICE, netuid, hotkey(1))
            self.chain.register(BOB, netuid, hotkey(2))
        self.model.owners = dict(zip(KEYS[:3], (OWNER, ALICE, BOB), strict=True))
        for who in (ALICE, BOB):
            for key, netuid in ((1, 0), (1, 1), (2, 1), (2, 2)):
                self.chain.add_stake(who, hotkey(key), netuid, 50 * TAO)
            self.model.free[who] = self.chain.balance(who)

    def attempt(self, call: Callable[..., Any], *arguments: Any) -> Any:
        """What the call returns, or why it was refused, without leaving a trace."""
        before = self.chain.state_hash(), self.chain.event_count
        try:
            return call(*arguments)
        except ChainError as refusal:
            refused = refusal
        assert (self.chain.state_hash(), self.chain.event_count) == before, refused
        return refused

    @invariant()
    def chain_and_model_agree(self) -> None:
        assert {who: self.chain.balance(who) for who in self.model.free} == self.model.free
        for key in KEYS:
            assert self.chain.owner(key) == self.model.owners.get(key)
            assert self.chain.delegate_take(key) == self.model.takes.get(key, DEFAULT_TAKE)

    @invariant()
    def nothing_is_created_or_lost(self) -> None:
        self.chain.check_invariants()

    @rule(blocks=st.integers(1, 12))
    def time_passes(self, blocks: int) -> None:
        """Blocks pay stake, not accounts."""
        self.chain.run(blocks)

    @rule(sender=PEOPLE, receiver=PEOPLE, amount=AMOUNTS)
    def transfer(self, sender: Coldkey, receiver: Coldkey, amount: int) -> None:
        expected = self.model.why_no_transfer(sender, receiver, amount)
        left = self.model.free[sender] - amount
        if expected != "InsufficientBalance" and sender != receiver:
            expected = "NotExpendable" if left < EXISTENTIAL_DEPOSIT else expected
        refused = self.attempt(self.chain.transfer, sender, receiver, amount)
        assert (refused and refused.name) == expected
        if not refused:
            self.model.transfer(sender, receiver, amount)

    @rule(sender=PEOPLE, receiver=PEOPLE, amount=AMOUNTS)
    def transfer_allow_death(self, sender: Coldkey, receiver: Coldkey, amount: int) -> None:
        refused = self.attempt(self.chain.transfer_allow_death, sender, receiver, amount)
        assert (refused and refused.name) == self.model.why_no_transfer(sender, receiver, amount)
        if not refused:
            self.model.transfer(sender, receiver, amount)

    @rule(coldkey=PEOPLE, netuid=NETUIDS, key=HOTKEYS)
    def register(self, coldkey: Coldkey, netuid: int, key: Hotkey) -> None:
        price = self.chain.burn(netuid) if netuid in self.chain.netuids else 0
        result = self.attempt(self.chain.register, coldkey, netuid, key)
        if isinstance(result, ChainError):
            return
        assert self.model.free[coldkey] >= price
        self.model.free[coldkey] -= self.model.spendable(coldkey, price)
        assert self.model.owners.setdefault(key, coldkey) == coldkey
        assert self.chain.uid(netuid, key) == result

    @rule(coldkey=PEOPLE, key=HOTKEYS)
    def associate(self, coldkey: Coldkey, key: Hotkey) -> None:
        """Whoever is first owns a hotkey; for others nothing happens."""
        assert self.attempt(self.chain.try_associate_hotkey, coldkey, key) is None
        self.model.owners.setdefault(key, coldkey)

    @rule(coldkey=PEOPLE, old=HOTKEYS, new=HOTKEYS, keeps=st.booleans())
    def swap_hotkey(self, coldkey: Coldkey, old: Hotkey, new: Hotkey, keeps: bool) -> None:
        call = partial(self.chain.swap_hotkey_v2, keep_stake=keeps)
        if self.attempt(call, coldkey, old, new) is not None:
            return
        assert self.model.owners.pop(old) == coldkey
        assert self.model.owners.setdefault(new, coldkey) == coldkey
        self.model.free[coldkey] -= SWAP_COST
        if old in self.model.takes:
            self.model.takes[new] = self.model.takes.pop(old)

    @rule(coldkey=PEOPLE, key=HOTKEYS, netuid=NETUIDS, amount=AMOUNTS)
    def add_stake(self, coldkey: Coldkey, key: Hotkey, netuid: int, amount: int) -> None:
        held = self.chain.stake(key, coldkey, netuid)
        result = self.attempt(self.chain.add_stake, coldkey, key, netuid, amount)
        if isinstance(result, ChainError):
            return
        assert key in self.model.owners
        assert self.model.free[coldkey] >= amount >= MIN_STAKE
        self.model.free[coldkey] -= self.model.spendable(coldkey, amount)
        assert held + result - 1 <= self.chain.stake(key, coldkey, netuid) <= held + result

    @rule(coldkey=PEOPLE, key=HOTKEYS, netuid=NETUIDS, alpha=AMOUNTS)
    def remove_stake(self, coldkey: Coldkey, key: Hotkey, netuid: int, alpha: int) -> None:
        held = self.chain.stake(key, coldkey, netuid)
        result = self.attempt(self.chain.remove_stake, coldkey, key, netuid, alpha)
        if isinstance(result, ChainError):
            return
        self.model.free[coldkey] += result
        assert self.chain.stake(key, coldkey, netuid) <= max(0, held - alpha) + 1

    @rule(coldkey=PEOPLE, key=HOTKEYS)
    def unstake_all(self, coldkey: Coldkey, key: Hotkey) -> None:
        result = self.attempt(self.chain.unstake_all, coldkey, key)
        if isinstance(result, ChainError):
            return
        assert key in self.model.owners
        self.model.free[coldkey] += result

    @rule(coldkey=PEOPLE, one=HOTKEYS, two=HOTKEYS, origin=NETUIDS, to=NETUIDS, alpha=AMOUNTS)
    def move_stake(
        self, *, coldkey: Coldkey, one: Hotkey, two: Hotkey, origin: int, to: int, alpha: int
    ) -> None:
        result = self.attempt(self.chain.move_stake, coldkey, one, two, origin, to, alpha)
        assert one != two or origin != to or result.name == "SameNetuid"
        self.restaked(coldkey, two, origin == to, result)

    @rule(sender=PEOPLE, to=PEOPLE, key=HOTKEYS, origin=NETUIDS, netuid=NETUIDS, alpha=AMOUNTS)
    def transfer_stake(
        self, *, sender: Coldkey, to: Coldkey, key: Hotkey, origin: int, netuid: int, alpha: int
    ) -> None:
        result = self.attempt(self.chain.transfer_stake, sender, to, key, origin, netuid, alpha)
        self.restaked(to, key, origin == netuid, result)

    @rule(coldkey=PEOPLE, key=HOTKEYS, origin=NETUIDS, to=NETUIDS, alpha=AMOUNTS)
    def swap_stake(self, coldkey: Coldkey, key: Hotkey, origin: int, to: int, alpha: int) -> None:
        result = self.attempt(self.chain.swap_stake, coldkey, key, origin, to, alpha)
        self.restaked(coldkey, key, origin == to, result)

    def restaked(self, receiver: Coldkey, key: Hotkey, is_within: bool, result: Any) -> None:
        """TAO on its way between subnets leaves an existential deposit, or stays if it is little.

        Whoever is staked on by another becomes a delegate.
        """
        if isinstance(result, ChainError) or is_within:
            return
        self.model.free[receiver] += result
        if result >= MIN_STAKE:
            self.model.free[receiver] -= self.model.spendable(receiver, result)
            if self.model.owners[key] != receiver:
                self.model.takes.setdefault(key, DEFAULT_TAKE)

    @rule(coldkey=PEOPLE, key=HOTKEYS, netuid=NETUIDS, alpha=AMOUNTS, is_burned=st.booleans())
    def give_alpha_up(
        self, coldkey: Coldkey, key: Hotkey, netuid: int, alpha: int, is_burned: bool
    ) -> None:
        call = self.chain.burn_alpha if is_burned else self.chain.recycle_alpha
        held = self.chain.stake(key, coldkey, netuid)
        result = self.attempt(call, coldkey, key, alpha, netuid)
        if not isinstance(result, ChainError):
            assert result == min(alpha, held)

    @rule(coldkey=PEOPLE, key=HOTKEYS, take=st.integers(0, 12_000), is_raised=st.booleans())
    def change_take(self, coldkey: Coldkey, key: Hotkey, take: int, is_raised: bool) -> None:
        call = self.chain.increase_take if is_raised else self.chain.decrease_take
        refused = self.attempt(call, coldkey, key, take)
        owner, stored = self.model.owners.get(key), self.model.takes.get(key)
        if refused is None:
            assert owner == coldkey
            assert stored is None or (stored < take if is_raised else take < stored)
            self.model.takes[key] = take
        elif owner == coldkey and take <= DEFAULT_TAKE and stored is None:
            raise AssertionError(refused)

    @rule(coldkey=PEOPLE, key=HOTKEYS, netuid=NETUIDS, alpha=AMOUNTS)
    def lock_stake(self, coldkey: Coldkey, key: Hotkey, netuid: int, alpha: int) -> None:
        unlocked = self.chain.unlocked_stake(coldkey, netuid)
        if self.attempt(self.chain.lock_stake, coldkey, key, netuid, alpha) is None:
            assert key in self.model.owners
            locked = alpha if alpha >= LEAST_LOCK else 0
            assert self.chain.unlocked_stake(coldkey, netuid) == unlocked - locked


TestMachine = Machine.TestCase
TestMachine.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
