//! The worked examples of coinbase.md 18 that take a chain; those of single functions stand beside
//! the functions.

mod common;

use common::storage::{chain, hotkey, items};
use common::worked::{TAO, child_and_parent, three_subnets};
use serde_json::{Value, json};
use taox_core::chain::{Chain, ChainError, EpochShare, Event, Pots};
use taox_core::fixed::FixedPoint;

#[test]
fn one_block_of_three_subnets() {
    let mut chain = chain(&three_subnets());
    chain.step().expect("step");
    assert_eq!(
        chain.total_issuance(),
        10_900_000 * TAO + 499_999_998,
        "2 rao are recycled"
    );
    // Per subnet: alpha in, TAO in, excess, bought, quote weight.
    let injected = [
        (
            264_705_882,
            5_294_117,
            194_705_881,
            9_735_199_274,
            499_999_999_999_992_000,
        ),
        (
            301_675_977,
            18_100_558,
            281_899_442,
            4_698_301_959,
            499_999_999_999_997_416,
        ),
        (0, 0, 0, 0, 500_000_000_000_000_000),
    ];
    // Owner's cut, root's part (recycled), server, validator, dust; price in rao.
    let split = [
        (
            179_995_422,
            108_529_983,
            410_002_288,
            301_472_304,
            3,
            20_000_389,
        ),
        (
            179_995_422,
            123_687_796,
            410_002_288,
            286_314_492,
            2,
            60_000_564,
        ),
        (
            179_995_422,
            171_628_798,
            410_002_288,
            238_373_490,
            2,
            40_000_000,
        ),
    ];
    for (netuid, (injected, split)) in (1..).zip(injected.into_iter().zip(split)) {
        let one = chain.economy(netuid).expect("subnet");
        let found = (
            one.alpha_in,
            one.tao_in,
            one.excess_tao,
            one.protocol_alpha,
            one.pool.quote_weight,
        );
        assert_eq!(found, injected, "subnet {netuid}");
        let pots = (
            one.pending_owner_cut,
            one.alpha_recycled,
            one.pending_server,
            one.pending_validator,
        );
        let (owner, root, server, validator, dust, price) = split;
        assert_eq!(pots, (owner, root, server, validator), "subnet {netuid}");
        assert_eq!(
            owner + root + server + validator + dust,
            TAO,
            "subnet {netuid}"
        );
        // 0.04 shows as 0.0399… (swap.md 3).
        assert!(
            one.pool.price_in_rao().abs_diff(price) <= 1,
            "subnet {netuid}"
        );
        assert_eq!(one.pending_root, 0);
    }
}

/// 18.1, t in whole rao: without root stake nothing is matched with alpha, all is excess.
#[test]
fn the_tao_of_three_subnets() {
    let mut state = three_subnets();
    let reserves = json!({ "1": 20_000 * TAO, "2": 60_000 * TAO, "3": 40_000 * TAO });
    state.insert("subnet_tao".into(), common::storage::stored(&reserves));
    let mut chain = chain(&state);
    chain.step().expect("step");
    let tao = [1, 2, 3].map(|netuid| {
        let one = chain.economy(netuid).expect("subnet");
        assert_eq!((one.tao_in, one.alpha_in), (0, 0));
        one.excess_tao
    });
    assert_eq!(tao, [199_999_999, 300_000_000, 0]);
}

/// 18.1, subnet 1: its epoch drains what this block left, with one validator and one miner.
#[test]
fn a_part_of_the_emission_is_never_paid_while_root_earns_nothing() {
    let mut state = three_subnets();
    state.extend(items(&json!({
        "tempo": { "1": 1 },
        "uids": { "1,1001": 0, "1,1002": 1 },
        "owner": { "1001": 101, "1002": 102 },
        "delegates": { "1001": 0 },
        "active": { "1": [true, true] },
        "validator_permit": { "1": [true, false] },
        "last_update": { "1": [1_000, 1_000] },
        "block_at_registration": { "1,0": 1, "1,1": 1 },
        "weights": { "1,0": [[1, 65_535]] },
        "total_hotkey_alpha": { "1001,1": TAO },
        "total_hotkey_shares_v2": { "1001,1": ["1000000000", 0] },
        "alpha_v2": { "1001,101,1": ["1000000000", 0] },
    })));
    let mut chain = chain(&state);
    chain.step().expect("step");
    let ran = chain.events(0).next().expect("an epoch").event.clone();
    let (emission, incentive, dividends) = (711_474_592, 355_737_296, 301_472_304);
    let expected = Event::EpochRan {
        netuid: 1,
        epoch: 0,
        emission,
        incentive,
        withheld: 0,
        dividends,
        root_dividends: 0,
        owner_cut: 0,
    };
    assert_eq!(ran, expected);
    assert_eq!(emission - incentive - dividends, 54_264_992);
}

#[test]
fn a_child_shares_with_its_parent() {
    let mut chain = chain(&child_and_parent());
    let (child, parent) = (hotkey(&json!(1001)), hotkey(&json!(1002)));
    let parts = chain.parent_distribution(1, child, TAO).expect("subnet");
    assert_eq!(parts, [(parent, 438_607_099), (child, 561_392_900)]);
    let share = EpochShare {
        hotkey: child,
        incentive: 0,
        dividend: TAO,
    };
    let pots = Pots {
        validators: 108_530_029_440,
        root: 39_070_789_560,
        owner_cut: 0,
    };
    let payout = chain.pay_epoch(1, &[share], pots).expect("subnet");
    let floors = |shares: &[(_, taox_core::fixed::U96F32)]| -> Vec<u64> {
        shares
            .iter()
            .map(|(_, share)| share.saturating_to_num())
            .collect()
    };
    assert_eq!(
        floors(&payout.alpha_dividends),
        [92_773_056_934, 15_756_972_480]
    );
    assert_eq!(floors(&payout.root_dividends), [0, 39_070_789_560]);
    assert_eq!(
        chain.hotkey_stake(child, 1),
        1_000 * TAO + 16_698_725_556 + 76_074_331_378
    );
    let (taken, raised, root_take) = (2_836_182_914, 12_920_789_565, 7_032_563_264);
    assert_eq!(
        chain.hotkey_stake(parent, 1),
        500 * TAO + taken + raised + root_take
    );
    let storage = chain.to_storage();
    let rates = common::storage::stored(&json!({ "1001": [[1, "0"]], "1002": [[1, "13760313"]] }));
    assert_eq!(storage.get("root_claimable"), Some(&rates));
    let nominator = common::storage::coldkey(&Value::from(103));
    assert_eq!(chain.claimable(nominator), [(parent, 1, 16_019_112_663)]);
    // The parent's owner holds the other half.
    let owner = common::storage::coldkey(&Value::from(102));
    let owed: u64 = [owner, nominator]
        .into_iter()
        .flat_map(|holder| chain.claimable(holder))
        .map(|(.., alpha)| alpha)
        .sum();
    assert_eq!(owed, 32_038_225_326);
    let accrued = json!({ "1,1002": 32_038_226_295_u64 });
    let paid = storage.get("root_alpha_dividends_per_subnet");
    assert_eq!(paid, Some(&common::storage::stored(&accrued)));
}

/// 18.2, the factor, e and the take to more digits than rao have: parts of larger dividends.
#[test]
fn what_a_parent_gets_of_a_dividend() {
    let mut state = child_and_parent();
    let (child, parent) = (hotkey(&json!(1001)), hotkey(&json!(1002)));
    let part = |chain: &Chain, dividend: u64| {
        let parts = chain.parent_distribution(1, child, dividend);
        let [(to, part), _] = *parts.expect("subnet") else {
            panic!("a parent and the child");
        };
        assert_eq!(to, parent);
        part
    };
    let left = part(&chain(&state), 1_000_000 * TAO);
    // A child of the same coldkey takes nothing.
    state.extend(items(&json!({ "owner": { "1001": 101, "1002": 101 } })));
    let family = chain(&state);
    assert_eq!(part(&family, TAO), 534_883_720);
    assert_eq!(part(&family, 100 * TAO), 53_488_372_080);
    assert_eq!(part(&family, 10 * TAO), 5_348_837_208);
    let take = part(&family, 1_000_000 * TAO) - left;
    assert_eq!(take / 10_000, 9_627_662_118);
}

/// 13.1: a million TAO of root stake, all of one coldkey, on a hotkey without take.
fn claimable_of(accrued: u64) -> Option<u64> {
    let stake = 1_000_000 * TAO;
    let state = json!({
        "block": 1,
        "networks_added": { "0": true, "1": true },
        "owner": { "1001": 101 },
        "delegates": { "1001": 0 },
        "total_hotkey_alpha": { "1001,0": stake },
        "total_hotkey_shares_v2": { "1001,0": [stake.to_string(), 0] },
        "alpha_v2": { "1001,101,0": [stake.to_string(), 0] },
        "staking_hotkeys": { "101": [1001] },
    });
    let mut chain = chain(&items(&state));
    let share = EpochShare {
        hotkey: hotkey(&json!(1001)),
        incentive: 0,
        dividend: TAO,
    };
    let pots = Pots {
        validators: 0,
        root: accrued,
        owner_cut: 0,
    };
    chain.pay_epoch(1, &[share], pots).expect("subnet");
    let owed = chain.claimable(common::storage::coldkey(&json!(101)));
    owed.first().map(|(.., alpha)| *alpha)
}

#[test]
fn accruals_are_floored_to_a_rate() {
    assert_eq!(claimable_of(232_830), None);
    assert_eq!(claimable_of(232_831), Some(232_830));
    assert_eq!(claimable_of(TAO), Some(999_774_783));
}

/// The pool of swap.md 15 in a chain, with a holder of all alpha outside it.
fn market() -> Chain {
    let state = json!({
        "block": 1_000,
        "networks_added": { "0": true, "1": true },
        "subnet_mechanism": { "1": 1 },
        "subtoken_enabled": { "1": true },
        "tempo": { "1": 0 },
        "pal_swap_initialized": { "1": true },
        "subnet_tao": { "1": 10_000 * TAO },
        "total_stake": 10_000 * TAO,
        "subnet_alpha_in": { "1": 400_000 * TAO },
        "subnet_alpha_out": { "1": 200_000 * TAO },
        "owner": { "1001": 101 },
        "total_hotkey_alpha": { "1001,1": 200_000 * TAO },
        "total_hotkey_shares_v2": { "1001,1": ["200000000000000", 0] },
        "alpha_v2": { "1001,101,1": ["200000000000000", 0] },
        "staking_hotkeys": { "101": [1001] },
        "free_balance": { "101": 10 * TAO, "subnet:1": 10_000 * TAO },
    });
    chain(&items(&state))
}

/// swap.md 11.1, step 4: the least stake is 0.002 TAO and its fee.
#[test]
fn the_least_stake() {
    let mut chain = market();
    let (coldkey, hotkey) = (common::storage::coldkey(&json!(101)), hotkey(&json!(1001)));
    let least = 2_001_007;
    let refused = chain.add_stake(coldkey, hotkey, 1, least - 1);
    let (amount, minimum) = (least - 1, least);
    assert_eq!(refused, Err(ChainError::AmountTooLow { amount, minimum }));
    assert!(chain.add_stake(coldkey, hotkey, 1, least).is_ok());
}

/// swap.md 15, the limited sale: the sale of its fee comes on top and moves the price below the
/// limit.
#[test]
fn the_sale_of_the_fee_goes_below_the_limit() {
    let mut chain = market();
    let author = common::storage::coldkey(&json!(9001)).0;
    chain.step_with(Some(author), [7; 32]).expect("step");
    let (coldkey, hotkey) = (common::storage::coldkey(&json!(101)), hotkey(&json!(1001)));
    let before = chain.economy(1).expect("subnet");
    let limit = 24_000_000;
    let tao = chain.remove_stake_limit(coldkey, hotkey, 1, 100_000 * TAO, limit, true);
    assert_eq!(tao, Ok(202_041_028_867));
    let after = chain.economy(1).expect("subnet");
    let sold = after.pool.alpha_reserve - before.pool.alpha_reserve;
    assert_eq!(sold, 8_248_290_463_863 + 4_155_500_371);
    assert!(
        after.pool.price_in_rao() < limit,
        "{}",
        after.pool.price_in_rao()
    );
}
