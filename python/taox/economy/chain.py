"""`Chain`: a Bittensor as a state machine; blocks, calls, events, snapshots.

Its methods stand in modules by who uses them: `chain_calls`, `chain_weights` (with
`chain_mechanism_weights` and `chain_weight_batches`), `chain_market`, `chain_moves`, `chain_locks`,
`chain_keys`, `chain_subnets` and `chain_serving` what a key signs, `chain_settings` and
`chain_identity` what owners and root set, `chain_verbs` what only a devnet can do, `chain_views`
and `chain_economy` what is read. Here is its life: genesis, blocks, state.
"""

from collections.abc import Callable, Mapping
from typing import Any, Self

from taox._core import Chain as CoreChain
from taox._core import storage_items
from taox.economy.accounts import AccountId, Coldkey
from taox.economy.chain_bodies import ChainBodies
from taox.economy.chain_calls import ChainCalls
from taox.economy.chain_economy import ChainEconomy
from taox.economy.chain_identity import ChainIdentity
from taox.economy.chain_keys import ChainKeys
from taox.economy.chain_locks import ChainLocks
from taox.economy.chain_market import ChainMarket
from taox.economy.chain_mechanism_weights import ChainMechanismWeights
from taox.economy.chain_moves import ChainMoves
from taox.economy.chain_part import genesis_bytes, key
from taox.economy.chain_serving import ChainServing
from taox.economy.chain_settings import ChainSettings
from taox.economy.chain_subnets import ChainSubnets
from taox.economy.chain_verbs import ChainVerbs
from taox.economy.chain_views import ChainViews
from taox.economy.chain_weight_batches import ChainWeightBatches
from taox.economy.errors import InputError, InputTypeError
from taox.economy.gate import describe, flag, integer
from taox.economy.presets import LOCAL, Preset, known_hyperparameters
from taox.economy.units import format_tao

__all__ = ["Chain"]


class Chain(
    ChainCalls,
    ChainMechanismWeights,
    ChainWeightBatches,
    ChainMarket,
    ChainMoves,
    ChainLocks,
    ChainKeys,
    ChainSubnets,
    ChainServing,
    ChainSettings,
    ChainIdentity,
    ChainVerbs,
    ChainViews,
    ChainEconomy,
):
    """A Bittensor chain in memory: exact, deterministic, without clock and network.

    A block is the block step, made by `step`, and then the calls that follow it. Calls are those
    of the chain, under its names; a refused call raises a `ChainError` and has changed nothing.
    The verbs that no signer has (`create_subnet`, `seat_neuron`, `set_balance`, `set_stake`,
    `set_pool`, `set_hyperparameters`, `set_network_parameters`) are those of a devnet.

    Amounts are integers of rao: TAO rao, or alpha rao of a subnet. Staking buys alpha from the
    subnet's pool and unstaking sells it; each block mints TAO for the subnets by their moving
    prices, and alpha, and each epoch pays what has gathered.

    Use a chain from one thread at a time.

    Args:
        preset: What new subnets are created with: `LOCAL` or `CHAIN`.
        balances: Free TAO at genesis, rao by coldkey. Each 0 or at least 500 rao.
        genesis: Name of the chain; the hashes of its blocks follow from it.

    Raises:
        InputTypeError: ``preset`` is no `Preset`, or ``balances`` no mapping from coldkeys.
        InputError: All balances exceed 21 million TAO.
        BelowMinimum: A balance is too small for an account.
        ParamError: The preset holds an unknown name or a value out of range.

    Example:
        >>> from taox.economy import Chain, Coldkey, Hotkey
        >>> alice, hotkey = Coldkey.from_name("alice"), Hotkey.from_name("alice")
        >>> chain = Chain(balances={alice: 2_000 * 10**9})
        >>> netuid = chain.create_subnet(Coldkey.from_name("owner"), Hotkey.from_name("owner"))
        >>> chain.register(alice, netuid, hotkey)
        1
        >>> chain.add_stake(alice, hotkey, netuid, 1_000 * 10**9)
        499125457987
        >>> chain.run(360)
        360
        >>> bool(chain.metagraph(netuid).validator_permit[1])
        True
    """

    __slots__ = ()

    def __init__(
        self,
        preset: Preset = LOCAL,
        *,
        balances: Mapping[Coldkey, int] | None = None,
        genesis: str | bytes = "taox",
    ) -> None:
        self._core = CoreChain(_values(preset), _free(balances), genesis_bytes(genesis))

    @classmethod
    def _around(cls, core: CoreChain) -> Self:
        chain = cls.__new__(cls)
        chain._core = core
        return chain

    def step(self, author: AccountId | None = None, parent_hash: bytes | None = None) -> int:
        """Make the next block: emission, due epochs, payouts. Returns its number.

        Args:
            author: Who makes the block.
            parent_hash: 32 bytes; a local chain derives them from its genesis and the number.

        Raises:
            InputTypeError: The author is no account, or the hash is not bytes.
            InputError: The hash has another length.
        """
        if parent_hash is not None and not isinstance(parent_hash, bytes):
            raise InputTypeError("parent_hash", "32 bytes", describe(parent_hash))
        if parent_hash is not None and len(parent_hash) != 32:
            raise InputError("parent_hash", "32 bytes", f"{len(parent_hash)} bytes")
        made_by = None if author is None else key("author", author, AccountId)
        return self._core.step(made_by, parent_hash)

    def run(self, blocks: int) -> int:
        """Make many blocks. Returns the number of the last.

        Ctrl-C stops between two blocks.

        Args:
            blocks: How many.
        """
        return self._core.run(integer("blocks", blocks))

    def snapshot(self) -> bytes:
        """The chain as bytes: state, event count and event-log hash, without the events."""
        return self._core.snapshot()

    @classmethod
    def restore(cls, snapshot: bytes) -> Self:
        """The chain that `snapshot` wrote; from there on it does the same.

        Args:
            snapshot: Bytes of `snapshot`, of the same version of the format.

        Raises:
            InputTypeError: It is not bytes.
            InputError: It is no snapshot, of another version, or damaged.
        """
        if not isinstance(snapshot, bytes):
            raise InputTypeError("snapshot", "bytes of Chain.snapshot()", describe(snapshot))
        return cls._around(CoreChain.restore(snapshot))

    def to_storage(self) -> dict[str, Any]:
        """The state as a storage dump: the chain's items by name, as JSON can hold them.

        Maps have text keys, whose parts are joined by commas in the chain's order; accounts are
        integers (their 32 bytes, big-endian), in keys too; fixed-point numbers are text of their
        bits. The account of a subnet is ``subnet:N`` in ``free_balance``. Amounts of 0 are left
        out. It is the form of the golden vectors.
        """
        return self._core.to_storage()

    @classmethod
    def from_storage(
        cls,
        storage: Mapping[str, Any],
        *,
        preset: Preset = LOCAL,
        genesis: str | bytes = "taox",
    ) -> Self:
        """A chain in the state of a storage dump, without events.

        A missing entry means the chain's default of an unset item (`Hyperparameter.unset`), which
        differs from what subnet creation writes.

        Args:
            storage: Items by name, in the form of `to_storage`. `storage_items` lists them.
            preset: What new subnets are created with; a dump does not hold it.
            genesis: Name of the chain, from which the hashes of its blocks follow.

        Raises:
            InputTypeError: A value is of a kind that no dump holds.
            InputError: An item is unknown here, an entry is malformed, or entries do not fit
                together; the message names it.
        """
        if not isinstance(storage, Mapping):
            raise InputTypeError("storage", "a dictionary of items", describe(storage))
        values = _values(preset)
        return cls._around(CoreChain.from_storage(dict(storage), values, genesis_bytes(genesis)))

    @staticmethod
    def storage_items() -> list[str]:
        """The names of the items that exist here, sorted."""
        return storage_items()

    def fork(self) -> Self:
        """A second chain in the same state, with the same events; neither sees the other."""
        return self._around(self._core.fork())

    def check_invariants(self) -> None:
        """Check that TAO and alpha are conserved and that all tables fit together.

        Raises:
            RuntimeError: A rule does not hold: a fault of this package, or of a state that was
                loaded from outside. One rule the chain's own arithmetic can break: where a
                mechanism without dividends stands beside another and the owner recycles what
                miners earned, an epoch gives out more alpha than it drained.
        """
        self._core.check_invariants()

    def forget_events(self, before: int) -> None:
        """Drop old events, so that a long run does not keep them all.

        `event_count` and `event_log_hash` stay as they are.

        Args:
            before: The number of the first event to keep.
        """
        self._core.forget_events(integer("before", before))

    @property
    def keep_epoch_inputs(self) -> bool:
        """Whether the input of each epoch is kept for `last_epoch_input`; not part of the state."""
        return self._core.keep_epoch_inputs

    @keep_epoch_inputs.setter
    def keep_epoch_inputs(self, keep: bool) -> None:
        self._core.keep_epoch_inputs = flag("keep_epoch_inputs", keep)

    @property
    def bodies(self) -> ChainBodies:
        """The calls without their guards, for comparison with the chain's own vectors."""
        return ChainBodies(self._core)

    def __copy__(self) -> Self:
        return self.fork()

    def __deepcopy__(self, _memo: object) -> Self:
        return self.fork()

    def __reduce__(self) -> tuple[Callable[[bytes], Self], tuple[bytes]]:
        """Pickles as its snapshot."""
        return type(self).restore, (self.snapshot(),)

    def __len__(self) -> int:
        """How many subnets there are, root not counted."""
        return len(self.netuids)

    def __bool__(self) -> bool:
        """True: a chain without subnets is a chain."""
        return True

    def __repr__(self) -> str:
        issued = format_tao(self.total_issuance, places=0)
        return f"<Chain block={self.block} subnets={len(self)} issuance={issued} TAO>"


def _values(preset: object) -> dict[str, Any]:
    if not isinstance(preset, Preset):
        raise InputTypeError("preset", "a Preset such as taox.LOCAL", describe(preset))
    return known_hyperparameters(preset.values)


def _free(balances: object) -> list[tuple[bytes, int]]:
    if balances is None:
        return []
    if not isinstance(balances, Mapping):
        raise InputTypeError("balances", "a mapping from coldkeys to rao", describe(balances))
    return [
        (key("balances", coldkey, Coldkey), integer("balances", free))
        for coldkey, free in balances.items()
    ]
