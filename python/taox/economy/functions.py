"""The small functions beside the epoch: upscaling, splitting, inheritance, pruning."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from taox._core import choose_prune as core_choose_prune
from taox._core import inherit_stake as core_inherit_stake
from taox._core import protected_uids as core_protected_uids
from taox._core import split_emission as core_split_emission
from taox._core import upscale_weights as core_upscale_weights
from taox.economy.errors import InputTypeError
from taox.economy.gate import describe, integer, integers, vector

__all__ = [
    "InheritedStake",
    "Parent",
    "inherit_stake",
    "protected_uids",
    "prune_choice",
    "split_emission",
    "upscale_weights",
]


def upscale_weights(weights: NDArray[np.uint16] | Sequence[int]) -> NDArray[np.uint16]:
    """Scales submitted weights so that the largest is 65535; all zero stays all zero.

    This is what the chain stores on submission (transitions.md 1.8 step 16), exactly.

    Example:
        >>> upscale_weights([88, 102, 303]).tolist()
        [19033, 22061, 65535]
    """
    return core_upscale_weights(vector("weights", weights, np.uint16))


def split_emission(
    emission: int, count: int, split: NDArray[np.uint16] | Sequence[int] | None = None
) -> NDArray[np.uint64]:
    """Splits alpha rao over `count` mechanisms, evenly or by shares of 65535 (epoch.md 7).

    What rounding, cutting or padding loses goes to mechanism 0.

    Example:
        >>> split_emission(1_000_000_001, 2, [16_383, 49_152]).tolist()
        [249988556, 750011445]
    """
    shares = None if split is None else vector("split", split, np.uint16)
    return core_split_emission(integer("emission", emission), integer("count", count, 16), shares)


class Parent(NamedTuple):
    """One parent of a hotkey on a subnet, with the parent's own stakes."""

    proportion: int
    """Share of the parent's stake, of 2**64 - 1."""
    alpha: int
    """The parent's alpha on the subnet, rao."""
    root: int
    """The parent's TAO on root, rao."""


class InheritedStake(NamedTuple):
    """Stake of one hotkey after inheritance, raw I64F64 integers (rao times 2**64)."""

    total_bits: int
    """Alpha plus weighted TAO: what `epoch` takes as `stake_bits`."""
    alpha_bits: int
    tao_bits: int
    """Root TAO, not weighted."""


def inherit_stake(
    alpha: int,
    root: int,
    *,
    children: Sequence[int] = (),
    parents: Iterable[Parent] = (),
    tao_weight: int,
) -> InheritedStake:
    """Stake weight of one hotkey on a subnet other than root (epoch.md 5).

    Args:
        alpha: Own alpha on the subnet, rao.
        root: Own TAO on root, rao.
        children: Proportions given to children, each of 2**64 - 1.
        parents: Proportion, alpha and root TAO of each parent.
        tao_weight: What root TAO counts, of 2**64 - 1.

    Example:
        >>> parents = [Parent(proportion=2**62, alpha=3_000_000_001, root=0)]
        >>> stake = inherit_stake(
        ...     1_000_000_007, 0, children=[2**63], parents=parents, tao_weight=0
        ... )
        >>> stake.total_bits >> 64
        1250000003
    """
    bits = core_inherit_stake(
        integer("alpha", alpha),
        integer("root", root),
        integers("children", children),
        [_parent(f"parents[{i}]", parent) for i, parent in enumerate(parents)],
        integer("tao_weight", tao_weight),
    )
    return InheritedStake(*bits)


def _parent(argument: str, parent: Parent) -> tuple[int, int, int]:
    if not isinstance(parent, Parent):
        raise InputTypeError(argument, "a Parent", describe(parent))
    return (
        integer(f"{argument}.proportion", parent.proportion),
        integer(f"{argument}.alpha", parent.alpha),
        integer(f"{argument}.root", parent.root),
    )


def prune_choice(
    emission: NDArray[np.uint64] | Sequence[int],
    block_at_registration: NDArray[np.uint64] | Sequence[int],
    *,
    block: int,
    immunity_period: int,
    min_non_immune_uids: int,
    protected: Sequence[int] = (),
) -> int | None:
    """The uid that makes room on a full subnet, or None if nobody can (epoch.md 13.3).

    The lowest emission goes, then the oldest registration, then the lowest uid: among mortal uids
    if there are more than `min_non_immune_uids` of them, else among immune ones.

    Args:
        emission: Stored emission of each uid, alpha rao.
        block_at_registration: Block at which each uid was registered.
        block: The current block.
        immunity_period: Blocks after registration in which a uid is immune.
        min_non_immune_uids: As long as no more uids than this are mortal, an immune one goes.
        protected: Uids never chosen, see `protected_uids`.

    Example:
        >>> prune_choice(
        ...     [5, 5, 5], [3, 1, 2], block=100, immunity_period=10, min_non_immune_uids=0
        ... )
        1
    """
    registered = vector("block_at_registration", block_at_registration, np.uint64)
    return core_choose_prune(
        integer("block", block),
        vector("emission", emission, np.uint64, len(registered)),
        registered,
        integers("protected", protected, 16),
        integer("immunity_period", immunity_period, 16),
        integer("min_non_immune_uids", min_non_immune_uids, 16),
    )


def protected_uids(
    owned: Sequence[int],
    block_at_registration: NDArray[np.uint64] | Sequence[int],
    *,
    owner_uid: int | None,
    limit: int,
) -> list[int]:
    """The uids that a subnet owner keeps (epoch.md 13.3 step 1).

    Args:
        owned: Uids whose hotkeys belong to the owner's coldkey.
        block_at_registration: Block at which each uid was registered.
        owner_uid: Uid of the subnet's owner hotkey; it stands in front.
        limit: How many are protected (`ImmuneOwnerUidsLimit`).

    Example:
        >>> protected_uids([3, 2, 1], [7, 5, 5, 9], owner_uid=0, limit=2)
        [0, 1]
    """
    return core_protected_uids(
        integers("owned", owned, 16),
        None if owner_uid is None else integer("owner_uid", owner_uid, 16),
        vector("block_at_registration", block_at_registration, np.uint64),
        integer("limit", limit, 16),
    )
