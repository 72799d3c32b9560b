//! Verbs that put a subnet where an archive or a plan has it: permits and stake as they were.

use super::Chain;
use super::account::{Coldkey, Hotkey};
use super::error::ChainError;
use super::input::{InputError, VerbError};
use super::state::MAX_TAO_ISSUANCE;
use super::subnet::ROOT;
use crate::fixed::{I96F32, U64F64};
use crate::pool::EVEN_WEIGHT;

/// What a pool is put to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SubnetPool {
    /// TAO reserve, rao.
    pub tao: u64,
    /// Alpha reserve, rao.
    pub alpha: u64,
    /// Spot price, TAO per alpha; the pool's weights follow from it, even ones where they fit.
    pub price: U64F64,
    /// Moving price, TAO per alpha.
    pub moving_price: I96F32,
}

impl Chain {
    /// Gives validator permits to these uids and takes them from all others, until the next epoch.
    ///
    /// # Errors
    /// `SubnetNotExists`; [`InputError`] for a uid that nobody holds. Nothing changes then.
    pub fn grant_permits(&mut self, netuid: u16, uids: &[u16]) -> Result<(), VerbError> {
        let subnet = self.state.subnets.get_mut(netuid);
        let subnet = subnet.ok_or(ChainError::SubnetNotExists { netuid })?;
        let holders = subnet.neurons.len();
        if let Some(stranger) = uids.iter().find(|&&uid| uid >= holders) {
            let expected = format!("uids below {holders}");
            return Err(InputError::new("uids", expected, stranger).into());
        }
        subnet.neurons.validator_permit = (0..holders).map(|uid| uids.contains(&uid)).collect();
        Ok(())
    }

    /// Holds every stake of a subnet where it is, or lets emission become stake again.
    ///
    /// While held, epochs assign emission as ever, but nobody is paid: what they would have paid
    /// stays outside the pool and belongs to nobody.
    ///
    /// # Errors
    /// `SubnetNotExists`.
    pub fn hold_stake(&mut self, netuid: u16, hold: bool) -> Result<(), ChainError> {
        let subnet = self.state.subnets.get_mut(netuid);
        subnet
            .ok_or(ChainError::SubnetNotExists { netuid })?
            .stake_held = hold;
        Ok(())
    }

    /// Makes a coldkey's stake on a hotkey worth `alpha` rao, by minting alpha outside the pool or
    /// taking it out of being. No TAO moves, no price.
    ///
    /// Exact while a coldkey is alone behind the hotkey; beside others shares are floored, so it
    /// may be 1 rao less.
    ///
    /// # Errors
    /// `SubnetNotExists`; [`InputError`] for root, where stake is TAO, and for more alpha than
    /// counts hold; `HotKeyAccountNotExists`. Nothing changes then.
    pub fn set_stake(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        netuid: u16,
        alpha: u64,
    ) -> Result<(), VerbError> {
        let issued = self.subnet(netuid)?.market.alpha_out;
        if netuid == ROOT {
            return Err(InputError::new("netuid", "a subnet other than root", netuid).into());
        }
        let target = self.existing_hotkey(hotkey)?;
        let held = self.stake(hotkey, coldkey, netuid);
        let (more, less) = (alpha.saturating_sub(held), held.saturating_sub(alpha));
        if issued.checked_add(more).is_none() {
            let expected = "less than 2^64 rao of alpha in all";
            return Err(InputError::new("alpha", expected, alpha).into());
        }
        let holder = self.state.coldkeys.intern(coldkey);
        self.state.debit_stake(netuid, target, holder, less);
        self.state.credit_stake(netuid, target, holder, more);
        if let Some(subnet) = self.state.subnets.get_mut(netuid) {
            let outside = &mut subnet.market.alpha_out;
            *outside = outside.saturating_add(more).saturating_sub(less);
        }
        Ok(())
    }

    /// Puts the pool of a subnet where it is wanted: reserves, spot price, moving price. TAO is
    /// minted, or taken out of being, by the difference.
    ///
    /// # Errors
    /// `SubnetNotExists`; [`InputError`] for root, for more than 21 million TAO in all, and for
    /// reserves that no weights of 1 % to 99 % bring to this price. Nothing changes then.
    pub fn set_pool(&mut self, netuid: u16, wanted: SubnetPool) -> Result<(), VerbError> {
        let mut pool = self.subnet(netuid)?.pool();
        if netuid == ROOT {
            return Err(InputError::new("netuid", "a subnet other than root", netuid).into());
        }
        let before = pool.tao_reserve;
        let others = self.state.balances_issuance.saturating_sub(before);
        let limit = MAX_TAO_ISSUANCE.saturating_sub(others);
        if wanted.tao > limit {
            let expected = format!("at most {limit} rao, to keep 21 million TAO in all");
            return Err(InputError::new("tao", expected, wanted.tao).into());
        }
        (pool.tao_reserve, pool.alpha_reserve) = (wanted.tao, wanted.alpha);
        let placed = pool.initialize_at(wanted.price);
        placed.map_err(|error| {
            InputError::new("price", "a price within reach of the reserves", error)
        })?;
        let found = std::mem::replace(&mut pool.quote_weight, EVEN_WEIGHT);
        if pool.price() != wanted.price {
            // Weights found from a price miss even ones by some parts of 10^18.
            pool.quote_weight = found;
        }
        let state = &mut self.state;
        if let Some(subnet) = state.subnets.get_mut(netuid) {
            subnet.set_pool(&pool);
            subnet.moving_price = wanted.moving_price;
            let free = &mut state.coldkeys.get_mut(subnet.account).free;
            *free = free.saturating_sub(before).saturating_add(wanted.tao);
        }
        state.total_stake = state
            .total_stake
            .saturating_sub(before)
            .saturating_add(wanted.tao);
        state.recycle(before);
        state.mint(wanted.tao);
        Ok(())
    }
}
