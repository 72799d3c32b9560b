"""How to be refused with takes, children, stake and locks (see `refusals`)."""

from functools import partial

from refusals import NEW, NOBODY, POOR, Refusal, raises, started
from taox.economy import Chain, Hotkey
from worlds import ALICE, BOB, TAO, hotkey, two_pools

HALF, WHOLE = 2**63, 2**64 - 1


# Takes and children


@raises("DelegateTakeTooLow")
def a_raise_that_raises_nothing() -> Refusal:
    chain = started()
    chain.decrease_take(ALICE, hotkey(1), 5_000)
    return chain, partial(chain.increase_take, ALICE, hotkey(1), 5_000)


@raises("DelegateTakeTooHigh")
def a_take_above_the_highest() -> Refusal:
    chain = started()
    return chain, partial(chain.increase_take, ALICE, hotkey(1), 11_797)


@raises("DelegateTxRateLimitExceeded")
def a_raise_soon_after_a_cut() -> Refusal:
    chain = started()
    chain.decrease_take(ALICE, hotkey(1), 5_000)
    return chain, partial(chain.increase_take, ALICE, hotkey(1), 6_000)


@raises("InvalidChildkeyTake")
def a_childkey_take_above_the_highest() -> Refusal:
    chain = started()
    return chain, partial(chain.set_childkey_take, ALICE, hotkey(1), 1, 11_797)


@raises("TxChildkeyTakeRateLimitExceeded")
def a_childkey_take_raised_twice() -> Refusal:
    chain = started()
    chain.set_network_parameters(tx_childkey_take_rate_limit=10)
    chain.set_childkey_take(ALICE, hotkey(1), 1, 500)
    return chain, partial(chain.set_childkey_take, ALICE, hotkey(1), 1, 600)


def with_children(*children: tuple[int, Hotkey]) -> Refusal:
    """Children for Alice's hotkey 1."""
    chain = started()
    return chain, partial(chain.set_children, ALICE, hotkey(1), 1, children)


@raises("DuplicateChild")
def the_same_child_twice() -> Refusal:
    return with_children((1, NEW), (1, NEW))


@raises("InvalidChild")
def a_child_of_its_own() -> Refusal:
    return with_children((1, hotkey(1)))


@raises("TooManyChildren")
def six_children() -> Refusal:
    return with_children(*((1, hotkey(number)) for number in range(10, 16)))


@raises("ProportionOverflow")
def more_than_the_whole_for_children() -> Refusal:
    return with_children((WHOLE, NEW), (WHOLE, NOBODY))


@raises("NotEnoughStakeToSetChildkeys")
def children_of_who_has_nothing() -> Refusal:
    chain = started()
    chain.set_network_parameters(stake_threshold=TAO)
    return chain, partial(chain.set_children, ALICE, hotkey(1), 1, [(HALF, NEW)])


@raises("ChildParentInconsistency")
def a_parent_as_a_child() -> Refusal:
    # A subnet that has not started takes children at once.
    chain = started(subtoken_enabled=False)
    chain.set_children(ALICE, hotkey(2), 1, [(HALF, hotkey(1))])
    return chain, partial(chain.set_children, ALICE, hotkey(1), 1, [(HALF, hotkey(2))])


@raises("InvalidSubnetNumber")
def claims_on_no_subnet() -> Refusal:
    chain = started()
    return chain, partial(chain.claim_root, ALICE, [])


# Stake


@raises("SubtokenDisabled")
def stake_before_the_start() -> Refusal:
    chain = started(subtoken_enabled=False)
    return chain, partial(chain.add_stake, ALICE, hotkey(1), 1, TAO)


@raises("AmountTooLow")
def less_stake_than_the_least() -> Refusal:
    chain = started()
    return chain, partial(chain.add_stake, ALICE, hotkey(1), 1, 1)


@raises("NotEnoughBalanceToStake")
def stake_out_of_nothing() -> Refusal:
    chain = started()
    return chain, partial(chain.add_stake, POOR, hotkey(1), 1, TAO)


@raises("NotEnoughStakeToWithdraw")
def more_than_is_held_with_a_limit() -> Refusal:
    chain = two_pools()
    return chain, partial(chain.remove_stake_limit, ALICE, hotkey(1), 1, 101 * TAO, limit_price=1)


@raises("PriceLimitExceeded")
def a_limit_below_the_price() -> Refusal:
    chain = two_pools()
    return chain, partial(chain.add_stake_limit, ALICE, hotkey(1), 1, TAO, limit_price=TAO // 2)


@raises("SlippageTooHigh")
def a_limit_that_the_purchase_passes() -> Refusal:
    chain = two_pools()
    return chain, partial(
        chain.add_stake_limit, ALICE, hotkey(1), 1, 500 * TAO, limit_price=TAO + TAO // 10
    )


@raises("ReservesTooLow")
def a_pool_without_alpha() -> Refusal:
    chain = two_pools()
    chain.set_pool(2, 10 * TAO, 999_999)
    return chain, partial(chain.swap_stake, ALICE, hotkey(1), 1, 2, 10 * TAO)


@raises("SwapInputTooLarge")
def a_thousand_times_the_reserve() -> Refusal:
    chain = two_pools()
    chain.set_pool(2, 1_000_000, 10 * TAO)
    return chain, partial(chain.swap_stake, ALICE, hotkey(1), 1, 2, 10 * TAO)


@raises("InsufficientLiquidity")
def a_sale_into_a_pool_without_tao() -> Refusal:
    chain = two_pools()
    chain.set_pool(2, TAO // 1_000 - 1, TAO)
    return chain, partial(chain.move_stake, ALICE, hotkey(1), hotkey(2), 2, 1, 2 * TAO)


@raises("SameNetuid")
def a_swap_that_goes_nowhere() -> Refusal:
    chain = two_pools()
    return chain, partial(chain.swap_stake, ALICE, hotkey(1), 1, 1, TAO)


@raises("TransferDisallowed")
def a_transfer_that_the_owner_forbids() -> Refusal:
    chain = two_pools()
    chain.set_hyperparameters(1, transfer_toggle=False)
    return chain, partial(chain.transfer_stake, ALICE, BOB, hotkey(1), 1, 1, TAO)


@raises("CannotBurnOrRecycleOnRootSubnet")
def alpha_of_root_is_burned() -> Refusal:
    chain = two_pools()
    return chain, partial(chain.burn_alpha, ALICE, hotkey(1), TAO, 0)


# Locks


def locked() -> Chain:
    """Alice has locked 60 of her 100 alpha for hotkey 1."""
    chain = two_pools()
    chain.lock_stake(ALICE, hotkey(1), 1, 60 * TAO)
    return chain


@raises("StakeUnavailable")
def a_sale_of_locked_stake() -> Refusal:
    chain = locked()
    return chain, partial(chain.remove_stake, ALICE, hotkey(1), 1, 50 * TAO)


@raises("InsufficientStakeForLock")
def a_lock_of_more_than_is_held() -> Refusal:
    chain = locked()
    return chain, partial(chain.lock_stake, ALICE, hotkey(1), 1, 50 * TAO)


@raises("LockHotkeyMismatch")
def a_lock_for_a_second_hotkey() -> Refusal:
    chain = locked()
    return chain, partial(chain.lock_stake, ALICE, hotkey(2), 1, TAO)


@raises("NoExistingLock")
def a_lock_that_is_not_there_is_moved() -> Refusal:
    chain = locked()
    return chain, partial(chain.move_lock, ALICE, hotkey(2), 2)


@raises("AccountRejectsLockedAlpha")
def locked_stake_for_who_takes_none() -> Refusal:
    chain = locked()
    return chain, partial(chain.transfer_stake, ALICE, BOB, hotkey(1), 1, 1, 50 * TAO)
