//! What moves by itself every block: prices of registration, moving prices, root proportions
//! (coinbase.md 3.3 and 14).

use super::injection::root_proportion;
use super::schedule::is_due;
use super::state::State;
use super::subnet::Subnet;
use super::tao_shares::moving_price;
use crate::economy::{BurnPrice, MovingPrice};
use crate::fixed::{FixedPoint, I96F32, U64F64};

impl Subnet {
    /// The price of registration with its bounds.
    pub(crate) fn burn_price(&self) -> BurnPrice {
        let params = &self.params.subnet;
        BurnPrice {
            burn: self.registrations.burn(),
            min_burn: params.min_burn,
            max_burn: params.max_burn,
        }
    }

    /// What a registration does to the price of the next.
    pub(crate) fn raise_burn(&mut self) {
        let multiplier = U64F64::from_bits(self.params.subnet.burn_increase_mult);
        let raised = self.burn_price().after_registration(multiplier);
        self.registrations.set_burn(raised.burn);
    }
}

/// Lets the prices of registration fall and begins a new count of registrations.
pub(crate) fn decay_burns(state: &mut State) {
    let now = state.block;
    let State { subnets, decay, .. } = state;
    for subnet in subnets.iter_mut() {
        let factor = decay
            .of(subnet.params.subnet.burn_half_life)
            .filter(|_| now > 1);
        let decayed = subnet.burn_price().next_block(factor);
        subnet.registrations.set_burn(decayed.burn);
        subnet.registrations.this_block = 0;
        // Root's clock never advances: from its tempo on it is due in every block.
        if subnet.is_root() && is_due(subnet, now) {
            subnet.registrations.this_interval = 0;
        }
    }
}

/// Moves the moving prices of the subnets that emit, and publishes root's proportions.
pub(crate) fn move_prices(state: &mut State) {
    let (now, root) = (state.block, state.weighted_root_tao());
    let alpha = I96F32::from_bits(state.network.subnet_moving_alpha);
    for subnet in state.emitting_mut() {
        let halving_blocks = subnet.params.subnet.ema_price_halving_blocks;
        let average = MovingPrice {
            alpha,
            halving_blocks,
        };
        let age = MovingPrice::age(now, subnet.first_emission_block.unwrap_or(0));
        let price = subnet.pool().price();
        let last = moving_price(subnet).saturating_to_fixed();
        subnet.moving_price = average.next(last, price, age);
        subnet.root_proportion = root_proportion(root, subnet);
    }
}
