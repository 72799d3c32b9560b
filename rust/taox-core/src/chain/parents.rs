//! What a validator's dividend leaves for its parents (coinbase.md 11.1).

use super::family::Link;
use super::fractions::{amount, floor, u16_fraction, u64_fraction};
use super::interner::HotIx;
use super::state::State;
use super::subnet::Subnet;
use crate::fixed::U96F32;

/// A dividend divided between a hotkey and its parents.
#[derive(Clone, Debug, Default)]
pub(crate) struct Divided {
    /// Who gets how much, alpha rao; the hotkey itself last.
    pub(crate) parts: Vec<(HotIx, u64)>,
    /// Alpha to be taken out of issuance (`CKBurn`), rao.
    pub(crate) burned: u64,
}

impl State {
    /// Divides a hotkey's dividend by what each parent contributes to its stake. Parents of another
    /// coldkey leave the childkey take.
    pub(crate) fn divide_dividend(&self, subnet: &Subnet, hotkey: HotIx, dividend: u64) -> Divided {
        let parents = subnet.family.parents_of(hotkey);
        if parents.is_empty() {
            return Divided {
                parts: vec![(hotkey, dividend)],
                burned: 0,
            };
        }
        let shares = self.shares_of_parents(subnet, hotkey);
        let ck_burn = u64_fraction(self.network.ck_burn);
        let take = u16_fraction(self.childkey_take_of(subnet, hotkey));
        let owner = self.hotkeys.get(hotkey).owner;
        let whole = amount(dividend);
        let (mut rest, mut taken) = (whole, U96F32::ZERO);
        let mut divided = Divided::default();
        for (&(_, parent), share) in parents.iter().zip(shares) {
            let mut part = whole.saturating_mul(share);
            rest = rest.saturating_sub(part);
            if self.hotkeys.get(parent).owner != owner {
                let (burned, kept) = (ck_burn.saturating_mul(part), take.saturating_mul(part));
                part = part.saturating_sub(burned).saturating_sub(kept);
                taken = taken.saturating_add(kept);
                divided.burned = divided.burned.saturating_add(floor(burned));
            }
            divided.parts.push((parent, floor(part)));
        }
        let own = floor(rest.saturating_add(taken));
        divided.parts.push((hotkey, own));
        divided
    }

    /// Which part of a hotkey's stake each of its parents gives.
    pub(super) fn shares_of_parents(&self, subnet: &Subnet, hotkey: HotIx) -> Vec<U96F32> {
        let tao_weight = u64_fraction(self.network.tao_weight);
        let parents = subnet.family.parents_of(hotkey).iter();
        let given: Vec<_> = parents
            .map(|link| self.given(subnet, *link, tao_weight))
            .collect();
        let kept = amount(self.kept(subnet, hotkey, tao_weight));
        let total = given
            .iter()
            .fold(kept, |sum, part| sum.saturating_add(*part));
        given.iter().map(|part| part.safe_div(total)).collect()
    }

    /// What a parent contributes, not floored to rao.
    pub(super) fn given(
        &self,
        subnet: &Subnet,
        (proportion, parent): Link,
        tao_weight: U96F32,
    ) -> U96F32 {
        let part = u64_fraction(proportion);
        self.part_of_stake(subnet, parent, part, tao_weight)
    }

    /// What a hotkey does not give to children, floored to rao.
    pub(super) fn kept(&self, subnet: &Subnet, hotkey: HotIx, tao_weight: U96F32) -> u64 {
        let children = subnet.family.children_of(hotkey).iter();
        let rest = children.fold(U96F32::ONE, |rest, (proportion, _)| {
            rest.saturating_sub(u64_fraction(*proportion))
        });
        floor(self.part_of_stake(subnet, hotkey, rest, tao_weight))
    }

    fn part_of_stake(
        &self,
        subnet: &Subnet,
        hotkey: HotIx,
        part: U96F32,
        tao_weight: U96F32,
    ) -> U96F32 {
        let alpha = amount(subnet.stake_of(hotkey)).saturating_mul(part);
        let root = amount(self.root_stake(hotkey)).saturating_mul(part);
        alpha.saturating_add(root.saturating_mul(tao_weight))
    }

    /// Stores what a hotkey wants to keep of what it earns for its parents. It may be for a netuid that
    /// no subnet has: whatever subnet gets it will find it there.
    pub(crate) fn store_childkey_take(&mut self, netuid: u16, hotkey: HotIx, take: u16) {
        match self.subnets.get_mut(netuid) {
            Some(subnet) => subnet.family.takes.insert(hotkey, take),
            None => self.takes_of_no_subnet.insert((netuid, hotkey), take),
        };
    }

    /// Hands a new subnet the takes that were stored before it came.
    pub(crate) fn adopt_takes(&mut self, subnet: &mut Subnet) {
        let netuid = subnet.netuid;
        self.takes_of_no_subnet.retain(|&(wanted, hotkey), take| {
            if wanted == netuid {
                subnet.family.takes.insert(hotkey, *take);
            }
            wanted != netuid
        });
    }

    /// The take a hotkey keeps of what it earns for its parents: at least today's floor, of 65535.
    pub(crate) fn childkey_take_of(&self, subnet: &Subnet, hotkey: HotIx) -> u16 {
        let floor = self.network.min_childkey_take;
        let floor = floor.max(subnet.params.subnet.min_childkey_take_per_subnet);
        subnet
            .family
            .takes
            .get(&hotkey)
            .copied()
            .unwrap_or(0)
            .max(floor)
    }
}
