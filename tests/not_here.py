"""Storage items of the vectors that this chain does not hold, and why: a list that only shrinks.

They come with the calls of the life of subnets and neurons. Whoever builds one of them takes it out
here; a test fails for a name that `Chain.storage_items` has, and for one that no vector has.
"""

NOT_HERE = {
    "subnets are created and dissolved by no call": """
        dissolve_network_schedule_duration network_immunity_period network_last_lock_cost
        network_lock_reduction_interval network_min_lock_cost network_rate_limit
        network_registration_start_block registered_subnet_counter start_call_delay
        subnet_identities subnet_locked tao_in_refund_deployment_block token_symbol total_networks
    """,
    "owners and root set parameters by no call": """
        activity_cutoff adjustment_alpha adjustment_interval admin_freeze_window
        auto_parent_delegation_enabled bonds_reset_on difficulty flow_ema_smoothing_factor
        max_difficulty max_mechanism_count min_allowed_uids min_difficulty net_tao_flow_enabled
        owner_hyperparam_rate_limit rho transfer_toggle tx_rate_limit
    """,
    "weights are neither committed nor revealed": """
        commit_reveal_weights_version drand_last_stored_round drand_pulses reveal_period_epochs
        timelocked_weight_commits weight_commits
    """,
    "stake and keys are neither moved nor swapped": """
        account_flags auto_stake_destination_coldkeys coldkey_swap_announcement_delay
        coldkey_swap_announcements coldkey_swap_disputes coldkey_swap_reannouncement_delay
        last_hotkey_swap_on_netuid
    """,
    "nothing is locked": """
        decaying_hotkey_lock decaying_lock decaying_owner_lock hotkey_lock lock locking_coldkeys
        maturity_rate owner_cut_auto_lock_enabled owner_lock unlock_rate
    """,
    "nobody is told where a neuron serves": """
        axons neuron_certificates prometheus serving_rate_limit
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
