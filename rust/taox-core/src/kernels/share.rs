//! Division by a sum that many numbers share.

use crate::epoch::{ONE, Reciprocal};
use crate::fixed::I32F32;

/// A divisor: safe division by it, exact for any number and without dividing for shares.
#[derive(Debug, Clone, Copy)]
pub(super) struct Divisor {
    sum: i64,
    reciprocal: Reciprocal,
    /// Up to which number the reciprocal holds.
    limit: u64,
}

impl Divisor {
    pub(super) fn new(sum: i64) -> Self {
        let positive = u64::try_from(sum).unwrap_or(0);
        Self {
            sum,
            reciprocal: Reciprocal::new(positive),
            limit: positive.min(ONE),
        }
    }

    /// x / sum towards zero; 0 for a sum of 0 and on overflow (epoch.md 1.2).
    pub(super) fn safe_div(self, x: i64) -> i64 {
        match u64::try_from(x) {
            Ok(part) if part <= self.limit => self.reciprocal.share(part).cast_signed(),
            _ => I32F32::from_bits(x)
                .safe_div(I32F32::from_bits(self.sum))
                .to_bits(),
        }
    }
}
