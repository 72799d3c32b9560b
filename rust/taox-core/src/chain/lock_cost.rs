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
    /// Blocks since the last creation, or of the chain's life.
    age: u64,
    /// Whether there was one.
    again: bool,
}

impl LockCost {
    fn price(self) -> u64 {
        let interval = u128::from(self.interval).saturating_mul(self.emission.into()) / RAO_PER_TAO;
        let fall = u128::from(self.last).checked_div(interval).unwrap_or(0);
        let fall = fall.saturating_mul(self.age.into());
        let times = if self.again { 2_u128 } else { 1 };
        let price = times.saturating_mul(self.last.into());
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
            age: self.block.saturating_sub(created_at.unwrap_or(0)),
            again: created_at.is_some(),
        }
        .price()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAO: u64 = 1_000_000_000;

    fn cost(last: u64, age: u64) -> LockCost {
        LockCost {
            last,
            minimum: 1_000 * TAO,
            interval: 100_800,
            emission: TAO,
            age,
            again: true,
        }
    }

    /// Appendix D, 12.
    #[test]
    fn the_price_doubles_and_comes_back_within_the_interval() {
        let price = |age| cost(1_000 * TAO, age).price();
        let first = LockCost {
            again: false,
            ..cost(1_000 * TAO, 0)
        };
        assert_eq!(first.price(), 1_000 * TAO);
        assert_eq!(price(0), 2_000 * TAO);
        assert!(price(50_400) - 1_500 * TAO < 50_400);
        assert!(price(100_800) - 1_000 * TAO < 100_800);
        assert_eq!(price(1_000_000), 1_000 * TAO);
    }

    #[test]
    fn before_any_creation_the_price_falls_from_block_0_on() {
        let last = 3_000 * TAO;
        let first = |age| LockCost {
            again: false,
            ..cost(last, age)
        };
        assert_eq!(first(0).price(), last);
        assert!(first(50_400).price() - 1_500 * TAO < 50_400);
    }

    #[test]
    fn half_the_emission_halves_the_interval() {
        let priced = |emission, age| {
            LockCost {
                minimum: 0,
                interval: 1_000,
                emission,
                ..cost(4_000 * TAO, age)
            }
            .price()
        };
        assert_eq!(priced(TAO / 2, 250), priced(TAO, 500));
        assert_eq!(priced(TAO, 2_000), 0);
        assert_eq!(priced(0, 2_000), 8_000 * TAO);
    }

    #[test]
    fn nothing_overflows() {
        assert_eq!(cost(u64::MAX, 0).price(), u64::MAX);
    }
}
