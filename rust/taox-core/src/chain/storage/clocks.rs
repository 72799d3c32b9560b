//! Clocks of rate limits, from and to storage items.

use super::item::{Path, account_text};
use super::reader::{KeyPart, Reader};
use super::write::Items;
use crate::chain::account::AccountId;
use crate::chain::clocks::{Action, Clock};
use crate::chain::input::InputError;
use crate::chain::state::State;

const LIMITED: &str = "last_rate_limited_block";
const ACTIONS: &str = "transaction_key_last_block";

pub(super) fn load(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    reader.by_one(LIMITED, |clock: Clock, path, value| {
        state.clocks.stamp(clock, path.int(value)?);
        Ok(())
    })?;
    reader.by_three(
        ACTIONS,
        |(account, netuid, action): (AccountId, u16, Action), path, value| {
            let block = path.int(value)?;
            state.clocks.stamp_action(account, netuid, action, block);
            Ok(())
        },
    )
}

pub(super) fn write(state: &State, items: &mut Items) {
    for (clock, block) in state.clocks.limited() {
        items.amount(LIMITED, text(clock), block);
    }
    for (account, netuid, action, block) in state.clocks.actions() {
        let (account, action) = (account_text(account), action.number());
        items.amount(ACTIONS, format!("{account},{netuid},{action}"), block);
    }
}

fn text(clock: &Clock) -> String {
    match clock {
        Clock::NetworkRegistered => "network_last_registered".to_owned(),
        Clock::Transaction(account) => format!("last_tx_block,{}", account_text(*account)),
        Clock::DelegateTake(account) => {
            format!("last_tx_block_delegate_take,{}", account_text(*account))
        }
        Clock::ChildkeyTake(account) => {
            format!("last_tx_block_child_key_take,{}", account_text(*account))
        }
        Clock::OwnerHotkey(netuid) => format!("set_sn_owner_hotkey,{netuid}"),
        Clock::Hyperparameter(netuid, name) => format!("owner_hyperparam_update,{netuid},{name}"),
    }
}

impl KeyPart for Clock {
    fn read(path: Path<'_>, text: &str) -> Result<Self, InputError> {
        let (kind, rest) = text.split_once(',').unwrap_or((text, ""));
        match kind {
            "network_last_registered" => Ok(Self::NetworkRegistered),
            "last_tx_block" => AccountId::read(path, rest).map(Self::Transaction),
            "last_tx_block_delegate_take" => AccountId::read(path, rest).map(Self::DelegateTake),
            "last_tx_block_child_key_take" => AccountId::read(path, rest).map(Self::ChildkeyTake),
            "set_sn_owner_hotkey" => u16::read(path, rest).map(Self::OwnerHotkey),
            "owner_hyperparam_update" => {
                let (netuid, name) = rest.split_once(',').unwrap_or((rest, ""));
                let netuid = u16::read(path, netuid)?;
                Ok(Self::Hyperparameter(netuid, name.to_owned()))
            }
            _ => Err(path.error("the name of a clock", text)),
        }
    }
}

impl KeyPart for Action {
    fn read(path: Path<'_>, text: &str) -> Result<Self, InputError> {
        let number = u16::read(path, text)?;
        let known = Self::ALL.into_iter().find(|one| one.number() == number);
        known.ok_or_else(|| path.error("the number of an action with a clock", text))
    }
}
