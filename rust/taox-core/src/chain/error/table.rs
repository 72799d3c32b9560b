//! Every error a call can be refused with, by name.

use super::ErrorInfo;
use crate::chain::account::{Coldkey, Hotkey};
use crate::chain::value::Value;

chain_errors! {
    /// The receiver of stake does not accept that it is locked.
    AccountRejectsLockedAlpha in "policy" { coldkey: Coldkey, netuid: u16, locked: u64 }
            "{coldkey} does not accept locked alpha: {locked} rao on subnet {netuid} are locked";
    /// The amount is below the smallest that may be staked or unstaked.
    AmountTooLow in "limit exceeded" { amount: u64, minimum: u64 }
        "amount {amount} rao is below the minimum of {minimum} rao";
    /// The call is not signed by who must sign it.
    BadOrigin in "not authorised" {}
        "the call is not signed by who must sign it";
    /// A balance above zero would end below the existential deposit.
    BelowMinimum in "invalid argument" { coldkey: Coldkey, balance: u64, minimum: u64 }
        "balance of {coldkey} would be {balance} rao, below the existential deposit of {minimum} rao";
    /// Nobody sets weights on root.
    CanNotSetRootNetworkWeights in "invalid argument" { hotkey: Hotkey }
        "{hotkey} cannot set weights on root";
    /// Root has no alpha to be burned or recycled.
    CannotBurnOrRecycleOnRootSubnet in "invalid argument" { netuid: u16 }
        "there is no alpha to burn or recycle on subnet {netuid}, which is root";
    /// The key is the account of a subnet and can be no hotkey.
    CannotUseSystemAccount in "not authorised" { hotkey: Hotkey, netuid: u16 }
        "{hotkey} is the account of subnet {netuid} and can be no hotkey";
    /// A child is already a parent of the same hotkey.
    ChildParentInconsistency in "invalid argument" { hotkey: Hotkey, child: Hotkey, netuid: u16 }
            "{child} is already a parent of {hotkey} on subnet {netuid} and cannot be its child";
    /// Weights must be committed first: commit-reveal is on for the subnet.
    CommitRevealEnabled in "disabled" { netuid: u16 }
        "commit-reveal is on for subnet {netuid}: plain weights are refused";
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
    /// A child is named twice.
    DuplicateChild in "invalid argument" { hotkey: Hotkey, child: Hotkey, netuid: u16 }
            "{child} occurs twice among the children of {hotkey} on subnet {netuid}";
    /// A uid is named twice in one weight vector.
    DuplicateUids in "invalid argument" { netuid: u16, uid: u16 }
        "uid {uid} occurs twice in the weights for subnet {netuid}";
    /// Nobody owns the hotkey: it was never registered or associated.
    HotKeyAccountNotExists in "not registered" { hotkey: Hotkey }
        "hotkey {hotkey} has no owner";
    /// The hotkey already holds a uid on the subnet.
    HotKeyAlreadyRegisteredInSubNet in "already exists" { hotkey: Hotkey, netuid: u16, uid: u16 }
        "hotkey {hotkey} already holds uid {uid} on subnet {netuid}";
    /// The hotkey holds no uid on the subnet.
    HotKeyNotRegisteredInSubNet in "not registered" { hotkey: Hotkey, netuid: u16 }
        "hotkey {hotkey} holds no uid on subnet {netuid}";
    /// The version key is older than the subnet asks for.
    IncorrectWeightVersionKey in "invalid argument" { netuid: u16, version_key: u64, required: u64 }
        "version key {version_key} is below {required}, which subnet {netuid} requires";
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
    /// No subnet or too many were named.
    InvalidSubnetNumber in "invalid argument" { count: u64 }
            "{count} subnets were named, expected 1 to 5";
    /// A coldkey's lock on a subnet is for another hotkey.
    LockHotkeyMismatch in "invalid argument"
        { coldkey: Coldkey, netuid: u16, locked_for: Hotkey, hotkey: Hotkey }
            "{coldkey} has a lock for {locked_for} on subnet {netuid}, not for {hotkey}";
    /// The subnet, or this mechanism of it, does not exist.
    MechanismDoesNotExist in "subnet missing" { netuid: u16, mechanism: u8 }
        "subnet {netuid} has no mechanism {mechanism}";
    /// Weights need a validator permit, unless a neuron only weighs itself.
    NeuronNoValidatorPermit in "not authorised" { hotkey: Hotkey, netuid: u16, uid: u16 }
        "uid {uid} ({hotkey}) holds no validator permit on subnet {netuid}";
    /// The coldkey has no lock on the subnet.
    NoExistingLock in "not found" { coldkey: Coldkey, netuid: u16 }
        "{coldkey} has no lock on subnet {netuid}";
    /// The subnet is full and nobody may be pruned.
    NoNeuronIdAvailable in "limit exceeded" { netuid: u16, uids: u16 }
        "all {uids} uids of subnet {netuid} are taken and none may be pruned";
    /// Another coldkey owns the hotkey.
    NonAssociatedColdKey in "not authorised" { coldkey: Coldkey, hotkey: Hotkey }
        "hotkey {hotkey} is not owned by {coldkey}";
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
    /// There is no root network.
    RootNetworkDoesNotExist in "subnet missing" { netuid: u16 }
            "there is no root network (netuid {netuid})";
    /// Origin and destination of stake are the same.
    SameNetuid in "invalid argument" { netuid: u16 }
        "the stake on subnet {netuid} would stay where it is";
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
    /// Registrations are closed.
    SubNetRegistrationDisabled in "disabled" { netuid: u16 }
        "registrations are closed on subnet {netuid}";
    /// No more subnets fit.
    SubnetLimitReached in "limit exceeded" { limit: u16 }
        "there are already {limit} subnets, the limit";
    /// There is no such subnet.
    SubnetNotExists in "subnet missing" { netuid: u16 }
        "subnet {netuid} does not exist";
    /// The subnet has not started: its alpha cannot be staked or traded.
    SubtokenDisabled in "subtoken disabled" { netuid: u16 }
        "subnet {netuid} has not started";
    /// More than a thousand times the reserve is to enter the pool.
    SwapInputTooLarge in "insufficient liquidity" { netuid: u16, input: u64, limit: u64 }
            "{input} rao cannot enter the pool of subnet {netuid}, at most {limit} rao can";
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
    /// The owner of the subnet does not let stake change coldkeys.
    TransferDisallowed in "disabled" { netuid: u16 }
        "stake on subnet {netuid} cannot be transferred";
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
    /// A weight names a uid that holds no neuron.
    UidVecContainInvalidOne in "invalid argument" { netuid: u16, uid: u16, uids: u16 }
        "uid {uid} is none of the {uids} uids of subnet {netuid}";
    /// More weights than neurons.
    UidsLengthExceedUidsInSubNet in "limit exceeded" { netuid: u16, entries: u64, uids: u16 }
        "{entries} weights for the {uids} uids of subnet {netuid}";
    /// Fewer weights than the subnet asks for.
    WeightVecLengthIsLow in "invalid argument" { netuid: u16, entries: u64, minimum: u16 }
        "{entries} weights for subnet {netuid}, at least {minimum} are required";
    /// Uids and weights differ in number.
    WeightVecNotEqualSize in "invalid argument" { uids: u64, weights: u64 }
        "{uids} uids and {weights} weights";
}
