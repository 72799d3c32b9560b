//! The input and output of an epoch vector as owned data.

use super::{bools, list, u16_of, u16s, u64s};
use serde_json::{Value, json};
use taox_core::epoch::{
    EpochInput, EpochOutput, EpochParams, MechanismInput, MechanismTrace, NO_COMMIT, Rows, RowsBuf,
    Yuma, epoch, epoch_with_trace,
};
use taox_core::fixed::{FixedPoint, I32F32, I64F64};

/// An epoch input that owns what it lends.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) n: u16,
    pub(crate) block: u64,
    pub(crate) last_mechanism_step_block: u64,
    pub(crate) owner_uid: Option<u16>,
    pub(crate) emission: u64,
    pub(crate) mechanism_emission_split: Option<Vec<u16>>,
    pub(crate) block_at_registration: Vec<u64>,
    pub(crate) total_stake: Vec<I64F64>,
    pub(crate) validator_permit: Vec<bool>,
    pub(crate) params: EpochParams,
    pub(crate) mechanisms: Vec<Mechanism>,
}

#[derive(Debug, Clone)]
pub(crate) struct Mechanism {
    pub(crate) last_update: Vec<u64>,
    pub(crate) weights: RowsBuf,
    pub(crate) bonds: RowsBuf,
    pub(crate) oldest_active_commit_block: Vec<u64>,
}

impl Case {
    /// Reads the `input` of a vector.
    pub(crate) fn from_json(input: &Value) -> Self {
        let number = |name: &str| input[name].as_u64().expect("u64");
        let split = &input["mechanism_emission_split"];
        let bits = |v: &Value| I64F64::from_bits(v.as_str().expect("str").parse().expect("i128"));
        Self {
            n: u16_of(&input["n"]),
            block: number("block"),
            last_mechanism_step_block: number("last_mechanism_step_block"),
            owner_uid: input["owner_uid"]
                .as_u64()
                .map(|uid| uid.try_into().expect("u16")),
            emission: number("emission_rao"),
            mechanism_emission_split: (!split.is_null()).then(|| u16s(split)),
            block_at_registration: u64s(&input["block_at_registration"]),
            total_stake: list(&input["total_stake_bits"]).iter().map(bits).collect(),
            validator_permit: bools(&input["validator_permit"]),
            params: params(input),
            mechanisms: list(&input["mechanisms"])
                .iter()
                .map(Mechanism::from_json)
                .collect(),
        }
    }

    /// Lends the case to `run`.
    pub(crate) fn with_input<T>(&self, run: impl FnOnce(&EpochInput<'_>) -> T) -> T {
        run(&self.as_input(&self.mechanism_inputs()))
    }

    /// What [`as_input`](Self::as_input) lends on.
    pub(crate) fn mechanism_inputs(&self) -> Vec<MechanismInput<'_>> {
        self.mechanisms.iter().map(Mechanism::as_input).collect()
    }

    /// The case, lent.
    pub(crate) fn as_input<'a>(&'a self, mechanisms: &'a [MechanismInput<'a>]) -> EpochInput<'a> {
        EpochInput {
            n: self.n,
            block: self.block,
            last_mechanism_step_block: self.last_mechanism_step_block,
            owner_uid: self.owner_uid,
            emission: self.emission,
            mechanism_emission_split: self.mechanism_emission_split.as_deref(),
            block_at_registration: &self.block_at_registration,
            total_stake: &self.total_stake,
            validator_permit: &self.validator_permit,
            params: &self.params,
            mechanisms,
        }
    }
}

impl Mechanism {
    fn from_json(value: &Value) -> Self {
        let commits = list(&value["oldest_active_commit_block"]);
        Self {
            last_update: u64s(&value["last_update"]),
            weights: rows(&value["weights"]),
            bonds: rows(&value["bonds"]),
            oldest_active_commit_block: commits
                .iter()
                .map(|block| block.as_u64().unwrap_or(NO_COMMIT))
                .collect(),
        }
    }

    fn as_input(&self) -> MechanismInput<'_> {
        MechanismInput {
            last_update: &self.last_update,
            weights: self.weights.as_rows(),
            bonds: self.bonds.as_rows(),
            oldest_active_commit_block: &self.oldest_active_commit_block,
        }
    }
}

fn params(input: &Value) -> EpochParams {
    let mut params = EpochParams::default();
    let flag = |name: &str| input[name].as_bool().expect("bool");
    params.liquid_alpha = flag("liquid_alpha_enabled");
    params.commit_reveal = flag("commit_reveal_enabled");
    params.yuma = if flag("yuma3_enabled") {
        Yuma::Three
    } else {
        Yuma::Two
    };
    for (name, key) in [
        ("kappa", "kappa"),
        ("bonds_penalty", "bonds_penalty"),
        ("bonds_moving_average", "bonds_moving_average"),
        ("alpha_low", "alpha_low"),
        ("alpha_high", "alpha_high"),
        ("alpha_sigmoid_steepness", "alpha_sigmoid_steepness"),
        ("max_allowed_validators", "max_allowed_validators"),
        ("stake_threshold", "stake_threshold"),
        ("tempo", "tempo"),
        ("activity_cutoff", "activity_cutoff_blocks"),
    ] {
        let value = &input[key];
        let value = value
            .as_i64()
            .map(i128::from)
            .or(value.as_u64().map(i128::from))
            .expect("integer");
        params.set(name, value).expect("within range");
    }
    params
}

/// Rows from lists of [uid, value].
pub(crate) fn rows(value: &Value) -> RowsBuf {
    let mut rows = RowsBuf::empty(0);
    for row in list(value) {
        rows.push_row(
            list(row)
                .iter()
                .map(|pair| (u16_of(&pair[0]), u16_of(&pair[1]))),
        );
    }
    rows
}

fn rows_to_json(rows: Rows<'_>) -> Value {
    (0..rows.len())
        .map(|i| rows.iter_row(i).map(|pair| json!(pair)).collect::<Value>())
        .collect()
}

/// An output in the form of the vectors.
pub(crate) fn output_to_json(output: &EpochOutput) -> Value {
    let mechanisms = output.mechanisms.iter().map(|mechanism| {
        json!({"incentive": mechanism.incentive, "bonds": rows_to_json(mechanism.bonds.as_rows())})
    });
    json!({
        "server_emission": output.server_emission,
        "validator_emission": output.validator_emission,
        "emission": output.emission,
        "consensus": output.consensus,
        "dividends": output.dividends,
        "validator_trust": output.validator_trust,
        "stake_weight": output.stake_weight,
        "active": output.active,
        "validator_permit": output.validator_permit,
        "mechanisms": mechanisms.collect::<Value>(),
    })
}

/// Rows from lists of pairs.
pub(crate) fn rows_of(rows: &[&[(u16, u16)]]) -> RowsBuf {
    let mut buffer = RowsBuf::empty(0);
    for row in rows {
        buffer.push_row(row.iter().copied());
    }
    buffer
}

/// The pairs of each row.
pub(crate) fn pairs(rows: Rows<'_>) -> Vec<Vec<(u16, u16)>> {
    (0..rows.len())
        .map(|i| rows.iter_row(i).collect())
        .collect()
}

impl Mechanism {
    /// One mechanism of n uids, all updated at `block`, without weights, bonds and commits.
    pub(crate) fn idle(n: u16, block: u64) -> Self {
        Self {
            last_update: vec![block; n.into()],
            weights: RowsBuf::empty(n.into()),
            bonds: RowsBuf::empty(n.into()),
            oldest_active_commit_block: Vec::new(),
        }
    }
}

impl Case {
    /// A subnet at block 1000 with these stakes in rao, all permitted, registered at block 0 and
    /// updated at block 900, without weights; nothing hidden by commits; last epoch at 639.
    pub(crate) fn with_stakes(stakes: &[u64]) -> Self {
        let n = u16::try_from(stakes.len()).expect("few uids");
        Self {
            n,
            block: 1000,
            last_mechanism_step_block: 639,
            owner_uid: None,
            emission: 1_000_000_000,
            mechanism_emission_split: None,
            block_at_registration: vec![0; n.into()],
            total_stake: stakes
                .iter()
                .map(|&rao| I64F64::saturating_from_num(rao))
                .collect(),
            validator_permit: vec![true; n.into()],
            params: EpochParams {
                commit_reveal: false,
                ..EpochParams::default()
            },
            mechanisms: vec![Mechanism::idle(n, 900)],
        }
    }

    /// The setting of epoch.md 15: uids 0 and 1 are validators, 2 and 3 miners.
    pub(crate) fn section_15(weights: &[&[(u16, u16)]; 4]) -> Self {
        let mut case = Self::with_stakes(&[3000, 1000, 0, 0]);
        case.validator_permit = vec![true, true, false, false];
        case.block_at_registration = vec![10, 20, 30, 40];
        case.mechanisms[0].weights = rows_of(weights);
        case
    }

    /// Runs the case, which is well formed.
    pub(crate) fn run(&self) -> EpochOutput {
        self.with_input(epoch).expect("well formed")
    }

    /// Runs the case and gives the intermediates of mechanism 0 too.
    pub(crate) fn trace(&self) -> (EpochOutput, MechanismTrace) {
        let (output, traces) = self.with_input(epoch_with_trace).expect("well formed");
        (output, traces.into_iter().next().expect("a mechanism"))
    }
}

/// Raw bits of numbers.
pub(crate) fn bits(values: &[I32F32]) -> Vec<i64> {
    values.iter().map(|value| value.to_bits()).collect()
}

/// Raw bits of rows.
pub(crate) fn row_bits(rows: &[Vec<(u16, I32F32)>]) -> Vec<Vec<(u16, i64)>> {
    let row = |row: &Vec<(u16, I32F32)>| row.iter().map(|&(uid, v)| (uid, v.to_bits())).collect();
    rows.iter().map(row).collect()
}
