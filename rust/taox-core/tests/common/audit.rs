//! One long run of random calls and blocks, seen by every rule.

use super::traffic::{Dice, SUBNETS, economy, random_call};
use std::collections::BTreeMap;
use std::sync::OnceLock;
use taox_core::chain::{
    Chain, Coldkey, Event, INVARIANTS, ROOT, Setting, SubnetEconomy, subnet_account,
};
use taox_core::fixed::I96F32;

/// 10 000, or what `TAOX_OPERATIONS` says.
pub(crate) fn operations() -> u64 {
    let wanted = std::env::var("TAOX_OPERATIONS").ok();
    wanted.map_or(10_000, |number| {
        number.parse().expect("TAOX_OPERATIONS is a number")
    })
}

/// One subnet with the TAO on its account.
#[derive(Clone, Copy)]
pub(crate) struct View {
    pub(crate) economy: SubnetEconomy,
    pub(crate) held: u64,
}

impl View {
    fn of(chain: &Chain, netuid: u16) -> Self {
        let mut economy = chain.economy(netuid).expect("subnet");
        let params = chain.hyperparameters(netuid).expect("subnet");
        // A closed subnet still shows the amounts of its last block with emission.
        if !params.subnet.registration_allowed {
            (economy.tao_in, economy.excess_tao) = (0, 0);
            (economy.alpha_in, economy.alpha_emission) = (0, 0);
        }
        Self {
            economy,
            held: chain.balance(Coldkey(subnet_account(netuid))),
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
        let views = (ROOT..=SUBNETS).map(|netuid| View::of(chain, netuid));
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
    /// Which moving prices were within 0 and 1 at any time before, by netuid.
    pub(crate) settled: Vec<bool>,
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

/// What was found, by the number of the invariant: those of one state after every operation, those
/// of steps after every block. The run is made once.
pub(crate) fn findings(rules: &[Rule]) -> &'static BTreeMap<u8, Finding> {
    static FINDINGS: OnceLock<BTreeMap<u8, Finding>> = OnceLock::new();
    FINDINGS.get_or_init(|| run(rules))
}

fn run(rules: &[Rule]) -> BTreeMap<u8, Finding> {
    let (mut chain, mut dice) = economy(1);
    let mut found: BTreeMap<u8, Finding> = BTreeMap::new();
    let mut settled = vec![false; usize::from(SUBNETS) + 1];
    let (mut accepted, mut refused) = (0_u64, 0_u64);
    for operation in 0..operations() {
        if dice.below(4) > 0 {
            let outcome = random_call(&mut chain, &mut dice);
            *(if outcome.is_ok() {
                &mut accepted
            } else {
                &mut refused
            }) += 1;
        } else {
            switch(&mut chain, &mut dice);
            let step = step(&mut chain, &mut dice, &mut settled);
            for (number, rule) in rules {
                found
                    .entry(*number)
                    .or_default()
                    .note(operation, rule(&step));
            }
        }
        for rule in INVARIANTS {
            let finding = found.entry(rule.number).or_default();
            if let Err(violation) = rule.check(&chain) {
                finding.fail(operation, &violation.to_string());
            }
        }
    }
    assert!(
        accepted > 500 && refused > 500,
        "{accepted} accepted, {refused} refused"
    );
    found
}

/// Now and then subnets close, lose their emission or their owner's cut, and get it back.
fn switch(chain: &mut Chain, dice: &mut Dice) {
    let names = [
        "registration_allowed",
        "subnet_emission_enabled",
        "owner_cut_enabled",
    ];
    if let Some(name) = names.get(usize::try_from(dice.below(30)).expect("small")) {
        let netuid = 1 + u16::try_from(dice.below(SUBNETS.into())).expect("small");
        let setting = Setting::Integer((*name).to_owned(), i128::from(dice.below(3).min(1)));
        chain.set_hyperparameters(netuid, &[setting]).expect("flag");
    }
}

/// A block with or without an author.
fn step(chain: &mut Chain, dice: &mut Dice, settled: &mut [bool]) -> Step {
    let before = Moment::of(chain);
    for (settled, view) in settled.iter_mut().zip(&before.subnets) {
        *settled |= view.economy.moving_price <= I96F32::ONE;
    }
    let seen = chain.event_count();
    let author = (dice.below(2) == 0).then(|| Coldkey::from_name("author").0);
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
        settled: settled.to_vec(),
    }
}
