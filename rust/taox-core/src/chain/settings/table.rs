//! Every parameter that a call of the chain sets, as data (transitions.md 1.14 and 4).
//!
//! Parameters that no row names have no call (a test lists them). Calls that set a parameter together with something else have their own
//! functions and stand here for who may sign them, and when.

use super::setter::{Bound, Edge, Missing, Pace, Relation, Setter, Told, Window, bound};
use crate::chain::clocks::Action;
use crate::chain::error::ChainError;

/// The largest number of uids of a subnet, of all its mechanisms together.
const MAX_UIDS: i128 = 256;
const TAO: i128 = 1_000_000_000;
/// 1 as a U64F64.
const ONE: i128 = 1 << 64;
/// An owner changes the tempo once in so many blocks.
const TEMPO_PACE: Pace = Pace::Blocks(Action::Tempo, 360);
/// An owner changes the number of mechanisms, or the split, once in so many blocks.
const COUNT_PACE: Pace = Pace::Blocks(Action::MechanismCount, 7_200);
const SPLIT_PACE: Pace = Pace::Blocks(Action::MechanismSplit, 7_200);
/// An owner trims a subnet once in so many blocks.
pub(super) const TRIM_PACE: Pace = Pace::Blocks(Action::Trim, 216_000);

/// An owner's call; root's, `sudo_set_tempo`, has no bounds and no clock.
pub(super) const TEMPO: Setter = Setter::owner("tempo", "set_tempo", "tempo")
    .pace(TEMPO_PACE)
    .within(&[
        bound!(AtLeast Edge::Number(360) => TempoOutOfBounds).for_owner(),
        bound!(AtMost Edge::Number(50_400) => TempoOutOfBounds).for_owner(),
    ]);

/// The value is looked at first, window and clock for owners alone.
pub(super) const ACTIVITY_CUTOFF_FACTOR: Setter = Setter::owner(
    "activity_cutoff_factor",
    "set_activity_cutoff_factor",
    "factor_milli",
)
.pace(Pace::Owner("activity_cutoff_factor_milli"))
.window(Window::FrozenForOwner)
.missing(Missing::Stored)
.within(&[
    bound!(AtLeast Edge::Number(1_000) => ActivityCutoffFactorMilliOutOfBounds),
    bound!(AtMost Edge::Number(50_000) => ActivityCutoffFactorMilliOutOfBounds),
]);

/// A change clears the split.
pub(super) const MECHANISM_COUNT: Setter = Setter::owner(
    "mechanism_count",
    "sudo_set_mechanism_count",
    "mechanism_count",
)
.pace(COUNT_PACE)
.missing(Missing::MechanismDoesNotExist)
.within(&[
    bound!(AtLeast Edge::Number(1) => InvalidValue),
    bound!(AtMost Edge::Network("max_mechanism_count") => InvalidValue),
])
.told(Told::Silent);

/// A list, or none.
pub(super) const MECHANISM_SPLIT: Setter = Setter::owner(
    "mechanism_emission_split",
    "sudo_set_mechanism_emission_split",
    "maybe_split",
)
.pace(SPLIT_PACE)
.missing(Missing::MechanismDoesNotExist)
.told(Told::Silent);

/// One call sets both ends of the liquid rate.
pub(super) const ALPHA_LOW: Setter =
    Setter::owner("alpha_low", "sudo_set_alpha_values", "alpha_low")
        .pace(Pace::Owner("alpha_values"))
        .missing(Missing::Stored)
        .within(&[
            bound!(AtLeast Edge::Number(1_638) => AlphaLowOutOfRange),
            bound!(AtMost Edge::Subnet("alpha_high") => AlphaLowOutOfRange),
        ])
        .told(Told::Silent);

/// The other end.
pub(super) const ALPHA_HIGH: Setter = Setter {
    parameter: "alpha_high",
    argument: "alpha_high",
    bounds: &[bound!(AtLeast Edge::Number(1_638) => AlphaHighTooLow)],
    ..ALPHA_LOW
};

/// Calls that set a parameter of a subnet.
pub(super) const SUBNET: &[Setter] = &[
    Setter::root("kappa", "sudo_set_kappa", "kappa"),
    Setter::owner("bonds_penalty", "sudo_set_bonds_penalty", "bonds_penalty"),
    Setter::owner(
        "bonds_moving_average",
        "sudo_set_bonds_moving_average",
        "bonds_moving_average",
    )
    .within(&[bound!(AtMost Edge::Number(975_000) => BondsMovingAverageMaxReached).for_owner()]),
    Setter::owner("yuma", "sudo_set_yuma3_enabled", "enabled")
        .pace(Pace::Owner("yuma3_enabled"))
        .missing(Missing::Stored)
        .told(Told::As("Yuma3EnableToggled")),
    Setter::owner("liquid_alpha", "sudo_set_liquid_alpha_enabled", "enabled")
        .pace(Pace::Owner("liquid_alpha_enabled"))
        .missing(Missing::Stored)
        .told(Told::Silent),
    ALPHA_LOW,
    ALPHA_HIGH,
    Setter::owner(
        "alpha_sigmoid_steepness",
        "sudo_set_alpha_sigmoid_steepness",
        "steepness",
    )
    .within(&[bound!(AtLeast Edge::Number(0) => NegativeSigmoidSteepness).for_owner()])
    .told(Told::Silent),
    Setter::root(
        "max_allowed_validators",
        "sudo_set_max_allowed_validators",
        "max_allowed_validators",
    )
    .within(&[bound!(AtMost Edge::Subnet("max_allowed_uids") => MaxValidatorsLargerThanMaxUIds)]),
    TEMPO,
    Setter::owner(
        "commit_reveal",
        "sudo_set_commit_reveal_weights_enabled",
        "enabled",
    )
    .pace(Pace::Owner("commit_reveal_enabled"))
    .told(Told::As("CommitRevealEnabled")),
    ACTIVITY_CUTOFF_FACTOR,
    Setter::owner(
        "immunity_period",
        "sudo_set_immunity_period",
        "immunity_period",
    ),
    Setter::owner(
        "min_allowed_weights",
        "sudo_set_min_allowed_weights",
        "min_allowed_weights",
    )
    .told(Told::As("MinAllowedWeightSet")),
    Setter::owner(
        "max_allowed_uids",
        "sudo_set_max_allowed_uids",
        "max_allowed_uids",
    )
    .within(&[
        bound!(AtLeast Edge::Subnet("min_allowed_uids") => MaxAllowedUidsLessThanMinAllowedUids),
        bound!(AtLeast Edge::Uids => MaxAllowedUIdsLessThanCurrentUIds),
        bound!(AtMost Edge::Number(MAX_UIDS) => MaxAllowedUidsGreaterThanDefaultMaxAllowedUids),
        bound!(AtMost Edge::UidsPerMechanism => TooManyUIDsPerMechanism),
    ]),
    Setter::root(
        "min_allowed_uids",
        "sudo_set_min_allowed_uids",
        "min_allowed_uids",
    )
    .within(&[
        bound!(Below Edge::Subnet("max_allowed_uids") => MinAllowedUidsGreaterThanMaxAllowedUids),
        bound!(Below Edge::Uids => MinAllowedUidsGreaterThanCurrentUids),
    ]),
    Setter::root("min_non_immune_uids", "sudo_set_min_non_immune_uids", "min")
        .missing(Missing::Stored),
    Setter::owner(
        "immune_owner_uids_limit",
        "sudo_set_owner_immune_neuron_limit",
        "immune_neurons",
    )
    .pace(Pace::Owner("immune_neuron_limit"))
    .missing(Missing::Stored)
    .within(&[
        bound!(AtLeast Edge::Number(1) => InvalidValue),
        bound!(AtMost Edge::Number(10) => InvalidValue),
    ])
    .told(Told::Silent),
    Setter::owner(
        "weights_version_key",
        "sudo_set_weights_version_key",
        "weights_version_key",
    )
    .pace(Pace::VersionKey),
    Setter::root(
        "weights_set_rate_limit",
        "sudo_set_weights_set_rate_limit",
        "weights_set_rate_limit",
    ),
    Setter::owner(
        "reveal_period_epochs",
        "sudo_set_commit_reveal_weights_interval",
        "interval",
    )
    .pace(Pace::Owner("weight_commit_interval"))
    .within(&[
        bound!(AtMost Edge::Number(100) => RevealPeriodTooLarge),
        bound!(AtLeast Edge::Number(1) => RevealPeriodTooSmall),
    ])
    .told(Told::As("CommitRevealPeriodsSet")),
    Setter::owner(
        "serving_rate_limit",
        "sudo_set_serving_rate_limit",
        "serving_rate_limit",
    )
    .missing(Missing::Stored),
    Setter::root(
        "registration_allowed",
        "sudo_set_network_registration_allowed",
        "registration_allowed",
    )
    .missing(Missing::Stored)
    .told(Told::As("RegistrationAllowed")),
    Setter::root(
        "subtoken_enabled",
        "sudo_set_subtoken_enabled",
        "subtoken_enabled",
    )
    .missing(Missing::Stored)
    .told(Told::Silent),
    Setter::root(
        "subnet_emission_enabled",
        "sudo_set_subnet_emission_enabled",
        "enabled",
    )
    .not_on_root(),
    Setter::owner("owner_cut_enabled", "sudo_set_owner_cut_enabled", "enabled")
        .pace(Pace::Free)
        .told(Told::Silent),
    Setter::owner(
        "owner_cut_auto_lock_enabled",
        "sudo_set_owner_cut_auto_lock_enabled",
        "enabled",
    )
    .pace(Pace::Free)
    .told(Told::Silent),
    Setter::owner(
        "recycle_or_burn",
        "sudo_set_recycle_or_burn",
        "recycle_or_burn",
    )
    .missing(Missing::Stored)
    .told(Told::Silent),
    Setter::owner("transfer_toggle", "sudo_set_toggle_transfer", "toggle")
        .pace(Pace::Owner("transfer_enabled"))
        .missing(Missing::Stored)
        .told(Told::As("TransferToggle")),
    MECHANISM_COUNT,
    MECHANISM_SPLIT,
    Setter::root("fee_rate", "set_fee_rate", "rate")
        .missing(Missing::MechanismDoesNotExist)
        .within(&[bound!(AtMost Edge::Number(10_000) => FeeRateTooHigh)]),
    Setter::owner(
        "burn_half_life",
        "sudo_set_burn_half_life",
        "burn_half_life",
    )
    .not_on_root()
    .within(&[
        bound!(AtLeast Edge::Number(1) => InvalidValue),
        bound!(AtMost Edge::Number(36_100) => InvalidValue),
    ]),
    Setter::owner(
        "burn_increase_mult",
        "sudo_set_burn_increase_mult",
        "burn_increase_mult",
    )
    .not_on_root()
    .within(&[
        bound!(AtLeast Edge::Number(ONE) => InvalidValue),
        bound!(AtMost Edge::Number(3 * ONE) => InvalidValue),
    ]),
    Setter::owner("min_burn", "sudo_set_min_burn", "min_burn").within(&[
        bound!(Below Edge::Number(TAO) => ValueNotInBounds),
        bound!(Below Edge::Subnet("max_burn") => ValueNotInBounds),
    ]),
    Setter::owner("max_burn", "sudo_set_max_burn", "max_burn").within(&[
        bound!(Above Edge::Number(TAO / 10) => ValueNotInBounds),
        bound!(Above Edge::Subnet("min_burn") => ValueNotInBounds),
    ]),
    Setter::root(
        "max_registrations_per_block",
        "sudo_set_max_registrations_per_block",
        "max_registrations_per_block",
    ),
    Setter::root(
        "target_registrations_per_interval",
        "sudo_set_target_registrations_per_interval",
        "target_registrations_per_interval",
    ),
    Setter::root(
        "ema_price_halving_blocks",
        "sudo_set_ema_price_halving_period",
        "ema_halving",
    )
    .missing(Missing::Stored)
    .told(Told::Silent),
    Setter::owner(
        "root_claimable_threshold",
        "sudo_set_root_claim_threshold",
        "new_value",
    )
    .pace(Pace::Free)
    .window(Window::Open)
    .missing(Missing::Stored)
    .within(&[bound!(AtMost Edge::Number(10_000_000) => InvalidRootClaimThreshold)])
    .shifted(32)
    .told(Told::Silent),
    Setter::owner(
        "min_childkey_take_per_subnet",
        "sudo_set_min_childkey_take_per_subnet",
        "take",
    )
    .pace(Pace::Owner("min_childkey_take"))
    .within(&[
        bound!(AtLeast Edge::Network("min_childkey_take") => InvalidValue),
        bound!(AtMost Edge::Network("max_childkey_take") => InvalidValue),
    ]),
    Setter::owner("bonds_reset", "sudo_set_bonds_reset_enabled", "enabled")
        .pace(Pace::Owner("bonds_reset_enabled"))
        .missing(Missing::Stored)
        .told(Told::As("BondsResetOnSet")),
    Setter::owner(
        "activity_cutoff",
        "sudo_set_activity_cutoff",
        "activity_cutoff",
    )
    .within(&[bound!(AtLeast Edge::Number(360) => ActivityCutoffTooLow)]),
    Setter::owner("rho", "sudo_set_rho", "rho").told(Told::Silent),
    Setter::root("difficulty", "sudo_set_difficulty", "difficulty"),
    Setter::root(
        "min_difficulty",
        "sudo_set_min_difficulty",
        "min_difficulty",
    ),
    Setter::owner(
        "max_difficulty",
        "sudo_set_max_difficulty",
        "max_difficulty",
    ),
    Setter::root(
        "adjustment_interval",
        "sudo_set_adjustment_interval",
        "adjustment_interval",
    ),
    Setter::owner(
        "adjustment_alpha",
        "sudo_set_adjustment_alpha",
        "adjustment_alpha",
    ),
];

/// Calls that set a parameter of the network; root signs all of them.
#[rustfmt::skip]
pub(super) const NETWORK: &[Setter] = &[
    Setter::root("stake_threshold", "sudo_set_stake_threshold", "min_stake"),
    Setter::root("subnet_owner_cut", "sudo_set_subnet_owner_cut", "subnet_owner_cut"),
    Setter::root("max_epochs_per_block", "sudo_set_max_epochs_per_block", "max_epochs_per_block")
        .within(&[bound!(AtLeast Edge::Number(1) => ValueNotInBounds)]),
    Setter::root("ck_burn", "sudo_set_ck_burn", "burn"),
    Setter::root("nominator_min_required_stake", "sudo_set_nominator_min_required_stake", "min_stake"),
    Setter::root("subnet_moving_alpha", "sudo_set_subnet_moving_alpha", "alpha"),
    Setter::root("num_root_claim", "sudo_set_num_root_claims", "new_value")
        .within(&[bound!(AtMost Edge::Number(50) => InvalidNumRootClaim)]),
    Setter::root("pending_child_key_cooldown", "set_pending_childkey_cooldown", "cooldown"),
    Setter::root("min_delegate_take", "sudo_set_min_delegate_take", "take"),
    Setter::root("max_delegate_take", "sudo_set_default_take", "default_take"),
    Setter::root("tx_delegate_take_rate_limit", "sudo_set_tx_delegate_take_rate_limit", "tx_rate_limit"),
    Setter::root("min_childkey_take", "sudo_set_min_childkey_take", "take"),
    Setter::root("max_childkey_take", "sudo_set_max_childkey_take", "take"),
    Setter::root("tx_childkey_take_rate_limit", "sudo_set_tx_childkey_take_rate_limit", "tx_rate_limit"),
    Setter::root("subnet_limit", "sudo_set_subnet_limit", "max_subnets"),
    Setter::root("network_min_lock_cost", "sudo_set_network_min_lock_cost", "lock_cost"),
    Setter::root("network_lock_reduction_interval", "sudo_set_lock_reduction_interval", "interval"),
    Setter::root("network_rate_limit", "sudo_set_network_rate_limit", "rate_limit"),
    Setter::root("network_immunity_period", "sudo_set_network_immunity_period", "immunity_period"),
    Setter::root("start_call_delay", "sudo_set_start_call_delay", "delay"),
    Setter::root("admin_freeze_window", "sudo_set_admin_freeze_window", "window"),
    Setter::root("owner_hyperparam_rate_limit", "sudo_set_owner_hparam_rate_limit", "epochs"),
    Setter::root("max_mechanism_count", "sudo_set_max_mechanism_count", "max_mechanism_count")
        .within(&[
            bound!(AtLeast Edge::Number(1) => InvalidValue),
            bound!(AtMost Edge::Number(16) => InvalidValue),
        ]),
    Setter::root("tx_rate_limit", "sudo_set_tx_rate_limit", "tx_rate_limit"),
    Setter::root("commit_reveal_weights_version", "sudo_set_commit_reveal_version", "version"),
    Setter::root("coldkey_swap_announcement_delay", "sudo_set_coldkey_swap_announcement_delay", "duration"),
    Setter::root("coldkey_swap_reannouncement_delay", "sudo_set_coldkey_swap_reannouncement_delay", "duration"),
    Setter::root("dissolve_network_schedule_duration", "sudo_set_dissolve_network_schedule_duration", "duration"),
    Setter::root("flow_ema_smoothing_factor", "sudo_set_tao_flow_smoothing_factor", "smoothing_factor"),
    Setter::root("net_tao_flow_enabled", "sudo_set_net_tao_flow_enabled", "enabled"),
];
