//! What holds whatever happens (coinbase.md 19), over random sequences of calls and blocks.
//!
//! 10 000 operations in the normal run. `TAOX_OPERATIONS=1000000 cargo test --release -p taox-core
//! --test invariants` makes a million per invariant.

mod common;

use common::traffic::{Dice, SUBNETS, economy, random_call};
use taox_core::chain::{Chain, SubnetEconomy};
use taox_core::economy::block_emission;
use taox_core::fixed::{FixedPoint, U64F64};

fn operations() -> u64 {
    let wanted = std::env::var("TAOX_OPERATIONS").ok();
    wanted.map_or(10_000, |number| {
        number.parse().expect("TAOX_OPERATIONS is a number")
    })
}

/// What a block step is compared with.
struct Before {
    issuance: u64,
    stake: u64,
    subnets: Vec<SubnetEconomy>,
}

impl Before {
    fn of(chain: &Chain) -> Self {
        Self {
            issuance: chain.total_issuance(),
            stake: chain.total_stake(),
            subnets: subnets(chain),
        }
    }
}

/// Root and all others.
fn subnets(chain: &Chain) -> Vec<SubnetEconomy> {
    (0..=SUBNETS)
        .map(|netuid| chain.economy(netuid).expect("subnet"))
        .collect()
}

fn pooled(subnets: &[SubnetEconomy]) -> u64 {
    subnets.iter().map(|subnet| subnet.pool.tao_reserve).sum()
}

/// TAO that a block put into pools; a purchase that failed is not in it.
fn spent(subnets: &[SubnetEconomy]) -> u64 {
    subnets
        .iter()
        .map(|subnet| subnet.tao_in + subnet.excess_tao)
        .sum()
}

/// Runs random calls and blocks; `check` sees every block step.
fn over_random_blocks(seed: u64, check: impl Fn(&Before, &Chain)) {
    let (mut chain, mut dice) = economy(seed);
    let (mut accepted, mut refused) = (0_u64, 0_u64);
    for _ in 0..operations() {
        if dice.below(4) > 0 {
            let outcome = random_call(&mut chain, &mut dice);
            *(if outcome.is_ok() {
                &mut accepted
            } else {
                &mut refused
            }) += 1;
            continue;
        }
        let before = Before::of(&chain);
        chain.step().expect("step");
        check(&before, &chain);
    }
    assert!(
        accepted > 500 && refused > 500,
        "{accepted} accepted, {refused} refused"
    );
    assert!(chain.event_count() > 1_000);
}

/// Those that look at one state are checked together after every block.
fn state_holds(_: &Before, chain: &Chain) {
    let result = chain.check_invariants();
    assert_eq!(result, Ok(()), "block {}", chain.block());
}

/// 1: both counters agree, and balances sum to them. 5: subnets hold their pools' TAO.
/// 6: alpha that is owned, claimable or waits is issued. 7: holders own no more than their pool.
/// 8: root's TAO, alpha and stake are one. 10, 11, 12: weights, prices and fractions in range.
#[test]
fn invariants_1_5_6_7_8_10_11_12_of_every_state() {
    over_random_blocks(1, state_holds);
}

/// 2: issuance grows by what was spent, and by no more than the emission. A purchase that failed is
/// the exception: its TAO was issued, but shows in no pool.
#[test]
fn invariant_2_issuance_grows_by_what_was_spent() {
    over_random_blocks(2, |before, chain| {
        let grown = chain.total_issuance() - before.issuance;
        let emission = block_emission(before.issuance);
        assert!(grown <= emission, "{grown} of {emission}");
        assert!(grown >= spent(&subnets(chain)));
        let failed = emission.saturating_sub(spent(&subnets(chain))) > 8 * 2;
        assert!(failed || grown == spent(&subnets(chain)));
    });
}

/// 3: the total stake moves as the pools do. Purchases between blocks add their fee to it alone.
#[test]
fn invariant_3_total_stake_moves_with_the_pools() {
    over_random_blocks(3, |before, chain| {
        let stake = i128::from(chain.total_stake()) - i128::from(before.stake);
        let now = subnets(chain);
        let pools = i128::from(pooled(&now)) - i128::from(pooled(&before.subnets));
        assert_eq!(stake, pools, "block {}", chain.block());
    });
}

/// 4: alpha issuance grows by what was minted less what was recycled.
#[test]
fn invariant_4_alpha_is_minted_and_recycled() {
    over_random_blocks(4, |before, chain| {
        for (before, now) in before.subnets.iter().zip(&subnets(chain)).skip(1) {
            let issued = |one: &SubnetEconomy| {
                i128::from(one.pool.alpha_reserve) + i128::from(one.alpha_out)
            };
            let recycled = now.alpha_recycled - before.alpha_recycled;
            let minted = i128::from(now.alpha_in) + i128::from(now.alpha_emission);
            let grown = issued(now) - issued(before);
            assert_eq!(
                grown,
                minted - i128::from(recycled),
                "subnet {}",
                now.netuid
            );
        }
    });
}

/// 9: a drained subnet's pots are empty and its counter 0; no more of them than a block may run.
#[test]
fn invariant_9_drained_subnets_are_empty() {
    over_random_blocks(9, |before, chain| {
        let limit = usize::from(chain.network_parameters().max_epochs_per_block);
        let now = subnets(chain);
        let moved = now.iter().zip(&before.subnets).skip(1);
        let consumed: Vec<_> = moved
            .filter(|(now, before)| now.last_epoch_block != before.last_epoch_block)
            .collect();
        let drained = consumed
            .iter()
            .filter(|(now, _)| now.blocks_since_last_step == 0);
        assert!(drained.clone().count() <= limit);
        for (now, _) in &consumed {
            assert_eq!(now.last_epoch_block, chain.block());
        }
        for (now, _) in drained {
            let pots = [
                now.pending_server,
                now.pending_validator,
                now.pending_root,
                now.pending_owner_cut,
            ];
            assert_eq!(pots, [0; 4], "subnet {}", now.netuid);
        }
    });
}

/// 11: shares sum to at most 1, so a block spends at most its emission; and moving prices stay
/// within a step of the price.
#[test]
fn invariant_11_moving_prices_never_overtake_the_price() {
    over_random_blocks(11, |before, chain| {
        for (before, now) in before.subnets.iter().zip(&subnets(chain)).skip(1) {
            let price: U64F64 = now.price.max(before.price).min(U64F64::ONE);
            let last: U64F64 = before.moving_price.saturating_to_fixed();
            let moving: U64F64 = now.moving_price.saturating_to_fixed();
            assert!(moving <= last.max(price), "subnet {}", now.netuid);
        }
    });
}

/// A refused call leaves the state and the number of events as they were.
#[test]
fn refused_calls_change_nothing() {
    let (mut chain, mut dice) = economy(21);
    let mut refused = 0;
    for _ in 0..operations() / 10 {
        if dice.below(8) == 0 {
            chain.step().expect("step");
        }
        let before = (
            chain.state_hash(),
            chain.event_count(),
            chain.event_log_hash(),
        );
        if let Err(error) = random_call(&mut chain, &mut dice) {
            let now = (
                chain.state_hash(),
                chain.event_count(),
                chain.event_log_hash(),
            );
            assert_eq!(now, before, "{error}");
            refused += 1;
        }
    }
    assert!(refused > 100);
}

fn go_on(chain: &mut Chain, dice: &mut Dice, operations: u64) {
    for _ in 0..operations {
        if dice.below(5) == 0 {
            chain.step().expect("step");
        } else {
            let _ = random_call(chain, dice);
        }
    }
}

/// Snapshot → restore → same future; and a storage dump carries the economy.
#[test]
fn a_restored_chain_has_the_same_future() {
    for seed in 31..35 {
        let (mut chain, mut dice) = economy(seed);
        go_on(&mut chain, &mut dice, 1_000);
        let bytes = chain.snapshot();
        let mut restored = Chain::restore(&bytes).expect("snapshot");
        assert_eq!(restored.snapshot(), bytes);
        let loaded = common::storage::chain(&chain.to_storage());
        assert_eq!(loaded.to_storage(), chain.to_storage());
        go_on(&mut restored, &mut dice.clone(), 500);
        go_on(&mut chain, &mut dice, 500);
        assert_eq!(restored.state_hash(), chain.state_hash());
        assert_eq!(restored.event_log_hash(), chain.event_log_hash());
    }
}
