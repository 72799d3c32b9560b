//! Subnets that are created, started and removed, and what their owners do beside settings.

use super::dice::{Dice, hotkey, owner, owner_or_root, pair, root};
use super::told::identity;
use super::{FEWEST, Made, made};
use taox_core::chain::{Chain, Origin};

pub(crate) const CALLS: &[&str] = &[
    "register_network",
    "register_network_with_identity",
    "root_dissolve_network",
    "start_call",
    "sudo_set_alpha_values",
    "sudo_set_mechanism_emission_split",
    "sudo_set_rao_recycled",
    "sudo_set_sn_owner_hotkey",
    "sudo_trim_to_max_allowed_uids",
    "trigger_epoch",
    "update_symbol",
];

/// They answer whatever is asked with one error (transitions.md 1.14).
pub(crate) const RETIRED: [&str; 2] = [
    "sudo_set_network_pow_registration_allowed",
    "sudo_set_total_issuance",
];

pub(crate) fn lives(chain: &mut Chain, dice: &mut Dice) -> Made {
    let (cold, hot) = pair(chain, dice);
    match dice.below(10) {
        0..3 => made("register_network", chain.register_network(cold, hot)),
        3 => {
            let identity = dice.coin().then(|| identity(dice));
            let answer = chain.register_network_with_identity(cold, hot, identity);
            made("register_network_with_identity", answer)
        }
        4 => dissolved(chain, dice),
        _ => {
            let netuid = dice.netuid(chain);
            let origin = owner_or_root(chain, dice, netuid);
            made("start_call", chain.start_call(origin, netuid))
        }
    }
}

/// Root removes a subnet; if they are few a stranger tries to, so that traffic goes on.
fn dissolved(chain: &mut Chain, dice: &mut Dice) -> Made {
    let (stranger, netuid) = (pair(chain, dice).0, dice.netuid(chain));
    let origin = if chain.netuids().len() > FEWEST {
        root(dice)
    } else {
        Origin::Signed(stranger)
    };
    made(
        "root_dissolve_network",
        chain.root_dissolve_network(origin, netuid),
    )
}

pub(crate) fn owned(chain: &mut Chain, dice: &mut Dice) -> Made {
    let netuid = dice.netuid(chain);
    let origin = owner_or_root(chain, dice, netuid);
    match dice.below(9) {
        0 | 1 => {
            let signer = owner(chain, netuid).filter(|_| !dice.once_in(8));
            let origin = signer.map_or(origin, Origin::Signed);
            made("trigger_epoch", chain.trigger_epoch(origin, netuid))
        }
        2 => {
            let answer = chain.sudo_trim_to_max_allowed_uids(origin, netuid, dice.u8(10).into());
            made("sudo_trim_to_max_allowed_uids", answer)
        }
        3 => {
            let answer = chain.sudo_set_sn_owner_hotkey(origin, netuid, hotkey(dice));
            made("sudo_set_sn_owner_hotkey", answer)
        }
        4 => {
            let symbol = char::from_u32(0x400 + u32::from(dice.u8(40))).expect("Cyrillic");
            let answer = chain.update_symbol(origin, netuid, &symbol.to_string());
            made("update_symbol", answer)
        }
        5 => {
            let answer = chain.sudo_set_mechanism_emission_split(origin, netuid, split(dice));
            made("sudo_set_mechanism_emission_split", answer)
        }
        6 => alpha_values(chain, dice, origin, netuid),
        7 => {
            let answer = chain.sudo_set_rao_recycled(origin, netuid, dice.amount());
            made("sudo_set_rao_recycled", answer)
        }
        _ => retired(chain, dice, origin, netuid),
    }
}

/// None, or parts of 65535 for one mechanism or two; now and then they are too few.
fn split(dice: &mut Dice) -> Option<Vec<u16>> {
    let first = dice.u16();
    match dice.below(5) {
        0 => None,
        1 => Some(vec![first]),
        2 => Some(vec![u16::MAX]),
        _ => Some(vec![first, u16::MAX - first]),
    }
}

fn alpha_values(chain: &mut Chain, dice: &mut Dice, origin: Origin, netuid: u16) -> Made {
    let (low, high) = (dice.u16(), dice.u16());
    let (low, high) = if dice.once_in(4) {
        (low, high)
    } else {
        (low.min(high) | 2_048, high.max(low) | 2_048)
    };
    let answer = chain.sudo_set_alpha_values(origin, netuid, low, high);
    made("sudo_set_alpha_values", answer)
}

fn retired(chain: &mut Chain, dice: &mut Dice, origin: Origin, netuid: u16) -> Made {
    let [allow, issue] = RETIRED;
    if dice.coin() {
        let answer = chain.sudo_set_network_pow_registration_allowed(origin, netuid, true);
        made(allow, answer)
    } else {
        made(issue, chain.sudo_set_total_issuance(origin, dice.amount()))
    }
}
