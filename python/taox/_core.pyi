# The extension module: exact arithmetic in Rust. Use it through `taox.economy`, whose gate names
# bad arguments; here dtypes and shapes are checked, and little is explained.

from typing import Final, NotRequired, TypedDict, type_check_only

import numpy as np
from numpy.typing import NDArray

from taox.economy.result import EpochTrace

__version__: Final[str]
DEBUG_BUILD: Final[bool]

# --- Epoch ---------------------------------------------------------------------------------------

@type_check_only
class MechanismInput(TypedDict):
    last_update: NDArray[np.uint64]
    weights: tuple[NDArray[np.uint32], NDArray[np.uint16], NDArray[np.uint16]]
    bonds: tuple[NDArray[np.uint32], NDArray[np.uint16], NDArray[np.uint16]]
    oldest_active_commit_block: NDArray[np.uint64]

@type_check_only
class EpochInput(TypedDict):
    block: int
    last_mechanism_step_block: int
    owner_uid: int | None
    emission: int
    mechanism_emission_split: NDArray[np.uint16] | None
    block_at_registration: NDArray[np.uint64]
    stake: NDArray[np.uint64] | list[int]
    validator_permit: NDArray[np.bool_]
    params: dict[str, int]
    mechanisms: list[MechanismInput]

@type_check_only
class EpochOutput(TypedDict):
    server_emission: NDArray[np.uint64]
    validator_emission: NDArray[np.uint64]
    emission: NDArray[np.uint64]
    consensus: NDArray[np.uint16]
    dividends: NDArray[np.uint16]
    validator_trust: NDArray[np.uint16]
    stake_weight: NDArray[np.uint16]
    active: NDArray[np.bool_]
    validator_permit: NDArray[np.bool_]
    incentive: NDArray[np.uint16]
    bonds: list[tuple[NDArray[np.uint32], NDArray[np.uint16], NDArray[np.uint16]]]
    trace: NotRequired[list[EpochTrace]]

def epoch(arguments: EpochInput, /) -> EpochOutput: ...
def epoch_with_trace(arguments: EpochInput, /) -> EpochOutput: ...
def epoch_params() -> list[tuple[str, str, str, int, int, int, str]]: ...
def check_rows(
    starts: NDArray[np.uint32], uids: NDArray[np.uint16], values: NDArray[np.uint16], /
) -> None: ...
def upscale_weights(values: NDArray[np.uint16], /) -> NDArray[np.uint16]: ...
def split_emission(
    emission: int, count: int, split: NDArray[np.uint16] | None, /
) -> NDArray[np.uint64]: ...
def inherit_stake(
    alpha: int,
    root: int,
    children: list[int],
    parents: list[tuple[int, int, int]],
    tao_weight: int,
    /,
) -> tuple[int, int, int]: ...
def choose_prune(
    block: int,
    emission: NDArray[np.uint64],
    block_at_registration: NDArray[np.uint64],
    protected: list[int],
    immunity_period: int,
    min_non_immune_uids: int,
    /,
) -> int | None: ...
def protected_uids(
    owned: list[int],
    owner_uid: int | None,
    block_at_registration: NDArray[np.uint64],
    limit: int,
    /,
) -> list[int]: ...

# --- Chain ---------------------------------------------------------------------------------------
