//! The life of subnets and hotkeys for `_core.Chain`: addresses, what can be read of them.

use crate::chain::Chain;
use crate::chain_values::{Key, chain_error, coldkey, hotkey};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use taox_core::chain::{AxonInfo, PrometheusInfo};

/// An axon as (version, ip, port, ip type, protocol, two placeholders).
type Axon = (u32, u128, u16, u8, u8, u8, u8);

/// Where measurements are shown, as (version, ip, port, ip type).
type Prometheus = (u32, u128, u16, u8);

fn axon_info(axon: Axon) -> AxonInfo {
    let (version, ip, port, ip_type, protocol, placeholder1, placeholder2) = axon;
    AxonInfo {
        block: 0,
        version,
        ip,
        port,
        ip_type,
        protocol,
        placeholder1,
        placeholder2,
    }
}

#[pymethods]
impl Chain {
    fn serve_axon_tls(
        &mut self,
        py: Python<'_>,
        key: Key,
        netuid: u16,
        axon: Axon,
        certificate: &[u8],
    ) -> PyResult<()> {
        let (key, axon) = (hotkey(key), axon_info(axon));
        let result = self.inner.serve_axon_tls(key, netuid, axon, certificate);
        result.map_err(|error| chain_error(py, &error))
    }

    fn serve_prometheus(
        &mut self,
        py: Python<'_>,
        key: Key,
        netuid: u16,
        info: Prometheus,
    ) -> PyResult<()> {
        let (version, ip, port, ip_type) = info;
        let info = PrometheusInfo {
            block: 0,
            version,
            ip,
            port,
            ip_type,
        };
        let result = self.inner.serve_prometheus(hotkey(key), netuid, info);
        result.map_err(|error| chain_error(py, &error))
    }

    fn lock_cost(&self) -> u64 {
        self.inner.lock_cost()
    }

    fn axon(&self, netuid: u16, key: Key) -> Option<(u64, Axon)> {
        let axon = self.inner.axon(netuid, hotkey(key))?;
        let AxonInfo {
            block,
            version,
            ip,
            port,
            ip_type,
            protocol,
            placeholder1,
            placeholder2,
        } = *axon;
        let parts = (
            version,
            ip,
            port,
            ip_type,
            protocol,
            placeholder1,
            placeholder2,
        );
        Some((block, parts))
    }

    fn prometheus(&self, netuid: u16, key: Key) -> Option<(u64, Prometheus)> {
        let info = self.inner.prometheus(netuid, hotkey(key))?;
        Some((info.block, (info.version, info.ip, info.port, info.ip_type)))
    }

    fn certificate<'py>(
        &self,
        py: Python<'py>,
        netuid: u16,
        key: Key,
    ) -> Option<(u8, Bound<'py, PyBytes>)> {
        let certificate = self.inner.certificate(netuid, hotkey(key))?;
        let public_key = PyBytes::new(py, &certificate.public_key);
        Some((certificate.algorithm, public_key))
    }

    fn auto_stake_hotkey<'py>(
        &self,
        py: Python<'py>,
        owner: Key,
        netuid: u16,
    ) -> Option<Bound<'py, PyBytes>> {
        let chosen = self.inner.auto_stake_hotkey(coldkey(owner), netuid)?;
        Some(PyBytes::new(py, chosen.bytes()))
    }

    fn subnet_info<'py>(&self, py: Python<'py>, netuid: u16) -> PyResult<Bound<'py, PyDict>> {
        let info = self.inner.subnet_info(netuid);
        let info = info.map_err(|error| chain_error(py, &error))?;
        let owner = info.owner.map(|owner| PyBytes::new(py, owner.bytes()));
        let hotkey = info.owner_hotkey.map(|one| PyBytes::new(py, one.bytes()));
        let parts = PyDict::new(py);
        parts.set_item("netuid", info.netuid)?;
        parts.set_item("owner", owner)?;
        parts.set_item("owner_hotkey", hotkey)?;
        parts.set_item("symbol", &info.symbol)?;
        parts.set_item("locked", info.locked)?;
        parts.set_item("registered_at", info.registered_at)?;
        parts.set_item("first_emission_block", info.first_emission_block)?;
        parts.set_item("creations", info.creations)?;
        Ok(parts)
    }
}
