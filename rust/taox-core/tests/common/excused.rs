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
}

impl Excused {
    /// An epoch gives permits by the limit of its time.
    pub(crate) fn note_epochs(&mut self, chain: &Chain, events: &[Event]) {
        for event in events {
            if let Event::EpochRan { netuid, .. } = event {
                let params = chain.hyperparameters(*netuid).expect("subnet");
                let limit = params.epoch.max_allowed_validators;
                self.validators.insert(*netuid, limit);
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

    /// Permits outlive a limit that was lowered since the last epoch (epoch.md 8.4).
    pub(crate) fn permits(&self, chain: &Chain, violation: &Violation) -> bool {
        violation.rule == "permits within the limit"
            && chain.netuids().into_iter().all(|netuid| {
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
