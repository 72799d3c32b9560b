//! Locked stake of `_core.Chain`: what can be read of it.

use crate::chain::Chain;
use crate::chain_values::{Key, coldkey, hotkey};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

#[pymethods]
impl Chain {
    fn set_reject_locked_alpha(&mut self, signer: Key, enabled: bool) {
        self.inner.set_reject_locked_alpha(coldkey(signer), enabled);
    }

    fn rejects_locked_alpha(&self, key: Key) -> bool {
        self.inner.rejects_locked_alpha(coldkey(key))
    }

    fn stake_lock<'py>(
        &self,
        py: Python<'py>,
        key: Key,
        netuid: u16,
    ) -> PyResult<Option<Bound<'py, PyDict>>> {
        let lock = self.inner.stake_lock(coldkey(key), netuid);
        let lock = lock.map(|lock| {
            let dict = PyDict::new(py);
            dict.set_item("hotkey", PyBytes::new(py, lock.hotkey.bytes()))?;
            dict.set_item("mass", lock.mass)?;
            dict.set_item("conviction_bits", lock.conviction.to_bits())?;
            dict.set_item("perpetual", lock.perpetual)?;
            Ok(dict)
        });
        lock.transpose()
    }

    fn stake_on_subnet(&self, key: Key, netuid: u16) -> u64 {
        self.inner.stake_on_subnet(coldkey(key), netuid)
    }

    fn unlocked_stake(&self, key: Key, netuid: u16) -> u64 {
        self.inner.unlocked_stake(coldkey(key), netuid)
    }

    fn conviction_bits(&self, key: Key, netuid: u16) -> u128 {
        self.inner.conviction(hotkey(key), netuid).to_bits()
    }
}
