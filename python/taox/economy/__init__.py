"""Exact economics, from raw chain integers: a thin room over the Rust extension.

* `chain`: `Chain`, the state machine. Its methods stand in `chain_calls`, `chain_market`,
  `chain_moves` and `chain_locks` (what a key signs), `chain_verbs` (what only a devnet can do),
  `chain_views` and `chain_economy` (what is read), over `chain_part`; `chain_bodies` are calls
  without their guards.
* `genesis`: how a chain begins: empty, local, or as large as the main network.
* `pool`: pools, shares and single rules of the economy, for whoever has only numbers.
* `metagraph`: `Metagraph`, one subnet at one block; `metagraph_table` shows it.
* `accounts`: `Hotkey`, `Coldkey`. `units`: TAO and rao. `presets`: parameters as tables.
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
from taox.economy import chain_errors, events
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
from taox.economy.chain_economy import Claimable, Link, SubnetEconomy, TradeQuote, price_of_bits
from taox.economy.chain_errors import *  # noqa: F403 - one class per error name
from taox.economy.chain_locks import StakeLock
from taox.economy.epoch import epoch
from taox.economy.epochs import epochs, set_threads, threads
from taox.economy.errors import InputError, InputTypeError, ParamError
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
from taox.economy.sparse import Csr, CsrLike
from taox.economy.units import (
    RAO_PER_TAO,
    format_tao,
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
    "VERSION",
    "AccountId",
    "BondsInput",
    "BondsRule",
    "BurnPrice",
    "Chain",
    "ChainBodies",
    "Claimable",
    "Coldkey",
    "ConsensusInput",
    "ConsensusRule",
    "Csr",
    "CsrLike",
    "Difference",
    "EpochParams",
    "EpochResult",
    "EpochTrace",
    "Hotkey",
    "Hyperparameter",
    "InheritedStake",
    "InputError",
    "InputTypeError",
    "Link",
    "Metagraph",
    "ParamError",
    "ParamSpec",
    "Parent",
    "Pool",
    "PoolCounters",
    "Preset",
    "Rows",
    "SharePool",
    "StakeLock",
    "SubnetEconomy",
    "SubnetRecord",
    "Swap",
    "TradeQuote",
    "block_emission",
    "bonds_ema",
    "bonds_from_floats",
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
    "threads",
    "to_bits",
    "to_rao",
    "to_tao",
    "upscale_weights",
    "weighted_median",
    "weights_from_floats",
]
__all__ += chain_errors.__all__ + events.__all__
