//! Claims of root dividends, by call and automatic (coinbase.md 13.3 and 13.4, transitions.md 2.8).
//!
//! One sale that fails undoes the whole claim of a coldkey. What a claim changes is therefore noted
//! while it runs; nothing else in the chain needs to be undone.

use super::Chain;
use super::account::Coldkey;
use super::claim_index::RootClaimType;
use super::error::ChainError;
use super::events::Event;
use super::interner::{ColdIx, HotIx};
use super::journal::Journal;
use super::market::sell;
use super::state::State;
use super::subnet::ROOT;
use crate::economy::claim_indices;
use crate::fixed::{FixedPoint, I96F32};

/// At most this many subnets are named in one claim.
const MAX_CLAIMED_SUBNETS: usize = 5;

impl Chain {
    /// Claims a coldkey's root dividends of some subnets.
    ///
    /// # Errors
    /// `InvalidSubnetNumber` for none or more than 5 subnets, then as [`Self::claim_root_body`].
    pub fn claim_root(&mut self, coldkey: Coldkey, subnets: &[u16]) -> Result<(), ChainError> {
        if subnets.is_empty() || subnets.len() > MAX_CLAIMED_SUBNETS {
            let count = subnets.len() as u64;
            return Err(ChainError::InvalidSubnetNumber { count });
        }
        self.claim_root_body(coldkey, subnets)
    }

    /// [`Self::claim_root`] without the check of its argument.
    ///
    /// # Errors
    /// Those of a sale: `ReservesTooLow`, `SwapInputTooLarge`, `PriceLimitExceeded`; or
    /// `InsufficientBalance` if a subnet's account lacks the TAO. Nothing is claimed then.
    pub fn claim_root_body(&mut self, coldkey: Coldkey, subnets: &[u16]) -> Result<(), ChainError> {
        let holder = self.state.coldkeys.intern(coldkey);
        self.state
            .claim_all(holder, |netuid| subnets.contains(&netuid))?;
        self.state.claim_index.insert(holder);
        self.emit(Event::RootClaimed { coldkey });
        Ok(())
    }

    /// Chooses what a coldkey's root dividends become.
    ///
    /// # Errors
    /// `InvalidSubnetNumber` for an empty set of subnets.
    pub fn set_root_claim_type(
        &mut self,
        coldkey: Coldkey,
        claim_type: RootClaimType,
    ) -> Result<(), ChainError> {
        let mut claim_type = claim_type;
        if let RootClaimType::KeepSubnets(netuids) = &mut claim_type {
            netuids.sort_unstable();
            netuids.dedup();
            if netuids.is_empty() {
                return Err(ChainError::InvalidSubnetNumber { count: 0 });
            }
        }
        let holder = self.state.coldkeys.intern(coldkey);
        self.state.claim_index.insert(holder);
        self.state.coldkeys.get_mut(holder).claim_type = Some(claim_type);
        self.emit(Event::RootClaimTypeSet { coldkey });
        Ok(())
    }

    /// Claims for a few coldkeys that follow from the parent hash. Claims that fail are skipped.
    pub(crate) fn claim_automatically(&mut self) {
        let state = &mut self.state;
        let stakers = state.claim_index.len();
        for position in claim_indices(&state.parent_hash, state.network.num_root_claim, stakers) {
            if let Some(holder) = state.claim_index.get(position) {
                // Whoever it was gets another chance; nothing has changed.
                let _ = state.claim_all(holder, |_| true);
            }
        }
    }
}

/// What one holder of a hotkey's root stake can claim on a subnet.
struct Due {
    /// Of the subnet's rate among those of the hotkey.
    position: usize,
    netuid: u16,
    /// Alpha rao, above 0.
    alpha: u64,
}

impl State {
    /// Claims what a coldkey is owed on the chosen subnets: hotkey by hotkey as it came to stake on
    /// them, each in netuid order; all or nothing.
    fn claim_all(
        &mut self,
        holder: ColdIx,
        chosen: impl Fn(u16) -> bool,
    ) -> Result<(), ChainError> {
        let mut journal = self.open_journal(holder);
        for hotkey in self.root_hotkeys(holder) {
            if let Err(error) = self.claim_of_hotkey(hotkey, holder, &chosen, &mut journal) {
                self.undo(journal);
                return Err(error);
            }
        }
        Ok(())
    }

    /// Claims in netuid order.
    fn claim_of_hotkey(
        &mut self,
        hotkey: HotIx,
        holder: ColdIx,
        chosen: impl Fn(u16) -> bool,
        journal: &mut Journal,
    ) -> Result<(), ChainError> {
        let mut next = self.next_due(hotkey, holder, 0, &chosen);
        if next.is_some() {
            self.note_watermarks(hotkey, journal);
        }
        while let Some(due) = next {
            self.claim(hotkey, holder, due.netuid, due.alpha, journal)?;
            let rest = due.position.saturating_add(1);
            next = self.next_due(hotkey, holder, rest, &chosen);
        }
        Ok(())
    }

    /// The first of a hotkey's rates from a position on by which its holder is owed something now.
    fn next_due(
        &self,
        hotkey: HotIx,
        holder: ColdIx,
        from: usize,
        chosen: impl Fn(u16) -> bool,
    ) -> Option<Due> {
        let account = self.root_account(hotkey, holder);
        let rates = self.hotkeys.get(hotkey).claimable.iter().enumerate();
        let mut rates = rates.skip(from).filter(|(_, (netuid, _))| chosen(*netuid));
        rates.find_map(|(position, &(netuid, rate))| {
            let alpha = self.due(netuid, account.owed(netuid, rate, position));
            (alpha > 0).then_some(Due {
                position,
                netuid,
                alpha,
            })
        })
    }

    /// What is owed, floored; 0 below the subnet's threshold, or if the subnet is gone.
    fn due(&self, netuid: u16, owed: I96F32) -> u64 {
        if owed <= I96F32::ZERO {
            return 0;
        }
        let subnet = self.subnets.get(netuid);
        let threshold = subnet.map(|subnet| subnet.params.subnet.root_claimable_threshold);
        let is_due = threshold.is_some_and(|threshold| owed >= I96F32::from_bits(threshold));
        if is_due { owed.saturating_to_num() } else { 0 }
    }

    fn claim(
        &mut self,
        hotkey: HotIx,
        holder: ColdIx,
        netuid: u16,
        alpha: u64,
        journal: &mut Journal,
    ) -> Result<(), ChainError> {
        let chosen = &self.coldkeys.get(holder).claim_type;
        if chosen.as_ref().is_some_and(|chosen| chosen.keeps(netuid)) {
            self.note_holding(netuid, hotkey, journal);
            self.credit_stake(netuid, hotkey, holder, alpha);
        } else {
            self.sell_claim(hotkey, holder, netuid, alpha, journal)?;
        }
        self.add_claimed(hotkey, holder, netuid, alpha.into());
        Ok(())
    }

    /// Sells claimed alpha and stakes the TAO on root.
    fn sell_claim(
        &mut self,
        hotkey: HotIx,
        holder: ColdIx,
        netuid: u16,
        alpha: u64,
        journal: &mut Journal,
    ) -> Result<(), ChainError> {
        self.note_market(netuid, journal);
        self.note_market(ROOT, journal);
        self.note_holding(ROOT, hotkey, journal);
        let tao = self.trade(netuid, &sell(alpha).without_fee())?.paid_out;
        let accounts = self.subnets.get(netuid).zip(self.subnets.get(ROOT));
        let accounts = accounts.map(|(subnet, root)| (subnet.account, root.account));
        let (from, to) = accounts.ok_or(ChainError::SubnetNotExists { netuid })?;
        self.transfer_noted(from, to, tao, journal)?;
        if let Some(subnet) = self.subnets.get_mut(netuid) {
            let sold = &mut subnet.last_block.root_sell_tao;
            *sold = sold.saturating_add(tao);
            subnet.flows.protocol_out(tao);
        }
        self.credit_stake(ROOT, hotkey, holder, tao);
        if let Some(root) = self.subnets.get_mut(ROOT) {
            root.market.tao = root.market.tao.saturating_add(tao);
            root.market.alpha_out = root.market.alpha_out.saturating_add(tao);
        }
        self.total_stake = self.total_stake.saturating_add(tao);
        self.raise_watermarks(hotkey, holder, tao);
        Ok(())
    }
}
