//! Which uid makes room on a full subnet (epoch.md 13.3, transitions.md 1.6).

/// What the choice depends on. Vectors are by uid.
#[derive(Debug, Clone, Copy)]
pub struct PruneInput<'a> {
    /// The current block.
    pub block: u64,
    /// Stored `Emission`, alpha rao; missing entries count as 0.
    pub emission: &'a [u64],
    /// Block of registration; its length is the number of uids.
    pub block_at_registration: &'a [u64],
    /// Uids never chosen: those of [`protected_uids`].
    pub protected: &'a [u16],
    /// Blocks after registration in which a uid is immune.
    pub immunity_period: u16,
    /// As long as no more uids than this are mortal, an immune one goes.
    pub min_non_immune_uids: u16,
}

/// What a candidate is compared by: lowest emission, then oldest, then lowest uid.
type Key = (u64, u64, u16);

/// The uid that is replaced, or none if nobody can be.
///
/// None is possible although mortal uids exist: with no more than `min_non_immune_uids` of them
/// only an immune one would be taken.
pub fn choose_prune(input: &PruneInput<'_>) -> Option<u16> {
    let (immune, mortal): (Vec<Key>, Vec<Key>) =
        candidates(input).partition(|&(_, registered, _)| is_immune(input, registered));
    let enough = mortal.len() > usize::from(input.min_non_immune_uids);
    let pool = if enough { mortal } else { immune };
    pool.into_iter().min().map(|(.., uid)| uid)
}

fn candidates(input: &PruneInput<'_>) -> impl Iterator<Item = Key> {
    let emission = input.emission.iter().copied().chain(std::iter::repeat(0));
    let by_uid = (0..=u16::MAX)
        .zip(input.block_at_registration)
        .zip(emission);
    by_uid
        .map(|((uid, &registered), emission)| (emission, registered, uid))
        .filter(|(.., uid)| !input.protected.contains(uid))
}

fn is_immune(input: &PruneInput<'_>, registered: u64) -> bool {
    input.block.saturating_sub(registered) < u64::from(input.immunity_period)
}

/// The uids that the owner keeps: the oldest of the owner's, with the owner hotkey's in front.
///
/// `owned` are the uids of hotkeys owned by the subnet owner's coldkey in any order, `owner_uid`
/// that of `SubnetOwnerHotkey`, `limit` is `ImmuneOwnerUidsLimit`. With a limit of 1 the owner
/// hotkey displaces an older one.
pub fn protected_uids(
    owned: &[u16],
    owner_uid: Option<u16>,
    block_at_registration: &[u64],
    limit: u16,
) -> Vec<u16> {
    let registered = |uid: u16| {
        block_at_registration
            .get(usize::from(uid))
            .copied()
            .unwrap_or(0)
    };
    let mut protected = owned.to_vec();
    protected.sort_by_key(|&uid| (registered(uid), uid));
    protected.truncate(limit.into());
    if let Some(owner) = owner_uid.filter(|owner| !protected.contains(owner)) {
        protected.insert(0, owner);
        protected.truncate(limit.into());
    }
    protected
}
