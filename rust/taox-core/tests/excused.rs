//! What the random runs excuse is excused to the rao, and hides nothing that stands behind it.

mod common;

use common::audit::Report;
use common::excused::{Excuse, Excused};
use common::storage::{chain, items};
use serde_json::{Map, Value, json};
use taox_core::chain::{Chain, EXISTENTIAL_DEPOSIT, Event, INVARIANTS, Violation};

const ALPHA: &str = "staked, pending, protocol-held and claimable alpha is issued";
const PERMITS: &str = "permits within the limit";

/// Two subnets of two mechanisms, and what else a test says of them.
fn two_subnets(more: &Value) -> Chain {
    let mut state = items(&json!({
        "block": 1,
        "networks_added": { "0": true, "1": true, "2": true },
        "mechanism_count_current": { "1": 2, "2": 2 },
    }));
    state.extend(items(more));
    chain(&state)
}

/// Both subnets have more alpha staked than issued: 10 and 5 rao.
fn short_of_alpha() -> Chain {
    two_subnets(&json!({
        "subnet_alpha_out": { "1": 90, "2": 95 },
        "total_hotkey_alpha": { "1001,1": 100, "1001,2": 100 },
    }))
}

/// Both subnets allow one validator, and have four of six uids with a permit.
fn full_of_permits() -> Chain {
    let each_of_six = |netuid: u16| (0..6).map(move |uid| (netuid, uid));
    let uids = each_of_six(1).chain(each_of_six(2));
    let uids: Map<_, _> = uids
        .map(|(netuid, uid)| (format!("{netuid},{}", 1_000 + uid), json!(uid)))
        .collect();
    let four = [true, true, true, true, false, false];
    two_subnets(&json!({
        "uids": uids,
        "max_allowed_validators": { "1": 1, "2": 1 },
        "validator_permit": { "1": four, "2": four },
    }))
}

/// An epoch that drained nothing and paid all the same.
fn paid(netuid: u16, incentive: u64) -> Event {
    Event::EpochRan {
        netuid,
        epoch: 0,
        emission: 0,
        incentive,
        withheld: 0,
        dividends: 0,
        root_dividends: 0,
        owner_cut: 0,
    }
}

fn knowing(chain: &Chain, epochs: &[Event]) -> Excused {
    let mut excused = Excused::default();
    excused.note_epochs(chain, epochs);
    excused
}

fn looked(chain: &Chain, excused: &Excused) -> Report {
    let mut report = Report::default();
    report.look(chain, 7, excused);
    report
}

fn failure(report: &Report, number: u8) -> Option<&str> {
    report.findings[&number].first_failure.as_deref()
}

fn used(report: &Report, excuse: Excuse) -> u64 {
    report.excuses.used.get(&excuse).copied().unwrap_or(0)
}

#[test]
fn every_subnet_that_violates_a_rule_is_named() {
    let chain = short_of_alpha();
    let rule = INVARIANTS.iter().find(|rule| rule.number == 6).expect("6");
    let short = |netuid, right| Violation {
        rule: ALPHA,
        netuid: Some(netuid),
        left: 100,
        right,
    };
    let all: Vec<_> = rule.violations(&chain).collect();
    assert_eq!(all, [short(1, 90), short(2, 95)]);
    assert_eq!(rule.check(&chain), Err(short(1, 90)));
    assert_eq!(chain.check_invariants(), Err(short(1, 90)));
}

/// Subnet 1 comes first and is excused; subnet 2 is not.
#[test]
fn an_overpaid_subnet_hides_no_other() {
    let chain = short_of_alpha();
    let report = looked(&chain, &knowing(&chain, &[paid(1, 10)]));
    let expected = format!("operation 7: {ALPHA}, subnet Some(2): 100 against 95");
    assert_eq!(failure(&report, 6), Some(&*expected));
    assert_eq!(used(&report, Excuse::Overpaid), 1);
    assert_eq!(report.excuses.without, 0);
}

#[test]
fn overpayment_is_excused_to_the_rao() {
    let chain = short_of_alpha();
    let enough = looked(&chain, &knowing(&chain, &[paid(1, 10), paid(2, 5)]));
    assert_eq!(failure(&enough, 6), None);
    assert_eq!(used(&enough, Excuse::Overpaid), 2);
    for (first, second, named) in [(9, 5, "Some(1)"), (10, 4, "Some(2)")] {
        let excused = knowing(&chain, &[paid(1, first), paid(2, second)]);
        let report = looked(&chain, &excused);
        assert!(failure(&report, 6).expect("short").contains(named));
    }
}

/// Who had an epoch that allowed three, and the owner one, may keep four permits.
#[test]
fn old_permits_hide_no_others() {
    let chain = full_of_permits();
    let before = |limit| two_subnets(&json!({ "max_allowed_validators": { "1": limit } }));
    let report = looked(&chain, &knowing(&before(3), &[paid(1, 0)]));
    let expected = format!("operation 7: {PERMITS}, subnet Some(2): 4 against 2");
    assert_eq!(failure(&report, 0), Some(&*expected));
    assert_eq!(used(&report, Excuse::OldPermits), 1);
    let report = looked(&chain, &knowing(&before(2), &[paid(1, 0)]));
    let expected = format!("operation 7: {PERMITS}, subnet Some(1): 4 against 2");
    assert_eq!(failure(&report, 0), Some(&*expected));
}

/// What founders keep is excused while no account lacks more, and never beyond the deposit.
#[test]
fn a_founder_keeps_no_more_than_the_deposit() {
    let lacking = |first: u64, second: u64| {
        two_subnets(&json!({
            "total_stake": 2_000,
            "subnet_tao": { "1": 1_000, "2": 1_000 },
            "free_balance": { "subnet:1": 1_000 - first, "subnet:2": 1_000 - second },
            "balances_total_issuance": 2_000 - first - second,
            "total_issuance": 2_000 - first - second,
        }))
    };
    let founded = lacking(400, EXISTENTIAL_DEPOSIT);
    let mut excused = Excused::default();
    excused.note_founding(&founded);
    let report = looked(&founded, &excused);
    assert_eq!(failure(&report, 5), None);
    assert_eq!(used(&report, Excuse::Founder), 2);
    let report = looked(&lacking(400, EXISTENTIAL_DEPOSIT + 1), &excused);
    assert!(failure(&report, 5).expect("beyond").contains("Some(2)"));
    let report = looked(&lacking(401, EXISTENTIAL_DEPOSIT), &excused);
    assert!(failure(&report, 5).expect("more").contains("401 lack"));
}
