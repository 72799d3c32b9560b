"""What owners and root set: parameters by name, tempo, epochs, mechanisms, size, owner hotkey.

A call with an ``origin`` is signed by a coldkey, or sent by ``"root"``, the network itself.
"""

from taox.economy.accounts import Hotkey
from taox.economy.chain_part import ChainPart, Origin, key, origin_key
from taox.economy.errors import InputError, InputTypeError
from taox.economy.gate import describe, flag, integer, integers
from taox.economy.presets import HYPERPARAMETERS, NETWORK_PARAMETERS, ParamValue

__all__ = ["ChainSettings"]

_SPLIT = "mechanism_emission_split"
_OF_SUBNET = {row.name for row in HYPERPARAMETERS if row.setter} | {_SPLIT}
_OF_NETWORK = {row.name for row in NETWORK_PARAMETERS if row.setter}


class ChainSettings(ChainPart):
    """The calls of `Chain` by which owners and root set something (transitions.md 1.14, 2.10-2.13).

    A refused call raises the chain's error and changes nothing.
    """

    __slots__ = ()

    def sudo_set(
        self, origin: Origin, name: str, value: ParamValue, netuid: int | None = None
    ) -> None:
        """Set one parameter by the chain's call for it, under its rules (transitions.md 1.14).

        It is every ``sudo_set_…`` call in one: `Hyperparameter.setter` says who may sign, how long
        an owner waits between changes, what freezes before an epoch, what the range is and which
        error a value beyond it raises. `set_hyperparameters` sets without these rules.

        A ``tempo`` is set by `set_tempo` for an owner and `sudo_set_tempo` for root. Of
        ``alpha_low`` and ``alpha_high``, which one call sets, the other stays.

        Args:
            origin: The owner's coldkey, or ``"root"``.
            name: A parameter that has a setter: of `HYPERPARAMETERS`, of `NETWORK_PARAMETERS`, or
                ``mechanism_emission_split``.
            value: The new value in the call's unit, ``Setter.scale`` of which are stored.
            netuid: The subnet; absent for a parameter of the network.

        Raises:
            InputError: No call sets the parameter, or the netuid is missing or too much.
            ParamError: The parameter's type cannot hold the value.
            BadOrigin: The signer may not set it.
            TxRateLimitExceeded: The owner changed it too short a time ago.
            AdminActionProhibitedDuringWeightsWindow: An epoch is near.
            SubnetDoesNotExist: There is no such subnet; for some `MechanismDoesNotExist`.
            NotPermittedOnRootSubnet: Root has no such parameter.
            InvalidValue: The value is out of range; most parameters have an error of their own.

        Example:
            >>> from taox.economy import Chain, Coldkey, Hotkey
            >>> chain, owner = Chain(), Coldkey.from_name("owner")
            >>> netuid = chain.create_subnet(owner, Hotkey.from_name("owner"))
            >>> chain.sudo_set(owner, "immunity_period", 7_200, netuid)
            >>> chain.hyperparameters(netuid)["immunity_period"]
            7200
            >>> chain.sudo_set(owner, "immune_owner_uids_limit", 11, netuid)
            Traceback (most recent call last):
                ...
            taox.economy.chain_errors.arguments.InvalidValue: ... cannot be 11: ...
        """
        if not isinstance(name, str):
            raise InputTypeError("name", "the name of a parameter", describe(name))
        if name in _OF_NETWORK:
            if netuid is not None:
                raise InputError("netuid", f"none for {name}, which is the network's", str(netuid))
            self._core.set_network_parameter(origin_key(origin), {name: value})
        elif name in _OF_SUBNET:
            if netuid is None:
                raise InputError("netuid", f"the subnet whose {name} is set", "none")
            number = integer("netuid", netuid, 16)
            self._core.set_hyperparameter(origin_key(origin), number, {name: value})
        else:
            raise InputError("name", "a parameter that a call sets", repr(name))

    def set_tempo(self, origin: Origin, netuid: int, tempo: int) -> None:
        """Set the tempo of one's subnet and restart its cycle (transitions.md 2.12).

        The next epoch is a tempo away.

        Args:
            origin: The owner's coldkey; root uses `sudo_set_tempo`.
            netuid: The subnet.
            tempo: Blocks between epochs, 360 to 50,400.

        Raises:
            BadOrigin: Somebody else signs, root too.
            TempoOutOfBounds: The tempo is out of range.
            AdminActionProhibitedDuringWeightsWindow: An epoch is near.
            TxRateLimitExceeded: The owner set it less than 360 blocks ago.
        """
        self._core.set_tempo(
            origin_key(origin), integer("netuid", netuid, 16), integer("tempo", tempo, 16)
        )

    def sudo_set_tempo(self, origin: Origin, netuid: int, tempo: int) -> None:
        """Set any tempo as root and restart the cycle (transitions.md 2.12).

        The owner's clock is left alone.

        Args:
            origin: ``"root"``.
            netuid: The subnet.
            tempo: Blocks between epochs; 0: none.

        Raises:
            BadOrigin: A coldkey signs.
            AdminActionProhibitedDuringWeightsWindow: An epoch is near.
            SubnetDoesNotExist: There is no such subnet.
        """
        self._core.sudo_set_tempo(
            origin_key(origin), integer("netuid", netuid, 16), integer("tempo", tempo, 16)
        )

    def set_activity_cutoff_factor(self, origin: Origin, netuid: int, factor_milli: int) -> None:
        """Set how many tempos a neuron stays active after its last update (transitions.md 2.12).

        Args:
            origin: The owner's coldkey, or ``"root"``.
            netuid: The subnet.
            factor_milli: Thousandths of a tempo, 1,000 to 50,000.

        Raises:
            BadOrigin: Somebody else signs.
            ActivityCutoffFactorMilliOutOfBounds: The factor is out of range.
            AdminActionProhibitedDuringWeightsWindow: An epoch is near; not for root.
            TxRateLimitExceeded: The owner changed it too short a time ago.
        """
        factor = integer("factor_milli", factor_milli, 32)
        self._core.set_activity_cutoff_factor(
            origin_key(origin), integer("netuid", netuid, 16), factor
        )

    def trigger_epoch(self, origin: Origin, netuid: int) -> None:
        """Have an epoch run ``admin_freeze_window`` blocks from now (transitions.md 2.12).

        Until then settings are frozen.

        Args:
            origin: The owner's coldkey.
            netuid: The subnet.

        Raises:
            BadOrigin: Somebody else signs, root too.
            DynamicTempoBlockedByCommitReveal: Commit-reveal is on.
            EpochTriggerAlreadyPending: One is pending.
            AutoEpochAlreadyImminent: The automatic epoch comes sooner.
            TxRateLimitExceeded: The owner did it too short a time ago.
        """
        self._core.trigger_epoch(origin_key(origin), integer("netuid", netuid, 16))

    def sudo_set_alpha_values(
        self, origin: Origin, netuid: int, alpha_low: int, alpha_high: int
    ) -> None:
        """Set the smallest and the largest liquid rate of new bonds (transitions.md 4).

        Args:
            origin: The owner's coldkey, or ``"root"``.
            netuid: The subnet, with liquid alpha on.
            alpha_low: Of 65535, at least 1,638 and at most `alpha_high`.
            alpha_high: Of 65535, at least 1,638.

        Raises:
            BadOrigin: Somebody else signs.
            TxRateLimitExceeded: The owner changed them too short a time ago.
            AdminActionProhibitedDuringWeightsWindow: An epoch is near.
            LiquidAlphaDisabled: Liquid alpha is off.
            AlphaHighTooLow: The largest rate is too low.
            AlphaLowOutOfRange: The smallest rate is too low, or above the largest.
        """
        self._core.sudo_set_alpha_values(
            origin_key(origin),
            integer("netuid", netuid, 16),
            integer("alpha_low", alpha_low, 16),
            integer("alpha_high", alpha_high, 16),
        )

    def sudo_set_mechanism_count(self, origin: Origin, netuid: int, mechanism_count: int) -> None:
        """Set how many mechanisms a subnet has (transitions.md 2.10).

        Fewer delete those beyond; any change clears the split.

        Args:
            origin: The owner's coldkey, or ``"root"``.
            netuid: The subnet.
            mechanism_count: 1 to the network's ``max_mechanism_count``; times ``max_allowed_uids``
                at most 256.

        Raises:
            BadOrigin: Somebody else signs.
            TxRateLimitExceeded: The owner changed it less than 7,200 blocks ago.
            AdminActionProhibitedDuringWeightsWindow: An epoch is near.
            MechanismDoesNotExist: There is no such subnet.
            InvalidValue: The count is out of range.
            TooManyUIDsPerMechanism: The mechanisms would have more than 256 uids together.
        """
        self._core.sudo_set_mechanism_count(
            origin_key(origin),
            integer("netuid", netuid, 16),
            integer("mechanism_count", mechanism_count, 8),
        )

    def sudo_set_mechanism_emission_split(
        self, origin: Origin, netuid: int, maybe_split: list[int] | None
    ) -> None:
        """Set how a subnet's emission is split over its mechanisms (transitions.md 2.10).

        Args:
            origin: The owner's coldkey, or ``"root"``.
            netuid: The subnet.
            maybe_split: Parts that sum to 65535, at most as many as mechanisms; None: evenly.

        Raises:
            BadOrigin: Somebody else signs.
            TxRateLimitExceeded: The owner changed it less than 7,200 blocks ago.
            AdminActionProhibitedDuringWeightsWindow: An epoch is near.
            MechanismDoesNotExist: There is no such subnet.
            InvalidValue: There are no parts, too many, or their sum is wrong.
        """
        parts = None if maybe_split is None else integers("maybe_split", maybe_split, 16)
        self._core.sudo_set_mechanism_emission_split(
            origin_key(origin), integer("netuid", netuid, 16), parts
        )

    def sudo_trim_to_max_allowed_uids(self, origin: Origin, netuid: int, max_n: int) -> None:
        """Make a subnet smaller (transitions.md 2.11).

        The least emitters go, the others get new uids in their old order. Neurons that are immune,
        or protected as the owner's, stay. Stake and children belong to hotkeys and stay too.

        Args:
            origin: The owner's coldkey, or ``"root"``.
            netuid: The subnet.
            max_n: The new ``max_allowed_uids``, at least ``min_allowed_uids`` and at most the old.

        Raises:
            BadOrigin: Somebody else signs.
            TxRateLimitExceeded: The owner did it less than 216,000 blocks ago.
            AdminActionProhibitedDuringWeightsWindow: An epoch is near.
            SubnetNotExists: There is no such subnet.
            InvalidValue: The number is out of range.
            TrimmingWouldExceedMaxImmunePercentage: 80 % of those left could not be pruned.
        """
        self._core.sudo_trim_to_max_allowed_uids(
            origin_key(origin), integer("netuid", netuid, 16), integer("max_n", max_n, 16)
        )

    def sudo_set_sn_owner_hotkey(self, origin: Origin, netuid: int, hotkey: Hotkey) -> None:
        """Make a hotkey the owner's on a subnet (transitions.md 2.13).

        It gets the owner's cut, keeps its uid and needs no permit.

        Args:
            origin: The owner's coldkey, or ``"root"``.
            netuid: The subnet.
            hotkey: Any hotkey, registered or not.

        Raises:
            BadOrigin: Somebody else signs.
            SubnetNotExists: There is no such subnet.
            TxRateLimitExceeded: It was changed less than 50,400 blocks ago, by whomever.
            CannotUseSystemAccount: The hotkey is the account of a subnet.
        """
        self._core.sudo_set_sn_owner_hotkey(
            origin_key(origin), integer("netuid", netuid, 16), key("hotkey", hotkey, Hotkey)
        )

    def sudo_set_rao_recycled(self, origin: Origin, netuid: int, rao_recycled: int) -> None:
        """Rewrite what all registrations on a subnet have cost together. Nothing reads it.

        Args:
            origin: ``"root"``.
            netuid: The subnet.
            rao_recycled: Rao.

        Raises:
            BadOrigin: A coldkey signs.
            SubnetDoesNotExist: There is no such subnet.
        """
        self._core.sudo_set_rao_recycled(
            origin_key(origin), integer("netuid", netuid, 16), integer("rao_recycled", rao_recycled)
        )

    def sudo_set_network_pow_registration_allowed(
        self, origin: Origin, netuid: int, registration_allowed: bool
    ) -> None:
        """Do nothing: there is no proof of work.

        Raises:
            POWRegistrationDisabled: Always, whoever signs.
        """
        self._core.sudo_set_network_pow_registration_allowed(
            origin_key(origin),
            integer("netuid", netuid, 16),
            flag("registration_allowed", registration_allowed),
        )

    def sudo_set_total_issuance(self, origin: Origin, total_issuance: int) -> None:
        """Do nothing: the call is deprecated.

        Raises:
            Deprecated: Always, whoever signs.
        """
        issuance = integer("total_issuance", total_issuance)
        self._core.sudo_set_total_issuance(origin_key(origin), issuance)
