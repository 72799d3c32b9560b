//! What the invariants of one state leave out of account, as exactly as it can be said.

use super::audit::{Life, View};
use std::collections::BTreeMap;
use taox_core::chain::{Chain, EXISTENTIAL_DEPOSIT, Event, Violation};

/// What is known of the subnets' past.
#[derive(Debug, Default)]
pub(crate) struct Excused {
    /// How many validators the last epoch of a subnet allowed.
    validators: BTreeMap<u16, u16>,
    /// The TAO that a new subnet's pool counts without having it: who founds a subnet keeps the
    /// existential deposit, even if that is a part of the price (transitions.md 1.2).
    short: BTreeMap<Life, u64>,
    /// What epochs of several mechanisms paid beyond what they drained. A mechanism whose validators
    /// earn nothing gives its whole part to miners, and validators are paid their
    /// whole pots all the same, by the dividends of the other mechanisms (coinbase.md 10).
    overpaid: BTreeMap<Life, u128>,
}

impl Excused {
    /// An epoch gives permits by the limit of its time.
    pub(crate) fn note_epochs(&mut self, chain: &Chain, events: &[Event]) {
        for event in events {
            if let Event::EpochRan {
                netuid,
                emission,
                incentive,
                dividends,
                root_dividends,
                ..
            } = event
            {
                let params = chain.hyperparameters(*netuid).expect("subnet");
                let limit = params.epoch.max_allowed_validators;
                self.validators.insert(*netuid, limit);
                let paid = [incentive, dividends, root_dividends].map(|part| u128::from(*part));
                let beyond = paid.iter().sum::<u128>().saturating_sub((*emission).into());
                let mechanisms = params.subnet.mechanism_count;
                assert!(
                    beyond == 0 || mechanisms > 1,
                    "one mechanism pays what it drained"
                );
                let life = View::of(chain, *netuid).life;
                *self.overpaid.entry(life).or_default() += beyond;
            }
        }
    }

    /// What a subnet lacks that was not there before.
    pub(crate) fn note_founding(&mut self, chain: &Chain) {
        for view in views(chain) {
            let lack = lack(&view);
            self.short.entry(view.life).or_insert(lack);
        }
    }

    /// Whether what contradicts a rule is known, and no more than what is known.
    pub(crate) fn permits(&self, chain: &Chain, violation: &Violation) -> bool {
        match violation.rule {
            "permits within the limit" => self.permits_outlive_limits(chain),
            "staked, pending, protocol-held and claimable alpha is issued" => {
                self.is_overpaid(chain, violation)
            }
            _ => false,
        }
    }

    fn is_overpaid(&self, chain: &Chain, violation: &Violation) -> bool {
        let netuid = violation.netuid.expect("a rule of subnets");
        let overpaid = self.overpaid.get(&View::of(chain, netuid).life);
        violation.left - violation.right <= overpaid.copied().unwrap_or(0)
    }

    /// Permits outlive a limit that was lowered since the last epoch (epoch.md 8.4).
    fn permits_outlive_limits(&self, chain: &Chain) -> bool {
        chain.netuids().into_iter().all(|netuid| {
            let metagraph = chain.metagraph(netuid).expect("subnet");
            let permits = metagraph.validator_permit.iter().filter(|has| **has);
            let limit = self.validators.get(&netuid).copied().unwrap_or(0);
            permits.count() <= usize::from(limit) + 1
        })
    }

    /// No account lacks more than at its founding, and none then more than the existential deposit.
    pub(crate) fn check_accounts(&self, chain: &Chain) -> Result<(), String> {
        for view in views(chain) {
            let short = self.short.get(&view.life).copied().unwrap_or(0);
            let lack = lack(&view);
            if lack > short || short > EXISTENTIAL_DEPOSIT {
                return Err(format!("{lack} lack on subnet {:?}", view.life));
            }
        }
        Ok(())
    }
}

fn views(chain: &Chain) -> impl Iterator<Item = View> {
    let netuids = chain.netuids().into_iter();
    netuids.map(|netuid| View::of(chain, netuid))
}

fn lack(view: &View) -> u64 {
    view.economy.pool.tao_reserve.saturating_sub(view.held)
}
