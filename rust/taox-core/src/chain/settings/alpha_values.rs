//! Both ends of the liquid rate of bonds, which one call sets (transitions.md 4).

use super::setter::Edge;
use super::table::{ALPHA_HIGH, ALPHA_LOW};
use crate::chain::Chain;
use crate::chain::error::ChainError;
use crate::chain::origin::Origin;

impl Chain {
    /// Sets the smallest and the largest liquid rate of new bonds, of 65535.
    ///
    /// # Errors
    /// In this order: `BadOrigin`, `TxRateLimitExceeded`, `AdminActionProhibitedDuringWeightsWindow`,
    /// `LiquidAlphaDisabled`, `AlphaHighTooLow`, `AlphaLowOutOfRange`.
    pub fn sudo_set_alpha_values(
        &mut self,
        origin: Origin,
        netuid: u16,
        alpha_low: u16,
        alpha_high: u16,
    ) -> Result<(), ChainError> {
        let owner = self.check_setter(&ALPHA_LOW, origin, netuid)?;
        if !self.stored_params(netuid).epoch.liquid_alpha {
            return Err(ChainError::LiquidAlphaDisabled { netuid });
        }
        let (low, high) = (i128::from(alpha_low), i128::from(alpha_high));
        for bound in ALPHA_HIGH.bounds {
            self.check_bound(&ALPHA_HIGH, bound, netuid, high)?;
        }
        for bound in ALPHA_LOW.bounds {
            // The other end is the call's, not the stored one.
            let limit = match bound.edge {
                Edge::Number(number) => number,
                _ => high,
            };
            bound.check(ALPHA_LOW.parameter, low, limit)?;
        }
        self.write_setting(&ALPHA_HIGH, None, netuid, high);
        self.write_setting(&ALPHA_LOW, owner, netuid, low);
        Ok(())
    }
}
