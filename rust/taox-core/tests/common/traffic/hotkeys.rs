//! Hotkeys: registered, associated, swapped, with takes, children and other choices.

use super::dice::{Dice, hotkey, pair, spare};
use super::{Made, made};
use taox_core::chain::{Chain, Child};

pub(crate) const CALLS: &[&str] = &[
    "decrease_take",
    "increase_take",
    "register",
    "register_limit",
    "root_register",
    "set_auto_parent_delegation_enabled",
    "set_childkey_take",
    "set_children",
    "set_coldkey_auto_stake_hotkey",
    "swap_hotkey",
    "swap_hotkey_v2",
    "try_associate_hotkey",
];

pub(crate) fn registered(chain: &mut Chain, dice: &mut Dice) -> Made {
    let (cold, hot) = pair(chain, dice);
    let netuid = dice.netuid(chain);
    match dice.below(6) {
        0 => made("root_register", chain.root_register(cold, hot)),
        1 => {
            let answer = chain.register_limit(cold, netuid, hot, dice.amount());
            made("register_limit", answer)
        }
        _ => made("register", chain.register(cold, netuid, hot)),
    }
}

pub(crate) fn swapped(chain: &mut Chain, dice: &mut Dice) -> Made {
    let (cold, hot) = pair(chain, dice);
    let new = if dice.once_in(4) {
        hotkey(dice)
    } else {
        spare(dice)
    };
    // Mostly everywhere: such a swap frees the old name.
    let netuid = dice.once_in(3).then(|| dice.netuid(chain));
    match dice.below(4) {
        0 => made(
            "try_associate_hotkey",
            chain.try_associate_hotkey(cold, hot),
        ),
        1 => made("swap_hotkey", chain.swap_hotkey(cold, hot, new, netuid)),
        _ => {
            let keeps = dice.coin();
            let answer = chain.swap_hotkey_v2(cold, hot, new, netuid, keeps);
            made("swap_hotkey_v2", answer)
        }
    }
}

pub(crate) fn chosen(chain: &mut Chain, dice: &mut Dice) -> Made {
    let (cold, hot) = pair(chain, dice);
    let netuid = dice.netuid(chain);
    let take = dice.u16() % 12_000;
    match dice.below(7) {
        0 => made("increase_take", chain.increase_take(cold, hot, take)),
        1 => made("decrease_take", chain.decrease_take(cold, hot, take)),
        2 => {
            let answer = chain.set_childkey_take(cold, hot, netuid, take);
            made("set_childkey_take", answer)
        }
        3 => {
            let answer = chain.set_coldkey_auto_stake_hotkey(cold, netuid, hot);
            made("set_coldkey_auto_stake_hotkey", answer)
        }
        4 => {
            let answer = chain.set_auto_parent_delegation_enabled(cold, hot, dice.coin());
            made("set_auto_parent_delegation_enabled", answer)
        }
        _ => {
            let drawn = (0..dice.below(3)).map(|_| (dice.below(1 << 40) << 23, hotkey(dice)));
            let children: Vec<Child> = drawn.collect();
            let answer = chain.set_children(cold, hot, netuid, &children);
            made("set_children", answer)
        }
    }
}
