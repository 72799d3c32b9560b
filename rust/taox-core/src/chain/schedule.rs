//! Which epochs run in a block (coinbase.md 9.1 and 9.2).

use super::events::{Event, EventLog};
use super::state::State;
use super::subnet::{Pending, Subnet};

/// An epoch is due after this many blocks without one, whatever the schedule says.
const SAFETY_NET: u64 = 50_400;

/// A subnet whose epoch runs in this block, and what it shares out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Drained {
    pub(crate) netuid: u16,
    pub(crate) pots: Pending,
}

/// Walks all subnets, takes the pots of those whose epoch runs now and moves the clocks.
///
/// All drains precede all payouts. They come back in ascending netuid order.
pub(crate) fn drain(state: &mut State, log: &mut EventLog) -> Vec<Drained> {
    let now = state.block;
    let limit = usize::from(state.network.max_epochs_per_block);
    let mut drained = Vec::new();
    for subnet in state.emitting_candidates() {
        let since = subnet.clock.blocks_since_last_step.saturating_add(1);
        subnet.clock.blocks_since_last_step = since;
        if !is_due(subnet, now) {
            continue;
        }
        let netuid = subnet.netuid;
        if drained.len() >= limit {
            subnet.clock.pending_epoch_at = now.saturating_add(1);
            log.emit(now, Event::EpochDeferred { netuid });
            continue;
        }
        if subnet.neurons.has_duplicates() {
            // The slot passes; the pots keep growing and the counter is not reset.
            log.emit(now, Event::EpochSkipped { netuid });
        } else {
            subnet.clock.blocks_since_last_step = 0;
            let pots = core::mem::take(&mut subnet.pending);
            drained.push(Drained { netuid, pots });
        }
        consume_slot(subnet, now);
    }
    drained.sort_unstable_by_key(|drained| drained.netuid);
    drained
}

/// The subnets whose epoch is due but moves to the next block, as [`drain`] will find them.
pub(crate) fn deferred(state: &State) -> Vec<u16> {
    let limit = usize::from(state.network.max_epochs_per_block);
    let due = state.subnets.iter().filter(|subnet| {
        let runs = !subnet.is_root() && !subnet.neurons.has_duplicates();
        runs && is_due(subnet, state.block)
    });
    due.skip(limit).map(|subnet| subnet.netuid).collect()
}

/// The index of the epoch that is current once a slot that is due has been consumed
/// (transitions.md 0.5).
pub(crate) fn look_ahead_epoch(subnet: &Subnet, now: u64) -> u64 {
    let ahead = u64::from(is_due(subnet, now));
    subnet.clock.epoch_index.saturating_add(ahead)
}

/// Whether an epoch is due at `now`; the period is exactly the tempo.
pub(crate) fn is_due(subnet: &Subnet, now: u64) -> bool {
    let clock = &subnet.clock;
    let tempo = u64::from(subnet.params.epoch.tempo);
    let triggered = clock.pending_epoch_at > 0 && now >= clock.pending_epoch_at;
    let overdue = clock.blocks_since_last_step > SAFETY_NET;
    tempo != 0 && (triggered || overdue || now.saturating_sub(clock.last_epoch_block) >= tempo)
}

fn consume_slot(subnet: &mut Subnet, now: u64) {
    let clock = &mut subnet.clock;
    clock.last_epoch_block = now;
    clock.pending_epoch_at = 0;
    clock.epoch_index = clock.epoch_index.saturating_add(1);
}

/// The next block after `now` at which an epoch is due, deferrals aside; `None` for tempo 0.
pub(crate) fn next_epoch_block(subnet: &Subnet, now: u64) -> Option<u64> {
    let clock = &subnet.clock;
    let tempo = u64::from(subnet.params.epoch.tempo);
    let by_tempo = clock.last_epoch_block.saturating_add(tempo);
    // The counter is one higher in each block to come.
    let patience = SAFETY_NET
        .saturating_add(1)
        .saturating_sub(clock.blocks_since_last_step);
    let by_safety_net = now.saturating_add(patience);
    let mut next = by_tempo.min(by_safety_net);
    if clock.pending_epoch_at > 0 {
        next = next.min(clock.pending_epoch_at);
    }
    (tempo != 0).then(|| next.max(now.saturating_add(1)))
}
