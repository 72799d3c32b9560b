//! The states that the worked examples of coinbase.md 18 begin with.

use super::storage::items;
use serde_json::json;
use taox_core::chain::Storage;

pub(crate) const TAO: u64 = 1_000_000_000;
const TAO_WEIGHT: u64 = 3_320_413_933_267_719_290;

/// 18.1: three subnets, one that burns half of its incentive and one that is disabled.
pub(crate) fn three_subnets() -> Storage {
    let ema = |hundredths: u128| ((hundredths << 32) / 100).to_string();
    let half = (1_u64 << 31).to_string();
    let even = 500_000_000_000_000_000_u64;
    let state = json!({
        "block": 1_000,
        "total_issuance": 10_900_000 * TAO,
        "balances_total_issuance": 10_900_000 * TAO,
        "tao_weight": TAO_WEIGHT,
        "networks_added": { "0": true, "1": true, "2": true, "3": true },
        "subnet_mechanism": { "1": 1, "2": 1, "3": 1 },
        "subtoken_enabled": { "1": true, "2": true, "3": true },
        "first_emission_block_number": { "1": 1, "2": 1, "3": 1 },
        "subnet_emission_enabled": { "3": false },
        "last_epoch_block": { "1": 1_000, "2": 1_000, "3": 1_000 },
        "subnet_moving_price": { "1": ema(2), "2": ema(6), "3": ema(4) },
        "miner_burned": { "2": half },
        "pal_swap_initialized": { "1": true, "2": true, "3": true },
        "swap_balancer_quote_weight": { "1": even, "2": even, "3": even },
        "subnet_tao": { "0": 6_000_000 * TAO, "1": 20_000 * TAO, "2": 60_000 * TAO, "3": 40_000 * TAO },
        "subnet_alpha_in": { "1": 1_000_000 * TAO, "2": 1_000_000 * TAO, "3": 1_000_000 * TAO },
        "subnet_alpha_out": { "1": 2_000_000 * TAO, "2": 1_500_000 * TAO, "3": 500_000 * TAO },
        "free_balance": { "subnet:1": 20_001 * TAO, "subnet:2": 60_001 * TAO, "subnet:3": 40_001 * TAO },
    });
    items(&state)
}

/// 18.2: half of the parent's stake counts for a child of another coldkey.
pub(crate) fn child_and_parent() -> Storage {
    let state = json!({
        "block": 1,
        "tao_weight": TAO_WEIGHT,
        "networks_added": { "0": true, "1": true },
        "owner": { "1001": 101, "1002": 102 },
        "childkey_take": { "1001,1": 11_796 },
        "child_keys": { "1002,1": [[1_u64 << 63, 1001]] },
        "parent_keys": { "1001,1": [[1_u64 << 63, 1002]] },
        "subnet_alpha_out": { "1": 10_000 * TAO },
        "total_hotkey_alpha": { "1001,1": 1_000 * TAO, "1002,1": 500 * TAO, "1002,0": 10_000 * TAO },
        "total_hotkey_shares_v2": {
            "1001,1": ["1000000000000", 0], "1002,1": ["500000000000", 0], "1002,0": ["10000000000000", 0]
        },
        "alpha_v2": {
            "1001,101,1": ["1000000000000", 0], "1002,102,1": ["500000000000", 0],
            "1002,102,0": ["5000000000000", 0], "1002,103,0": ["5000000000000", 0]
        },
        "staking_hotkeys": { "101": [1001], "102": [1002], "103": [1002] },
    });
    items(&state)
}
