//! The epoch at full speed: the same bits as `reference`, no loop shared with it.
//!
//! | file | what |
//! |---|---|
//! | `factor` | shares of 32 bits and their products; u16 fractions |
//! | `reciprocal` | exact shares of a sum without dividing by it each time |
//! | `stake` | S, A, permits (epoch.md 8.2 to 8.5) |
//! | `tile` | W: the rows that can matter by all columns (8.6) |
//! | `median` | C: all columns by halving (8.7) |
//! | `clip` | VT, R, I, WB in one pass (8.8, 8.9) |
//! | `bonds`, `original`, `yuma3`, `liquid`, `exp` | B, E, D: rules (a), (b), (c) (8.10) |
//! | `emission`, `combine` | amounts (8.11), several mechanisms (10) |
//! | `passes` | the loops that vector registers pay for, in several versions |
//! | `threads` | several subnets at once |
//!
//! Numbers are u64 with the bits of I32F32: within the limits below nothing is negative and
//! nothing is above 1 but sums (epoch.md 17.1, 17.2). What lies outside goes to the reference:
//! no uid or more than 4096 (the chain's own limit), a moving average above 1, and rows of
//! bonds that name a uid twice under rules (a) and (b).

mod bonds;
mod clip;
mod combine;
mod emission;
mod exp;
mod factor;
mod liquid;
mod median;
mod original;
mod passes;
mod reciprocal;
mod stake;
mod threads;
mod tile;
mod yuma3;

use super::check::{self, RowMarks};
use super::error::EpochError;
use super::input::{EpochInput, MechanismInput};
use super::mechanisms::split_emission;
use super::output::EpochOutput;
use super::params::Yuma;
use super::reference;
use super::result::MechanismResult;
use bonds::{BondRows, Pay};
use clip::{Judged, Penalty};
use emission::Shares;
use factor::to_u16;
use liquid::LiquidBonds;
use original::Columns;
use stake::Subnet;
use tile::{Tile, from_stored};
use yuma3::{DenseBonds, Rates, RepeatedUid};

pub(crate) use factor::ONE;
pub(crate) use reciprocal::Reciprocal;
pub use threads::epochs;

/// What an epoch needs besides its input, kept from one epoch to the next.
///
/// It grows to the largest epoch it has seen (about 12 bytes per cell of validators × uids) and
/// holds nothing that later results depend on.
#[derive(Debug, Default)]
pub struct Scratch {
    marks: RowMarks,
    subnet: Subnet,
    active_stake: Vec<u64>,
    tile: Tile,
    packed: median::Packed,
    judged: Judged,
    pay: Pay,
    bonds: DenseBonds,
    columns: Columns,
    liquid: LiquidBonds,
    /// D by row of the tile, then by uid.
    earned: Vec<u64>,
    dividends: Vec<u64>,
    out: BondRows,
}

impl Scratch {
    /// Empty buffers.
    pub fn new() -> Self {
        Self::default()
    }
}

/// Runs one epoch of one subnet over all its mechanisms, with buffers of the caller.
///
/// # Errors
/// [`EpochError`] if the input is malformed; nothing is computed then.
pub fn epoch_fast(
    input: &EpochInput<'_>,
    scratch: &mut Scratch,
) -> Result<EpochOutput, EpochError> {
    check::check(input, &mut scratch.marks)?;
    scratch.subnet.fill(input);
    let parts = split_emission(
        input.emission,
        input.mechanisms.len(),
        input.mechanism_emission_split,
    );
    let mut output = None;
    for (m, (mechanism, part)) in input.mechanisms.iter().zip(parts).enumerate() {
        let result = scratch.mechanism(input, mechanism, part);
        output = Some(combine::combine(output, result, (m, part, input.emission)));
    }
    Ok(output.unwrap_or_default())
}

/// Who has bonds and by which rule.
#[derive(Debug, Clone, Copy)]
enum Rule {
    Original(Rates),
    Constant(Rates),
    Liquid,
}

impl Scratch {
    fn mechanism(
        &mut self,
        input: &EpochInput<'_>,
        mechanism: &MechanismInput<'_>,
        emission: u64,
    ) -> MechanismResult {
        let by_reference = || reference::mechanism(input, mechanism, emission).0;
        let Some(rates) = Rates::new(input.params.bonds_moving_average) else {
            return by_reference();
        };
        if !(1..=4096).contains(&input.n) {
            return by_reference();
        }
        let active = stake::active(input, mechanism);
        stake::active_stake(&self.subnet, &active, &mut self.active_stake);
        self.judge(input, mechanism);
        let agreed = || self.judged.consensus.iter().any(|&c| c != 0);
        let rule = match input.params.yuma {
            Yuma::Two => Rule::Original(rates),
            Yuma::Three if input.params.liquid_alpha && agreed() => Rule::Liquid,
            Yuma::Three => Rule::Constant(rates),
        };
        match self.bond(input, mechanism, rule) {
            Ok(()) => self.record(active, emission),
            Err(RepeatedUid) => by_reference(),
        }
    }

    /// W, C, VT, I, WB.
    fn judge(&mut self, input: &EpochInput<'_>, mechanism: &MechanismInput<'_>) {
        self.tile
            .fill(input, mechanism, &self.subnet, &self.active_stake);
        median::consensus(
            &self.tile,
            input.params.kappa,
            &self.active_stake,
            &mut self.packed,
            &mut self.judged.consensus,
        );
        let penalty = Penalty::new(input.params.bonds_penalty);
        self.judged.clip(&mut self.tile, penalty);
        self.pay.fill(&self.judged.incentive);
    }

    /// E, D.
    fn bond(
        &mut self,
        input: &EpochInput<'_>,
        mechanism: &MechanismInput<'_>,
        rule: Rule,
    ) -> Result<(), RepeatedUid> {
        let permits = &self.subnet.new_permits;
        let (tile, pay) = (&self.tile, &self.pay);
        self.out.clear(tile.columns);
        match rule {
            Rule::Original(rates) => {
                let buffers = (&mut self.bonds, &mut self.columns);
                original::update(
                    input,
                    mechanism,
                    tile,
                    (rates, pay),
                    buffers,
                    &mut self.earned,
                )?;
                self.columns
                    .store(tile, &self.bonds, permits, &mut self.out);
            }
            Rule::Constant(rates) => {
                yuma3::update(input, mechanism, tile, rates, &mut self.bonds)?;
                yuma3::dividends(tile, &mut self.bonds, pay, &mut self.earned);
                self.bonds.store(tile, permits, &mut self.out);
            }
            Rule::Liquid => {
                let consensus = &self.judged.consensus;
                liquid::update(input, mechanism, tile, consensus, &mut self.liquid);
                self.liquid.dividends(tile, pay, &mut self.earned);
                self.liquid.store(tile, permits, &mut self.out);
            }
        }
        Ok(())
    }

    /// What is stored (epoch.md 9).
    fn record(&mut self, active: Vec<bool>, emission: u64) -> MechanismResult {
        let n = self.tile.columns;
        self.dividends.clear();
        self.dividends.resize(n, 0);
        let mut validator_trust = vec![0; n];
        let found = self.earned.iter().zip(&self.judged.trust);
        for (row, (&earned, &trust)) in self.tile.rows.iter().zip(found) {
            let uid = usize::from(row.uid);
            if let (Some(d), Some(vt)) = (self.dividends.get_mut(uid), validator_trust.get_mut(uid))
            {
                *d = earned;
                *vt = to_u16(trust);
            }
        }
        let shares = Shares {
            incentive: &self.judged.incentive,
            dividends: &self.dividends,
            stake: &self.subnet.stake,
            active_stake: &self.active_stake,
        };
        let [server_emission, validator_emission, combined] = emission::amounts(shares, emission);
        let consensus = self.judged.consensus.iter();
        MechanismResult {
            stake_weight: fractions(&self.subnet.stake),
            active,
            consensus: consensus.map(|&c| to_u16(from_stored(c))).collect(),
            incentive: fractions(&self.judged.incentive),
            dividends: fractions(&self.dividends),
            validator_trust,
            validator_permit: self.subnet.new_permits.clone(),
            emission: combined,
            server_emission,
            validator_emission,
            bonds: self.out.finish(n),
        }
    }
}

fn fractions(shares: &[u64]) -> Vec<u16> {
    shares.iter().map(|&share| to_u16(share)).collect()
}
