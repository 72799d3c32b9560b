"""Exact economics, from raw chain integers: a thin room over the Rust extension.

* `chain`: `Chain`, the state machine. Its methods stand in `chain_calls`, `chain_weights` (with
  `chain_mechanism_weights` and `chain_weight_batches`), `chain_market`, `chain_moves`,
  `chain_locks`, `chain_keys`, `chain_subnets` and `chain_serving` (what a key signs),
  `chain_settings` and `chain_identity` (what owners and root set), `chain_verbs` (what only a
  devnet can do), `chain_views` and `chain_economy` (what is read), over `chain_part`;
  `chain_bodies` are calls without their guards.
* `signed_calls`: `SIGNED_CALLS`, which of its methods a key signs, and which key.
* `genesis`: how a chain begins: empty, local, or as large as the main network.
* `pool`: pools, shares and single rules of the economy, for whoever has only numbers.
* `metagraph`: `Metagraph`, one subnet at one block; `metagraph_table` shows it.
* `commits`: `SealedWeights`, `weights_hash`, and what was committed and waits.
* `accounts`: `Hotkey`, `Coldkey`. `units`: TAO and rao. `presets`: parameters as tables; `setters`:
  by which calls they are set.
* `chain_errors`: why a call was refused. `events`: what happened.
* `epoch`: `epoch`, one epoch of one subnet. `result`: `EpochResult`, what it returns.
* `params`: `EpochParams`, the hyperparameters and their table.
* `rows`: `Rows`, stored weights and bonds.
* `epochs`: many epochs on several threads. `floats`: an epoch from floats.
* `kernels`: single steps of the epoch on matrices. `sparse`: `Csr`. `bits`: I32F32 and floats.
* `rules`: what a rule of your own gets, in place of consensus or bonds.
* `functions`: upscaling, splitting the emission, inheritance of stake, pruning.
* `errors`: what bad arguments raise. `gate`: where they are found.
* `build`: warns at import when the extension is a debug build.

Imports nothing but `taox._core`; all others may import this room.
"""

from taox._core import EXISTENTIAL_DEPOSIT, MIN_STAKE
from taox._core import __version__ as VERSION  # noqa: N812 - a constant under another name
from taox.economy.accounts import (
    AccountId,
    Coldkey,
    Hotkey,
)
from taox.economy.bits import from_bits, to_bits
from taox.economy.build import DEBUG_BUILD
from taox.economy.chain import (
    Chain,
)
from taox.economy.chain_bodies import ChainBodies
from taox.economy.chain_economy import Claimable, Link, SubnetEconomy, TradeQuote
from taox.economy.chain_errors import ChainError, chain_error
from taox.economy.chain_identity import AccountIdentity, SubnetIdentity
from taox.economy.chain_locks import StakeLock
from taox.economy.chain_serving import AxonInfo, PrometheusInfo
from taox.economy.chain_subnets import SubnetInfo
from taox.economy.commits import PendingCommit, SealedWeights, weights_hash
from taox.economy.epoch import epoch
from taox.economy.epochs import epochs, set_threads, threads
from taox.economy.errors import InputError, InputTypeError, ParamError, suggestion
from taox.economy.events import *  # noqa: F403 - one class per event
from taox.economy.floats import bonds_from_floats, epoch_from_floats, weights_from_floats
from taox.economy.functions import (
    InheritedStake,
    Parent,
    inherit_stake,
    protected_uids,
    prune_choice,
    split_emission,
    upscale_weights,
)
from taox.economy.genesis import (
    SubnetRecord,
    empty_chain,
    finney_like_chain,
    local_chain,
    read_pools,
)
from taox.economy.kernels import (
    bonds_ema,
    clip_columns,
    liquid_alpha,
    normalize_columns,
    normalize_rows,
    weighted_median,
)
from taox.economy.metagraph import (
    Metagraph,
)
from taox.economy.params import EpochParams, ParamSpec
from taox.economy.pool import (
    BurnPrice,
    Pool,
    PoolCounters,
    SharePool,
    Swap,
    block_emission,
    claim_indices,
    pow_fall_backs,
    pow_ratio,
)
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
from taox.economy.rules import BondsInput, BondsRule, ConsensusInput, ConsensusRule
from taox.economy.setters import Limit, Setter
from taox.economy.signed_calls import SIGNED_CALLS, SignedCall
from taox.economy.sparse import Csr, CsrLike
from taox.economy.units import (
    RAO_PER_TAO,
    format_tao,
    price_of_bits,
    to_rao,
    to_tao,
)

__all__ = [
    "CHAIN",
    "DEBUG_BUILD",
    "EXISTENTIAL_DEPOSIT",
    "HYPERPARAMETERS",
    "LOCAL",
    "MIN_STAKE",
    "NETWORK_PARAMETERS",
    "RAO_PER_TAO",
    "SIGNED_CALLS",
    "VERSION",
    "AccountId",
    "AccountIdentity",
    "AddStakeBurn",
    "AlphaBurned",
    "AlphaRecycled",
    "AutoParentDelegationEnabledSet",
    "AutoStakeDestinationSet",
    "AxonInfo",
    "AxonServed",
    "BalanceSet",
    "BatchCompletedWithErrors",
    "BatchWeightItemFailed",
    "BatchWeightsCompleted",
    "BondsInput",
    "BondsRule",
    "BurnPrice",
    "Chain",
    "ChainBodies",
    "ChainError",
    "ChainIdentitySet",
    "ChildKeyTakeSet",
    "Claimable",
    "Coldkey",
    "ConsensusInput",
    "ConsensusRule",
    "Csr",
    "CsrLike",
    "Difference",
    "EpochDeferred",
    "EpochParams",
    "EpochRan",
    "EpochResult",
    "EpochSkipped",
    "EpochTrace",
    "EpochTriggered",
    "Event",
    "FirstEmissionBlockNumberSet",
    "Hotkey",
    "HotkeySwapped",
    "HotkeySwappedOnSubnet",
    "Hyperparameter",
    "InheritedStake",
    "InputError",
    "InputTypeError",
    "Limit",
    "Link",
    "LockMoved",
    "Metagraph",
    "NetworkAdded",
    "NetworkRemoved",
    "NeuronRegistered",
    "ParamError",
    "ParamSpec",
    "ParameterSet",
    "Parent",
    "PendingCommit",
    "PerpetualLockUpdated",
    "Pool",
    "PoolCounters",
    "Preset",
    "PrometheusInfo",
    "PrometheusServed",
    "RejectLockedAlphaUpdated",
    "RootClaimTypeSet",
    "RootClaimed",
    "Rows",
    "SealedWeights",
    "SetChildren",
    "SetChildrenScheduled",
    "Setter",
    "SharePool",
    "SignedCall",
    "StakeAdded",
    "StakeLock",
    "StakeLocked",
    "StakeMoved",
    "StakeRemoved",
    "StakeSwapped",
    "StakeTransferred",
    "SubnetEconomy",
    "SubnetIdentity",
    "SubnetIdentityRemoved",
    "SubnetIdentitySet",
    "SubnetInfo",
    "SubnetOwnerChanged",
    "SubnetOwnerHotkeySet",
    "SubnetRecord",
    "Swap",
    "SymbolUpdated",
    "TakeDecreased",
    "TakeIncreased",
    "TimelockedWeightsCommitted",
    "TimelockedWeightsDropped",
    "TimelockedWeightsRevealed",
    "TradeQuote",
    "Transfer",
    "WeightsBatchRevealed",
    "WeightsCommitted",
    "WeightsRevealed",
    "WeightsSet",
    "block_emission",
    "bonds_ema",
    "bonds_from_floats",
    "chain_error",
    "claim_indices",
    "clip_columns",
    "empty_chain",
    "epoch",
    "epoch_from_floats",
    "epochs",
    "finney_like_chain",
    "format_tao",
    "from_bits",
    "inherit_stake",
    "liquid_alpha",
    "local_chain",
    "normalize_columns",
    "normalize_rows",
    "pow_fall_backs",
    "pow_ratio",
    "price_of_bits",
    "protected_uids",
    "prune_choice",
    "read_pools",
    "set_threads",
    "split_emission",
    "suggestion",
    "threads",
    "to_bits",
    "to_rao",
    "to_tao",
    "upscale_weights",
    "weighted_median",
    "weights_from_floats",
    "weights_hash",
]
