"""Which stored weights an epoch does not count, and why (epoch.md 8.6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np

from taox.economy import EpochParams, Rows

NO_COMMIT = 2**64 - 1
"""Stands for "no unexpired commit" in `oldest_active_commit_block`."""


class Mask(Enum):
    """Why a weight does not count: words with room for the labels of `{giver}` and `{target}`."""

    PERMIT = "{giver} held no validator permit before this epoch"
    SELF = "{giver} may not weight itself"
    OUTDATED = "{target} registered when or after {giver} last set weights"
    COMMIT = "{target} registered after the oldest unrevealed commit of {giver}"


@dataclass(frozen=True, slots=True)
class Inputs:
    """The arguments of `taox.epoch` with everything optional filled in, one entry per mechanism.

    Attributes:
        weights: Stored weight rows.
        last_update: Blocks, per uid.
        oldest_commit: Blocks, per uid; `NO_COMMIT` where there is none.
        permit: Permits before the epoch; the owner's is set, as the epoch does.
        registered: Blocks, per uid.
        stake_bits: Total stake per uid as raw I64F64.
        params: Hyperparameters.
        block: The block of the epoch.
        owner_uid: The subnet owner, if it has a uid.
        emission: Alpha rao to share out.
    """

    weights: Sequence[Rows]
    last_update: Sequence[Sequence[int]]
    oldest_commit: Sequence[Sequence[int]]
    permit: Sequence[bool]
    registered: Sequence[int]
    stake_bits: Sequence[int]
    params: EpochParams
    block: int
    owner_uid: int | None
    emission: int

    @classmethod
    def of(cls, arguments: Mapping[str, Any]) -> "Inputs":
        """From the arguments of `taox.epoch`, as a record keeps them.

        Args:
            arguments: Keyword arguments, `weights` and `block` among them.
        """
        weights = _per_mechanism(arguments["weights"], Rows)
        n, block = len(weights[0]), int(arguments["block"])
        owner = arguments.get("owner_uid")
        return cls(
            weights=weights,
            last_update=_vectors(arguments.get("last_update"), len(weights), [block] * n, n),
            oldest_commit=_vectors(
                arguments.get("oldest_active_commit_block"), len(weights), [NO_COMMIT] * n, n
            ),
            permit=_permits(arguments.get("validator_permit"), n, owner),
            registered=_padded(arguments.get("block_at_registration"), n, 0),
            stake_bits=_stake_bits(arguments),
            params=arguments.get("params") or EpochParams(),
            block=block,
            owner_uid=owner,
            emission=int(arguments.get("emission", 1_000_000_000)),
        )

    @property
    def n(self) -> int:
        """How many uids the subnet has."""
        return len(self.weights[0])

    def mask(self, mechanism: int, giver: int, target: int) -> Mask | None:
        """Why the weight from `giver` to `target` does not count; `None` if it does.

        The first reason in the order of epoch.md 8.6 is given.

        Args:
            mechanism: Number of the mechanism.
            giver: The uid whose row it is.
            target: The uid it names.
        """
        if not self.permit[giver]:
            return Mask.PERMIT
        if giver == target and giver != self.owner_uid:
            return Mask.SELF
        if self.last_update[mechanism][giver] <= self.registered[target]:
            return Mask.OUTDATED
        if (
            self.params.commit_reveal
            and self.oldest_commit[mechanism][giver] < self.registered[target]
        ):
            return Mask.COMMIT
        return None


def _per_mechanism(value: Any, one: type) -> list[Any]:
    return [value] if isinstance(value, one) else list(value)


def _vectors(value: Any, count: int, default: list[int], n: int) -> list[list[int]]:
    if value is None:
        return [default] * count
    return [_padded(each, n, 0) for each in _per_mechanism(value, np.ndarray)]


def _padded(value: Any, n: int, fill: int) -> list[int]:
    """Longer vectors are kept, shorter ones filled up to n (epoch.md 3)."""
    # A commit that is not there may be given as None.
    held = [] if value is None else [NO_COMMIT if each is None else int(each) for each in value]
    return held + [fill] * (n - len(held))


def _permits(value: Any, n: int, owner: int | None) -> list[bool]:
    held = [True] * n if value is None else [bool(each) for each in value]
    # The owner's entry is forced only where the stored vector has one (epoch.md 8.4).
    if owner is not None and owner < len(held):
        held[owner] = True
    return held + [False] * (n - len(held))


def _stake_bits(arguments: Mapping[str, Any]) -> list[int]:
    if arguments.get("stake_bits") is not None:
        return [int(bits) for bits in arguments["stake_bits"]]
    return [int(rao) << 64 for rao in arguments["stake"]]
