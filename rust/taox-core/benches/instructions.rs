//! Runs one subnet a number of times and nothing else, for callgrind to count: see
//! `tests/bench/instructions.py`. Usage: `instructions CASE EPOCHS [reference]`; without, lists
//! the cases.

#![allow(
    missing_docs,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::match_bool
)]

mod common;

use std::hint::black_box;
use taox_core::epoch::{Scratch, epoch_fast, epoch_reference};

fn main() {
    // Cargo adds `--bench`.
    let mut asked = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench");
    let (Some(name), Some(epochs)) = (asked.next(), asked.next()) else {
        for name in common::NAMES {
            println!("{name}");
        }
        return;
    };
    let reference = asked.next().is_some();
    let case = common::case(&name).expect("a case");
    let mut scratch = Scratch::new();
    for _ in 0..epochs.parse::<u32>().expect("a number") {
        let output = case.run(|input| match reference {
            true => epoch_reference(black_box(input)),
            false => epoch_fast(black_box(input), &mut scratch),
        });
        black_box(&output).as_ref().expect("well formed");
    }
}
