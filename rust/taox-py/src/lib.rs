//! `taox._core`: a thin layer. Each module borrows and checks arguments, detaches from the
//! interpreter, calls `taox-core` and maps errors; nothing is computed here.

mod accounts;
mod arrays;
mod calls;
mod chain;
mod chain_life;
mod chain_locks;
mod chain_market;
mod chain_params;
mod chain_settings;
mod chain_storage;
mod chain_values;
mod chain_views;
mod chain_weights;
mod economy;
mod epoch;
mod errors;
mod kernels;
mod rules;

use pyo3::prelude::*;

#[pymodule]
fn _core(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("DEBUG_BUILD", cfg!(debug_assertions))?;
    accounts::register(module)?;
    epoch::register(module)?;
    economy::register(module)?;
    kernels::register(module)?;
    chain_weights::register(module)?;
    chain::register(module)
}
