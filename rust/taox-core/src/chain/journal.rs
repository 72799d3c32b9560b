//! How things were before a call touched them, so that a call that fails late leaves no trace.
//!
//! Most calls check first and write after. Trades cannot: whether the last of several steps works
//! shows only when the first ones are done. Such a call notes what it is about to change, and undoes
//! it if a step fails.

use super::error::ChainError;
use super::interner::{ColdIx, HotIx};
use super::market::Market;
use super::share_pool::Holding;
use super::state::State;
use super::subnet::{BlockMetrics, Flows};

/// One thing as it was.
enum Before {
    Market {
        netuid: u16,
        market: Market,
        metrics: BlockMetrics,
        flows: Flows,
        burned: u64,
    },
    Holding {
        netuid: u16,
        hotkey: HotIx,
        holder: ColdIx,
        holding: Option<Holding>,
    },
    Watermarks {
        hotkey: HotIx,
        holder: ColdIx,
        claimed: Option<Vec<(u16, u128)>>,
    },
    Balance {
        account: ColdIx,
        free: u64,
    },
}

/// What a call has changed so far.
pub(crate) struct Journal {
    entries: Vec<Before>,
    total_stake: u64,
    issuance: (u64, u64),
    holder: ColdIx,
    staking: usize,
}

impl State {
    /// A journal of what is done for one holder of stake.
    pub(crate) fn open_journal(&self, holder: ColdIx) -> Journal {
        Journal {
            entries: Vec::new(),
            total_stake: self.total_stake,
            issuance: (self.balances_issuance, self.total_issuance),
            holder,
            staking: self.coldkeys.get(holder).staking.len(),
        }
    }

    /// Before a trade in a subnet.
    pub(crate) fn note_market(&self, netuid: u16, journal: &mut Journal) {
        if let Some(subnet) = self.subnets.get(netuid) {
            let (market, metrics) = (subnet.market, subnet.last_block.clone());
            let (flows, burned) = (subnet.flows.clone(), subnet.alpha_assets.burned);
            journal.entries.push(Before::Market {
                netuid,
                market,
                metrics,
                flows,
                burned,
            });
        }
    }

    /// Before a credit or debit of the journal's holder.
    pub(crate) fn note_holding(&self, netuid: u16, hotkey: HotIx, journal: &mut Journal) {
        let holder = journal.holder;
        let stakes = self
            .subnets
            .get(netuid)
            .and_then(|subnet| subnet.stakes.get(&hotkey));
        let holding = stakes.map(|pool| pool.holding(holder));
        journal.entries.push(Before::Holding {
            netuid,
            hotkey,
            holder,
            holding,
        });
    }

    /// Before the watermarks of the journal's holder move.
    pub(crate) fn note_watermarks(&self, hotkey: HotIx, journal: &mut Journal) {
        let holder = journal.holder;
        let claimed = self.claimed.get(&(hotkey, holder)).cloned();
        journal.entries.push(Before::Watermarks {
            hotkey,
            holder,
            claimed,
        });
    }

    /// [`Self::transfer`], noted.
    pub(crate) fn transfer_noted(
        &mut self,
        from: ColdIx,
        to: ColdIx,
        amount: u64,
        journal: &mut Journal,
    ) -> Result<(), ChainError> {
        for account in [from, to] {
            let free = self.coldkeys.get(account).free;
            journal.entries.push(Before::Balance { account, free });
        }
        self.transfer(from, to, amount)
    }

    /// Puts everything back, the last change first.
    pub(crate) fn undo(&mut self, journal: Journal) {
        self.total_stake = journal.total_stake;
        (self.balances_issuance, self.total_issuance) = journal.issuance;
        self.coldkeys
            .get_mut(journal.holder)
            .staking
            .truncate(journal.staking);
        for before in journal.entries.into_iter().rev() {
            self.undo_one(before);
        }
    }

    fn undo_one(&mut self, before: Before) {
        match before {
            Before::Market {
                netuid,
                market,
                metrics,
                flows,
                burned,
            } => {
                if let Some(subnet) = self.subnets.get_mut(netuid) {
                    (subnet.market, subnet.last_block, subnet.flows) = (market, metrics, flows);
                    subnet.alpha_assets.burned = burned;
                }
            }
            Before::Holding {
                netuid,
                hotkey,
                holder,
                holding,
            } => {
                self.restore_holding(netuid, hotkey, holder, holding);
            }
            Before::Watermarks {
                hotkey,
                holder,
                claimed,
            } => {
                match claimed {
                    None => self.claimed.remove(&(hotkey, holder)),
                    Some(claimed) => self.claimed.insert((hotkey, holder), claimed),
                };
            }
            Before::Balance { account, free } => self.coldkeys.get_mut(account).free = free,
        }
    }

    fn restore_holding(
        &mut self,
        netuid: u16,
        hotkey: HotIx,
        holder: ColdIx,
        holding: Option<Holding>,
    ) {
        let Some(subnet) = self.subnets.get_mut(netuid) else {
            return;
        };
        match holding {
            None => {
                subnet.stakes.remove(&hotkey);
            }
            Some(holding) => {
                subnet
                    .stakes
                    .entry(hotkey)
                    .or_default()
                    .restore(holder, holding);
            }
        }
    }
}
