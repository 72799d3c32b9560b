//! A small economy under random calls, reproducible from a seed.

use super::weight_traffic::random_weights;
use taox_core::chain::{
    Chain, ChainError, Child, Coldkey, Hotkey, LOCAL, RecycleOrBurn, Reserves, RootClaimType,
    SubnetPool,
};
use taox_core::fixed::I96F32;

pub(crate) const TAO: u64 = 1_000_000_000;
pub(crate) const SUBNETS: u16 = 4;
const COLDKEYS: u64 = 6;
const HOTKEYS: u64 = 16;

/// A xorshift generator: the same sequence everywhere.
#[derive(Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % limit
    }

    /// Amounts of every size up to some thousand TAO.
    fn amount(&mut self) -> u64 {
        let bits = self.below(43);
        self.below(1 << bits) + 1
    }

    fn netuid(&mut self) -> u16 {
        u16::try_from(self.below(u64::from(SUBNETS) + 2)).expect("small")
    }

    fn u16(&mut self) -> u16 {
        u16::try_from(self.below(1 << 16)).expect("16 bits")
    }
}

pub(crate) fn coldkey(dice: &mut Dice) -> Coldkey {
    Coldkey::from_name(&dice.below(COLDKEYS).to_string())
}

pub(crate) fn hotkey(dice: &mut Dice) -> Hotkey {
    Hotkey::from_name(&dice.below(HOTKEYS).to_string())
}

/// Four subnets with pools of different depth, thin ones among them.
pub(crate) fn economy(seed: u64) -> (Chain, Dice) {
    let mut dice = Dice::new(seed);
    let balances: Vec<_> = (0..COLDKEYS)
        .map(|index| (Coldkey::from_name(&index.to_string()), 50_000 * TAO))
        .collect();
    let mut chain = Chain::new(LOCAL.hyperparameters(), &balances, b"traffic").expect("balances");
    for netuid in 1..=SUBNETS {
        let mut params = chain.defaults().clone();
        params.epoch.tempo = 5 + dice.netuid();
        params.subnet.max_allowed_uids = 8;
        params.subnet.immunity_period = 20;
        params.subnet.weights_set_rate_limit = 3;
        params.subnet.mechanism_count = 1 + u8::from(netuid == SUBNETS);
        params.epoch.commit_reveal = netuid.is_multiple_of(2);
        params.subnet.burn_half_life = 4;
        params.subnet.root_claimable_threshold = 1 << 32;
        params.subnet.ema_price_halving_blocks = 20;
        params.subnet.recycle_or_burn = fate_of_withheld(netuid);
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
    let network = [
        ("pending_child_key_cooldown", 3),
        ("nominator_min_required_stake", 1_000_000),
        ("num_root_claim", 3),
        ("subnet_moving_alpha", 1 << 27),
        ("tao_weight", u64::MAX.into()),
    ];
    chain.set_network_parameters(&network).expect("parameters");
    begin_above_one(&mut chain);
    (chain, dice)
}

/// Odd subnets recycle what they withhold, even ones burn it.
pub(crate) fn fate_of_withheld(netuid: u16) -> RecycleOrBurn {
    [RecycleOrBurn::Burn, RecycleOrBurn::Recycle][usize::from(netuid % 2)]
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

/// One random call; most are accepted.
pub(crate) fn random_call(chain: &mut Chain, dice: &mut Dice) -> Result<(), ChainError> {
    let (cold, hot, netuid) = (coldkey(dice), hotkey(dice), dice.netuid());
    let amount = dice.amount();
    match dice.below(20) {
        0..4 => chain.add_stake(cold, hot, netuid, amount).map(drop),
        4 => chain.add_stake(cold, hot, 0, amount).map(drop),
        5 | 6 => chain
            .add_stake_limit(cold, hot, netuid, amount, amount, amount.is_multiple_of(2))
            .map(drop),
        7 | 8 => chain.remove_stake(cold, hot, netuid, amount).map(drop),
        9 => chain.remove_stake(cold, hot, netuid, u64::MAX).map(drop),
        10 => {
            let price = dice.amount();
            chain
                .remove_stake_limit(cold, hot, netuid, amount, price, price.is_multiple_of(2))
                .map(drop)
        }
        11 | 12 => chain.register(cold, netuid, hot).map(drop),
        13 | 14 => random_weights(chain, dice, hot, netuid),
        15 => set_children(chain, dice, cold, hot, netuid),
        16 => chain.claim_root(cold, &[1, 2, 3, netuid]),
        17 => chain.set_root_claim_type(cold, claim_type(dice)),
        18 => take(chain, dice, cold, hot, netuid),
        _ => {
            let to = coldkey(dice);
            chain.transfer(cold, to, amount)
        }
    }
}

fn set_children(
    chain: &mut Chain,
    dice: &mut Dice,
    coldkey: Coldkey,
    parent: Hotkey,
    netuid: u16,
) -> Result<(), ChainError> {
    let children: Vec<Child> = (0..dice.below(3))
        .map(|_| (dice.below(1 << 40) << 23, hotkey(dice)))
        .collect();
    chain.set_children(coldkey, parent, netuid, &children)
}

fn claim_type(dice: &mut Dice) -> RootClaimType {
    match dice.below(3) {
        0 => RootClaimType::Swap,
        1 => RootClaimType::Keep,
        _ => RootClaimType::KeepSubnets(vec![dice.netuid(), 1]),
    }
}

fn take(
    chain: &mut Chain,
    dice: &mut Dice,
    coldkey: Coldkey,
    hotkey: Hotkey,
    netuid: u16,
) -> Result<(), ChainError> {
    let take = dice.u16() % 12_000;
    match dice.below(4) {
        0 => chain.increase_take(coldkey, hotkey, take),
        1 => chain.decrease_take(coldkey, hotkey, take),
        2 => chain.set_childkey_take(coldkey, hotkey, netuid, take),
        _ => chain.root_register(coldkey, hotkey).map(drop),
    }
}
