"""What a network recorded: tables, events and the inputs of the last epochs, as plain data."""

from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from taox.economy import Metagraph
from taox.sim.columns import (
    NEURON_COLUMNS,
    REFUSAL_COLUMNS,
    Column,
    Table,
    build_table,
)
from taox.sim.errors import NotRecorded, RecordDamaged, RecordError
from taox.sim.plain import plain
from taox.sim.record_io import load_parts, save_record
from taox.sim.same import same
from taox.sim.standings import text

U16_ONE = 65_535
"""The u16 fraction that means 1."""

UNCOMPARED_META = frozenset({"wall_seconds", "taox_version"})
"""Meta data that may differ between two equal runs: how fast, and by which release."""

Role = type | str
"""Which neurons: a class, the name of one, or the kind `"miner"` or `"validator"`."""


class Record:
    """What one run left behind. Immutable; made by `RecordBuilder`, kept by `save` and `load`.

    All numbers are the chain's own: amounts in alpha rao as uint64, fractions as integers of
    1/65535. The readers `incentive` and `dividends` turn those into shares.

    Attributes:
        neurons: One row per neuron and epoch; the columns are `NEURON_COLUMNS`.
        refusals: Calls the chain refused; the columns are `REFUSAL_COLUMNS`.
        events: The chain's events, oldest first, as plain dictionaries.
        metagraphs: Per netuid the metagraph after its last recorded epoch.
        epoch_inputs: Per netuid the arguments of `taox.epoch` that repeat its last epoch.
        meta: What is known of the whole run: `seed`, `blocks`, `state_hash`,
            `event_log_hash`, `messages`, `virtual_seconds`, `wall_seconds`, `interrupted`, …

    Example:
        >>> from taox.sim.record_builder import RecordBuilder
        >>> record = RecordBuilder().finish(seed=7, blocks=90)
        >>> record.meta["seed"], record.netuids
        (7, [])
        >>> print(record)
        no epoch has finished (90 blocks)
    """

    __slots__ = ("epoch_inputs", "events", "meta", "metagraphs", "neurons", "refusals")

    neurons: Table
    refusals: Table
    events: Sequence[Mapping[str, Any]]
    metagraphs: Mapping[int, Metagraph]
    epoch_inputs: Mapping[int, Mapping[str, Any]]
    meta: Mapping[str, Any]

    def __init__(
        self,
        neurons: Mapping[str, Any],
        *,
        refusals: Mapping[str, Any] | None = None,
        events: Sequence[Mapping[str, Any]] = (),
        metagraphs: Mapping[int, Metagraph] | None = None,
        epoch_inputs: Mapping[int, Mapping[str, Any]] | None = None,
        meta: Mapping[str, Any] | None = None,
    ) -> None:
        empty: dict[str, Any] = {spec.name: () for spec in REFUSAL_COLUMNS}
        self._set("neurons", build_table(NEURON_COLUMNS, neurons))
        self._set("refusals", build_table(REFUSAL_COLUMNS, refusals or empty))
        self._set("events", tuple(plain(event) for event in events))
        self._set("metagraphs", dict(sorted((metagraphs or {}).items())))
        self._set("epoch_inputs", dict(sorted((epoch_inputs or {}).items())))
        self._set("meta", plain(meta or {}))

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Record is immutable: cannot set {name}")

    # -- what is in it -------------------------------------------------------------------------

    @property
    def netuids(self) -> list[int]:
        """The subnets with at least one recorded epoch, ascending."""
        return [int(netuid) for netuid in np.unique(self.neurons["netuid"])]

    @property
    def interrupted(self) -> bool:
        """Whether the run was stopped before its end."""
        return bool(self.meta.get("interrupted", False))

    @property
    def metagraph(self) -> Metagraph:
        """The metagraph after the last epoch of the only subnet.

        Raises:
            NotRecorded: With no subnet or several; then use `metagraphs[netuid]`.
        """
        if len(self.metagraphs) != 1:
            raise NotRecorded("single subnet", "metagraph", f"netuids {list(self.metagraphs)}")
        return next(iter(self.metagraphs.values()))

    def epochs(self, netuid: int | None = None) -> npt.NDArray[np.int64]:
        """The numbers of the recorded epochs of one subnet, ascending.

        Args:
            netuid: The subnet; may be left out when there is only one.
        """
        rows = self.neurons["netuid"] == self._netuid(netuid)
        return np.unique(self.neurons["epoch"][rows])

    def at(self, epoch: int = -1, *, netuid: int | None = None) -> dict[str, Column]:
        """All columns of one epoch of one subnet, in uid order.

        Args:
            epoch: Number of the epoch, or from the end when negative.
            netuid: The subnet; may be left out when there is only one.

        Raises:
            NotRecorded: If the record holds no such subnet or epoch.
        """
        netuid = self._netuid(netuid)
        number = self._epoch_number(netuid, epoch)
        rows = (self.neurons["netuid"] == netuid) & (self.neurons["epoch"] == number)
        return {name: column[rows] for name, column in self.neurons.items()}

    def history(self, column: str, *, netuid: int | None = None) -> Column:
        """One column over all epochs: an array of shape (epochs, neurons of the last epoch).

        Each place belongs to the neuron that holds the uid in the last epoch; in epochs before
        it registered it is zero (or false, or empty).

        Args:
            column: A column of `neurons`.
            netuid: The subnet; may be left out when there is only one.
        """
        netuid = self._netuid(netuid)
        last = self.at(netuid=netuid)
        rows = np.flatnonzero(self.neurons["netuid"] == netuid)
        values = self._column(column)[rows]
        place = _places(last["uid"], self.neurons["uid"][rows])
        same_neuron = (place >= 0) & (last["hotkey"][place] == self.neurons["hotkey"][rows])
        epoch = np.searchsorted(self.epochs(netuid), self.neurons["epoch"][rows])
        out = np.zeros((len(self.epochs(netuid)), len(last["uid"])), values.dtype)
        out[epoch[same_neuron], place[same_neuron]] = values[same_neuron]
        return out

    def series(self, netuid: int, uid: int, column: str) -> Column:
        """One column of the neuron that holds `uid` at the end, over all epochs.

        Args:
            netuid: The subnet.
            uid: The neuron's uid in the last epoch.
            column: A column of `neurons`.
        """
        place = np.flatnonzero(self.at(netuid=netuid)["uid"] == uid)
        if len(place) == 0:
            known = f"uids 0 to {self.at(netuid=netuid)['uid'].max()} in subnet {netuid}"
            raise NotRecorded("uid", uid, known)
        return self.history(column, netuid=netuid)[:, place[0]]

    # -- what the neurons of one role earned ---------------------------------------------------

    def incentive(
        self, role: Role, *, epoch: int = -1, netuid: int | None = None
    ) -> npt.NDArray[np.float64]:
        """Incentive shares (0 to 1) of the neurons of one role in one epoch, in uid order.

        Args:
            role: A class, the name of one, or the kind `"miner"` or `"validator"`.
            epoch: Number of the epoch, or from the end when negative.
            netuid: One subnet; all of them, in order, when left out.

        Raises:
            NotRecorded: If there is no such role, epoch or subnet.
        """
        return self._of_role(role, "incentive", epoch, netuid) / U16_ONE

    def dividends(
        self, role: Role, *, epoch: int = -1, netuid: int | None = None
    ) -> npt.NDArray[np.float64]:
        """Dividend shares (0 to 1) of the neurons of one role; arguments as in `incentive`."""
        return self._of_role(role, "dividends", epoch, netuid) / U16_ONE

    def emission(
        self, role: Role, *, epoch: int = -1, netuid: int | None = None
    ) -> npt.NDArray[np.uint64]:
        """Alpha rao earned in one epoch by the neurons of one role; arguments as in `incentive`."""
        return self._of_role(role, "emission", epoch, netuid)

    def earned(
        self, role: Role, *, epoch: int = -1, netuid: int | None = None
    ) -> npt.NDArray[np.uint64]:
        """Alpha rao earned so far by the neurons of one role; arguments as in `incentive`."""
        return self._of_role(role, "earned", epoch, netuid)

    def waiting_for_permit(self) -> npt.NDArray[np.bool_]:
        """Which rows of `refusals` only say that the first epoch had not come yet.

        On the chain a validator gets its permit in the first epoch after it registered; until
        then `NeuronNoValidatorPermit` is no fault of its own.
        """
        refused = self.refusals
        first = self._first_epoch_blocks()
        blocks = zip(refused["netuid"], refused["hotkey"], refused["block"], strict=True)
        before = [block < first.get((int(netuid), key), block + 1) for netuid, key, block in blocks]
        waiting: npt.NDArray[np.bool_] = refused["error"] == "NeuronNoValidatorPermit"
        return waiting & np.asarray(before, np.bool_)

    # -- out and back --------------------------------------------------------------------------

    def save(self, directory: str | PathLike[str]) -> Path:
        """Write the record into a directory, made if needed; a record in it is replaced.

        Files: `neurons.npz` and `neurons.csv` (the same table), `epochs.npz` (last metagraphs
        and epoch inputs) and `record.json` (the rest, and what the other files must hash to).

        Args:
            directory: Where to.

        Returns:
            The directory.

        Raises:
            OSError: If it cannot be written.
        """
        return save_record(self, Path(directory))

    @classmethod
    def load(cls, directory: str | PathLike[str]) -> Self:
        """Read what `save` wrote; the result equals the record that was saved.

        Args:
            directory: Where from.

        Raises:
            NotARecord: If there is no record.
            RecordTooNew: If a newer taox wrote it in a format unknown here.
            RecordDamaged: If a file is missing, cut off or changed.
        """
        parts = load_parts(Path(directory))
        try:
            return cls(**parts)
        except RecordError as error:
            raise RecordDamaged(Path(directory) / "neurons.npz", str(error)) from error

    def to_dict(self) -> dict[str, Any]:
        """The record as builtins that JSON can carry: meta, neurons, refusals, events.

        Tables are dictionaries of lists. Metagraphs and epoch inputs are left out: their
        figures are in `neurons`, and `save` keeps them.
        """
        return {
            "meta": dict(self.meta),
            "neurons": plain(self.neurons),
            "refusals": plain(self.refusals),
            "events": plain(self.events),
        }

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Record):
            return NotImplemented
        return not self.differences(other)

    __hash__ = None  # type: ignore[assignment]  # holds arrays, compares by value

    def differences(self, other: "Record") -> list[str]:
        """Where two records differ, in words; empty if they are equal.

        Wall time and the taox release are not compared.

        Args:
            other: The record to compare with.
        """
        parts = ("neurons", "refusals", "events", "metagraphs", "epoch_inputs")
        found = [name for name in parts if not same(getattr(self, name), getattr(other, name))]
        keys = sorted((set(self.meta) | set(other.meta)) - UNCOMPARED_META)
        return found + [f"meta {key}" for key in keys if self.meta.get(key) != other.meta.get(key)]

    def __repr__(self) -> str:
        epochs = ", ".join(f"subnet {n}: {len(self.epochs(n))} epochs" for n in self.netuids)
        return f"<Record {epochs or 'of no epoch'}, block {self.meta.get('blocks', '?')}>"

    def __str__(self) -> str:
        return text(self)

    # -- inside --------------------------------------------------------------------------------

    def _netuid(self, netuid: int | None) -> int:
        known = self.netuids
        if netuid is None and len(known) == 1:
            return known[0]
        if netuid is None or netuid not in known:
            held = f"netuids {', '.join(map(str, known))}" if known else "no finished epoch"
            raise NotRecorded("subnet", netuid, held)
        return netuid

    def _epoch_number(self, netuid: int, epoch: int) -> int:
        known = self.epochs(netuid)
        if epoch < 0 and -epoch <= len(known):
            return int(known[epoch])
        if epoch not in known:
            held = f"epochs {known[0]} to {known[-1]} in subnet {netuid}"
            raise NotRecorded("epoch", epoch, held)
        return epoch

    def _column(self, name: str) -> Column:
        if name not in self.neurons:
            raise NotRecorded("column", name, ", ".join(self.neurons))
        return self.neurons[name]

    def _of_role(self, role: Role, column: str, epoch: int, netuid: int | None) -> Column:
        name = role if isinstance(role, str) else role.__name__
        netuids = self.netuids if netuid is None else [netuid]
        tables = [self.at(epoch, netuid=each) for each in netuids]
        found = [
            table[column][(table["role"] == name) | (table["kind"] == name)] for table in tables
        ]
        if not sum(map(len, found)):
            known = sorted({str(each) for table in tables for each in table["role"]} - {""})
            raise NotRecorded("role", name, f"roles {', '.join(known) or 'none'}")
        return np.concatenate(found)

    def _first_epoch_blocks(self) -> dict[tuple[int, str], int]:
        """Per (netuid, hotkey) the block of the first epoch it was in."""
        first: dict[tuple[int, str], int] = {}
        table = self.neurons
        for netuid, key, block in zip(
            table["netuid"].tolist(), table["hotkey"].tolist(), table["block"].tolist(), strict=True
        ):
            first[netuid, key] = min(block, first.get((netuid, key), block))
        return first


def _places(wanted: Column, uids: Column) -> npt.NDArray[np.int64]:
    """For each of `uids` its position in `wanted` (ascending, no duplicates), else -1."""
    if len(wanted) == 0:
        raise RecordError("history: expected at least one neuron")
    place = np.minimum(np.searchsorted(wanted, uids), len(wanted) - 1)
    return np.where(wanted[place] == uids, place, -1)
