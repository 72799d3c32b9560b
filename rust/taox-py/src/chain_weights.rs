//! The weights of `_core.Chain`: set, committed, revealed, sealed, and in batches.

use crate::chain::Chain;
use crate::chain_values::{Key, chain_error, hotkey};
use numpy::{PyArray1, PyArrayMethods, PyReadonlyArray1};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use taox_core::chain::{
    BatchReveal, BatchWeights, ChainError, ItemResult, MAX_CIPHERTEXT, PendingCommit, RevealCall,
    Seal, SealedPayload, TimelockedCall, WeightsCall, WeightsTarget,
};

/// Uids or weights as the wrapper hands them over.
type Integers<'a, 'py> = &'a Bound<'py, PyArray1<u16>>;

/// One weight vector and who it is of, borrowed.
struct Row<'py> {
    target: WeightsTarget,
    uids: PyReadonlyArray1<'py, u16>,
    weights: PyReadonlyArray1<'py, u16>,
    version_key: u64,
}

impl<'py> Row<'py> {
    fn new(
        target: WeightsTarget,
        uids: Integers<'_, 'py>,
        weights: Integers<'_, 'py>,
        version_key: u64,
    ) -> PyResult<Self> {
        let (uids, weights) = (uids.try_readonly()?, weights.try_readonly()?);
        Ok(Self {
            target,
            uids,
            weights,
            version_key,
        })
    }

    fn call(&self) -> PyResult<WeightsCall<'_>> {
        Ok(WeightsCall {
            hotkey: self.target.hotkey,
            netuid: self.target.netuid,
            mechanism: self.target.mechanism,
            uids: self.uids.as_slice()?,
            weights: self.weights.as_slice()?,
            version_key: self.version_key,
        })
    }
}

/// A weight vector and the salt that was hashed with it, borrowed.
struct SaltedRow<'py> {
    row: Row<'py>,
    salt: PyReadonlyArray1<'py, u16>,
}

impl SaltedRow<'_> {
    fn reveal(&self) -> PyResult<RevealCall<'_>> {
        Ok(RevealCall {
            weights: self.row.call()?,
            salt: self.salt.as_slice()?,
        })
    }
}

fn target(key: Key, netuid: u16, mechanism: u8) -> WeightsTarget {
    WeightsTarget {
        hotkey: hotkey(key),
        netuid,
        mechanism,
    }
}

#[pymethods]
#[expect(
    clippy::too_many_arguments,
    clippy::needless_pass_by_value,
    reason = "the calls have as many as the chain gives them; pyo3 extracts owned lists"
)]
impl Chain {
    fn set_weights(
        &mut self,
        py: Python<'_>,
        key: Key,
        netuid: u16,
        uids: &Bound<'_, PyArray1<u16>>,
        weights: &Bound<'_, PyArray1<u16>>,
        version_key: u64,
        mechanism: u8,
    ) -> PyResult<()> {
        let row = Row::new(target(key, netuid, mechanism), uids, weights, version_key)?;
        let result = self.inner.set_weights(&row.call()?);
        result.map_err(|error| chain_error(py, &error))
    }

    /// The body of `set_weights`.
    fn set_weights_body(
        &mut self,
        py: Python<'_>,
        key: Key,
        netuid: u16,
        uids: &Bound<'_, PyArray1<u16>>,
        weights: &Bound<'_, PyArray1<u16>>,
        version_key: u64,
        mechanism: u8,
    ) -> PyResult<()> {
        let row = Row::new(target(key, netuid, mechanism), uids, weights, version_key)?;
        let result = self.inner.set_weights_body(&row.call()?);
        result.map_err(|error| chain_error(py, &error))
    }

    fn commit_weights(
        &mut self,
        py: Python<'_>,
        key: Key,
        netuid: u16,
        commit_hash: Key,
        mechanism: u8,
    ) -> PyResult<()> {
        let target = target(key, netuid, mechanism);
        let result = self.inner.commit_weights(target, commit_hash);
        result.map_err(|error| chain_error(py, &error))
    }

    fn reveal_weights(
        &mut self,
        py: Python<'_>,
        key: Key,
        netuid: u16,
        uids: &Bound<'_, PyArray1<u16>>,
        values: &Bound<'_, PyArray1<u16>>,
        salt: &Bound<'_, PyArray1<u16>>,
        version_key: u64,
        mechanism: u8,
    ) -> PyResult<()> {
        let row = Row::new(target(key, netuid, mechanism), uids, values, version_key)?;
        let salt = salt.try_readonly()?;
        let result = self
            .inner
            .reveal_weights(&SaltedRow { row, salt }.reveal()?);
        result.map_err(|error| chain_error(py, &error))
    }

    /// The body of `reveal_weights`.
    fn reveal_weights_body(
        &mut self,
        py: Python<'_>,
        key: Key,
        netuid: u16,
        uids: &Bound<'_, PyArray1<u16>>,
        values: &Bound<'_, PyArray1<u16>>,
        salt: &Bound<'_, PyArray1<u16>>,
        version_key: u64,
        mechanism: u8,
    ) -> PyResult<()> {
        let row = Row::new(target(key, netuid, mechanism), uids, values, version_key)?;
        let salt = salt.try_readonly()?;
        let result = self
            .inner
            .reveal_weights_body(&SaltedRow { row, salt }.reveal()?);
        result.map_err(|error| chain_error(py, &error))
    }

    fn commit_timelocked_weights(
        &mut self,
        py: Python<'_>,
        key: Key,
        netuid: u16,
        ciphertext: &[u8],
        reveal_round: u64,
        version: u16,
        mechanism: u8,
    ) -> PyResult<()> {
        let call = TimelockedCall {
            target: target(key, netuid, mechanism),
            ciphertext,
            reveal_round,
            version,
        };
        let result = self.inner.commit_timelocked_weights(&call);
        result.map_err(|error| chain_error(py, &error))
    }

    /// What each item was refused with, if it was.
    fn batch_set_weights<'py>(
        &mut self,
        py: Python<'py>,
        key: Key,
        netuids: Vec<u16>,
        weights: Vec<Vec<(u16, u16)>>,
        version_keys: Vec<u64>,
    ) -> PyResult<Vec<Option<Bound<'py, PyAny>>>> {
        let batch = BatchWeights {
            netuids: &netuids,
            weights: &weights,
            version_keys: &version_keys,
        };
        items_to_py(py, self.inner.batch_set_weights(hotkey(key), &batch))
    }

    /// What each item was refused with, if it was.
    fn batch_commit_weights<'py>(
        &mut self,
        py: Python<'py>,
        key: Key,
        netuids: Vec<u16>,
        hashes: Vec<Key>,
    ) -> PyResult<Vec<Option<Bound<'py, PyAny>>>> {
        let results = self
            .inner
            .batch_commit_weights(hotkey(key), &netuids, &hashes);
        items_to_py(py, results)
    }

    fn batch_reveal_weights(
        &mut self,
        py: Python<'_>,
        key: Key,
        netuid: u16,
        uids: Vec<Vec<u16>>,
        values: Vec<Vec<u16>>,
        salts: Vec<Vec<u16>>,
        version_keys: Vec<u64>,
    ) -> PyResult<()> {
        let batch = BatchReveal {
            uids: &uids,
            values: &values,
            salts: &salts,
            version_keys: &version_keys,
        };
        let result = self.inner.batch_reveal_weights(hotkey(key), netuid, &batch);
        result.map_err(|error| chain_error(py, &error))
    }

    /// (hotkey, epoch, block, hash, round of a time-locked one).
    fn pending_commits<'py>(
        &self,
        py: Python<'py>,
        netuid: u16,
        mechanism: u8,
    ) -> PyResult<Vec<PendingTuple<'py>>> {
        let pending = self.inner.pending_commits(netuid, mechanism);
        let pending = pending.map_err(|error| chain_error(py, &error))?;
        Ok(pending
            .iter()
            .map(|commit| pending_to_py(py, commit))
            .collect())
    }

    #[getter]
    fn drand_round(&self) -> u64 {
        self.inner.drand_round()
    }

    fn drand_pulse(&mut self, drand_round: u64) {
        self.inner.drand_pulse(drand_round);
    }

    fn reveal_round(&self, py: Python<'_>, netuid: u16) -> PyResult<u64> {
        let round = self.inner.reveal_round(netuid);
        round.map_err(|error| chain_error(py, &error))
    }
}

type PendingTuple<'py> = (
    Bound<'py, PyBytes>,
    u64,
    u64,
    Bound<'py, PyBytes>,
    Option<u64>,
);

fn pending_to_py<'py>(py: Python<'py>, commit: &PendingCommit) -> PendingTuple<'py> {
    let round = match commit.seal {
        Seal::Hash => None,
        Seal::Round(round) => Some(round),
    };
    (
        PyBytes::new(py, commit.hotkey.bytes()),
        commit.epoch,
        commit.block,
        PyBytes::new(py, &commit.hash),
        round,
    )
}

fn items_to_py(
    py: Python<'_>,
    results: Result<Vec<ItemResult>, ChainError>,
) -> PyResult<Vec<Option<Bound<'_, PyAny>>>> {
    let results = results.map_err(|error| chain_error(py, &error))?;
    let error = |result: ItemResult| result.err().map(|error| chain_error(py, &error));
    let items = results.into_iter().map(|result| {
        let error = error(result)?;
        Some(error.into_value(py).into_bound(py).into_any())
    });
    Ok(items.collect())
}

/// The hash by which weights are committed.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "as many as it covers")]
fn weights_hash<'py>(
    py: Python<'py>,
    key: Key,
    netuid: u16,
    uids: &Bound<'py, PyArray1<u16>>,
    values: &Bound<'py, PyArray1<u16>>,
    salt: &Bound<'py, PyArray1<u16>>,
    version_key: u64,
    mechanism: u8,
) -> PyResult<Bound<'py, PyBytes>> {
    let row = Row::new(target(key, netuid, mechanism), uids, values, version_key)?;
    let salt = salt.try_readonly()?;
    let hash = taox_core::chain::weights_hash(&SaltedRow { row, salt }.reveal()?);
    Ok(PyBytes::new(py, &hash))
}

/// Weights in the form that a time-locked commit carries.
#[pyfunction]
fn seal_weights(
    py: Python<'_>,
    key: Option<Key>,
    uids: Vec<u16>,
    weights: Vec<u16>,
    version_key: u64,
) -> Bound<'_, PyBytes> {
    let payload = SealedPayload {
        hotkey: key.map(hotkey),
        uids,
        weights,
        version_key,
    };
    PyBytes::new(py, &payload.seal())
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("MAX_CIPHERTEXT", MAX_CIPHERTEXT)?;
    module.add_function(wrap_pyfunction!(weights_hash, module)?)?;
    module.add_function(wrap_pyfunction!(seal_weights, module)?)
}
