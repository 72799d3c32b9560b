//! Stake that moves between hotkeys, coldkeys and subnets, is given up, or locked.

use super::dice::{Dice, Position, coldkey, hotkey, position};
use super::{Made, made};
use taox_core::chain::Chain;

pub(crate) const CALLS: &[&str] = &[
    "add_stake_burn",
    "burn_alpha",
    "lock_stake",
    "move_lock",
    "move_stake",
    "recycle_alpha",
    "set_perpetual_lock",
    "set_reject_locked_alpha",
    "swap_stake",
    "swap_stake_limit",
    "transfer_stake",
];

pub(crate) fn moved(chain: &mut Chain, dice: &mut Dice) -> Made {
    let Position {
        coldkey: cold,
        hotkey: hot,
        netuid,
        alpha,
    } = position(chain, dice);
    let other = dice.netuid(chain);
    let near = if dice.coin() { netuid } else { other };
    match dice.below(4) {
        0 => {
            let answer = chain.move_stake(cold, hot, hotkey(dice), netuid, near, alpha);
            made("move_stake", answer)
        }
        1 => {
            let answer = chain.transfer_stake(cold, coldkey(dice), hot, netuid, near, alpha);
            made("transfer_stake", answer)
        }
        2 => made(
            "swap_stake",
            chain.swap_stake(cold, hot, netuid, other, alpha),
        ),
        _ => {
            let (price, partial) = (dice.amount(), dice.coin());
            let answer = chain.swap_stake_limit(cold, hot, netuid, other, alpha, price, partial);
            made("swap_stake_limit", answer)
        }
    }
}

pub(crate) fn given_up(chain: &mut Chain, dice: &mut Dice) -> Made {
    let Position {
        coldkey,
        hotkey,
        netuid,
        alpha,
    } = position(chain, dice);
    match dice.below(3) {
        0 => made(
            "recycle_alpha",
            chain.recycle_alpha(coldkey, hotkey, alpha, netuid),
        ),
        1 => made(
            "burn_alpha",
            chain.burn_alpha(coldkey, hotkey, alpha, netuid),
        ),
        _ => {
            let (amount, limit) = (dice.amount(), dice.coin().then(|| dice.amount()));
            let answer = chain.add_stake_burn(coldkey, hotkey, netuid, amount, limit);
            made("add_stake_burn", answer)
        }
    }
}

pub(crate) fn locked(chain: &mut Chain, dice: &mut Dice) -> Made {
    let Position {
        coldkey,
        hotkey: held_on,
        netuid,
        alpha,
    } = position(chain, dice);
    match dice.below(5) {
        0 | 1 => made(
            "lock_stake",
            chain.lock_stake(coldkey, held_on, netuid, alpha),
        ),
        2 => {
            let lasts = dice.once_in(3);
            let answer = chain.set_perpetual_lock(coldkey, netuid, lasts);
            made("set_perpetual_lock", answer)
        }
        3 => made("move_lock", chain.move_lock(coldkey, hotkey(dice), netuid)),
        _ => {
            chain.set_reject_locked_alpha(coldkey, dice.coin());
            Made::accepted("set_reject_locked_alpha")
        }
    }
}
