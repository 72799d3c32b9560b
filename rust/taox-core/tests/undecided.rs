//! What the golden vectors leave open (their README, "What these records do not decide"), taken
//! from epoch.md. exp and the rounding inside the sigmoid are pinned by unit tests.

mod common;

use common::epoch::{Case, bits, pairs, row_bits, rows_of};
use taox_core::epoch::{EpochError, EpochOutput, RowsBuf, Yuma};
use taox_core::fixed::I64F64;

const ONE: i64 = 1 << 32;
const BOTH: &[(u16, u16)] = &[(2, 65_535), (3, 65_535)];

fn agreeing() -> Case {
    Case::section_15(&[BOTH, BOTH, &[], &[]])
}

/// 8.10: registered in the block of the last epoch keeps a bond, one block later loses it.
#[test]
fn bond_towards_a_uid_registered_in_the_last_epochs_block() {
    let mut case = agreeing();
    case.mechanisms[0].bonds = rows_of(&[BOTH, BOTH, &[], &[]]);
    for (registered, kept) in [(638, true), (639, true), (640, false)] {
        case.block_at_registration[2] = registered;
        let (_, trace) = case.trace();
        assert_eq!(
            trace.old_bonds[0].iter().any(|&(uid, _)| uid == 2),
            kept,
            "{registered}"
        );
    }
}

/// 8.10: without an earlier epoch the border is one tempo ago, and equality drops.
#[test]
fn bond_before_the_first_epoch() {
    let mut case = agreeing();
    case.last_mechanism_step_block = 0;
    case.mechanisms[0].bonds = rows_of(&[BOTH, BOTH, &[], &[]]);
    for (registered, kept) in [(639, true), (640, false)] {
        case.block_at_registration[2] = registered;
        let (_, trace) = case.trace();
        assert_eq!(
            trace.old_bonds[0].iter().any(|&(uid, _)| uid == 2),
            kept,
            "{registered}"
        );
    }
}

/// 8.7: the stake of the voters is normalised once more, which may lift it by a unit: A of uid 0
/// is one bit below kappa, its u equal to it. With A itself column 7 would be 0.
#[test]
fn second_normalisation_of_stake_decides_a_column() {
    let stakes = [
        96_638_238_702,
        48_245_730_361,
        7_681_142_076,
        12_917_333_522,
        6_299_735_437,
        16_041_936_075,
        5_449_412_293,
        0,
        0,
    ];
    let mut case = Case::with_stakes(&stakes);
    case.params.kappa = 32_768;
    let high: &[(u16, u16)] = &[(7, 1)];
    let low: &[(u16, u16)] = &[(8, 1)];
    case.mechanisms[0].last_update = vec![900; 9];
    case.mechanisms[0].weights = rows_of(&[high, low, low, low, low, low, low, &[], &[]]);
    let (_, trace) = case.trace();
    assert_eq!(trace.active_stake[0].to_bits(), 2_147_516_415);
    assert_eq!(bits(&trace.consensus)[7..], [ONE, 0]);
}

/// 8.5 and 8.6: without a stored permit vector all stake is active stake, yet no row counts.
#[test]
fn empty_permit_vector() {
    let mut case = agreeing();
    case.validator_permit = Vec::new();
    case.owner_uid = Some(0);
    let (output, trace) = case.trace();
    assert_eq!(trace.active_stake, trace.stake);
    assert!(trace.weights.iter().all(Vec::is_empty));
    assert_eq!(output.validator_emission, [750_000_000, 250_000_000, 0, 0]);
    assert_eq!(output.validator_permit, [true, true, false, false]);
}

/// 8.4: a short vector has no permit beyond its end, not even for the owner; of a longer one only
/// the first n count.
#[test]
fn short_and_long_permit_vectors() {
    let mut case = agreeing();
    case.owner_uid = Some(1);
    case.validator_permit = vec![true];
    let (_, trace) = case.trace();
    assert_eq!(bits(&trace.active_stake), [ONE, 0, 0, 0]);
    assert!(trace.weights[1].is_empty());

    let exact = agreeing().run();
    let mut long = agreeing();
    long.validator_permit.extend([true, false, true]);
    assert_eq!(long.run(), exact);
}

/// 8.10 (c): a bond towards a uid ≥ n stops the cursor; the bonds behind it are unseen by the
/// sigmoid, though the average still uses them.
#[test]
fn bond_beyond_the_subnet_in_front_of_others() {
    let bonds = |first: &[(u16, u16)]| {
        let mut case = agreeing();
        case.params.liquid_alpha = true;
        case.params.bonds_penalty = 0;
        case.mechanisms[0].bonds = rows_of(&[first, &[], &[], &[]]);
        row_bits(&case.trace().1.new_bonds)[0].clone()
    };
    let (ahead, behind) = (bonds(&[(9, 1), (2, 60_000)]), bonds(&[(2, 60_000), (9, 1)]));
    let plain = bonds(&[(2, 60_000)]);
    assert_eq!(behind, plain, "behind all others it changes nothing");
    assert_ne!(
        ahead[0], plain[0],
        "in front it hides the bond from the sigmoid"
    );
    assert_eq!(ahead[1], plain[1]);
    // Seen: w = HALF < β, sell. Unseen: w ≥ 0 = β, buy 0 as consensus is HALF too.
    let rate = |x_bits: i64| i128::from(x_bits);
    let (low_rate, old, half) = (rate(3_012_258_989), 3_932_220_000_i128, 1_i128 << 31);
    let kept = (((1_i128 << 32) - low_rate) * old) >> 32;
    assert_eq!(i128::from(ahead[0].1), kept + ((low_rate * half) >> 32));
}

/// Outside (c) bonds towards uids ≥ n have no column and change nothing.
#[test]
fn bonds_beyond_the_subnet_elsewhere() {
    for yuma in [Yuma::Two, Yuma::Three] {
        let with = |row: &[(u16, u16)]| {
            let mut case = agreeing();
            case.params.yuma = yuma;
            case.mechanisms[0].bonds = rows_of(&[row, BOTH, &[], &[]]);
            case.run()
        };
        assert_eq!(with(&[(700, 9), (3, 500), (4, 1)]), with(&[(3, 500)]));
    }
}

/// 14: nothing but empty vectors.
#[test]
fn zero_neurons() {
    let output = Case::with_stakes(&[]).run();
    let mechanisms = output.mechanisms.clone();
    assert_eq!(
        output,
        EpochOutput {
            mechanisms,
            ..EpochOutput::default()
        }
    );
    assert_eq!(output.mechanisms.len(), 1);
    assert!(output.mechanisms[0].bonds.is_empty());
}

/// 14: the rate is negative and old bonds grow; a bond that would be 0 or less is dropped.
#[test]
fn bonds_moving_average_above_a_million() {
    let mut case = agreeing();
    case.params.bonds_moving_average = 1_500_000;
    case.mechanisms[0].bonds = rows_of(&[&[(2, 40_000)], &[(2, 1_000)], &[], &[]]);
    let (_, trace) = case.trace();
    // alpha = −HALF: floor(−HALF·HALF / 2^32) + floor(1.5·ONE·old / 2^32).
    let old = 40_000 * ONE / 65_535;
    let grown = -(1 << 30) + ((6_442_450_944_i128 * i128::from(old)) >> 32);
    let grown = i64::try_from(grown).expect("fits");
    assert_eq!(row_bits(&trace.new_bonds)[..2], [vec![(2, grown)], vec![]]);
}

/// The largest value storage can hold clamps on the way and still panics nowhere.
#[test]
fn bonds_moving_average_at_its_largest() {
    let mut case = agreeing();
    case.params.bonds_moving_average = u64::MAX;
    case.mechanisms[0].bonds = rows_of(&[&[(2, 40_000)], &[(2, 1)], &[], &[]]);
    let (_, trace) = case.trace();
    // ⌊(2^63 − 2^−64 as the clamp of I64F64) / 10^6⌋ exceeds I32F32 and clamps to its maximum.
    let alpha = i128::from(ONE) - i128::from(i64::MAX);
    let keep = i128::from(ONE) - alpha;
    assert_eq!(keep, i128::from(i64::MAX));
    let old = i128::from(40_000 * ONE / 65_535);
    let expected = ((alpha << 31) >> 32) + ((keep * old) >> 32);
    assert_eq!(i128::from(trace.new_bonds[0][0].1.to_bits()), expected);
}

/// 8.10 (c): min with high comes first, max with low last, so the rate is low.
#[test]
fn alpha_low_above_alpha_high() {
    let rate = |low, high| {
        let mut case = agreeing();
        case.params.liquid_alpha = true;
        (case.params.alpha_low, case.params.alpha_high) = (low, high);
        row_bits(&case.trace().1.new_bonds)
    };
    assert_eq!(rate(50_000, 10_000), rate(50_000, 50_000));
}

/// A weights row never holds a uid twice; submission refuses it and so does the epoch.
#[test]
fn duplicate_uid_in_weights() {
    let twice: &[(u16, u16)] = &[(2, 1), (3, 1), (2, 1)];
    let case = Case::section_15(&[BOTH, twice, &[], &[]]);
    let error = case
        .with_input(taox_core::epoch::epoch)
        .expect_err("refused");
    assert_eq!(
        error,
        EpochError::DuplicateUid {
            mechanism: 0,
            row: 1,
            uid: 2
        }
    );
}

/// 8.10: in (a) and (b) repeated bonds add up. With a rate of ½ all products are exact.
#[test]
fn duplicate_uid_in_bonds_adds_up() {
    let bonds = |yuma: Yuma, row: &[(u16, u16)]| {
        let mut case = agreeing();
        case.params.yuma = yuma;
        case.params.bonds_moving_average = 500_000;
        case.mechanisms[0].bonds = rows_of(&[row, &[(2, 32_768)], &[], &[]]);
        row_bits(&case.trace().1.new_bonds)
    };
    let twice = bonds(Yuma::Two, &[(2, 16_384), (2, 16_384)]);
    assert_eq!(twice, bonds(Yuma::Two, &[(2, 32_768)]));
    // ½·1 for each of the old bonds and ½·½ for the weight.
    let twice = bonds(Yuma::Three, &[(2, 65_535), (2, 65_535)]);
    assert_eq!(twice[0][0], (2, ONE + ONE / 4));
}

/// 8.10 (c): the sigmoid sees the first of repeated bonds, the average the last.
#[test]
fn duplicate_uid_in_bonds_with_liquid_alpha() {
    let bond = |row: &[(u16, u16)]| {
        let mut case = agreeing();
        case.params.liquid_alpha = true;
        case.mechanisms[0].bonds = rows_of(&[row, &[], &[], &[]]);
        case.trace().1.new_bonds[0][0].1.to_bits()
    };
    // w = HALF; bonds of 10000 and 20000 are both below it, so the rate is that of "buy 0".
    assert_eq!(bond(&[(2, 10_000), (2, 20_000)]), bond(&[(2, 20_000)]));
    // The first alone, 60000, is above w: another rate, while the second is what is kept.
    assert_ne!(bond(&[(2, 60_000), (2, 20_000)]), bond(&[(2, 20_000)]));
    assert_ne!(bond(&[(2, 60_000), (2, 20_000)]), bond(&[(2, 60_000)]));
}

/// 8.6: weights towards uids ≥ n are dropped before rows are normalised.
#[test]
fn weights_beyond_the_subnet() {
    let wide: &[(u16, u16)] = &[(65_535, 7), (2, 65_535), (4, 100), (3, 65_535)];
    let case = Case::section_15(&[wide, BOTH, &[], &[]]);
    assert_eq!(case.run(), agreeing().run());
}

/// 7: a list longer than the mechanisms is cut, and what it held goes to mechanism 0; one that
/// adds up to more than 65535 gives more than there is.
#[test]
fn splits_that_do_not_fit() {
    let with = |split: Vec<u16>| {
        let mut case = agreeing();
        case.mechanism_emission_split = Some(split);
        case.run()
    };
    assert_eq!(with(vec![1, 65_534]), with(vec![65_535]));
    assert_eq!(with(vec![]), with(vec![65_535]));

    let mut two = agreeing();
    two.mechanisms.push(two.mechanisms[0].clone());
    two.mechanism_emission_split = Some(vec![65_535, 65_535]);
    let (one, both) = (agreeing().run(), two.run());
    let twice = |values: &[u64]| values.iter().map(|value| value * 2).collect::<Vec<_>>();
    assert_eq!(both.server_emission, twice(&one.server_emission));
    assert_eq!(both.emission, twice(&one.emission));
    assert_eq!(both.validator_trust[0], 65_535, "sums of fractions clamp");
}

/// A single stake that clamped at 2^63 rao still counts; two of them have no sum.
#[test]
fn stake_of_two_to_the_63() {
    let mut case = agreeing();
    case.total_stake = vec![I64F64::MAX, I64F64::ZERO, I64F64::ZERO, I64F64::ZERO];
    assert_eq!(bits(&case.trace().1.stake), [ONE, 0, 0, 0]);
    case.total_stake[3] = I64F64::from_bits(1);
    let error = case
        .with_input(taox_core::epoch::epoch)
        .expect_err("refused");
    assert_eq!(error, EpochError::StakeOverflow { uid: 3 });
}

/// 8.4: with k = 0 or no stake only the owner gets a permit; ties fall to the lower uid; with
/// n < k nobody is cut.
#[test]
fn permits_at_the_border() {
    let permits = |stakes: &[u64], k: u16, owner: Option<u16>| {
        let mut case = Case::with_stakes(stakes);
        case.params.max_allowed_validators = k;
        case.owner_uid = owner;
        case.run().validator_permit
    };
    assert_eq!(permits(&[5, 5, 5], 2, None), [false, true, true]);
    assert_eq!(permits(&[5, 5, 5], 0, None), [false; 3]);
    assert_eq!(permits(&[5, 5, 5], 0, Some(1)), [false, true, false]);
    assert_eq!(permits(&[9, 5, 5], 2, Some(1)), [true, true, true]);
    assert_eq!(permits(&[9, 0, 5], 64, None), [true, false, true]);
    assert_eq!(permits(&[0, 0, 0], 2, Some(0)), [true, false, false]);
}

/// 8.2: exactly at the limit is still active.
#[test]
fn activity_border() {
    let mut case = agreeing();
    case.params.activity_cutoff = 100;
    case.mechanisms[0].last_update = vec![900, 899, u64::MAX];
    assert_eq!(case.run().active, [true, false, true, false]);
}

/// 8.6: an update in the block of a registration does not count, a commit in it does.
#[test]
fn registration_borders_of_weights() {
    let mut case = agreeing();
    case.params.commit_reveal = true;
    let weighed = |case: &Case| !case.trace().1.weights[0].is_empty();
    case.mechanisms[0].weights = rows_of(&[&[(2, 1)], &[], &[], &[]]);
    for (registered, counts) in [(899, true), (900, false)] {
        case.block_at_registration[2] = registered;
        assert_eq!(weighed(&case), counts, "update, registered at {registered}");
    }
    for (commit, counts) in [(799, false), (800, true), (u64::MAX, true)] {
        case.block_at_registration[2] = 800;
        case.mechanisms[0].oldest_active_commit_block = vec![commit; 4];
        assert_eq!(weighed(&case), counts, "committed at {commit}");
    }
}

/// 8.6: only the owner may weigh itself.
#[test]
fn self_weight() {
    let mut case = Case::section_15(&[&[(0, 1), (2, 1)], &[(1, 1)], &[], &[]]);
    case.owner_uid = Some(0);
    let (_, trace) = case.trace();
    assert_eq!(trace.weights[0].len(), 2);
    assert!(trace.weights[1].is_empty());
}

/// 9: pairs that become 0 stay in the stored row, and rows without a new permit are empty.
#[test]
fn stored_bonds_keep_zeros_and_need_a_permit() {
    let mut case = agreeing();
    case.params.bonds_moving_average = 1_000_000;
    case.params.max_allowed_validators = 1;
    case.mechanisms[0].bonds = rows_of(&[&[(2, 1)], &[(2, 1)], &[], &[]]);
    let stored = pairs(case.run().mechanisms[0].bonds.as_rows());
    assert_eq!(stored, [vec![(2, 0)], vec![], vec![], vec![]]);
}

/// 8.10 (a): liquid alpha has no effect on the original rules.
#[test]
fn liquid_alpha_needs_yuma3() {
    let mut case = agreeing();
    case.params.yuma = Yuma::Two;
    let plain = case.run();
    case.params.liquid_alpha = true;
    assert_eq!(case.run(), plain);
}

/// 8.10 (c): an explicit zero weight keeps the decayed bond, no weight loses it.
#[test]
fn liquid_alpha_drops_bonds_without_a_pair() {
    let bonds = |row: &[(u16, u16)]| {
        let mut case = Case::section_15(&[BOTH, row, &[], &[]]);
        case.params.liquid_alpha = true;
        case.mechanisms[0].bonds = rows_of(&[&[], BOTH, &[], &[]]);
        case.trace().1.new_bonds[1]
            .iter()
            .map(|pair| pair.0)
            .collect::<Vec<_>>()
    };
    assert_eq!(bonds(&[(2, 5), (3, 0)]), [2, 3]);
    assert_eq!(bonds(&[(2, 5)]), [2]);
}

/// 8.10 (c): weight equal to bond is a purchase. Here that rate is just above 0, which costs the
/// bond a bit of rounding; a sale's would be 0 and keep it whole.
#[test]
fn weight_equal_to_bond_buys() {
    let mut case = Case::section_15(&[&[(3, 65_535)], &[(2, 2), (3, 1)], &[], &[]]);
    case.params.liquid_alpha = true;
    case.params.bonds_penalty = 0;
    case.params.alpha_sigmoid_steepness = i16::MAX;
    (case.params.alpha_low, case.params.alpha_high) = (0, 1);
    case.mechanisms[0].bonds = rows_of(&[&[], &[(2, 43_690)], &[], &[]]);
    let (_, trace) = case.trace();
    assert_eq!(bits(&trace.consensus)[2..], [0, ONE]);
    assert_eq!(row_bits(&trace.weights)[1][0], (2, 2_863_311_530));
    assert_eq!(row_bits(&trace.old_bonds)[1][0], (2, 2_863_311_530));
    assert_eq!(row_bits(&trace.new_bonds)[1][0], (2, 2_863_311_529));
}

/// Shapes the core refuses, each with its data.
#[test]
fn malformed_inputs() {
    let refused = |change: fn(&mut Case)| {
        let mut case = agreeing();
        change(&mut case);
        case.with_input(taox_core::epoch::epoch)
            .expect_err("refused")
            .to_string()
    };
    assert_eq!(
        refused(|c| c.mechanisms.clear()),
        "mechanisms: expected at least one, got none"
    );
    assert_eq!(
        refused(|c| c.block_at_registration.truncate(3)),
        "block_at_registration: expected 4 entries, got 3"
    );
    assert_eq!(
        refused(|c| c.total_stake.clear()),
        "total_stake: expected 4 entries, got 0"
    );
    assert_eq!(
        refused(|c| c.owner_uid = Some(4)),
        "owner_uid: expected a uid below 4, got 4"
    );
    assert_eq!(
        refused(|c| c.mechanisms[0].weights = RowsBuf::empty(5)),
        "mechanisms[0].weights: expected 4 entries, got 5"
    );
    assert_eq!(
        refused(|c| c.mechanisms[0].bonds = RowsBuf::empty(3)),
        "mechanisms[0].bonds: expected 4 entries, got 3"
    );
    assert_eq!(
        refused(|c| c.mechanisms[0].oldest_active_commit_block = vec![1]),
        "mechanisms[0].oldest_active_commit_block: expected 4 entries, got 1"
    );
    assert_eq!(
        refused(|c| c.total_stake[1] = I64F64::from_bits(-1)),
        "total_stake: expected no negative stake, uid 1 has -1 (I64F64 bits)"
    );
    assert_eq!(
        refused(|c| c.params.activity_cutoff = 0),
        "activity_cutoff: expected 1 to 18446744073709551615 (blocks), got 0"
    );
}
