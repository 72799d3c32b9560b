//! Making a subnet smaller: who goes, and new uids for those who stay (transitions.md 2.11).

use super::table::TRIM_PACE;
use crate::chain::Chain;
use crate::chain::error::ChainError;
use crate::chain::neurons::{Mechanism, Neurons};
use crate::chain::origin::Origin;
use crate::chain::subnet::Subnet;
use crate::epoch::RowsBuf;
use core::cmp::Reverse;
use std::sync::Arc;

/// Of so many hundredths of the seats left, fewer must be immune or protected.
const MAX_IMMUNE_PERCENT: u64 = 80;

impl Chain {
    /// Lowers `max_allowed_uids`; if more neurons exist, those with the least emission go that are
    /// neither immune nor protected, and the others are renumbered in the order of their uids.
    ///
    /// # Errors
    /// In this order: `BadOrigin`, `TxRateLimitExceeded`, `AdminActionProhibitedDuringWeightsWindow`,
    /// `SubnetNotExists`, `InvalidValue` outside `min_allowed_uids` to `max_allowed_uids`,
    /// `TrimmingWouldExceedMaxImmunePercentage`.
    pub fn sudo_trim_to_max_allowed_uids(
        &mut self,
        origin: Origin,
        netuid: u16,
        max_n: u16,
    ) -> Result<(), ChainError> {
        let owner = self.ensure_owner_or_root(origin, netuid)?;
        self.check_pace(owner, netuid, TRIM_PACE)?;
        self.check_window(netuid)?;
        let subnet = self.subnet(netuid)?;
        check_size(subnet, max_n)?;
        let survivors = self.survivors(subnet, max_n)?;
        let hotkeys = &self.state.hotkeys;
        if let Some(subnet) = self.state.subnets.get_mut(netuid) {
            subnet.params.subnet.max_allowed_uids = max_n;
            if usize::from(subnet.neurons.len()) > survivors.len() {
                subnet.keep_neurons(&survivors);
                subnet.neurons.sort_by_hotkey(|hotkey| hotkeys.key(hotkey));
            }
        }
        self.explicit.insert(("max_allowed_uids", Some(netuid)));
        self.stamp_pace(owner, netuid, TRIM_PACE);
        self.emit_parameter_set(Some(netuid), "max_allowed_uids", max_n.into());
        Ok(())
    }

    /// The uids that stay, ascending.
    fn survivors(&self, subnet: &Subnet, max_n: u16) -> Result<Vec<u16>, ChainError> {
        let uids = subnet.neurons.len();
        if uids <= max_n {
            return Ok((0..uids).collect());
        }
        let protected = self.protected_uids(subnet);
        let is_safe = |uid: &u16| protected.contains(uid) || self.is_immune(subnet, *uid);
        let (mut staying, mut mortal): (Vec<_>, Vec<_>) = (0..uids).partition(is_safe);
        check_immune(subnet.netuid, staying.len(), max_n)?;
        let emission = |uid: u16| subnet.neurons.emission.get(usize::from(uid)).copied();
        mortal.sort_by_key(|uid| (Reverse(emission(*uid).unwrap_or(0)), *uid));
        mortal.truncate(usize::from(max_n).saturating_sub(staying.len()));
        staying.extend(mortal);
        staying.sort_unstable();
        Ok(staying)
    }

    fn is_immune(&self, subnet: &Subnet, uid: u16) -> bool {
        let registered = subnet.neurons.block_at_registration.get(usize::from(uid));
        let age = self
            .state
            .block
            .saturating_sub(registered.copied().unwrap_or(0));
        age < subnet.params.subnet.immunity_period.into()
    }
}

fn check_size(subnet: &Subnet, max_n: u16) -> Result<(), ChainError> {
    let params = &subnet.params.subnet;
    let limits = params.min_allowed_uids..=params.max_allowed_uids;
    if limits.contains(&max_n) {
        return Ok(());
    }
    let low = max_n < params.min_allowed_uids;
    let limit = if low { limits.start() } else { limits.end() };
    Err(ChainError::InvalidValue {
        parameter: "max_n".to_owned(),
        value: max_n.into(),
        limit: (*limit).into(),
    })
}

fn check_immune(netuid: u16, immune: usize, max_n: u16) -> Result<(), ChainError> {
    let immune = immune as u64;
    let limit = MAX_IMMUNE_PERCENT.saturating_mul(max_n.into());
    if immune.saturating_mul(100) < limit {
        return Ok(());
    }
    Err(ChainError::TrimmingWouldExceedMaxImmunePercentage {
        netuid,
        immune,
        max_n,
        percent: MAX_IMMUNE_PERCENT,
    })
}

impl Subnet {
    /// Lets only these uids stay, ascending, and gives them the uids from 0 on. Stake, children and
    /// clocks belong to hotkeys and stay.
    fn keep_neurons(&mut self, uids: &[u16]) {
        let gone: Vec<_> = (0..self.neurons.len())
            .filter(|uid| uids.binary_search(uid).is_err())
            .filter_map(|uid| self.neurons.hotkey(uid))
            .collect();
        let paid = &mut self.payouts.alpha;
        paid.retain(|(hotkey, _)| !gone.contains(hotkey));
        for hotkey in gone {
            self.serving.forget(hotkey);
        }
        self.neurons.keep(uids);
        self.mechanisms.iter_mut().for_each(|one| one.keep(uids));
    }
}

impl Neurons {
    fn keep(&mut self, uids: &[u16]) {
        self.hotkeys = uids.iter().filter_map(|uid| self.hotkey(*uid)).collect();
        self.uids = self.hotkeys.iter().copied().zip(0..).collect();
        pick(&mut self.block_at_registration, uids);
        pick(&mut self.active, uids);
        pick(&mut self.emission, uids);
        pick(&mut self.consensus, uids);
        pick(&mut self.dividends, uids);
        pick(&mut self.validator_trust, uids);
        pick(&mut self.stake_weight, uids);
        pick(&mut self.validator_permit, uids);
    }
}

impl Mechanism {
    fn keep(&mut self, uids: &[u16]) {
        pick(&mut self.last_update, uids);
        pick(&mut self.incentive, uids);
        self.weights = Arc::new(kept_rows(&self.weights, uids));
        self.bonds = Arc::new(kept_rows(&self.bonds, uids));
    }
}

/// The values of these uids; 0 where a vector is short.
fn pick<T: Copy + Default>(values: &mut Vec<T>, uids: &[u16]) {
    let value = |uid: &u16| values.get(usize::from(*uid)).copied().unwrap_or_default();
    *values = uids.iter().map(value).collect();
}

/// The rows of these uids, with entries towards them alone, under their new uids.
fn kept_rows(rows: &RowsBuf, uids: &[u16]) -> RowsBuf {
    let mut kept = RowsBuf::default();
    let renumbered = |uid: u16| {
        uids.binary_search(&uid)
            .ok()
            .and_then(|new| u16::try_from(new).ok())
    };
    for uid in uids {
        let row = rows.as_rows().iter_row(usize::from(*uid));
        kept.push_row(row.filter_map(|(to, value)| Some((renumbered(to)?, value))));
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_renumbered_and_lose_who_is_gone() {
        let mut rows = RowsBuf::default();
        rows.push_row([(0, 10), (1, 11), (3, 13)]);
        rows.push_row([(2, 22)]);
        rows.push_row([(2, 32), (3, 33)]);
        rows.push_row([]);
        let kept = kept_rows(&rows, &[0, 2, 3]);
        let rows: Vec<Vec<_>> = (0..3)
            .map(|uid| kept.as_rows().iter_row(uid).collect())
            .collect();
        assert_eq!(
            rows,
            [vec![(0, 10), (2, 13)], vec![(1, 32), (2, 33)], vec![]]
        );
    }

    #[test]
    fn short_vectors_are_filled_up() {
        let mut values = vec![7, 8];
        pick(&mut values, &[1, 2, 5]);
        assert_eq!(values, [8, 0, 0]);
    }

    #[test]
    fn four_in_five_are_too_many() {
        assert!(check_immune(1, 3, 4).is_ok());
        assert!(check_immune(1, 4, 5).is_err());
        assert!(check_immune(1, 0, 0).is_err());
    }
}
