//! Swapping a hotkey for another one of the same coldkey: checks and price (transitions.md 3.1).

use super::Chain;
use super::account::{Coldkey, Hotkey};
use super::clocks::Clock;
use super::error::ChainError;
use super::events::Event;
use super::interner::{ColdIx, HotIx};
use super::state::State;
use super::subnet::{ROOT, Subnet};

/// Blocks between two swaps of a coldkey on one subnet.
const INTERVAL: u64 = 7_200;
/// What a swap on all subnets costs: 0.1 TAO.
const COST: u64 = 100_000_000;
/// What a swap on one subnet costs: 0.001 TAO.
const COST_ON_SUBNET: u64 = 1_000_000;

/// A swap that is asked for.
#[derive(Clone, Copy)]
struct Swap {
    coldkey: Coldkey,
    old: Hotkey,
    new: Hotkey,
    netuid: Option<u16>,
}

impl Swap {
    fn is_of(&self, netuid: u16) -> bool {
        self.netuid.is_none_or(|only| only == netuid)
    }
}

impl Chain {
    /// [`Self::swap_hotkey_v2`] that takes the stake along: the older form.
    ///
    /// # Errors
    /// As [`Self::swap_hotkey_v2`].
    pub fn swap_hotkey(
        &mut self,
        coldkey: Coldkey,
        old_hotkey: Hotkey,
        new_hotkey: Hotkey,
        netuid: Option<u16>,
    ) -> Result<(), ChainError> {
        self.swap_hotkey_v2(coldkey, old_hotkey, new_hotkey, netuid, false)
    }

    /// Puts a new hotkey in the place of an old one, on one subnet for 0.001 TAO or on all for 0.1:
    /// uid, addresses, children and parents, roles, and the stake of everybody unless it is kept.
    ///
    /// # Errors
    /// In this order: `NonAssociatedColdKey`, `NewHotKeyIsSameWithOld`,
    /// `HotKeySetTxRateLimitExceeded`, `HotKeyAlreadyRegisteredInSubNet`,
    /// `NewHotKeyNotCleanForRootSwap`, on one subnet `SubnetNotExists`,
    /// `HotKeySwapOnSubnetIntervalNotPassed`, on one subnet `CannotUseSystemAccount`,
    /// `NotEnoughBalanceToPaySwapHotKey`; `InvalidChild` or `ChildParentInconsistency` if the new
    /// hotkey would become its own child or that of a parent.
    pub fn swap_hotkey_v2(
        &mut self,
        coldkey: Coldkey,
        old_hotkey: Hotkey,
        new_hotkey: Hotkey,
        netuid: Option<u16>,
        keep_stake: bool,
    ) -> Result<(), ChainError> {
        let swap = Swap {
            coldkey,
            old: old_hotkey,
            new: new_hotkey,
            netuid,
        };
        let old = self.check_swap(&swap)?;
        let payer = self.check_swap_cost(&swap)?;
        self.check_swapped_family(&swap, old)?;
        self.state.withdraw(payer, cost(netuid));
        let new = self.state.hotkeys.intern(new_hotkey);
        self.move_clocks(&swap);
        match netuid {
            Some(netuid) => {
                self.state.create_hotkey(new_hotkey, coldkey);
                self.state.swap_on_subnet(old, new, netuid, keep_stake);
            }
            None => self.state.swap_everywhere(old, new, payer, keep_stake),
        }
        self.tell_swap(swap);
        Ok(())
    }

    fn check_swap(&self, swap: &Swap) -> Result<HotIx, ChainError> {
        let old = self.owned_hotkey(swap.coldkey, swap.old)?;
        self.check_signer(swap.coldkey, swap.new)?;
        if swap.old == swap.new {
            return Err(ChainError::NewHotKeyIsSameWithOld { hotkey: swap.new });
        }
        self.check_swap_rate(swap.coldkey)?;
        self.check_not_registered(swap)?;
        self.check_clean_on_root(swap)?;
        if let Some(netuid) = swap.netuid {
            self.subnet(netuid)?;
        }
        self.check_swap_interval(swap, old)?;
        if swap.netuid.is_some() {
            self.check_no_system_account(swap.new)?;
        }
        Ok(old)
    }

    fn check_swap_rate(&self, coldkey: Coldkey) -> Result<(), ChainError> {
        let last = self.state.clocks.last(&Clock::Transaction(coldkey.0));
        let (block, rate_limit) = (self.state.block, self.state.network.tx_rate_limit);
        if last == 0 || rate_limit == 0 || block.saturating_sub(last) > rate_limit {
            return Ok(());
        }
        Err(ChainError::HotKeySetTxRateLimitExceeded {
            coldkey,
            last,
            block,
            rate_limit,
        })
    }

    fn check_not_registered(&self, swap: &Swap) -> Result<(), ChainError> {
        let hotkey = swap.new;
        let netuids = self.state.subnets.iter().map(|subnet| subnet.netuid);
        let held = netuids
            .filter(|netuid| swap.is_of(*netuid))
            .find_map(|netuid| self.uid(netuid, hotkey).map(|uid| (netuid, uid)));
        match held {
            None => Ok(()),
            Some((netuid, uid)) => Err(ChainError::HotKeyAlreadyRegisteredInSubNet {
                hotkey,
                netuid,
                uid,
            }),
        }
    }

    /// Claims on the past follow root stake; two pasts cannot be told apart.
    fn check_clean_on_root(&self, swap: &Swap) -> Result<(), ChainError> {
        let known = self.state.hotkeys.find(swap.new);
        let is_clean = |hotkey: HotIx| {
            let claims = self.state.claimed.iter();
            self.state.root_stake(hotkey) == 0
                && self.state.hotkeys.get(hotkey).claimable.is_empty()
                && claims.filter(|((of, _), _)| *of == hotkey).count() == 0
        };
        if !swap.is_of(ROOT) || known.is_none_or(is_clean) {
            return Ok(());
        }
        Err(ChainError::NewHotKeyNotCleanForRootSwap { hotkey: swap.new })
    }

    /// On one subnet the interval runs from block 0 where nothing was swapped.
    fn check_swap_interval(&self, swap: &Swap, old: HotIx) -> Result<(), ChainError> {
        let (coldkey, block, interval) = (swap.coldkey, self.state.block, INTERVAL);
        let signer = self.state.coldkeys.find(coldkey);
        let last_on = |subnet: &Subnet| {
            signer
                .and_then(|one| subnet.hotkey_swaps.get(&one))
                .copied()
        };
        for subnet in self.state.subnets.iter() {
            let last = match swap.netuid {
                Some(only) if only == subnet.netuid => Some(last_on(subnet).unwrap_or(0)),
                None if subnet.is_home_of(old) => last_on(subnet),
                _ => None,
            };
            if let Some(last) = last.filter(|last| last.saturating_add(interval) >= block) {
                return Err(ChainError::HotKeySwapOnSubnetIntervalNotPassed {
                    coldkey,
                    netuid: subnet.netuid,
                    last,
                    block,
                    interval,
                });
            }
        }
        Ok(())
    }

    fn check_swap_cost(&self, swap: &Swap) -> Result<ColdIx, ChainError> {
        let (coldkey, cost) = (swap.coldkey, cost(swap.netuid));
        let balance = self.state.free(coldkey);
        let payer = self.state.payer(coldkey, cost);
        payer.ok_or(ChainError::NotEnoughBalanceToPaySwapHotKey {
            coldkey,
            balance,
            cost,
        })
    }

    fn check_swapped_family(&self, swap: &Swap, old: HotIx) -> Result<(), ChainError> {
        let hotkey = swap.new;
        let Some(new) = self.state.hotkeys.find(hotkey) else {
            return Ok(());
        };
        for subnet in self.state.subnets.iter() {
            let (netuid, family) = (subnet.netuid, &subnet.family);
            if swap.is_of(netuid) && family.is_related(old, new) {
                return Err(ChainError::InvalidChild { hotkey, netuid });
            }
        }
        Ok(())
    }

    /// What the chain remembers of the old hotkey it remembers of the new one; swapped everywhere, of
    /// that alone.
    fn move_clocks(&mut self, swap: &Swap) {
        let clocks = &mut self.state.clocks;
        for clock in [Clock::Transaction, Clock::DelegateTake, Clock::ChildkeyTake] {
            let last = clocks.last(&clock(swap.old.0));
            clocks.stamp(clock(swap.new.0), last);
            if swap.netuid.is_none() {
                clocks.forget(&clock(swap.old.0));
            }
        }
        let block = self.state.block;
        clocks.stamp(Clock::Transaction(swap.coldkey.0), block);
    }

    fn tell_swap(&mut self, swap: Swap) {
        let Swap {
            coldkey,
            old: old_hotkey,
            new: new_hotkey,
            netuid,
        } = swap;
        self.emit(match netuid {
            None => Event::HotkeySwapped {
                coldkey,
                old_hotkey,
                new_hotkey,
            },
            Some(netuid) => Event::HotkeySwappedOnSubnet {
                coldkey,
                old_hotkey,
                new_hotkey,
                netuid,
            },
        });
    }
}

fn cost(netuid: Option<u16>) -> u64 {
    if netuid.is_some() {
        COST_ON_SUBNET
    } else {
        COST
    }
}

impl State {
    /// Forgets swaps that no longer hold a new one back: each block those on the subnets whose turn it is
    /// (coinbase.md 2, step 0).
    pub(crate) fn forget_old_swaps(&mut self) {
        let now = self.block;
        let turn = now.wrapping_rem(INTERVAL);
        for subnet in self.subnets.iter_mut() {
            if u64::from(subnet.netuid) == turn {
                let holds_back = |last: u64| last.saturating_add(INTERVAL) >= now;
                subnet.hotkey_swaps.retain(|_, last| holds_back(*last));
            }
        }
    }
}
