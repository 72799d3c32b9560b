//! One epoch of one subnet: who is paid what, from stored integers to stored integers.
//!
//! * [`EpochInput`], [`Rows`], [`EpochParams`]: what goes in, borrowed.
//! * [`EpochOutput`]: what comes out, as the chain stores it; [`EpochError`]: why nothing did.
//! * [`epoch`]: the computation; [`epoch_fast`] with buffers of the caller, [`epochs`] for many
//!   subnets on several threads. `fast` has the same bits as `reference`, by other loops.
//! * [`epoch_reference`], [`epoch_with_trace`]: the computation as epoch.md 8 tells it.
//! * [`epoch_with_rules`]: the computation with [`Rules`] of the caller in place of some steps.
//! * [`split_emission`]: what each mechanism shares out (epoch.md 7).
//! * [`upscale_weights`]: what submission stores (transitions.md 1.8 step 16).
//! * [`inherit_stake`]: the stake an epoch starts from (epoch.md 5).
//! * [`choose_prune`], [`protected_uids`]: who makes room (epoch.md 13.3).

mod check;
mod error;
mod fast;
mod inherit;
mod input;
mod mechanisms;
mod output;
mod params;
mod prune;
mod reference;
mod result;
mod rows;
mod rules;
mod upscale;

pub use error::EpochError;
pub(crate) use fast::{ONE, Reciprocal};
pub use fast::{Scratch, epoch_fast, epochs};
pub use inherit::{InheritedStake, Parent, StakeSource, inherit_stake};
pub use input::{EpochInput, MechanismInput, NO_COMMIT};
pub use mechanisms::split_emission;
pub use output::{EpochOutput, MechanismOutput, MechanismTrace, TraceRows};
pub use params::{EpochParams, ParamError, ParamKind, ParamSpec, Yuma};
pub use prune::{PruneInput, choose_prune, protected_uids};
pub use rows::{Rows, RowsBuf, RowsError};
pub use rules::{BondsView, ConsensusView, RuleFailed, Rules, epoch_with_rules};
pub use upscale::upscale_weights;

use check::RowMarks;
use std::cell::RefCell;

thread_local! {
    /// The buffers of [`epoch`] on this thread.
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// Runs one epoch of one subnet over all its mechanisms, on the fast path.
///
/// ```
/// use taox_core::epoch::{EpochInput, EpochParams, MechanismInput, RowsBuf, epoch};
/// use taox_core::fixed::{FixedPoint, I64F64};
///
/// let (mut weights, bonds) = (RowsBuf::empty(2), RowsBuf::empty(2));
/// weights.replace_row(0, &[(1, 65_535)]);
/// let mechanism = MechanismInput {
///     last_update: &[900, 900],
///     weights: weights.as_rows(),
///     bonds: bonds.as_rows(),
///     oldest_active_commit_block: &[],
/// };
/// let output = epoch(&EpochInput {
///     n: 2,
///     block: 1000,
///     last_mechanism_step_block: 639,
///     owner_uid: None,
///     emission: 1_000_000_000,
///     mechanism_emission_split: None,
///     block_at_registration: &[10, 20],
///     total_stake: &[I64F64::saturating_from_num(5_u64), I64F64::ZERO],
///     validator_permit: &[true, false],
///     params: &EpochParams::default(),
///     mechanisms: &[mechanism],
/// })?;
/// assert_eq!(output.validator_emission, [500_000_000, 0]);
/// assert_eq!(output.server_emission, [0, 500_000_000]);
/// # Ok::<(), taox_core::epoch::EpochError>(())
/// ```
///
/// # Errors
/// [`EpochError`] if the input is malformed; nothing is computed then.
pub fn epoch(input: &EpochInput<'_>) -> Result<EpochOutput, EpochError> {
    SCRATCH.with_borrow_mut(|scratch| epoch_fast(input, scratch))
}

/// [`epoch`] on the reference path: slower, reads like epoch.md 8, gives the same bits.
///
/// # Errors
/// As [`epoch`].
pub fn epoch_reference(input: &EpochInput<'_>) -> Result<EpochOutput, EpochError> {
    epoch_with_trace(input).map(|(output, _)| output)
}

/// [`epoch_reference`], together with the intermediates of each mechanism.
///
/// # Errors
/// As [`epoch`].
pub fn epoch_with_trace(
    input: &EpochInput<'_>,
) -> Result<(EpochOutput, Vec<MechanismTrace>), EpochError> {
    check::check(input, &mut RowMarks::default())?;
    let mut traces = Vec::with_capacity(input.mechanisms.len());
    let output = mechanisms::run(input, |mechanism, emission| {
        let (result, trace) = reference::mechanism(input, mechanism, emission);
        traces.push(trace);
        result
    });
    Ok((output, traces))
}
