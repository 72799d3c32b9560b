//! Alpha that root stake earns and what is owed of it (coinbase.md 13.1 and 13.2).
//!
//! Each hotkey has a rate per subnet: alpha per rao of its root stake, since ever. A staker is owed
//! rate × stake less what it was paid; every change of its stake moves that watermark too.

use super::fractions::amount;
use super::interner::{ColdIx, HotIx};
use super::state::State;
use super::subnet::ROOT;
use crate::fixed::{FixedPoint, I96F32};
use ethnum::U256;

impl State {
    /// Adds alpha to what a hotkey's root stakers may claim. More than the hotkey's root stake is
    /// staked for its owner instead.
    pub(crate) fn accrue_root(&mut self, netuid: u16, hotkey: HotIx, alpha: u64) {
        let stake = self.root_stake(hotkey);
        if alpha > stake {
            let owner = self.beneficiary(hotkey);
            self.credit_stake(netuid, hotkey, owner, alpha);
            return;
        }
        let rates = &self.hotkeys.get(hotkey).claimable;
        if alpha == 0
            && rates
                .binary_search_by_key(&netuid, |(netuid, _)| *netuid)
                .is_ok()
        {
            return;
        }
        let increment: I96F32 = amount(alpha).safe_div(amount(stake)).saturating_to_fixed();
        let rates = &mut self.hotkeys.get_mut(hotkey).claimable;
        match rates.binary_search_by_key(&netuid, |(netuid, _)| *netuid) {
            Ok(position) => {
                if let Some((_, rate)) = rates.get_mut(position) {
                    *rate = rate.saturating_add(increment);
                }
            }
            Err(position) => rates.insert(position, (netuid, increment)),
        }
    }

    /// What one holder of a hotkey's root stake may claim on a subnet; may be negative.
    pub(crate) fn owed(&self, hotkey: HotIx, holder: ColdIx, netuid: u16, rate: I96F32) -> I96F32 {
        let account = self.root_account(hotkey, holder);
        account.owed(netuid, rate, usize::from(netuid))
    }

    /// The stake and the watermarks of one holder of a hotkey's root stake.
    pub(crate) fn root_account(&self, hotkey: HotIx, holder: ColdIx) -> RootAccount<'_> {
        let root = self.subnets.get(ROOT);
        let stake = root.map_or(0, |root| root.stake_of_holder(hotkey, holder));
        let paid = self.claimed.get(&(hotkey, holder));
        RootAccount {
            stake,
            paid: paid.map_or(&[], Vec::as_slice),
        }
    }

    /// Raises a watermark.
    pub(crate) fn add_claimed(&mut self, hotkey: HotIx, holder: ColdIx, netuid: u16, alpha: u128) {
        let paid = self.claimed.entry((hotkey, holder)).or_default();
        let guess = usize::from(netuid);
        change_entry(paid, netuid, guess, |paid| paid.saturating_add(alpha));
    }

    /// New root stake has no claim on the past.
    pub(crate) fn raise_watermarks(&mut self, hotkey: HotIx, holder: ColdIx, stake: u64) {
        self.move_watermarks(hotkey, holder, stake, u128::saturating_add);
    }

    /// Root stake that leaves takes its part of the past along; what was never paid is forfeited.
    pub(crate) fn lower_watermarks(&mut self, hotkey: HotIx, holder: ColdIx, stake: u64) {
        self.move_watermarks(hotkey, holder, stake, u128::saturating_sub);
    }

    fn move_watermarks(
        &mut self,
        hotkey: HotIx,
        holder: ColdIx,
        stake: u64,
        change: fn(u128, u128) -> u128,
    ) {
        let rates = &self.hotkeys.get(hotkey).claimable;
        if rates.is_empty() {
            return;
        }
        let paid = self.claimed.entry((hotkey, holder)).or_default();
        for (position, &(netuid, rate)) in rates.iter().enumerate() {
            let by = earned(rate, stake);
            change_entry(paid, netuid, position, |paid| change(paid, by));
        }
    }
}

/// What a holder of a hotkey's root stake has, and has been paid.
pub(crate) struct RootAccount<'a> {
    stake: u64,
    /// By netuid.
    paid: &'a [(u16, u128)],
}

impl RootAccount<'_> {
    /// rate × stake less what was paid; the rate is at `position` among those of the hotkey.
    pub(crate) fn owed(&self, netuid: u16, rate: I96F32, position: usize) -> I96F32 {
        let position = find_entry(self.paid, netuid, position);
        let entry = position.ok().and_then(|position| self.paid.get(position));
        let paid = entry.map_or(0, |(_, paid)| i128::try_from(*paid).unwrap_or(i128::MAX));
        let earned = rate.saturating_mul(I96F32::saturating_from_num(self.stake));
        earned.saturating_sub(I96F32::saturating_from_num(paid))
    }
}

/// ⌊rate × stake⌋.
fn earned(rate: I96F32, stake: u64) -> u128 {
    let bits = u128::try_from(rate.to_bits()).unwrap_or(0);
    if let Some(product) = bits.checked_mul(stake.into()) {
        return product >> I96F32::FRACTION_BITS;
    }
    let product = U256::from(bits).saturating_mul(U256::from(stake));
    u128::try_from(product.wrapping_shr(I96F32::FRACTION_BITS)).unwrap_or(u128::MAX)
}

/// Where the entry of a subnet is in a list by netuid, or belongs. A hotkey's rates and what its
/// stakers were paid mostly name the same subnets: the position in one is tried in the other first.
fn find_entry(entries: &[(u16, u128)], netuid: u16, guess: usize) -> Result<usize, usize> {
    match entries.get(guess) {
        Some((found, _)) if *found == netuid => Ok(guess),
        _ => entries.binary_search_by_key(&netuid, |(netuid, _)| *netuid),
    }
}

/// Changes the entry of a subnet in a list by netuid; a new one that would be 0 is not kept.
fn change_entry(
    entries: &mut Vec<(u16, u128)>,
    netuid: u16,
    guess: usize,
    change: impl Fn(u128) -> u128,
) {
    match find_entry(entries, netuid, guess) {
        Ok(position) => {
            if let Some((_, value)) = entries.get_mut(position) {
                *value = change(*value);
            }
        }
        Err(position) => match change(0) {
            0 => {}
            value => entries.insert(position, (netuid, value)),
        },
    }
}
