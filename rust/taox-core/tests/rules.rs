//! Rules of the caller: the stages around them are the chain's, and what they return is checked.

mod common;

use common::random::any_case;
use proptest::prelude::*;
use taox_core::epoch::{
    BondsView, ConsensusView, EpochError, RuleFailed, Rules, TraceRows, epoch, epoch_with_rules,
    epoch_with_trace,
};
use taox_core::fixed::I32F32;

/// All the chain's.
#[derive(Debug)]
struct TheChains;

impl Rules for TheChains {}

/// Answers with what the chain's rules have found in the same epoch.
#[derive(Debug)]
struct Told {
    consensus: Vec<Vec<I32F32>>,
}

impl Rules for Told {
    fn consensus(&self, view: &ConsensusView<'_>) -> Option<Result<Vec<I32F32>, RuleFailed>> {
        self.consensus.get(view.mechanism).cloned().map(Ok)
    }
}

/// Answers a fixed vector and fixed rows.
#[derive(Debug, Default)]
struct Fixed {
    consensus: Option<Result<Vec<I32F32>, RuleFailed>>,
    bonds: Option<Result<TraceRows, RuleFailed>>,
}

impl Rules for Fixed {
    fn consensus(&self, _view: &ConsensusView<'_>) -> Option<Result<Vec<I32F32>, RuleFailed>> {
        self.consensus.clone()
    }

    fn bonds(&self, _view: &BondsView<'_>) -> Option<Result<TraceRows, RuleFailed>> {
        self.bonds.clone()
    }
}

proptest! {
    #[test]
    fn without_rules_it_is_the_epoch(case in any_case()) {
        let plain = case.with_input(epoch).expect("well formed");
        let (ruled, traces) = case.with_input(|input| epoch_with_rules(input, &TheChains)).expect("well formed");
        prop_assert_eq!(&ruled, &plain);
        let told = Told { consensus: traces.into_iter().map(|trace| trace.consensus).collect() };
        let (again, _) = case.with_input(|input| epoch_with_rules(input, &told)).expect("well formed");
        prop_assert_eq!(again, plain);
    }

    #[test]
    fn what_does_not_fit_is_refused(case in any_case(), bits in any::<i64>(), short in any::<bool>()) {
        let n = usize::from(case.n);
        let share = I32F32::from_bits(bits);
        let fits = (I32F32::ZERO..=I32F32::ONE).contains(&share) || n == 0;
        let returned = vec![share; if short { n.saturating_sub(1) } else { n }];
        let rules = Fixed { consensus: Some(Ok(returned)), bonds: None };
        let outcome = case.with_input(|input| epoch_with_rules(input, &rules));
        match outcome {
            Err(EpochError::RuleLength { rule: "consensus", actual, .. }) => {
                prop_assert!(short && actual + 1 == n);
            }
            Err(EpochError::RuleShare { rule: "consensus", uid: 0, .. }) => prop_assert!(!fits),
            Err(other) => prop_assert!(false, "{other}"),
            Ok((_, traces)) => {
                prop_assert!(fits && (!short || n == 0));
                prop_assert!(traces.iter().all(|trace| trace.consensus == vec![share; n]));
            }
        }
    }

    #[test]
    fn bonds_towards_nobody_are_refused(case in any_case().prop_filter("a uid", |case| case.n > 0)) {
        let n = case.n;
        let rows = |uid| {
            let mut rows = vec![Vec::new(); usize::from(n)];
            rows[0].push((uid, I32F32::ONE));
            Fixed { consensus: None, bonds: Some(Ok(rows)) }
        };
        let outcome = case.with_input(|input| epoch_with_rules(input, &rows(n)));
        let refused = matches!(outcome, Err(EpochError::RuleShare { rule: "bonds", row: Some(0), uid, .. }) if uid == n);
        prop_assert!(refused);
        prop_assert!(case.with_input(|input| epoch_with_rules(input, &rows(n - 1))).is_ok());
        let failing = Fixed { consensus: None, bonds: Some(Err(RuleFailed)) };
        let outcome = case.with_input(|input| epoch_with_rules(input, &failing));
        let failed = matches!(outcome, Err(EpochError::RuleFailed { rule: "bonds", mechanism: 0 }));
        prop_assert!(failed);
    }

    /// The stages are those of the reference: consensus of zeros leaves nothing to be paid for.
    #[test]
    fn no_consensus_no_incentive(case in any_case()) {
        let zeros = vec![I32F32::ZERO; usize::from(case.n)];
        let rules = Fixed { consensus: Some(Ok(zeros)), bonds: None };
        let (output, traces) = case.with_input(|input| epoch_with_rules(input, &rules)).expect("fits");
        let (_, plain) = case.with_input(epoch_with_trace).expect("well formed");
        prop_assert!(output.mechanisms.iter().all(|m| m.incentive.iter().all(|&i| i == 0)));
        for (trace, plain) in traces.iter().zip(&plain) {
            prop_assert_eq!(&trace.weights, &plain.weights);
            prop_assert_eq!(&trace.active_stake, &plain.active_stake);
        }
    }
}
