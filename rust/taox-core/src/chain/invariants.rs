//! What holds after every block and every call (coinbase.md 19; what compares two blocks is tested
//! from outside).

use super::Chain;
use super::interner::HotIx;
use super::neurons::Neurons;
use super::share_pool::SharePool;
use super::state::State;
use super::subnet::{ROOT, Subnet};
use crate::fixed::{FixedPoint, U96F32};
use crate::pool::{MIN_WEIGHT, WEIGHT_ONE};

/// An invariant that does not hold: a fault of this package, or a state loaded from outside.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{rule}, subnet {netuid:?}: {left} against {right}")]
pub struct Violation {
    /// What should hold.
    pub rule: &'static str,
    /// Where it does not.
    pub netuid: Option<u16>,
    /// The smaller side of the rule.
    pub left: u128,
    /// The larger side of the rule.
    pub right: u128,
}

impl Chain {
    /// Checks that TAO and alpha are conserved and that every subnet's tables fit together.
    ///
    /// Linear in the size of the state. Permits may exceed `max_allowed_validators` between
    /// lowering it and the next epoch.
    ///
    /// # Errors
    /// [`Violation`] of the first rule that does not hold.
    pub fn check_invariants(&self) -> Result<(), Violation> {
        self.check_tao()?;
        for subnet in self.state.subnets.iter() {
            self.check_subnet_account(subnet)?;
            self.check_alpha(subnet)?;
            check_pools(subnet)?;
            check_prices(subnet)?;
            check_tables(subnet)?;
            check_uids(subnet)?;
            check_permits(subnet)?;
        }
        Ok(())
    }

    fn check_tao(&self) -> Result<(), Violation> {
        let free = self.state.coldkeys.iter().map(|(.., record)| record.free);
        let State {
            total_issuance,
            balances_issuance,
            total_stake,
            ..
        } = &self.state;
        equal(
            "balances sum to their issuance",
            None,
            sum(free),
            *balances_issuance,
        )?;
        let counted = u128::from(*total_issuance);
        equal(
            "issuance is counted twice alike",
            None,
            counted,
            *balances_issuance,
        )?;
        // Purchases add their fee to the total stake, but not to the pool.
        let pooled = self.state.subnets.iter().map(|subnet| subnet.market.tao);
        let rule = "pools sum to at most the total stake";
        at_most(rule, None, sum(pooled), (*total_stake).into())
    }

    /// Alpha that somebody owns, or may claim, or that waits, is issued. Recycling what children owe
    /// (`CKBurn` above 0) breaks this, as on the chain.
    fn check_alpha(&self, subnet: &Subnet) -> Result<(), Violation> {
        let netuid = Some(subnet.netuid);
        let staked = sum(subnet.stakes.values().map(SharePool::total));
        if subnet.is_root() {
            let (tao, issued) = (subnet.market.tao, subnet.market.alpha_out);
            equal("root's TAO is staked", netuid, staked, tao)?;
            return equal("root's alpha is its TAO", netuid, issued.into(), tao);
        }
        if self.state.network.ck_burn > 0 {
            return Ok(());
        }
        let unowned = subnet.pending.total().saturating_add(subnet.protocol_alpha);
        let owed = staked
            .saturating_add(unowned.into())
            .saturating_add(self.unclaimed(subnet.netuid));
        let rule = "staked, pending, protocol-held and claimable alpha is issued";
        at_most(rule, netuid, owed, subnet.market.alpha_out.into())
    }

    /// What root stakers have not claimed of a subnet.
    fn unclaimed(&self, netuid: u16) -> u128 {
        let Some(root) = self.state.subnets.get(ROOT) else {
            return 0;
        };
        let owed = root.stakes.iter().flat_map(|(hotkey, pool)| {
            let rates = &self.state.hotkeys.get(*hotkey).claimable;
            let rate = rates.iter().find(|(known, _)| *known == netuid);
            let holders = rate
                .into_iter()
                .flat_map(|rate| pool.shares().map(|share| (rate.1, share)));
            holders.map(|(rate, (holder, _))| {
                self.state
                    .owed(*hotkey, holder, netuid, rate)
                    .saturating_to_num()
            })
        });
        sum(owed)
    }

    fn check_subnet_account(&self, subnet: &Subnet) -> Result<(), Violation> {
        let held = self.state.coldkeys.get(subnet.account).free;
        let rule = "the subnet's account holds its pool's TAO";
        at_most(
            rule,
            Some(subnet.netuid),
            subnet.market.tao.into(),
            held.into(),
        )
    }
}

/// Holders own no more than their pool.
fn check_pools(subnet: &Subnet) -> Result<(), Violation> {
    for pool in subnet.stakes.values() {
        let held = sum(pool.shares().map(|(holder, _)| pool.value(holder)));
        let rule = "holders own no more than their pool";
        at_most(rule, Some(subnet.netuid), held, pool.total().into())?;
    }
    Ok(())
}

/// Weights, moving prices and fractions stay in their ranges.
fn check_prices(subnet: &Subnet) -> Result<(), Violation> {
    let netuid = Some(subnet.netuid);
    let weight = subnet.pool().quote_weight;
    let least = weight.min(WEIGHT_ONE.saturating_sub(weight));
    at_most(
        "pool weights within 1 %",
        netuid,
        MIN_WEIGHT.into(),
        least.into(),
    )?;
    let price = u128::try_from(subnet.moving_price.to_bits()).unwrap_or(u128::MAX);
    let one = U96F32::ONE.to_bits();
    // Above 1 only who sets it from outside brings it; blocks then lower it slowly (coinbase.md 19.11:
    // "once it has been there").
    at_most("moving price not below 0", netuid, price, u64::MAX.into())?;
    at_most(
        "withheld incentive within 0 and 1",
        netuid,
        subnet.miner_burned.to_bits(),
        one,
    )
}

fn check_tables(subnet: &Subnet) -> Result<(), Violation> {
    let netuid = Some(subnet.netuid);
    let Neurons {
        hotkeys,
        stake_weight,
        ..
    } = &subnet.neurons;
    let uids = hotkeys.len();
    let limit = usize::from(subnet.params.subnet.max_allowed_uids);
    at_most("uids within the limit", netuid, count(uids), count(limit))?;
    at_most(
        "stake weights for uids",
        netuid,
        count(stake_weight.len()),
        count(uids),
    )?;
    let rows = subnet
        .mechanisms
        .iter()
        .flat_map(|one| [one.weights.len(), one.bonds.len()]);
    let vectors = subnet
        .mechanisms
        .iter()
        .flat_map(|one| [one.last_update.len(), one.incentive.len()]);
    for length in neuron_lengths(&subnet.neurons)
        .into_iter()
        .chain(rows)
        .chain(vectors)
    {
        equal("one entry per uid", netuid, count(length), uids as u64)?;
    }
    Ok(())
}

fn neuron_lengths(neurons: &Neurons) -> [usize; 8] {
    [
        neurons.by_hotkey.len(),
        neurons.block_at_registration.len(),
        neurons.active.len(),
        neurons.emission.len(),
        neurons.consensus.len(),
        neurons.dividends.len(),
        neurons.validator_trust.len(),
        neurons.validator_permit.len(),
    ]
}

fn check_uids(subnet: &Subnet) -> Result<(), Violation> {
    let netuid = Some(subnet.netuid);
    let neurons = &subnet.neurons;
    equal(
        "one uid per hotkey",
        netuid,
        count(neurons.uids.len()),
        neurons.hotkeys.len() as u64,
    )?;
    let matches = |(hotkey, uid): (&HotIx, &u16)| neurons.hotkey(*uid) == Some(*hotkey);
    let matching = neurons.uids.iter().filter(|entry| matches(*entry)).count();
    equal(
        "uids and hotkeys agree",
        netuid,
        count(matching),
        neurons.hotkeys.len() as u64,
    )
}

fn check_permits(subnet: &Subnet) -> Result<(), Violation> {
    let permits = (0..subnet.neurons.len()).filter(|uid| subnet.neurons.has_permit(*uid));
    // The owner's permit comes on top (epoch.md 8.4).
    let limit = subnet.params.epoch.max_allowed_validators.saturating_add(1);
    at_most(
        "permits within the limit",
        Some(subnet.netuid),
        count(permits.count()),
        limit.into(),
    )
}

fn sum(amounts: impl Iterator<Item = u64>) -> u128 {
    amounts.fold(0, |sum, amount| sum.saturating_add(amount.into()))
}

fn count(entries: usize) -> u128 {
    entries as u128
}

fn equal(rule: &'static str, netuid: Option<u16>, left: u128, right: u64) -> Result<(), Violation> {
    let right = u128::from(right);
    if left == right {
        Ok(())
    } else {
        Err(Violation {
            rule,
            netuid,
            left,
            right,
        })
    }
}

fn at_most(
    rule: &'static str,
    netuid: Option<u16>,
    left: u128,
    right: u128,
) -> Result<(), Violation> {
    if left <= right {
        Ok(())
    } else {
        Err(Violation {
            rule,
            netuid,
            left,
            right,
        })
    }
}
