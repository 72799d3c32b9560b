//! Parameters of the whole network, declared once as data (transitions.md 4).

use super::parameters::{Cell, Parameter, parameters};
use crate::epoch::ParamError;
use serde::{Deserialize, Serialize};

parameters! {
    /// Parameters of the whole network.
    NetworkParams;
    /// How much a root TAO counts as stake on a subnet.
    tao_weight: u64 = 971_718_665_099_567_868, unset 971_718_665_099_567_868, "/(2^64-1)",
        "tao_weight", 0..=u64::MAX as i128;
    /// Stake weight below which a hotkey counts as having none.
    stake_threshold: u64 = 0, unset 0, "rao", "stake_threshold", 0..=u64::MAX as i128;
    /// The owner's part of a subnet's alpha emission.
    subnet_owner_cut: u16 = 11_796, unset 11_796, "/65535", "subnet_owner_cut",
        0..=u16::MAX as i128;
    /// How many epochs run in one block; the others wait for the next.
    max_epochs_per_block: u8 = 2, unset 2, "epochs", "max_epochs_per_block", 1..=u8::MAX as i128;
    /// Part of what a child earns for its parents that is recycled.
    ck_burn: u64 = 0, unset 0, "/(2^64-1)", "ck_burn", 0..=u64::MAX as i128;
    /// Smallest position of a nominator, in millionths of the smallest stake.
    nominator_min_required_stake: u64 = 0, unset 0, "/10^6", "nominator_min_required_stake",
        0..=u64::MAX as i128;
    /// How fast moving prices follow prices, as the raw bits of an I96F32: 0.000003.
    subnet_moving_alpha: i128 = 12_885, unset 12_885, "I96F32 bits", "subnet_moving_alpha",
        0..=1 << 32;
    /// How many coldkeys have their root dividends claimed in a block.
    num_root_claim: u64 = 5, unset 5, "coldkeys", "num_root_claim", 0..=50;
    /// Blocks until children take effect.
    pending_child_key_cooldown: u64 = 7_200, unset 7_200, "blocks", "pending_child_key_cooldown",
        0..=u64::MAX as i128;
    /// Lowest delegate take.
    min_delegate_take: u16 = 0, unset 0, "/65535", "min_delegate_take", 0..=u16::MAX as i128;
    /// Highest delegate take.
    max_delegate_take: u16 = 11_796, unset 11_796, "/65535", "max_delegate_take",
        0..=u16::MAX as i128;
    /// Blocks between changes of a delegate take and its next increase.
    tx_delegate_take_rate_limit: u64 = 216_000, unset 216_000, "blocks",
        "tx_delegate_take_rate_limit", 0..=u64::MAX as i128;
    /// Lowest childkey take.
    min_childkey_take: u16 = 0, unset 0, "/65535", "min_childkey_take", 0..=u16::MAX as i128;
    /// Highest childkey take.
    max_childkey_take: u16 = 11_796, unset 11_796, "/65535", "max_childkey_take",
        0..=u16::MAX as i128;
    /// Blocks between a change of a childkey take and its next increase.
    tx_childkey_take_rate_limit: u64 = 216_000, unset 216_000, "blocks",
        "tx_childkey_take_rate_limit", 0..=u64::MAX as i128;
    /// The first block in which subnets can be created.
    network_registration_start_block: u64 = 0, unset 0, "block",
        "network_registration_start_block", 0..=u64::MAX as i128;
    /// Of subnets created up to this block the alpha reserve has no part in what their removal pays.
    tao_in_refund_deployment_block: u64 = 0, unset 0, "block", "tao_in_refund_deployment_block",
        0..=u64::MAX as i128;
    /// How many subnets there are at most, root not counted.
    subnet_limit: u16 = 128, unset 128, "subnets", "subnet_limit", 0..=4_095;
    /// How many rounds of the public beacon pass in a block, 3 seconds each; 0: rounds become known
    /// one by one. Not the chain's, which is told of rounds by its nodes.
    drand_rounds_per_block: u64 = 4, unset 0, "rounds", "drand_rounds_per_block",
        0..=u64::MAX as i128;
    /// Blocks in which a lock that fades falls to 1/e: a half in 90 days.
    unlock_rate: u64 = 934_866, unset 934_866, "blocks", "unlock_rate", 0..=u64::MAX as i128;
    /// Blocks in which the conviction of a lock that lasts comes within 1/e of its mass.
    maturity_rate: u64 = 934_866, unset 934_866, "blocks", "maturity_rate",
        0..=u64::MAX as i128;
    /// Lowest price of a new subnet.
    network_min_lock_cost: u64 = 1_000_000_000_000, unset 1_000_000_000_000, "rao",
        "network_min_lock_cost", 0..=u64::MAX as i128;
    /// Blocks, counted at 1 TAO of emission, in which the price of a new subnet comes back down.
    network_lock_reduction_interval: u64 = 100_800, unset 100_800, "blocks",
        "network_lock_reduction_interval", 0..=u64::MAX as i128;
    /// Blocks between two new subnets.
    network_rate_limit: u64 = 7_200, unset 7_200, "blocks", "network_rate_limit",
        0..=u64::MAX as i128;
    /// Blocks after its creation in which a subnet is not removed for another.
    network_immunity_period: u64 = 1_296_000, unset 1_296_000, "blocks",
        "network_immunity_period", 0..=u64::MAX as i128;
    /// Blocks between the creation of a subnet and its start.
    start_call_delay: u64 = 0, unset 0, "blocks", "start_call_delay", 0..=u64::MAX as i128;
    /// Blocks before an epoch in which owners change nothing.
    admin_freeze_window: u16 = 10, unset 10, "blocks", "admin_freeze_window",
        0..=u16::MAX as i128;
    /// Tempos between two changes of one parameter by an owner.
    owner_hyperparam_rate_limit: u16 = 2, unset 2, "tempos", "owner_hyperparam_rate_limit",
        0..=u16::MAX as i128;
    /// Tempos between two changes of the version of weights by an owner.
    weights_version_key_rate_limit: u64 = 5, unset 5, "tempos", "weights_version_key_rate_limit",
        0..=u64::MAX as i128;
    /// How many mechanisms a subnet has at most.
    max_mechanism_count: u8 = 2, unset 2, "mechanisms", "max_mechanism_count", 1..=16;
    /// Blocks between two swaps of hotkeys by one coldkey.
    tx_rate_limit: u64 = 1_000, unset 1_000, "blocks", "tx_rate_limit", 0..=u64::MAX as i128;
    /// The version of time-locked commits that is accepted.
    commit_reveal_weights_version: u16 = 4, unset 4, "version", "commit_reveal_weights_version",
        0..=u16::MAX as i128;
    /// No effect here: coldkeys are not swapped.
    coldkey_swap_announcement_delay: u32 = 36_000, unset 36_000, "blocks",
        "coldkey_swap_announcement_delay", 0..=u32::MAX as i128;
    /// No effect here: coldkeys are not swapped.
    coldkey_swap_reannouncement_delay: u32 = 7_200, unset 7_200, "blocks",
        "coldkey_swap_reannouncement_delay", 0..=u32::MAX as i128;
    /// No effect, and no known default: the removal of a subnet is not put off.
    dissolve_network_schedule_duration: u32 = 0, unset 0, "blocks",
        "dissolve_network_schedule_duration", 0..=u32::MAX as i128;
    /// No effect, and no known default: shares of the emission do not follow flows of TAO.
    flow_ema_smoothing_factor: u64 = 0, unset 0, "/2^64", "flow_ema_smoothing_factor",
        0..=u64::MAX as i128;
    /// No effect, and no known default: shares of the emission do not follow flows of TAO.
    net_tao_flow_enabled: bool = false, unset false, "flag", "net_tao_flow_enabled", 0..=1;
}

impl NetworkParams {
    /// What absent storage items mean.
    pub fn unset() -> Self {
        let mut params = Self::default();
        for row in Self::TABLE {
            // Every row of the table can be set to its own unset value.
            let _ = params.set(row.name, row.unset);
        }
        params
    }
}
