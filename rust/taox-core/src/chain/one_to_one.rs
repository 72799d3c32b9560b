//! The stand-in for a subnet's price pool: one alpha is one TAO.
//!
//! It is the chain's own pool of mechanism 0 (swap.md 1 and 9), which root keeps for ever and
//! which ordinary subnets left behind: no fee, no slippage, no price. It pays out of the TAO that
//! was staked into it; alpha that was emitted on top is not backed by TAO.

use serde::{Deserialize, Serialize};

/// Reserves and counters of a 1:1 pool, in rao.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OneToOnePool {
    /// TAO held for stakers (`SubnetTAO`).
    pub(crate) tao: u64,
    /// A counter without meaning here (`SubnetAlphaIn`): down when staking, up when unstaking.
    pub(crate) alpha_in: u64,
    /// Alpha outside the pool: staked, pending, burned, dust (`SubnetAlphaOut`).
    pub(crate) alpha_out: u64,
    /// TAO ever traded (`SubnetVolume`).
    pub(crate) volume: u128,
}

impl OneToOnePool {
    /// What a purchase for `tao` gives.
    pub(crate) fn quote_buy(tao: u64) -> u64 {
        tao
    }

    /// What a sale of `alpha` gives; `None` if the pool does not hold so much TAO.
    pub(crate) fn quote_sell(&self, alpha: u64) -> Option<u64> {
        (alpha <= self.tao).then_some(alpha)
    }

    /// Takes TAO in and gives alpha out.
    pub(crate) fn buy(&mut self, tao: u64) -> u64 {
        let alpha = Self::quote_buy(tao);
        self.alpha_in = self.alpha_in.saturating_sub(alpha);
        self.alpha_out = self.alpha_out.saturating_add(alpha);
        self.tao = self.tao.saturating_add(tao);
        self.volume = self.volume.saturating_add(tao.into());
        alpha
    }

    /// Takes alpha in and gives `tao` out, which [`Self::quote_sell`] has granted.
    pub(crate) fn sell(&mut self, alpha: u64, tao: u64) {
        self.alpha_in = self.alpha_in.saturating_add(alpha);
        self.alpha_out = self.alpha_out.saturating_sub(alpha);
        self.tao = self.tao.saturating_sub(tao);
        self.volume = self.volume.saturating_add(tao.into());
    }
}
