//! What is stored of one mechanism (epoch.md 9).

use super::Matrix;
use super::emission::{self, Amounts};
use crate::epoch::output::MechanismTrace;
use crate::epoch::result::MechanismResult;
use crate::epoch::rows::RowsBuf;
use crate::fixed::I32F32;

/// The record by uid: fractions cut to u16, amounts, bonds of those with a new permit.
pub(super) fn record(
    trace: &MechanismTrace,
    active: Vec<bool>,
    validator_permit: Vec<bool>,
    emission: u64,
) -> MechanismResult {
    let Amounts {
        server,
        validator,
        combined,
    } = emission::amounts(trace, emission);
    MechanismResult {
        stake_weight: fractions(&trace.stake),
        active,
        consensus: fractions(&trace.consensus),
        incentive: fractions(&trace.incentive),
        dividends: fractions(&trace.dividends),
        validator_trust: fractions(&trace.validator_trust),
        bonds: stored_bonds(&trace.new_bonds, &validator_permit),
        validator_permit,
        emission: combined,
        server_emission: server,
        validator_emission: validator,
    }
}

fn fractions(values: &[I32F32]) -> Vec<u16> {
    values
        .iter()
        .map(|value| value.to_u16_proportion())
        .collect()
}

/// A row for every uid, empty without a permit. Order stays, and so do pairs that become 0.
fn stored_bonds(bonds: &Matrix, permits: &[bool]) -> RowsBuf {
    let mut rows = RowsBuf::empty(0);
    for (row, &permit) in bonds.iter().zip(permits) {
        let stored: &[_] = if permit { row } else { &[] };
        rows.push_row(
            stored
                .iter()
                .map(|&(uid, bond)| (uid, bond.to_u16_proportion())),
        );
    }
    rows
}
