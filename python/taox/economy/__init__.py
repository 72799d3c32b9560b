"""Exact economics, from raw chain integers: a thin room over the Rust extension.

* `chain`: `Chain`, the state machine. Its methods stand in `chain_calls` (what a key signs),
  `chain_verbs` (what only a devnet can do) and `chain_views` (what is read), over `chain_part`.
* `metagraph`: `Metagraph`, one subnet at one block; `metagraph_table` shows it.
* `accounts`: `Hotkey`, `Coldkey`. `units`: TAO and rao. `presets`: parameters as tables.
* `chain_errors`: why a call was refused. `events`: what happened.
* `epoch`: `epoch`, one epoch of one subnet. `result`: `EpochResult`, what it returns.
* `params`: `EpochParams`, the hyperparameters and their table.
* `rows`: `Rows`, stored weights and bonds.
* `functions`: upscaling, splitting the emission, inheritance of stake, pruning.
* `errors`: what bad arguments raise. `gate`: where they are found.

Imports nothing but `taox._core`; all others may import this room.
"""

from taox._core import EXISTENTIAL_DEPOSIT, MIN_STAKE
from taox._core import __version__ as VERSION  # noqa: N812 - a constant under another name
from taox.economy.accounts import (
    AccountId,
    Coldkey,
    Hotkey,
)
from taox.economy.chain import (
    Chain,
)
from taox.economy.chain_errors import (
    AmountTooLow,
    BadOrigin,
    BelowMinimum,
    CanNotSetRootNetworkWeights,
    CannotUseSystemAccount,
    ChainError,
    CommitRevealEnabled,
    DuplicateUids,
    HotKeyAccountNotExists,
    HotKeyAlreadyRegisteredInSubNet,
    HotKeyNotRegisteredInSubNet,
    IncorrectWeightVersionKey,
    InsufficientLiquidity,
    MechanismDoesNotExist,
    NeuronNoValidatorPermit,
    NonAssociatedColdKey,
    NoNeuronIdAvailable,
    NotEnoughBalanceToStake,
    NotEnoughStakeToSetWeights,
    RegistrationNotPermittedOnRootSubnet,
    SettingWeightsTooFast,
    SubnetLimitReached,
    SubnetNotExists,
    SubNetRegistrationDisabled,
    SubtokenDisabled,
    UidsLengthExceedUidsInSubNet,
    UidVecContainInvalidOne,
    WeightVecLengthIsLow,
    WeightVecNotEqualSize,
    chain_error,
)
from taox.economy.epoch import epoch
from taox.economy.errors import InputError, InputTypeError, ParamError
from taox.economy.events import (
    BalanceSet,
    EpochDeferred,
    EpochRan,
    EpochSkipped,
    Event,
    NetworkAdded,
    NeuronRegistered,
    ParameterSet,
    StakeAdded,
    StakeRemoved,
    WeightsSet,
)
from taox.economy.functions import (
    InheritedStake,
    Parent,
    inherit_stake,
    protected_uids,
    prune_choice,
    split_emission,
    upscale_weights,
)
from taox.economy.metagraph import (
    Metagraph,
)
from taox.economy.params import EpochParams, ParamSpec
from taox.economy.presets import (
    CHAIN,
    HYPERPARAMETERS,
    LOCAL,
    NETWORK_PARAMETERS,
    Difference,
    Hyperparameter,
    Preset,
)
from taox.economy.result import EpochResult, EpochTrace
from taox.economy.rows import Rows
from taox.economy.units import (
    RAO_PER_TAO,
    format_tao,
    to_rao,
    to_tao,
)

__all__ = [
    "CHAIN",
    "EXISTENTIAL_DEPOSIT",
    "HYPERPARAMETERS",
    "LOCAL",
    "MIN_STAKE",
    "NETWORK_PARAMETERS",
    "RAO_PER_TAO",
    "VERSION",
    "AccountId",
    "AmountTooLow",
    "BadOrigin",
    "BalanceSet",
    "BelowMinimum",
    "CanNotSetRootNetworkWeights",
    "CannotUseSystemAccount",
    "Chain",
    "ChainError",
    "Coldkey",
    "CommitRevealEnabled",
    "Difference",
    "DuplicateUids",
    "EpochDeferred",
    "EpochParams",
    "EpochRan",
    "EpochResult",
    "EpochSkipped",
    "EpochTrace",
    "Event",
    "HotKeyAccountNotExists",
    "HotKeyAlreadyRegisteredInSubNet",
    "HotKeyNotRegisteredInSubNet",
    "Hotkey",
    "Hyperparameter",
    "IncorrectWeightVersionKey",
    "InheritedStake",
    "InputError",
    "InputTypeError",
    "InsufficientLiquidity",
    "MechanismDoesNotExist",
    "Metagraph",
    "NetworkAdded",
    "NeuronNoValidatorPermit",
    "NeuronRegistered",
    "NoNeuronIdAvailable",
    "NonAssociatedColdKey",
    "NotEnoughBalanceToStake",
    "NotEnoughStakeToSetWeights",
    "ParamError",
    "ParamSpec",
    "ParameterSet",
    "Parent",
    "Preset",
    "RegistrationNotPermittedOnRootSubnet",
    "Rows",
    "SettingWeightsTooFast",
    "StakeAdded",
    "StakeRemoved",
    "SubNetRegistrationDisabled",
    "SubnetLimitReached",
    "SubnetNotExists",
    "SubtokenDisabled",
    "UidVecContainInvalidOne",
    "UidsLengthExceedUidsInSubNet",
    "WeightVecLengthIsLow",
    "WeightVecNotEqualSize",
    "WeightsSet",
    "chain_error",
    "epoch",
    "format_tao",
    "inherit_stake",
    "protected_uids",
    "prune_choice",
    "split_emission",
    "to_rao",
    "to_tao",
    "upscale_weights",
]
