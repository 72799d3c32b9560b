//! One item of a storage dump, entry by entry.

use super::item::Path;
use super::{Storage, Stored};
use crate::chain::account::{AccountId, Coldkey, Hotkey};
use crate::chain::input::InputError;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// All items, and which were asked for.
pub(super) struct Reader<'a> {
    items: &'a Storage,
    known: RefCell<BTreeSet<&'static str>>,
}

/// One part of a key.
pub(super) trait KeyPart: Sized {
    fn read(path: Path<'_>, text: &str) -> Result<Self, InputError>;
}

macro_rules! number_key {
    ($($int:ty),*) => {$(
        impl KeyPart for $int {
            fn read(path: Path<'_>, text: &str) -> Result<Self, InputError> {
                text.parse().map_err(|_| path.error("a number in the key", text))
            }
        }
    )*};
}

number_key!(u16, u64);

impl KeyPart for AccountId {
    fn read(path: Path<'_>, text: &str) -> Result<Self, InputError> {
        path.account_of_text(text)
    }
}

impl KeyPart for Hotkey {
    fn read(path: Path<'_>, text: &str) -> Result<Self, InputError> {
        path.account_of_text(text).map(Self)
    }
}

impl KeyPart for Coldkey {
    fn read(path: Path<'_>, text: &str) -> Result<Self, InputError> {
        path.account_of_text(text).map(Self)
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(items: &'a Storage) -> Self {
        Self {
            items,
            known: RefCell::default(),
        }
    }

    /// A single value, if it is there.
    pub(super) fn value<T: TryFrom<i128>>(
        &self,
        item: &'static str,
    ) -> Result<Option<T>, InputError> {
        let path = Path { item, key: "" };
        self.item(item).map(|value| path.int(value)).transpose()
    }

    /// The entries of a map; none if the item is missing.
    pub(super) fn entries(
        &self,
        item: &'static str,
    ) -> Result<impl Iterator<Item = (Path<'a>, &'a Stored)> + use<'a>, InputError> {
        let map = match self.item(item) {
            None => None,
            Some(Stored::Map(map)) => Some(map),
            Some(other) => return Err(Path { item, key: "" }.error("a map", other)),
        };
        let entries = map.into_iter().flatten();
        Ok(entries.map(move |(key, value)| (Path { item, key }, value)))
    }

    /// The entries of a map by one part.
    pub(super) fn by_one<A: KeyPart>(
        &self,
        item: &'static str,
        mut store: impl FnMut(A, Path<'a>, &'a Stored) -> Result<(), InputError>,
    ) -> Result<(), InputError> {
        for (path, value) in self.entries(item)? {
            store(A::read(path, path.key)?, path, value)?;
        }
        Ok(())
    }

    /// The entries of a map by two parts.
    pub(super) fn by_two<A: KeyPart, B: KeyPart>(
        &self,
        item: &'static str,
        mut store: impl FnMut((A, B), Path<'a>, &'a Stored) -> Result<(), InputError>,
    ) -> Result<(), InputError> {
        for (path, value) in self.entries(item)? {
            let (first, second) = split(path, path.key)?;
            store((A::read(path, first)?, B::read(path, second)?), path, value)?;
        }
        Ok(())
    }

    /// The entries of a map by three parts.
    pub(super) fn by_three<A: KeyPart, B: KeyPart, C: KeyPart>(
        &self,
        item: &'static str,
        mut store: impl FnMut((A, B, C), Path<'a>, &'a Stored) -> Result<(), InputError>,
    ) -> Result<(), InputError> {
        for (path, value) in self.entries(item)? {
            let (first, rest) = split(path, path.key)?;
            let (second, third) = split(path, rest)?;
            let parts = (
                A::read(path, first)?,
                B::read(path, second)?,
                C::read(path, third)?,
            );
            store(parts, path, value)?;
        }
        Ok(())
    }

    /// An item that is known but not read.
    pub(super) fn skip(&self, item: &'static str) {
        self.known.borrow_mut().insert(item);
    }

    /// Whether an item is there.
    pub(super) fn has(&self, item: &'static str) -> bool {
        self.item(item).is_some()
    }

    /// Every item has been asked for.
    ///
    /// # Errors
    /// [`InputError`] about one that nothing reads.
    pub(super) fn finish(self) -> Result<(), InputError> {
        let known = self.known.into_inner();
        match self
            .items
            .keys()
            .find(|name| !known.contains(name.as_str()))
        {
            None => Ok(()),
            Some(name) => {
                let expected = "storage items that exist here";
                Err(InputError::new("storage", expected, format!("{name:?}")))
            }
        }
    }

    /// What was asked for.
    pub(super) fn asked(self) -> Vec<&'static str> {
        self.known.into_inner().into_iter().collect()
    }

    /// An item as it stands.
    pub(super) fn item(&self, item: &'static str) -> Option<&'a Stored> {
        self.known.borrow_mut().insert(item);
        self.items.get(item)
    }
}

fn split<'t>(path: Path<'_>, key: &'t str) -> Result<(&'t str, &'t str), InputError> {
    key.split_once(',')
        .ok_or_else(|| path.error("more parts in the key", key))
}
