//! Steps of the epoch on their own, for those who have matrices and no chain.
//!
//! | kernel | formula | epoch.md |
//! |---|---|---|
//! | [`normalize_rows`] | ⌊x·2^32 / Σ row⌋ | 8.6 step 6 |
//! | [`normalize_columns`] | ⌊x·2^32 / Σ column⌋ | 8.10 `colnorm` |
//! | [`weighted_median`] | smallest score above the minority of stake | 8.7 |
//! | [`clip_columns`] | min(x, limit of the column) | 8.8 |
//! | [`bonds_ema`], [`bonds_ema_csr`] | ⌊alpha·new⌋ + ⌊(1 − alpha)·old⌋ | 8.10 `ema` |
//! | [`liquid_alpha`] | rate of new bonds by pair | 8.10 (c) |
//! | [`split_emission`](crate::epoch::split_emission) | what each mechanism shares out | 7 |
//! | [`upscale_weights`](crate::epoch::upscale_weights) | largest weight to 65535 | 3 |
//!
//! Numbers are the bits of I32F32 (value · 2^32) as i64, in and out, any value allowed; rounding
//! and saturation are the chain's. A matrix is a [`Layout`] and one number per cell: row-major,
//! or compressed sparse rows (CSR), where an absent cell counts as 0.

mod bonds_ema;
mod clip_columns;
mod layout;
mod liquid_alpha;
mod normalize_columns;
mod normalize_rows;
mod share;
mod weighted_median;

#[cfg(test)]
mod tests;

pub use bonds_ema::{CsrValues, bonds_ema, bonds_ema_csr};
pub use clip_columns::clip_columns;
pub use layout::{Csr, KernelError, Layout};
pub use liquid_alpha::{LiquidRates, liquid_alpha};
pub use normalize_columns::normalize_columns;
pub use normalize_rows::normalize_rows;
pub use weighted_median::weighted_median;
