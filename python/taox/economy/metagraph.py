"""`Metagraph`: one subnet at one block, as arrays by uid."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from taox.economy.accounts import Coldkey, Hotkey
from taox.economy.metagraph_table import html_table, text_table
from taox.economy.rows import Rows

__all__ = ["NEVER", "Metagraph"]

NEVER: Final = 2**64 - 1
"""`Metagraph.next_epoch_block` of a subnet with tempo 0."""

_KEYS: Final = {"hotkeys": Hotkey, "coldkeys": Coldkey}
_ROWS: Final = ("weights", "bonds")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Metagraph:
    """One subnet at one block: a copy that no later block changes.

    Arrays are by uid and read-only. Fractions are of 65535 and held as int64, so that arithmetic
    on them does not wrap. Stakes and emission are rao in uint64; mind that uint64 minus uint64
    wraps. The letters of the field are there too: ``S W B C I D E Tv``, with W and B as dense
    matrices.

    Attributes:
        netuid: The subnet.
        block: The block it was taken in.
        n: Number of uids.
        uids: 0 to n-1.
        hotkeys: Who holds the uids.
        coldkeys: Who owns the hotkeys.
        stake: Alpha plus weighted root TAO, what an epoch counts, floored to rao (epoch.md 5).
        alpha_stake: Alpha on the subnet alone, rao.
        stake_weight: Share of the stake in the last epoch, fraction.
        consensus: The weight that the stake majority agreed on, fraction.
        incentives: What miners earned, fraction; an array of mechanisms by uids.
        dividends: What validators earned, fraction.
        validator_trust: How much of its weights a validator kept after clipping, fraction.
        emission: Alpha rao assigned in the last epoch.
        validator_permit: Who may set weights on others.
        active: Who counted as active in the last epoch.
        last_update: Block of the last weights, or of registration.
        block_at_registration: Block of registration.
        weights: Stored weights, row by uid.
        bonds: Stored bonds, row by uid.
        tempo: Blocks between epochs.
        owner_uid: Uid of the owner's hotkey, if it holds one.
        epoch_index: How many epoch slots of the subnet have passed.
        next_epoch_block: When the next epoch is due, `NEVER` with tempo 0. A full block defers it.
        mechanism: Which mechanism ``incentive``, ``last_update``, ``weights`` and ``bonds`` are of.
    """

    netuid: int
    block: int
    n: int
    uids: NDArray[np.int64]
    hotkeys: list[Hotkey]
    coldkeys: list[Coldkey]
    stake: NDArray[np.uint64]
    alpha_stake: NDArray[np.uint64]
    stake_weight: NDArray[np.int64]
    consensus: NDArray[np.int64]
    incentives: NDArray[np.int64]
    dividends: NDArray[np.int64]
    validator_trust: NDArray[np.int64]
    emission: NDArray[np.uint64]
    validator_permit: NDArray[np.bool_]
    active: NDArray[np.bool_]
    last_update: NDArray[np.uint64]
    block_at_registration: NDArray[np.uint64]
    weights: Rows
    bonds: Rows
    tempo: int
    owner_uid: int | None
    epoch_index: int = 0
    next_epoch_block: int = NEVER
    mechanism: int = 0

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray) and value.flags.writeable:
                view = value.view()
                view.flags.writeable = False
                object.__setattr__(self, field.name, view)

    @property
    def incentive(self) -> NDArray[np.int64]:
        """What miners earned in the last epoch of this mechanism, fraction of 65535."""
        row: NDArray[np.int64] = self.incentives[self.mechanism]
        return row

    @property
    def S(self) -> NDArray[np.uint64]:  # noqa: N802 - the field's letter
        """`stake`."""
        return self.stake

    @property
    def W(self) -> NDArray[np.int64]:  # noqa: N802 - the field's letter
        """`weights` as an n by n matrix, fractions of 65535."""
        return self.weights.to_dense().astype(np.int64)

    @property
    def B(self) -> NDArray[np.int64]:  # noqa: N802 - the field's letter
        """`bonds` as an n by n matrix, fractions of 65535."""
        return self.bonds.to_dense().astype(np.int64)

    @property
    def C(self) -> NDArray[np.int64]:  # noqa: N802 - the field's letter
        """`consensus`."""
        return self.consensus

    @property
    def I(self) -> NDArray[np.int64]:  # noqa: E743, N802 - the field's letter
        """`incentive`."""
        return self.incentive

    @property
    def D(self) -> NDArray[np.int64]:  # noqa: N802 - the field's letter
        """`dividends`."""
        return self.dividends

    @property
    def E(self) -> NDArray[np.uint64]:  # noqa: N802 - the field's letter
        """`emission`."""
        return self.emission

    @property
    def Tv(self) -> NDArray[np.int64]:  # noqa: N802 - the field's letters
        """`validator_trust`."""
        return self.validator_trust

    def uid_of(self, hotkey: Hotkey) -> int | None:
        """The uid that a hotkey holds; ``None`` if it holds none.

        Args:
            hotkey: Whom to look for.
        """
        try:
            return self.hotkeys.index(hotkey)
        except ValueError:
            return None

    def parts(self) -> tuple[dict[str, int | None], dict[str, NDArray[Any]]]:
        """The metagraph as numbers and arrays by name, as a message can carry it.

        Keys become uint8 arrays of 32 columns, rows three arrays each. `from_parts` turns them
        back.
        """
        numbers: dict[str, int | None] = {}
        arrays: dict[str, NDArray[Any]] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name in _KEYS:
                arrays[field.name] = _key_array(value)
            elif field.name in _ROWS:
                for part in ("starts", "uids", "values"):
                    arrays[f"{field.name}.{part}"] = getattr(value, part)
            elif isinstance(value, np.ndarray):
                arrays[field.name] = value
            else:
                numbers[field.name] = value
        return numbers, arrays

    @classmethod
    def from_parts(
        cls, numbers: Mapping[str, int | None], arrays: Mapping[str, NDArray[Any]]
    ) -> Self:
        """The metagraph that `parts` took apart.

        Args:
            numbers: The first of the parts.
            arrays: The second.

        Raises:
            KeyError: A part is missing.
            InputError: Arrays do not fit together.
        """
        values: dict[str, Any] = dict(numbers)
        for field in fields(cls):
            name = field.name
            if name in _KEYS:
                values[name] = [_KEYS[name](key.tobytes()) for key in arrays[name]]
            elif name in _ROWS:
                values[name] = Rows(*(arrays[f"{name}.{p}"] for p in ("starts", "uids", "values")))
            elif name not in values:
                values[name] = arrays[name]
        return cls(**values)

    def __len__(self) -> int:
        return self.n

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Metagraph):
            return NotImplemented
        return all(
            _equal(getattr(self, field.name), getattr(other, field.name)) for field in fields(self)
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return text_table(self)

    def _repr_html_(self) -> str:
        return html_table(self)


def _key_array(keys: list[Hotkey] | list[Coldkey]) -> NDArray[np.uint8]:
    return np.frombuffer(b"".join(map(bytes, keys)), np.uint8).reshape(len(keys), 32)


def _equal(left: object, right: object) -> bool:
    if isinstance(left, np.ndarray) or isinstance(right, np.ndarray):
        return np.array_equal(left, right)  # type: ignore[arg-type]
    return left == right
