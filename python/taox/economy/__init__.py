"""Exact economics, from raw chain integers: a thin room over the Rust extension.

* `epoch`: `epoch`, one epoch of one subnet. `result`: `EpochResult`, what it returns.
* `params`: `EpochParams`, the hyperparameters and their table.
* `rows`: `Rows`, stored weights and bonds.
* `functions`: upscaling, splitting the emission, inheritance of stake, pruning.
* `errors`: what bad arguments raise. `gate`: where they are found.

Imports nothing but `taox._core`; all others may import this room.
"""

from taox.economy.epoch import epoch
from taox.economy.errors import InputError, InputTypeError, ParamError
from taox.economy.functions import (
    InheritedStake,
    Parent,
    inherit_stake,
    protected_uids,
    prune_choice,
    split_emission,
    upscale_weights,
)
from taox.economy.params import EpochParams, ParamSpec
from taox.economy.result import EpochResult, EpochTrace
from taox.economy.rows import Rows

__all__ = [
    "EpochParams",
    "EpochResult",
    "EpochTrace",
    "InheritedStake",
    "InputError",
    "InputTypeError",
    "ParamError",
    "ParamSpec",
    "Parent",
    "Rows",
    "epoch",
    "inherit_stake",
    "protected_uids",
    "prune_choice",
    "split_emission",
    "upscale_weights",
]
