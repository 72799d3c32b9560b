//! Where neurons can be reached: axons, prometheus, certificates (transitions.md 1.7).

use super::Chain;
use super::account::Hotkey;
use super::error::ChainError;
use super::events::Event;
use super::interner::HotIx;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};

/// Where a neuron answers requests, as it was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are named as the chain names them")]
pub struct AxonInfo {
    pub block: u64,
    pub version: u32,
    /// An IPv4 or IPv6 address as a number; 0 is none.
    pub ip: u128,
    pub port: u16,
    /// 4 or 6.
    pub ip_type: u8,
    /// 0 is TCP, 1 is UDP.
    pub protocol: u8,
    pub placeholder1: u8,
    pub placeholder2: u8,
}

/// Where a neuron publishes its measurements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are named as the chain names them")]
pub struct PrometheusInfo {
    pub block: u64,
    pub version: u32,
    pub ip: u128,
    pub port: u16,
    pub ip_type: u8,
}

/// The key of a neuron's TLS certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Which algorithm the key belongs to.
    pub algorithm: u8,
    /// At most 64 bytes.
    pub public_key: Vec<u8>,
}

const LONGEST_PUBLIC_KEY: usize = 64;

impl Certificate {
    /// The certificate of its bytes; none if they are malformed.
    fn read(bytes: &[u8]) -> Option<Self> {
        let (&algorithm, key) = bytes.split_first()?;
        (key.len() <= LONGEST_PUBLIC_KEY).then(|| Self {
            algorithm,
            public_key: key.to_vec(),
        })
    }
}

/// Everything that the neurons of a subnet have published.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Serving {
    /// `Axons`.
    pub(crate) axons: BTreeMap<HotIx, AxonInfo>,
    /// `Prometheus`.
    pub(crate) prometheus: BTreeMap<HotIx, PrometheusInfo>,
    /// `NeuronCertificates`.
    pub(crate) certificates: BTreeMap<HotIx, Certificate>,
}

impl Serving {
    /// A neuron is gone.
    pub(crate) fn forget(&mut self, hotkey: HotIx) {
        self.axons.remove(&hotkey);
        self.prometheus.remove(&hotkey);
        self.certificates.remove(&hotkey);
    }

    /// A neuron goes on under another hotkey.
    pub(crate) fn swap(&mut self, old: HotIx, new: HotIx) {
        rename(&mut self.axons, old, new);
        rename(&mut self.prometheus, old, new);
        rename(&mut self.certificates, old, new);
    }
}

/// Moves an entry of a map, if it is there.
pub(crate) fn rename<K: Copy + Ord, V>(map: &mut BTreeMap<K, V>, old: K, new: K) {
    if let Some(value) = map.remove(&old) {
        map.insert(new, value);
    }
}

impl Chain {
    /// Publishes where a neuron answers requests.
    ///
    /// # Errors
    /// In this order: `HotKeyNotRegisteredInNetwork`, `InvalidIpType`, `InvalidIpAddress` for loopback
    /// and broadcast, `ServingRateLimitExceeded`, `InvalidPort`.
    pub fn serve_axon(
        &mut self,
        hotkey: Hotkey,
        netuid: u16,
        axon: AxonInfo,
    ) -> Result<(), ChainError> {
        self.serve_axon_tls(hotkey, netuid, axon, &[])
    }

    /// [`Self::serve_axon`] with a certificate: its algorithm in one byte, then a key of at most 64. A
    /// malformed one is ignored silently. The axon's block is filled in here.
    ///
    /// # Errors
    /// As [`Self::serve_axon`].
    pub fn serve_axon_tls(
        &mut self,
        hotkey: Hotkey,
        netuid: u16,
        axon: AxonInfo,
        certificate: &[u8],
    ) -> Result<(), ChainError> {
        let index = self.serving_hotkey(hotkey, netuid)?;
        check_address(axon.ip_type, axon.ip)?;
        let served = self.axon_of(netuid, index).map(|axon| axon.block);
        self.check_serving_rate(hotkey, netuid, served)?;
        check_port(axon.port)?;
        let block = self.state.block;
        if let Some(subnet) = self.state.subnets.get_mut(netuid) {
            if let Some(certificate) = Certificate::read(certificate) {
                subnet.serving.certificates.insert(index, certificate);
            }
            let axon = AxonInfo { block, ..axon };
            subnet.serving.axons.insert(index, axon);
        }
        self.emit(Event::AxonServed { netuid, hotkey });
        Ok(())
    }

    /// Publishes where a neuron shows its measurements. Its block is filled in here.
    ///
    /// # Errors
    /// In this order: `InvalidIpType`, `InvalidIpAddress` for loopback, broadcast and 0,
    /// `HotKeyNotRegisteredInNetwork`, `ServingRateLimitExceeded`, `InvalidPort`.
    pub fn serve_prometheus(
        &mut self,
        hotkey: Hotkey,
        netuid: u16,
        info: PrometheusInfo,
    ) -> Result<(), ChainError> {
        check_address(info.ip_type, info.ip)?;
        if info.ip == 0 {
            return Err(invalid_address(info.ip_type, info.ip));
        }
        let index = self.serving_hotkey(hotkey, netuid)?;
        let served = self.prometheus_of(netuid, index).map(|info| info.block);
        self.check_serving_rate(hotkey, netuid, served)?;
        check_port(info.port)?;
        let block = self.state.block;
        if let Some(subnet) = self.state.subnets.get_mut(netuid) {
            let info = PrometheusInfo { block, ..info };
            subnet.serving.prometheus.insert(index, info);
        }
        self.emit(Event::PrometheusServed { netuid, hotkey });
        Ok(())
    }

    /// Where a hotkey answers requests on a subnet.
    pub fn axon(&self, netuid: u16, hotkey: Hotkey) -> Option<&AxonInfo> {
        self.axon_of(netuid, self.state.hotkeys.find(hotkey)?)
    }

    /// Where a hotkey shows its measurements on a subnet.
    pub fn prometheus(&self, netuid: u16, hotkey: Hotkey) -> Option<&PrometheusInfo> {
        self.prometheus_of(netuid, self.state.hotkeys.find(hotkey)?)
    }

    /// The key of a hotkey's TLS certificate on a subnet.
    pub fn certificate(&self, netuid: u16, hotkey: Hotkey) -> Option<&Certificate> {
        let hotkey = self.state.hotkeys.find(hotkey)?;
        let subnet = self.state.subnets.get(netuid)?;
        subnet.serving.certificates.get(&hotkey)
    }

    fn axon_of(&self, netuid: u16, hotkey: HotIx) -> Option<&AxonInfo> {
        let subnet = self.state.subnets.get(netuid)?;
        subnet.serving.axons.get(&hotkey)
    }

    fn prometheus_of(&self, netuid: u16, hotkey: HotIx) -> Option<&PrometheusInfo> {
        let subnet = self.state.subnets.get(netuid)?;
        subnet.serving.prometheus.get(&hotkey)
    }

    /// The index of a hotkey with a uid.
    fn serving_hotkey(&self, hotkey: Hotkey, netuid: u16) -> Result<HotIx, ChainError> {
        let known = self.state.hotkeys.find(hotkey);
        known
            .filter(|_| self.uid(netuid, hotkey).is_some())
            .ok_or_else(|| ChainError::HotKeyNotRegisteredInNetwork {
                account: hotkey.to_string(),
            })
    }

    fn check_serving_rate(
        &self,
        hotkey: Hotkey,
        netuid: u16,
        served: Option<u64>,
    ) -> Result<(), ChainError> {
        let rate_limit = self.subnet(netuid)?.params.subnet.serving_rate_limit;
        let block = self.state.block;
        match served {
            // A record of block 0 stands for none.
            Some(last) if last > 0 && block.saturating_sub(last) < rate_limit => {
                Err(ChainError::ServingRateLimitExceeded {
                    hotkey,
                    netuid,
                    last,
                    block,
                    rate_limit,
                })
            }
            _ => Ok(()),
        }
    }
}

/// An address of version 4 or 6 that is neither loopback nor broadcast; 0 passes.
fn check_address(ip_type: u8, ip: u128) -> Result<(), ChainError> {
    let (loopback, highest) = match ip_type {
        4 => (Ipv4Addr::LOCALHOST.to_bits().into(), u32::MAX.into()),
        6 => (Ipv6Addr::LOCALHOST.to_bits(), u128::MAX),
        _ => return Err(ChainError::InvalidIpType { ip_type }),
    };
    if ip < highest && ip != loopback {
        return Ok(());
    }
    Err(invalid_address(ip_type, ip))
}

fn invalid_address(ip_type: u8, ip: u128) -> ChainError {
    let v4 = u32::try_from(ip).ok().filter(|_| ip_type == 4);
    let shown = v4.map_or_else(
        || Ipv6Addr::from_bits(ip).to_string(),
        |ip| Ipv4Addr::from_bits(ip).to_string(),
    );
    ChainError::InvalidIpAddress { ip: shown }
}

fn check_port(port: u16) -> Result<(), ChainError> {
    if port == 0 {
        return Err(ChainError::InvalidPort { port });
    }
    Ok(())
}
