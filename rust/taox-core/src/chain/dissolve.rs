//! Removing a subnet: who goes when there is no room, and what everybody gets (transitions.md 1.4).

use super::Chain;
use super::error::ChainError;
use super::events::Event;
use super::interner::{ColdIx, HotIx};
use super::origin::Origin;
use super::remains::{Remains, is_left_behind};
use super::share_pool::SharePool;
use super::state::State;
use super::subnet::{ROOT, Subnet};
use super::tao_shares::moving_price;

impl Chain {
    /// Removes a subnet; its pool's TAO goes to those who hold its alpha.
    ///
    /// # Errors
    /// `BadOrigin` unless root signs, then `SubnetNotExists`, also for root itself.
    pub fn root_dissolve_network(&mut self, origin: Origin, netuid: u16) -> Result<(), ChainError> {
        origin.ensure_root()?;
        self.subnet(netuid)?;
        if netuid == ROOT {
            return Err(ChainError::SubnetNotExists { netuid });
        }
        self.dissolve(netuid);
        self.forget_beside_state(netuid);
        Ok(())
    }

    /// Removes a subnet that is not root from the state; [`Self::forget_beside_state`] follows when
    /// nothing can fail any more.
    pub(crate) fn dissolve(&mut self, netuid: u16) {
        if self.state.dissolve(netuid) {
            self.emit(Event::SubnetIdentityRemoved { netuid });
        }
        self.emit(Event::NetworkRemoved { netuid });
    }

    /// A subnet that is gone loses what the chain keeps of it beside its state.
    pub(crate) fn forget_beside_state(&mut self, netuid: u16) {
        // A dump no longer shows what is not there.
        let is_gone = |item: &str| !is_left_behind(item);
        self.explicit
            .retain(|(item, of)| *of != Some(netuid) || !is_gone(item));
        self.rules.remove(&netuid);
        self.epoch_inputs.remove(&netuid);
    }
}

impl State {
    /// The subnet that makes room for a new one: of those old enough the one with the lowest moving
    /// price, and of several the earliest.
    pub(crate) fn prunable(&self) -> Option<u16> {
        let immunity = self.network.network_immunity_period;
        let is_old = |subnet: &&Subnet| {
            !subnet.is_root() && self.block >= subnet.registered_at.saturating_add(immunity)
        };
        let old = self.subnets.iter().filter(is_old);
        old.min_by_key(|subnet| (moving_price(subnet), subnet.registered_at))
            .map(|subnet| subnet.netuid)
    }

    /// Pays everybody and takes the subnet out; whether it had an identity.
    fn dissolve(&mut self, netuid: u16) -> bool {
        let Some(subnet) = self.subnets.remove(netuid) else {
            return false;
        };
        self.forget_root_dividends(netuid);
        self.clocks.forget_subnet(netuid);
        self.total_stake = self.total_stake.saturating_sub(subnet.market.tao);
        for (holder, tao) in self.shares_of_pot(&subnet) {
            // One that is too small for an account that does not exist is not paid.
            let _ = self.transfer(subnet.account, holder, tao);
        }
        let left = self.spendable(subnet.account);
        self.withdraw(subnet.account, left);
        let had_identity = subnet.identity.is_some();
        self.vacant.keep(netuid, &subnet.params);
        self.remains.insert(netuid, Remains::of(subnet));
        had_identity
    }

    /// Nobody can claim what root stake earned here any more.
    fn forget_root_dividends(&mut self, netuid: u16) {
        for record in self.hotkeys.records_mut() {
            record.claimable.retain(|(known, _)| *known != netuid);
        }
        self.claimed.retain(|_, paid| {
            paid.retain(|(known, _)| *known != netuid);
            !paid.is_empty()
        });
    }

    /// What each holder gets of the pool's TAO, holder by holder. The protocol's part is paid to nobody.
    fn shares_of_pot(&self, subnet: &Subnet) -> Vec<(ColdIx, u64)> {
        let mut holders = self.holders(subnet);
        let mut protocol = subnet.protocol_alpha;
        // Only on chains whose subnets are older than this rule its alpha reserve does not count.
        if subnet.registered_at > self.network.tao_in_refund_deployment_block {
            protocol = protocol.saturating_add(subnet.market.alpha_in);
        }
        let parts = holders.iter().map(|(_, alpha)| *alpha);
        let parts: Vec<_> = parts.chain([protocol]).collect();
        for ((_, share), paid) in holders.iter_mut().zip(divide(subnet.market.tao, &parts)) {
            *share = paid;
        }
        holders
    }

    /// Everybody with alpha, by the bytes of hotkey and coldkey. A value that floors to 0 counts as the
    /// integer part of its number of shares.
    fn holders(&self, subnet: &Subnet) -> Vec<(ColdIx, u64)> {
        let mut pools: Vec<(&HotIx, &SharePool<ColdIx>)> = subnet.stakes.iter().collect();
        pools.sort_unstable_by_key(|(hotkey, _)| self.hotkeys.key(**hotkey));
        let mut holders = Vec::new();
        for (_, pool) in pools {
            let mut owned: Vec<_> = pool.shares().collect();
            owned.sort_unstable_by_key(|(holder, _)| self.coldkeys.key(*holder));
            let valued = owned.into_iter().map(|(holder, share)| {
                let alpha = pool.value(holder);
                let alpha = if alpha == 0 { share.to_u64() } else { alpha };
                (holder, alpha)
            });
            holders.extend(valued.filter(|(_, alpha)| *alpha > 0));
        }
        holders
    }
}

/// Divides a pot in proportion: floored, then one more for the largest remainders, the first of
/// equal ones first, until nothing is left.
fn divide(pot: u64, parts: &[u64]) -> Vec<u64> {
    let total: u128 = parts.iter().map(|part| u128::from(*part)).sum();
    let products: Vec<_> = parts
        .iter()
        .map(|part| u128::from(*part).saturating_mul(pot.into()))
        .collect();
    let quotient = |product: &u128| product.checked_div(total).unwrap_or(0);
    let floors = products
        .iter()
        .map(quotient)
        .map(|floor| u64::try_from(floor).unwrap_or(pot));
    let mut shares: Vec<u64> = floors.collect();
    let mut left = pot.saturating_sub(
        shares
            .iter()
            .fold(0, |sum: u64, share| sum.saturating_add(*share)),
    );
    let mut order: Vec<_> = (0..parts.len()).collect();
    let remainder = |at: &usize| {
        let product = products.get(*at).copied().unwrap_or(0);
        core::cmp::Reverse(product.checked_rem(total).unwrap_or(0))
    };
    order.sort_by_key(remainder);
    for at in order {
        if let Some(share) = shares.get_mut(at).filter(|_| left > 0 && total > 0) {
            *share = share.saturating_add(1);
            left = left.saturating_sub(1);
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_rest_goes_to_the_largest_remainders_in_order() {
        assert_eq!(divide(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(divide(11, &[1, 1, 1]), [4, 4, 3]);
        assert_eq!(divide(10, &[5, 8, 7]), [3, 4, 3]);
        assert_eq!(divide(10, &[0, 0]), [0, 0]);
        assert_eq!(divide(10, &[]), [0; 0]);
        assert_eq!(
            divide(u64::MAX, &[u64::MAX, u64::MAX]),
            [1 << 63, (1 << 63) - 1]
        );
    }

    proptest! {
        #[test]
        fn a_pot_is_divided_without_rest(pot: u64, parts in prop::collection::vec(1_u64.., 1..20)) {
            let shares = divide(pot, &parts);
            let paid: u128 = shares.iter().map(|share| u128::from(*share)).sum();
            prop_assert_eq!(paid, u128::from(pot));
            let total: u128 = parts.iter().map(|part| u128::from(*part)).sum();
            for (share, part) in shares.iter().zip(&parts) {
                let exact = u128::from(pot) * u128::from(*part) / total;
                prop_assert!(u128::from(*share) - exact <= 1);
            }
        }
    }
}
