"""Random sequences of calls and blocks: the invariants hold, refusals leave no trace."""

import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from taox.economy import Chain, ChainError, Coldkey, Hotkey
from worlds import TAO

NETUIDS = (1, 1, 1, 1, 2, 2, 2, 2, 0, 9)
COLDKEYS = [Coldkey.from_name(f"coldkey-{number}") for number in range(4)]
HOTKEYS = [Hotkey.from_name(f"hotkey-{number}") for number in range(40)]


class Driver:
    """Makes one random call after the other, valid and invalid, and checks the chain after each."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.chain = Chain(balances=dict.fromkeys(COLDKEYS[:-1], 5000 * TAO))
        common: dict[str, Any] = {
            "max_allowed_uids": 12,
            "weights_set_rate_limit": 5,
            "immunity_period": 30,
        }
        self.chain.create_subnet(COLDKEYS[0], HOTKEYS[0], tempo=11, **common)
        self.chain.create_subnet(
            COLDKEYS[1],
            HOTKEYS[1],
            tempo=7,
            max_allowed_validators=3,
            mechanism_count=2,
            yuma="2",
            recycle_or_burn="recycle",
            min_allowed_weights=3,
            **common,
        )
        self.calls: list[Callable[[], object]] = [
            self.register,
            self.add_stake,
            self.add_stake,
            self.remove_stake,
            self.set_weights,
            self.set_weights,
            self.set_weights,
            self.step,
            self.step,
        ]
        self.outcomes: Counter[str] = Counter()

    def run(self, operations: int) -> None:
        for _ in range(operations):
            self.once(self.random.choice(self.calls))

    def once(self, call: Callable[[], object]) -> None:
        before, issued = self.trace(), self.chain.total_issuance
        outcome = self.outcome(call)
        self.outcomes[outcome] += 1
        if outcome != "step":
            assert self.chain.total_issuance == issued
        if outcome == call.__name__:
            self.chain.check_invariants()
        else:
            assert self.trace() == before, outcome

    def trace(self) -> tuple[str, int, str]:
        return self.chain.state_hash(), self.chain.event_count, self.chain.event_log_hash

    @staticmethod
    def outcome(call: Callable[[], object]) -> str:
        try:
            call()
        except ChainError as refusal:
            return refusal.name
        return call.__name__

    def amount(self) -> int:
        return self.random.choice([0, 1_999_999, 2_000_000, TAO, 30 * TAO, 700 * TAO, 10_000 * TAO])

    def register(self) -> None:
        coldkey, hotkey = self.random.choice(COLDKEYS), self.random.choice(HOTKEYS)
        self.chain.register(coldkey, self.random.choice(NETUIDS), hotkey)

    def add_stake(self) -> None:
        coldkey, hotkey = self.random.choice(COLDKEYS), self.random.choice(HOTKEYS)
        self.chain.add_stake(coldkey, hotkey, self.random.choice(NETUIDS), self.amount())

    def remove_stake(self) -> None:
        coldkey, hotkey = self.random.choice(COLDKEYS), self.random.choice(HOTKEYS)
        self.chain.remove_stake(coldkey, hotkey, self.random.choice(NETUIDS), self.amount())

    def set_weights(self) -> None:
        count = self.random.choice([0, 1, 2, 3, 5, 8, 13])
        uids = [self.random.randrange(13) for _ in range(count)]
        if self.random.random() < 0.8:
            uids = self.random.sample(range(12), min(count, 12))
        weights = [self.random.choice([0, 1, 40_000, 65_535]) for _ in uids]
        netuid, mechanism = self.random.choice(NETUIDS), self.random.choice([0, 0, 0, 1])
        hotkeys = HOTKEYS if netuid == 9 else self.chain.metagraph(netuid).hotkeys
        hotkey = self.random.choice([*hotkeys, HOTKEYS[-1]])
        self.chain.set_weights(hotkey, netuid, uids, weights, mechanism=mechanism)

    def step(self) -> None:
        """Issuance grows by what went into the pools."""
        for _ in range(self.random.choice([1, 1, 2, 5])):
            issued = self.chain.total_issuance
            self.chain.step()
            assert self.chain.total_issuance - issued == self.chain.tao_emission().sum()


def test_ten_thousand_operations() -> None:
    driver = Driver(seed=1)
    driver.run(10_000)
    happened = driver.outcomes
    for name in ("register", "add_stake", "remove_stake", "set_weights", "step"):
        assert happened[name] >= 100, happened
    refused = set(happened) - {"register", "add_stake", "remove_stake", "set_weights", "step"}
    assert len(refused) >= 15, happened
    assert sum(driver.chain.epoch_index(netuid) for netuid in (1, 2)) > 500


@pytest.mark.soak
def test_a_million_operations() -> None:
    for seed in range(100):
        Driver(seed).run(10_000)


def test_the_same_seed_gives_the_same_history() -> None:
    first, second, other = Driver(2), Driver(2), Driver(3)
    for driver in (first, second, other):
        driver.run(500)
    assert first.chain.state_hash() == second.chain.state_hash() != other.chain.state_hash()
    assert first.chain.event_log_hash == second.chain.event_log_hash
    assert first.chain.events() == second.chain.events()
