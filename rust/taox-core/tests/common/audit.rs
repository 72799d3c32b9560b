//! One long run of random calls and blocks, seen by every rule.

use super::excused::{Excuse, Excused};
use super::traffic::{Dice, economy, random_call, relieve};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use taox_core::chain::{
    Chain, Coldkey, Event, INVARIANTS, ROOT, RecycleOrBurn, SubnetEconomy, subnet_account,
};
use taox_core::fixed::I96F32;

/// 10 000, or what `TAOX_OPERATIONS` says.
pub(crate) fn operations() -> u64 {
    let wanted = std::env::var("TAOX_OPERATIONS").ok();
    wanted.map_or(10_000, |number| {
        number.parse().expect("TAOX_OPERATIONS is a number")
    })
}

/// A subnet among all that ever had its netuid: the netuid, how many there have been.
pub(crate) type Life = (u16, u64);

/// One subnet with the TAO on its account.
#[derive(Clone, Copy)]
pub(crate) struct View {
    pub(crate) economy: SubnetEconomy,
    pub(crate) held: u64,
    pub(crate) life: Life,
    /// What becomes of incentive withheld from its owner.
    pub(crate) fate: RecycleOrBurn,
}

impl View {
    pub(crate) fn of(chain: &Chain, netuid: u16) -> Self {
        let economy = chain.economy(netuid).expect("subnet");
        let params = &chain.hyperparameters(netuid).expect("subnet").subnet;
        let info = chain.subnet_info(netuid).expect("subnet");
        Self {
            economy,
            held: chain.balance(Coldkey(subnet_account(netuid))),
            life: (netuid, info.creations),
            fate: params.recycle_or_burn,
        }
    }

    /// TAO on the account that is in no reserve.
    pub(crate) fn stranded(&self) -> i128 {
        i128::from(self.held) - i128::from(self.economy.pool.tao_reserve)
    }

    /// Alpha in and outside the pool.
    pub(crate) fn issued(&self) -> i128 {
        i128::from(self.economy.pool.alpha_reserve) + i128::from(self.economy.alpha_out)
    }

    /// Alpha that waits for the next epoch.
    pub(crate) fn pending(&self) -> [u64; 4] {
        let one = &self.economy;
        let (server, validator) = (one.pending_server, one.pending_validator);
        [server, validator, one.pending_root, one.pending_owner_cut]
    }
}

/// A chain before or after a block step.
pub(crate) struct Moment {
    pub(crate) block: u64,
    pub(crate) issuance: u64,
    pub(crate) stake: u64,
    /// By netuid, root first.
    pub(crate) subnets: Vec<View>,
}

impl Moment {
    fn of(chain: &Chain) -> Self {
        let netuids = [ROOT].into_iter().chain(chain.netuids());
        let views = netuids.map(|netuid| View::of(chain, netuid));
        Self {
            block: chain.block(),
            issuance: chain.total_issuance(),
            stake: chain.total_stake(),
            subnets: views.collect(),
        }
    }
}

/// A block step.
pub(crate) struct Step {
    pub(crate) before: Moment,
    pub(crate) after: Moment,
    pub(crate) events: Vec<Event>,
    /// How many epochs may run in it.
    pub(crate) limit: usize,
    /// The subnets whose moving price was within 0 and 1 at any time before.
    pub(crate) settled: BTreeSet<Life>,
}

impl Step {
    /// Every subnet but root before and after.
    pub(crate) fn subnets(&self) -> impl Iterator<Item = (&View, &View)> {
        self.before.subnets.iter().zip(&self.after.subnets).skip(1)
    }
}

/// Whether a rule had something to look at in this step; or what contradicts it.
pub(crate) type Outcome = Result<bool, String>;

/// What was found of one invariant.
#[derive(Clone, Debug, Default)]
pub(crate) struct Finding {
    pub(crate) first_failure: Option<String>,
    /// In how many steps there was something to look at; none for a rule of one state.
    pub(crate) steps: Option<u64>,
}

impl Finding {
    fn note(&mut self, operation: u64, outcome: Outcome) {
        match outcome {
            Ok(applies) => *self.steps.get_or_insert(0) += u64::from(applies),
            Err(failure) => self.fail(operation, &failure),
        }
    }

    fn fail(&mut self, operation: u64, failure: &str) {
        let first = || format!("operation {operation}: {failure}");
        self.first_failure.get_or_insert_with(first);
    }
}

/// A rule about steps: the number of its invariant, and how it looks at one.
pub(crate) type Rule = (u8, fn(&Step) -> Outcome);

/// How often a call was accepted, and how often refused.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) accepted: u64,
    pub(crate) refused: u64,
}

/// What a run has shown.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// By the number of the invariant: those of one state after every operation, those of steps
    /// after every block.
    pub(crate) findings: BTreeMap<u8, Finding>,
    /// By the name of the call.
    pub(crate) calls: BTreeMap<&'static str, Tally>,
    pub(crate) excuses: Excuses,
}

/// How much of what was seen had to be excused.
#[derive(Debug, Default)]
pub(crate) struct Excuses {
    /// How many states were looked at.
    pub(crate) looks: u64,
    /// In how many of them nothing had to be excused.
    pub(crate) without: u64,
    /// How many subnets those states had, root not counted.
    pub(crate) subnets: u64,
    /// By kind, how many of those subnets needed it.
    pub(crate) used: BTreeMap<Excuse, u64>,
}

impl Excuses {
    fn note(&mut self, chain: &Chain, used: &[Excuse]) {
        self.looks += 1;
        self.without += u64::from(used.is_empty());
        self.subnets += chain.netuids().len() as u64;
        for excuse in used {
            *self.used.entry(*excuse).or_default() += 1;
        }
    }
}

/// What the run has shown, which is made once.
pub(crate) fn report(rules: &[Rule]) -> &'static Report {
    static REPORT: OnceLock<Report> = OnceLock::new();
    REPORT.get_or_init(|| run(rules))
}

fn run(rules: &[Rule]) -> Report {
    let (mut chain, mut dice) = economy(1);
    let mut report = Report::default();
    let (mut settled, mut excused) = (BTreeSet::new(), Excused::default());
    for operation in 0..operations() {
        if dice.once_in(4) {
            relieve(&mut chain, &mut dice);
            let step = step(&mut chain, &mut dice, &mut settled);
            excused.note_epochs(&chain, &step.events);
            for (number, rule) in rules {
                let finding = report.findings.entry(*number).or_default();
                finding.note(operation, rule(&step));
            }
        } else {
            let made = random_call(&mut chain, &mut dice);
            let tally = report.calls.entry(made.name).or_default();
            match made.answer {
                Ok(()) => tally.accepted += 1,
                Err(_) => tally.refused += 1,
            }
            excused.note_founding(&chain);
        }
        report.look(&chain, operation, &excused);
    }
    report
}

impl Report {
    /// Looks at one state: whatever contradicts a rule fails it or is excused, and hides nothing
    /// else.
    pub(crate) fn look(&mut self, chain: &Chain, operation: u64, excused: &Excused) {
        let mut used = Vec::new();
        for rule in INVARIANTS {
            let finding = self.findings.entry(rule.number).or_default();
            for violation in rule.violations(chain) {
                match excused.excuse(chain, &violation) {
                    Some(excuse) => used.push(excuse),
                    None => finding.fail(operation, &violation.to_string()),
                }
            }
        }
        for account in excused.accounts(chain) {
            match account {
                Ok(excuse) => used.push(excuse),
                Err(failure) => {
                    let finding = self.findings.entry(5).or_default();
                    finding.fail(operation, &failure);
                }
            }
        }
        self.excuses.note(chain, &used);
    }
}

/// A block with or without an author.
fn step(chain: &mut Chain, dice: &mut Dice, settled: &mut BTreeSet<Life>) -> Step {
    let before = Moment::of(chain);
    // Those that are gone do not come back.
    let known =
        |view: &&View| view.economy.moving_price <= I96F32::ONE || settled.contains(&view.life);
    *settled = before
        .subnets
        .iter()
        .filter(known)
        .map(|view| view.life)
        .collect();
    let seen = chain.event_count();
    let author = dice.coin().then(|| Coldkey::from_name("author").0);
    let parent = chain.local_parent_hash(before.block + 1);
    chain.step_with(author, parent).expect("step");
    let events = chain.events(seen).map(|record| record.event.clone());
    let events = events.collect();
    chain.forget_events(u64::MAX);
    Step {
        before,
        after: Moment::of(chain),
        events,
        limit: chain.network_parameters().max_epochs_per_block.into(),
        settled: settled.clone(),
    }
}
