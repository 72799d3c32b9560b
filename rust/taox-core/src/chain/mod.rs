//! The chain's state machine: accounts, subnets, stake, calls, block step, events, snapshots.
//!
//! | module | is |
//! |---|---|
//! | `account`, `interner`, `index_map` | 32-byte keys and their SS58 text; dense indices inside, and maps keyed by them |
//! | `safe_float`, `share_pool` | stake as shares of a hotkey's total (coinbase.md 16) |
//! | `parameters`, `hyperparameters`, `network_params`, `presets`, `fractions` | parameters as data; the `CHAIN` and `LOCAL` defaults |
//! | `state`, `subnet`, `lock`, `lock_book`, `neurons`, `market`, `family`, `claim_index`, `ordered_set` | what is stored |
//! | `ledger`, `journal`, `atomic` | TAO of accounts; undoing a call that fails late |
//! | `beacon` | rounds to which weights are sealed |
//! | `clocks`, `origin` | when what has a rate limit last happened; who signs owners' and root's calls |
//! | `found_subnet`, `lock_cost`, `register_network`, `symbols`, `identity`, `dissolve`, `remains` | how subnets come, what they cost, how they go and what is left |
//! | `serving`, `associate`, `auto_stake`, `swap_hotkey`, `swapped_hotkey` | addresses, owners and other names of hotkeys |
//! | `rules` | rules of the caller in place of steps of the epoch |
//! | `genesis`, `verbs`, `create_subnet`, `replay` | how a chain begins; what only the person in front of it may do |
//! | `transfer`, `register`, `root_register`, `add_stake`, `remove_stake`, `staking`, `weights`, `children`, `takes`, `root_claims`, `move_stake`, `move_within`, `move_across`, `move_limit`, `unstake_all`, `alpha_burn`, `lock_calls` | the calls: guards in front, bodies behind |
//! | `settings` | what owners and root set, as a table with one path; tempo, mechanisms, trim, names |
//! | `step`, `prices`, `emission`, `tao_shares`, `injection`, `schedule` | the block step up to the drain |
//! | `epoch_input`, `distribute`, `conviction`, `payouts`, `parents`, `dividends`, `root_dividends` | epochs and what they pay |
//! | `stake_weight`, `metagraph`, `views`, `economy_views`, `lock_views`, `subnet_info` | what can be read |
//! | `events`, `error`, `input`, `value` | what is told |
//! | `storage` | a state in the chain's own storage names |
//! | `snapshot`, `canonical`, `structure` | bytes and hashes of a state, and what is checked when it comes back |
//! | `invariants` | what always holds |
//!
//! A refused call has changed nothing: it checks first and writes after, or undoes what it wrote.
//!
//! ```
//! use taox_core::chain::{Chain, Coldkey, Hotkey, LOCAL};
//!
//! let (alice, hotkey) = (Coldkey::from_name("alice"), Hotkey::from_name("alice"));
//! let balances = [(alice, 2_000_000_000_000)];
//! let mut chain = Chain::new(LOCAL.hyperparameters(), &balances, b"example")?;
//! let params = chain.defaults().clone();
//! let (owner, seat) = (Coldkey::from_name("owner"), Hotkey::from_name("owner"));
//! let netuid = chain.create_subnet(owner, seat, None, params)?;
//! let uid = chain.register(alice, netuid, hotkey)?;
//! chain.add_stake(alice, hotkey, netuid, 1_000_000_000_000)?;
//! chain.run(360)?;
//! assert!(chain.metagraph(netuid)?.validator_permit[usize::from(uid)]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod account;
mod add_stake;
mod alpha_burn;
mod associate;
mod atomic;
mod auto_stake;
mod beacon;
mod canonical;
mod children;
mod claim_index;
mod clocks;
mod conviction;
mod create_subnet;
mod dissolve;
mod distribute;
mod dividends;
mod economy_views;
mod emission;
mod epoch_input;
mod error;
mod events;
mod family;
mod found_subnet;
mod fractions;
mod genesis;
mod hyperparameters;
mod identity;
mod index_map;
mod injection;
mod input;
mod interner;
mod invariants;
mod journal;
mod ledger;
mod lock;
mod lock_book;
mod lock_calls;
mod lock_cost;
mod lock_views;
mod market;
mod metagraph;
mod move_across;
mod move_limit;
mod move_stake;
mod move_within;
mod network_params;
mod neurons;
mod ordered_set;
mod origin;
mod parameters;
mod parents;
mod payouts;
mod presets;
mod prices;
mod register;
mod register_network;
mod remains;
mod remove_stake;
mod replay;
mod root_claims;
mod root_dividends;
mod root_register;
mod rules;
mod safe_float;
mod schedule;
mod serving;
mod settings;
mod share_pool;
mod snapshot;
mod stake_weight;
mod staking;
mod state;
mod step;
mod storage;
mod structure;
mod subnet;
mod subnet_info;
mod swap_hotkey;
mod swapped_hotkey;
mod symbols;
mod takes;
mod tao_shares;
mod transfer;
mod unstake_all;
mod value;
mod verbs;
mod views;
mod weights;
#[cfg(test)]
mod worked_examples;

pub use account::{AccountError, AccountId, Coldkey, Hotkey, burn_account, subnet_account};
pub use children::Child;
pub use claim_index::RootClaimType;
pub use clocks::Action;
pub use create_subnet::Reserves;
pub use economy_views::{SubnetEconomy, TradeQuote};
pub use emission::ALPHA_PER_BLOCK;
pub use epoch_input::{RecordedEpoch, RecordedMechanism};
pub use error::{ChainError, ERRORS, ErrorInfo};
pub use events::{EVENTS, Event, EventInfo, EventRecord};
pub use hyperparameters::{Hyperparameters, RecycleOrBurn, Setting, SubnetParams};
pub use identity::SubnetIdentity;
pub use input::{InputError, VerbError};
pub use invariants::{INVARIANTS, Invariant, Violation};
pub use lock_views::StakeLock;
pub use metagraph::{MechanismView, Metagraph};
pub use network_params::NetworkParams;
pub use origin::Origin;
pub use parameters::Parameter;
pub use payouts::{EpochShare, Payout, Pots};
pub use presets::{CHAIN, LOCAL, Preset};
pub use replay::SubnetPool;
pub use safe_float::SafeFloat;
pub use serving::{AxonInfo, Certificate, PrometheusInfo};
pub use settings::{
    AccountIdentity, Bound, Edge, Missing, Pace, Relation, Setter, Signer, Told, Window,
};
pub use share_pool::SharePool;
pub use snapshot::{SNAPSHOT_VERSION, SnapshotError};
pub use state::{EXISTENTIAL_DEPOSIT, MAX_TAO_ISSUANCE, MIN_STAKE};
pub use step::StepError;
pub use storage::{Storage, Stored};
pub use subnet::{NETUIDS, ROOT};
pub use subnet_info::SubnetInfo;
pub use value::Value;
pub use weights::{
    BatchReveal, BatchWeights, ItemResult, MAX_CIPHERTEXT, PendingCommit, RevealCall, Seal,
    SealedPayload, TimelockedCall, WeightsCall, WeightsTarget, weights_hash,
};

use crate::epoch::Rules;
use events::EventLog;
use state::State;
use std::collections::BTreeMap;
use std::sync::Arc;
use storage::Explicit;

/// A Bittensor chain: its state, the log of what happened, and what is kept beside them.
#[derive(Clone, Debug)]
pub struct Chain {
    state: State,
    log: EventLog,
    keep_epoch_inputs: bool,
    epoch_inputs: BTreeMap<u16, RecordedEpoch>,
    explicit: Explicit,
    rules: BTreeMap<u16, Arc<dyn Rules>>,
}
