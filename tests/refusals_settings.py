"""How to be refused when something is set, by owners and by root (see `refusals`)."""

from functools import partial

from refusals import REFUSALS, Refusal, Scenario, raises
from settings_cases import (
    NETUID,
    NETWORK,
    NOWHERE,
    OWNER,
    SUBNET,
    TYPES,
    beyond,
    setter,
    settled,
    takes,
)
from taox.economy import Hyperparameter
from taox.economy.chain_part import Origin


def too_far(row: Hyperparameter, number: int) -> Scenario | None:
    """Setting a parameter beyond one of its limits; None if an earlier one would refuse that."""
    chain, limits = settled(), setter(row).limits
    value = beyond(chain, limits[number])
    low, high = TYPES[row.type]
    if not low <= value <= high or not all(takes(chain, one, value) for one in limits[:number]):
        return None
    signer: Origin = OWNER if setter(row).signer == "owner" else "root"
    netuid = None if row in NETWORK else NETUID
    return lambda: (chain, partial(chain.sudo_set, signer, row.name, value, netuid))


def by_limits() -> dict[str, Scenario]:
    """One parameter for every error that a limit in the table of setters names."""
    found = (
        (limit.error, too_far(row, number))
        for row in SUBNET + NETWORK
        for number, limit in enumerate(setter(row).limits)
    )
    return {error: scenario for error, scenario in found if scenario is not None}


@raises("SubnetDoesNotExist")
def a_tempo_for_no_subnet() -> Refusal:
    chain = settled()
    return chain, partial(chain.sudo_set_tempo, "root", NOWHERE, 5)


@raises("NotPermittedOnRootSubnet")
def a_price_of_registration_for_root() -> Refusal:
    chain = settled()
    return chain, partial(chain.sudo_set, "root", "burn_half_life", 5, 0)


@raises("AdminActionProhibitedDuringWeightsWindow")
def a_setting_shortly_before_an_epoch() -> Refusal:
    chain = settled()
    chain.sudo_set("root", "admin_freeze_window", 1_000)
    return chain, partial(chain.sudo_set, OWNER, "rho", 11, NETUID)


@raises("TxRateLimitExceeded")
def a_setting_twice() -> Refusal:
    chain = settled()
    chain.sudo_set(OWNER, "rho", 11, NETUID)
    return chain, partial(chain.sudo_set, OWNER, "rho", 12, NETUID)


@raises("ActivityCutoffFactorMilliOutOfBounds")
def a_cutoff_of_less_than_a_tempo() -> Refusal:
    chain = settled()
    return chain, partial(chain.set_activity_cutoff_factor, OWNER, NETUID, 999)


@raises("AutoEpochAlreadyImminent")
def an_epoch_that_comes_anyway() -> Refusal:
    chain = settled()
    chain.sudo_set("root", "admin_freeze_window", 1_000)
    return chain, partial(chain.trigger_epoch, OWNER, NETUID)


@raises("EpochTriggerAlreadyPending")
def an_epoch_triggered_twice() -> Refusal:
    chain = settled()
    chain.sudo_set("root", "admin_freeze_window", 10)
    chain.trigger_epoch(OWNER, NETUID)
    return chain, partial(chain.trigger_epoch, OWNER, NETUID)


@raises("DynamicTempoBlockedByCommitReveal")
def an_epoch_triggered_among_commits() -> Refusal:
    chain = settled()
    chain.sudo_set(OWNER, "commit_reveal", True, NETUID)
    return chain, partial(chain.trigger_epoch, OWNER, NETUID)


@raises("AlphaHighTooLow")
def liquid_rates_below_the_least() -> Refusal:
    chain = settled()
    return chain, partial(chain.sudo_set_alpha_values, OWNER, NETUID, 1_638, 1_637)


@raises("AlphaLowOutOfRange")
def liquid_rates_the_wrong_way_round() -> Refusal:
    chain = settled()
    return chain, partial(chain.sudo_set_alpha_values, OWNER, NETUID, 50_001, 50_000)


@raises("LiquidAlphaDisabled")
def liquid_rates_where_they_are_off() -> Refusal:
    chain = settled()
    chain.sudo_set("root", "liquid_alpha", False, NETUID)
    return chain, partial(chain.sudo_set_alpha_values, "root", NETUID, 2_000, 3_000)


@raises("MechanismDoesNotExist")
def mechanisms_of_no_subnet() -> Refusal:
    chain = settled()
    return chain, partial(chain.sudo_set_mechanism_count, "root", NOWHERE, 2)


@raises("TooManyUIDsPerMechanism")
def two_mechanisms_of_129_uids() -> Refusal:
    chain = settled()
    chain.sudo_set("root", "max_allowed_uids", 129, NETUID)
    return chain, partial(chain.sudo_set_mechanism_count, OWNER, NETUID, 2)


@raises("InvalidValue")
def no_mechanism() -> Refusal:
    chain = settled()
    return chain, partial(chain.sudo_set_mechanism_count, OWNER, NETUID, 0)


@raises("TrimmingWouldExceedMaxImmunePercentage")
def a_trim_of_the_immune() -> Refusal:
    chain = settled()
    return chain, partial(chain.sudo_trim_to_max_allowed_uids, "root", NETUID, 3)


@raises("POWRegistrationDisabled")
def proof_of_work() -> Refusal:
    chain = settled()
    call = chain.sudo_set_network_pow_registration_allowed
    return chain, partial(call, OWNER, NETUID, True)


@raises("Deprecated")
def a_call_of_the_past() -> Refusal:
    chain = settled()
    return chain, partial(chain.sudo_set_total_issuance, "root", 5)


@raises("SymbolAlreadyInUse")
def a_symbol_that_is_taken() -> Refusal:
    chain = settled()
    chain.update_symbol(OWNER, NETUID, "л")
    return chain, partial(chain.update_symbol, OWNER, NETUID, "л")


@raises("SymbolDoesNotExist")
def a_symbol_that_is_none() -> Refusal:
    chain = settled()
    return chain, partial(chain.update_symbol, OWNER, NETUID, "zz")


@raises("InvalidIdentity")
def a_name_that_is_too_long() -> Refusal:
    chain = settled()
    return chain, partial(chain.set_subnet_identity, OWNER, NETUID, subnet_name=b"x" * 257)


REFUSALS |= {name: scenario for name, scenario in by_limits().items() if name not in REFUSALS}
