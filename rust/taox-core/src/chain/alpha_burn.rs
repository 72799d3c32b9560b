//! Alpha that its owner gives up: recycled or burned, or bought to be burned (transitions.md 2.3).

use super::Chain;
use super::account::{Coldkey, Hotkey};
use super::error::ChainError;
use super::events::Event;
use super::interner::HotIx;
use super::subnet::{ROOT, Subnet};

impl Chain {
    /// Takes staked alpha out of issuance; at most what is held. Returns how much it was, rao.
    ///
    /// # Errors
    /// In this order: `SubnetNotExists`, `CannotBurnOrRecycleOnRootSubnet`, `SubtokenDisabled`,
    /// `HotKeyAccountNotExists`, `InsufficientLiquidity` for more than is outside the pool,
    /// `StakeUnavailable`. There is no minimum.
    pub fn recycle_alpha(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        alpha: u64,
        netuid: u16,
    ) -> Result<u64, ChainError> {
        let amount = self.give_up(coldkey, hotkey, alpha, netuid, Subnet::recycle_alpha)?;
        self.emit(Event::AlphaRecycled {
            coldkey,
            hotkey,
            amount,
            netuid,
        });
        Ok(amount)
    }

    /// Leaves staked alpha to nobody; it stays issued. At most what is held. Returns how much it was,
    /// rao.
    ///
    /// # Errors
    /// As [`Self::recycle_alpha`].
    pub fn burn_alpha(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        alpha: u64,
        netuid: u16,
    ) -> Result<u64, ChainError> {
        let amount = self.give_up(coldkey, hotkey, alpha, netuid, Subnet::burn_alpha)?;
        self.emit(Event::AlphaBurned {
            coldkey,
            hotkey,
            amount,
            netuid,
        });
        Ok(amount)
    }

    /// Buys alpha and burns what was bought, all or nothing. With a limit nothing is bought if the
    /// price would end above it. Returns the alpha, rao.
    ///
    /// # Errors
    /// As [`Self::add_stake`], with a limit as [`Self::add_stake_limit`]; then as
    /// [`Self::burn_alpha`].
    pub fn add_stake_burn(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        netuid: u16,
        amount: u64,
        limit: Option<u64>,
    ) -> Result<u64, ChainError> {
        self.atomically(|chain| {
            let alpha = match limit {
                None => chain.add_stake(coldkey, hotkey, netuid, amount),
                Some(limit) => chain.add_stake_limit(coldkey, hotkey, netuid, amount, limit, false),
            }?;
            let alpha = chain.burn_alpha(coldkey, hotkey, alpha, netuid)?;
            chain.emit(Event::AddStakeBurn {
                netuid,
                hotkey,
                amount,
                alpha,
            });
            Ok(alpha)
        })
    }

    /// Takes alpha from its owner and leaves it to its fate; returns how much.
    fn give_up(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        alpha: u64,
        netuid: u16,
        fate: fn(&mut Subnet, u64),
    ) -> Result<u64, ChainError> {
        let giver = self.check_giving(hotkey, netuid)?;
        let alpha = alpha.min(self.stake(hotkey, coldkey, netuid));
        let subnet = self.subnet(netuid)?;
        let available = subnet.market.alpha_out;
        if available < alpha {
            return Err(ChainError::InsufficientLiquidity {
                netuid,
                amount: alpha,
                available,
            });
        }
        if let Some(holder) = self.state.coldkeys.find(coldkey) {
            self.check_unlocked(subnet, holder, alpha)?;
            self.state.debit_stake(netuid, giver, holder, alpha);
        }
        if let Some(subnet) = self.state.subnets.get_mut(netuid) {
            fate(subnet, alpha);
        }
        Ok(alpha)
    }

    /// The hotkey, if alpha of it can be given up at all.
    fn check_giving(&self, hotkey: Hotkey, netuid: u16) -> Result<HotIx, ChainError> {
        let subnet = self.subnet(netuid)?;
        if netuid == ROOT {
            return Err(ChainError::CannotBurnOrRecycleOnRootSubnet { netuid });
        }
        subnet.check_started()?;
        self.existing_hotkey(hotkey)
    }
}
