//! What can be read of the economy: pools, prices, quotes, pots, families, claims.

use super::Chain;
use super::account::{Coldkey, Hotkey};
use super::children::Child;
use super::claim_index::RootClaimType;
use super::error::ChainError;
use super::family::Link;
use super::market::{buy, sell, swap_error};
use super::subnet::{Pending, ROOT, Subnet};
use crate::fixed::{FixedPoint, I96F32, U64F64, U96F32};
use crate::pool::{Order, Pool, Side};

/// The economy of one subnet at one block. Amounts are rao.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SubnetEconomy {
    /// The subnet.
    pub netuid: u16,
    /// The pool: mechanism, reserves, weight, fee rate.
    pub pool: Pool,
    /// Spot price, TAO per alpha.
    pub price: U64F64,
    /// Moving price, TAO per alpha: what TAO is shared by.
    pub moving_price: I96F32,
    /// Alpha outside the pool.
    pub alpha_out: u64,
    /// Alpha that the chain bought and nobody owns.
    pub protocol_alpha: u64,
    /// Alpha ever taken out of issuance.
    pub alpha_recycled: u64,
    /// Alpha ever left to nobody.
    pub alpha_burned: u64,
    /// TAO ever traded.
    pub volume: u128,
    /// Alpha that waits for the next epoch: of miners.
    pub pending_server: u64,
    /// Of validators.
    pub pending_validator: u64,
    /// Of root stakers.
    pub pending_root: u64,
    /// Of the owner.
    pub pending_owner_cut: u64,
    /// TAO that the last block put into the pool with alpha.
    pub tao_in: u64,
    /// Alpha that it put in.
    pub alpha_in: u64,
    /// Alpha that it minted outside the pool.
    pub alpha_emission: u64,
    /// TAO for which it bought alpha.
    pub excess_tao: u64,
    /// TAO for which root stakers' alpha was sold.
    pub root_sell_tao: u64,
    /// Users' TAO that came in less what went out, ever.
    pub user_flow: i64,
    /// The chain's.
    pub protocol_flow: i64,
    /// Root's part in stake that earns dividends, as last computed.
    pub root_proportion: U96F32,
    /// Part of the last epoch's incentive that was withheld from the owner's uids.
    pub miner_burned: U96F32,
    /// What the next registration costs.
    pub burn: u64,
    /// Blocks since an epoch last paid.
    pub blocks_since_last_step: u64,
    /// When an epoch's slot was last consumed.
    pub last_epoch_block: u64,
}

/// What a trade would do now. Amounts are rao.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TradeQuote {
    /// What enters the pool, without fee.
    pub paid_in: u64,
    /// The fee, in what enters.
    pub fee: u64,
    /// What comes out.
    pub paid_out: u64,
    /// What the input without fee would bring at the spot price, less what it brings.
    pub slippage: u64,
    /// Spot price before, TAO per alpha.
    pub price_before: U64F64,
    /// Spot price after, TAO per alpha.
    pub price_after: U64F64,
}

impl SubnetEconomy {
    fn of(subnet: &Subnet) -> Self {
        let Pending {
            server,
            validator,
            root,
            owner_cut,
        } = subnet.pending;
        let (pool, last_block) = (subnet.pool(), subnet.of_last_block());
        Self {
            netuid: subnet.netuid,
            pool,
            price: pool.price(),
            moving_price: subnet.moving_price,
            alpha_out: subnet.market.alpha_out,
            protocol_alpha: subnet.protocol_alpha,
            alpha_recycled: subnet.alpha_assets.recycled,
            alpha_burned: subnet.alpha_assets.burned,
            volume: subnet.market.volume,
            pending_server: server,
            pending_validator: validator,
            pending_root: root,
            pending_owner_cut: owner_cut,
            tao_in: last_block.tao_in,
            alpha_in: last_block.alpha_in,
            alpha_emission: last_block.alpha_out,
            excess_tao: last_block.excess_tao,
            root_sell_tao: last_block.root_sell_tao,
            user_flow: subnet.flows.user,
            protocol_flow: subnet.flows.protocol,
            root_proportion: subnet.root_proportion,
            miner_burned: subnet.miner_burned,
            burn: subnet.registrations.burn(),
            blocks_since_last_step: subnet.clock.blocks_since_last_step,
            last_epoch_block: subnet.clock.last_epoch_block,
        }
    }
}

impl Chain {
    /// The economy of one subnet, root included.
    ///
    /// # Errors
    /// `SubnetNotExists`.
    pub fn economy(&self, netuid: u16) -> Result<SubnetEconomy, ChainError> {
        self.subnet(netuid).map(SubnetEconomy::of)
    }

    /// The spot price, TAO per alpha; 1 where one alpha is one TAO.
    ///
    /// # Errors
    /// `SubnetNotExists`.
    pub fn price(&self, netuid: u16) -> Result<U64F64, ChainError> {
        self.subnet(netuid).map(|subnet| subnet.pool().price())
    }

    /// What the next registration costs, rao.
    ///
    /// # Errors
    /// `SubnetNotExists`.
    pub fn burn(&self, netuid: u16) -> Result<u64, ChainError> {
        self.subnet(netuid)
            .map(|subnet| subnet.registrations.burn())
    }

    /// What staking `tao` rao would bring now.
    ///
    /// # Errors
    /// `SubnetNotExists`, then those of the trade: `SwapInputTooLarge`, `ReservesTooLow`,
    /// `PriceLimitExceeded`.
    pub fn quote_stake(&self, netuid: u16, tao: u64) -> Result<TradeQuote, ChainError> {
        self.quote(netuid, &buy(tao))
    }

    /// What unstaking `alpha` rao would bring now. Where blocks have an author the price after it is
    /// that after the sale of the fee too.
    ///
    /// # Errors
    /// As [`Self::quote_stake`].
    pub fn quote_unstake(&self, netuid: u16, alpha: u64) -> Result<TradeQuote, ChainError> {
        self.quote(netuid, &sell(alpha))
    }

    /// What an order would do now.
    ///
    /// # Errors
    /// As [`Self::quote_stake`].
    pub(crate) fn quote(&self, netuid: u16, order: &Order) -> Result<TradeQuote, ChainError> {
        let before = self.subnet(netuid)?.pool();
        let trial = |pool: Pool, order: &Order| {
            let done = pool.trial(order);
            done.map_err(|error| swap_error(netuid, error))
        };
        let (swap, mut after) = trial(before, order)?;
        if order.side == Side::Sell && swap.fee_to_block_author > 0 && self.state.author.is_some() {
            let fee = sell(swap.fee_to_block_author).without_fee();
            (_, after) = trial(after, &fee)?;
        }
        let at_spot = match order.side {
            Side::Buy => before.tao_to_alpha(swap.paid_in),
            Side::Sell => before.alpha_to_tao(swap.paid_in),
        };
        Ok(TradeQuote {
            paid_in: swap.paid_in,
            fee: swap.fee_paid,
            paid_out: swap.paid_out,
            slippage: at_spot.saturating_sub(swap.paid_out),
            price_before: before.price(),
            price_after: after.price(),
        })
    }

    /// The children of a hotkey on a subnet, each with its proportion of 2^64 − 1.
    ///
    /// # Errors
    /// `SubnetNotExists`.
    pub fn children(&self, hotkey: Hotkey, netuid: u16) -> Result<Vec<Child>, ChainError> {
        let subnet = self.subnet(netuid)?;
        let known = self.state.hotkeys.find(hotkey);
        Ok(known.map_or_else(Vec::new, |hotkey| {
            self.named(subnet.family.children_of(hotkey))
        }))
    }

    /// The parents of a hotkey on a subnet, each with its proportion of 2^64 − 1.
    ///
    /// # Errors
    /// `SubnetNotExists`.
    pub fn parents(&self, hotkey: Hotkey, netuid: u16) -> Result<Vec<Child>, ChainError> {
        let subnet = self.subnet(netuid)?;
        let known = self.state.hotkeys.find(hotkey);
        Ok(known.map_or_else(Vec::new, |hotkey| {
            self.named(subnet.family.parents_of(hotkey))
        }))
    }

    fn named(&self, links: &[Link]) -> Vec<Child> {
        let links = links.iter();
        links
            .map(|(proportion, other)| (*proportion, self.state.hotkeys.key(*other)))
            .collect()
    }

    /// What a coldkey's root dividends become.
    pub fn root_claim_type(&self, coldkey: Coldkey) -> RootClaimType {
        let known = self.state.coldkeys.find(coldkey);
        known.map_or(RootClaimType::Swap, |coldkey| {
            let chosen = self.state.coldkeys.get(coldkey).claim_type.clone();
            chosen.unwrap_or_default()
        })
    }

    /// The alpha that a coldkey could claim: per hotkey of its root stake and subnet, in the order
    /// of a claim. Amounts below the subnet's threshold wait, but are listed.
    pub fn claimable(&self, coldkey: Coldkey) -> Vec<(Hotkey, u16, u64)> {
        let Some(holder) = self.state.coldkeys.find(coldkey) else {
            return Vec::new();
        };
        let hotkeys = self.state.coldkeys.get(holder).staking.iter();
        let rates = hotkeys.flat_map(|hotkey| {
            let rates = self.state.hotkeys.get(hotkey).claimable.iter();
            rates.map(move |(netuid, rate)| (hotkey, *netuid, *rate))
        });
        rates
            .map(|(hotkey, netuid, rate)| {
                let owed = self.state.owed(hotkey, holder, netuid, rate);
                (
                    self.state.hotkeys.key(hotkey),
                    netuid,
                    owed.saturating_to_num(),
                )
            })
            .filter(|(.., owed)| *owed > 0)
            .collect()
    }

    /// TAO staked on root, rao.
    pub fn root_tao(&self) -> u64 {
        self.state
            .subnets
            .get(ROOT)
            .map_or(0, |root| root.market.tao)
    }
}
