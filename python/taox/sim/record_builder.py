"""Collecting a record while a network runs: one call per epoch, per refusal, per event."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from taox.economy import Metagraph
from taox.sim.columns import NEURON_COLUMNS, REFUSAL_COLUMNS, TEXT, Column, ColumnSpec
from taox.sim.errors import RecordError
from taox.sim.plain import plain
from taox.sim.record import Record

_TAKEN = (
    "uids", "stake", "stake_weight", "consensus", "incentive", "dividends", "validator_trust",
    "emission", "validator_permit", "active",
)  # fmt: skip


class RecordBuilder:
    """Gathers rows in memory and makes a `Record` of them.

    Example:
        >>> builder = RecordBuilder()
        >>> builder.add_refusal(
        ...     100, 1, hotkey="5F…", name="judge", call="set_weights", error="DuplicateUids"
        ... )
        >>> builder.finish(seed=7).refusals["error"].tolist()
        ['DuplicateUids']
    """

    def __init__(self) -> None:
        self._epochs: list[dict[str, Any]] = []
        self._earned: dict[tuple[int, str], int] = {}
        self._epochs_of: dict[int, int] = {}
        self._refusals: dict[tuple[int, str, str, str, str, int], list[int]] = {}
        self._events: list[dict[str, Any]] = []
        self._metagraphs: dict[int, Metagraph] = {}
        self._inputs: dict[int, dict[str, Any]] = {}

    def add_epoch(
        self,
        netuid: int,
        epoch: int,
        metagraph: Metagraph,
        *,
        names: Sequence[str],
        roles: Sequence[str],
        kinds: Sequence[str],
    ) -> None:
        """Add one row per neuron, taken from the metagraph right after the epoch ran.

        Args:
            netuid: The subnet.
            epoch: Number of the epoch in this subnet, from 0.
            metagraph: The subnet after the epoch.
            names: Label per uid; a nameless neuron of the subnet's owner is called `"owner"`.
            roles: Class name per uid, empty where no actor runs the neuron.
            kinds: `"miner"`, `"validator"` or empty, per uid.

        Raises:
            RecordError: If names, roles or kinds are not one per uid.
        """
        count = len(metagraph.uids)
        for label, values in (("names", names), ("roles", roles), ("kinds", kinds)):
            if len(values) != count:
                raise RecordError(f"{label}: expected {count}, one per uid, got {len(values)}")
        hotkeys = [key.ss58 for key in metagraph.hotkeys]
        rows: dict[str, Any] = {name: getattr(metagraph, name) for name in _TAKEN}
        rows["uid"] = rows.pop("uids")
        labels = [
            "owner" if not name and uid == metagraph.owner_uid else name
            for uid, name in enumerate(names)
        ]
        rows |= {"hotkey": hotkeys, "name": labels, "role": list(roles), "kind": list(kinds)}
        rows |= {"netuid": [netuid] * count, "epoch": [epoch] * count}
        rows["block"] = [metagraph.block] * count
        rows["earned"] = self._add_earned(netuid, hotkeys, metagraph.emission.tolist())
        self._epochs.append(rows)
        self._epochs_of[netuid] = self._epochs_of.get(netuid, 0) + 1
        self._metagraphs[netuid] = metagraph

    def add_refusal(
        self,
        block: int,
        netuid: int,
        *,
        hotkey: str,
        name: str,
        call: str,
        error: str,
        count: int = 1,
    ) -> None:
        """Count a call that the chain refused; equal ones between two epochs share one row.

        Args:
            block: The block of the call.
            netuid: The subnet.
            hotkey: The caller's SS58 address.
            name: The caller's label.
            call: Name of the call, such as `"set_weights"`.
            error: The chain's error name.
            count: How many at once.
        """
        key = (netuid, str(hotkey), name, call, error, self._epochs_of.get(netuid, 0))
        seen = self._refusals.setdefault(key, [block, 0])
        seen[1] += count

    def add_events(self, events: Iterable[Mapping[str, Any]]) -> None:
        """Append chain events, oldest first; accounts in them become SS58 addresses.

        Args:
            events: One mapping per event.
        """
        self._events.extend(plain(event) for event in events)

    def set_epoch_input(self, netuid: int, arguments: Mapping[str, Any]) -> None:
        """Keep the arguments of `taox.epoch` that repeat a subnet's last epoch.

        Args:
            netuid: The subnet.
            arguments: Keyword arguments of `taox.epoch`, as `Chain.last_epoch_input` gives them.
        """
        self._inputs[netuid] = dict(arguments)

    def finish(self, **meta: object) -> Record:
        """The record of everything added so far; the builder can go on afterwards.

        Args:
            **meta: What is known of the run, see `Record.meta`.
        """
        return Record(
            neurons=self._neurons(),
            refusals=self._refusal_table(),
            events=self._events,
            metagraphs=self._metagraphs,
            epoch_inputs=self._inputs,
            meta=meta,
        )

    def _add_earned(self, netuid: int, hotkeys: Sequence[str], emission: Sequence[int]) -> Column:
        for hotkey, amount in zip(hotkeys, emission, strict=True):
            self._earned[netuid, hotkey] = self._earned.get((netuid, hotkey), 0) + amount
        return np.array([self._earned[netuid, hotkey] for hotkey in hotkeys], np.uint64)

    def _neurons(self) -> dict[str, Any]:
        return {spec.name: _join(spec, self._epochs) for spec in NEURON_COLUMNS}

    def _refusal_table(self) -> dict[str, Any]:
        rows = [
            {"block": block, "netuid": key[0], "hotkey": key[1], "name": key[2]}
            | {"call": key[3], "error": key[4], "count": count}
            for key, (block, count) in self._refusals.items()
        ]
        return {spec.name: [row[spec.name] for row in rows] for spec in REFUSAL_COLUMNS}


def _join(spec: ColumnSpec, epochs: Sequence[Mapping[str, Any]]) -> Column:
    if not epochs:
        return np.empty(0, spec.dtype)
    dtype = None if spec.dtype == TEXT else spec.dtype
    return np.concatenate([np.asarray(epoch[spec.name], dtype) for epoch in epochs])
