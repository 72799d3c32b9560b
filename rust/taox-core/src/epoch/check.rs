//! The shapes an epoch needs; everything behind this check is total.

use super::error::EpochError;
use super::input::{EpochInput, MechanismInput};
use super::rows::is_ascending;
use crate::fixed::I64F64;

/// Which row named each uid last; kept between checks, so that a check allocates nothing.
#[derive(Debug, Default)]
pub(super) struct RowMarks {
    /// By uid; empty until a row is not ascending.
    last_row: Vec<u64>,
    /// Number of the current row, over all checks so far.
    row: u64,
}

impl RowMarks {
    /// The first uid that occurs again. An ascending row, the common one, names none twice.
    fn first_repeated(&mut self, uids: &[u16]) -> Option<u16> {
        if is_ascending(uids) {
            return None;
        }
        self.last_row
            .resize(usize::from(u16::MAX).saturating_add(1), 0);
        self.row = self.row.wrapping_add(1);
        let named = |uid: &u16| {
            let mark = self.last_row.get_mut(usize::from(*uid));
            mark.is_some_and(|mark| std::mem::replace(mark, self.row) == self.row)
        };
        uids.iter().copied().find(named)
    }
}

/// Checks the whole input.
pub(super) fn check(input: &EpochInput<'_>, marks: &mut RowMarks) -> Result<(), EpochError> {
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
        .try_for_each(|(m, mechanism)| check_mechanism(m, mechanism, n, marks))
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
    marks: &mut RowMarks,
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
    for (row, (uids, _)) in input.weights.iter().enumerate() {
        if let Some(uid) = marks.first_repeated(uids) {
            return Err(EpochError::DuplicateUid {
                mechanism,
                row,
                uid,
            });
        }
    }
    Ok(())
}
