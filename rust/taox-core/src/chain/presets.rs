//! Two sets of defaults for new subnets (architecture.md 6.7).

use super::hyperparameters::Hyperparameters;

/// What a new subnet is created with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// `CHAIN` or `LOCAL`.
    pub name: &'static str,
    /// What differs from the chain: (parameter, value, why).
    pub differences: &'static [(&'static str, i128, &'static str)],
}

/// What subnet creation writes on the chain.
pub const CHAIN: Preset = Preset {
    name: "CHAIN",
    differences: &[],
};

/// What makes a small local network earn at once. Nothing else differs.
pub const LOCAL: Preset = Preset {
    name: "LOCAL",
    differences: &[
        ("commit_reveal", 0, "plain weights are accepted"),
        (
            "subtoken_enabled",
            1,
            "started when created: alpha can be staked and is emitted",
        ),
        ("subnet_emission_enabled", 1, "no root vote is awaited"),
        (
            "min_non_immune_uids",
            0,
            "a full small subnet can prune its mortal neurons",
        ),
    ],
};

impl Preset {
    /// Both presets.
    pub const ALL: [Self; 2] = [CHAIN, LOCAL];

    /// The parameters of a new subnet.
    pub fn hyperparameters(&self) -> Hyperparameters {
        let mut params = Hyperparameters::default();
        for (name, value, _) in self.differences {
            // The table above holds known names and values in range (tested).
            let _ = params.set(name, *value);
        }
        params
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_differs_from_chain_in_what_it_lists_and_nothing_else() {
        let (chain, local) = (CHAIN.hyperparameters(), LOCAL.hyperparameters());
        let values = chain.values().zip(local.values());
        let mut differing: Vec<_> = values
            .filter(|((_, chain), (_, local))| chain != local)
            .map(|((row, _), _)| row.name)
            .collect();
        let mut listed: Vec<_> = LOCAL.differences.iter().map(|(name, ..)| *name).collect();
        differing.sort_unstable();
        listed.sort_unstable();
        assert_eq!(differing, listed);
    }
}
