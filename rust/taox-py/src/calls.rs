//! The signed calls of `_core.Chain`, as a table: argument by argument what the core's calls take.

use crate::chain::Chain;
use crate::chain_values::{Key, chain_error, coldkey, hotkey, origin};
use pyo3::prelude::*;
use taox_core::chain::{AccountIdentity, Coldkey, Hotkey, Origin, SubnetIdentity};

/// An argument of a call, made the core's.
pub(crate) trait CallArgument {
    /// What the core takes.
    type Core;

    fn into_core(self) -> Self::Core;
}

macro_rules! as_it_is {
    ($($type:ty),*) => {$(
        impl CallArgument for $type {
            type Core = Self;

            fn into_core(self) -> Self {
                self
            }
        }
    )*};
}

as_it_is!(bool, u8, u16, u32, u64, Vec<u16>);

impl<T: CallArgument> CallArgument for Option<T> {
    type Core = Option<T::Core>;

    fn into_core(self) -> Self::Core {
        self.map(T::into_core)
    }
}

macro_rules! made {
    ($(#[doc = $doc:literal])* $name:ident: $given:ty => $core:ident, $make:path) => {
        $(#[doc = $doc])*
        #[derive(FromPyObject)]
        #[pyo3(transparent)]
        pub(crate) struct $name($given);

        impl CallArgument for $name {
            type Core = $core;

            fn into_core(self) -> $core {
                $make(self.0)
            }
        }
    };
}

made! {
    /// A coldkey.
    ColdkeyBytes: Key => Coldkey, coldkey
}
made! {
    /// A hotkey.
    HotkeyBytes: Key => Hotkey, hotkey
}
made! {
    /// The coldkey that signs; none is root.
    OriginBytes: Option<Key> => Origin, origin
}
made! {
    /// What a coldkey says about itself, field by field.
    AccountFields: [Vec<u8>; 7] => AccountIdentity, AccountIdentity::from_fields
}
made! {
    /// What an owner says about a subnet, field by field.
    SubnetFields: [Vec<u8>; 8] => SubnetIdentity, SubnetIdentity::from_fields
}

/// Methods that pass their arguments on to the core's method of the same name.
macro_rules! calls {
    ($($(#[doc = $doc:literal])* fn $name:ident($($argument:ident: $type:ty),*) -> $output:ty;)*) => {
        #[pymethods]
        impl Chain {
            $($(#[doc = $doc])*
            #[allow(clippy::too_many_arguments, reason = "as many as the chain gives it")]
            fn $name(&mut self, py: Python<'_>, $($argument: $type),*) -> PyResult<$output> {
                let result = self.inner.$name($($argument.into_core()),*);
                result.map_err(|error| chain_error(py, &error))
            })*
        }
    };
}

#[rustfmt::skip]
calls! {
    fn transfer(sender: ColdkeyBytes, receiver: ColdkeyBytes, amount: u64) -> ();
    fn transfer_allow_death(sender: ColdkeyBytes, receiver: ColdkeyBytes, amount: u64) -> ();
    fn transfer_all(sender: ColdkeyBytes, receiver: ColdkeyBytes, keep_alive: bool) -> u64;
    fn register(coldkey: ColdkeyBytes, netuid: u16, hotkey: HotkeyBytes) -> u16;
    fn register_limit(coldkey: ColdkeyBytes, netuid: u16, hotkey: HotkeyBytes, limit_price: u64) -> u16;
    fn root_register(coldkey: ColdkeyBytes, hotkey: HotkeyBytes) -> u16;
    fn register_network(coldkey: ColdkeyBytes, hotkey: HotkeyBytes) -> u16;
    fn register_network_with_identity(
        coldkey: ColdkeyBytes, hotkey: HotkeyBytes, identity: Option<SubnetFields>
    ) -> u16;
    fn set_subnet_identity(origin: OriginBytes, netuid: u16, identity: SubnetFields) -> ();
    fn set_identity(coldkey: ColdkeyBytes, identity: AccountFields) -> ();
    fn start_call(origin: OriginBytes, netuid: u16) -> ();
    fn root_dissolve_network(origin: OriginBytes, netuid: u16) -> ();
    fn try_associate_hotkey(coldkey: ColdkeyBytes, hotkey: HotkeyBytes) -> ();
    fn set_coldkey_auto_stake_hotkey(coldkey: ColdkeyBytes, netuid: u16, hotkey: HotkeyBytes) -> ();
    fn set_auto_parent_delegation_enabled(coldkey: ColdkeyBytes, hotkey: HotkeyBytes, enabled: bool) -> ();
    fn swap_hotkey_v2(
        coldkey: ColdkeyBytes, old_hotkey: HotkeyBytes, new_hotkey: HotkeyBytes, netuid: Option<u16>,
        keep_stake: bool
    ) -> ();
    fn add_stake(coldkey: ColdkeyBytes, hotkey: HotkeyBytes, netuid: u16, amount: u64) -> u64;
    fn add_stake_limit(
        coldkey: ColdkeyBytes, hotkey: HotkeyBytes, netuid: u16, amount: u64, limit_price: u64,
        allow_partial: bool
    ) -> u64;
    fn remove_stake(coldkey: ColdkeyBytes, hotkey: HotkeyBytes, netuid: u16, alpha: u64) -> u64;
    fn remove_stake_limit(
        coldkey: ColdkeyBytes, hotkey: HotkeyBytes, netuid: u16, alpha: u64, limit_price: u64,
        allow_partial: bool
    ) -> u64;
    fn increase_take(coldkey: ColdkeyBytes, hotkey: HotkeyBytes, take: u16) -> ();
    fn increase_take_body(coldkey: ColdkeyBytes, hotkey: HotkeyBytes, take: u16) -> ();
    fn decrease_take(coldkey: ColdkeyBytes, hotkey: HotkeyBytes, take: u16) -> ();
    fn decrease_take_body(coldkey: ColdkeyBytes, hotkey: HotkeyBytes, take: u16) -> ();
    fn set_childkey_take(coldkey: ColdkeyBytes, hotkey: HotkeyBytes, netuid: u16, take: u16) -> ();
    fn set_tempo(origin: OriginBytes, netuid: u16, tempo: u16) -> ();
    fn sudo_set_tempo(origin: OriginBytes, netuid: u16, tempo: u16) -> ();
    fn set_activity_cutoff_factor(origin: OriginBytes, netuid: u16, factor_milli: u32) -> ();
    fn trigger_epoch(origin: OriginBytes, netuid: u16) -> ();
    fn sudo_set_mechanism_count(origin: OriginBytes, netuid: u16, mechanism_count: u8) -> ();
    fn sudo_set_mechanism_emission_split(
        origin: OriginBytes, netuid: u16, maybe_split: Option<Vec<u16>>
    ) -> ();
    fn sudo_set_alpha_values(
        origin: OriginBytes, netuid: u16, alpha_low: u16, alpha_high: u16
    ) -> ();
    fn sudo_trim_to_max_allowed_uids(origin: OriginBytes, netuid: u16, max_n: u16) -> ();
    fn sudo_set_sn_owner_hotkey(origin: OriginBytes, netuid: u16, hotkey: HotkeyBytes) -> ();
    fn sudo_set_rao_recycled(origin: OriginBytes, netuid: u16, rao_recycled: u64) -> ();
    fn sudo_set_network_pow_registration_allowed(
        origin: OriginBytes, netuid: u16, registration_allowed: bool
    ) -> ();
    fn sudo_set_total_issuance(origin: OriginBytes, total_issuance: u64) -> ();
    fn remove_stake_full_limit(
        coldkey: ColdkeyBytes, hotkey: HotkeyBytes, netuid: u16, limit_price: Option<u64>
    ) -> u64;
    fn unstake_all(coldkey: ColdkeyBytes, hotkey: HotkeyBytes) -> u64;
    fn unstake_all_alpha(coldkey: ColdkeyBytes, hotkey: HotkeyBytes) -> u64;
    fn move_stake(
        coldkey: ColdkeyBytes, origin_hotkey: HotkeyBytes, destination_hotkey: HotkeyBytes,
        origin_netuid: u16, destination_netuid: u16, alpha: u64
    ) -> u64;
    fn transfer_stake(
        coldkey: ColdkeyBytes, destination_coldkey: ColdkeyBytes, hotkey: HotkeyBytes,
        origin_netuid: u16, destination_netuid: u16, alpha: u64
    ) -> u64;
    fn swap_stake(
        coldkey: ColdkeyBytes, hotkey: HotkeyBytes, origin_netuid: u16, destination_netuid: u16,
        alpha: u64
    ) -> u64;
    fn swap_stake_limit(
        coldkey: ColdkeyBytes, hotkey: HotkeyBytes, origin_netuid: u16, destination_netuid: u16,
        alpha: u64, limit_price: u64, allow_partial: bool
    ) -> u64;
    fn recycle_alpha(coldkey: ColdkeyBytes, hotkey: HotkeyBytes, alpha: u64, netuid: u16) -> u64;
    fn burn_alpha(coldkey: ColdkeyBytes, hotkey: HotkeyBytes, alpha: u64, netuid: u16) -> u64;
    fn add_stake_burn(
        coldkey: ColdkeyBytes, hotkey: HotkeyBytes, netuid: u16, amount: u64, limit: Option<u64>
    ) -> u64;
    fn lock_stake(coldkey: ColdkeyBytes, hotkey: HotkeyBytes, netuid: u16, alpha: u64) -> ();
    fn set_perpetual_lock(coldkey: ColdkeyBytes, netuid: u16, enabled: bool) -> ();
    fn move_lock(coldkey: ColdkeyBytes, destination_hotkey: HotkeyBytes, netuid: u16) -> ();
}
