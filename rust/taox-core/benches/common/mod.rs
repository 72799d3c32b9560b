//! The subnets that benches run: made from a seed, and the real one of the folder `shared`.

#![allow(dead_code, reason = "each bench uses a part of this")]

mod npz;

use taox_core::epoch::{EpochInput, EpochParams, MechanismInput, RowsBuf, Yuma, epoch};
use taox_core::fixed::I64F64;

/// A subnet that owns what an epoch borrows.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    params: EpochParams,
    registered: Vec<u64>,
    updated: Vec<u64>,
    stake: Vec<I64F64>,
    permits: Vec<bool>,
    weights: RowsBuf,
    bonds: RowsBuf,
}

const BLOCK: u64 = 1_000_000;

/// Splitmix64.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn u16(&mut self) -> u16 {
        (self.next() >> 48) as u16
    }
}

impl Case {
    /// `validators` rows over the last `miners` uids. Validators mostly agree: each gives a
    /// miner its quality within an eighth.
    fn new(name: &'static str, n: u16, validators: u16, miners: u16, params: &EpochParams) -> Self {
        let mut draw = Draw(7);
        let quality: Vec<u16> = (0..miners).map(|_| draw.u16()).collect();
        let mut rows = |values: &mut dyn FnMut(&mut Draw, u16) -> u16| {
            let mut rows = RowsBuf::empty(0);
            for _ in 0..validators {
                let row = (n - miners..n).zip(&quality);
                rows.push_row(row.map(|(uid, &quality)| (uid, values(&mut draw, quality))));
            }
            (validators..n).for_each(|_| rows.push_row([]));
            rows
        };
        let weights = rows(&mut |draw, quality| {
            let share = u32::from(quality) * (7 * 65_536 + u32::from(draw.u16())) / (8 * 65_536);
            share as u16
        });
        let bonds = rows(&mut |draw, _| draw.u16() / 64);
        let stakes = (0..n).map(|uid| match uid < validators {
            true => I64F64::from_bits(i128::from(draw.next() >> 20) << 64),
            false => I64F64::ZERO,
        });
        Self {
            name,
            params: EpochParams {
                max_allowed_validators: validators,
                ..params.clone()
            },
            registered: (0..n.into()).collect(),
            updated: vec![BLOCK - 100; n.into()],
            stake: stakes.collect(),
            permits: (0..n).map(|uid| uid < validators).collect(),
            weights,
            bonds,
        }
    }

    /// The same with the bonds it has after some epochs.
    fn settled(mut self) -> Self {
        for _ in 0..20 {
            let output = self.run(|input| epoch(input).expect("well formed"));
            self.bonds = output
                .mechanisms
                .into_iter()
                .next()
                .expect("one mechanism")
                .bonds;
        }
        self
    }

    pub(crate) fn run<T>(&self, run: impl FnOnce(&EpochInput<'_>) -> T) -> T {
        run(&EpochInput {
            n: self.stake.len() as u16,
            block: BLOCK,
            last_mechanism_step_block: BLOCK - 360,
            owner_uid: Some(0),
            emission: 148_000_000_000,
            mechanism_emission_split: None,
            block_at_registration: &self.registered,
            total_stake: &self.stake,
            validator_permit: &self.permits,
            params: &self.params,
            mechanisms: &[MechanismInput {
                last_update: &self.updated,
                weights: self.weights.as_rows(),
                bonds: self.bonds.as_rows(),
                oldest_active_commit_block: &[],
            }],
        })
    }
}

fn rules(yuma: Yuma, liquid_alpha: bool) -> EpochParams {
    EpochParams {
        yuma,
        liquid_alpha,
        ..EpochParams::default()
    }
}

/// The names of the cases.
pub(crate) const NAMES: [&str; 8] = [
    "3-uids-yuma3",
    "64-uids-yuma3",
    "256-uids-yuma3",
    "256-uids-liquid",
    // Nearly every pair is away from its bond: the sigmoid runs for all of them.
    "256-uids-liquid-new",
    "256-uids-yuma2",
    "4096-uids-yuma3",
    "sn15-metagraph-yuma3",
];

/// The case of one of the names; none if it needs the folder `shared` and that is absent.
pub(crate) fn case(name: &str) -> Option<Case> {
    let name = NAMES.into_iter().find(|known| *known == name)?;
    let yuma3 = || rules(Yuma::Three, false);
    let liquid = || rules(Yuma::Three, true);
    Some(match name {
        "3-uids-yuma3" => Case::new(name, 3, 1, 2, &yuma3()),
        "64-uids-yuma3" => Case::new(name, 64, 16, 48, &yuma3()).settled(),
        "256-uids-yuma3" => Case::new(name, 256, 64, 192, &yuma3()).settled(),
        "256-uids-liquid" => Case::new(name, 256, 64, 192, &liquid()).settled(),
        "256-uids-liquid-new" => Case::new(name, 256, 64, 192, &liquid()),
        "256-uids-yuma2" => Case::new(name, 256, 64, 192, &rules(Yuma::Two, false)).settled(),
        "4096-uids-yuma3" => Case::new(name, 4096, 128, 4096, &yuma3()).settled(),
        _ => return npz::metagraph(&yuma3()).map(Case::settled),
    })
}
