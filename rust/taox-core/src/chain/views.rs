//! What can be read of a chain.

use super::Chain;
use super::account::{AccountId, Coldkey, Hotkey};
use super::epoch_input::RecordedEpoch;
use super::error::ChainError;
use super::events::{Event, EventRecord};
use super::hyperparameters::Hyperparameters;
use super::network_params::NetworkParams;
use super::schedule;
use super::subnet::Subnet;

impl Chain {
    /// The number of the current block; 0 before the first step.
    pub fn block(&self) -> u64 {
        self.state.block
    }

    /// Who made the current block.
    pub fn author(&self) -> Option<AccountId> {
        self.state.author
    }

    /// The hash of the block before the current one.
    pub fn parent_hash(&self) -> [u8; 32] {
        self.state.parent_hash
    }

    /// The netuids of all subnets but root, ascending.
    pub fn netuids(&self) -> Vec<u16> {
        self.state.subnets.netuids()
    }

    /// TAO in all accounts together, those of subnets included, rao.
    pub fn total_issuance(&self) -> u64 {
        self.state.total_issuance
    }

    /// TAO in all pools together, rao.
    pub fn total_stake(&self) -> u64 {
        self.state.total_stake
    }

    /// Free TAO of an account, rao.
    pub fn balance(&self, coldkey: Coldkey) -> u64 {
        self.state.free(coldkey)
    }

    /// The coldkey that owns a hotkey, if somebody does.
    pub fn owner(&self, hotkey: Hotkey) -> Option<Coldkey> {
        self.state.owner_of(hotkey)
    }

    /// The uid a hotkey holds on a subnet.
    pub fn uid(&self, netuid: u16, hotkey: Hotkey) -> Option<u16> {
        self.state
            .subnets
            .get(netuid)?
            .neurons
            .uid(self.state.hotkeys.find(hotkey)?)
    }

    /// What one holder of a hotkey owns on a subnet, alpha rao.
    pub fn stake(&self, hotkey: Hotkey, coldkey: Coldkey, netuid: u16) -> u64 {
        let subnet = self.state.subnets.get(netuid);
        let keys = self
            .state
            .hotkeys
            .find(hotkey)
            .zip(self.state.coldkeys.find(coldkey));
        subnet.zip(keys).map_or(0, |(subnet, (hotkey, holder))| {
            subnet.stake_of_holder(hotkey, holder)
        })
    }

    /// What all holders of a hotkey own on a subnet, alpha rao.
    pub fn hotkey_stake(&self, hotkey: Hotkey, netuid: u16) -> u64 {
        let subnet = self.state.subnets.get(netuid);
        subnet
            .zip(self.state.hotkeys.find(hotkey))
            .map_or(0, |(subnet, hotkey)| subnet.stake_of(hotkey))
    }

    /// The parameters of a subnet.
    ///
    /// # Errors
    /// `SubnetNotExists`.
    pub fn hyperparameters(&self, netuid: u16) -> Result<&Hyperparameters, ChainError> {
        self.subnet(netuid).map(|subnet| &subnet.params)
    }

    /// The parameters of the network.
    pub fn network_parameters(&self) -> &NetworkParams {
        &self.state.network
    }

    /// The next block at which a subnet's epoch is due, deferrals aside; `None` for tempo 0.
    ///
    /// # Errors
    /// `SubnetNotExists`.
    pub fn next_epoch_block(&self, netuid: u16) -> Result<Option<u64>, ChainError> {
        let subnet = self.subnet(netuid)?;
        let due = schedule::next_epoch_block(subnet, self.state.block);
        Ok(due.filter(|_| !subnet.is_root()))
    }

    /// How many epoch slots of a subnet have passed.
    ///
    /// # Errors
    /// `SubnetNotExists`.
    pub fn epoch_index(&self, netuid: u16) -> Result<u64, ChainError> {
        self.subnet(netuid).map(|subnet| subnet.clock.epoch_index)
    }

    /// The retained events with this number or a later one.
    pub fn events(&self, since: u64) -> impl Iterator<Item = &EventRecord> {
        self.log.since(since)
    }

    /// How many events there ever were.
    pub fn event_count(&self) -> u64 {
        self.log.head().count
    }

    /// SHA-256 over all events there ever were.
    pub fn event_log_hash(&self) -> [u8; 32] {
        self.log.head().hash
    }

    /// Drops the events before this number, so that a long run does not keep them all. The count
    /// and the hash do not change.
    pub fn forget_events(&mut self, before: u64) {
        self.log.forget_before(before);
    }

    /// Whether the input of each epoch is kept aside.
    pub fn keeps_epoch_inputs(&self) -> bool {
        self.keep_epoch_inputs
    }

    /// Keeps the input of each epoch from now on, or stops and forgets. Not part of the state.
    pub fn keep_epoch_inputs(&mut self, keep: bool) {
        self.keep_epoch_inputs = keep;
        if !keep {
            self.epoch_inputs.clear();
        }
    }

    /// What a subnet's last epoch read, if it was kept.
    pub fn last_epoch_input(&self, netuid: u16) -> Option<&RecordedEpoch> {
        self.epoch_inputs.get(&netuid)
    }

    pub(crate) fn subnet(&self, netuid: u16) -> Result<&Subnet, ChainError> {
        self.state
            .subnets
            .get(netuid)
            .ok_or(ChainError::SubnetNotExists { netuid })
    }

    pub(crate) fn emit(&mut self, event: Event) {
        self.log.emit(self.state.block, event);
    }
}
