//! Random epochs: every mode and odd shape, from a few knobs that shrink and one seed.

use super::epoch::{Case, Mechanism};
use proptest::prelude::*;
use taox_core::epoch::{EpochParams, NO_COMMIT, RowsBuf, Yuma};
use taox_core::fixed::I64F64;

/// What kind of epoch it is; the seed fills in the numbers.
#[derive(Debug, Clone)]
pub(crate) struct Knobs {
    pub(crate) n: u16,
    pub(crate) mechanisms: usize,
    pub(crate) stake: Stake,
    pub(crate) permits: Permits,
    pub(crate) weights: Fill,
    pub(crate) bonds: Fill,
    /// In how many of 4 rows the pairs are shuffled.
    pub(crate) shuffled: u64,
    /// Whether bonds may name uids ≥ n, and uids twice.
    pub(crate) odd_bonds: bool,
    pub(crate) params: EpochParams,
    pub(crate) seed: u64,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Stake {
    Random,
    Equal,
    OneOnly,
    None,
    /// Beyond what a subnet can hold, with all fraction bits.
    Huge,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Permits {
    All,
    Some,
    Empty,
    Short,
    Long,
}

/// How rows are filled.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fill {
    Empty,
    Sparse,
    Full,
    /// Few pairs, often a single one: weights of exactly 1.
    Single,
    /// The same few values everywhere, zeros among them.
    Alike,
}

/// Splitmix64.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    fn one_in(&mut self, k: u64) -> bool {
        self.below(k) == 0
    }

    fn u16(&mut self) -> u16 {
        match self.below(8) {
            0 => u16::MAX,
            1 => 0,
            2 => u16::try_from(self.below(4)).unwrap(),
            _ => u16::try_from(self.below(65_536)).unwrap(),
        }
    }
}

fn fill() -> impl Strategy<Value = Fill> {
    prop_oneof![
        1 => Just(Fill::Empty),
        4 => Just(Fill::Sparse),
        4 => Just(Fill::Full),
        2 => Just(Fill::Single),
        2 => Just(Fill::Alike),
    ]
}

fn uids(largest: u16) -> impl Strategy<Value = u16> {
    prop_oneof![
        8 => 1_u16..=12.min(largest),
        6 => 1_u16..=64.min(largest),
        2 => 1_u16..=300.min(largest),
        1 => 1_u16..=largest,
    ]
}

fn share() -> impl Strategy<Value = u16> {
    prop_oneof![
        Just(0_u16),
        Just(u16::MAX),
        Just(1),
        Just(32_767),
        Just(32_768),
        any::<u16>()
    ]
}

fn params() -> impl Strategy<Value = EpochParams> {
    let moving_average = prop_oneof![
        6 => 0_u64..=1_000_000,
        3 => Just(900_000),
        1 => Just(1_000_000),
        1 => Just(0),
        1 => any::<u64>(),
        1 => 1_000_001_u64..3_000_000,
    ];
    let threshold = prop_oneof![4 => Just(0_u64), 1 => 0_u64..2_000, 1 => any::<u64>()];
    let rates = (share(), share());
    let steepness = prop_oneof![
        Just(1_000_i16),
        Just(0),
        Just(i16::MIN),
        Just(i16::MAX),
        any::<i16>()
    ];
    let flags = (any::<bool>(), prop::bool::weighted(0.7), any::<bool>());
    let blocks = (0_u16..2_000, 1_u64..10_000);
    (
        share(),
        share(),
        moving_average,
        rates,
        steepness,
        flags,
        prop_oneof![0_u16..8, 0_u16..700],
        threshold,
        blocks,
    )
        .prop_map(
            |(
                kappa,
                bonds_penalty,
                bonds_moving_average,
                rates,
                steepness,
                flags,
                validators,
                threshold,
                blocks,
            )| {
                EpochParams {
                    kappa,
                    bonds_penalty,
                    bonds_moving_average,
                    yuma: if flags.0 && !flags.1 {
                        Yuma::Two
                    } else {
                        Yuma::Three
                    },
                    liquid_alpha: flags.0,
                    alpha_low: rates.0,
                    alpha_high: rates.1,
                    alpha_sigmoid_steepness: steepness,
                    max_allowed_validators: validators,
                    stake_threshold: threshold,
                    tempo: blocks.0,
                    activity_cutoff: blocks.1,
                    commit_reveal: flags.2,
                }
            },
        )
}

/// Knobs for up to `largest` uids.
pub(crate) fn knobs(largest: u16) -> impl Strategy<Value = Knobs> {
    let stake = prop_oneof![
        8 => Just(Stake::Random),
        2 => Just(Stake::Equal),
        1 => Just(Stake::OneOnly),
        1 => Just(Stake::None),
        2 => Just(Stake::Huge),
    ];
    let permits = prop_oneof![
        6 => Just(Permits::All),
        6 => Just(Permits::Some),
        1 => Just(Permits::Empty),
        1 => Just(Permits::Short),
        1 => Just(Permits::Long),
    ];
    let rows = (fill(), fill(), 0_u64..=4, prop::bool::weighted(0.1));
    (
        uids(largest),
        1_usize..=3,
        stake,
        permits,
        rows,
        params(),
        any::<u64>(),
    )
        .prop_map(
            |(
                n,
                mechanisms,
                stake,
                permits,
                (weights, bonds, shuffled, odd_bonds),
                params,
                seed,
            )| Knobs {
                n,
                mechanisms: if seed % 3 == 0 { mechanisms } else { 1 },
                stake,
                permits,
                weights,
                bonds,
                shuffled,
                odd_bonds,
                params,
                seed,
            },
        )
}

const BLOCK: u64 = 20_000;

impl Knobs {
    pub(crate) fn case(&self) -> Case {
        let mut draw = Draw(self.seed);
        let split = draw.one_in(2).then(|| {
            let length = draw.below(5);
            (0..length).map(|_| draw.u16()).collect()
        });
        Case {
            n: self.n,
            block: BLOCK,
            last_mechanism_step_block: [0, BLOCK - 360, BLOCK - 1]
                [usize::try_from(draw.below(3)).unwrap()],
            owner_uid: draw
                .one_in(2)
                .then(|| u16::try_from(draw.below(self.n.into())).unwrap()),
            emission: [0, 1, 1_000_000_007, 148_000_000_000, u64::MAX]
                [usize::try_from(draw.below(5)).unwrap()],
            mechanism_emission_split: split,
            block_at_registration: (0..self.n).map(|_| self.block(&mut draw)).collect(),
            total_stake: (0..self.n).map(|uid| self.stake(uid, &mut draw)).collect(),
            validator_permit: self.permits(&mut draw),
            params: self.params.clone(),
            mechanisms: (0..self.mechanisms)
                .map(|_| self.mechanism(&mut draw))
                .collect(),
        }
    }

    /// Mostly long ago, sometimes about now, so that masks drop some pairs.
    #[allow(clippy::unused_self, reason = "reads like the other columns")]
    fn block(&self, draw: &mut Draw) -> u64 {
        match draw.below(12) {
            0 => BLOCK - draw.below(400),
            1 => BLOCK - 360,
            2 => 0,
            _ => draw.below(10_000),
        }
    }

    fn stake(&self, uid: u16, draw: &mut Draw) -> I64F64 {
        let bits = match self.stake {
            Stake::Random if draw.one_in(4) => 0,
            Stake::Random => {
                i128::from(draw.next() >> (8 + draw.below(50))) << 64
                    | i128::from(draw.next() >> 32) << 32
            }
            Stake::Equal => 1_000 << 64,
            Stake::OneOnly => i128::from(uid == self.n / 2) << 100,
            Stake::None => 0,
            Stake::Huge => {
                (i128::from(draw.next() >> 1) << 64 | i128::from(draw.next())) / i128::from(self.n)
            }
        };
        I64F64::from_bits(bits)
    }

    fn permits(&self, draw: &mut Draw) -> Vec<bool> {
        let n = usize::from(self.n);
        let some = |length: usize, draw: &mut Draw| (0..length).map(|_| !draw.one_in(3)).collect();
        match self.permits {
            Permits::All => vec![true; n],
            Permits::Some => some(n, draw),
            Permits::Empty => Vec::new(),
            Permits::Short => some(n / 2, draw),
            Permits::Long => some(n + 3, draw),
        }
    }

    fn mechanism(&self, draw: &mut Draw) -> Mechanism {
        let length = if draw.one_in(6) {
            draw.below(u64::from(self.n) + 4)
        } else {
            self.n.into()
        };
        let updated = |draw: &mut Draw| {
            if draw.one_in(8) {
                self.block(draw)
            } else {
                BLOCK - draw.below(3_000)
            }
        };
        let commit = |draw: &mut Draw| {
            if draw.one_in(3) {
                self.block(draw)
            } else {
                NO_COMMIT
            }
        };
        Mechanism {
            last_update: (0..length).map(|_| updated(draw)).collect(),
            weights: self.rows(self.weights, false, draw),
            bonds: self.rows(self.bonds, self.odd_bonds, draw),
            oldest_active_commit_block: if draw.one_in(2) {
                Vec::new()
            } else {
                (0..self.n).map(|_| commit(draw)).collect()
            },
        }
    }

    fn rows(&self, fill: Fill, odd: bool, draw: &mut Draw) -> RowsBuf {
        let mut rows = RowsBuf::empty(0);
        for _ in 0..self.n {
            let mut row = self.row(fill, draw);
            if draw.one_in(16) {
                // Weights may name uids ≥ n too, each once.
                row.push((self.n + u16::try_from(draw.below(3)).unwrap(), draw.u16()));
            }
            if odd && draw.one_in(4) {
                row.extend(row.first().copied().map(|(uid, _)| (uid, draw.u16())));
            }
            if draw.below(4) < self.shuffled {
                for i in (1..row.len()).rev() {
                    let j = draw.below(u64::try_from(i + 1).unwrap());
                    row.swap(i, usize::try_from(j).unwrap());
                }
            }
            rows.push_row(row);
        }
        rows
    }

    fn row(&self, fill: Fill, draw: &mut Draw) -> Vec<(u16, u16)> {
        let n = u64::from(self.n);
        // Large subnets have few validators.
        let skipped = n > 40 && !draw.one_in(1 + n / 40);
        let all = 0..self.n;
        match fill {
            _ if skipped => Vec::new(),
            Fill::Empty => Vec::new(),
            Fill::Full => all.map(|uid| (uid, draw.u16())).collect(),
            Fill::Sparse => {
                let rate = 1 + draw.below(6);
                let chosen: Vec<u16> = all.filter(|_| draw.one_in(rate)).collect();
                chosen.into_iter().map(|uid| (uid, draw.u16())).collect()
            }
            Fill::Single if draw.one_in(3) => Vec::new(),
            Fill::Single => {
                let first = draw.below(n);
                let pairs = 1 + draw.below(2);
                let uids = (first..n.min(first + pairs)).map(|uid| u16::try_from(uid).unwrap());
                uids.map(|uid| (uid, draw.u16())).collect()
            }
            Fill::Alike => all
                .map(|uid| (uid, [0, 100, 100, u16::MAX][usize::from(uid % 4)]))
                .collect(),
        }
    }
}
