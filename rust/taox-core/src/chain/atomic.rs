//! All or nothing for calls of many steps.
//!
//! A call that moves much (the removal of a subnet, the swap of a hotkey) runs on the state itself and
//! is rolled back as a whole if a step fails: the state is copied first. Frequent calls check before
//! they write, or keep a [journal](super::journal).

use super::Chain;
use super::error::ChainError;

impl Chain {
    /// Runs a call; if it fails, state and events are as they were.
    ///
    /// # Errors
    /// Those of the call.
    pub(crate) fn atomically<T>(
        &mut self,
        call: impl FnOnce(&mut Self) -> Result<T, ChainError>,
    ) -> Result<T, ChainError> {
        let (state, head) = (self.state.clone(), self.log.head());
        let result = call(self);
        if result.is_err() {
            self.state = state;
            self.log.back_to(head);
        }
        result
    }
}

#[cfg(test)]
mod tests {
    use super::super::{CHAIN, Coldkey, Hotkey};
    use super::*;

    #[test]
    fn a_call_that_fails_late_leaves_state_and_events() {
        let (alice, bob) = (Coldkey::from_name("alice"), Coldkey::from_name("bob"));
        let balances = [(alice, 5_000_000)];
        let mut chain = Chain::new(CHAIN.hyperparameters(), &balances, b"atomic").unwrap();
        chain.transfer(alice, bob, 1_000).unwrap();
        let before = (chain.state_hash(), chain.log.head());
        let known = chain.state.hotkeys.find(Hotkey::from_name("new"));
        let refused = chain.atomically(|chain| {
            chain.transfer(alice, bob, 1_000_000)?;
            chain.state.hotkeys.intern(Hotkey::from_name("new"));
            chain.transfer(alice, bob, 1_000_000_000)
        });
        assert_eq!(refused.unwrap_err().name(), "InsufficientBalance");
        assert_eq!((chain.state_hash(), chain.log.head()), before);
        assert_eq!(chain.state.hotkeys.find(Hotkey::from_name("new")), known);
        assert_eq!(chain.log.since(0).count(), 1);
        let done = chain.atomically(|chain| chain.transfer(alice, bob, 1_000_000));
        assert_eq!((done, chain.log.since(0).count()), (Ok(()), 2));
    }
}
