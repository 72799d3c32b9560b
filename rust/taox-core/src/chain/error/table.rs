//! Every error a call can be refused with, by name.

use super::ErrorInfo;
use crate::chain::account::{Coldkey, Hotkey};
use crate::chain::value::Value;

chain_errors! {
    /// The receiver of stake does not accept that it is locked.
    AccountRejectsLockedAlpha in "policy" { coldkey: Coldkey, netuid: u16, locked: u64 }
            "{coldkey} does not accept locked alpha: {locked} rao on subnet {netuid} are locked";
    /// The activity cutoff factor is out of its range.
    ActivityCutoffFactorMilliOutOfBounds in "invalid argument"
        { parameter: String, value: i128, limit: i128 }
        "{parameter} cannot be {value}: the limit is {limit} thousandths of a tempo";
    /// The activity cutoff is below the lowest.
    ActivityCutoffTooLow in "invalid argument" { parameter: String, value: i128, limit: i128 }
        "{parameter} cannot be {value} blocks: the least is {limit}";
    /// Shortly before an epoch nothing is set.
    AdminActionProhibitedDuringWeightsWindow in "too early"
        { netuid: u16, block: u64, next_epoch: u64, window: u16 }
        "nothing is set on subnet {netuid} in the {window} blocks before an epoch: the next is \
         due in block {next_epoch}, now is block {block}";
    /// The largest liquid rate is too low.
    AlphaHighTooLow in "invalid argument" { parameter: String, value: i128, limit: i128 }
        "{parameter} cannot be {value}: the least is {limit}";
    /// The smallest liquid rate is too low, or above the largest.
    AlphaLowOutOfRange in "invalid argument" { parameter: String, value: i128, limit: i128 }
        "{parameter} cannot be {value}: it passes its limit of {limit}";
    /// The amount is below the smallest that may be staked or unstaked.
    AmountTooLow in "limit exceeded" { amount: u64, minimum: u64 }
        "amount {amount} rao is below the minimum of {minimum} rao";
    /// An automatic epoch comes as soon as the manual one would.
    AutoEpochAlreadyImminent in "already exists" { netuid: u16, blocks: u64, window: u64 }
        "the next epoch of subnet {netuid} is {blocks} blocks away, a manual one would take \
         {window}";
    /// The call is not signed by who must sign it.
    BadOrigin in "not authorised" {}
        "the call is not signed by who must sign it";
    /// A balance above zero would end below the existential deposit.
    BelowMinimum in "invalid argument" { coldkey: Coldkey, balance: u64, minimum: u64 }
        "balance of {coldkey} would be {balance} rao, below the existential deposit of {minimum} rao";
    /// An owner cannot keep so much of the old bonds.
    BondsMovingAverageMaxReached in "invalid argument"
        { parameter: String, value: i128, limit: i128 }
        "{parameter} cannot be {value}: an owner may set at most {limit}";
    /// The coldkey has less than a new subnet costs.
    CannotAffordLockCost in "insufficient balance or stake"
        { coldkey: Coldkey, balance: u64, cost: u64 }
            "{coldkey} has {balance} rao free, a new subnet costs {cost} rao";
    /// Root has no alpha to be burned or recycled.
    CannotBurnOrRecycleOnRootSubnet in "invalid argument" { netuid: u16 }
        "there is no alpha to burn or recycle on subnet {netuid}, which is root";
    /// Nobody sets weights on root.
    CanNotSetRootNetworkWeights in "invalid argument" { hotkey: Hotkey }
        "{hotkey} cannot set weights on root";
    /// The key is the account of a subnet and can be no hotkey.
    CannotUseSystemAccount in "not authorised" { hotkey: Hotkey, netuid: u16 }
        "{hotkey} is the account of subnet {netuid} and can be no hotkey";
    /// A child is already a parent of the same hotkey.
    ChildParentInconsistency in "invalid argument" { hotkey: Hotkey, child: Hotkey, netuid: u16 }
            "{child} is already a parent of {hotkey} on subnet {netuid} and cannot be its child";
    /// The subnet takes weights in plain form only.
    CommitRevealDisabled in "disabled" { netuid: u16 }
        "weights on subnet {netuid} are set in plain form, not committed";
    /// Weights must be committed first: commit-reveal is on for the subnet.
    CommitRevealEnabled in "disabled" { netuid: u16 }
        "commit-reveal is on for subnet {netuid}: plain weights are refused";
    /// Too few blocks since the last weights or commit of this uid.
    CommittingWeightsTooFast in "rate limited"
        { netuid: u16, uid: u16, last_update: u64, block: u64, rate_limit: u64 }
        "uid {uid} of subnet {netuid} updated in block {last_update}, next in {rate_limit} blocks \
         from then, now is block {block}";
    /// The take is above the highest.
    DelegateTakeTooHigh in "invalid argument" { hotkey: Hotkey, take: u16, bound: u16 }
            "take {take} of {hotkey} is above the bound of {bound}";
    /// The take is below the lowest, or a raise would not raise it, or a cut not cut it.
    DelegateTakeTooLow in "invalid argument" { hotkey: Hotkey, take: u16, bound: u16 }
            "take {take} of {hotkey} is on the wrong side of the bound of {bound}";
    /// Too few blocks since the take last changed.
    DelegateTxRateLimitExceeded in "rate limited"
        { hotkey: Hotkey, last: u64, block: u64, rate_limit: u64 }
            "the take of {hotkey} changed in block {last}, it may rise {rate_limit} blocks \
         later, now is block {block}";
    /// The call no longer does anything.
    Deprecated in "invalid argument" { call: String }
        "{call} no longer does anything";
    /// A child is named twice.
    DuplicateChild in "invalid argument" { hotkey: Hotkey, child: Hotkey, netuid: u16 }
            "{child} occurs twice among the children of {hotkey} on subnet {netuid}";
    /// A uid is named twice in one weight vector.
    DuplicateUids in "invalid argument" { netuid: u16, uid: u16 }
        "uid {uid} occurs twice in the weights for subnet {netuid}";
    /// No manual epoch while commit-reveal is on: it would move the windows of reveals.
    DynamicTempoBlockedByCommitReveal in "disabled" { netuid: u16 }
        "commit-reveal is on for subnet {netuid}: no epoch can be triggered";
    /// A manual epoch is pending already.
    EpochTriggerAlreadyPending in "already exists" { netuid: u16, fires_at: u64 }
        "an epoch of subnet {netuid} is already due in block {fires_at}";
    /// The commit was not revealed in its window.
    ExpiredWeightCommit in "expired" { hotkey: Hotkey, netuid: u16, hash: String }
        "the commit {hash} of {hotkey} on subnet {netuid} has expired";
    /// The fee of trades is too high.
    FeeRateTooHigh in "invalid argument" { parameter: String, value: i128, limit: i128 }
        "{parameter} cannot be {value}: the most is {limit} of 65535";
    /// The subnet has started before.
    FirstEmissionBlockNumberAlreadySet in "already exists"
        { netuid: u16, first_emission_block: u64 }
            "subnet {netuid} has started: its first emission is that of block {first_emission_block}";
    /// Nobody owns the hotkey: it was never registered or associated.
    HotKeyAccountNotExists in "not registered" { hotkey: Hotkey }
        "hotkey {hotkey} has no owner";
    /// The hotkey already holds a uid on the subnet.
    HotKeyAlreadyRegisteredInSubNet in "already exists" { hotkey: Hotkey, netuid: u16, uid: u16 }
        "hotkey {hotkey} already holds uid {uid} on subnet {netuid}";
    /// The account holds no uid.
    HotKeyNotRegisteredInNetwork in "not registered" { account: String }
        "{account} holds no uid";
    /// The hotkey holds no uid on the subnet.
    HotKeyNotRegisteredInSubNet in "not registered" { hotkey: Hotkey, netuid: u16 }
        "hotkey {hotkey} holds no uid on subnet {netuid}";
    /// Too few blocks since the coldkey last swapped a hotkey.
    HotKeySetTxRateLimitExceeded in "rate limited"
        { coldkey: Coldkey, last: u64, block: u64, rate_limit: u64 }
            "{coldkey} swapped a hotkey in block {last}, next more than {rate_limit} blocks later, \
         now is block {block}";
    /// Too few blocks since the coldkey last swapped a hotkey on the subnet.
    HotKeySwapOnSubnetIntervalNotPassed in "rate limited"
        { coldkey: Coldkey, netuid: u16, last: u64, block: u64, interval: u64 }
            "{coldkey} swapped a hotkey on subnet {netuid} in block {last}, next more than {interval} \
         blocks later, now is block {block}";
    /// The version of the time-locked form is not the chain's.
    IncorrectCommitRevealVersion in "invalid argument" { version: u16, required: u16 }
        "time-locked commits of version {version}, the chain takes version {required}";
    /// The version key is older than the subnet asks for.
    IncorrectWeightVersionKey in "invalid argument" { netuid: u16, version_key: u64, required: u64 }
        "version key {version_key} is below {required}, which subnet {netuid} requires";
    /// The lists of a batch differ in length.
    InputLengthsUnequal in "invalid argument" { lengths: String }
        "lists of {lengths} entries, which should be equally many";
    /// An account holds less than is to be moved.
    InsufficientBalance in "insufficient balance or stake"
        { coldkey: Coldkey, balance: u64, amount: u64 }
            "{coldkey} has {balance} rao free, {amount} rao are needed";
    /// The pool cannot pay out, or a stake so small would add no share.
    InsufficientLiquidity in "insufficient liquidity" { netuid: u16, amount: u64, available: u64 }
        "the pool of subnet {netuid} cannot take {amount} rao: it holds {available} rao";
    /// More is to be locked than is held.
    InsufficientStakeForLock in "insufficient balance or stake"
        { coldkey: Coldkey, netuid: u16, stake: u64, locked: u64, amount: u64 }
            "{coldkey} holds {stake} rao on subnet {netuid}, of which {locked} rao are locked: \
         {amount} rao more cannot be";
    /// A hotkey names itself as its child.
    InvalidChild in "invalid argument" { hotkey: Hotkey, netuid: u16 }
            "{hotkey} cannot be its own child on subnet {netuid}";
    /// The childkey take is out of its range.
    InvalidChildkeyTake in "invalid argument"
        { hotkey: Hotkey, netuid: u16, take: u16, minimum: u16, maximum: u16 }
            "childkey take {take} of {hotkey} on subnet {netuid} is not within {minimum} to \
         {maximum}";
    /// A field of an identity is too long.
    InvalidIdentity in "invalid argument" { field: String, bytes: u64, most: u64 }
        "{field} has {bytes} bytes, at most {most} fit";
    /// The address is none that others can reach.
    InvalidIpAddress in "invalid argument" { ip: String }
        "{ip} is no address that others can reach";
    /// Neither IPv4 nor IPv6.
    InvalidIpType in "invalid argument" { ip_type: u8 }
        "the type of the address is {ip_type}, neither 4 nor 6";
    /// So many claims do not fit in a block.
    InvalidNumRootClaim in "invalid argument" { parameter: String, value: i128, limit: i128 }
        "{parameter} cannot be {value}: the most is {limit}";
    /// Port 0.
    InvalidPort in "invalid argument" { port: u16 }
        "port {port} cannot be served";
    /// Commits wait, but none with this hash.
    InvalidRevealCommitHashNotMatch in "invalid argument"
        { hotkey: Hotkey, netuid: u16, hash: String }
        "no commit of {hotkey} on subnet {netuid} has the hash {hash}";
    /// The round of a time-locked commit is over.
    InvalidRevealRound in "expired" { reveal_round: u64, last_round: u64 }
        "round {reveal_round} is over, the last one is {last_round}";
    /// The threshold of root claims is too high.
    InvalidRootClaimThreshold in "invalid argument" { parameter: String, value: i128, limit: i128 }
        "{parameter} cannot be {value} alpha rao: the most is {limit}";
    /// No subnet or too many were named.
    InvalidSubnetNumber in "invalid argument" { count: u64 }
            "{count} subnets were named, expected 1 to 5";
    /// A value is out of its range.
    InvalidValue in "invalid argument" { parameter: String, value: i128, limit: i128 }
        "{parameter} cannot be {value}: it passes its limit of {limit}";
    /// Liquid alpha is off: its rates cannot be set.
    LiquidAlphaDisabled in "disabled" { netuid: u16 }
        "liquid alpha is off on subnet {netuid}";
    /// A coldkey's lock on a subnet is for another hotkey.
    LockHotkeyMismatch in "invalid argument"
        { coldkey: Coldkey, netuid: u16, locked_for: Hotkey, hotkey: Hotkey }
            "{coldkey} has a lock for {locked_for} on subnet {netuid}, not for {hotkey}";
    /// So many uids no subnet may have.
    MaxAllowedUidsGreaterThanDefaultMaxAllowedUids in "invalid argument"
        { parameter: String, value: i128, limit: i128 }
        "{parameter} cannot be {value}: the most is {limit}";
    /// More uids are taken than would be allowed.
    MaxAllowedUIdsLessThanCurrentUIds in "invalid argument"
        { parameter: String, value: i128, limit: i128 }
        "{parameter} cannot be {value}: {limit} uids are taken";
    /// A subnet may not become so small.
    MaxAllowedUidsLessThanMinAllowedUids in "invalid argument"
        { parameter: String, value: i128, limit: i128 }
        "{parameter} cannot be {value}: `min_allowed_uids` is {limit}";
    /// More validators than uids.
    MaxValidatorsLargerThanMaxUIds in "invalid argument"
        { parameter: String, value: i128, limit: i128 }
        "{parameter} cannot be {value}: `max_allowed_uids` is {limit}";
    /// The subnet, or this mechanism of it, does not exist.
    MechanismDoesNotExist in "subnet missing" { netuid: u16, mechanism: u8 }
        "subnet {netuid} has no mechanism {mechanism}";
    /// Fewer uids are taken than would be required.
    MinAllowedUidsGreaterThanCurrentUids in "invalid argument"
        { parameter: String, value: i128, limit: i128 }
        "{parameter} cannot be {value}: it must be below the {limit} uids taken";
    /// The fewest uids would be more than the most.
    MinAllowedUidsGreaterThanMaxAllowedUids in "invalid argument"
        { parameter: String, value: i128, limit: i128 }
        "{parameter} cannot be {value}: it must be below `max_allowed_uids`, {limit}";
    /// Too few blocks since the subnet was created.
    NeedWaitingMoreBlocksToStarCall in "too early"
        { netuid: u16, registered_at: u64, block: u64, delay: u64 }
            "subnet {netuid} was created in block {registered_at}, it can start {delay} blocks later, \
         now is block {block}";
    /// Only root sets a negative slope.
    NegativeSigmoidSteepness in "invalid argument" { parameter: String, value: i128, limit: i128 }
        "{parameter} cannot be {value}: an owner may set at least {limit}";
    /// Too few blocks since any subnet was created.
    NetworkTxRateLimitExceeded in "rate limited" { last: u64, block: u64, rate_limit: u64 }
        "a subnet was created in block {last}, next {rate_limit} blocks later, now is block {block}";
    /// Weights need a validator permit, unless a neuron only weighs itself.
    NeuronNoValidatorPermit in "not authorised" { hotkey: Hotkey, netuid: u16, uid: u16 }
        "uid {uid} ({hotkey}) holds no validator permit on subnet {netuid}";
    /// A hotkey is to be swapped for itself.
    NewHotKeyIsSameWithOld in "invalid argument" { hotkey: Hotkey }
        "{hotkey} cannot be swapped for itself";
    /// The new hotkey has root stake, or claims on root dividends, of its own.
    NewHotKeyNotCleanForRootSwap in "invalid argument" { hotkey: Hotkey }
        "{hotkey} has root stake or claims of its own and cannot take over those of another";
    /// The coldkey has no lock on the subnet.
    NoExistingLock in "not found" { coldkey: Coldkey, netuid: u16 }
        "{coldkey} has no lock on subnet {netuid}";
    /// Another coldkey owns the hotkey.
    NonAssociatedColdKey in "not authorised" { coldkey: Coldkey, hotkey: Hotkey }
        "hotkey {hotkey} is not owned by {coldkey}";
    /// The subnet is full and nobody may be pruned.
    NoNeuronIdAvailable in "limit exceeded" { netuid: u16, uids: u16 }
        "all {uids} uids of subnet {netuid} are taken and none may be pruned";
    /// The coldkey has less than the swap of a hotkey costs.
    NotEnoughBalanceToPaySwapHotKey in "insufficient balance or stake"
        { coldkey: Coldkey, balance: u64, cost: u64 }
            "{coldkey} has {balance} rao free, the swap costs {cost} rao";
    /// The coldkey's free balance is too small.
    NotEnoughBalanceToStake in "insufficient balance or stake"
        { coldkey: Coldkey, balance: u64, amount: u64 }
        "{coldkey} has {balance} rao free, {amount} rao are needed";
    /// The hotkey is worth too little to have children.
    NotEnoughStakeToSetChildkeys in "insufficient balance or stake"
        { hotkey: Hotkey, stake: u64, required: u64 }
            "all stake of {hotkey} is worth {stake} rao, {required} rao are required to have \
         children";
    /// The hotkey's stake weight is below the threshold.
    NotEnoughStakeToSetWeights in "insufficient balance or stake"
        { hotkey: Hotkey, netuid: u16, stake: u64, required: u64 }
        "{hotkey} has a stake weight of {stake} rao on subnet {netuid}, {required} rao are required";
    /// More is to be unstaked than is held.
    NotEnoughStakeToWithdraw in "insufficient balance or stake"
        { coldkey: Coldkey, hotkey: Hotkey, netuid: u16, stake: u64, amount: u64 }
            "{coldkey} holds {stake} rao of {hotkey} on subnet {netuid}, {amount} rao are to \
         be unstaked";
    /// A transfer that keeps the sender alive would leave it below the existential deposit.
    NotExpendable in "invalid argument" { coldkey: Coldkey, balance: u64, minimum: u64 }
            "{coldkey} would keep {balance} rao, below the existential deposit of {minimum} rao";
    /// Root has no such parameter.
    NotPermittedOnRootSubnet in "invalid argument" { netuid: u16 }
        "this cannot be set on subnet {netuid}, which is root";
    /// Somebody else owns the subnet, or nobody.
    NotSubnetOwner in "not authorised" { coldkey: Coldkey, netuid: u16 }
        "{coldkey} does not own subnet {netuid}";
    /// The hotkey has no such commit.
    NoWeightsCommitFound in "not found" { hotkey: Hotkey, netuid: u16, hash: String }
        "{hotkey} has no commit {hash} on subnet {netuid}";
    /// There is no proof of work.
    POWRegistrationDisabled in "disabled" { netuid: u16 }
        "there is no proof of work on subnet {netuid}, nor anywhere";
    /// The price is at the limit already, or beyond it.
    PriceLimitExceeded in "insufficient liquidity" { netuid: u16, price: u64, limit: u64 }
            "the price on subnet {netuid} is {price} rao per alpha, which is not within the \
         limit of {limit}";
    /// The proportions of all children exceed the whole.
    ProportionOverflow in "invalid argument" { hotkey: Hotkey, netuid: u16 }
            "the proportions of the children of {hotkey} on subnet {netuid} exceed the whole";
    /// Root has no burn registration.
    RegistrationNotPermittedOnRootSubnet in "invalid argument" { netuid: u16 }
        "hotkeys cannot be registered on subnet {netuid}, which is root";
    /// The registration costs more than the signer allows.
    RegistrationPriceLimitExceeded in "limit exceeded" { netuid: u16, burn: u64, limit_price: u64 }
            "a registration on subnet {netuid} costs {burn} rao, more than the limit of \
         {limit_price} rao";
    /// The pool holds too little of what it should pay out, or would pay nothing.
    ReservesTooLow in "insufficient liquidity" { netuid: u16, reserve: u64, input: u64 }
            "the pool of subnet {netuid} pays from {reserve} rao: too little for an input of \
         {input} rao";
    /// Weights would be revealed too late.
    RevealPeriodTooLarge in "invalid argument" { parameter: String, value: i128, limit: i128 }
        "{parameter} cannot be {value} epochs: the most is {limit}";
    /// Weights would be revealed at once.
    RevealPeriodTooSmall in "invalid argument" { parameter: String, value: i128, limit: i128 }
        "{parameter} cannot be {value} epochs: the least is {limit}";
    /// The epoch of the reveal has not come, or is over.
    RevealTooEarly in "too early"
        { netuid: u16, commit_epoch: u64, epoch: u64, reveal_period: u64 }
        "a commit of epoch {commit_epoch} on subnet {netuid} is revealed {reveal_period} epochs \
         later, now is epoch {epoch}";
    /// There is no root network.
    RootNetworkDoesNotExist in "subnet missing" { netuid: u16 }
            "there is no root network (netuid {netuid})";
    /// The coldkey's incentive goes to this hotkey already.
    SameAutoStakeHotkeyAlreadySet in "already exists"
        { coldkey: Coldkey, hotkey: Hotkey, netuid: u16 }
            "incentive of {coldkey} on subnet {netuid} is staked to {hotkey} already";
    /// Origin and destination of stake are the same.
    SameNetuid in "invalid argument" { netuid: u16 }
        "the stake on subnet {netuid} would stay where it is";
    /// Too few blocks since the hotkey last published an address.
    ServingRateLimitExceeded in "rate limited"
        { hotkey: Hotkey, netuid: u16, last: u64, block: u64, rate_limit: u64 }
            "{hotkey} published on subnet {netuid} in block {last}, next {rate_limit} blocks later, \
         now is block {block}";
    /// Too few blocks since the last weights of this uid.
    SettingWeightsTooFast in "rate limited"
        { netuid: u16, uid: u16, last_update: u64, block: u64, rate_limit: u64 }
        "uid {uid} of subnet {netuid} updated in block {last_update}, next in {rate_limit} blocks \
         from then, now is block {block}";
    /// The amount would move the price beyond the limit.
    SlippageTooHigh in "insufficient liquidity"
        { netuid: u16, amount: u64, most: u64, limit_price: u64 }
            "{amount} rao on subnet {netuid} would pass the limit of {limit_price} rao per \
         alpha, at most {most} rao fit";
    /// Root is full and the hotkey has no more stake there than the lowest seat.
    StakeTooLowForRoot in "insufficient balance or stake"
        { hotkey: Hotkey, stake: u64, lowest: u64 }
            "{hotkey} has {stake} rao on root, the lowest of the taken seats has {lowest} rao";
    /// Too much of the stake is locked.
    StakeUnavailable in "insufficient balance or stake"
        { coldkey: Coldkey, netuid: u16, available: u64, amount: u64 }
            "{available} rao of {coldkey} on subnet {netuid} are not locked, {amount} rao are needed";
    /// There is no such subnet to set anything on.
    SubnetDoesNotExist in "subnet missing" { netuid: u16 }
        "subnet {netuid} does not exist";
    /// No more subnets fit.
    SubnetLimitReached in "limit exceeded" { limit: u16 }
        "there are already {limit} subnets, the limit";
    /// There is no such subnet.
    SubnetNotExists in "subnet missing" { netuid: u16 }
        "subnet {netuid} does not exist";
    /// Registrations are closed.
    SubNetRegistrationDisabled in "disabled" { netuid: u16 }
        "registrations are closed on subnet {netuid}";
    /// The subnet has not started: its alpha cannot be staked or traded.
    SubtokenDisabled in "subtoken disabled" { netuid: u16 }
        "subnet {netuid} has not started";
    /// More than a thousand times the reserve is to enter the pool.
    SwapInputTooLarge in "insufficient liquidity" { netuid: u16, input: u64, limit: u64 }
            "{input} rao cannot enter the pool of subnet {netuid}, at most {limit} rao can";
    /// A subnet has the symbol.
    SymbolAlreadyInUse in "already exists" { symbol: String, netuid: u16 }
        "{symbol} is the symbol of subnet {netuid}";
    /// It is no symbol of alpha.
    SymbolDoesNotExist in "not found" { symbol: String }
        "{symbol} is no symbol of alpha";
    /// An owner cannot set such a tempo.
    TempoOutOfBounds in "invalid argument" { parameter: String, value: i128, limit: i128 }
        "{parameter} cannot be {value} blocks: it passes its limit of {limit}";
    /// More children than a hotkey may have.
    TooManyChildren in "invalid argument" { hotkey: Hotkey, netuid: u16, children: u64, limit: u64 }
            "{children} children for {hotkey} on subnet {netuid}, at most {limit} are allowed";
    /// Root took its seats of this block.
    TooManyRegistrationsThisBlock in "rate limited" { netuid: u16, registrations: u16, limit: u16 }
            "{registrations} registrations on subnet {netuid} in this block, the limit is {limit}";
    /// Root took its seats of this interval.
    TooManyRegistrationsThisInterval in "rate limited"
        { netuid: u16, registrations: u16, limit: u16 }
            "{registrations} registrations on subnet {netuid} in this interval, the limit is \
         {limit}";
    /// All mechanisms together would have more than 256 uids.
    TooManyUIDsPerMechanism in "limit exceeded" { parameter: String, value: i128, limit: i128 }
        "{parameter} of {value} is too much for so many mechanisms: at most {limit} fit";
    /// Too many commits of the hotkey wait already.
    TooManyUnrevealedCommits in "limit exceeded" { hotkey: Hotkey, netuid: u16, limit: u64 }
        "{limit} commits of {hotkey} on subnet {netuid} wait already, the limit";
    /// The owner of the subnet does not let stake change coldkeys.
    TransferDisallowed in "disabled" { netuid: u16 }
        "stake on subnet {netuid} cannot be transferred";
    /// Too many of those left could not be pruned.
    TrimmingWouldExceedMaxImmunePercentage in "limit exceeded"
        { netuid: u16, immune: u64, max_n: u16, percent: u64 }
        "{immune} neurons of subnet {netuid} are immune or protected, which must be less than \
         {percent} % of {max_n}";
    /// Too few blocks since the childkey take last changed.
    TxChildkeyTakeRateLimitExceeded in "rate limited"
        { hotkey: Hotkey, netuid: u16, last: u64, block: u64, rate_limit: u64 }
            "the childkey take of {hotkey} on subnet {netuid} changed in block {last}, it \
         may rise {rate_limit} blocks later, now is block {block}";
    /// Too few blocks since the same was last done on the subnet.
    TxRateLimitExceeded in "rate limited"
        { netuid: u16, last: u64, block: u64, rate_limit: u64 }
            "this was last done on subnet {netuid} in block {last}, next {rate_limit} blocks \
         later, now is block {block}";
    /// More weights than neurons.
    UidsLengthExceedUidsInSubNet in "limit exceeded" { netuid: u16, entries: u64, uids: u16 }
        "{entries} weights for the {uids} uids of subnet {netuid}";
    /// A weight names a uid that holds no neuron.
    UidVecContainInvalidOne in "invalid argument" { netuid: u16, uid: u16, uids: u16 }
        "uid {uid} is none of the {uids} uids of subnet {netuid}";
    /// A value is out of its range.
    ValueNotInBounds in "invalid argument" { parameter: String, value: i128, limit: i128 }
        "{parameter} cannot be {value}: it passes its limit of {limit}";
    /// Fewer weights than the subnet asks for.
    WeightVecLengthIsLow in "invalid argument" { netuid: u16, entries: u64, minimum: u16 }
        "{entries} weights for subnet {netuid}, at least {minimum} are required";
    /// Uids and weights differ in number.
    WeightVecNotEqualSize in "invalid argument" { uids: u64, weights: u64 }
        "{uids} uids and {weights} weights";
}
