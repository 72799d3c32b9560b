//! Time of one power, fast and exact.
fn main() {}
