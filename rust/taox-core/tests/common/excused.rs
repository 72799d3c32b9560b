//! What the invariants of one state leave out of account, as exactly as it can be said.

use super::audit::{Life, View};
use std::collections::BTreeMap;
use taox_core::chain::{Chain, EXISTENTIAL_DEPOSIT, Event, Violation};

/// Why something that contradicts a rule is left out of account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Excuse {
    /// Rule 0: permits outlive a limit that was lowered since the last epoch (epoch.md 8.4).
    OldPermits,
    /// Rule 5: who founds a subnet keeps the existential deposit, even if that is a part of the
    /// price (transitions.md 1.2), so that the new pool counts TAO that it has not.
    Founder,
    /// Rule 6: epochs of several mechanisms pay more than they drain. A mechanism whose validators
    /// earn nothing gives its whole part to miners, and validators are paid their whole pots all
    /// the same, by the dividends of the other mechanisms (coinbase.md 10).
    Overpaid,
}

/// What is known of the subnets' past.
#[derive(Debug, Default)]
pub(crate) struct Excused {
    /// How many validators the last epoch of a subnet allowed.
    validators: BTreeMap<Life, u16>,
    /// The TAO that a new subnet's pool counts without having it.
    short: BTreeMap<Life, u64>,
    /// What epochs of several mechanisms paid beyond what they drained.
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
                let life = View::of(chain, *netuid).life;
                let params = chain.hyperparameters(*netuid).expect("subnet");
                let limit = params.epoch.max_allowed_validators;
                self.validators.insert(life, limit);
                let paid = [incentive, dividends, root_dividends].map(|part| u128::from(*part));
                let beyond = paid.iter().sum::<u128>().saturating_sub((*emission).into());
                let mechanisms = params.subnet.mechanism_count;
                assert!(
                    beyond == 0 || mechanisms > 1,
                    "one mechanism pays what it drained"
                );
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

    /// Why a violation is known, if it is no more than what is known of its own subnet.
    pub(crate) fn excuse(&self, chain: &Chain, violation: &Violation) -> Option<Excuse> {
        let life = View::of(chain, violation.netuid?).life;
        let (excuse, known) = match violation.rule {
            "permits within the limit" => (Excuse::OldPermits, self.permits_beyond(chain, life)),
            "staked, pending, protocol-held and claimable alpha is issued" => {
                (Excuse::Overpaid, self.overpaid.get(&life).copied())
            }
            _ => return None,
        };
        let beyond = violation.left - violation.right;
        (beyond <= known.unwrap_or(0)).then_some(excuse)
    }

    /// By how much today's limit is below that of the last epoch.
    fn permits_beyond(&self, chain: &Chain, life: Life) -> Option<u128> {
        let params = chain.hyperparameters(life.0).expect("subnet");
        let limit = params.epoch.max_allowed_validators;
        let of_last_epoch = self.validators.get(&life)?;
        Some(of_last_epoch.saturating_sub(limit).into())
    }

    /// The accounts that lack TAO: no more than at their founding, which is known, and none then
    /// more than the existential deposit.
    pub(crate) fn accounts(&self, chain: &Chain) -> Vec<Result<Excuse, String>> {
        let lacking = views(chain).filter(|view| lack(view) > 0);
        let judged = lacking.map(|view| {
            let short = self.short.get(&view.life).copied().unwrap_or(0);
            if lack(&view) <= short.min(EXISTENTIAL_DEPOSIT) {
                Ok(Excuse::Founder)
            } else {
                Err(format!("{} lack on subnet {:?}", lack(&view), view.life))
            }
        });
        judged.collect()
    }
}

fn views(chain: &Chain) -> impl Iterator<Item = View> {
    let netuids = chain.netuids().into_iter();
    netuids.map(|netuid| View::of(chain, netuid))
}

fn lack(view: &View) -> u64 {
    view.economy.pool.tao_reserve.saturating_sub(view.held)
}
