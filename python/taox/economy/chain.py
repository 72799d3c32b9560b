"""`Chain`: a Bittensor as a state machine; blocks, calls, events, snapshots."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from taox._core import Chain as CoreChain
from taox._core import storage_items
from taox.economy.accounts import AccountId, Coldkey, Hotkey
from taox.economy.chain_errors import MechanismDoesNotExist
from taox.economy.errors import InputError, InputTypeError
from taox.economy.events import Event, event_from_parts
from taox.economy.gate import describe, integer
from taox.economy.metagraph import NEVER, Metagraph
from taox.economy.params import EpochParams
from taox.economy.presets import LOCAL, ParamValue, Preset
from taox.economy.rows import Rows
from taox.economy.units import format_tao

__all__ = ["Chain"]

Weights = Sequence[int] | NDArray[np.integer[Any]]
"""Uids or weights: a sequence of integers, or an array of any integer dtype, 0 to 65535."""


class Chain:
    """A Bittensor chain in memory: exact, deterministic, without clock and network.

    A block is the block step, made by `step`, and then the calls that follow it. Calls are those
    of the chain, under its names; a refused call raises a `ChainError` and has changed nothing.
    The verbs that no signer has (`create_subnet`, `set_balance`, `set_hyperparameters`,
    `set_network_parameters`) are those of a devnet.

    Amounts are integers of rao: TAO rao, or alpha rao of a subnet. For now **one alpha is one
    TAO**: subnets have the chain's 1:1 pool, registration is free, and every started subnet emits
    one alpha per block, half to miners and half to validators after the owner's cut.

    Use a chain from one thread at a time.

    Args:
        preset: What new subnets are created with: `LOCAL` or `CHAIN`.
        balances: Free TAO at genesis, rao by coldkey. Each 0 or at least 500 rao.
        genesis: Name of the chain; the hashes of its blocks follow from it.

    Raises:
        InputError: A balance is too small for an account, or all exceed 21 million TAO.
        ParamError: The preset holds an unknown name or a value out of range.

    Example:
        >>> alice, hotkey = Coldkey.from_name("alice"), Hotkey.from_name("alice")
        >>> chain = Chain(balances={alice: 2_000 * 10**9})
        >>> netuid = chain.create_subnet(Coldkey.from_name("owner"), Hotkey.from_name("owner"))
        >>> chain.register(alice, netuid, hotkey)
        1
        >>> chain.add_stake(alice, hotkey, netuid, 1_000 * 10**9)
        1000000000000
        >>> chain.run(360)
        360
        >>> bool(chain.metagraph(netuid).validator_permit[1])
        True
    """

    __slots__ = ("_core",)

    def __init__(
        self,
        preset: Preset = LOCAL,
        *,
        balances: Mapping[Coldkey, int] | None = None,
        genesis: str | bytes = "taox",
    ) -> None:
        pairs = [
            (_key("balances", coldkey, Coldkey), integer("balances", free))
            for coldkey, free in (balances or {}).items()
        ]
        self._core = CoreChain(dict(preset.values), pairs, _genesis(genesis))

    @classmethod
    def _around(cls, core: CoreChain) -> Self:
        chain = cls.__new__(cls)
        chain._core = core
        return chain

    # --- Blocks ---------------------------------------------------------------------------------

    @property
    def block(self) -> int:
        """The number of the current block; 0 before the first step."""
        return self._core.block

    def step(self, author: AccountId | None = None, parent_hash: bytes | None = None) -> int:
        """Make the next block: emission, due epochs, payouts. Returns its number.

        Args:
            author: Who makes the block.
            parent_hash: 32 bytes; a local chain derives them from its genesis and the number.

        Raises:
            InputError: The hash has another length.
        """
        if parent_hash is not None and len(parent_hash) != 32:
            raise InputError("parent_hash", "32 bytes", f"{len(parent_hash)} bytes")
        return self._core.step(None if author is None else bytes(author), parent_hash)

    def run(self, blocks: int) -> int:
        """Make many blocks. Returns the number of the last.

        Ctrl-C stops between two blocks.

        Args:
            blocks: How many.
        """
        return self._core.run(integer("blocks", blocks))

    @property
    def parent_hash(self) -> bytes:
        """The hash of the block before the current one, 32 bytes."""
        return self._core.parent_hash

    # --- Subnets --------------------------------------------------------------------------------

    @property
    def netuids(self) -> list[int]:
        """The netuids of all subnets but root, ascending."""
        return self._core.netuids

    def create_subnet(
        self,
        owner: Coldkey,
        owner_hotkey: Hotkey,
        *,
        netuid: int | None = None,
        seat_owner: bool = True,
        **hyperparameters: ParamValue,
    ) -> int:
        """Create a subnet, free of charge. Returns the netuid.

        Args:
            owner: Who gets the owner's cut.
            owner_hotkey: The owner's hotkey, on which the cut is staked.
            netuid: 1 to 4095; the smallest unused one when absent.
            seat_owner: Whether the owner's hotkey becomes uid 0, as it does on the chain.
            **hyperparameters: Values that differ from the preset's; see `HYPERPARAMETERS`.

        Raises:
            ParamError: A hyperparameter is unknown or out of its range.
            InputError: The netuid is taken, or values do not go together.
            NonAssociatedColdKey: Somebody else owns the hotkey.
            CannotUseSystemAccount: The hotkey is the account of a subnet.
            SubnetLimitReached: There are as many subnets as the network allows.
        """
        return self._core.create_subnet(
            _key("owner", owner, Coldkey),
            _key("owner_hotkey", owner_hotkey, Hotkey),
            None if netuid is None else integer("netuid", netuid, 16),
            seat_owner,
            hyperparameters,
        )

    def grant_permits(self, netuid: int, uids: object) -> None:
        """Give validator permits to these uids alone, until the next epoch decides.

        Args:
            netuid: The subnet.
            uids: Who gets one: integers, an array of any integer type.

        Raises:
            SubnetNotExists: There is no such subnet.
            InputError: Nobody holds one of the uids. Nothing changes then.
        """
        self._core.grant_permits(integer("netuid", netuid, 16), _u16_array("uids", uids))

    def hold_stake(self, netuid: int, *, hold: bool = True) -> None:
        """Hold every stake of a subnet where it is: emission is counted, not compounded.

        Epochs assign emission as ever, but nobody is paid; what would have been paid belongs to
        nobody. Made for replaying an archived subnet.

        Args:
            netuid: The subnet.
            hold: False lets emission become stake again.

        Raises:
            SubnetNotExists: There is no such subnet.
        """
        self._core.hold_stake(integer("netuid", netuid, 16), hold)

    def hyperparameters(self, netuid: int) -> dict[str, Any]:
        """All parameters of a subnet by name; see `HYPERPARAMETERS` for types and units.

        Args:
            netuid: The subnet.

        Raises:
            SubnetNotExists: There is no such subnet.
        """
        return self._core.hyperparameters(integer("netuid", netuid, 16))

    def set_hyperparameters(self, netuid: int, **values: ParamValue) -> None:
        """Set parameters of a subnet, all or none, without the owner's clocks and windows.

        A new tempo restarts the cycle; ``subtoken_enabled=True`` starts the subnet. A lower
        ``max_allowed_validators`` acts at the next epoch.

        Args:
            netuid: The subnet.
            **values: New values by name.

        Raises:
            SubnetNotExists: There is no such subnet.
            ParamError: A name is unknown or a value out of range.
            InputError: Values do not go together.
        """
        self._core.set_hyperparameters(integer("netuid", netuid, 16), values)

    def network_parameters(self) -> dict[str, Any]:
        """The parameters of the network by name; see `NETWORK_PARAMETERS`."""
        return self._core.network_parameters()

    def set_network_parameters(self, **values: ParamValue) -> None:
        """Set parameters of the network, all or none.

        Args:
            **values: New values by name; see `NETWORK_PARAMETERS`.

        Raises:
            ParamError: A name is unknown or a value out of range.
        """
        self._core.set_network_parameters(values)

    def next_epoch_block(self, netuid: int) -> int | None:
        """The next block at which an epoch is due; ``None`` with tempo 0, and for root.

        When more epochs are due than ``max_epochs_per_block``, those of high netuids move on.

        Args:
            netuid: The subnet.

        Raises:
            SubnetNotExists: There is no such subnet.
        """
        return self._core.next_epoch_block(integer("netuid", netuid, 16))

    def epoch_index(self, netuid: int) -> int:
        """How many epoch slots of a subnet have passed.

        Args:
            netuid: The subnet.

        Raises:
            SubnetNotExists: There is no such subnet.
        """
        return self._core.epoch_index(integer("netuid", netuid, 16))

    def metagraph(self, netuid: int, mechanism: int = 0) -> Metagraph:
        """A copy of a subnet's neurons as arrays.

        Args:
            netuid: The subnet; 0 is root, which has no neurons.
            mechanism: Whose weights, bonds, incentive and last updates to show.

        Raises:
            SubnetNotExists: There is no such subnet.
            MechanismDoesNotExist: It has no such mechanism.
        """
        parts = self._core.metagraph(integer("netuid", netuid, 16))
        mechanisms = parts.pop("mechanisms")
        if not 0 <= integer("mechanism", mechanism, 8) < len(mechanisms):
            raise MechanismDoesNotExist({"netuid": netuid, "mechanism": mechanism})
        return _metagraph(parts, mechanisms, mechanism)

    # --- Accounts -------------------------------------------------------------------------------

    @property
    def total_issuance(self) -> int:
        """TAO in all accounts together, rao; 500 rao of it in the account of each subnet."""
        return self._core.total_issuance

    @property
    def total_staked(self) -> int:
        """TAO in all pools together, rao."""
        return self._core.total_stake

    def balance(self, coldkey: Coldkey) -> int:
        """Free TAO of a coldkey, rao; 0 for an unknown one.

        Args:
            coldkey: Whose.
        """
        return self._core.balance(_key("coldkey", coldkey, Coldkey))

    def set_balance(self, coldkey: Coldkey, rao: int) -> None:
        """Set a free balance; issuance changes by the difference.

        Args:
            coldkey: Whose.
            rao: The new balance.

        Raises:
            BelowMinimum: It is above 0 and below the existential deposit of 500 rao.
            InputError: More than 21 million TAO would exist, or it is a subnet's account.
        """
        self._core.set_balance(_key("coldkey", coldkey, Coldkey), integer("rao", rao))

    def owner(self, hotkey: Hotkey) -> Coldkey | None:
        """The coldkey that owns a hotkey; ``None`` if nobody does.

        Args:
            hotkey: Whose.
        """
        owner = self._core.owner(_key("hotkey", hotkey, Hotkey))
        return None if owner is None else Coldkey(owner)

    # --- Calls ----------------------------------------------------------------------------------

    def register(self, coldkey: Coldkey, netuid: int, hotkey: Hotkey) -> int:
        """Register a hotkey on a subnet. Returns its uid (transitions.md 1.5).

        On a full subnet the neuron with the lowest emission is replaced (1.6). Free of charge
        for now.

        Args:
            coldkey: Who signs; becomes the owner of a hotkey that nobody owns.
            netuid: The subnet.
            hotkey: The new neuron.

        Raises:
            RegistrationNotPermittedOnRootSubnet: The netuid is 0.
            SubnetNotExists: There is no such subnet.
            SubNetRegistrationDisabled: Registrations are closed.
            HotKeyAlreadyRegisteredInSubNet: It holds a uid already.
            CannotUseSystemAccount: It is the account of a subnet.
            NonAssociatedColdKey: Somebody else owns it.
            NoNeuronIdAvailable: The subnet is full and nobody can be pruned.
        """
        return self._core.register(
            _key("coldkey", coldkey, Coldkey),
            integer("netuid", netuid, 16),
            _key("hotkey", hotkey, Hotkey),
        )

    def add_stake(self, coldkey: Coldkey, hotkey: Hotkey, netuid: int, amount: int) -> int:
        """Stake free TAO on a hotkey. Returns the alpha it became (transitions.md 1.12).

        The coldkey keeps at least 500 rao, so that up to 500 rao less than ``amount`` may be
        staked.

        Args:
            coldkey: Who signs and pays.
            hotkey: On whom; it needs an owner, but no uid.
            netuid: The subnet; 0 is root.
            amount: TAO rao, at least 2,000,000.

        Raises:
            SubnetNotExists: There is no such subnet.
            SubtokenDisabled: It has not started.
            AmountTooLow: Less than the minimum.
            NotEnoughBalanceToStake: More than the coldkey has.
            HotKeyAccountNotExists: Nobody owns the hotkey.
            InsufficientLiquidity: The amount would add no share.
        """
        return self._core.add_stake(
            _key("coldkey", coldkey, Coldkey),
            _key("hotkey", hotkey, Hotkey),
            integer("netuid", netuid, 16),
            integer("amount", amount),
        )

    def remove_stake(self, coldkey: Coldkey, hotkey: Hotkey, netuid: int, alpha: int) -> int:
        """Take stake back as free TAO. Returns the TAO it became (transitions.md 1.13).

        More than is held takes all. The 1:1 pool pays out of the TAO that was staked: emitted
        alpha beyond that cannot be cashed.

        Args:
            coldkey: Who signs and is paid.
            hotkey: From whom.
            netuid: The subnet; 0 is root.
            alpha: Alpha rao.

        Raises:
            SubtokenDisabled: The subnet has not started, or does not exist.
            AmountTooLow: Nothing is held or asked for; or less than 2,000,000 rao are taken and
                something remains.
            InsufficientLiquidity: The pool holds too little TAO.
            HotKeyAccountNotExists: Nobody owns the hotkey.
            BelowMinimum: The coldkey would end between 0 and 500 rao.
        """
        return self._core.remove_stake(
            _key("coldkey", coldkey, Coldkey),
            _key("hotkey", hotkey, Hotkey),
            integer("netuid", netuid, 16),
            integer("alpha", alpha),
        )

    def set_weights(
        self,
        hotkey: Hotkey,
        netuid: int,
        uids: Weights,
        weights: Weights,
        *,
        version_key: int = 0,
        mechanism: int = 0,
    ) -> None:
        """Store a hotkey's weights (transitions.md 1.8).

        They are scaled so that the largest is 65535, and replace the whole row in the order
        given. The next epoch uses them.

        Args:
            hotkey: Who signs.
            netuid: The subnet.
            uids: Whom the weights are for, no uid twice.
            weights: One per uid, 0 to 65535.
            version_key: Version of the validator's code, against ``weights_version_key``.
            mechanism: Which of the subnet's mechanisms.

        Raises:
            NotEnoughStakeToSetWeights: The stake weight is below the network's threshold.
            SettingWeightsTooFast: Too few blocks since the last weights or the registration.
            CommitRevealEnabled: The subnet takes weights only by commit and reveal.
            CanNotSetRootNetworkWeights: The netuid is 0.
            WeightVecNotEqualSize: The vectors differ in length.
            MechanismDoesNotExist: There is no such subnet or mechanism.
            UidsLengthExceedUidsInSubNet: More entries than neurons.
            HotKeyNotRegisteredInSubNet: The hotkey holds no uid.
            IncorrectWeightVersionKey: The version is too old.
            NeuronNoValidatorPermit: No permit, and not only a weight on itself.
            DuplicateUids: A uid is named twice.
            UidVecContainInvalidOne: A uid that nobody holds.
            WeightVecLengthIsLow: Fewer entries than ``min_allowed_weights``.
            InputError: An entry is no integer of 0 to 65535.
        """
        self._core.set_weights(
            _key("hotkey", hotkey, Hotkey),
            integer("netuid", netuid, 16),
            _u16_array("uids", uids),
            _u16_array("weights", weights),
            integer("version_key", version_key),
            integer("mechanism", mechanism, 8),
        )

    # --- Stake ----------------------------------------------------------------------------------

    def uid(self, netuid: int, hotkey: Hotkey) -> int | None:
        """The uid a hotkey holds; ``None`` if it holds none, or there is no such subnet.

        Args:
            netuid: The subnet.
            hotkey: Whose.
        """
        return self._core.uid(integer("netuid", netuid, 16), _key("hotkey", hotkey, Hotkey))

    def stake(self, hotkey: Hotkey, coldkey: Coldkey, netuid: int) -> int:
        """What one coldkey owns on a hotkey, alpha rao; its share of the hotkey's total, floored.

        Args:
            hotkey: On whom.
            coldkey: Whose.
            netuid: The subnet; 0 is root.
        """
        return self._core.stake(
            _key("hotkey", hotkey, Hotkey),
            _key("coldkey", coldkey, Coldkey),
            integer("netuid", netuid, 16),
        )

    def total_stake(self, hotkey: Hotkey, netuid: int) -> int:
        """What all coldkeys own on a hotkey together, alpha rao.

        Args:
            hotkey: On whom.
            netuid: The subnet; 0 is root.
        """
        key = _key("hotkey", hotkey, Hotkey)
        return self._core.hotkey_stake(key, integer("netuid", netuid, 16))

    def stake_weight(self, hotkey: Hotkey, netuid: int) -> int:
        """Alpha plus weighted root TAO of a hotkey, floored to rao: what an epoch counts.

        Args:
            hotkey: Whose.
            netuid: The subnet.
        """
        key = _key("hotkey", hotkey, Hotkey)
        return self._core.stake_weight(key, integer("netuid", netuid, 16))

    # --- Events ---------------------------------------------------------------------------------

    def events(self, since: int = 0) -> list[Event]:
        """What happened, oldest first, as far as it was not forgotten.

        Args:
            since: The number of the first event wanted.
        """
        return [event_from_parts(*parts) for parts in self._core.events(integer("since", since))]

    def forget_events(self, before: int) -> None:
        """Drop old events, so that a long run does not keep them all.

        `event_count` and `event_log_hash` stay as they are.

        Args:
            before: The number of the first event to keep.
        """
        self._core.forget_events(integer("before", before))

    @property
    def event_count(self) -> int:
        """How many events there ever were."""
        return self._core.event_count

    @property
    def event_log_hash(self) -> str:
        """SHA-256 over all events there ever were, hexadecimal."""
        return self._core.event_log_hash.hex()

    # --- State ----------------------------------------------------------------------------------

    def state_hash(self) -> str:
        """SHA-256 of the state, hexadecimal. Equal states have equal hashes, events aside."""
        return self._core.state_hash().hex()

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
        values = dict(preset.values)
        return cls._around(CoreChain.from_storage(dict(storage), values, _genesis(genesis)))

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
                loaded from outside.
        """
        self._core.check_invariants()

    @property
    def keep_epoch_inputs(self) -> bool:
        """Whether the input of each epoch is kept for `last_epoch_input`; not part of the state."""
        return self._core.keep_epoch_inputs

    @keep_epoch_inputs.setter
    def keep_epoch_inputs(self, keep: bool) -> None:
        self._core.keep_epoch_inputs = bool(keep)

    def last_epoch_input(self, netuid: int) -> dict[str, Any] | None:
        """The keyword arguments with which `epoch` repeats a subnet's last epoch.

        ``None`` if no epoch ran since `keep_epoch_inputs` was switched on.

        Args:
            netuid: The subnet.
        """
        parts = self._core.last_epoch_input(integer("netuid", netuid, 16))
        if parts is None:
            return None
        rows = {name: [Rows(*arrays) for arrays in parts[name]] for name in ("weights", "bonds")}
        return parts | rows | {"params": EpochParams(**parts["params"])}

    def __len__(self) -> int:
        """How many subnets there are, root not counted."""
        return len(self.netuids)

    def __bool__(self) -> bool:
        """True: a chain without subnets is a chain."""
        return True

    def __repr__(self) -> str:
        issued = format_tao(self.total_issuance, places=0)
        return f"<Chain block={self.block} subnets={len(self)} issuance={issued} TAO>"


def _key(argument: str, value: object, kind: type[AccountId]) -> bytes:
    if not isinstance(value, kind):
        raise InputTypeError(argument, f"a {kind.__name__}", describe(value))
    return bytes(value)


def _genesis(name: object) -> bytes:
    if not isinstance(name, str | bytes):
        raise InputTypeError("genesis", "text or bytes", describe(name))
    return name.encode("utf-8", "surrogatepass") if isinstance(name, str) else name


def _u16_array(argument: str, values: object) -> NDArray[np.uint16]:
    array = np.asarray(values)
    if array.size == 0 and array.ndim == 1:
        return np.zeros(0, np.uint16)
    if array.ndim != 1 or array.dtype.kind not in "iu":
        raise InputTypeError(argument, "a sequence of integers", describe(values))
    if array.min() < 0 or array.max() > 65_535:
        raise InputError(argument, "integers of 0 to 65535", f"{array.min()} to {array.max()}")
    return np.ascontiguousarray(array, np.uint16)


def _metagraph(parts: dict[str, Any], mechanisms: list[dict[str, Any]], chosen: int) -> Metagraph:
    n = len(parts["hotkeys"])
    shown = mechanisms[chosen]
    parts["hotkeys"] = [Hotkey(key) for key in parts["hotkeys"]]
    parts["coldkeys"] = [Coldkey(key) for key in parts["coldkeys"]]
    if parts["next_epoch_block"] is None:
        parts["next_epoch_block"] = NEVER
    return Metagraph(
        **parts,
        n=n,
        uids=np.arange(n, dtype=np.int64),
        incentives=np.array([one["incentive"] for one in mechanisms], np.int64).reshape(
            len(mechanisms), n
        ),
        last_update=shown["last_update"],
        weights=Rows(*shown["weights"]),
        bonds=Rows(*shown["bonds"]),
        mechanism=chosen,
    )
