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
/// Where Unicode's Canadian syllabics begin; there are more than 600.
const SYLLABICS: u32 = 0x1401;

/// The symbol with this index. From 25 on the chain goes on with letters of other scripts, of which only
/// the first are known here; these are syllabics.
fn symbol(index: u16) -> Option<String> {
    let letter = index
        .checked_sub(1)
        .and_then(|at| GREEK.get(usize::from(at)));
    match letter {
        Some(letter) => Some((*letter).to_owned()),
        None if index == 0 => Some(TAU.to_owned()),
        None if index < SYMBOLS => {
            char::from_u32(SYLLABICS.saturating_add(index.into())).map(String::from)
        }
        None => None,
    }
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
        assert_eq!((symbol(0).as_deref(), symbol(SYMBOLS)), (Some(TAU), None));
    }
}
