//! Who is paid how much (epoch.md 8.11).

use super::vectors::normalised;
use crate::epoch::output::MechanismTrace;
use crate::fixed::{FixedPoint, I32F32, I96F32};

/// Alpha rao per uid.
pub(super) struct Amounts {
    pub(super) server: Vec<u64>,
    pub(super) validator: Vec<u64>,
    pub(super) combined: Vec<u64>,
}

/// Shares `emission` out by incentive and dividends. No remainder is assigned.
pub(super) fn amounts(trace: &MechanismTrace, emission: u64) -> Amounts {
    let pair = trace.incentive.iter().zip(&trace.dividends);
    let both: Vec<_> = pair.map(|(&i, &d)| i.saturating_add(d)).collect();
    let sum: I32F32 = both.iter().sum();
    let paid = |shares: &[I32F32]| {
        shares
            .iter()
            .map(|&share| amount(share, emission))
            .collect()
    };
    if sum == I32F32::ZERO {
        let idle = paid(fallback(trace));
        return Amounts {
            server: paid(&trace.incentive),
            combined: idle.clone(),
            validator: idle,
        };
    }
    let over = |values: &[I32F32]| values.iter().map(|v| v.safe_div(sum)).collect::<Vec<_>>();
    Amounts {
        server: paid(&over(&trace.incentive)),
        validator: paid(&over(&trace.dividends)),
        combined: paid(&normalised(&both)),
    }
}

/// By what validators are paid when nobody earned: active stake, or all stake if there is none.
fn fallback(trace: &MechanismTrace) -> &[I32F32] {
    let active: I32F32 = trace.active_stake.iter().sum();
    if active == I32F32::ZERO {
        &trace.stake
    } else {
        &trace.active_stake
    }
}

/// ⌊share·emission⌋.
fn amount(share: I32F32, emission: u64) -> u64 {
    let share: I96F32 = share.saturating_to_fixed();
    share
        .saturating_mul(I96F32::saturating_from_num(emission))
        .saturating_to_num()
}
