//! `_core.Chain`: accounts as 32 bytes, amounts as rao, rows as arrays. The Python class around
//! it, `taox.economy.Chain`, checks arguments and names results.

use crate::chain_params::{
    hyperparameters_to_py, integers, network_to_py, presets_to_py, settings_from_py, table_to_py,
    with_settings,
};
use crate::chain_storage::{storage_from_py, storage_to_py};
use crate::chain_values::{
    Key, chain_error, coldkey, core_input_error, hotkey, snapshot_error, verb_error,
};
use crate::chain_views::{
    epoch_input_to_py, errors_to_py, event_to_py, events_to_py, metagraph_to_py,
};
use crate::rules::PyRules;
use numpy::{PyArray1, PyArrayMethods};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use std::collections::BTreeMap;
use std::sync::Arc;
use taox_core::chain::{
    ALPHA_PER_BLOCK, AccountId, Chain as CoreChain, EXISTENTIAL_DEPOSIT, Hyperparameters,
    MIN_STAKE, NetworkParams, StepError,
};
use taox_core::epoch::{EpochError, Rules};

/// After this many blocks a run looks whether it was interrupted.
const BLOCKS_BETWEEN_SIGNALS: u64 = 1_000;

#[pyclass(module = "taox._core")]
pub(crate) struct Chain {
    pub(crate) inner: CoreChain,
    /// The callables among the rules of `inner`, to ask them why they failed.
    rules: BTreeMap<u16, Arc<PyRules>>,
}

#[pymethods]
impl Chain {
    #[new]
    fn new(
        py: Python<'_>,
        defaults: &Bound<'_, PyDict>,
        balances: Vec<(Key, u64)>,
        genesis: &[u8],
    ) -> PyResult<Self> {
        let params = with_settings(Hyperparameters::default(), defaults)?;
        let balances: Vec<_> = balances
            .into_iter()
            .map(|(key, free)| (coldkey(key), free))
            .collect();
        let inner = CoreChain::new(params, &balances, genesis);
        inner
            .map(Self::around)
            .map_err(|error| verb_error(py, &error))
    }

    #[getter]
    fn block(&self) -> u64 {
        self.inner.block()
    }

    #[getter]
    fn netuids(&self) -> Vec<u16> {
        self.inner.netuids()
    }

    #[getter]
    fn total_issuance(&self) -> u64 {
        self.inner.total_issuance()
    }

    #[getter]
    fn total_stake(&self) -> u64 {
        self.inner.total_stake()
    }

    #[getter]
    fn author(&self) -> Option<Key> {
        self.inner.author().map(|account| account.0)
    }

    #[getter]
    fn parent_hash(&self) -> Key {
        self.inner.parent_hash()
    }

    #[pyo3(signature = (author, parent_hash))]
    fn step(
        &mut self,
        py: Python<'_>,
        author: Option<Key>,
        parent_hash: Option<Key>,
    ) -> PyResult<u64> {
        let next = self.inner.block().saturating_add(1);
        let parent_hash = parent_hash.unwrap_or_else(|| self.inner.local_parent_hash(next));
        py.detach(|| self.inner.step_with(author.map(AccountId), parent_hash))
            .map_err(|error| self.step_error(py, &error))
    }

    fn run(&mut self, py: Python<'_>, blocks: u64) -> PyResult<u64> {
        let mut left = blocks;
        while left > 0 {
            let part = left.min(BLOCKS_BETWEEN_SIGNALS);
            py.detach(|| self.inner.run(part))
                .map_err(|error| self.step_error(py, &error))?;
            py.check_signals()?;
            left = left.saturating_sub(part);
        }
        Ok(self.inner.block())
    }

    fn create_subnet(
        &mut self,
        py: Python<'_>,
        owner: Key,
        owner_hotkey: Key,
        netuid: Option<u16>,
        seat_owner: bool,
        settings: &Bound<'_, PyDict>,
    ) -> PyResult<u16> {
        let params = with_settings(self.inner.defaults().clone(), settings)?;
        let create = if seat_owner {
            CoreChain::create_subnet
        } else {
            CoreChain::create_empty_subnet
        };
        create(
            &mut self.inner,
            coldkey(owner),
            hotkey(owner_hotkey),
            netuid,
            params,
        )
        .map_err(|error| verb_error(py, &error))
    }

    fn seat_neuron(&mut self, py: Python<'_>, owner: Key, netuid: u16, key: Key) -> PyResult<u16> {
        let result = self.inner.seat_neuron(coldkey(owner), netuid, hotkey(key));
        result.map_err(|error| chain_error(py, &error))
    }

    fn grant_permits(
        &mut self,
        py: Python<'_>,
        netuid: u16,
        uids: &Bound<'_, PyArray1<u16>>,
    ) -> PyResult<()> {
        let uids = uids.try_readonly()?;
        let result = self.inner.grant_permits(netuid, uids.as_slice()?);
        result.map_err(|error| verb_error(py, &error))
    }

    fn hold_stake(&mut self, py: Python<'_>, netuid: u16, hold: bool) -> PyResult<()> {
        let result = self.inner.hold_stake(netuid, hold);
        result.map_err(|error| chain_error(py, &error))
    }

    fn set_stake(
        &mut self,
        py: Python<'_>,
        holder: Key,
        key: Key,
        netuid: u16,
        alpha: u64,
    ) -> PyResult<()> {
        let result = self
            .inner
            .set_stake(coldkey(holder), hotkey(key), netuid, alpha);
        result.map_err(|error| verb_error(py, &error))
    }

    fn set_balance(&mut self, py: Python<'_>, key: Key, free: u64) -> PyResult<()> {
        let result = self.inner.set_balance(coldkey(key), free);
        result.map_err(|error| verb_error(py, &error))
    }

    fn set_rule(
        &mut self,
        py: Python<'_>,
        netuid: u16,
        consensus: Option<Py<PyAny>>,
        bonds: Option<Py<PyAny>>,
    ) -> PyResult<()> {
        let any = consensus.is_some() || bonds.is_some();
        let rules = any.then(|| Arc::new(PyRules::new(consensus, bonds)));
        let for_core = rules.clone().map(|rules| rules as Arc<dyn Rules>);
        let result = self.inner.set_rules(netuid, for_core);
        result.map_err(|error| chain_error(py, &error))?;
        match rules {
            Some(rules) => self.rules.insert(netuid, rules),
            None => self.rules.remove(&netuid),
        };
        Ok(())
    }

    fn set_hyperparameters(
        &mut self,
        py: Python<'_>,
        netuid: u16,
        settings: &Bound<'_, PyDict>,
    ) -> PyResult<()> {
        let settings = settings_from_py(settings)?;
        let result = self.inner.set_hyperparameters(netuid, &settings);
        result.map_err(|error| verb_error(py, &error))
    }

    fn set_network_parameters(
        &mut self,
        py: Python<'_>,
        settings: &Bound<'_, PyDict>,
    ) -> PyResult<()> {
        let settings = integers(NetworkParams::TABLE, settings)?;
        let result = self.inner.set_network_parameters(&settings);
        result.map_err(|error| verb_error(py, &error))
    }

    fn balance(&self, key: Key) -> u64 {
        self.inner.balance(coldkey(key))
    }

    fn owner(&self, key: Key) -> Option<Key> {
        self.inner.owner(hotkey(key)).map(|owner| *owner.bytes())
    }

    fn uid(&self, netuid: u16, key: Key) -> Option<u16> {
        self.inner.uid(netuid, hotkey(key))
    }

    fn stake(&self, key: Key, holder: Key, netuid: u16) -> u64 {
        self.inner.stake(hotkey(key), coldkey(holder), netuid)
    }

    fn hotkey_stake(&self, key: Key, netuid: u16) -> u64 {
        self.inner.hotkey_stake(hotkey(key), netuid)
    }

    fn stake_weight(&self, key: Key, netuid: u16) -> u64 {
        self.inner.stake_weight(netuid, hotkey(key))
    }

    fn hyperparameters<'py>(&self, py: Python<'py>, netuid: u16) -> PyResult<Bound<'py, PyDict>> {
        let params = self.inner.hyperparameters(netuid);
        hyperparameters_to_py(py, params.map_err(|error| chain_error(py, &error))?)
    }

    fn network_parameters<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        network_to_py(py, self.inner.network_parameters())
    }

    fn defaults<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        hyperparameters_to_py(py, self.inner.defaults())
    }

    fn next_epoch_block(&self, py: Python<'_>, netuid: u16) -> PyResult<Option<u64>> {
        self.inner
            .next_epoch_block(netuid)
            .map_err(|error| chain_error(py, &error))
    }

    fn epoch_index(&self, py: Python<'_>, netuid: u16) -> PyResult<u64> {
        self.inner
            .epoch_index(netuid)
            .map_err(|error| chain_error(py, &error))
    }

    fn metagraph<'py>(&self, py: Python<'py>, netuid: u16) -> PyResult<Bound<'py, PyDict>> {
        let metagraph = self.inner.metagraph(netuid);
        let metagraph = metagraph.map_err(|error| chain_error(py, &error))?;
        metagraph_to_py(py, &metagraph)
    }

    fn events<'py>(&self, py: Python<'py>, since: u64) -> PyResult<Vec<Bound<'py, PyAny>>> {
        self.inner
            .events(since)
            .map(|record| event_to_py(py, record))
            .collect()
    }

    #[getter]
    fn event_count(&self) -> u64 {
        self.inner.event_count()
    }

    #[getter]
    fn event_log_hash(&self) -> Key {
        self.inner.event_log_hash()
    }

    fn forget_events(&mut self, before: u64) {
        self.inner.forget_events(before);
    }

    fn state_hash(&self, py: Python<'_>) -> Key {
        py.detach(|| self.inner.state_hash())
    }

    fn snapshot<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        let bytes = py.detach(|| self.inner.snapshot());
        PyBytes::new(py, &bytes)
    }

    #[staticmethod]
    fn restore(py: Python<'_>, snapshot: &[u8]) -> PyResult<Self> {
        let restored = py.detach(|| CoreChain::restore(snapshot));
        restored
            .map(Self::around)
            .map_err(|error| snapshot_error(py, &error))
    }

    fn to_storage<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let storage = py.detach(|| self.inner.to_storage());
        storage_to_py(py, &storage)
    }

    #[staticmethod]
    fn from_storage(
        py: Python<'_>,
        storage: &Bound<'_, PyDict>,
        defaults: &Bound<'_, PyDict>,
        genesis: &[u8],
    ) -> PyResult<Self> {
        let storage = storage_from_py(storage)?;
        let defaults = with_settings(Hyperparameters::default(), defaults)?;
        let loaded = py.detach(|| CoreChain::from_storage(&storage, defaults, genesis));
        loaded
            .map(Self::around)
            .map_err(|error| core_input_error(py, &error))
    }

    fn fork(&self) -> Self {
        Self {
            inner: self.inner.clone(),
            rules: self.rules.clone(),
        }
    }

    fn check_invariants(&self) -> PyResult<()> {
        let checked = self.inner.check_invariants();
        checked.map_err(|violation| PyRuntimeError::new_err(violation.to_string()))
    }

    #[getter]
    fn get_keep_epoch_inputs(&self) -> bool {
        self.inner.keeps_epoch_inputs()
    }

    #[setter]
    fn set_keep_epoch_inputs(&mut self, keep: bool) {
        self.inner.keep_epoch_inputs(keep);
    }

    fn last_epoch_input<'py>(
        &self,
        py: Python<'py>,
        netuid: u16,
    ) -> PyResult<Option<Bound<'py, PyDict>>> {
        let input = self.inner.last_epoch_input(netuid);
        input.map(|input| epoch_input_to_py(py, input)).transpose()
    }
}

impl Chain {
    fn around(inner: CoreChain) -> Self {
        Self {
            inner,
            rules: BTreeMap::new(),
        }
    }

    /// Of a rule what it raised, or what it should have returned.
    fn step_error(&self, py: Python<'_>, error: &StepError) -> PyErr {
        match (self.rules.get(&error.netuid), &error.source) {
            (
                Some(rules),
                EpochError::RuleFailed { .. }
                | EpochError::RuleLength { .. }
                | EpochError::RuleShare { .. },
            ) => rules.error(py, &error.source, 1),
            _ => PyRuntimeError::new_err(error.to_string()),
        }
    }
}

#[pyfunction]
fn storage_items() -> Vec<&'static str> {
    CoreChain::storage_items()
}

#[pyfunction]
fn hyperparameter_table(py: Python<'_>) -> PyResult<Vec<Bound<'_, PyDict>>> {
    table_to_py(py, Hyperparameters::table())
}

#[pyfunction]
fn network_parameter_table(py: Python<'_>) -> PyResult<Vec<Bound<'_, PyDict>>> {
    table_to_py(py, NetworkParams::TABLE.iter().copied())
}

#[pyfunction]
fn presets(py: Python<'_>) -> PyResult<Vec<Bound<'_, PyDict>>> {
    presets_to_py(py)
}

#[pyfunction]
fn chain_errors(py: Python<'_>) -> PyResult<Vec<Bound<'_, PyDict>>> {
    errors_to_py(py)
}

#[pyfunction]
fn chain_events(py: Python<'_>) -> PyResult<Vec<Bound<'_, PyDict>>> {
    events_to_py(py)
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("EXISTENTIAL_DEPOSIT", EXISTENTIAL_DEPOSIT)?;
    module.add("MIN_STAKE", MIN_STAKE)?;
    module.add("ALPHA_PER_BLOCK", ALPHA_PER_BLOCK)?;
    module.add_class::<Chain>()?;
    module.add_function(wrap_pyfunction!(storage_items, module)?)?;
    module.add_function(wrap_pyfunction!(hyperparameter_table, module)?)?;
    module.add_function(wrap_pyfunction!(network_parameter_table, module)?)?;
    module.add_function(wrap_pyfunction!(presets, module)?)?;
    module.add_function(wrap_pyfunction!(chain_errors, module)?)?;
    module.add_function(wrap_pyfunction!(chain_events, module)?)
}
