"""Weights that are committed first: their hash, their sealed form, and what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from taox._core import MAX_CIPHERTEXT
from taox._core import seal_weights as core_seal
from taox._core import weights_hash as core_hash
from taox.economy.accounts import Hotkey
from taox.economy.chain_part import key, u16_array
from taox.economy.errors import InputError, InputTypeError
from taox.economy.gate import describe, integer

__all__ = ["PendingCommit", "SealedWeights", "weights_hash"]

Integers = Sequence[int] | NDArray[np.integer[Any]]


class SealedWeights:
    """Weights that nobody reads before the chain opens them (transitions.md 1.11).

    The live chain has them encrypted to a round of a public beacon. A local chain keeps them to
    itself instead: no message, no view and no event shows them before they are opened; only the
    dump and the snapshot of the whole chain hold them.

    Args:
        ciphertext: The sealed bytes, at most 5,000. `of` makes them from weights.

    Raises:
        InputTypeError: It is not bytes.
        InputError: It is longer.

    Example:
        >>> SealedWeights.of(Hotkey.from_name("judge"), [1, 2], [30, 70])
        <SealedWeights of 52 bytes>
    """

    __slots__ = ("ciphertext",)

    def __init__(self, ciphertext: bytes) -> None:
        if not isinstance(ciphertext, bytes):
            raise InputTypeError("ciphertext", "SealedWeights or bytes", describe(ciphertext))
        if len(ciphertext) > MAX_CIPHERTEXT:
            expected = f"at most {MAX_CIPHERTEXT} bytes"
            raise InputError("ciphertext", expected, f"{len(ciphertext)} bytes")
        self.ciphertext = ciphertext

    @classmethod
    def of(
        cls, hotkey: Hotkey | None, uids: Integers, values: Integers, version_key: int = 0
    ) -> Self:
        """Seals weights for the hotkey that will commit them.

        Args:
            hotkey: Who commits; weights sealed for another hotkey are dropped when they are
                opened. ``None`` is the older layout, which names nobody.
            uids: Whom the weights are for.
            values: One per uid, 0 to 65535. All checks wait for the opening.
            version_key: Version of the validator's code.

        Raises:
            InputError: An entry is no integer of 0 to 65535, or there are too many.
        """
        named = None if hotkey is None else key("hotkey", hotkey, Hotkey)
        lists = u16_array("uids", uids).tolist(), u16_array("values", values).tolist()
        return cls(core_seal(named, *lists, integer("version_key", version_key)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SealedWeights) and self.ciphertext == other.ciphertext

    def __hash__(self) -> int:
        return hash(self.ciphertext)

    def __repr__(self) -> str:
        return f"<SealedWeights of {len(self.ciphertext)} bytes>"


@dataclass(frozen=True, slots=True)
class PendingCommit:
    """Weights that were committed and not revealed yet, as everybody sees them.

    Attributes:
        hotkey: Who committed.
        epoch: The epoch of the subnet in which it was made; a block whose epoch is deferred
            counts as the next one.
        block: The block in which it was made.
        hash: 32 bytes: what was committed; of sealed weights the hash of their ciphertext.
        reveal_round: From which round of the beacon sealed weights open; ``None`` for a hash.
    """

    hotkey: Hotkey
    epoch: int
    block: int
    hash: bytes
    reveal_round: int | None = None


def weights_hash(
    hotkey: Hotkey,
    netuid: int,
    uids: Integers,
    values: Integers,
    salt: Integers,
    *,
    version_key: int = 0,
    mechanism: int = 0,
) -> bytes:
    """The hash by which weights are committed: BLAKE2b-256 of all arguments (transitions.md 1.10).

    Args:
        hotkey: Who commits.
        netuid: The subnet.
        uids: Whom the weights are for.
        values: One per uid, 0 to 65535.
        salt: Integers of 0 to 65535 that keep others from guessing the weights.
        version_key: Version of the validator's code.
        mechanism: Which of the subnet's mechanisms.

    Raises:
        InputError: An entry is no integer of 0 to 65535.

    Example:
        >>> weights_hash(Hotkey.from_name("judge"), 1, [0], [1], [7]).hex()[:16]
        '68b18debfba2a2c6'
    """
    return core_hash(
        key("hotkey", hotkey, Hotkey),
        integer("netuid", netuid, 16),
        u16_array("uids", uids),
        u16_array("values", values),
        u16_array("salt", salt),
        integer("version_key", version_key),
        integer("mechanism", mechanism, 8),
    )
