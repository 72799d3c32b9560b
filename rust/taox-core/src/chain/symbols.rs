//! Symbols of subnets' alpha (transitions.md 1.2): one per subnet.

use super::subnet::Subnets;

/// The symbols of netuids 1 to 24.
const GREEK: [&str; 24] = [
    "α", "β", "γ", "δ", "ε", "ζ", "η", "θ", "ι", "κ", "λ", "μ", "ν", "ξ", "ο", "π", "ρ", "σ", "τ",
    "υ", "φ", "χ", "ψ", "ω",
];
/// How many symbols there are, root's included.
const SYMBOLS: u16 = 439;
/// Root's; also of a subnet that finds no other.
const TAU: &str = "Τ";

/// The symbol with this index. From 25 on the chain goes on with letters of other scripts; here
/// they are `SN25` and so on.
fn symbol(index: u16) -> Option<String> {
    let letter = index
        .checked_sub(1)
        .and_then(|at| GREEK.get(usize::from(at)));
    match letter {
        Some(letter) => Some((*letter).to_owned()),
        None if index == 0 => Some(TAU.to_owned()),
        None => (index < SYMBOLS).then(|| format!("SN{index}")),
    }
}

/// Whether a subnet may choose this symbol: any but root's.
pub(crate) fn is_symbol(text: &str) -> bool {
    (1..SYMBOLS).any(|index| symbol(index).as_deref() == Some(text))
}

/// The symbol of a new subnet: that of its netuid if nobody has it, or else the first free one.
pub(crate) fn free_symbol(subnets: &Subnets, netuid: u16) -> String {
    let is_free = |symbol: &String| {
        let mut taken = subnets.iter().filter_map(|subnet| subnet.symbol.as_ref());
        !taken.any(|known| known == symbol)
    };
    let own = symbol(netuid).filter(is_free);
    own.or_else(|| (1..SYMBOLS).filter_map(symbol).find(is_free))
        .unwrap_or_else(|| TAU.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_symbol_is_there_once() {
        let mut all: Vec<_> = (0..SYMBOLS).filter_map(symbol).collect();
        assert_eq!(all.len(), usize::from(SYMBOLS));
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), usize::from(SYMBOLS));
        assert_eq!(
            (symbol(SYMBOLS), symbol(25).as_deref()),
            (None, Some("SN25"))
        );
        assert!(is_symbol("γ") && !is_symbol(TAU) && !is_symbol("zz"));
    }
}
