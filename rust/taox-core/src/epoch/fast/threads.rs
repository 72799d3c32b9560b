//! Several subnets at once.

use super::{Scratch, epoch_fast};
use crate::epoch::error::EpochError;
use crate::epoch::input::EpochInput;
use crate::epoch::output::EpochOutput;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

type Outcome = Result<EpochOutput, EpochError>;

/// Runs the epochs of several subnets on up to `threads` threads (0 counts as 1).
///
/// Entry i of the result belongs to input i. Subnets share nothing, so the number of threads
/// changes no bit of any result. Each thread takes the next subnet when it is done with one.
pub fn epochs(inputs: &[EpochInput<'_>], threads: usize) -> Vec<Outcome> {
    let threads = threads.clamp(1, inputs.len().max(1));
    let next = AtomicUsize::new(0);
    let mut outcomes: Vec<Option<Outcome>> = inputs.iter().map(|_| None).collect();
    let done = if threads == 1 {
        work(inputs, &next)
    } else {
        thread::scope(|scope| {
            let work = || work(inputs, &next);
            // This thread works too.
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
            let mut done = work();
            for other in others {
                match other.join() {
                    Ok(more) => done.extend(more),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            done
        })
    };
    for (i, outcome) in done {
        if let Some(place) = outcomes.get_mut(i) {
            *place = Some(outcome);
        }
    }
    outcomes.into_iter().flatten().collect()
}

/// Runs one subnet after another until none is left.
fn work(inputs: &[EpochInput<'_>], next: &AtomicUsize) -> Vec<(usize, Outcome)> {
    let mut scratch = Scratch::new();
    let taken = || {
        let i = next.fetch_add(1, Ordering::Relaxed);
        inputs.get(i).map(|input| (i, input))
    };
    std::iter::from_fn(taken)
        .map(|(i, input)| (i, epoch_fast(input, &mut scratch)))
        .collect()
}
