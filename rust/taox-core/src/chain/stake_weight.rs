//! What stake counts for: alpha plus weighted root TAO, less what goes to children, plus what comes
//! from parents (epoch.md 5).

use super::Chain;
use super::account::Hotkey;
use super::fractions::u64_fraction;
use super::interner::HotIx;
use super::state::State;
use super::subnet::Subnet;
use crate::epoch::{InheritedStake, Parent, StakeSource, inherit_stake};
use crate::fixed::{FixedPoint, I64F64};

impl State {
    /// The stake of one hotkey on a subnet.
    pub(crate) fn stake_on(&self, subnet: &Subnet, hotkey: HotIx) -> InheritedStake {
        let children: Vec<u64> = subnet
            .family
            .children_of(hotkey)
            .iter()
            .map(|(proportion, _)| *proportion)
            .collect();
        let parents = subnet
            .family
            .parents_of(hotkey)
            .iter()
            .map(|&(proportion, parent)| Parent {
                proportion,
                alpha: subnet.stake_of(parent),
                root: self.root_stake(parent),
            });
        let source = StakeSource {
            alpha: subnet.stake_of(hotkey),
            root: self.root_stake(hotkey),
            children: &children,
            parents: &parents.collect::<Vec<_>>(),
        };
        inherit_stake(&source, self.network.tao_weight)
    }

    /// The stake of every uid of a subnet, as its epoch reads it.
    pub(crate) fn total_stakes(&self, subnet: &Subnet) -> Vec<I64F64> {
        let weight: I64F64 = u64_fraction(self.network.tao_weight).saturating_to_fixed();
        let hotkeys = subnet.neurons.hotkeys.iter();
        hotkeys
            .map(|hotkey| self.total_stake_on(subnet, *hotkey, weight))
            .collect()
    }

    /// [`Self::stake_on`] in short for a hotkey without parents and children.
    fn total_stake_on(&self, subnet: &Subnet, hotkey: HotIx, tao_weight: I64F64) -> I64F64 {
        let family = &subnet.family;
        if !family.children_of(hotkey).is_empty() || !family.parents_of(hotkey).is_empty() {
            return self.stake_on(subnet, hotkey).total;
        }
        let alpha = I64F64::saturating_from_num(subnet.stake_of(hotkey));
        match self.root_stake(hotkey) {
            0 => alpha,
            root => {
                alpha.saturating_add(I64F64::saturating_from_num(root).saturating_mul(tao_weight))
            }
        }
    }
}

impl Chain {
    /// The stake weight of a hotkey on a subnet, floored to rao; 0 for what does not exist.
    pub fn stake_weight(&self, netuid: u16, hotkey: Hotkey) -> u64 {
        let subnet = self.state.subnets.get(netuid);
        let known = self.state.hotkeys.find(hotkey);
        subnet.zip(known).map_or(0, |(subnet, hotkey)| {
            self.state
                .stake_on(subnet, hotkey)
                .total
                .saturating_to_num()
        })
    }
}
