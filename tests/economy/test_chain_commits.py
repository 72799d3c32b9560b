"""Weights that are committed and revealed: every refusal by name, with values, and what everybody
sees (transitions.md 1.9 to 1.11, Appendix D 9).
"""

from collections.abc import Sequence
from typing import Any

import pytest

from taox.economy import (
    CHAIN,
    BatchCompletedWithErrors,
    BatchWeightItemFailed,
    BatchWeightsCompleted,
    Chain,
    ChainError,
    Event,
    Hotkey,
    InputError,
    InputTypeError,
    PendingCommit,
    SealedWeights,
    TimelockedWeightsCommitted,
    TimelockedWeightsDropped,
    TimelockedWeightsRevealed,
    WeightsBatchRevealed,
    WeightsCommitted,
    WeightsRevealed,
    WeightsSet,
    epoch,
    weights_hash,
)
from worlds import ALICE, OWNER, TAO, TEMPO, World, hotkey, refuses

STRANGER = Hotkey.from_name("stranger")
SALT = [3, 1, 4]


def world(**settings: Any) -> World:
    """A subnet with commit-reveal on and no rate limit; uid 0 is the owner's."""
    return World(settings={"commit_reveal": True, "weights_set_rate_limit": 0} | settings)


def commit(
    one: World, weights: dict[int, int], *, number: int = 0, salt: Sequence[int] = SALT
) -> bytes:
    uids, values = list(weights), list(weights.values())
    committed = weights_hash(hotkey(number), one.netuid, uids, values, salt)
    one.chain.commit_weights(hotkey(number), one.netuid, committed)
    return committed


def reveal(one: World, weights: dict[int, int], *, number: int = 0) -> None:
    uids, values = list(weights), list(weights.values())
    one.chain.reveal_weights(hotkey(number), one.netuid, uids, values, SALT)


def seal(one: World, weights: dict[int, int], *, number: int = 0, **options: Any) -> SealedWeights:
    sealed = SealedWeights.of(hotkey(number), list(weights), list(weights.values()))
    one.chain.commit_timelocked_weights(hotkey(number), one.netuid, sealed, **options)
    return sealed


def to_epoch(chain: Chain, netuid: int = 1) -> None:
    due = chain.next_epoch_block(netuid)
    assert due is not None
    chain.run(due - chain.block)


def stored(one: World, uid: int = 0, mechanism: int = 0) -> list[tuple[int, int]]:
    return one.chain.metagraph(one.netuid, mechanism).weights.row(uid)


def parts(error: ChainError) -> tuple[str, dict[str, Any]]:
    return error.name, error.values


def kinds(chain: Chain, since: int) -> list[type[Event]]:
    return [type(event) for event in chain.events(since)]


class TestHashes:
    """The form in which only a hash is known (transitions.md 1.10)."""

    def test_a_commit_is_revealed_an_epoch_later_and_never_again(self) -> None:
        """Appendix D 9."""
        one = world()
        committed = commit(one, {1: 1, 2: 2})
        early = refuses(one.chain, reveal, one, {1: 1, 2: 2})
        assert parts(early) == (
            "RevealTooEarly",
            {"netuid": 1, "commit_epoch": 0, "epoch": 0, "reveal_period": 1},
        )
        to_epoch(one.chain)
        since = one.chain.event_count
        reveal(one, {1: 1, 2: 2})
        assert kinds(one.chain, since) == [WeightsSet, WeightsRevealed]
        assert stored(one) == [(1, 32_768), (2, 65_535)]
        again = refuses(one.chain, reveal, one, {1: 1, 2: 2})
        key = hotkey(0).ss58
        assert parts(again) == (
            "NoWeightsCommitFound",
            {"hotkey": key, "netuid": 1, "hash": committed.hex()},
        )

    def test_two_epochs_later_it_is_too_late(self) -> None:
        """Appendix D 9. The guard has one name for early and late, the body a second one."""
        one = world()
        committed = commit(one, {1: 1})
        to_epoch(one.chain)
        to_epoch(one.chain)
        assert refuses(one.chain, reveal, one, {1: 1}).name == "RevealTooEarly"
        arguments = hotkey(0), 1, [1], [1], SALT
        late = refuses(one.chain, one.chain.bodies.reveal_weights, *arguments)
        assert parts(late) == (
            "ExpiredWeightCommit",
            {"hotkey": hotkey(0).ss58, "netuid": 1, "hash": committed.hex()},
        )

    def test_another_hash_is_told_by_the_body(self) -> None:
        one = world()
        commit(one, {1: 1})
        arguments = hotkey(0), 1, [2], [1], SALT
        assert refuses(one.chain, one.chain.reveal_weights, *arguments).name == (
            "NoWeightsCommitFound"
        )
        wrong = refuses(one.chain, one.chain.bodies.reveal_weights, *arguments)
        assert parts(wrong) == (
            "InvalidRevealCommitHashNotMatch",
            {
                "hotkey": hotkey(0).ss58,
                "netuid": 1,
                "hash": weights_hash(*arguments).hex(),
            },
        )

    def test_what_a_commit_is_refused_for(self) -> None:
        one = world(weights_set_rate_limit=50)
        chain = one.chain
        chain.run(5)
        one.register(9)
        chain.set_network_parameters(stake_threshold=TAO)
        call, hashed = chain.commit_weights, bytes(32)
        poor = refuses(chain, call, hotkey(1), 1, hashed)
        assert parts(poor) == (
            "NotEnoughStakeToSetWeights",
            {"hotkey": hotkey(1).ss58, "netuid": 1, "stake": 0, "required": TAO},
        )
        chain.set_network_parameters(stake_threshold=0)
        hasty = refuses(chain, call, hotkey(9), 1, hashed)
        assert parts(hasty) == (
            "CommittingWeightsTooFast",
            {"netuid": 1, "uid": 4, "last_update": 5, "block": 5, "rate_limit": 50},
        )
        nowhere = refuses(chain, call, STRANGER, 1, hashed, mechanism=1)
        assert parts(nowhere) == ("MechanismDoesNotExist", {"netuid": 1, "mechanism": 1})
        one.set(commit_reveal=False)
        assert parts(refuses(chain, call, STRANGER, 1, hashed)) == (
            "CommitRevealDisabled",
            {"netuid": 1},
        )
        one.set(commit_reveal=True, weights_set_rate_limit=0)
        assert parts(refuses(chain, call, STRANGER, 1, hashed)) == (
            "HotKeyNotRegisteredInSubNet",
            {"hotkey": STRANGER.ss58, "netuid": 1},
        )
        for _ in range(10):
            call(hotkey(9), 1, hashed)
        assert parts(refuses(chain, call, hotkey(9), 1, hashed)) == (
            "TooManyUnrevealedCommits",
            {"hotkey": hotkey(9).ss58, "netuid": 1, "limit": 10},
        )
        to_epoch(chain)
        to_epoch(chain)
        call(hotkey(9), 1, hashed)  # the ten are expired
        assert len(chain.pending_commits(1)) == 1

    def test_what_is_revealed_meets_all_rules_of_weights_but_the_rate_limit(self) -> None:
        one = world(weights_set_rate_limit=10, min_allowed_weights=2, weights_version_key=4)
        one.chain.run(10)
        for number in range(3):
            commit(one, {1: 1, 2: 1}, number=number)
        to_epoch(one.chain)
        old = refuses(one.chain, reveal, one, {1: 1, 2: 1})
        assert old.name == "IncorrectWeightVersionKey"
        one.set(weights_version_key=0)
        assert refuses(one.chain, reveal, one, {1: 1, 2: 1}, number=2).name == (
            "NeuronNoValidatorPermit"
        )
        reveal(one, {1: 1, 2: 1})
        assert one.chain.metagraph(1).last_update[0] == 10  # that of the commit

    def test_switched_off_between_commit_and_reveal(self) -> None:
        one = world()
        commit(one, {1: 1})
        to_epoch(one.chain)
        one.set(commit_reveal=False)
        assert refuses(one.chain, reveal, one, {1: 1}).name == "CommitRevealDisabled"

    def test_the_hash_covers_every_argument(self) -> None:
        arguments: dict[str, Any] = {
            "hotkey": hotkey(0),
            "netuid": 1,
            "uids": [1],
            "values": [2],
            "salt": [3],
            "version_key": 4,
            "mechanism": 0,
        }
        others = {
            "hotkey": hotkey(1),
            "netuid": 2,
            "uids": [2],
            "values": [3],
            "salt": [4],
            "version_key": 5,
            "mechanism": 1,
        }
        hashes = {weights_hash(**arguments | {name: value}) for name, value in others.items()}
        assert len(hashes | {weights_hash(**arguments)}) == 8

    @pytest.mark.parametrize("bad", [b"short", "0" * 64, None])
    def test_a_hash_is_32_bytes(self, bad: Any) -> None:
        one = world()
        with pytest.raises(InputError, match="hash: expected 32 bytes"):
            one.chain.commit_weights(hotkey(0), 1, bad)


class TestSealed:
    """The time-locked form, without cryptography (transitions.md 1.11)."""

    def test_nobody_sees_the_weights_before_they_are_opened_and_then_the_epoch_uses_them(
        self,
    ) -> None:
        one = world()
        one.chain.run(3)
        since = one.chain.event_count
        sealed = seal(one, {1: 3, 2: 1})
        (event,) = one.chain.events(since)
        assert isinstance(event, TimelockedWeightsCommitted)
        assert (event.hotkey, event.index, event.reveal_round) == (hotkey(0), 1, 4 * TEMPO)
        (pending,) = one.chain.pending_commits(1)
        assert pending == PendingCommit(hotkey(0), 0, 3, bytes.fromhex(event.hash), 4 * TEMPO)
        one.chain.run(TEMPO - 4)
        assert stored(one) == []
        assert sealed.ciphertext.hex() not in repr((pending, event, sealed))
        one.chain.step()
        assert stored(one) == [(1, 65_535), (2, 21_845)]
        used = one.chain.last_epoch_input(1)
        assert used is not None
        assert used["weights"][0].row(0) == stored(one)
        assert one.chain.pending_commits(1) == []
        opened = [
            one for one in one.chain.events(since) if isinstance(one, TimelockedWeightsRevealed)
        ]
        assert len(opened) == 1

    def test_what_a_commit_is_refused_for(self) -> None:
        one = world(weights_set_rate_limit=50)
        chain, sealed = one.chain, SealedWeights.of(None, [1], [1])
        chain.run(5)
        one.register(9)
        call = chain.commit_timelocked_weights
        chain.set_network_parameters(stake_threshold=TAO)
        assert refuses(chain, call, hotkey(1), 1, sealed, 0).name == "NotEnoughStakeToSetWeights"
        chain.set_network_parameters(stake_threshold=0)
        assert parts(refuses(chain, call, hotkey(1), 1, sealed, 19)) == (
            "InvalidRevealRound",
            {"reveal_round": 19, "last_round": 20},
        )
        assert refuses(chain, call, STRANGER, 9, sealed).name == "MechanismDoesNotExist"
        one.set(commit_reveal=False)
        assert refuses(chain, call, STRANGER, 1, sealed).name == "CommitRevealDisabled"
        one.set(commit_reveal=True)
        assert parts(refuses(chain, call, STRANGER, 1, sealed, None, 3)) == (
            "IncorrectCommitRevealVersion",
            {"version": 3, "required": 4},
        )
        assert refuses(chain, call, STRANGER, 1, sealed).name == "HotKeyNotRegisteredInSubNet"
        assert refuses(chain, call, hotkey(9), 1, sealed).name == "CommittingWeightsTooFast"
        one.set(weights_set_rate_limit=0)
        for _ in range(10):
            call(hotkey(9), 1, sealed)
        assert refuses(chain, call, hotkey(9), 1, sealed).name == "TooManyUnrevealedCommits"
        to_epoch(chain)
        call(hotkey(9), 1, sealed)  # another epoch, another queue

    def test_what_is_dropped_is_told_to_the_log_alone(self) -> None:
        one = world()
        chain = one.chain
        seal(one, {0: 1, 2: 1}, number=1)
        chain.commit_timelocked_weights(hotkey(1), 1, SealedWeights.of(hotkey(2), [1], [1]))
        chain.commit_timelocked_weights(hotkey(1), 1, b"garbage")
        since = chain.event_count
        to_epoch(chain)
        dropped = [
            event for event in chain.events(since) if isinstance(event, TimelockedWeightsDropped)
        ]
        assert [event.reason for event in dropped] == [
            "NeuronNoValidatorPermit",
            "sealed for another hotkey",
            "unreadable",
        ]
        assert {event.hotkey for event in dropped} == {hotkey(1)}

    def test_rounds_may_be_made_known_one_by_one(self) -> None:
        one = world()
        one.chain.set_network_parameters(drand_rounds_per_block=0)
        assert one.chain.drand_round == 0
        seal(one, {1: 1}, reveal_round=7)
        to_epoch(one.chain)
        assert stored(one) == []
        one.chain.drand_pulse(7)
        assert one.chain.drand_round == 7
        assert one.chain.reveal_round(1) == 8
        one.chain.step()
        assert stored(one) == [(1, 65_535)]

    def test_a_later_period_means_a_later_round(self) -> None:
        one = world(reveal_period_epochs=3)
        assert one.chain.reveal_round(1) == 4 * 3 * TEMPO
        seal(one, {1: 1})
        for _ in range(2):
            to_epoch(one.chain)
            assert stored(one) == []
        to_epoch(one.chain)
        assert stored(one) == [(1, 65_535)]

    @pytest.mark.parametrize(
        ("bad", "kind"),
        [("text", InputTypeError), (None, InputTypeError), (bytes(5_001), InputError)],
    )
    def test_a_ciphertext_is_at_most_5000_bytes(self, bad: Any, kind: type[InputError]) -> None:
        with pytest.raises(kind, match="ciphertext"):
            world().chain.commit_timelocked_weights(hotkey(0), 1, bad)


class TestBatches:
    """Several subnets, or several reveals, in one call (transitions.md 1.9, 1.10)."""

    def subnets(self) -> Chain:
        """Subnet 1 takes plain weights, subnet 2 commits."""
        chain = Chain(CHAIN, balances={ALICE: 10_000 * TAO})
        for netuid, commit_reveal in ((1, False), (2, True)):
            settings: dict[str, Any] = {"tempo": TEMPO, "weights_set_rate_limit": 0}
            chain.create_subnet(
                OWNER, hotkey(0), netuid=netuid, commit_reveal=commit_reveal, **settings
            )
            chain.register(ALICE, netuid, hotkey(1))
        return chain

    def test_items_fail_alone(self) -> None:
        chain = self.subnets()
        since = chain.event_count
        rows = [[(1, 5)], [(1, 5)], [(7, 1), (1, 1)]]
        refusals = chain.batch_set_weights(hotkey(0), [1, 2, 1], rows, [0, 0, 0])
        assert [error and error.name for error in refusals] == [
            None,
            "CommitRevealEnabled",
            "UidVecContainInvalidOne",
        ]
        assert chain.metagraph(1).weights.row(0) == [(1, 65_535)]
        assert kinds(chain, since) == [
            WeightsSet,
            BatchWeightItemFailed,
            BatchWeightItemFailed,
            BatchCompletedWithErrors,
            BatchWeightsCompleted,
        ]

    def test_commits_fail_alone(self) -> None:
        chain = self.subnets()
        since = chain.event_count
        refusals = chain.batch_commit_weights(hotkey(0), [1, 2], [bytes(32)] * 2)
        assert [error and error.name for error in refusals] == ["CommitRevealDisabled", None]
        assert len(chain.pending_commits(2)) == 1
        assert WeightsCommitted in kinds(chain, since)

    def test_lists_are_equally_long_and_the_stake_enough_everywhere(self) -> None:
        chain = self.subnets()
        unequal = refuses(chain, chain.batch_set_weights, hotkey(0), [1, 2], [[(1, 1)]], [0, 0])
        assert parts(unequal) == ("InputLengthsUnequal", {"lengths": "2, 1, 2"})
        assert "lists of 2, 1, 2 entries" in str(unequal)
        assert refuses(chain, chain.batch_commit_weights, hotkey(0), [1], []).name == (
            "InputLengthsUnequal"
        )
        chain.set_network_parameters(stake_threshold=TAO)
        poor = refuses(chain, chain.batch_commit_weights, hotkey(1), [2], [bytes(32)])
        assert poor.name == "NotEnoughStakeToSetWeights"
        # Nobody owns a subnet that does not exist.
        refused = refuses(chain, chain.batch_set_weights, hotkey(0), [1, 9], [[], []], [0, 0])
        assert refused.name == "NotEnoughStakeToSetWeights"

    def test_reveals_are_all_or_none(self) -> None:
        one = world()
        for weights in ({1: 1}, {2: 1}, {3: 1}):
            commit(one, weights)
        to_epoch(one.chain)
        call, rows = one.chain.batch_reveal_weights, ([[1], [2], [9]], [[1], [1], [1]])
        missing = refuses(one.chain, call, hotkey(0), 1, *rows, [SALT] * 3, version_keys=[0] * 3)
        assert missing.name == "NoWeightsCommitFound"
        short = refuses(one.chain, call, hotkey(0), 1, *rows, [SALT] * 2, version_keys=[0] * 3)
        assert parts(short) == ("InputLengthsUnequal", {"lengths": "3, 3, 2, 3"})
        since = one.chain.event_count
        call(hotkey(0), 1, [[2], [1]], [[1], [1]], [SALT] * 2, version_keys=[0] * 2)
        assert stored(one) == [(1, 65_535)]  # the one revealed last
        assert kinds(one.chain, since) == [WeightsSet, WeightsSet, WeightsBatchRevealed]
        assert len(one.chain.pending_commits(1)) == 1

    def test_one_commit_is_not_revealed_twice_in_a_batch(self) -> None:
        one = world()
        commit(one, {1: 1})
        commit(one, {2: 1})
        to_epoch(one.chain)
        rows = [[1], [1]], [[1], [1]], [SALT] * 2
        call = one.chain.batch_reveal_weights
        twice = refuses(one.chain, call, hotkey(0), 1, *rows, version_keys=[0, 0])
        assert twice.name == "InvalidRevealCommitHashNotMatch"


class TestMechanisms:
    """The calls under the names that name a mechanism; clocks and queues are apart."""

    def test_each_mechanism_has_commits_of_its_own(self) -> None:
        one = world(mechanism_count=2, max_allowed_uids=128)
        chain, key = one.chain, hotkey(0)
        row: dict[str, Any] = {"uids": [1, 2], "values": [1, 3], "salt": SALT}
        chain.commit_mechanism_weights(key, 1, 1, weights_hash(key, 1, **row, mechanism=1))
        assert (len(chain.pending_commits(1)), len(chain.pending_commits(1, mechanism=1))) == (0, 1)
        to_epoch(chain)
        assert refuses(chain, chain.reveal_weights, key, 1, **row).name == "NoWeightsCommitFound"
        chain.reveal_mechanism_weights(key, 1, 1, **row)
        assert (stored(one), stored(one, mechanism=1)) == ([], [(1, 21_845), (2, 65_535)])

    def test_sealed_weights_under_both_names(self) -> None:
        one = world(mechanism_count=2, max_allowed_uids=128)
        chain, key = one.chain, hotkey(0)
        first, second = (SealedWeights.of(key, [uid], [1]) for uid in (1, 2))
        chain.commit_timelocked_mechanism_weights(key, 1, 1, first)
        chain.commit_crv3_mechanism_weights(key, 1, 0, second)
        nowhere = refuses(chain, chain.commit_crv3_mechanism_weights, key, 1, 2, second)
        assert parts(nowhere) == ("MechanismDoesNotExist", {"netuid": 1, "mechanism": 2})
        to_epoch(chain)
        assert (stored(one), stored(one, mechanism=1)) == ([(2, 65_535)], [(1, 65_535)])

    def test_plain_weights(self) -> None:
        one = world(mechanism_count=2, max_allowed_uids=128, commit_reveal=False)
        one.chain.set_mechanism_weights(hotkey(0), 1, 1, [3], [1])
        assert stored(one, mechanism=1) == [(3, 65_535)]


def test_pending_commits_are_in_order_and_belong_to_a_mechanism() -> None:
    one = world()
    commit(one, {1: 1}, number=2)
    seal(one, {1: 1}, number=1)
    commit(one, {1: 1}, number=0)
    pending = one.chain.pending_commits(1)
    first, second = sorted([hotkey(0), hotkey(2)])
    assert [commit.hotkey for commit in pending] == [first, second, hotkey(1)]
    nowhere = refuses(one.chain, one.chain.pending_commits, 1, mechanism=1)
    assert nowhere.name == "MechanismDoesNotExist"


def test_root_sends_no_weights() -> None:
    chain = world().chain
    for call in (chain.commit_weights, chain.commit_timelocked_weights):
        assert refuses(chain, call, "root", 1, bytes(32)).name == "BadOrigin"


@pytest.mark.parametrize(("waits", "incentive"), [(True, 0), (False, 65_535 // 2)])
def test_a_pending_commit_hides_from_consensus_who_registered_after_it(
    waits: bool, incentive: int
) -> None:
    """epoch.md 8.6, step 5, however fresh the last update is."""
    one = world(reveal_period_epochs=2)
    chain = one.chain
    one.stake(1, 100)
    to_epoch(chain)
    commit(one, {2: 1, 4: 1}, number=1)
    to_epoch(chain)
    if waits:
        commit(one, {1: 1}, number=1)
    chain.step()
    one.register(4)
    chain.step()
    commit(one, {1: 1}, number=1)
    to_epoch(chain)
    reveal(one, {2: 1, 4: 1}, number=1)
    to_epoch(chain)
    used = chain.last_epoch_input(1)
    assert used is not None
    assert used["last_update"][0][1] == 2 * TEMPO + 2
    assert used["oldest_active_commit_block"][0][1] == 2 * TEMPO + (0 if waits else 2)
    assert chain.metagraph(1).incentive[4] == incentive
    assert (epoch(**used).incentive[0] == chain.metagraph(1).incentive).all()
