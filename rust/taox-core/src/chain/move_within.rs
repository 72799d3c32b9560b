//! Stake changes hands within a subnet (transitions.md 2.2).

use super::Chain;
use super::error::ChainError;
use super::events::Event;
use super::interner::ColdIx;
use super::lock_book::Lock;
use super::move_stake::Checked;
use super::state::{MIN_STAKE, State};
use super::subnet::{ROOT, Subnet};
use crate::fixed::{FixedPoint, U64F64};

/// Locked alpha that has to go along.
#[derive(Clone, Copy)]
struct Shortfall {
    lock: Lock,
    mass: u64,
}

impl Chain {
    /// Moves shares without a trade; returns what they are worth at the spot price.
    ///
    /// # Errors
    /// `LockHotkeyMismatch`, `AccountRejectsLockedAlpha`, `AmountTooLow`.
    pub(crate) fn move_within(&mut self, checked: Checked) -> Result<u64, ChainError> {
        let subnet = self.subnet(checked.origin)?;
        let shortfall = self.check_shortfall(subnet, checked)?;
        let tao = worth(subnet, checked.alpha);
        if tao < MIN_STAKE {
            return Err(ChainError::AmountTooLow {
                amount: tao,
                minimum: MIN_STAKE,
            });
        }
        self.state.pass_lock_on(checked, shortfall);
        self.state.move_shares(checked);
        self.tell_moved(checked, tao);
        Ok(tao)
    }

    /// How much of the alpha is locked, if the receiver takes it.
    fn check_shortfall(
        &self,
        subnet: &Subnet,
        checked: Checked,
    ) -> Result<Option<Shortfall>, ChainError> {
        let Checked {
            seller,
            buyer,
            alpha,
            ..
        } = checked;
        let time = self.state.lock_time();
        let lock = subnet.lock_of(seller, time).filter(|_| seller != buyer);
        let Some(lock) = lock else {
            return Ok(None);
        };
        let mass = alpha.saturating_sub(self.state.unlocked(subnet, seller));
        if mass == 0 {
            return Ok(None);
        }
        let coldkey = self.state.coldkeys.key(buyer);
        let theirs = subnet.lock_of(buyer, time);
        self.check_lock_target(coldkey, subnet.netuid, theirs, lock.hotkey)?;
        if self.state.coldkeys.get(buyer).accepts_locked_alpha {
            return Ok(Some(Shortfall { lock, mass }));
        }
        Err(ChainError::AccountRejectsLockedAlpha {
            coldkey,
            netuid: subnet.netuid,
            locked: mass,
        })
    }

    fn tell_moved(&mut self, checked: Checked, tao: u64) {
        let (alpha, netuid, fee) = (checked.alpha, checked.origin, 0);
        let cold = |index: ColdIx| self.state.coldkeys.key(index);
        let hot = |index| self.state.hotkeys.key(index);
        let removed = Event::StakeRemoved {
            coldkey: cold(checked.seller),
            hotkey: hot(checked.from),
            tao,
            alpha,
            netuid,
            fee,
        };
        let added = Event::StakeAdded {
            coldkey: cold(checked.buyer),
            hotkey: hot(checked.to),
            tao,
            alpha,
            netuid,
            fee,
        };
        self.emit(removed);
        self.emit(added);
    }
}

impl State {
    /// A transfer looks at the sender's lock, and thereby ages it.
    fn pass_lock_on(&mut self, checked: Checked, shortfall: Option<Shortfall>) {
        let Checked { seller, buyer, .. } = checked;
        let time = self.lock_time();
        let Some(subnet) = self.subnets.get_mut(checked.origin) else {
            return;
        };
        match shortfall {
            Some(Shortfall { lock, mass }) => {
                let part = lock.locked.part(mass);
                subnet.take_locked(seller, lock, part, time);
                subnet.give_locked(buyer, lock.hotkey, part, time);
            }
            None if seller != buyer => subnet.age_lock(seller, time),
            None => {}
        }
    }

    /// On root claims on past dividends stay where they are. The index of automatic claims is left
    /// alone.
    fn move_shares(&mut self, checked: Checked) {
        let Checked {
            seller,
            buyer,
            from,
            to,
            origin,
            alpha,
            ..
        } = checked;
        self.debit_stake(origin, from, seller, alpha);
        self.credit_stake(origin, to, buyer, alpha);
        if origin == ROOT {
            self.lower_watermarks(from, seller, alpha);
            self.raise_watermarks(to, buyer, alpha);
        }
        self.last_stake_block.insert((buyer, to), self.block);
    }
}

/// ⌊price · alpha⌋ TAO rao.
fn worth(subnet: &Subnet, alpha: u64) -> u64 {
    let alpha = U64F64::saturating_from_num(alpha);
    subnet
        .pool()
        .price()
        .saturating_mul(alpha)
        .saturating_to_num()
}
