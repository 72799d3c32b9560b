//! Rules of the caller in place of the chain's, for those who research new ones.
//!
//! A rule replaces one step of the epoch: what is masked and normalised before it, and what is
//! clipped, stored and paid after it, stays the chain's. Epochs with rules run on the reference
//! path.

use super::error::EpochError;
use super::input::{EpochInput, MechanismInput};
use super::mechanisms;
use super::output::{EpochOutput, MechanismTrace, TraceRows};
use super::reference;
use super::{check, check::RowMarks};
use crate::fixed::I32F32;
use std::fmt::Debug;

/// What a consensus rule decides on. Numbers and letters are those of epoch.md 8.
#[derive(Debug, Clone, Copy)]
pub struct ConsensusView<'a> {
    /// Index of the mechanism.
    pub mechanism: usize,
    /// W: weights after all masks, over their row sums (8.6); an absent pair counts as 0.
    pub weights: &'a TraceRows,
    /// A: stake of active uids with a permit, over its sum (8.5).
    pub active_stake: &'a [I32F32],
    /// The share of stake that must agree.
    pub kappa: I32F32,
}

/// What a bonds rule decides on.
#[derive(Debug, Clone, Copy)]
pub struct BondsView<'a> {
    /// Index of the mechanism.
    pub mechanism: usize,
    /// What is bought now: WB (8.9); with Yuma 2 times A, over column sums.
    pub bought: &'a TraceRows,
    /// B: old bonds, without those towards new neurons (8.10); may name uids ≥ n.
    pub old_bonds: &'a TraceRows,
    /// A.
    pub active_stake: &'a [I32F32],
    /// C: consensus, of the chain's rule or of the caller's.
    pub consensus: &'a [I32F32],
    /// I: incentive.
    pub incentive: &'a [I32F32],
    /// The share of what is bought, 1 − moving average.
    pub alpha: I32F32,
}

/// A rule gave up; it keeps the reason to itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleFailed;

/// The rules of one subnet. A step that answers `None` is the chain's.
pub trait Rules: Debug + Send + Sync {
    /// C instead of the weighted median (epoch.md 8.7): per uid a share of 0 to 1.
    fn consensus(&self, _view: &ConsensusView<'_>) -> Option<Result<Vec<I32F32>, RuleFailed>> {
        None
    }

    /// New bonds instead of the moving average (epoch.md 8.10): a row per uid of shares of 0 to 1.
    /// With Yuma 3 they are stored as they are, with Yuma 2 as shares of their columns.
    fn bonds(&self, _view: &BondsView<'_>) -> Option<Result<TraceRows, RuleFailed>> {
        None
    }
}

/// One epoch with some steps replaced; without any it equals [`epoch`](super::epoch).
///
/// # Errors
/// [`EpochError`] if the input is malformed, a rule gave up or what it returned does not fit;
/// nothing is stored anywhere then.
pub fn epoch_with_rules(
    input: &EpochInput<'_>,
    rules: &dyn Rules,
) -> Result<(EpochOutput, Vec<MechanismTrace>), EpochError> {
    check::check(input, &mut RowMarks::default())?;
    let mut traces = Vec::with_capacity(input.mechanisms.len());
    let output = mechanisms::try_run(input, |(index, mechanism), emission| {
        let place = Place {
            input,
            index,
            mechanism,
            rules,
        };
        let (result, trace) = place.run(emission)?;
        traces.push(trace);
        Ok::<_, EpochError>(result)
    })?;
    Ok((output, traces))
}

/// One mechanism and who rules it.
struct Place<'a> {
    input: &'a EpochInput<'a>,
    index: usize,
    mechanism: &'a MechanismInput<'a>,
    rules: &'a dyn Rules,
}

impl Place<'_> {
    fn run(
        &self,
        emission: u64,
    ) -> Result<(super::result::MechanismResult, MechanismTrace), EpochError> {
        let params = self.input.params;
        let masked = reference::Masked::of(self.input, self.mechanism);
        let view = ConsensusView {
            mechanism: self.index,
            weights: &masked.weights,
            active_stake: &masked.active_stake,
            kappa: I32F32::from_u16_proportion(params.kappa),
        };
        let consensus = match self.rules.consensus(&view) {
            None => masked.consensus(params),
            Some(returned) => self.shares("consensus", returned)?,
        };
        let judged = reference::Judged::of(params, &masked, consensus);
        let terms = reference::Terms::of(self.input, self.mechanism, &masked, &judged);
        let view = BondsView {
            mechanism: self.index,
            bought: &terms.bought,
            old_bonds: &terms.old_bonds,
            active_stake: &masked.active_stake,
            consensus: &judged.consensus,
            incentive: &judged.incentive,
            alpha: terms.alpha,
        };
        let bonds = match self.rules.bonds(&view) {
            None => terms.updated(params, &judged),
            Some(returned) => self.rows(returned)?,
        };
        Ok(reference::record(
            params,
            (masked, judged, terms, bonds),
            emission,
        ))
    }

    /// A vector that a rule returned, if it is one share per uid.
    fn shares(
        &self,
        rule: &'static str,
        returned: Result<Vec<I32F32>, RuleFailed>,
    ) -> Result<Vec<I32F32>, EpochError> {
        let shares = returned.map_err(|RuleFailed| self.failed(rule))?;
        self.length(rule, shares.len())?;
        for (uid, &share) in (0..=u16::MAX).zip(&shares) {
            self.range(rule, (None, uid), share)?;
        }
        Ok(shares)
    }

    /// Bonds that a rule returned, if they are shares towards uids of the subnet.
    fn rows(&self, returned: Result<TraceRows, RuleFailed>) -> Result<TraceRows, EpochError> {
        const RULE: &str = "bonds";
        let rows = returned.map_err(|RuleFailed| self.failed(RULE))?;
        self.length(RULE, rows.len())?;
        for (row, pairs) in (0..=u16::MAX).zip(&rows) {
            for &(uid, share) in pairs {
                self.range(RULE, (Some(row), uid), share)?;
            }
        }
        Ok(rows)
    }

    fn failed(&self, rule: &'static str) -> EpochError {
        EpochError::RuleFailed {
            mechanism: self.index,
            rule,
        }
    }

    fn length(&self, rule: &'static str, actual: usize) -> Result<(), EpochError> {
        let expected = usize::from(self.input.n);
        if actual == expected {
            return Ok(());
        }
        Err(EpochError::RuleLength {
            mechanism: self.index,
            rule,
            expected,
            actual,
        })
    }

    fn range(
        &self,
        rule: &'static str,
        (row, uid): (Option<u16>, u16),
        share: I32F32,
    ) -> Result<(), EpochError> {
        if uid < self.input.n && (I32F32::ZERO..=I32F32::ONE).contains(&share) {
            return Ok(());
        }
        Err(EpochError::RuleShare {
            mechanism: self.index,
            rule,
            row,
            uid,
            bits: share.to_bits(),
        })
    }
}
