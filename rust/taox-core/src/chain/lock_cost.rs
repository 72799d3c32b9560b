//! What a subnet costs: it doubles with each creation and falls back as blocks pass (transitions.md
//! 1.2).

use super::clocks::Clock;
use super::state::State;
use crate::economy::block_emission;

/// What the last subnet cost where none was ever created: 1000 TAO.
const UNSET_LOCK_COST: u64 = 1_000_000_000_000;
const RAO_PER_TAO: u128 = 1_000_000_000;

/// What the price of the next subnet follows from.
#[derive(Clone, Copy, Debug)]
struct LockCost {
    last: u64,
    minimum: u64,
    /// Blocks, counted at 1 TAO of emission.
    interval: u64,
    /// Of the current block, rao.
    emission: u64,
    /// Blocks since the last creation; none = there was none.
    age: Option<u64>,
}

impl LockCost {
    fn price(self) -> u64 {
        let interval = u128::from(self.interval).saturating_mul(self.emission.into()) / RAO_PER_TAO;
        let fall = u128::from(self.last).checked_div(interval).unwrap_or(0);
        let fall = fall.saturating_mul(self.age.unwrap_or(0).into());
        let times = if self.age.is_some() { 2 } else { 1 };
        let price = u128::from(self.last).saturating_mul(times);
        let price = u64::try_from(price.saturating_sub(fall)).unwrap_or(u64::MAX);
        price.max(self.minimum)
    }
}

impl State {
    /// The block of the last creation; none = never, or block 0.
    pub(crate) fn last_creation(&self) -> Option<u64> {
        let block = self.clocks.last(&Clock::NetworkRegistered);
        (block > 0).then_some(block)
    }

    /// What the next subnet costs, rao.
    pub(crate) fn lock_cost(&self) -> u64 {
        let created_at = self.last_creation();
        LockCost {
            last: self.last_lock_cost.unwrap_or(UNSET_LOCK_COST),
            minimum: self.network.network_min_lock_cost,
            interval: self.network.network_lock_reduction_interval,
            emission: block_emission(self.total_issuance),
            age: created_at.map(|created_at| self.block.saturating_sub(created_at)),
        }
        .price()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAO: u64 = 1_000_000_000;

    fn price(last: u64, age: Option<u64>) -> u64 {
        let minimum = 1_000 * TAO;
        let (interval, emission) = (100_800, TAO);
        LockCost {
            last,
            minimum,
            interval,
            emission,
            age,
        }
        .price()
    }

    /// Appendix D, 12.
    #[test]
    fn the_price_doubles_and_comes_back_within_the_interval() {
        let last = 1_000 * TAO;
        assert_eq!(price(last, None), 1_000 * TAO);
        assert_eq!(price(last, Some(0)), 2_000 * TAO);
        let dust = price(last, Some(50_400)) - 1_500 * TAO;
        assert!(dust < 50_400, "{dust}");
        let dust = price(last, Some(100_800)) - 1_000 * TAO;
        assert!(dust < 100_800, "{dust}");
        assert_eq!(price(last, Some(1_000_000)), 1_000 * TAO);
    }

    #[test]
    fn half_the_emission_halves_the_interval() {
        let cost = |emission, age| LockCost {
            last: 4_000 * TAO,
            minimum: 0,
            interval: 1_000,
            emission,
            age: Some(age),
        };
        assert_eq!(cost(TAO / 2, 250).price(), cost(TAO, 500).price());
        assert_eq!(cost(TAO, 2_000).price(), 0);
        assert_eq!(cost(0, 2_000).price(), 8_000 * TAO);
    }

    #[test]
    fn nothing_overflows() {
        assert_eq!(price(u64::MAX, Some(0)), u64::MAX);
    }
}
