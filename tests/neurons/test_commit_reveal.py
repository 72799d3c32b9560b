"""Validators on subnets that ask for commit-reveal, for a pace, for a version, for a mechanism."""

from collections.abc import Mapping
from typing import Any, ClassVar

import pytest

import taox
from taox.economy import (
    Event,
    TimelockedWeightsCommitted,
    TimelockedWeightsRevealed,
    WeightsCommitted,
    WeightsRevealed,
    WeightsSet,
)
from taox.neurons.publishing import CommitForm

TEMPO = 100
COMMITTED = {"commit_reveal": True, "tempo": TEMPO, "weights_set_rate_limit": 10}


class Counter(taox.Validator):
    """Names the epoch in its weights: uid 1 gets 1, uid 2 as many as epochs have passed."""

    def weights(self, subnet: taox.SubnetView) -> Mapping[int, float]:
        return {1: 1.0, 2: float(1 + subnet.metagraph.epoch_index)}


class Teller(Counter):
    """The same, committed as a hash and revealed by itself."""

    commit_form: ClassVar[CommitForm] = "hash"


class Silent(taox.Neuron):
    """A seat."""


class Run:
    """What happened on one subnet with two miners and one judge."""

    def __init__(self, judge: type[taox.Validator], blocks: int, **settings: Any) -> None:
        async def main() -> None:
            async with taox.Network() as net:
                subnet = await net.create_subnet(owner=net.coldkey("owner"), **settings)
                await subnet.add(Silent, count=2)
                (seat,) = await subnet.add(judge)
                self.uid = seat.uid
                await net.run(blocks=blocks, after_block=lambda: self.look(net))
                self.events = net.chain.events()
                self.refusals = net.record().refusals
                self.last_update = int(subnet.metagraph.last_update[seat.uid])

        self.rows: dict[int, list[tuple[int, int]]] = {}
        self.used: dict[int, list[tuple[int, int]]] = {}
        taox.run(main, seed=1)

    def look(self, net: taox.Network) -> None:
        used = net.chain.last_epoch_input(1)
        if used is not None:
            self.used[used["block"]] = used["weights"][0].row(self.uid)
        self.rows[net.block] = net.chain.metagraph(1).weights.row(self.uid)

    def blocks_of(self, kind: type[Event]) -> list[int]:
        return [event.block for event in self.events if type(event) is kind]


def row(epoch: int) -> list[tuple[int, int]]:
    """The row that was published after this many epochs."""
    return [(1, (65_535 * 2 + 1 + epoch) // (2 * (1 + epoch))), (2, 65_535)]


def test_sealed_weights_reach_the_epoch_after_and_nobody_sees_them_before() -> None:
    run = Run(Counter, 3 * TEMPO + 50, **COMMITTED)
    assert run.blocks_of(TimelockedWeightsCommitted) == [1, 100, 200, 300]
    # The first was opened when nobody had a permit.
    assert run.blocks_of(TimelockedWeightsRevealed) == [200, 300]
    assert run.refusals["error"].tolist() == ["waiting for permit"]
    assert run.used == {100: [], 200: row(1), 300: row(2)}
    assert run.rows[199] == []
    assert run.rows[299] == row(1)
    assert run.rows[349] == row(2)
    assert run.last_update == 300


def test_hashes_are_revealed_in_their_epoch_and_used_by_the_next() -> None:
    run = Run(Teller, 4 * TEMPO + 50, **COMMITTED)
    assert run.blocks_of(WeightsCommitted) == [1, 100, 200, 300, 400]
    # Revealed after the first epoch, which gave the permit.
    assert run.blocks_of(WeightsRevealed) == [100, 200, 300, 400]
    assert run.used == {100: [], 200: row(0), 300: row(1), 400: row(2)}
    assert run.refusals["error"].tolist() == []


@pytest.mark.parametrize(("judge", "first"), [(Counter, 200), (Teller, 300)])
def test_a_longer_reveal_period(judge: type[taox.Validator], first: int) -> None:
    run = Run(judge, 4 * TEMPO + 50, **COMMITTED, reveal_period_epochs=2)
    used = [run.used[block] for block in range(first - TEMPO, 401, TEMPO)]
    assert used[:3] == [[], row(0), row(1)]


def test_plain_weights_where_the_subnet_wants_them() -> None:
    run = Run(Counter, 2 * TEMPO + 50, **COMMITTED | {"commit_reveal": False})
    assert run.blocks_of(WeightsSet) == [100, 200]
    assert run.blocks_of(TimelockedWeightsCommitted) == []


def test_weights_wait_for_the_rate_limit_and_the_newest_are_sent() -> None:
    class Often(Counter):
        interval = 40

    run = Run(Often, 4 * TEMPO, **COMMITTED | {"weights_set_rate_limit": 90})
    committed = run.blocks_of(TimelockedWeightsCommitted)
    assert committed == [1, 91, 181, 271, 361]
    assert set(run.refusals["error"]) == {"waiting for permit"}
    # Sent in block 181: what the step of block 161 chose, after one epoch.
    assert run.used[200] == row(1)


def test_weights_that_wait_belong_to_hotkeys() -> None:
    class Rare(Counter):
        interval = 80

    async def main() -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        settings = COMMITTED | {"commit_reveal": False, "weights_set_rate_limit": 90}
        async with taox.Network() as net:
            subnet = await net.create_subnet(
                owner=net.coldkey("owner"), max_allowed_uids=4, immunity_period=1, **settings
            )
            await subnet.add(Silent, count=2)
            (judge,) = await subnet.add(Rare)
            await net.run(blocks=245)
            before = subnet.metagraph.weights.row(judge.uid)
            newcomer = net.coldkey("newcomer", tao=100)
            assert net.chain.register(newcomer, 1, taox.Hotkey.from_name("newcomer")) == 1
            await net.run(blocks=10)
            return before, subnet.metagraph.weights.row(judge.uid)

    before, after = taox.run(main, seed=1)
    assert [uid for uid, _ in before] == [1, 2]
    assert after == [(2, 65_535)]


def test_the_version_that_the_subnet_asks_for_is_claimed() -> None:
    run = Run(Counter, 2 * TEMPO + 50, **COMMITTED, weights_version_key=7)
    assert run.used[200] == row(1)
    assert run.refusals["error"].tolist() == ["waiting for permit"]


@pytest.mark.parametrize("commit_reveal", [True, False])
def test_an_outdated_version_is_reported(commit_reveal: bool) -> None:
    class Old(Counter):
        version_key = 6

    settings = COMMITTED | {"commit_reveal": commit_reveal, "weights_version_key": 7}
    run = Run(Old, 2 * TEMPO + 50, **settings)
    call = "commit_timelocked_weights" if commit_reveal else "set_weights"
    assert set(run.refusals["error"]) == {"IncorrectWeightVersionKey"}
    assert set(run.refusals["call"]) == {call}
    assert run.used[200] == []


def test_each_mechanism_gets_the_weights_of_its_own_validators() -> None:
    seen: list[tuple[int, list[tuple[int, int]]]] = []

    class Second(Counter):
        mechanism = 1

        async def step(self, subnet: taox.SubnetView) -> None:
            seen.append((subnet.block, subnet.metagraph.weights.row(subnet.uid)))

    async def main() -> tuple[list[tuple[int, int]], ...]:
        async with taox.Network() as net:
            subnet = await net.create_subnet(
                owner=net.coldkey("owner"), mechanism_count=2, max_allowed_uids=128, **COMMITTED
            )
            await subnet.add(Silent, count=2)
            (first,) = await subnet.add(Counter)
            (second,) = await subnet.add(Second)
            await net.run(blocks=2 * TEMPO + 50)
            rows = [net.chain.metagraph(1, mechanism).weights for mechanism in (0, 1)]
            return tuple(one.row(uid) for one in rows for uid in (first.uid, second.uid))

    assert taox.run(main, seed=1) == (row(1), [], [], row(1))
    assert seen == [(1, []), (100, []), (200, row(1))]


def test_a_copier_finds_the_weights_of_the_epoch_before() -> None:
    copied: list[list[tuple[int, int]]] = []

    class Copier(taox.Validator):
        delay = 10

        async def step(self, subnet: taox.SubnetView) -> None:
            copied.append(subnet.metagraph.weights.row(3))

    def found(commit_reveal: bool) -> list[list[tuple[int, int]]]:
        copied.clear()

        async def main() -> None:
            async with taox.Network() as net:
                settings = COMMITTED | {"commit_reveal": commit_reveal}
                subnet = await net.create_subnet(owner=net.coldkey("owner"), **settings)
                await subnet.add(Silent, count=2)
                await subnet.add(Counter)
                await subnet.add(Copier)
                await net.run(blocks=4 * TEMPO + 50)

        taox.run(main, seed=1)
        return copied[1:]

    assert found(commit_reveal=False) == [row(1), row(2), row(3), row(4)]
    assert found(commit_reveal=True) == [[], row(1), row(2), row(3)]


def test_the_same_seed_gives_the_same_salts() -> None:
    def hashes() -> list[str]:
        run = Run(Teller, TEMPO + 50, **COMMITTED)
        return [event.hash for event in run.events if isinstance(event, WeightsCommitted)]

    assert hashes() == hashes()
    assert len(set(hashes())) == 2


def test_weight_calls_of_the_client_are_those_of_the_chain() -> None:
    """Every typed method, sent by a neuron."""
    done: list[str] = []

    class Caller(taox.Validator):
        async def step(self, subnet: taox.SubnetView) -> None:
            chain, key = self.chain, self.hotkey
            hashed = taox.economy.weights_hash(key, 1, [0], [1], [7])
            for send in (
                chain.batch_commit_weights([1], [hashed]),
                chain.commit_weights(1, hashed),
                chain.reveal_weights(1, [0], [1], [7]),
                chain.batch_reveal_weights(1, [[0]], [[1]], [[7]], [0]),
                chain.set_weights(1, [0], [1]),
                chain.commit_timelocked_weights(1, taox.economy.SealedWeights(b"")),
            ):
                try:
                    await send
                    done.append("ok")
                except taox.ChainError as refusal:
                    done.append(refusal.name)

    Run(Caller, 2, **COMMITTED)
    assert done == [
        "ok",
        "CommittingWeightsTooFast",
        "RevealTooEarly",
        "RevealTooEarly",
        "CommitRevealEnabled",
        "CommittingWeightsTooFast",
    ]


def test_rules_are_those_of_who_asks() -> None:
    got: list[Any] = []

    class Asker(taox.Validator):
        async def step(self, subnet: taox.SubnetView) -> None:
            got.append(await self.chain.weight_rules(1))
            with pytest.raises(taox.ChainError):
                await self.chain.weight_rules(1, mechanism=1)

    Run(Asker, TEMPO + 2, **COMMITTED)
    assert got[1].last_update == 0
    assert (got[1].block, got[1].epoch, got[1].rate_limit) == (100, 1, 10)
    assert (got[1].commit_reveal, got[1].reveal_period) == (True, 1)
