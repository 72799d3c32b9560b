//! What holds after every block and every call (coinbase.md 19). What compares two states is tested
//! from outside.

use super::Chain;
use super::interner::HotIx;
use super::neurons::Neurons;
use super::share_pool::SharePool;
use super::state::{EXISTENTIAL_DEPOSIT, State};
use super::subnet::{ROOT, Subnet};
use super::tao_shares::{Candidate, tao_shares};
use crate::fixed::{FixedPoint, U64F64, U96F32};
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

/// A part of a rule: about the chain as a whole, or about each of its subnets.
#[derive(Clone, Copy, Debug)]
enum Check {
    Whole(fn(&State) -> Result<(), Violation>),
    EachSubnet(fn(&State, &Subnet) -> Result<(), Violation>),
}

/// A rule that every state of a chain obeys.
#[derive(Clone, Copy, Debug)]
pub struct Invariant {
    /// Its number in coinbase.md 19; 0 for what holds the tables of a subnet together.
    pub number: u8,
    /// What it says.
    pub doc: &'static str,
    checks: &'static [Check],
}

const fn rule(number: u8, doc: &'static str, checks: &'static [Check]) -> Invariant {
    Invariant {
        number,
        doc,
        checks,
    }
}

/// What one state shows of the invariants; the others compare two states.
pub const INVARIANTS: &[Invariant] = &[
    rule(
        0,
        "a subnet's tables fit together",
        &[
            Check::EachSubnet(|_, subnet| check_tables(subnet)),
            Check::EachSubnet(|_, subnet| check_uids(subnet)),
            Check::EachSubnet(|_, subnet| check_permits(subnet)),
        ],
    ),
    rule(
        1,
        "both counters of TAO agree, balances sum to them",
        &[Check::Whole(State::check_issuance)],
    ),
    rule(
        3,
        "pools sum to at most the total stake",
        &[Check::Whole(State::check_total_stake)],
    ),
    rule(
        5,
        "subnets' accounts hold their pools' TAO",
        &[Check::EachSubnet(State::check_account)],
    ),
    rule(
        6,
        "alpha that is owned, waits or can be claimed is issued",
        &[Check::EachSubnet(State::check_alpha)],
    ),
    rule(
        7,
        "holders own no more than their pool",
        &[Check::EachSubnet(|_, subnet| check_pools(subnet))],
    ),
    rule(
        8,
        "root's TAO, alpha and stake are one",
        &[Check::Whole(State::check_root)],
    ),
    rule(
        10,
        "pool weights are within 1 %",
        &[Check::EachSubnet(|_, subnet| check_weight(subnet))],
    ),
    rule(
        11,
        "TAO is shared by moving prices, no more than all of it",
        &[
            Check::EachSubnet(|_, subnet| check_moving_price(subnet)),
            Check::Whole(State::check_shares),
        ],
    ),
    rule(
        12,
        "withheld incentive is within 0 and 1",
        &[Check::EachSubnet(|_, subnet| check_withheld(subnet))],
    ),
];

impl Check {
    /// What contradicts it, one of each subnet.
    fn violations(self, state: &State) -> impl Iterator<Item = Violation> {
        let (whole, each) = match self {
            Self::Whole(check) => (Some(check), None),
            Self::EachSubnet(check) => (None, Some(check)),
        };
        let of_subnets = each.into_iter().flat_map(move |check| {
            let subnets = state.subnets.iter();
            subnets.filter_map(move |subnet| check(state, subnet).err())
        });
        whole
            .into_iter()
            .filter_map(move |check| check(state).err())
            .chain(of_subnets)
    }
}

impl Invariant {
    /// Whether a chain obeys it.
    ///
    /// # Errors
    /// [`Violation`] of the first subnet that does not.
    pub fn check(&self, chain: &Chain) -> Result<(), Violation> {
        self.violations(chain).next().map_or(Ok(()), Err)
    }

    /// All that contradicts it, subnet by subnet: one violation hides none of another subnet, nor
    /// of another part of the rule.
    pub fn violations(&self, chain: &Chain) -> impl Iterator<Item = Violation> {
        let checks = self.checks.iter();
        checks.flat_map(|check| check.violations(&chain.state))
    }
}

impl Chain {
    /// Checks that TAO and alpha are conserved and that every subnet's tables fit together.
    ///
    /// Linear in the size of the state. Permits may exceed `max_allowed_validators` between
    /// lowering it and the next epoch.
    ///
    /// # Errors
    /// [`Violation`] of the first of [`INVARIANTS`] that does not hold.
    pub fn check_invariants(&self) -> Result<(), Violation> {
        INVARIANTS.iter().try_for_each(|rule| rule.check(self))
    }
}

impl State {
    fn check_issuance(&self) -> Result<(), Violation> {
        let free = self.coldkeys.iter().map(|(.., record)| record.free);
        let (counted, balances) = (self.total_issuance, self.balances_issuance);
        equal("balances sum to their issuance", None, sum(free), balances)?;
        let rule = "issuance is counted twice alike";
        equal(rule, None, counted.into(), balances)
    }

    /// Purchases add their fee to the total stake, but not to the pool.
    fn check_total_stake(&self) -> Result<(), Violation> {
        let pooled = self.subnets.iter().map(|subnet| subnet.market.tao);
        let rule = "pools sum to at most the total stake";
        at_most(rule, None, sum(pooled), self.total_stake.into())
    }

    /// Recycling what children owe (`CKBurn` above 0) breaks this, as on the chain; so do epochs of
    /// several mechanisms of which one has no dividends, if what miners earned is recycled.
    fn check_alpha(&self, subnet: &Subnet) -> Result<(), Violation> {
        if subnet.is_root() || self.network.ck_burn > 0 {
            return Ok(());
        }
        let unowned = subnet.pending.total().saturating_add(subnet.protocol_alpha);
        let owed = staked(subnet)
            .saturating_add(unowned.into())
            .saturating_add(self.unclaimed(subnet.netuid));
        let rule = "staked, pending, protocol-held and claimable alpha is issued";
        let issued = subnet.market.alpha_out.into();
        at_most(rule, Some(subnet.netuid), owed, issued)
    }

    fn check_root(&self) -> Result<(), Violation> {
        let Some(root) = self.subnets.get(ROOT) else {
            return Ok(());
        };
        let (tao, issued) = (root.market.tao, root.market.alpha_out);
        equal("root's TAO is staked", Some(ROOT), staked(root), tao)?;
        equal("root's alpha is its TAO", Some(ROOT), issued.into(), tao)
    }

    /// What root stakers have not claimed of a subnet.
    fn unclaimed(&self, netuid: u16) -> u128 {
        let Some(root) = self.subnets.get(ROOT) else {
            return 0;
        };
        let owed = root.stakes.iter().flat_map(|(hotkey, pool)| {
            let rates = &self.hotkeys.get(*hotkey).claimable;
            let rate = rates.iter().find(|(known, _)| *known == netuid);
            let holders = rate
                .into_iter()
                .flat_map(|rate| pool.shares().map(|share| (rate.1, share)));
            holders.map(|(rate, (holder, _))| {
                self.owed(*hotkey, holder, netuid, rate).saturating_to_num()
            })
        });
        sum(owed)
    }

    fn check_account(&self, subnet: &Subnet) -> Result<(), Violation> {
        // A founder keeps the existential deposit; the pool counts it all the same.
        let held = self.coldkeys.get(subnet.account).free;
        let (pooled, held) = (subnet.market.tao, held.saturating_add(EXISTENTIAL_DEPOSIT));
        let rule = "the subnet's account holds its pool's TAO";
        at_most(rule, Some(subnet.netuid), pooled.into(), held.into())
    }

    fn check_shares(&self) -> Result<(), Violation> {
        let candidates: Vec<_> = self.emitting().map(Candidate::of).collect();
        let shares = tao_shares(&candidates).into_iter();
        let bits = shares.fold(0, |sum: u128, share| sum.saturating_add(share.to_bits()));
        at_most("shares of TAO sum to 1", None, bits, U64F64::ONE.to_bits())
    }
}

fn staked(subnet: &Subnet) -> u128 {
    sum(subnet.stakes.values().map(SharePool::total))
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

fn check_weight(subnet: &Subnet) -> Result<(), Violation> {
    let weight = subnet.pool().quote_weight;
    let least = weight.min(WEIGHT_ONE.saturating_sub(weight)).into();
    let rule = "pool weights are within 1 %";
    at_most(rule, Some(subnet.netuid), MIN_WEIGHT.into(), least)
}

/// Where moving prices begin is up to who sets them; blocks bring them into 0 to 1 and keep them
/// there.
fn check_moving_price(subnet: &Subnet) -> Result<(), Violation> {
    let below = subnet.moving_price.to_bits().min(0).unsigned_abs();
    let rule = "moving prices are not negative";
    at_most(rule, Some(subnet.netuid), below, 0)
}

fn check_withheld(subnet: &Subnet) -> Result<(), Violation> {
    let withheld = subnet.miner_burned.to_bits();
    let rule = "withheld incentive is within 0 and 1";
    at_most(rule, Some(subnet.netuid), withheld, U96F32::ONE.to_bits())
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
