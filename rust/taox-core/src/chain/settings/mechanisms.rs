//! How many mechanisms a subnet has, and how they share its emission (transitions.md 2.10).

use super::setter::Setter;
use super::table::{MECHANISM_COUNT, MECHANISM_SPLIT};
use crate::chain::Chain;
use crate::chain::error::ChainError;
use crate::chain::hyperparameters::MAX_UIDS_OF_ALL_MECHANISMS;
use crate::chain::interner::ColdIx;
use crate::chain::neurons::Mechanism;
use crate::chain::origin::Origin;
use crate::chain::subnet::Subnet;

impl Chain {
    /// Sets how many mechanisms a subnet has. Fewer delete those beyond; any change clears the split.
    ///
    /// # Errors
    /// In this order: `BadOrigin`, `TxRateLimitExceeded`, `AdminActionProhibitedDuringWeightsWindow`,
    /// `MechanismDoesNotExist` without subnet, `InvalidValue` outside 1 to `max_mechanism_count`,
    /// `TooManyUIDsPerMechanism`.
    pub fn sudo_set_mechanism_count(
        &mut self,
        origin: Origin,
        netuid: u16,
        count: u8,
    ) -> Result<(), ChainError> {
        let owner = self.check_setter(&MECHANISM_COUNT, origin, netuid)?;
        for bound in MECHANISM_COUNT.bounds {
            self.check_bound(&MECHANISM_COUNT, bound, netuid, count.into())?;
        }
        let limit = MAX_UIDS_OF_ALL_MECHANISMS
            .checked_div(count.into())
            .unwrap_or(0);
        let uids = self.subnet(netuid)?.params.subnet.max_allowed_uids;
        if usize::from(uids) > limit {
            return Err(ChainError::TooManyUIDsPerMechanism {
                parameter: "max_allowed_uids".to_owned(),
                value: uids.into(),
                limit: i128::try_from(limit).unwrap_or(i128::MAX),
            });
        }
        let subnet = self.state.subnets.get_mut(netuid);
        if subnet.is_some_and(|subnet| resize(subnet, count)) {
            self.write_setting(&MECHANISM_COUNT, owner, netuid, count.into());
        } else {
            // As many as before: nothing is stored, but the clock runs.
            self.stamp_pace(owner, netuid, MECHANISM_COUNT.pace);
        }
        Ok(())
    }

    /// Sets how the emission is split over the mechanisms, of 65535 in all; none = evenly.
    ///
    /// # Errors
    /// In this order: `BadOrigin`, `TxRateLimitExceeded`, `AdminActionProhibitedDuringWeightsWindow`,
    /// `MechanismDoesNotExist` without subnet, `InvalidValue` for parts that are none, more than the
    /// mechanisms, or not 65535 together.
    pub fn sudo_set_mechanism_emission_split(
        &mut self,
        origin: Origin,
        netuid: u16,
        split: Option<Vec<u16>>,
    ) -> Result<(), ChainError> {
        let owner = self.check_setter(&MECHANISM_SPLIT, origin, netuid)?;
        if let Some(split) = &split {
            check_split(&MECHANISM_SPLIT, split, self.subnet(netuid)?)?;
        }
        if let Some(subnet) = self.state.subnets.get_mut(netuid) {
            subnet.params.mechanism_emission_split.clone_from(&split);
        }
        self.tell_split(owner, netuid, split);
        Ok(())
    }

    fn tell_split(&mut self, owner: Option<ColdIx>, netuid: u16, split: Option<Vec<u16>>) {
        self.stamp_pace(owner, netuid, MECHANISM_SPLIT.pace);
        self.emit_parameter_set(Some(netuid), MECHANISM_SPLIT.parameter, split.into());
    }
}

/// Gives a subnet so many mechanisms; whether it had more or fewer.
fn resize(subnet: &mut Subnet, count: u8) -> bool {
    if subnet.params.subnet.mechanism_count == count {
        return false;
    }
    let uids = subnet.neurons.len();
    subnet
        .mechanisms
        .resize_with(count.into(), || Mechanism::empty(uids));
    subnet.params.mechanism_emission_split = None;
    true
}

fn check_split(setter: &Setter, split: &[u16], subnet: &Subnet) -> Result<(), ChainError> {
    let sum: i128 = split.iter().map(|part| i128::from(*part)).sum();
    let parts = i128::try_from(split.len()).unwrap_or(i128::MAX);
    let mechanisms = i128::from(subnet.params.subnet.mechanism_count);
    let whole = i128::from(u16::MAX);
    let wrong = |what: &str, value, limit| {
        let parameter = format!("{} of {}", what, setter.parameter);
        Err(ChainError::InvalidValue {
            parameter,
            value,
            limit,
        })
    };
    match (parts, sum) {
        (0, _) => wrong("length", parts, 1),
        _ if parts > mechanisms => wrong("length", parts, mechanisms),
        _ if sum != whole => wrong("sum", sum, whole),
        _ => Ok(()),
    }
}
