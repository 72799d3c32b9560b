//! Seats of root (transitions.md 2.7): free of charge, the lowest stake makes room.

use super::Chain;
use super::account::{Coldkey, Hotkey};
use super::error::ChainError;
use super::events::Event;
use super::interner::HotIx;
use super::register::{Place, place_neuron};
use super::state::DEFAULT_TAKE;
use super::subnet::{ROOT, Subnet};

impl Chain {
    /// Gives a hotkey a seat of root; the coldkey becomes its owner if nobody owns it. Returns the
    /// uid. A hotkey without a take gets the default one.
    ///
    /// # Errors
    /// In this order: `RootNetworkDoesNotExist`, `TooManyRegistrationsThisBlock`,
    /// `TooManyRegistrationsThisInterval`, `HotKeyAlreadyRegisteredInSubNet`,
    /// `CannotUseSystemAccount`, `StakeTooLowForRoot`.
    pub fn root_register(&mut self, coldkey: Coldkey, hotkey: Hotkey) -> Result<u16, ChainError> {
        let place = self.check_root_register(hotkey)?;
        let index = self.state.create_hotkey(hotkey, coldkey);
        self.state
            .hotkeys
            .get_mut(index)
            .take
            .get_or_insert(DEFAULT_TAKE);
        let uid = place_neuron(&mut self.state, ROOT, index, place);
        if let Some(root) = self.state.subnets.get_mut(ROOT) {
            let counts = &mut root.registrations;
            counts.this_block = counts.this_block.saturating_add(1);
            counts.this_interval = counts.this_interval.saturating_add(1);
        }
        self.emit(Event::NeuronRegistered {
            netuid: ROOT,
            uid,
            hotkey,
        });
        Ok(uid)
    }

    fn check_root_register(&self, hotkey: Hotkey) -> Result<Place, ChainError> {
        let netuid = ROOT;
        let root = self
            .state
            .subnets
            .get(ROOT)
            .ok_or(ChainError::RootNetworkDoesNotExist { netuid })?;
        check_rate(root)?;
        if let Some(uid) = self.uid(ROOT, hotkey) {
            return Err(ChainError::HotKeyAlreadyRegisteredInSubNet {
                hotkey,
                netuid,
                uid,
            });
        }
        self.check_no_system_account(hotkey)?;
        if root.neurons.len() < root.params.subnet.max_allowed_uids {
            return Ok(Place::Append);
        }
        let stake = self
            .state
            .hotkeys
            .find(hotkey)
            .map_or(0, |hotkey| root.stake_of(hotkey));
        let (lowest, uid) = lowest_seat(root);
        if stake > lowest {
            Ok(Place::Replace(uid))
        } else {
            Err(ChainError::StakeTooLowForRoot {
                hotkey,
                stake,
                lowest,
            })
        }
    }
}

fn check_rate(root: &Subnet) -> Result<(), ChainError> {
    let (netuid, counts, params) = (ROOT, &root.registrations, &root.params.subnet);
    let (registrations, limit) = (counts.this_block, params.max_registrations_per_block);
    if registrations >= limit {
        return Err(ChainError::TooManyRegistrationsThisBlock {
            netuid,
            registrations,
            limit,
        });
    }
    let limit = params.target_registrations_per_interval.saturating_mul(3);
    let registrations = counts.this_interval;
    if registrations >= limit {
        return Err(ChainError::TooManyRegistrationsThisInterval {
            netuid,
            registrations,
            limit,
        });
    }
    Ok(())
}

/// The seat with the lowest stake, and of several the first.
fn lowest_seat(root: &Subnet) -> (u64, u16) {
    let stake = |hotkey: &HotIx| root.stake_of(*hotkey);
    let seats = root.neurons.hotkeys.iter().map(stake).zip(0..);
    seats.min().unwrap_or((0, 0))
}
