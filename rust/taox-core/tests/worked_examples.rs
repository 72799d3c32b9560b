//! The worked examples of epoch.md 15, number by number.

mod common;

use common::epoch::{Case, Mechanism, bits, pairs, row_bits, rows_of};
use taox_core::epoch::{EpochOutput, Yuma};

const HALF: i64 = 1 << 31;
const ONE: i64 = 1 << 32;

/// Validator 0 weighs both miners alike, validator 1 prefers miner 2.
const BOTH: &[(u16, u16)] = &[(2, 65_535), (3, 65_535)];
const LEANING: &[(u16, u16)] = &[(2, 65_535), (3, 21_845)];
const ONLY_2: &[(u16, u16)] = &[(2, 65_535)];
const ONLY_3: &[(u16, u16)] = &[(3, 65_535)];

fn bonds(output: &EpochOutput) -> Vec<Vec<(u16, u16)>> {
    pairs(output.mechanisms[0].bonds.as_rows())
}

#[test]
fn example_15_1_yuma3() {
    let (output, trace) = Case::section_15(&[BOTH, LEANING, &[], &[]]).trace();
    assert_eq!(bits(&trace.stake), [3_221_225_472, 1_073_741_824, 0, 0]);
    assert_eq!(trace.active_stake, trace.stake);
    let w1 = vec![(2, 3_221_225_472), (3, 1_073_741_824)];
    assert_eq!(
        row_bits(&trace.weights)[..2],
        [vec![(2, HALF), (3, HALF)], w1]
    );
    assert_eq!(bits(&trace.consensus), [0, 0, HALF, HALF]);
    assert_eq!(row_bits(&trace.clipped)[1], [(2, HALF), (3, 1_073_741_824)]);
    assert_eq!(bits(&trace.validator_trust), [ONE, 3_221_225_472, 0, 0]);
    assert_eq!(bits(&trace.rank), [0, 0, 2_147_483_648, 1_879_048_192]);
    assert_eq!(bits(&trace.incentive), [0, 0, 2_290_649_224, 2_004_318_071]);
    assert_eq!(trace.bond_weights, trace.clipped);
    let e0 = vec![(2, 214_748_365), (3, 214_748_365)];
    let e1 = vec![(2, 214_748_365), (3, 107_374_182)];
    assert_eq!(row_bits(&trace.new_bonds), [e0, e1, vec![], vec![]]);
    assert_eq!(bits(&trace.dividends), [3_453_685_043, 841_282_252, 0, 0]);

    assert_eq!(output.validator_trust, [65_535, 49_151, 0, 0]);
    assert_eq!(output.mechanisms[0].incentive, [0, 0, 34_951, 30_582]);
    let stored = [
        vec![(2, 3276), (3, 3276)],
        vec![(2, 3276), (3, 1638)],
        vec![],
        vec![],
    ];
    assert_eq!(bonds(&output), stored);
    assert_eq!(output.dividends, [52_698, 12_836, 0, 0]);
    assert_eq!(output.validator_emission, [402_061_855, 97_938_144, 0, 0]);
    assert_eq!(output.server_emission, [0, 0, 266_666_666, 233_333_333]);
    assert_eq!(output.consensus, [0, 0, 32_767, 32_767]);
    assert_eq!(output.stake_weight, [49_151, 16_383, 0, 0]);
    assert_eq!(output.validator_permit, [true, true, false, false]);
    assert_eq!(output.active, [true; 4]);
}

#[test]
fn example_15_2_original_yuma() {
    let mut case = Case::section_15(&[BOTH, ONLY_2, &[], &[]]);
    case.params.yuma = Yuma::Two;
    case.params.bonds_penalty = 0;
    let old: &[(u16, u16)] = &[(2, 21_845), (3, 21_845)];
    case.mechanisms[0].bonds = rows_of(&[BOTH, old, &[], &[]]);
    let (output, trace) = case.trace();
    assert_eq!(bits(&trace.consensus), [0, 0, HALF, HALF]);
    assert_eq!(row_bits(&trace.clipped)[1], [(2, HALF)]);
    assert_eq!(bits(&trace.rank), [0, 0, 2_147_483_648, 1_610_612_736]);
    assert_eq!(bits(&trace.incentive), [0, 0, 2_454_267_026, 1_840_700_269]);
    assert_eq!(trace.bond_weights, trace.weights);
    let of = |share| vec![(2, share), (3, share)];
    assert_eq!(
        row_bits(&trace.old_bonds)[..2],
        [of(3_221_225_472), of(1_073_741_824)]
    );
    assert_eq!(bits(&trace.dividends), [3_230_428_974, 1_064_538_321, 0, 0]);
    let scaled = vec![(2, 1_548_525_621), (3, 1_246_925_988)];
    assert_eq!(row_bits(&trace.new_bonds)[..2], [of(ONE), scaled]);
    assert_eq!(
        bonds(&output)[..2],
        [BOTH.to_vec(), vec![(2, 23_628), (3, 19_026)]]
    );
    assert_eq!(output.validator_emission, [376_071_428, 123_928_571, 0, 0]);
    assert_eq!(output.server_emission, [0, 0, 285_714_285, 214_285_714]);
}

/// 15.3, with the row of validator 0 in the order given.
fn liquid(row_0: &[(u16, u16)]) -> Case {
    let mut case = Case::section_15(&[row_0, ONLY_2, &[], &[]]);
    case.params.liquid_alpha = true;
    case.params.bonds_penalty = 0;
    let old_0: &[(u16, u16)] = &[(2, 20_000), (3, 20_000)];
    let old_1: &[(u16, u16)] = &[(2, 30_000), (3, 10_000)];
    case.mechanisms[0].bonds = rows_of(&[old_0, old_1, &[], &[]]);
    case
}

#[test]
fn example_15_3_liquid_alpha() {
    let (output, trace) = liquid(BOTH).trace();
    assert_eq!(bits(&trace.consensus), [0, 0, HALF, HALF]);
    let b0 = vec![(2, 1_310_740_000), (3, 1_310_740_000)];
    let b1 = vec![(2, 1_966_110_000), (3, 655_370_000)];
    assert_eq!(row_bits(&trace.old_bonds)[..2], [b0, b1]);
    let e0 = vec![(2, 1_897_586_976), (3, 1_897_586_976)];
    assert_eq!(
        row_bits(&trace.new_bonds)[..2],
        [e0, vec![(2, 3_829_213_604)]]
    );
    assert_eq!(bits(&trace.dividends), [3_560_993_772, 733_973_523, 0, 0]);
    assert_eq!(
        bonds(&output)[..2],
        [vec![(2, 28_954), (3, 28_954)], vec![(2, 58_428)]]
    );
    assert_eq!(output.validator_emission, [414_554_235, 85_445_763, 0, 0]);
}

/// At uid 2 the cursor stands on uid 3 already: the sigmoid sees no weight, the average does.
#[test]
fn example_15_3_unsorted_row() {
    let (output, trace) = liquid(&[(3, 65_535), (2, 65_535)]).trace();
    assert_eq!(
        row_bits(&trace.new_bonds)[0],
        [(3, 1_897_586_976), (2, 1_917_343_731)]
    );
    assert_eq!(bonds(&output)[0], [(3, 28_954), (2, 29_255)]);
    assert_eq!(output.validator_emission, [414_947_940, 85_052_059, 0, 0]);
}

#[test]
fn example_15_4_two_mechanisms() {
    let mut case = Case::section_15(&[BOTH, LEANING, &[], &[]]);
    case.emission = 1_000_000_001;
    case.mechanism_emission_split = Some(vec![16_383, 49_152]);
    let second = rows_of(&[ONLY_3, ONLY_3, &[], &[]]);
    case.mechanisms.push(Mechanism {
        weights: second,
        ..Mechanism::idle(4, 900)
    });
    let output = case.run();
    assert_eq!(output.validator_emission, [381_765_153, 118_234_845, 0, 0]);
    assert_eq!(output.server_emission, [0, 0, 66_663_614, 433_336_385]);
    assert_eq!(output.mechanisms[0].incentive, [0, 0, 34_951, 30_582]);
    assert_eq!(output.mechanisms[1].incentive, [0, 0, 0, 65_535]);
    assert_eq!(output.validator_trust, [65_534, 61_438, 0, 0]);
    assert_eq!(output.stake_weight, [49_150, 16_382, 0, 0]);
    assert_eq!(output.consensus, [0, 0, 8_191, 57_342]);
    assert_eq!(output.dividends, [50_036, 15_495, 0, 0]);
    assert_eq!(
        output.emission,
        [236_070_501, 76_435_218, 16_665_140, 295_840_581]
    );
    assert_eq!(output.emission.iter().sum::<u64>(), 625_011_440);
}

/// Two mechanisms of weight ½: a full fraction becomes 32767, then 65534 (epoch.md 10).
#[test]
fn two_halves_lose_a_unit() {
    let mut case = Case::section_15(&[BOTH, LEANING, &[], &[]]);
    case.mechanisms.push(case.mechanisms[0].clone());
    let output = case.run();
    assert_eq!(output.validator_trust[0], 65_534);
    assert_eq!(output.mechanisms[1].incentive, [0, 0, 34_951, 30_582]);
}

#[test]
fn example_15_5_the_kappa_border() {
    let mut case = Case::section_15(&[ONLY_2, ONLY_3, &[], &[]]);
    case.total_stake.swap(0, 1);
    case.total_stake[1] = case.total_stake[0];
    let (output, trace) = case.trace();
    assert_eq!(bits(&trace.consensus), [0, 0, ONE, ONE]);
    assert_eq!(trace.clipped, trace.weights);
    assert_eq!(output.validator_emission, [250_000_000, 250_000_000, 0, 0]);
    assert_eq!(output.server_emission, [0, 0, 250_000_000, 250_000_000]);

    case.params.kappa = 32_768;
    let (output, trace) = case.trace();
    assert_eq!(bits(&trace.consensus), [0; 4]);
    assert!(trace.clipped.iter().all(Vec::is_empty));
    assert_eq!(output.validator_emission, [500_000_000, 500_000_000, 0, 0]);
}

#[test]
fn example_15_6_nothing_to_reward() {
    let mut case = Case::section_15(&[&[], &[], &[], &[]]);
    let output = case.run();
    assert_eq!(output.validator_emission, [750_000_000, 250_000_000, 0, 0]);
    assert_eq!(output.stake_weight, [49_151, 16_383, 0, 0]);
    for zero in [
        &output.consensus,
        &output.dividends,
        &output.validator_trust,
    ] {
        assert_eq!(zero, &[0; 4]);
    }
    assert_eq!(output.mechanisms[0].incentive, [0; 4]);

    case.params.activity_cutoff = 1;
    let inactive = case.run();
    assert_eq!(inactive.active, [false; 4]);
    assert_eq!(
        inactive.validator_emission,
        [750_000_000, 250_000_000, 0, 0]
    );
}
