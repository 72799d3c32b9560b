//! All vectors of the pool: trades, protocol liquidity, powers.

mod common;

use common::records;
use serde_json::{Value, json};
use taox_core::pool::power::{PowRatio, Precision};
use taox_core::pool::{Counters, DYNAMIC_MECHANISM, Order, Pool, Side, Swap, SwapError};

fn of_kind(kind: &str, count: usize) -> Vec<Value> {
    let mut records = records("economy/swap.jsonl.gz");
    let skipped = records.is_empty();
    records.retain(|record| record["kind"] == kind);
    assert!(
        skipped || records.len() == count,
        "{kind}: {}",
        records.len()
    );
    records
}

fn u64_of(value: &Value) -> u64 {
    value.as_u64().expect("u64")
}

fn pool_of(pool: &Value) -> Pool {
    let number = |name: &str, default: u16| {
        pool[name]
            .as_u64()
            .map_or(default, |value| value.try_into().expect("u16"))
    };
    Pool {
        mechanism: number("mechanism", DYNAMIC_MECHANISM),
        tao_reserve: u64_of(&pool["tao_reserve"]),
        alpha_reserve: u64_of(&pool["alpha_reserve"]),
        quote_weight: u64_of(&pool["quote_weight"]),
        initialized: pool["initialized"].as_bool().unwrap_or_default(),
        fee_rate: number("fee_rate", 33),
    }
}

fn order_of(call: &Value) -> Order {
    Order {
        side: serde_json::from_value(call["side"].clone()).expect("side"),
        amount: u64_of(&call["amount"]),
        limit_price: u64_of(&call["limit_price"]),
        drop_fees: call["drop_fees"].as_bool().expect("bool"),
    }
}

fn swap_to_json(swap: Result<Swap, SwapError>) -> Value {
    match swap {
        Ok(swap) => serde_json::to_value(swap).expect("plain numbers"),
        Err(error) => json!({ "error": error.name() }),
    }
}

#[test]
fn quotes_are_the_chains() {
    for record in of_kind("swap", 1500) {
        let pool = pool_of(&record["pool"]);
        let quote = pool.quote(&order_of(&record["call"]));
        assert_eq!(swap_to_json(quote), record["simulated"], "{record}");
        assert_eq!(pool, pool_of(&record["pool"]));
    }
}

#[test]
fn trades_move_the_reserves_as_the_chain_does() {
    for record in of_kind("swap", 1500) {
        let mut pool = pool_of(&record["pool"]);
        let price_before = pool.price().to_bits().to_string();
        let (mut alpha_out, mut volume, mut total_stake) = (0, 0_u128, 0);
        let mut counters = Counters {
            alpha_out: &mut alpha_out,
            volume: &mut volume,
            total_stake: &mut total_stake,
        };
        let Order {
            side,
            amount,
            limit_price,
            drop_fees,
        } = order_of(&record["call"]);
        let executed = match side {
            Side::Buy => pool.buy_into_pool(amount, limit_price, drop_fees, &mut counters),
            Side::Sell => pool.sell_into_pool(amount, limit_price, drop_fees, &mut counters),
        };
        let actual = json!({
            "price_before_bits": price_before,
            "executed": swap_to_json(executed),
            "after": {
                "tao_reserve": pool.tao_reserve,
                "alpha_reserve": pool.alpha_reserve,
                "alpha_out_added": alpha_out,
                "quote_weight": pool.quote_weight,
                "initialized": pool.initialized,
                "total_stake": total_stake,
                "volume": volume.to_string(),
            },
            "price_after_bits": pool.price().to_bits().to_string(),
        });
        for (field, value) in actual.as_object().expect("an object") {
            assert_eq!(value, &record[field], "{field} of {record}");
        }
    }
}

#[test]
fn protocol_liquidity_moves_the_weights_as_the_chain_does() {
    for record in of_kind("adjust_protocol_liquidity", 200) {
        let mut pool = pool_of(&record["pool"]);
        let call = &record["call"];
        let (tao, alpha) = pool.adjust(u64_of(&call["tao_delta"]), u64_of(&call["alpha_delta"]));
        assert_eq!(
            json!({ "tao": tao, "alpha": alpha }),
            record["accepted"],
            "{record}"
        );
        assert_eq!(
            record["after"]["quote_weight"], pool.quote_weight,
            "{record}"
        );
    }
}

#[test]
fn powers_are_the_chains() {
    for record in of_kind("pow_ratio", 150) {
        let parsed = |name: &str| {
            record[name]
                .as_str()
                .expect("digits")
                .parse::<u128>()
                .expect("u128")
        };
        let power = PowRatio {
            base_numerator: parsed("base_numerator"),
            base_denominator: parsed("base_denominator"),
            exponent_numerator: u64_of(&record["exponent_numerator"]),
            exponent_denominator: u64_of(&record["exponent_denominator"]),
            scale: parsed("scale").try_into().expect("u64"),
            precision: match u64_of(&record["precision_bits"]) {
                256 => Precision::Quote,
                1024 => Precision::Limit,
                bits => panic!("unknown precision {bits}"),
            },
        };
        let result = Some(parsed("result"));
        assert_eq!(power.evaluate_exact(), result, "{record}");
        assert_eq!(
            power.evaluate().map(|found| found.value),
            result,
            "{record}"
        );
    }
}
