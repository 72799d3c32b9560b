//! How a chain begins: root, funded accounts, a name.

use super::Chain;
use super::account::Coldkey;
use super::beacon::Beacon;
use super::claim_index::ClaimIndex;
use super::clocks::Clocks;
use super::events::EventLog;
use super::hyperparameters::Hyperparameters;
use super::input::VerbError;
use super::interner::{ColdIx, Coldkeys, Hotkeys};
use super::network_params::NetworkParams;
use super::settings::Vacant;
use super::state::{EXISTENTIAL_DEPOSIT, State};
use super::subnet::{ROOT, Subnet, Subnets};
use crate::economy::DecayFactors;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Root's tempo, as a bare chain has it (transitions.md 0.7).
const ROOT_TEMPO: u16 = 100;
/// How many hotkeys hold a seat of root.
const ROOT_SEATS: u16 = 64;

impl Chain {
    /// A chain at block 0 with root, no subnet, and these balances.
    ///
    /// The genesis hash is SHA-256 of `genesis`; two chains of different genesis have different
    /// parent hashes. `defaults` is what new subnets get, for example that of a preset.
    ///
    /// # Errors
    /// [`VerbError`] if a balance is below the existential deposit or all of them exceed what
    /// can be issued.
    pub fn new(
        defaults: Hyperparameters,
        balances: &[(Coldkey, u64)],
        genesis: &[u8],
    ) -> Result<Self, VerbError> {
        defaults.validate()?;
        let hash = Sha256::digest(genesis).into();
        let mut chain = Self::from_state(empty_state(hash, defaults));
        for (coldkey, free) in balances {
            chain.change_balance(*coldkey, *free)?;
        }
        Ok(chain)
    }

    /// A chain around a state, without history.
    pub(crate) fn from_state(state: State) -> Self {
        Self {
            state,
            log: EventLog::default(),
            keep_epoch_inputs: false,
            epoch_inputs: BTreeMap::new(),
            explicit: BTreeSet::new(),
            rules: BTreeMap::new(),
        }
    }
}

/// Block 0 with root alone.
pub(crate) fn empty_state(genesis_hash: [u8; 32], defaults: Hyperparameters) -> State {
    let mut state = State {
        genesis_hash,
        block: 0,
        author: None,
        parent_hash: [0; 32],
        network: NetworkParams::default(),
        defaults,
        balances_issuance: 0,
        total_issuance: 0,
        total_stake: 0,
        block_emission: 0,
        hotkeys: Hotkeys::default(),
        coldkeys: Coldkeys::default(),
        subnets: Subnets::default(),
        last_lock_cost: None,
        creations: BTreeMap::new(),
        remains: BTreeMap::new(),
        vacant: Vacant::default(),
        clocks: Clocks::default(),
        beacon: Beacon::default(),
        claim_index: ClaimIndex::default(),
        claimed: BTreeMap::new(),
        last_stake_block: BTreeMap::new(),
        takes_of_no_subnet: BTreeMap::new(),
        decay: DecayFactors::default(),
    };
    let root = open_subnet(&mut state, ROOT, root_params());
    state.subnets.insert(root);
    state
}

/// A subnet whose account exists.
pub(crate) fn open_subnet(state: &mut State, netuid: u16, params: Hyperparameters) -> Subnet {
    let account = open_account(state, netuid);
    let mut subnet = Subnet::new(netuid, account, params, state.block);
    state.adopt_takes(&mut subnet);
    subnet
}

/// The account of a subnet. It holds at least the existential deposit, which is minted here.
pub(crate) fn open_account(state: &mut State, netuid: u16) -> ColdIx {
    let account = state.subnet_account(netuid);
    let held = state.coldkeys.get(account).free;
    state.set_free(account, held.max(EXISTENTIAL_DEPOSIT));
    account
}

/// Root can be staked to from the start; the flag is on on the live chain (transitions.md 2.7).
pub(crate) fn root_params() -> Hyperparameters {
    let mut params = Hyperparameters::unset();
    params.epoch.tempo = ROOT_TEMPO;
    params.subnet.subtoken_enabled = true;
    params.subnet.max_allowed_uids = ROOT_SEATS;
    params.subnet.target_registrations_per_interval = 1;
    params
}
