//! What owners and root set by calls of the chain, with its checks (transitions.md 1.14 and 4).
//!
//! * [`Setter`]: a row of the table: who may set a parameter, how often, when, to what, by which call;
//!   `table`: all rows.
//! * `path`: the one way in which a row is checked and written; `limits`: its clocks and windows.
//! * `tempo`, `mechanisms`, `alpha_values`, `trim`, `owner_hotkey`, `symbols`, `identities`, `retired`:
//!   calls that a row cannot say.
//! * `vacant`: parameters of netuids without subnet.

mod alpha_values;
mod identities;
mod limits;
mod mechanisms;
mod owner_hotkey;
mod path;
mod retired;
mod setter;
mod symbols;
mod table;
mod tempo;
mod trim;
mod vacant;

pub use identities::AccountIdentity;
pub use setter::{Bound, Edge, Missing, Pace, Relation, Setter, Signer, Told, Window};
pub(crate) use vacant::Vacant;

impl Setter {
    /// Every call that sets a parameter of a subnet.
    pub fn subnet() -> &'static [Self] {
        table::SUBNET
    }

    /// Every call that sets a parameter of the network.
    pub fn network() -> &'static [Self] {
        table::NETWORK
    }

    /// How a parameter of a subnet is set.
    pub(super) fn of_subnet(parameter: &str) -> Option<&'static Self> {
        find(table::SUBNET, parameter)
    }

    /// How a parameter of the network is set.
    pub(super) fn of_network(parameter: &str) -> Option<&'static Self> {
        find(table::NETWORK, parameter)
    }
}

fn find(table: &'static [Setter], parameter: &str) -> Option<&'static Setter> {
    table.iter().find(|row| row.parameter == parameter)
}

#[cfg(test)]
mod tests {
    use super::super::hyperparameters::Hyperparameters;
    use super::super::network_params::NetworkParams;
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_row_names_a_parameter_once() {
        let names =
            |rows: &[Setter]| -> BTreeSet<_> { rows.iter().map(|row| row.parameter).collect() };
        let subnet: BTreeSet<_> = Hyperparameters::table().map(|row| row.name).collect();
        let network: BTreeSet<_> = NetworkParams::TABLE.iter().map(|row| row.name).collect();
        assert_eq!(names(Setter::subnet()).len(), Setter::subnet().len());
        assert_eq!(names(Setter::network()).len(), Setter::network().len());
        let without: Vec<_> = subnet
            .difference(&names(Setter::subnet()))
            .copied()
            .collect();
        assert_eq!(without, ["pow_registration_allowed", "subnet_mechanism"]);
        let lists: Vec<_> = names(Setter::subnet())
            .difference(&subnet)
            .copied()
            .collect();
        assert_eq!(lists, ["mechanism_emission_split"]);
        let without: Vec<_> = network
            .difference(&names(Setter::network()))
            .copied()
            .collect();
        // Only storage sets these.
        let storage = [
            "drand_rounds_per_block",
            "maturity_rate",
            "network_registration_start_block",
            "tao_in_refund_deployment_block",
            "tao_weight",
            "unlock_rate",
            "weights_version_key_rate_limit",
        ];
        assert_eq!(without, storage);
        assert!(names(Setter::network()).is_subset(&network));
    }

    #[test]
    fn edges_name_parameters() {
        let params = Hyperparameters::default();
        let network = NetworkParams::default();
        for row in Setter::subnet().iter().chain(Setter::network()) {
            for bound in row.bounds {
                match bound.edge {
                    Edge::Subnet(name) => assert!(params.get(name).is_some(), "{name}"),
                    Edge::Network(name) => assert!(network.get(name).is_some(), "{name}"),
                    _ => {}
                }
            }
        }
    }

    #[test]
    fn clocks_are_shared_by_no_two_calls() {
        let mut calls = BTreeSet::new();
        let mut clocks = BTreeSet::new();
        for row in Setter::subnet() {
            if let Pace::Owner(clock) = row.pace
                && calls.insert(row.call)
            {
                assert!(clocks.insert(clock), "{clock}");
            }
        }
    }
}
