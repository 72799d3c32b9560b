//! The economy of `_core.Chain`: the calls that move TAO and alpha, pools, prices, quotes.

use crate::chain::Chain;
use crate::chain_values::{Key, chain_error, coldkey, hotkey, verb_error};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use taox_core::chain::{
    Child, EpochShare, Hotkey, Pots, RootClaimType, SubnetEconomy, SubnetPool, TradeQuote,
};
use taox_core::fixed::{I96F32, U64F64, U96F32};

#[pymethods]
impl Chain {
    fn set_children(
        &mut self,
        py: Python<'_>,
        signer: Key,
        key: Key,
        netuid: u16,
        children: Vec<(u64, Key)>,
    ) -> PyResult<()> {
        let children: Vec<Child> = children
            .into_iter()
            .map(|(proportion, child)| (proportion, hotkey(child)))
            .collect();
        let result = self
            .inner
            .set_children(coldkey(signer), hotkey(key), netuid, &children);
        result.map_err(|error| chain_error(py, &error))
    }

    #[expect(clippy::needless_pass_by_value, reason = "pyo3 extracts owned lists")]
    fn claim_root(&mut self, py: Python<'_>, signer: Key, subnets: Vec<u16>) -> PyResult<()> {
        let result = self.inner.claim_root(coldkey(signer), &subnets);
        result.map_err(|error| chain_error(py, &error))
    }

    fn set_root_claim_type(
        &mut self,
        py: Python<'_>,
        signer: Key,
        keep: bool,
        netuids: Option<Vec<u16>>,
    ) -> PyResult<()> {
        let claim_type = match (netuids, keep) {
            (Some(netuids), _) => RootClaimType::KeepSubnets(netuids),
            (None, true) => RootClaimType::Keep,
            (None, false) => RootClaimType::Swap,
        };
        let result = self.inner.set_root_claim_type(coldkey(signer), claim_type);
        result.map_err(|error| chain_error(py, &error))
    }

    /// The body of `claim_root`, without the guard in front.
    #[expect(clippy::needless_pass_by_value, reason = "pyo3 extracts owned lists")]
    fn claim_root_body(&mut self, py: Python<'_>, signer: Key, subnets: Vec<u16>) -> PyResult<()> {
        let result = self.inner.claim_root_body(coldkey(signer), &subnets);
        result.map_err(|error| chain_error(py, &error))
    }

    /// Reserves, price and moving price of a pool, from outside.
    fn set_pool(
        &mut self,
        py: Python<'_>,
        netuid: u16,
        tao: u64,
        alpha: u64,
        price_bits: u128,
        moving_price_bits: i128,
    ) -> PyResult<()> {
        let pool = SubnetPool {
            tao,
            alpha,
            price: U64F64::from_bits(price_bits),
            moving_price: I96F32::from_bits(moving_price_bits),
        };
        let result = self.inner.set_pool(netuid, pool);
        result.map_err(|error| verb_error(py, &error))
    }

    fn economy<'py>(&self, py: Python<'py>, netuid: u16) -> PyResult<Bound<'py, PyDict>> {
        let economy = self.inner.economy(netuid);
        economy_to_py(py, &economy.map_err(|error| chain_error(py, &error))?)
    }

    fn burn(&self, py: Python<'_>, netuid: u16) -> PyResult<u64> {
        self.inner
            .burn(netuid)
            .map_err(|error| chain_error(py, &error))
    }

    fn quote_stake<'py>(
        &self,
        py: Python<'py>,
        netuid: u16,
        tao: u64,
    ) -> PyResult<Bound<'py, PyDict>> {
        let quote = self.inner.quote_stake(netuid, tao);
        quote_to_py(py, &quote.map_err(|error| chain_error(py, &error))?)
    }

    fn quote_unstake<'py>(
        &self,
        py: Python<'py>,
        netuid: u16,
        alpha: u64,
    ) -> PyResult<Bound<'py, PyDict>> {
        let quote = self.inner.quote_unstake(netuid, alpha);
        quote_to_py(py, &quote.map_err(|error| chain_error(py, &error))?)
    }

    fn quote_swap_stake<'py>(
        &self,
        py: Python<'py>,
        origin_netuid: u16,
        destination_netuid: u16,
        alpha: u64,
    ) -> PyResult<(Bound<'py, PyDict>, Bound<'py, PyDict>)> {
        let quotes = self
            .inner
            .quote_swap_stake(origin_netuid, destination_netuid, alpha);
        let (sale, purchase) = quotes.map_err(|error| chain_error(py, &error))?;
        Ok((quote_to_py(py, &sale)?, quote_to_py(py, &purchase)?))
    }

    fn delegate_take(&self, key: Key) -> u16 {
        self.inner.delegate_take(hotkey(key))
    }

    fn childkey_take(&self, py: Python<'_>, key: Key, netuid: u16) -> PyResult<u16> {
        self.inner
            .childkey_take(hotkey(key), netuid)
            .map_err(|error| chain_error(py, &error))
    }

    fn children<'py>(
        &self,
        py: Python<'py>,
        key: Key,
        netuid: u16,
    ) -> PyResult<Vec<(u64, Bound<'py, PyBytes>)>> {
        let children = self.inner.children(hotkey(key), netuid);
        let children = children.map_err(|error| chain_error(py, &error))?;
        Ok(links_to_py(py, &children))
    }

    fn parents<'py>(
        &self,
        py: Python<'py>,
        key: Key,
        netuid: u16,
    ) -> PyResult<Vec<(u64, Bound<'py, PyBytes>)>> {
        let parents = self.inner.parents(hotkey(key), netuid);
        let parents = parents.map_err(|error| chain_error(py, &error))?;
        Ok(links_to_py(py, &parents))
    }

    /// "swap", "keep" or the netuids kept.
    fn root_claim_type<'py>(&self, py: Python<'py>, key: Key) -> PyResult<Bound<'py, PyAny>> {
        Ok(match self.inner.root_claim_type(coldkey(key)) {
            RootClaimType::Swap => "swap".into_pyobject(py)?.into_any(),
            RootClaimType::Keep => "keep".into_pyobject(py)?.into_any(),
            RootClaimType::KeepSubnets(netuids) => netuids.into_pyobject(py)?.into_any(),
        })
    }

    fn claimable<'py>(&self, py: Python<'py>, key: Key) -> Vec<(Bound<'py, PyBytes>, u16, u64)> {
        let claimable = self.inner.claimable(coldkey(key)).into_iter();
        claimable
            .map(|(key, netuid, alpha)| (PyBytes::new(py, key.bytes()), netuid, alpha))
            .collect()
    }
}

/// A hotkey and what it gets, U96F32 bits.
type Dividend<'py> = (Bound<'py, PyBytes>, u128);

#[pymethods]
impl Chain {
    /// Pays what an epoch assigned: (hotkey, incentive, dividend) each.
    fn pay_epoch<'py>(
        &mut self,
        py: Python<'py>,
        netuid: u16,
        shares: Vec<(Key, u64, u64)>,
        pots: (u64, u64, u64),
    ) -> PyResult<(Vec<Dividend<'py>>, Vec<Dividend<'py>>)> {
        let shares: Vec<_> = shares
            .into_iter()
            .map(|(key, incentive, dividend)| EpochShare {
                hotkey: hotkey(key),
                incentive,
                dividend,
            })
            .collect();
        let pots = Pots {
            validators: pots.0,
            root: pots.1,
            owner_cut: pots.2,
        };
        let payout = self.inner.pay_epoch(netuid, &shares, pots);
        let payout = payout.map_err(|error| chain_error(py, &error))?;
        let to_py = |dividends: &[(Hotkey, U96F32)]| {
            let dividends = dividends.iter();
            dividends
                .map(|(key, amount)| (PyBytes::new(py, key.bytes()), amount.to_bits()))
                .collect()
        };
        Ok((
            to_py(&payout.alpha_dividends),
            to_py(&payout.root_dividends),
        ))
    }

    fn parent_distribution<'py>(
        &self,
        py: Python<'py>,
        netuid: u16,
        key: Key,
        dividend: u64,
    ) -> PyResult<Vec<(Bound<'py, PyBytes>, u64)>> {
        let shares = self
            .inner
            .parent_distribution(netuid, hotkey(key), dividend);
        let shares = shares.map_err(|error| chain_error(py, &error))?;
        let shares = shares.into_iter();
        Ok(shares
            .map(|(key, amount)| (PyBytes::new(py, key.bytes()), amount))
            .collect())
    }
}

fn links_to_py<'py>(py: Python<'py>, links: &[Child]) -> Vec<(u64, Bound<'py, PyBytes>)> {
    let links = links.iter();
    links
        .map(|(proportion, key)| (*proportion, PyBytes::new(py, key.bytes())))
        .collect()
}

fn quote_to_py<'py>(py: Python<'py>, quote: &TradeQuote) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    dict.set_item("paid_in", quote.paid_in)?;
    dict.set_item("paid_out", quote.paid_out)?;
    dict.set_item("fee", quote.fee)?;
    dict.set_item("slippage", quote.slippage)?;
    dict.set_item("price_before_bits", quote.price_before.to_bits())?;
    dict.set_item("price_after_bits", quote.price_after.to_bits())?;
    Ok(dict)
}

fn economy_to_py<'py>(py: Python<'py>, economy: &SubnetEconomy) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    let pool = &economy.pool;
    dict.set_item("netuid", economy.netuid)?;
    dict.set_item("mechanism", pool.mechanism)?;
    dict.set_item("tao_reserve", pool.tao_reserve)?;
    dict.set_item("alpha_reserve", pool.alpha_reserve)?;
    dict.set_item("quote_weight", pool.quote_weight)?;
    dict.set_item("initialized", pool.initialized)?;
    dict.set_item("fee_rate", pool.fee_rate)?;
    dict.set_item("price_bits", economy.price.to_bits())?;
    dict.set_item("moving_price_bits", economy.moving_price.to_bits())?;
    dict.set_item("root_proportion_bits", economy.root_proportion.to_bits())?;
    dict.set_item("miner_burned_bits", economy.miner_burned.to_bits())?;
    dict.set_item("volume", economy.volume)?;
    dict.set_item("user_flow", economy.user_flow)?;
    dict.set_item("protocol_flow", economy.protocol_flow)?;
    for (name, amount) in [
        ("alpha_out", economy.alpha_out),
        ("protocol_alpha", economy.protocol_alpha),
        ("alpha_recycled", economy.alpha_recycled),
        ("alpha_burned", economy.alpha_burned),
        ("pending_server", economy.pending_server),
        ("pending_validator", economy.pending_validator),
        ("pending_root", economy.pending_root),
        ("pending_owner_cut", economy.pending_owner_cut),
        ("tao_in", economy.tao_in),
        ("alpha_in", economy.alpha_in),
        ("alpha_emission", economy.alpha_emission),
        ("excess_tao", economy.excess_tao),
        ("root_sell_tao", economy.root_sell_tao),
        ("burn", economy.burn),
        ("blocks_since_last_step", economy.blocks_since_last_step),
        ("last_epoch_block", economy.last_epoch_block),
    ] {
        dict.set_item(name, amount)?;
    }
    Ok(dict)
}
