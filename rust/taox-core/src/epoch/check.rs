//! The shapes an epoch needs; everything behind this check is total.

use super::error::EpochError;
use super::input::{EpochInput, MechanismInput};
use super::rows::Rows;
use crate::fixed::I64F64;

/// Checks the whole input.
pub(super) fn check(input: &EpochInput<'_>) -> Result<(), EpochError> {
    input.params.validate()?;
    let n = usize::from(input.n);
    length(
        "block_at_registration",
        input.block_at_registration.len(),
        n,
    )?;
    length("total_stake", input.total_stake.len(), n)?;
    owner(input)?;
    stake(input.total_stake)?;
    if input.mechanisms.is_empty() {
        return Err(EpochError::NoMechanisms);
    }
    input
        .mechanisms
        .iter()
        .enumerate()
        .try_for_each(|(m, mechanism)| check_mechanism(m, mechanism, n))
}

fn length(field: &'static str, actual: usize, expected: usize) -> Result<(), EpochError> {
    if actual == expected {
        Ok(())
    } else {
        Err(EpochError::Length {
            field,
            expected,
            actual,
        })
    }
}

fn owner(input: &EpochInput<'_>) -> Result<(), EpochError> {
    match input.owner_uid {
        Some(owner_uid) if owner_uid >= input.n => Err(EpochError::OwnerUid {
            n: input.n,
            owner_uid,
        }),
        _ => Ok(()),
    }
}

/// The sum must fit, because the chain's own sum would wrap.
fn stake(stake: &[I64F64]) -> Result<(), EpochError> {
    let mut sum = I64F64::ZERO;
    for (uid, &own) in stake.iter().enumerate() {
        if own < I64F64::ZERO {
            return Err(EpochError::NegativeStake {
                uid,
                bits: own.to_bits(),
            });
        }
        sum = sum
            .checked_add(own)
            .ok_or(EpochError::StakeOverflow { uid })?;
    }
    Ok(())
}

fn check_mechanism(
    mechanism: usize,
    input: &MechanismInput<'_>,
    expected: usize,
) -> Result<(), EpochError> {
    let commits = input.oldest_active_commit_block.len();
    let lengths = [
        ("weights", input.weights.len()),
        ("bonds", input.bonds.len()),
        (
            "oldest_active_commit_block",
            if commits == 0 { expected } else { commits },
        ),
    ];
    for (field, actual) in lengths {
        if actual != expected {
            return Err(EpochError::MechanismLength {
                mechanism,
                field,
                expected,
                actual,
            });
        }
    }
    unique(mechanism, input.weights)
}

/// No uid twice in a row. `last_row` remembers per uid the last row that named it.
fn unique(mechanism: usize, rows: Rows<'_>) -> Result<(), EpochError> {
    let places = rows
        .uids()
        .iter()
        .max()
        .map_or(0, |&uid| usize::from(uid).saturating_add(1));
    let mut last_row = vec![usize::MAX; places];
    for (row, (uids, _)) in rows.iter().enumerate() {
        for &uid in uids {
            match last_row.get_mut(usize::from(uid)) {
                Some(last) if *last == row => {
                    return Err(EpochError::DuplicateUid {
                        mechanism,
                        row,
                        uid,
                    });
                }
                Some(last) => *last = row,
                None => {}
            }
        }
    }
    Ok(())
}
