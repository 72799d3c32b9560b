//! A small economy under random traffic of all calls, reproducible from a seed. One topic per file.

mod dice;
mod hotkeys;
mod moves;
mod settings;
mod stake;
pub(crate) mod subnets;
mod told;
mod weights;

pub(crate) use dice::Dice;

use dice::coldkey;
use std::collections::BTreeSet;
use taox_core::chain::{
    Chain, Coldkey, Hotkey, Hyperparameters, LOCAL, RecycleOrBurn, Reserves, SubnetPool, VerbError,
};
use taox_core::fixed::I96F32;

pub(crate) const TAO: u64 = 1_000_000_000;
const SUBNETS: u16 = 4;
/// Root removes no subnet if there are only so many.
const FEWEST: usize = 3;
const COLDKEYS: u64 = 6;
const HOTKEYS: u64 = 16;
/// Whoever has less than this is given more than enough.
const POOR: u64 = 100 * TAO;
const ENOUGH: u64 = 20_000 * TAO;

/// A call that was made.
pub(crate) struct Made {
    pub(crate) name: &'static str,
    pub(crate) answer: Result<(), VerbError>,
}

impl Made {
    fn accepted(name: &'static str) -> Self {
        let answer = Ok(());
        Self { name, answer }
    }
}

fn made<T, E: Into<VerbError>>(name: &'static str, answer: Result<T, E>) -> Made {
    let answer = answer.map(drop).map_err(Into::into);
    Made { name, answer }
}

type Topic = fn(&mut Chain, &mut Dice) -> Made;

/// How many in a hundred calls are of a topic.
const TOPICS: [(u64, Topic); 15] = [
    (11, stake::bought),
    (8, stake::sold),
    (2, stake::transferred),
    (4, stake::claimed),
    (8, moves::moved),
    (3, moves::given_up),
    (4, moves::locked),
    (9, hotkeys::registered),
    (5, hotkeys::swapped),
    (7, hotkeys::chosen),
    (14, weights::weighted),
    (3, subnets::lives),
    (5, subnets::owned),
    (3, told::told),
    (9, settings::of_subnet),
];

/// One random call.
pub(crate) fn random_call(chain: &mut Chain, dice: &mut Dice) -> Made {
    let mut drawn = dice.below(100);
    for (share, call) in TOPICS {
        if drawn < share {
            return call(chain, dice);
        }
        drawn -= share;
    }
    settings::of_network(chain, dice)
}

/// Every call of the chain that [`random_call`] makes, but for the [`RETIRED`].
pub(crate) fn calls() -> BTreeSet<&'static str> {
    let topics = [
        stake::CALLS,
        moves::CALLS,
        hotkeys::CALLS,
        weights::CALLS,
        subnets::CALLS,
        told::CALLS,
    ];
    let calls = topics.into_iter().flatten().copied();
    calls.chain(settings::calls()).collect()
}

/// Keeps TAO in circulation: removed subnets and registrations take it out of being.
pub(crate) fn relieve(chain: &mut Chain, dice: &mut Dice) {
    let poor = coldkey(dice);
    if chain.balance(poor) < POOR {
        chain.set_balance(poor, ENOUGH).expect("a person");
    }
}

/// Four subnets with pools of different depth, thin ones among them, where all clocks are fast.
pub(crate) fn economy(seed: u64) -> (Chain, Dice) {
    let mut dice = Dice::new(seed);
    let balances: Vec<_> = (0..COLDKEYS)
        .map(|index| (Coldkey::from_name(&index.to_string()), 50_000 * TAO))
        .collect();
    let mut defaults = small(LOCAL.hyperparameters());
    // Who creates a subnet also has to start it.
    defaults.subnet.subtoken_enabled = false;
    let mut chain = Chain::new(defaults, &balances, b"traffic").expect("balances");
    chain.set_network_parameters(&NETWORK).expect("parameters");
    for netuid in 1..=SUBNETS {
        found(&mut chain, &mut dice, netuid);
    }
    begin_above_one(&mut chain);
    (chain, dice)
}

const NETWORK: [(&str, i128); 15] = [
    ("admin_freeze_window", 1),
    ("network_immunity_period", 50),
    ("network_lock_reduction_interval", 200),
    ("network_min_lock_cost", 10 * TAO as i128),
    ("network_rate_limit", 10),
    ("nominator_min_required_stake", 1_000_000),
    ("num_root_claim", 3),
    ("owner_hyperparam_rate_limit", 1),
    ("pending_child_key_cooldown", 3),
    ("subnet_limit", 5),
    ("subnet_moving_alpha", 1 << 27),
    ("tao_weight", u64::MAX as i128),
    ("tx_childkey_take_rate_limit", 5),
    ("tx_delegate_take_rate_limit", 5),
    ("tx_rate_limit", 10),
];

fn small(mut params: Hyperparameters) -> Hyperparameters {
    params.epoch.tempo = 7;
    params.epoch.max_allowed_validators = 6;
    let subnet = &mut params.subnet;
    subnet.max_allowed_uids = 8;
    subnet.min_allowed_uids = 2;
    subnet.immunity_period = 20;
    subnet.weights_set_rate_limit = 3;
    subnet.serving_rate_limit = 5;
    subnet.burn_half_life = 4;
    subnet.root_claimable_threshold = 1 << 32;
    subnet.ema_price_halving_blocks = 20;
    params
}

fn found(chain: &mut Chain, dice: &mut Dice, netuid: u16) {
    let mut params = small(LOCAL.hyperparameters());
    params.epoch.tempo = 5 + u16::from(dice.u8(6));
    params.epoch.commit_reveal = netuid.is_multiple_of(2);
    params.subnet.mechanism_count = 1 + u8::from(netuid == SUBNETS);
    let fates = [RecycleOrBurn::Burn, RecycleOrBurn::Recycle];
    params.subnet.recycle_or_burn = fates[usize::from(netuid % 2)];
    let reserves = Reserves {
        tao: (20 * TAO) << (3 * netuid),
        alpha: 40_000 * TAO,
    };
    let owner = Coldkey::from_name(&netuid.to_string());
    let hotkey = Hotkey::from_name(&format!("owner of {netuid}"));
    chain
        .create_subnet_with_pool(owner, hotkey, None, params, reserves)
        .expect("subnet");
}

/// The last subnet is one of those whose moving price was never within 0 and 1.
fn begin_above_one(chain: &mut Chain) {
    let economy = chain.economy(SUBNETS).expect("subnet");
    let pool = SubnetPool {
        tao: economy.pool.tao_reserve,
        alpha: economy.pool.alpha_reserve,
        price: economy.price,
        moving_price: I96F32::from_bits(3 << 31),
    };
    chain.set_pool(SUBNETS, pool).expect("pool");
}
