"""What no signer can do: the verbs of a devnet, for the person in front of a local chain."""

from taox.economy.accounts import Coldkey, Hotkey
from taox.economy.chain_part import ChainPart, key, u16_array
from taox.economy.gate import flag, integer
from taox.economy.pool import Pool
from taox.economy.presets import (
    ParamValue,
    known_hyperparameters,
    known_network_parameters,
)
from taox.economy.rules import BondsInput, BondsRule, ConsensusInput, ConsensusRule, core_rule

__all__ = ["ChainVerbs"]


class ChainVerbs(ChainPart):
    """The devnet verbs of `Chain`; a refused one changes nothing."""

    __slots__ = ()

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

        Its pool begins with 1,000 TAO, minted here, and as much alpha as the median price of all
        subnets gives for them: 1,000 for the first one. `set_pool` changes that.

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
            key("owner", owner, Coldkey),
            key("owner_hotkey", owner_hotkey, Hotkey),
            None if netuid is None else integer("netuid", netuid, 16),
            flag("seat_owner", seat_owner),
            known_hyperparameters(hyperparameters),
        )

    def seat_neuron(self, coldkey: Coldkey, netuid: int, hotkey: Hotkey) -> int:
        """Give a hotkey a uid free of charge. Returns the uid.

        `register` without its price, also where registrations are closed: a network is populated
        and no price has moved, neither of the alpha nor of the next registration.

        Args:
            coldkey: Becomes the owner of a hotkey that nobody owns; needs no balance.
            netuid: The subnet.
            hotkey: The new neuron.

        Raises:
            RegistrationNotPermittedOnRootSubnet: The netuid is 0.
            SubnetNotExists: There is no such subnet.
            HotKeyAlreadyRegisteredInSubNet: It holds a uid already.
            CannotUseSystemAccount: It is the account of a subnet.
            NonAssociatedColdKey: Somebody else owns it.
            NoNeuronIdAvailable: The subnet is full and nobody can be pruned.
        """
        return self._core.seat_neuron(
            key("coldkey", coldkey, Coldkey),
            integer("netuid", netuid, 16),
            key("hotkey", hotkey, Hotkey),
        )

    def set_balance(self, coldkey: Coldkey, rao: int) -> None:
        """Set a free balance; issuance changes by the difference.

        Args:
            coldkey: Whose.
            rao: The new balance.

        Raises:
            BelowMinimum: It is above 0 and below the existential deposit of 500 rao.
            InputError: More than 21 million TAO would exist, or it is a subnet's account.
        """
        self._core.set_balance(key("coldkey", coldkey, Coldkey), integer("rao", rao))

    def set_stake(self, coldkey: Coldkey, hotkey: Hotkey, netuid: int, alpha: int) -> None:
        """Make a coldkey's stake on a hotkey worth this much, without a purchase.

        Alpha is minted outside the pool or taken out of being; no TAO moves and no price. It is
        exact while the coldkey is alone behind the hotkey; beside others it may be 1 rao less.

        Args:
            coldkey: Whose stake.
            hotkey: On whom; it needs an owner.
            netuid: The subnet; not root, whose stake is TAO.
            alpha: Alpha rao.

        Raises:
            SubnetNotExists: There is no such subnet.
            HotKeyAccountNotExists: Nobody owns the hotkey.
            InputError: The netuid is root's, or so much alpha does not fit.
        """
        self._core.set_stake(
            key("coldkey", coldkey, Coldkey),
            key("hotkey", hotkey, Hotkey),
            integer("netuid", netuid, 16),
            integer("alpha", alpha),
        )

    def set_pool(
        self,
        netuid: int,
        tao: int,
        alpha: int,
        *,
        price_bits: int | None = None,
        moving_price_bits: int | None = None,
    ) -> None:
        """Put a subnet's pool where it is wanted: reserves, spot price, moving price.

        TAO is minted, or taken out of being, by the difference. The pool's weights follow from the
        price.

        Args:
            netuid: The subnet; not root.
            tao: TAO reserve, rao.
            alpha: Alpha reserve, rao.
            price_bits: Spot price, TAO per alpha, U64F64 bits; absent = that of even weights.
            moving_price_bits: Moving price, I96F32 bits; absent = the spot price.

        Raises:
            SubnetNotExists: There is no such subnet.
            InputError: The netuid is root's, more than 21 million TAO would exist, or no weights
                of 1 % to 99 % give this price.
        """
        tao, alpha = integer("tao", tao), integer("alpha", alpha)
        if price_bits is None:
            price_bits = Pool(tao, alpha).price_bits
        if moving_price_bits is None:
            moving_price_bits = price_bits >> 32
        self._core.set_pool(
            integer("netuid", netuid, 16),
            tao,
            alpha,
            integer("price_bits", price_bits, 128),
            integer("moving_price_bits", moving_price_bits, 127),
        )

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
        self._core.set_hyperparameters(integer("netuid", netuid, 16), known_hyperparameters(values))

    def set_network_parameters(self, **values: ParamValue) -> None:
        """Set parameters of the network, all or none.

        Args:
            **values: New values by name; see `NETWORK_PARAMETERS`.

        Raises:
            ParamError: A name is unknown or a value out of range.
        """
        self._core.set_network_parameters(known_network_parameters(values))

    def grant_permits(self, netuid: int, uids: object) -> None:
        """Give validator permits to these uids alone, until the next epoch decides.

        Args:
            netuid: The subnet.
            uids: Who gets one: integers, an array of any integer type.

        Raises:
            SubnetNotExists: There is no such subnet.
            InputError: Nobody holds one of the uids. Nothing changes then.
        """
        self._core.grant_permits(integer("netuid", netuid, 16), u16_array("uids", uids))

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
        self._core.hold_stake(integer("netuid", netuid, 16), flag("hold", hold))

    def set_rule(
        self,
        netuid: int,
        *,
        consensus: ConsensusRule | None = None,
        bonds: BondsRule | None = None,
    ) -> None:
        """Replace consensus or bonds of a subnet's epochs by functions of yours, from now on.

        A rule gets the chain's numbers as arrays of I32F32 bits (`taox.economy.ConsensusInput`,
        `taox.economy.BondsInput`) and returns one; masks before it and storage and payment after
        it stay the chain's. What is not given is the chain's own rule again.

        Where a rule raises, or returns something else than shares of the right shape, `step` and
        `run` raise that, and the chain is what it was before that block. A rule must not touch the
        chain, which is in the middle of a block. Rules are no part of the state: `fork` keeps
        them, `snapshot`, `to_storage` and `state_hash` do not know them.

        Args:
            netuid: The subnet.
            consensus: Returns C instead of the weighted median (epoch.md 8.7).
            bonds: Returns new bonds instead of the moving average (epoch.md 8.10).

        Raises:
            SubnetNotExists: There is no such subnet.
            InputTypeError: A rule is no callable.
        """
        self._core.set_rule(
            integer("netuid", netuid, 16),
            core_rule("consensus", consensus, ConsensusInput),
            core_rule("bonds", bonds, BondsInput),
        )
