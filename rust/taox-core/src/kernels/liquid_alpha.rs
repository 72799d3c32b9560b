//! The rate of new bonds by pair.

use super::layout::{KernelError, Layout, check_length};
use crate::fixed::{FixedPoint, I32F32, exp_safe};

/// The sigmoid's parameters, as the chain stores them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LiquidRates {
    /// Smallest rate, of 65535.
    pub low: u16,
    /// Largest rate, of 65535. Below `low` every rate is `low`.
    pub high: u16,
    /// Slope of the sigmoid, in hundredths.
    pub steepness: i16,
}

/// The rate of new bonds of every cell under liquid alpha (epoch.md 8.10 (c) step 2).
///
/// With weight w, old bond β and consensus C: d = clamp(w − C, 0, 1) if w ≥ β, else
/// clamp(β − w, 0, 1); rate = low + (high − low) / (1 + exp(−steepness/100 · (d − ½))), cut to
/// low … high. Each operation rounds as the chain's does.
///
/// `weights`, `bonds`: I32F32 bits, one per cell of the layout; `consensus`: I32F32 bits, one per
/// column. The result has one rate per cell, I32F32 bits.
///
/// # Errors
/// [`KernelError::Length`] if a slice does not fit the layout.
///
/// ```
/// use taox_core::kernels::{Layout, LiquidRates, liquid_alpha};
/// let rates = LiquidRates { low: 45_875, high: 58_982, steepness: 1_000 };
/// let layout = Layout::Dense { rows: 1, columns: 1 };
/// let half = 1 << 31;
/// assert_eq!(liquid_alpha(layout, &[half], &[0], &[half], rates)?, [3_012_258_989]);
/// # Ok::<(), taox_core::kernels::KernelError>(())
/// ```
pub fn liquid_alpha(
    layout: Layout<'_>,
    weights: &[i64],
    bonds: &[i64],
    consensus: &[i64],
    rates: LiquidRates,
) -> Result<Vec<i64>, KernelError> {
    layout.check("weights", weights.len())?;
    layout.check("bonds", bonds.len())?;
    check_length("consensus", layout.columns(), consensus.len())?;
    let sigmoid = Sigmoid::new(rates);
    // Most cells are as far from consensus as the one before: not at all.
    let mut last = (I32F32::ZERO, sigmoid.rate(I32F32::ZERO));
    let columns = (0..layout.rows()).flat_map(|i| layout.row_columns(i));
    let cells = columns.zip(weights.iter().zip(bonds));
    Ok(cells
        .map(|(column, (&weight, &bond))| {
            let limit = consensus.get(column).copied().unwrap_or(0);
            let distance = distance(weight, bond, limit);
            if distance != last.0 {
                last = (distance, sigmoid.rate(distance));
            }
            last.1.to_bits()
        })
        .collect())
}

fn distance(weight: i64, bond: i64, consensus: i64) -> I32F32 {
    let [weight, bond, consensus] = [weight, bond, consensus].map(I32F32::from_bits);
    let distance = if weight >= bond {
        weight.saturating_sub(consensus)
    } else {
        bond.saturating_sub(weight)
    };
    distance.clamp(I32F32::ZERO, I32F32::ONE)
}

struct Sigmoid {
    low: I32F32,
    high: I32F32,
    slope: I32F32,
}

impl Sigmoid {
    fn new(rates: LiquidRates) -> Self {
        const MINUS_HUNDRED: I32F32 = I32F32::from_bits(-(100 << 32));
        Self {
            low: I32F32::from_u16_proportion(rates.low),
            high: I32F32::from_u16_proportion(rates.high),
            slope: I32F32::saturating_from_num(rates.steepness).safe_div(MINUS_HUNDRED),
        }
    }

    fn rate(&self, distance: I32F32) -> I32F32 {
        const HALF: I32F32 = I32F32::from_bits(1 << 31);
        let x = self.slope.saturating_mul(distance.saturating_sub(HALF));
        let share = I32F32::ONE.safe_div(I32F32::ONE.saturating_add(exp_safe(x)));
        let span = self.high.saturating_sub(self.low);
        let rate = self.low.saturating_add(share.saturating_mul(span));
        rate.min(self.high).max(self.low)
    }
}
