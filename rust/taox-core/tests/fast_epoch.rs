//! The fast path of the epoch equals the reference on random epochs and on all vectors, whatever
//! ran before in its buffers and on however many threads.
//!
//! `PROPTEST_CASES` sets the number of random epochs per test.

mod common;

use common::epoch::{Case, output_to_json};
use common::records;
use common::shapes::{Knobs, knobs};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError};
use std::cell::RefCell;
use taox_core::epoch::{EpochInput, Scratch, epoch, epoch_fast, epoch_reference, epochs};

fn cases(default: u32) -> Config {
    let asked = std::env::var("PROPTEST_CASES").ok();
    Config {
        cases: asked
            .and_then(|cases| cases.parse().ok())
            .unwrap_or(default),
        // Random epochs come from a seed: a failure is repeated by its printed knobs.
        failure_persistence: None,
        ..Config::default()
    }
}

fn agree(case: &Case, scratch: &mut Scratch) -> Result<(), TestCaseError> {
    let fast = case.with_input(|input| epoch_fast(input, scratch));
    let reference = case.with_input(epoch_reference);
    prop_assert!(reference.is_ok(), "{reference:?}");
    prop_assert_eq!(fast, reference);
    Ok(())
}

thread_local! {
    /// One for all cases of a test: what an epoch leaves in it must not matter.
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

proptest! {
    #![proptest_config(cases(2_500))]
    #[test]
    fn small_subnets(knobs in knobs(64)) {
        SCRATCH.with_borrow_mut(|scratch| agree(&knobs.case(), scratch))?;
    }
}

proptest! {
    #![proptest_config(cases(60))]
    #[test]
    fn large_subnets(knobs in knobs(600)) {
        SCRATCH.with_borrow_mut(|scratch| agree(&knobs.case(), scratch))?;
    }

    /// A sequence of epochs in one buffer gives what each gives in a new one, and the bonds of one
    /// epoch go into the next, as they do on the chain.
    #[test]
    fn epochs_in_sequence(list in prop::collection::vec(knobs(40), 2..6)) {
        let mut scratch = Scratch::new();
        for knobs in &list {
            let mut case = knobs.case();
            for _ in 0..3 {
                agree(&case, &mut scratch)?;
                let again = case.with_input(|input| epoch_fast(input, &mut Scratch::new())).unwrap();
                prop_assert_eq!(&case.with_input(epoch).unwrap(), &again);
                for (mechanism, stored) in case.mechanisms.iter_mut().zip(again.mechanisms) {
                    mechanism.bonds = stored.bonds;
                }
                case.validator_permit = again.validator_permit;
            }
        }
    }

    #[test]
    fn any_number_of_threads(list in prop::collection::vec(knobs(40), 0..12), threads in 0_usize..5) {
        let owned: Vec<Case> = list.iter().map(Knobs::case).collect();
        let mechanisms: Vec<Vec<_>> = owned.iter().map(Case::mechanism_inputs).collect();
        let inputs = owned.iter().zip(&mechanisms).map(|(case, lent)| case.as_input(lent));
        let inputs: Vec<EpochInput<'_>> = inputs.collect();
        let one: Vec<_> = inputs.iter().map(epoch).collect();
        prop_assert_eq!(epochs(&inputs, threads), one);
    }
}

#[test]
fn the_largest_subnet() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut scratch = Scratch::new();
    for n in [4_095, 4_096, 4_097] {
        let mut knobs = knobs(40).new_tree(&mut runner).unwrap().current();
        knobs.n = n;
        agree(&knobs.case(), &mut scratch).unwrap();
    }
}

#[test]
fn vectors_on_the_fast_path() {
    let mut scratch = Scratch::new();
    let mut count = 0;
    for file in ["small", "large", "targeted"] {
        for vector in records(&format!("epoch/{file}.jsonl.gz")) {
            let case = Case::from_json(&vector["input"]);
            let output = case.with_input(|input| epoch_fast(input, &mut scratch));
            let output = output.expect("well formed");
            assert_eq!(
                output_to_json(&output),
                vector["output"],
                "{}",
                vector["name"]
            );
            count += 1;
        }
    }
    assert!(count == 0 || count == 650, "{count}");
}
