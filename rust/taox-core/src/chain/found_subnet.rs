//! Founding a subnet: what all ways of creating one have in common (transitions.md 1.2).

use super::account::{Coldkey, Hotkey, subnet_account};
use super::create_subnet::Reserves;
use super::hyperparameters::Hyperparameters;
use super::interner::{ColdIx, HotIx};
use super::remains::Remains;
use super::state::State;
use super::subnet::{NETUIDS, Subnet};
use super::symbols::free_symbol;
use crate::fixed::{FixedPoint, U64F64};

/// What the first registration on a new subnet costs, if that is within its limits: 1 TAO.
const FIRST_BURN: u64 = 1_000_000_000;

/// A subnet that is about to be.
pub(crate) struct Founding {
    pub(crate) netuid: u16,
    pub(crate) owner: Coldkey,
    pub(crate) owner_hotkey: Hotkey,
    pub(crate) params: Hyperparameters,
    /// The pool's; the TAO is on the subnet's account already.
    pub(crate) reserves: Reserves,
    /// What its creation cost, rao.
    pub(crate) locked: u64,
    /// What an earlier subnet with the netuid left.
    pub(crate) remains: Remains,
}

impl State {
    /// The account of a subnet, known from now on.
    pub(crate) fn subnet_account(&mut self, netuid: u16) -> ColdIx {
        self.coldkeys.intern(Coldkey(subnet_account(netuid)))
    }

    /// The smallest netuid that no subnet has; root's is none.
    pub(crate) fn unused_netuid(&self) -> Option<u16> {
        (1..NETUIDS).find(|netuid| self.subnets.get(*netuid).is_none())
    }

    /// Adds a subnet without neurons.
    pub(crate) fn found(&mut self, founding: Founding) -> HotIx {
        let Founding {
            netuid, reserves, ..
        } = founding;
        let hotkey = self.create_hotkey(founding.owner_hotkey, founding.owner);
        let account = self.subnet_account(netuid);
        let mut subnet = Subnet::new(netuid, account, founding.params, self.block);
        founding.remains.bequeath(&mut subnet);
        self.adopt_takes(&mut subnet);
        subnet.market.tao = reserves.tao;
        subnet.market.alpha_in = reserves.alpha;
        self.total_stake = self.total_stake.saturating_add(reserves.tao);
        subnet.locked = founding.locked;
        let most = subnet.params.subnet.max_burn;
        subnet.registrations.set_burn(FIRST_BURN.min(most));
        subnet.symbol = Some(free_symbol(&self.subnets, netuid));
        subnet.owner = Some(self.coldkeys.intern(founding.owner));
        subnet.owner_hotkey = Some(hotkey);
        self.subnets.insert(subnet);
        self.vacant.remove(netuid);
        let creations = self.creations.entry(netuid).or_default();
        *creations = creations.saturating_add(1);
        hotkey
    }

    /// Gives the owner's hotkey uid 0.
    pub(crate) fn seat_owner(&mut self, netuid: u16, hotkey: HotIx) -> u16 {
        let (block, hotkeys) = (self.block, &self.hotkeys);
        self.subnets.get_mut(netuid).map_or(0, |subnet| {
            let uid = subnet.append_neuron(hotkey, block);
            subnet
                .neurons
                .place_by_hotkey(uid, |hotkey| hotkeys.key(hotkey));
            uid
        })
    }

    /// As much alpha as the median of all prices gives for some TAO.
    pub(crate) fn reserves_at_median_price(&self, tao: u64) -> Reserves {
        let alpha = U64F64::saturating_from_num(tao)
            .safe_div(self.median_price())
            .saturating_to_num();
        Reserves { tao, alpha }
    }

    /// The median of the spot prices of all subnets but root that are not 0; 1 if there is none.
    fn median_price(&self) -> U64F64 {
        let subnets = self.subnets.iter().filter(|subnet| !subnet.is_root());
        let mut prices: Vec<_> = subnets.map(|subnet| subnet.pool().price()).collect();
        prices.retain(|price| *price > U64F64::ZERO);
        prices.sort_unstable();
        let upper = prices.len() / 2;
        let lower = prices.len().saturating_sub(1) / 2;
        match (prices.get(lower), prices.get(upper)) {
            (Some(low), Some(high)) => U64F64::from_bits(low.to_bits().midpoint(high.to_bits())),
            _ => U64F64::ONE,
        }
    }
}
