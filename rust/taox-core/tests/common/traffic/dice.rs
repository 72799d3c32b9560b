//! Random draws, reproducible from a seed, and whom they fall on.

use super::{COLDKEYS, HOTKEYS};
use taox_core::chain::{Chain, Coldkey, Hotkey, Origin};

/// Names of hotkeys that only swaps bring in.
const SPARES: u64 = 100;

/// A xorshift generator: the same sequence everywhere.
#[derive(Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % limit
    }

    /// A number from one to the other, or the first 2^64 of them.
    pub(crate) fn within(&mut self, low: i128, high: i128) -> i128 {
        let span = u64::try_from(high - low).unwrap_or(u64::MAX);
        low + i128::from(self.below(span.saturating_add(1)))
    }

    pub(crate) fn coin(&mut self) -> bool {
        self.below(2) == 0
    }

    pub(crate) fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    /// Amounts of every size up to some thousand TAO.
    pub(crate) fn amount(&mut self) -> u64 {
        let bits = self.below(43);
        self.below(1 << bits) + 1
    }

    pub(crate) fn u16(&mut self) -> u16 {
        u16::try_from(self.below(1 << 16)).expect("16 bits")
    }

    pub(crate) fn u8(&mut self, limit: u64) -> u8 {
        u8::try_from(self.below(limit)).expect("8 bits")
    }

    pub(crate) fn one_of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        let index = usize::try_from(self.below(choices.len() as u64)).expect("an index");
        &choices[index]
    }

    /// A subnet that is there; now and then root, or a netuid that may have none.
    pub(crate) fn netuid(&mut self, chain: &Chain) -> u16 {
        match self.below(16) {
            0 => 0,
            1 => self.u8(10).into(),
            _ => *self.one_of(&chain.netuids()),
        }
    }
}

pub(crate) fn coldkey(dice: &mut Dice) -> Coldkey {
    Coldkey::from_name(&dice.below(COLDKEYS).to_string())
}

pub(crate) fn hotkey(dice: &mut Dice) -> Hotkey {
    Hotkey::from_name(&dice.below(HOTKEYS).to_string())
}

/// A hotkey that no other call than a swap brings in.
pub(crate) fn spare(dice: &mut Dice) -> Hotkey {
    Hotkey::from_name(&format!("spare {}", dice.below(SPARES)))
}

/// A hotkey with its owner, but for one time in eight.
pub(crate) fn pair(chain: &Chain, dice: &mut Dice) -> (Coldkey, Hotkey) {
    let hotkey = if dice.once_in(8) {
        spare(dice)
    } else {
        hotkey(dice)
    };
    let stranger = coldkey(dice);
    let owner = chain.owner(hotkey).filter(|_| !dice.once_in(8));
    (owner.unwrap_or(stranger), hotkey)
}

/// The owner of a subnet.
pub(crate) fn owner(chain: &Chain, netuid: u16) -> Option<Coldkey> {
    chain.subnet_info(netuid).ok().and_then(|info| info.owner)
}

/// Mostly the owner of a subnet, else root, now and then a stranger.
pub(crate) fn owner_or_root(chain: &Chain, dice: &mut Dice, netuid: u16) -> Origin {
    match dice.below(8) {
        0 => Origin::Signed(coldkey(dice)),
        1..4 => Origin::Root,
        _ => owner(chain, netuid).map_or(Origin::Root, Origin::Signed),
    }
}

/// Root, but for a stranger one time in eight.
pub(crate) fn root(dice: &mut Dice) -> Origin {
    if dice.once_in(8) {
        Origin::Signed(coldkey(dice))
    } else {
        Origin::Root
    }
}

/// Stake, and how much of it a call asks for.
pub(crate) struct Position {
    pub(crate) coldkey: Coldkey,
    pub(crate) hotkey: Hotkey,
    pub(crate) netuid: u16,
    pub(crate) alpha: u64,
}

/// Stake that somebody holds, if a dozen draws find it; mostly no more is asked for than is held.
pub(crate) fn position(chain: &Chain, dice: &mut Dice) -> Position {
    let draws = (0..12).map(|_| {
        let (netuid, hotkey, stranger) = (dice.netuid(chain), hotkey(dice), coldkey(dice));
        let owner = chain.owner(hotkey).filter(|_| dice.coin());
        (owner.unwrap_or(stranger), hotkey, netuid)
    });
    let draws: Vec<_> = draws.collect();
    let held = |one: &(Coldkey, Hotkey, u16)| chain.stake(one.1, one.0, one.2);
    let found = draws.iter().find(|one| held(one) > 0).unwrap_or(&draws[0]);
    let (coldkey, hotkey, netuid) = *found;
    let alpha = match dice.below(8) {
        0 => dice.amount(),
        1 => held(found),
        _ => dice.below(held(found) + 1) >> dice.below(4),
    };
    Position {
        coldkey,
        hotkey,
        netuid,
        alpha,
    }
}
