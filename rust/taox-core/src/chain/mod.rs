//! The chain's state machine: accounts, subnets, stake, calls, block step, events, snapshots.
//!
//! | module | is |
//! |---|---|
//! | `account`, `interner` | 32-byte keys and their SS58 text; dense indices inside |
//! | `safe_float`, `share_pool` | stake as shares of a hotkey's total (coinbase.md 16) |
//! | `one_to_one` | the stand-in pool: one alpha is one TAO |
//! | `parameters`, `hyperparameters`, `presets` | parameters as data; the `CHAIN` and `LOCAL` defaults |
//! | `state`, `subnet`, `neurons`, `ordered_set` | what is stored |
//! | `rules` | rules of the caller in place of steps of the epoch |
//! | `genesis`, `verbs`, `replay` | how a chain begins; what only the person in front of it may do |
//! | `register`, `stake`, `weights` | the calls: guards in front, bodies behind |
//! | `step`, `emission`, `schedule`, `epoch_input`, `distribute`, `payouts`, `dividends` | the block step |
//! | `stake_weight`, `metagraph`, `views` | what can be read |
//! | `events`, `error`, `input`, `value` | what is told |
//! | `snapshot`, `canonical`, `structure` | bytes and hashes of a state, and what is checked when it comes back |
//! | `storage`, `storage_read`, `storage_write`, `stored` | a state as a storage dump, and back |
//! | `invariants` | what always holds |
//!
//! A call checks first and writes after: a refused one has changed nothing.
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
mod canonical;
mod distribute;
mod dividends;
mod emission;
mod epoch_input;
mod error;
mod events;
mod genesis;
mod hyperparameters;
mod input;
mod interner;
mod invariants;
mod metagraph;
mod neurons;
mod one_to_one;
mod ordered_set;
mod parameters;
mod payouts;
mod presets;
mod register;
mod replay;
mod rules;
mod safe_float;
mod schedule;
mod share_pool;
mod snapshot;
mod stake;
mod stake_weight;
mod state;
mod step;
mod storage;
mod storage_read;
mod storage_write;
mod stored;
mod structure;
mod subnet;
mod value;
mod verbs;
mod views;
mod weights;

pub use account::{AccountError, AccountId, Coldkey, Hotkey, subnet_account};
pub use emission::ALPHA_PER_BLOCK;
pub use epoch_input::{RecordedEpoch, RecordedMechanism};
pub use error::{ChainError, ERRORS, ErrorInfo};
pub use events::{EVENTS, Event, EventInfo, EventRecord};
pub use hyperparameters::{Hyperparameters, NetworkParams, RecycleOrBurn, Setting, SubnetParams};
pub use input::{InputError, VerbError};
pub use invariants::Violation;
pub use metagraph::{MechanismView, Metagraph};
pub use parameters::Parameter;
pub use payouts::{Paid, Pots};
pub use presets::{CHAIN, LOCAL, Preset};
pub use safe_float::SafeFloat;
pub use share_pool::SharePool;
pub use snapshot::{SNAPSHOT_VERSION, SnapshotError};
pub use state::{EXISTENTIAL_DEPOSIT, MAX_TAO_ISSUANCE, MIN_STAKE};
pub use step::StepError;
pub use storage::Storage;
pub use stored::Stored;
pub use subnet::{NETUIDS, ROOT};
pub use value::Value;
pub use weights::WeightsCall;

use crate::epoch::Rules;
use events::EventLog;
use state::State;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A Bittensor chain: its state, the log of what happened, and what is kept beside them.
#[derive(Clone, Debug)]
pub struct Chain {
    state: State,
    log: EventLog,
    keep_epoch_inputs: bool,
    epoch_inputs: BTreeMap<u16, RecordedEpoch>,
    rules: BTreeMap<u16, Arc<dyn Rules>>,
}
