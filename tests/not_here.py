"""Storage items of the vectors that this chain does not hold, and why: a list that only shrinks.

They come with calls that are left out by name: coldkey swaps and voting power. A test fails for a
name that `Chain.storage_items` has, and for one that no vector has.
"""

NOT_HERE = {
    "coldkeys are not swapped": "coldkey_swap_announcements coldkey_swap_disputes",
    "voting power is off": """
        voting_power voting_power_disable_at_block voting_power_ema_alpha
        voting_power_tracking_enabled
    """,
}


def names() -> frozenset[str]:
    """All names of `NOT_HERE`."""
    return frozenset(name for group in NOT_HERE.values() for name in group.split())
