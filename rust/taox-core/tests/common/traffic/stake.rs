//! Stake bought and sold, TAO transferred, root dividends claimed.

use super::dice::{Dice, Position, coldkey, hotkey, pair, position};
use super::{Made, made};
use taox_core::chain::{Chain, ROOT, RootClaimType};

pub(crate) const CALLS: &[&str] = &[
    "add_stake",
    "add_stake_limit",
    "claim_root",
    "remove_stake",
    "remove_stake_full_limit",
    "remove_stake_limit",
    "set_root_claim_type",
    "transfer",
    "transfer_all",
    "transfer_allow_death",
    "unstake_all",
    "unstake_all_alpha",
];

pub(crate) fn bought(chain: &mut Chain, dice: &mut Dice) -> Made {
    // Injections are balanced as far as there is stake on root.
    let netuid = if dice.once_in(5) {
        ROOT
    } else {
        dice.netuid(chain)
    };
    let (cold, hot, amount) = (coldkey(dice), hotkey(dice), dice.amount());
    if dice.once_in(3) {
        let (price, partial) = (dice.amount(), dice.coin());
        let answer = chain.add_stake_limit(cold, hot, netuid, amount, price, partial);
        made("add_stake_limit", answer)
    } else {
        made("add_stake", chain.add_stake(cold, hot, netuid, amount))
    }
}

pub(crate) fn sold(chain: &mut Chain, dice: &mut Dice) -> Made {
    let Position {
        coldkey,
        hotkey,
        netuid,
        alpha,
    } = position(chain, dice);
    match dice.below(12) {
        0..3 => {
            let (price, partial) = (dice.amount(), dice.coin());
            let answer = chain.remove_stake_limit(coldkey, hotkey, netuid, alpha, price, partial);
            made("remove_stake_limit", answer)
        }
        3 => {
            let limit = dice.coin().then(|| dice.amount());
            let answer = chain.remove_stake_full_limit(coldkey, hotkey, netuid, limit);
            made("remove_stake_full_limit", answer)
        }
        4 => made("unstake_all", chain.unstake_all(coldkey, hotkey)),
        5 => made(
            "unstake_all_alpha",
            chain.unstake_all_alpha(coldkey, hotkey),
        ),
        _ => made(
            "remove_stake",
            chain.remove_stake(coldkey, hotkey, netuid, alpha),
        ),
    }
}

pub(crate) fn transferred(chain: &mut Chain, dice: &mut Dice) -> Made {
    let (from, to, amount) = (coldkey(dice), coldkey(dice), dice.amount());
    match dice.below(12) {
        0 => made("transfer_all", chain.transfer_all(from, to, dice.coin())),
        1..4 => made(
            "transfer_allow_death",
            chain.transfer_allow_death(from, to, amount),
        ),
        _ => made("transfer", chain.transfer(from, to, amount)),
    }
}

pub(crate) fn claimed(chain: &mut Chain, dice: &mut Dice) -> Made {
    let (cold, netuid) = (pair(chain, dice).0, dice.netuid(chain));
    if dice.coin() {
        return made("claim_root", chain.claim_root(cold, &[1, 2, 3, netuid]));
    }
    let wanted = match dice.below(3) {
        0 => RootClaimType::Swap,
        1 => RootClaimType::Keep,
        _ => RootClaimType::KeepSubnets(vec![netuid, 1]),
    };
    made(
        "set_root_claim_type",
        chain.set_root_claim_type(cold, wanted),
    )
}
