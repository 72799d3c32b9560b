"""The small functions beside the epoch. All vectors run in Rust; these are the worked examples."""

import numpy as np
import pytest

from taox.economy import (
    InputError,
    InputTypeError,
    Parent,
    inherit_stake,
    protected_uids,
    prune_choice,
    split_emission,
    upscale_weights,
)

DEFAULT_TAO_WEIGHT = 971_718_665_099_567_868


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ([1, 2], [32_768, 65_535]),
        ([88, 102, 303], [19_033, 22_061, 65_535]),
        ([32_768, 16_384], [65_535, 32_768]),
        ([40_000, 20_000], [65_535, 32_767]),
        ([65_535, 1], [65_535, 1]),
        ([0, 0], [0, 0]),
        ([], []),
    ],
)
def test_upscale(weights: list[int], expected: list[int]) -> None:
    """transitions.md, Appendix D item 5."""
    assert upscale_weights(weights).tolist() == expected
    assert upscale_weights(np.array(weights, dtype=np.uint16)).tolist() == expected


def test_split() -> None:
    """epoch.md 7."""
    parts = split_emission(1_000_000_001, 2, [16_383, 49_152])
    assert parts.tolist() == [249_988_556, 750_011_445]
    assert split_emission(2**64 - 1, 3).tolist() == [6_148_914_691_236_517_205] * 3
    assert split_emission(10, 3).tolist() == [4, 3, 3]


def test_inheritance() -> None:
    """The example of epoch.md 5."""
    stake = inherit_stake(
        1_000_000_007,
        1_000_000_006,
        children=[2**63],
        parents=[Parent(2**62, 3_000_000_001, 0)],
        tao_weight=DEFAULT_TAO_WEIGHT,
    )
    assert stake.alpha_bits == 1_250_000_003 << 64
    assert stake.tao_bits == 500_000_003 << 64
    assert stake.total_bits == 23_544_289_482_414_665_269_262_680_064


def test_pruning() -> None:
    """transitions.md, Appendix D item 4: three mortal neurons and an immune one."""
    emission, registered = [5, 5, 5, 9], [3, 1, 2, 95]

    def choice(protected: list[int], minimum: int) -> int | None:
        return prune_choice(
            emission,
            registered,
            block=100,
            immunity_period=10,
            min_non_immune_uids=minimum,
            protected=protected,
        )

    assert choice([], 3) == 3
    assert choice([], 0) == 1
    assert choice([0, 1, 2, 3], 0) is None
    assert choice([3], 3) is None, "mortal uids exist, but too few to lose one"


def test_protection() -> None:
    assert protected_uids([3, 2, 1], [7, 5, 5, 9], owner_uid=0, limit=1) == [0]
    assert protected_uids([3, 2, 1], [7, 5, 5, 9], owner_uid=None, limit=2) == [1, 2]


def test_refused() -> None:
    with pytest.raises(InputTypeError, match=r"parents\[0\]: expected a Parent"):
        inherit_stake(1, 1, parents=[(1, 2, 3)], tao_weight=0)  # type: ignore[list-item]
    with pytest.raises(InputError, match=r"children\[0\]"):
        inherit_stake(1, 1, children=[2**64], tao_weight=0)
    with pytest.raises(InputError, match="emission: expected 2 entries"):
        prune_choice([1], [1, 2], block=1, immunity_period=0, min_non_immune_uids=0)
    with pytest.raises(InputError, match="count"):
        split_emission(1, -1)
    with pytest.raises(InputTypeError, match="weights: expected uint16"):
        upscale_weights(np.array([1, 2]))
