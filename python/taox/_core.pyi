# The extension module: exact arithmetic in Rust. Use it through `taox.economy`, whose gate names
# bad arguments; here dtypes and shapes are checked, and little is explained.

from collections.abc import Callable
from typing import Any, Final, Self, TypeAlias, TypedDict, final, type_check_only

import numpy as np
from numpy.typing import NDArray

from taox.economy.params import EpochParams
from taox.economy.result import EpochTrace

__all__ = [
    "ALPHA_PER_BLOCK",
    "DEBUG_BUILD",
    "EXISTENTIAL_DEPOSIT",
    "MAX_CIPHERTEXT",
    "MIN_STAKE",
    "Chain",
    "SharePool",
    "__version__",
    "block_emission",
    "bonds_ema",
    "bonds_ema_csr",
    "chain_errors",
    "chain_events",
    "check_rows",
    "choose_prune",
    "claim_indices",
    "clamped_burn",
    "clip_columns",
    "coldkey_from_name",
    "decayed_burn",
    "epoch",
    "epoch_at_once",
    "epoch_params",
    "epoch_reference",
    "epoch_with_trace",
    "epochs",
    "hotkey_from_name",
    "hyperparameter_table",
    "inherit_stake",
    "liquid_alpha",
    "network_parameter_table",
    "normalize_columns",
    "normalize_rows",
    "pool_adjust",
    "pool_at_price",
    "pool_price",
    "pool_quote",
    "pool_trade",
    "pow_fall_backs",
    "pow_ratio",
    "presets",
    "protected_uids",
    "raised_burn",
    "seal_weights",
    "split_emission",
    "ss58_decode",
    "ss58_encode",
    "storage_items",
    "upscale_weights",
    "weighted_median",
    "weights_hash",
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

# The fields of EpochResult in their order.
_EpochOutput: TypeAlias = tuple[
    NDArray[np.uint64],
    NDArray[np.uint64],
    NDArray[np.uint64],
    NDArray[np.uint16],
    NDArray[np.uint16],
    NDArray[np.uint16],
    NDArray[np.uint16],
    NDArray[np.bool_],
    NDArray[np.bool_],
    NDArray[np.uint16],
    list[tuple[NDArray[np.uint32], NDArray[np.uint16], NDArray[np.uint16]]],
]

def epoch(arguments: EpochInput, /) -> _EpochOutput: ...
def epoch_reference(arguments: EpochInput, /) -> _EpochOutput: ...
def epoch_with_trace(
    arguments: EpochInput,
    consensus: Callable[..., Any] | None = None,
    bonds: Callable[..., Any] | None = None,
    /,
) -> tuple[_EpochOutput, list[EpochTrace]]: ...
def epoch_at_once(
    weights: object,
    stake: object,
    bonds: object,
    params: EpochParams | None,
    block: object,
    emission: object,
    last_mechanism_step_block: object,
    owner_uid: object,
    block_at_registration: object,
    last_update: object,
    validator_permit: object,
    /,
) -> _EpochOutput | None: ...
def epochs(arguments: list[EpochInput], threads: int, /) -> list[_EpochOutput | None]: ...
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

# --- Kernels -------------------------------------------------------------------------------------

# Rows, columns, and of a sparse matrix its row starts and column indices.
_Layout: TypeAlias = tuple[int, int, tuple[NDArray[np.uint32], NDArray[np.uint32]] | None]

def normalize_rows(matrix: _Layout, values: NDArray[np.int64], /) -> NDArray[np.int64]: ...
def normalize_columns(matrix: _Layout, values: NDArray[np.int64], /) -> NDArray[np.int64]: ...
def clip_columns(
    matrix: _Layout, values: NDArray[np.int64], limits: NDArray[np.int64], /
) -> NDArray[np.int64]: ...
def weighted_median(
    matrix: _Layout, values: NDArray[np.int64], stake: NDArray[np.int64], kappa: int, /
) -> NDArray[np.int64]: ...
def bonds_ema(
    new: NDArray[np.int64], old: NDArray[np.int64], alpha: int, /
) -> NDArray[np.int64]: ...
def bonds_ema_csr(
    new_matrix: _Layout,
    new: NDArray[np.int64],
    old_matrix: _Layout,
    old: NDArray[np.int64],
    alpha: int,
    /,
) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.int64]]: ...
def liquid_alpha(
    matrix: _Layout,
    weights: NDArray[np.int64],
    bonds: NDArray[np.int64],
    consensus: NDArray[np.int64],
    low: int,
    high: int,
    steepness: int,
    /,
) -> NDArray[np.int64]: ...

# --- Chain ---------------------------------------------------------------------------------------

EXISTENTIAL_DEPOSIT: Final[int]
MIN_STAKE: Final[int]
ALPHA_PER_BLOCK: Final[int]

@type_check_only
class SetterRow(TypedDict):
    call: str
    argument: str
    signer: str
    wait: int | str
    frozen: str
    missing: str | None
    not_on_root: bool
    scale: int
    event: str | None
    limits: list[tuple[str, int | str, str, bool]]

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
    setter: SetterRow | None

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
    def seat_neuron(self, owner: bytes, netuid: int, key: bytes) -> int: ...
    def grant_permits(self, netuid: int, uids: NDArray[np.uint16]) -> None: ...
    def hold_stake(self, netuid: int, hold: bool) -> None: ...
    def set_stake(self, holder: bytes, key: bytes, netuid: int, alpha: int) -> None: ...
    def set_rule(
        self,
        netuid: int,
        consensus: Callable[..., Any] | None,
        bonds: Callable[..., Any] | None,
    ) -> None: ...
    def set_balance(self, key: bytes, free: int) -> None: ...
    def set_hyperparameters(self, netuid: int, settings: dict[str, Any]) -> None: ...
    def set_network_parameters(self, settings: dict[str, Any]) -> None: ...
    def register(self, coldkey: bytes, netuid: int, hotkey: bytes) -> int: ...
    def add_stake(self, coldkey: bytes, hotkey: bytes, netuid: int, amount: int) -> int: ...
    def remove_stake(self, coldkey: bytes, hotkey: bytes, netuid: int, alpha: int) -> int: ...
    def set_weights(
        self,
        key: bytes,
        netuid: int,
        uids: NDArray[np.uint16],
        weights: NDArray[np.uint16],
        version_key: int,
        mechanism: int,
    ) -> None: ...
    def commit_weights(
        self, key: bytes, netuid: int, commit_hash: bytes, mechanism: int
    ) -> None: ...
    def reveal_weights(
        self,
        key: bytes,
        netuid: int,
        uids: NDArray[np.uint16],
        values: NDArray[np.uint16],
        salt: NDArray[np.uint16],
        version_key: int,
        mechanism: int,
    ) -> None: ...
    def reveal_weights_body(
        self,
        key: bytes,
        netuid: int,
        uids: NDArray[np.uint16],
        values: NDArray[np.uint16],
        salt: NDArray[np.uint16],
        version_key: int,
        mechanism: int,
    ) -> None: ...
    def commit_timelocked_weights(
        self,
        key: bytes,
        netuid: int,
        ciphertext: bytes,
        reveal_round: int,
        version: int,
        mechanism: int,
    ) -> None: ...
    def batch_set_weights(
        self,
        key: bytes,
        netuids: list[int],
        weights: list[list[tuple[int, int]]],
        version_keys: list[int],
    ) -> list[Any]: ...
    def batch_commit_weights(
        self, key: bytes, netuids: list[int], hashes: list[bytes]
    ) -> list[Any]: ...
    def batch_reveal_weights(
        self,
        key: bytes,
        netuid: int,
        uids: list[list[int]],
        values: list[list[int]],
        salts: list[list[int]],
        version_keys: list[int],
    ) -> None: ...
    def pending_commits(
        self, netuid: int, mechanism: int
    ) -> list[tuple[bytes, int, int, bytes, int | None]]: ...
    @property
    def drand_round(self) -> int: ...
    def drand_pulse(self, drand_round: int) -> None: ...
    def reveal_round(self, netuid: int) -> int: ...
    def set_hyperparameter(
        self, signer: bytes | None, netuid: int, setting: dict[str, Any]
    ) -> None: ...
    def set_network_parameter(self, signer: bytes | None, setting: dict[str, Any]) -> None: ...
    def set_tempo(self, origin: bytes | None, netuid: int, tempo: int) -> None: ...
    def sudo_set_tempo(self, origin: bytes | None, netuid: int, tempo: int) -> None: ...
    def set_activity_cutoff_factor(
        self, origin: bytes | None, netuid: int, factor_milli: int
    ) -> None: ...
    def trigger_epoch(self, origin: bytes | None, netuid: int) -> None: ...
    def sudo_set_mechanism_count(
        self, origin: bytes | None, netuid: int, mechanism_count: int
    ) -> None: ...
    def sudo_set_mechanism_emission_split(
        self, origin: bytes | None, netuid: int, maybe_split: list[int] | None
    ) -> None: ...
    def sudo_set_alpha_values(
        self, origin: bytes | None, netuid: int, alpha_low: int, alpha_high: int
    ) -> None: ...
    def sudo_trim_to_max_allowed_uids(
        self, origin: bytes | None, netuid: int, max_n: int
    ) -> None: ...
    def sudo_set_sn_owner_hotkey(
        self, origin: bytes | None, netuid: int, hotkey: bytes
    ) -> None: ...
    def sudo_set_rao_recycled(
        self, origin: bytes | None, netuid: int, rao_recycled: int
    ) -> None: ...
    def sudo_set_network_pow_registration_allowed(
        self, origin: bytes | None, netuid: int, registration_allowed: bool
    ) -> None: ...
    def sudo_set_total_issuance(self, origin: bytes | None, total_issuance: int) -> None: ...
    def update_symbol(self, signer: bytes | None, netuid: int, symbol: str) -> None: ...
    def symbol(self, netuid: int) -> str | None: ...
    def set_subnet_identity(
        self, origin: bytes | None, netuid: int, identity: list[bytes]
    ) -> None: ...
    def subnet_identity(self, netuid: int) -> list[bytes] | None: ...
    def set_identity(self, coldkey: bytes, identity: list[bytes]) -> None: ...
    def identity(self, key: bytes) -> list[bytes] | None: ...
    def transfer(self, sender: bytes, receiver: bytes, amount: int) -> None: ...
    def transfer_allow_death(self, sender: bytes, receiver: bytes, amount: int) -> None: ...
    def register_limit(
        self, coldkey: bytes, netuid: int, hotkey: bytes, limit_price: int
    ) -> int: ...
    def transfer_all(self, sender: bytes, receiver: bytes, keep_alive: bool) -> int: ...
    def root_register(self, coldkey: bytes, hotkey: bytes) -> int: ...
    def register_network(self, coldkey: bytes, hotkey: bytes) -> int: ...
    def register_network_with_identity(
        self, coldkey: bytes, hotkey: bytes, identity: list[bytes] | None
    ) -> int: ...
    def lock_cost(self) -> int: ...
    def subnet_info(self, netuid: int) -> dict[str, Any]: ...
    def start_call(self, origin: bytes | None, netuid: int) -> None: ...
    def root_dissolve_network(self, origin: bytes | None, netuid: int) -> None: ...
    def try_associate_hotkey(self, coldkey: bytes, hotkey: bytes) -> None: ...
    def set_coldkey_auto_stake_hotkey(self, coldkey: bytes, netuid: int, hotkey: bytes) -> None: ...
    def auto_stake_hotkey(self, owner: bytes, netuid: int) -> bytes | None: ...
    def set_auto_parent_delegation_enabled(
        self, coldkey: bytes, hotkey: bytes, enabled: bool
    ) -> None: ...
    def swap_hotkey_v2(
        self,
        coldkey: bytes,
        old_hotkey: bytes,
        new_hotkey: bytes,
        netuid: int | None,
        keep_stake: bool,
    ) -> None: ...
    def serve_axon_tls(
        self,
        key: bytes,
        netuid: int,
        axon: tuple[int, int, int, int, int, int, int],
        certificate: bytes,
    ) -> None: ...
    def serve_prometheus(
        self, key: bytes, netuid: int, info: tuple[int, int, int, int]
    ) -> None: ...
    def axon(
        self, netuid: int, key: bytes
    ) -> tuple[int, tuple[int, int, int, int, int, int, int]] | None: ...
    def prometheus(
        self, netuid: int, key: bytes
    ) -> tuple[int, tuple[int, int, int, int]] | None: ...
    def certificate(self, netuid: int, key: bytes) -> tuple[int, bytes] | None: ...
    def add_stake_limit(
        self,
        coldkey: bytes,
        hotkey: bytes,
        netuid: int,
        amount: int,
        limit_price: int,
        allow_partial: bool,
    ) -> int: ...
    def remove_stake_limit(
        self,
        coldkey: bytes,
        hotkey: bytes,
        netuid: int,
        alpha: int,
        limit_price: int,
        allow_partial: bool,
    ) -> int: ...
    def remove_stake_full_limit(
        self, coldkey: bytes, hotkey: bytes, netuid: int, limit_price: int | None
    ) -> int: ...
    def unstake_all(self, coldkey: bytes, hotkey: bytes) -> int: ...
    def unstake_all_alpha(self, coldkey: bytes, hotkey: bytes) -> int: ...
    def move_stake(
        self,
        coldkey: bytes,
        origin_hotkey: bytes,
        destination_hotkey: bytes,
        origin_netuid: int,
        destination_netuid: int,
        alpha: int,
    ) -> int: ...
    def transfer_stake(
        self,
        coldkey: bytes,
        destination_coldkey: bytes,
        hotkey: bytes,
        origin_netuid: int,
        destination_netuid: int,
        alpha: int,
    ) -> int: ...
    def swap_stake(
        self,
        coldkey: bytes,
        hotkey: bytes,
        origin_netuid: int,
        destination_netuid: int,
        alpha: int,
    ) -> int: ...
    def swap_stake_limit(
        self,
        coldkey: bytes,
        hotkey: bytes,
        origin_netuid: int,
        destination_netuid: int,
        alpha: int,
        limit_price: int,
        allow_partial: bool,
    ) -> int: ...
    def quote_swap_stake(
        self, origin_netuid: int, destination_netuid: int, alpha: int
    ) -> tuple[dict[str, int], dict[str, int]]: ...
    def recycle_alpha(self, coldkey: bytes, hotkey: bytes, alpha: int, netuid: int) -> int: ...
    def burn_alpha(self, coldkey: bytes, hotkey: bytes, alpha: int, netuid: int) -> int: ...
    def add_stake_burn(
        self, coldkey: bytes, hotkey: bytes, netuid: int, amount: int, limit: int | None
    ) -> int: ...
    def lock_stake(self, coldkey: bytes, hotkey: bytes, netuid: int, alpha: int) -> None: ...
    def set_perpetual_lock(self, coldkey: bytes, netuid: int, enabled: bool) -> None: ...
    def move_lock(self, coldkey: bytes, destination_hotkey: bytes, netuid: int) -> None: ...
    def set_reject_locked_alpha(self, signer: bytes, enabled: bool) -> None: ...
    def rejects_locked_alpha(self, key: bytes) -> bool: ...
    def stake_lock(self, key: bytes, netuid: int) -> dict[str, Any] | None: ...
    def stake_on_subnet(self, key: bytes, netuid: int) -> int: ...
    def unlocked_stake(self, key: bytes, netuid: int) -> int: ...
    def conviction_bits(self, key: bytes, netuid: int) -> int: ...
    def set_children(
        self, signer: bytes, key: bytes, netuid: int, children: list[tuple[int, bytes]]
    ) -> None: ...
    def increase_take(self, coldkey: bytes, hotkey: bytes, take: int) -> None: ...
    def decrease_take(self, coldkey: bytes, hotkey: bytes, take: int) -> None: ...
    def set_childkey_take(self, coldkey: bytes, hotkey: bytes, netuid: int, take: int) -> None: ...
    def claim_root(self, signer: bytes, subnets: list[int]) -> None: ...
    def set_root_claim_type(self, signer: bytes, keep: bool, netuids: list[int] | None) -> None: ...
    def claim_root_body(self, signer: bytes, subnets: list[int]) -> None: ...
    def increase_take_body(self, coldkey: bytes, hotkey: bytes, take: int) -> None: ...
    def decrease_take_body(self, coldkey: bytes, hotkey: bytes, take: int) -> None: ...
    def set_weights_body(
        self,
        key: bytes,
        netuid: int,
        uids: NDArray[np.uint16],
        weights: NDArray[np.uint16],
        version_key: int,
        mechanism: int,
    ) -> None: ...
    def pay_epoch(
        self,
        netuid: int,
        shares: list[tuple[bytes, int, int]],
        pots: tuple[int, int, int],
    ) -> tuple[list[tuple[bytes, int]], list[tuple[bytes, int]]]: ...
    def parent_distribution(
        self, netuid: int, key: bytes, dividend: int
    ) -> list[tuple[bytes, int]]: ...
    def set_pool(
        self, netuid: int, tao: int, alpha: int, price_bits: int, moving_price_bits: int
    ) -> None: ...
    def economy(self, netuid: int) -> dict[str, Any]: ...
    def burn(self, netuid: int) -> int: ...
    def quote_stake(self, netuid: int, tao: int) -> dict[str, int]: ...
    def quote_unstake(self, netuid: int, alpha: int) -> dict[str, int]: ...
    def delegate_take(self, key: bytes) -> int: ...
    def childkey_take(self, key: bytes, netuid: int) -> int: ...
    def children(self, key: bytes, netuid: int) -> list[tuple[int, bytes]]: ...
    def parents(self, key: bytes, netuid: int) -> list[tuple[int, bytes]]: ...
    def root_claim_type(self, key: bytes) -> str | list[int]: ...
    def claimable(self, key: bytes) -> list[tuple[bytes, int, int]]: ...
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

# --- Rules that stand alone ----------------------------------------------------------------------

_PoolParts: TypeAlias = tuple[int, int, int, int, bool, int]
_Outcome: TypeAlias = tuple[int, int, int, int] | str

@final
class SharePool:
    def __new__(cls) -> Self: ...
    @property
    def total(self) -> int: ...
    @property
    def denominator(self) -> tuple[int, int]: ...
    def credit(self, holder: bytes, amount: int) -> None: ...
    def debit(self, holder: bytes, amount: int) -> bool: ...
    def raise_all(self, amount: int) -> None: ...
    def value(self, holder: bytes) -> int: ...
    def shares(self) -> dict[bytes, tuple[int, int]]: ...

def block_emission(issuance: int, /) -> int: ...
def claim_indices(parent_hash: bytes, claims: int, stakers: int, /) -> list[int]: ...
def decayed_burn(burn: int, min_burn: int, max_burn: int, half_life: int, /) -> int: ...
def clamped_burn(burn: int, min_burn: int, max_burn: int, /) -> int: ...
def raised_burn(burn: int, min_burn: int, max_burn: int, multiplier_bits: int, /) -> int: ...
def pool_price(given: _PoolParts, /) -> int: ...
def pool_quote(given: _PoolParts, wanted: tuple[bool, int, int, bool], /) -> _Outcome: ...
def pool_trade(
    given: _PoolParts,
    wanted: tuple[bool, int, int, bool],
    alpha_out: int,
    total_stake: int,
    volume: int,
    /,
) -> tuple[_Outcome, _PoolParts, int, int, int]: ...
def pool_adjust(given: _PoolParts, tao: int, alpha: int, /) -> tuple[int, int, _PoolParts]: ...
def pool_at_price(given: _PoolParts, price_bits: int, /) -> _PoolParts: ...
def pow_ratio(
    base: tuple[int, int], exponent: tuple[int, int], scale: int, precision_bits: int, /
) -> tuple[int, bool]: ...
def pow_fall_backs() -> int: ...

MAX_CIPHERTEXT: int

def weights_hash(
    key: bytes,
    netuid: int,
    uids: NDArray[np.uint16],
    values: NDArray[np.uint16],
    salt: NDArray[np.uint16],
    version_key: int,
    mechanism: int,
) -> bytes: ...
def seal_weights(
    key: bytes | None, uids: list[int], weights: list[int], version_key: int
) -> bytes: ...
