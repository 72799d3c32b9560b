import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taox import EmaScores, Hotkey, InputError
from taox.neurons import ScoreTable, to_weights

ALICE, BOB, CAROL = (Hotkey.from_name(name) for name in ("alice", "bob", "carol"))


class Holder:
    scores = EmaScores(alpha=0.25)


def table(unsampled: str = "keep") -> ScoreTable:
    made = ScoreTable(0.25, unsampled)  # type: ignore[arg-type]
    made.begin_step([ALICE, BOB])
    return made


def test_each_instance_has_its_own_table() -> None:
    first, second = Holder(), Holder()
    first.scores.begin_step([ALICE])
    second.scores.begin_step([ALICE])
    first.scores[0] = 1.0
    assert first.scores[0] == 0.25
    assert second.scores[0] == 0.0
    assert isinstance(Holder.scores, EmaScores)


def test_moving_average_starts_from_zero() -> None:
    scores = table()
    scores[0] = 1.0
    scores[0] = 1.0
    assert scores[0] == 0.75 * 0.25 + 0.25


def test_scores_follow_the_hotkey_not_the_uid() -> None:
    scores = table()
    scores[0] = 1.0
    scores[1] = 0.5
    scores.begin_step([CAROL, ALICE])
    assert scores[0] == 0.0
    assert scores[1] == 0.25
    assert dict(scores) == {1: 0.25}


def test_unsampled_scores_keep_or_decay() -> None:
    for unsampled, expected in (("keep", 0.25), ("decay", 0.1875)):
        scores = table(unsampled)
        scores[0] = 1.0
        scores.end_step()
        scores.begin_step([ALICE, BOB])
        scores[1] = 1.0
        scores.end_step()
        assert scores[0] == expected
        assert scores[1] == 0.25


@pytest.mark.parametrize("bad", [math.nan, math.inf, -1e-9])
def test_senseless_scores_are_refused(bad: float) -> None:
    scores = table()
    with pytest.raises(InputError, match=r"scores\[1\].*finite"):
        scores[1] = bad
    assert dict(scores) == {}
    with pytest.raises(InputError, match=r"scores\[3\]"):
        to_weights({3: bad})


def test_unknown_uid_is_refused() -> None:
    with pytest.raises(InputError, match="uid"):
        table()[2] = 1.0


@pytest.mark.parametrize("alpha", [0.0, -0.1, 1.1, math.nan, "0.3"])
def test_alpha_has_a_range(alpha: Any) -> None:
    with pytest.raises(InputError, match="alpha"):
        EmaScores(alpha)


def test_unsampled_is_one_of_two_words() -> None:
    with pytest.raises(InputError, match="unsampled"):
        EmaScores(unsampled="forget")  # type: ignore[arg-type]


def test_a_table_cannot_be_replaced() -> None:
    with pytest.raises(AttributeError, match=r"scores\[uid\]"):
        Holder().scores = {}


def test_weights_are_scaled_to_the_largest() -> None:
    assert to_weights({5: 2.0, 3: 1.0, 9: 0.0}) == ([3, 5], [32768, 65535])
    assert to_weights({1: 1e-9, 2: 1.0}) == ([2], [65535])
    assert to_weights({}) == to_weights({1: 0.0}) == ([], [])


@given(st.dictionaries(st.integers(0, 4095), st.floats(0, 1e300), max_size=40))
def test_weights_keep_order_and_range(scores: dict[int, float]) -> None:
    uids, weights = to_weights(scores)
    assert uids == sorted(uids)
    assert all(1 <= weight <= 65535 for weight in weights)
    assert (max(weights, default=0) == 65535) == any(scores.values())
    by_score = sorted(zip(uids, weights, strict=True), key=lambda pair: scores[pair[0]])
    assert [weight for _, weight in by_score] == sorted(weights)
