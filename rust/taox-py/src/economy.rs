//! The rules of the economy that stand alone: emission, prices, pools, shares.

use crate::chain_values::Key;
use crate::errors::{input_error, param_value_error};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use taox_core::chain::{SafeFloat, SharePool as CoreSharePool};
use taox_core::economy::claim_indices as core_claim_indices;
use taox_core::economy::{BurnPrice, DecayFactor, block_emission as core_block_emission};
use taox_core::fixed::U64F64;
use taox_core::pool::power::{Path, PowRatio, Precision, fall_backs};
use taox_core::pool::{Counters, Order, Pool, Side, Swap, SwapError};

/// Mechanism, TAO reserve, alpha reserve, quote weight, initialized, fee rate.
type PoolParts = (u16, u64, u64, u64, bool, u16);
/// Buy (or sell), amount, limit price, without fee.
type OrderParts = (bool, u64, u64, bool);
/// Into the pool, out of it, fee, fee of the block author; or the name of the refusal.
type Outcome = Result<(u64, u64, u64, u64), &'static str>;

fn pool(
    (mechanism, tao_reserve, alpha_reserve, quote_weight, initialized, fee_rate): PoolParts,
) -> Pool {
    Pool {
        mechanism,
        tao_reserve,
        alpha_reserve,
        quote_weight,
        initialized,
        fee_rate,
    }
}

fn parts(pool: &Pool) -> PoolParts {
    (
        pool.mechanism,
        pool.tao_reserve,
        pool.alpha_reserve,
        pool.quote_weight,
        pool.initialized,
        pool.fee_rate,
    )
}

fn order((buys, amount, limit_price, drop_fees): OrderParts) -> Order {
    Order {
        side: if buys { Side::Buy } else { Side::Sell },
        amount,
        limit_price,
        drop_fees,
    }
}

fn outcome(swap: Result<Swap, SwapError>) -> Outcome {
    swap.map(|swap| {
        (
            swap.paid_in,
            swap.paid_out,
            swap.fee_paid,
            swap.fee_to_block_author,
        )
    })
    .map_err(|error| error.name())
}

/// Numbers of a trade, or the name of the refusal.
fn outcome_to_py(py: Python<'_>, outcome: Outcome) -> PyResult<Bound<'_, PyAny>> {
    match outcome {
        Ok(numbers) => Ok(numbers.into_pyobject(py)?.into_any()),
        Err(name) => Ok(name.into_pyobject(py)?.into_any()),
    }
}

/// TAO minted in a block at this issuance, rao.
#[pyfunction]
#[pyo3(signature = (issuance, /))]
fn block_emission(issuance: u64) -> u64 {
    core_block_emission(issuance)
}

/// Positions of the coldkeys whose root dividends a block claims.
#[pyfunction]
#[pyo3(signature = (parent_hash, claims, stakers, /))]
fn claim_indices(parent_hash: Key, claims: u64, stakers: u64) -> Vec<u64> {
    core_claim_indices(&parent_hash, claims, stakers)
}

/// The price of registration after one block's decay.
#[pyfunction]
#[pyo3(signature = (burn, min_burn, max_burn, half_life, /))]
fn decayed_burn(burn: u64, min_burn: u64, max_burn: u64, half_life: u16) -> u64 {
    let price = BurnPrice {
        burn,
        min_burn,
        max_burn,
    };
    price.next_block(DecayFactor::of(half_life)).burn
}

/// The price within its limits.
#[pyfunction]
#[pyo3(signature = (burn, min_burn, max_burn, /))]
fn clamped_burn(burn: u64, min_burn: u64, max_burn: u64) -> u64 {
    let price = BurnPrice {
        burn,
        min_burn,
        max_burn,
    };
    price.next_block(None).burn
}

/// The price of registration after one more registration.
#[pyfunction]
#[pyo3(signature = (burn, min_burn, max_burn, multiplier_bits, /))]
fn raised_burn(burn: u64, min_burn: u64, max_burn: u64, multiplier_bits: u128) -> u64 {
    let price = BurnPrice {
        burn,
        min_burn,
        max_burn,
    };
    price
        .after_registration(U64F64::from_bits(multiplier_bits))
        .burn
}

/// Spot price of a pool, U64F64 bits.
#[pyfunction]
#[pyo3(signature = (given, /))]
fn pool_price(given: PoolParts) -> u128 {
    pool(given).price().to_bits()
}

/// What a trade would do.
#[pyfunction]
#[pyo3(signature = (given, wanted, /))]
fn pool_quote(py: Python<'_>, given: PoolParts, wanted: OrderParts) -> PyResult<Bound<'_, PyAny>> {
    outcome_to_py(py, outcome(pool(given).quote(&order(wanted))))
}

/// A trade: its outcome, the pool after it, alpha out, total stake and volume after it.
#[pyfunction]
#[pyo3(signature = (given, wanted, alpha_out, total_stake, volume, /))]
fn pool_trade(
    py: Python<'_>,
    given: PoolParts,
    wanted: OrderParts,
    alpha_out: u64,
    total_stake: u64,
    volume: u128,
) -> PyResult<(Bound<'_, PyAny>, PoolParts, u64, u64, u128)> {
    let (mut pool, mut alpha_out) = (pool(given), alpha_out);
    let (mut total_stake, mut volume) = (total_stake, volume);
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
    } = order(wanted);
    let swap = match side {
        Side::Buy => pool.buy_into_pool(amount, limit_price, drop_fees, &mut counters),
        Side::Sell => pool.sell_into_pool(amount, limit_price, drop_fees, &mut counters),
    };
    let swap = outcome_to_py(py, outcome(swap))?;
    Ok((swap, parts(&pool), alpha_out, total_stake, volume))
}

/// Weights after protocol liquidity: what is accepted of it, and the pool.
#[pyfunction]
#[pyo3(signature = (given, tao, alpha, /))]
fn pool_adjust(given: PoolParts, tao: u64, alpha: u64) -> (u64, u64, PoolParts) {
    let mut pool = pool(given);
    let (tao, alpha) = pool.adjust(tao, alpha);
    (tao, alpha, parts(&pool))
}

/// The pool with the weights that give this price.
#[pyfunction]
#[pyo3(signature = (given, price_bits, /))]
fn pool_at_price(py: Python<'_>, given: PoolParts, price_bits: u128) -> PyResult<PoolParts> {
    let mut pool = pool(given);
    let placed = pool.initialize_at(U64F64::from_bits(price_bits));
    placed.map_err(|error| {
        let expected = "a price within reach of the reserves";
        input_error(py, "price_bits", expected, error.to_string())
    })?;
    Ok(parts(&pool))
}

/// ⌊scale · (a / b)^(n / d)⌋ and whether the chain's own algorithm had to run.
#[pyfunction]
#[pyo3(signature = (base, exponent, scale, precision_bits, /))]
fn pow_ratio(
    py: Python<'_>,
    base: (u128, u128),
    exponent: (u64, u64),
    scale: u64,
    precision_bits: u64,
) -> PyResult<(u128, bool)> {
    let wrong = |name: &str, expected: &str, actual: u64| {
        let data = (name.to_owned(), expected.to_owned(), actual.to_string());
        param_value_error(py, data)
    };
    let precision = [Precision::Quote, Precision::Limit]
        .into_iter()
        .find(|precision| precision.bits() == precision_bits)
        .ok_or_else(|| wrong("precision_bits", "256 or 1024", precision_bits))?;
    let power = PowRatio {
        base_numerator: base.0,
        base_denominator: base.1,
        exponent_numerator: exponent.0,
        exponent_denominator: exponent.1,
        scale,
        precision,
    };
    let found = power.evaluate();
    let found = found.ok_or_else(|| wrong("base, exponent", "denominators above 0", 0))?;
    Ok((found.value, found.path == Path::Exact))
}

/// How many powers of this process needed the chain's own algorithm.
#[pyfunction]
fn pow_fall_backs() -> u64 {
    fall_backs()
}

/// Stake of one hotkey on one subnet, as shares of its holders.
#[pyclass(module = "taox._core")]
#[derive(Default)]
struct SharePool {
    inner: CoreSharePool<Key>,
}

#[pymethods]
impl SharePool {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[getter]
    fn total(&self) -> u64 {
        self.inner.total()
    }

    #[getter]
    fn denominator(&self) -> (u128, i64) {
        decimal(self.inner.denominator())
    }

    fn credit(&mut self, holder: Key, amount: u64) {
        self.inner.credit(holder, amount);
    }

    fn debit(&mut self, holder: Key, amount: u64) -> bool {
        self.inner.debit(holder, amount)
    }

    fn raise_all(&mut self, amount: u64) {
        self.inner.raise(amount);
    }

    fn value(&self, holder: Key) -> u64 {
        self.inner.value(holder)
    }

    fn shares<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for (holder, share) in self.inner.shares() {
            dict.set_item(PyBytes::new(py, &holder), decimal(share))?;
        }
        Ok(dict)
    }
}

fn decimal(value: SafeFloat) -> (u128, i64) {
    (value.mantissa(), value.exponent())
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<SharePool>()?;
    module.add_function(wrap_pyfunction!(block_emission, module)?)?;
    module.add_function(wrap_pyfunction!(claim_indices, module)?)?;
    module.add_function(wrap_pyfunction!(decayed_burn, module)?)?;
    module.add_function(wrap_pyfunction!(clamped_burn, module)?)?;
    module.add_function(wrap_pyfunction!(raised_burn, module)?)?;
    module.add_function(wrap_pyfunction!(pool_price, module)?)?;
    module.add_function(wrap_pyfunction!(pool_quote, module)?)?;
    module.add_function(wrap_pyfunction!(pool_trade, module)?)?;
    module.add_function(wrap_pyfunction!(pool_adjust, module)?)?;
    module.add_function(wrap_pyfunction!(pool_at_price, module)?)?;
    module.add_function(wrap_pyfunction!(pow_ratio, module)?)?;
    module.add_function(wrap_pyfunction!(pow_fall_backs, module)?)
}
