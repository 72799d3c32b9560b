//! Every row of the tables of settings, with values that fit and values that do not.

use super::dice::{Dice, coldkey, owner, root};
use super::{Made, TAO, made};
use taox_core::chain::{Chain, Hyperparameters, NetworkParams, Origin, Setter, Signer};

const MANY_TAO: i128 = 100 * TAO as i128;

/// Between what a parameter is drawn where other values would end the traffic: nothing would be
/// registered, staked or paid any more. All others are drawn from whatever they can be.
const TAME: &[(&str, i128, i128)] = &[
    ("admin_freeze_window", 0, 2),
    ("burn_half_life", 0, 8),
    ("burn_increase_mult", 1 << 64, 2 << 64),
    // Above 0 invariant 6 can fail (coinbase.md 19): a run of its own looks at the others.
    ("ck_burn", 0, 0),
    ("commit_reveal_weights_version", 4, 4),
    ("ema_price_halving_blocks", 0, 100),
    ("immunity_period", 0, 30),
    ("max_allowed_uids", 3, 12),
    ("max_allowed_validators", 0, 10),
    ("max_burn", 1, MANY_TAO),
    ("max_childkey_take", 8_000, 12_000),
    ("max_delegate_take", 8_000, 12_000),
    ("max_epochs_per_block", 0, 3),
    ("max_mechanism_count", 0, 4),
    ("max_registrations_per_block", 1, 4),
    ("mechanism_count", 0, 4),
    ("min_allowed_uids", 0, 4),
    ("min_allowed_weights", 0, 2),
    ("min_burn", 0, 2 * TAO as i128),
    ("min_childkey_take", 0, 2_000),
    ("min_childkey_take_per_subnet", 0, 12_000),
    ("min_delegate_take", 0, 2_000),
    ("min_non_immune_uids", 0, 2),
    ("network_immunity_period", 0, 100),
    ("network_lock_reduction_interval", 0, 1_000),
    ("network_min_lock_cost", 1, MANY_TAO),
    ("network_rate_limit", 0, 30),
    ("nominator_min_required_stake", 0, 10_000_000),
    ("num_root_claim", 0, 60),
    ("owner_hyperparam_rate_limit", 0, 3),
    ("pending_child_key_cooldown", 0, 5),
    ("reveal_period_epochs", 0, 3),
    ("serving_rate_limit", 0, 10),
    ("stake_threshold", 0, TAO as i128),
    ("start_call_delay", 0, 10),
    ("subnet_limit", 4, 6),
    ("target_registrations_per_interval", 1, 4),
    ("tx_childkey_take_rate_limit", 0, 20),
    ("tx_delegate_take_rate_limit", 0, 20),
    ("tx_rate_limit", 0, 20),
    ("weights_set_rate_limit", 0, 5),
    ("weights_version_key", 0, 1),
];

/// Flags that are mostly on, or nothing happens.
const MOSTLY_ON: [&str; 4] = [
    "registration_allowed",
    "subnet_emission_enabled",
    "subtoken_enabled",
    "transfer_toggle",
];

pub(crate) fn of_subnet(chain: &mut Chain, dice: &mut Dice) -> Made {
    let setter = dice.one_of(Setter::subnet());
    let netuid = dice.netuid(chain);
    let origin = match (setter.signer, dice.below(8)) {
        (_, 0) => Origin::Signed(coldkey(dice)),
        (Signer::Owner, 1..5) => owner(chain, netuid).map_or(Origin::Root, Origin::Signed),
        _ => Origin::Root,
    };
    let row = Hyperparameters::row(setter.parameter);
    let (low, high) = row.map_or((0, 1), |row| (row.min, row.max));
    let value = if setter.parameter == "tempo" {
        tempo(dice, origin)
    } else {
        value(dice, setter, low >> setter.shift, high >> setter.shift)
    };
    let answer = chain.set_hyperparameter(origin, netuid, setter.parameter, value);
    made(name(setter, origin), answer)
}

pub(crate) fn of_network(chain: &mut Chain, dice: &mut Dice) -> Made {
    let setter = dice.one_of(Setter::network());
    let row = NetworkParams::row(setter.parameter).expect("a row");
    let value = value(dice, setter, row.min, row.max);
    let answer = chain.set_network_parameter(root(dice), setter.parameter, value);
    made(setter.call, answer)
}

/// Every call of the tables.
pub(crate) fn calls() -> impl Iterator<Item = &'static str> {
    let rows = Setter::subnet().iter().chain(Setter::network());
    rows.map(|row| row.call).chain(["sudo_set_tempo"])
}

/// Of a tempo there are two calls.
fn name(setter: &'static Setter, origin: Origin) -> &'static str {
    match (setter.parameter, origin) {
        ("tempo", Origin::Root) => "sudo_set_tempo",
        _ => setter.call,
    }
}

/// An owner sets no less than 360; root makes it short again.
fn tempo(dice: &mut Dice, origin: Origin) -> i128 {
    match origin {
        Origin::Root => dice.within(4, 11),
        Origin::Signed(_) => dice.within(340, 400),
    }
}

fn value(dice: &mut Dice, setter: &Setter, low: i128, high: i128) -> i128 {
    if MOSTLY_ON.contains(&setter.parameter) {
        return i128::from(!dice.once_in(4));
    }
    let tame = TAME.iter().find(|(name, ..)| *name == setter.parameter);
    match (tame, dice.below(8)) {
        // No type holds it.
        (_, 0) => -(1 << 100),
        (Some((_, low, high)), _) => dice.within(*low, *high),
        (None, 1) => low,
        (None, 2) => high,
        (None, 3) => dice.within(0, 2_000),
        (None, _) => dice.within(low, high),
    }
}
