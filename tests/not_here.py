"""Storage items of the vectors that this chain does not hold, and why: a list that only shrinks.

They come with the calls of the life of subnets and neurons. Whoever builds one of them takes it out
here; a test fails for a name that `Chain.storage_items` has, and for one that no vector has.
"""

NOT_HERE = {
    "stake and keys are neither moved nor swapped": """
        account_flags coldkey_swap_announcements coldkey_swap_disputes
    """,
    "nothing is locked": """
        decaying_hotkey_lock decaying_lock decaying_owner_lock hotkey_lock lock locking_coldkeys
        maturity_rate owner_lock unlock_rate
    """,
    "voting power is off": """
        voting_power voting_power_disable_at_block voting_power_ema_alpha
        voting_power_tracking_enabled
    """,
}

PARTLY_HERE = {
    "last_rate_limited_block": "keys of calls that are none here are refused on loading",
    "transaction_key_last_block": "the same, of other kinds than children and childkey take",
}
"""Items of which some entries cannot be loaded yet, so that a comparison leaves them out."""


def names() -> frozenset[str]:
    """All names of `NOT_HERE`."""
    return frozenset(name for group in NOT_HERE.values() for name in group.split())
