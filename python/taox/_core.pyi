# The extension module: exact arithmetic in Rust. Use it through `taox.economy`, whose gate names
# bad arguments; here dtypes and shapes are checked, and little is explained.

from typing import Any, Final, NotRequired, Self, TypedDict, final, type_check_only

import numpy as np
from numpy.typing import NDArray

from taox.economy.result import EpochTrace

__all__ = [
    "ALPHA_PER_BLOCK",
    "DEBUG_BUILD",
    "EXISTENTIAL_DEPOSIT",
    "MIN_STAKE",
    "Chain",
    "__version__",
    "chain_errors",
    "chain_events",
    "check_rows",
    "choose_prune",
    "coldkey_from_name",
    "epoch",
    "epoch_params",
    "epoch_with_trace",
    "hotkey_from_name",
    "hyperparameter_table",
    "inherit_stake",
    "network_parameter_table",
    "presets",
    "protected_uids",
    "split_emission",
    "ss58_decode",
    "ss58_encode",
    "storage_items",
    "upscale_weights",
]

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

EXISTENTIAL_DEPOSIT: Final[int]
MIN_STAKE: Final[int]
ALPHA_PER_BLOCK: Final[int]

@type_check_only
class ParameterRow(TypedDict):
    name: str
    storage: str
    type: str
    unit: str
    default: int | bool | str
    unset: int | bool | str
    low: int | bool | str
    high: int | bool | str
    doc: str

@type_check_only
class PresetRow(TypedDict):
    name: str
    values: dict[str, int | bool | str | list[int] | None]
    reasons: dict[str, str]

@type_check_only
class EventRow(TypedDict):
    name: str
    doc: str
    fields: list[str]

@type_check_only
class ErrorRow(TypedDict):
    name: str
    group: str
    doc: str
    fields: list[str]
    message: str

@final
class Chain:
    def __new__(
        cls, defaults: dict[str, Any], balances: list[tuple[bytes, int]], genesis: bytes
    ) -> Self: ...
    @property
    def block(self) -> int: ...
    @property
    def netuids(self) -> list[int]: ...
    @property
    def total_issuance(self) -> int: ...
    @property
    def total_stake(self) -> int: ...
    @property
    def author(self) -> bytes | None: ...
    @property
    def parent_hash(self) -> bytes: ...
    def step(self, author: bytes | None, parent_hash: bytes | None) -> int: ...
    def run(self, blocks: int) -> int: ...
    def create_subnet(
        self,
        owner: bytes,
        owner_hotkey: bytes,
        netuid: int | None,
        seat_owner: bool,
        settings: dict[str, Any],
    ) -> int: ...
    def grant_permits(self, netuid: int, uids: NDArray[np.uint16]) -> None: ...
    def hold_stake(self, netuid: int, hold: bool) -> None: ...
    def set_balance(self, key: bytes, free: int) -> None: ...
    def set_hyperparameters(self, netuid: int, settings: dict[str, Any]) -> None: ...
    def set_network_parameters(self, settings: dict[str, Any]) -> None: ...
    def register(self, signer: bytes, netuid: int, key: bytes) -> int: ...
    def add_stake(self, signer: bytes, key: bytes, netuid: int, amount: int) -> int: ...
    def remove_stake(self, signer: bytes, key: bytes, netuid: int, alpha: int) -> int: ...
    def set_weights(
        self,
        key: bytes,
        netuid: int,
        uids: NDArray[np.uint16],
        weights: NDArray[np.uint16],
        version_key: int,
        mechanism: int,
    ) -> None: ...
    def balance(self, key: bytes) -> int: ...
    def owner(self, key: bytes) -> bytes | None: ...
    def uid(self, netuid: int, key: bytes) -> int | None: ...
    def stake(self, key: bytes, holder: bytes, netuid: int) -> int: ...
    def hotkey_stake(self, key: bytes, netuid: int) -> int: ...
    def stake_weight(self, key: bytes, netuid: int) -> int: ...
    def hyperparameters(self, netuid: int) -> dict[str, Any]: ...
    def network_parameters(self) -> dict[str, Any]: ...
    def defaults(self) -> dict[str, Any]: ...
    def next_epoch_block(self, netuid: int) -> int | None: ...
    def epoch_index(self, netuid: int) -> int: ...
    def metagraph(self, netuid: int) -> dict[str, Any]: ...
    def events(self, since: int) -> list[tuple[int, int, str, dict[str, Any]]]: ...
    @property
    def event_count(self) -> int: ...
    @property
    def event_log_hash(self) -> bytes: ...
    def forget_events(self, before: int) -> None: ...
    def state_hash(self) -> bytes: ...
    def snapshot(self) -> bytes: ...
    @staticmethod
    def restore(snapshot: bytes) -> Chain: ...
    def to_storage(self) -> dict[str, Any]: ...
    @staticmethod
    def from_storage(
        storage: dict[str, Any], defaults: dict[str, Any], genesis: bytes
    ) -> Chain: ...
    def fork(self) -> Chain: ...
    def check_invariants(self) -> None: ...
    @property
    def keep_epoch_inputs(self) -> bool: ...
    @keep_epoch_inputs.setter
    def keep_epoch_inputs(self, keep: bool) -> None: ...
    def last_epoch_input(self, netuid: int) -> dict[str, Any] | None: ...

def hotkey_from_name(label: str) -> bytes: ...
def coldkey_from_name(label: str) -> bytes: ...
def ss58_encode(account: bytes) -> str: ...
def ss58_decode(text: str) -> bytes: ...
def storage_items() -> list[str]: ...
def hyperparameter_table() -> list[ParameterRow]: ...
def network_parameter_table() -> list[ParameterRow]: ...
def presets() -> list[PresetRow]: ...
def chain_errors() -> list[ErrorRow]: ...
def chain_events() -> list[EventRow]: ...
