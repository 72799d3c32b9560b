"""One epoch of one subnet: Yuma consensus from raw chain integers, exact."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray

from taox._core import epoch as core_epoch
from taox._core import epoch_at_once, epoch_reference, epoch_with_trace
from taox.economy.errors import InputError, InputTypeError
from taox.economy.gate import Scalar, describe, flag, integer, vector
from taox.economy.params import EpochParams
from taox.economy.result import EpochResult
from taox.economy.rows import Rows, as_rows, trusted
from taox.economy.rules import BondsInput, BondsRule, ConsensusInput, ConsensusRule, core_rule

if TYPE_CHECKING:
    from taox._core import EpochInput, _EpochOutput
    from taox.economy.result import EpochTrace

__all__ = ["epoch"]

Stored = Rows | NDArray[np.uint16]
"""Weights or bonds of one mechanism: rows, or a square matrix whose zeros are absent pairs."""

Blocks = NDArray[np.uint64] | Sequence[int]
"""Block numbers by uid."""

Commits = NDArray[np.uint64] | Sequence[int | None]
"""Block numbers by uid, None or 2**64 - 1 where there is none."""

NO_COMMIT: Final = 2**64 - 1
"""What the extension takes for "no commit"."""


def epoch(
    weights: Stored | Sequence[Stored],
    stake: NDArray[np.uint64] | Sequence[int] | None = None,
    *,
    stake_bits: Sequence[int] | None = None,
    bonds: Stored | Sequence[Stored | None] | None = None,
    params: EpochParams | None = None,
    block: int = 1_000_000,
    block_at_registration: Blocks | None = None,
    last_update: Blocks | Sequence[Blocks | None] | None = None,
    validator_permit: NDArray[np.bool_] | Sequence[bool] | None = None,
    owner_uid: int | None = None,
    emission: int = 1_000_000_000,
    last_mechanism_step_block: int = 0,
    mechanism_emission_split: NDArray[np.uint16] | Sequence[int] | None = None,
    oldest_active_commit_block: Commits | Sequence[Commits | None] | None = None,
    path: Literal["fast", "reference"] = "fast",
    trace: bool = False,
    consensus_rule: ConsensusRule | None = None,
    bonds_rule: BondsRule | None = None,
) -> EpochResult:
    """Computes one epoch of one subnet exactly as the chain does (epoch.md 7 to 10).

    With weights and stake alone it is the first epoch of an old subnet: everybody registered at
    block 0, updated now, permitted, without bonds. A subnet with several mechanisms passes lists:
    `weights`, `bonds`, `last_update` and `oldest_active_commit_block` then have an entry each.

    Args:
        weights: Submitted weights, a row per uid; no uid twice in a row, none beyond the subnet.
        stake: Stake weight of each uid in whole rao. Either this or `stake_bits`.
        stake_bits: The same as raw I64F64 integers (rao times 2**64), as epoch.md 5 gives them.
        bonds: Bonds of the last epoch; none by default. May name uids beyond the subnet.
        params: Hyperparameters, by default those of a new subnet.
        block: The current block.
        block_at_registration: Block at which each uid was registered; 0 by default.
        last_update: Block of each uid's last weights or commit; `block` by default. Shorter
            vectors count as 0 beyond their end, further entries are ignored.
        validator_permit: Permits of the last epoch; all by default. Missing entries are none.
        owner_uid: Uid of the subnet owner's hotkey.
        emission: Alpha rao to share out over all mechanisms.
        last_mechanism_step_block: Block of the last completed epoch, 0 for never.
        mechanism_emission_split: Shares of the mechanisms, of 65535; even by default.
        oldest_active_commit_block: Block of each uid's oldest unexpired commit, None if there is
            none (2**64 - 1 in an array); only read with commit-reveal.
        path: Which of two implementations computes: `fast`, or `reference`, which reads like the
            specification. They give the same bits.
        trace: Whether to return the intermediates too; they are the reference path's.
        consensus_rule: Computes consensus instead of the weighted median; see
            `taox.economy.ConsensusInput` and `taox.economy.ConsensusRule`. The reference path runs.
        bonds_rule: Computes new bonds instead of the moving average, in the same way. What a rule
            raises comes out as it is.

    Returns:
        What the chain would store and pay.

    Raises:
        InputTypeError: An argument has the wrong type, dtype or number of dimensions.
        InputError: Lengths do not match the number of uids, there is no uid, an array is not
            contiguous, a row names a uid twice or beyond the subnet, stake does not fit, or a rule
            returned something else than shares of the right shape.

    Example:
        >>> weights = np.zeros((4, 4), dtype=np.uint16)
        >>> weights[0, 2:], weights[1, 2:] = (65_535, 65_535), (65_535, 21_845)
        >>> out = epoch(weights, [3000, 1000, 0, 0])
        >>> out.incentive[0].tolist(), out.dividends.tolist()
        ([0, 0, 34951, 30582], [52698, 12836, 0, 0])
        >>> int(out.server_emission.sum() + out.validator_emission.sum())
        999999998
    """
    if (
        type(weights) is not list
        and isinstance(path, str)
        and path == "fast"
        and trace is False
        and stake_bits is mechanism_emission_split is oldest_active_commit_block is None
        and consensus_rule is None
        and bonds_rule is None
        and (params is None or type(params) is EpochParams)
    ):
        output = epoch_at_once(
            weights,
            stake,
            bonds,
            params,
            block,
            emission,
            last_mechanism_step_block,
            owner_uid,
            block_at_registration,
            last_update,
            validator_permit,
        )
        if output is not None:
            return result(output)
    # Not the common call, or something is wrong: the gate finds out and says what.
    arguments = gated(
        weights,
        stake,
        stake_bits=stake_bits,
        bonds=bonds,
        params=params,
        block=block,
        block_at_registration=block_at_registration,
        last_update=last_update,
        validator_permit=validator_permit,
        owner_uid=owner_uid,
        emission=emission,
        last_mechanism_step_block=last_mechanism_step_block,
        mechanism_emission_split=mechanism_emission_split,
        oldest_active_commit_block=oldest_active_commit_block,
    )
    own = (
        core_rule("consensus_rule", consensus_rule, ConsensusInput),
        core_rule("bonds_rule", bonds_rule, BondsInput),
    )
    if not isinstance(path, str) or path not in _PATHS:
        raise InputError("path", "'fast' or 'reference'", repr(path))
    if flag("trace", trace) or own != _NO_RULES:
        output, traces = epoch_with_trace(arguments, *own)
        return result(output, traces if trace else None)
    return result(_PATHS[path](arguments))


_PATHS: Final = {"fast": core_epoch, "reference": epoch_reference}
_NO_RULES: Final = (None, None)


def gated(
    weights: Stored | Sequence[Stored],
    stake: NDArray[np.uint64] | Sequence[int] | None = None,
    *,
    stake_bits: Sequence[int] | None = None,
    bonds: Stored | Sequence[Stored | None] | None = None,
    params: EpochParams | None = None,
    block: int = 1_000_000,
    block_at_registration: Blocks | None = None,
    last_update: Blocks | Sequence[Blocks | None] | None = None,
    validator_permit: NDArray[np.bool_] | Sequence[bool] | None = None,
    owner_uid: int | None = None,
    emission: int = 1_000_000_000,
    last_mechanism_step_block: int = 0,
    mechanism_emission_split: NDArray[np.uint16] | Sequence[int] | None = None,
    oldest_active_commit_block: Commits | Sequence[Commits | None] | None = None,
) -> "EpochInput":
    """The arguments of `epoch` that make up a subnet, checked, as the extension takes them."""
    count = len(weights) if isinstance(weights, list | tuple) else None
    submitted = [_weights(name, rows) for name, rows in _by_mechanism("weights", weights, count)]
    n = _neurons(submitted)
    block = integer("block", block)
    now, start = np.full(n, block, dtype=np.uint64), np.zeros(n, dtype=np.uint64)
    return {
        "block": block,
        "last_mechanism_step_block": integer(
            "last_mechanism_step_block", last_mechanism_step_block
        ),
        "owner_uid": None if owner_uid is None else integer("owner_uid", owner_uid, 16),
        "emission": integer("emission", emission),
        "mechanism_emission_split": _split(mechanism_emission_split),
        "block_at_registration": _given(
            "block_at_registration", block_at_registration, start, length=n
        ),
        "stake": _stake(n, stake, stake_bits),
        "validator_permit": _given(
            "validator_permit", validator_permit, np.ones(n, dtype=np.bool_)
        ),
        "params": _params(params).to_integers(),
        "mechanisms": [
            {
                "last_update": _given(*updated, now),
                "weights": _parts(rows),
                "bonds": _parts(Rows.empty(n) if bond[1] is None else as_rows(*bond)),
                "oldest_active_commit_block": _commits(*commits),
            }
            for rows, bond, updated, commits in zip(
                submitted,
                _by_mechanism("bonds", bonds, count),
                _by_mechanism("last_update", last_update, count),
                _by_mechanism("oldest_active_commit_block", oldest_active_commit_block, count),
                strict=True,
            )
        ],
    }


def _by_mechanism(argument: str, value: object, count: int | None) -> list[tuple[str, object]]:
    """(name in errors, value) of each mechanism; without a count there is one, given bare."""
    if count is None:
        return [(argument, value)]
    if value is None:
        value = [None] * count
    if not isinstance(value, list | tuple):
        raise InputTypeError(argument, f"a list of {count}, one per mechanism", describe(value))
    if len(value) != count:
        raise InputError(argument, f"{count} entries, one per mechanism", f"{len(value)} entries")
    return [(f"{argument}[{m}]", entry) for m, entry in enumerate(value)]


def _neurons(weights: list[Rows]) -> int:
    if not weights:
        raise InputError("weights", "at least one mechanism", "an empty list")
    n = len(weights[0])
    if not 0 < n < 2**16:
        raise InputError("weights", "1 to 65535 neurons", f"{n} rows")
    return n


def _weights(argument: str, value: object) -> Rows:
    """Weights towards uids that do not exist are a mistake here; the chain never stores them."""
    rows = as_rows(argument, value)
    n = len(rows)
    beyond = np.flatnonzero(rows.uids >= n)
    if len(beyond):
        pair = beyond[0]
        row = int(np.searchsorted(rows.starts, pair, side="right")) - 1
        raise InputError(argument, f"uids below {n}", f"uid {rows.uids[pair]} in row {row}")
    return rows


def _given(
    argument: str, value: object, default: NDArray[Scalar], length: int | None = None
) -> NDArray[Scalar]:
    """The vector given, of the dtype of the default, or the default."""
    return default if value is None else vector(argument, value, default.dtype.type, length)


def _split(value: object) -> NDArray[np.uint16] | None:
    return None if value is None else vector("mechanism_emission_split", value, np.uint16)


def _commits(argument: str, value: object) -> NDArray[np.uint64]:
    """Blocks of commits; an empty array stands for no commit of anybody."""
    if isinstance(value, list | tuple):
        value = [NO_COMMIT if block is None else block for block in value]
    return _given(argument, value, np.zeros(0, dtype=np.uint64))


def _stake(
    n: int, stake: object, stake_bits: Sequence[int] | None
) -> NDArray[np.uint64] | list[int]:
    """Exactly one of two: rao as an array, or raw I64F64 integers as a list."""
    if (stake is None) == (stake_bits is None):
        both = "neither" if stake is None else "both"
        raise InputError("stake", "either stake or stake_bits", both)
    if stake_bits is None:
        return vector("stake", stake, np.uint64, n)
    if not isinstance(stake_bits, Sequence) or isinstance(stake_bits, str | bytes):
        raise InputTypeError("stake_bits", "a sequence of integers", describe(stake_bits))
    if len(stake_bits) != n:
        raise InputError("stake_bits", f"{n} entries", f"{len(stake_bits)} entries")
    return [integer(f"stake_bits[{uid}]", bits, 127) for uid, bits in enumerate(stake_bits)]


def _params(params: EpochParams | None) -> EpochParams:
    if params is None:
        return EpochParams()
    if not isinstance(params, EpochParams):
        raise InputTypeError("params", "EpochParams", describe(params))
    return params


def _parts(rows: Rows) -> tuple[NDArray[np.uint32], NDArray[np.uint16], NDArray[np.uint16]]:
    return rows.starts, rows.uids, rows.values


def result(output: "_EpochOutput", traces: "list[EpochTrace] | None" = None) -> EpochResult:
    """The fields that the extension returns, with rows for their parts."""
    return EpochResult(*output[:-1], [trusted(*parts) for parts in output[-1]], traces)
