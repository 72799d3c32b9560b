"""The tables of a record, declared once as data: column, dtype, unit and meaning.

The builder makes them, `Record` checks them, the files hold them, in this order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from taox.sim.errors import RecordError

TEXT = np.dtype("U")

Column = npt.NDArray[Any]
"""One column: a one-dimensional array, as long as its table has rows."""

Table = Mapping[str, Column]
"""Columns of equal length by name."""


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column of a table.

    Attributes:
        name: Its name in Python, in the `.npz` and in the `.csv`.
        dtype: The NumPy dtype; text columns are as wide as their longest value.
        unit: What one of it is.
        meaning: What it says about a row.
    """

    name: str
    dtype: np.dtype[Any]
    unit: str
    meaning: str


_INT = np.dtype(np.int64)
_AMOUNT = np.dtype(np.uint64)
_FLAG = np.dtype(np.bool_)

NEURON_COLUMNS = (
    ColumnSpec("netuid", _INT, "", "subnet"),
    ColumnSpec("epoch", _INT, "", "number of the epoch in its subnet, from 0"),
    ColumnSpec("block", _INT, "block", "the block in which the epoch ran"),
    ColumnSpec("uid", _INT, "", "place of the neuron in its subnet"),
    ColumnSpec("hotkey", TEXT, "SS58", "who the neuron is"),
    ColumnSpec("name", TEXT, "", "label the network gave it"),
    ColumnSpec("role", TEXT, "", "its class name, empty if no actor runs it"),
    ColumnSpec("kind", TEXT, "", '"miner", "validator" or empty'),
    ColumnSpec("stake", _AMOUNT, "alpha rao", "alpha plus weighted root TAO, after the epoch"),
    ColumnSpec("stake_weight", _INT, "1/65535", "share of the subnet's stake"),
    ColumnSpec("consensus", _INT, "1/65535", "stake-weighted median of the weights it got"),
    ColumnSpec("incentive", _INT, "1/65535", "share of the subnet's rank"),
    ColumnSpec("dividends", _INT, "1/65535", "share of the subnet's dividends"),
    ColumnSpec("validator_trust", _INT, "1/65535", "part of its weights left by the clip"),
    ColumnSpec("emission", _AMOUNT, "alpha rao", "earned in this epoch"),
    ColumnSpec("validator_permit", _FLAG, "", "holds a permit after this epoch"),
    ColumnSpec("active", _FLAG, "", "set weights recently enough"),
    ColumnSpec("earned", _AMOUNT, "alpha rao", "earned by this hotkey here so far"),
)

REFUSAL_COLUMNS = (
    ColumnSpec("block", _INT, "block", "the first block of these refusals"),
    ColumnSpec("netuid", _INT, "", "subnet"),
    ColumnSpec("hotkey", TEXT, "SS58", "who called"),
    ColumnSpec("name", TEXT, "", "label of the caller"),
    ColumnSpec("call", TEXT, "", "the refused call"),
    ColumnSpec("error", TEXT, "", "the chain's error name"),
    ColumnSpec("count", _INT, "", "how often, between two epochs"),
)


def build_table(specs: Sequence[ColumnSpec], values: Mapping[str, Any]) -> dict[str, Column]:
    """Columns in the order and dtype of `specs`, read-only.

    Args:
        specs: The declared columns.
        values: One sequence or array per declared column, all of one length.

    Raises:
        RecordError: If a column is missing, too many, of another kind of dtype or length.
    """
    names = [spec.name for spec in specs]
    if set(values) != set(names):
        odd = ", ".join(sorted(set(values) ^ set(names)))
        raise RecordError(f"columns: expected {', '.join(names)}; missing or unknown: {odd}")
    table = {spec.name: _column(spec, values[spec.name]) for spec in specs}
    lengths = {name: len(column) for name, column in table.items()}
    if len(set(lengths.values())) > 1:
        raise RecordError(f"columns: expected equal lengths, got {lengths}")
    return table


def _column(spec: ColumnSpec, values: Any) -> Column:
    column = np.asarray(values) if len(values) else np.empty(0, spec.dtype)
    if spec.dtype == TEXT and column.dtype.kind != "U":
        raise RecordError(f"column {spec.name}: expected text, got {column.dtype}")
    # A uint64 amount must not pass through a float, nor a float become an integer unseen.
    same_kind = column.dtype.kind == spec.dtype.kind or (
        column.dtype.kind in "iu" and spec.dtype.kind in "iu"
    )
    if column.ndim != 1 or not same_kind:
        raise RecordError(
            f"column {spec.name}: expected one dimension of {spec.dtype}, "
            f"got {column.ndim} of {column.dtype}"
        )
    column = column.copy() if spec.dtype == TEXT else column.astype(spec.dtype)
    column.flags.writeable = False
    return column
