"""How to be refused with weights, plain and committed, and with an address (see `refusals`)."""

from functools import partial
from typing import Any

from refusals import Refusal, raises
from taox.economy import Chain, SealedWeights, weights_hash
from worlds import TAO, World, hotkey

SALT = [3, 1, 4]
SEALED = SealedWeights.of(None, [1], [1])


def weighing(uids: list[int], weights: list[int], number: int = 0, **settings: Any) -> Refusal:
    """Weights that a hotkey of a small subnet sets; number 0 is the owner's."""
    chain = World(settings=settings).chain
    return chain, partial(chain.set_weights, hotkey(number), 1, uids, weights)


def committing(**settings: Any) -> Chain:
    """A subnet with commit-reveal and no rate limit."""
    values = {"commit_reveal": True, "weights_set_rate_limit": 0} | settings
    return World(settings=values).chain


def committed(epochs: int) -> Chain:
    """The same, in which the owner committed so many epochs ago."""
    chain = committing()
    chain.commit_weights(hotkey(0), 1, weights_hash(hotkey(0), 1, [1], [1], SALT))
    for _ in range(epochs):
        chain.run((chain.next_epoch_block(1) or 0) - chain.block)
    return chain


# Plain


@raises("CanNotSetRootNetworkWeights")
def weights_of_root() -> Refusal:
    chain = World().chain
    chain.set_hyperparameters(0, commit_reveal=False)
    return chain, partial(chain.set_weights, hotkey(0), 0, [0], [1])


@raises("CommitRevealEnabled")
def plain_weights_where_they_are_committed() -> Refusal:
    return weighing([1], [1], commit_reveal=True)


@raises("NotEnoughStakeToSetWeights")
def weights_of_the_poor() -> Refusal:
    chain = World().chain
    chain.set_network_parameters(stake_threshold=TAO)
    return chain, partial(chain.set_weights, hotkey(1), 1, [1], [1])


@raises("SettingWeightsTooFast")
def weights_twice_in_a_block() -> Refusal:
    chain = World(settings={"weights_set_rate_limit": 50}).chain
    chain.step()
    chain.set_weights(hotkey(0), 1, [1], [1])
    return chain, partial(chain.set_weights, hotkey(0), 1, [1], [1])


@raises("IncorrectWeightVersionKey")
def weights_of_an_old_version() -> Refusal:
    return weighing([1], [1], weights_version_key=3)


@raises("NeuronNoValidatorPermit")
def weights_without_a_permit() -> Refusal:
    return weighing([2], [1], number=1)


@raises("WeightVecNotEqualSize")
def one_weight_too_many() -> Refusal:
    return weighing([1], [1, 1])


@raises("WeightVecLengthIsLow")
def one_weight_too_few() -> Refusal:
    return weighing([1], [1], min_allowed_weights=2)


@raises("UidsLengthExceedUidsInSubNet")
def more_weights_than_neurons() -> Refusal:
    return weighing([0, 1, 2, 3, 3], [1] * 5)


@raises("UidVecContainInvalidOne")
def a_weight_for_nobody() -> Refusal:
    return weighing([7], [1])


@raises("DuplicateUids")
def two_weights_for_one() -> Refusal:
    return weighing([1, 1], [1, 1])


# Committed


@raises("CommitRevealDisabled")
def a_commit_where_weights_are_plain() -> Refusal:
    chain = World().chain
    return chain, partial(chain.commit_weights, hotkey(0), 1, bytes(32))


@raises("CommittingWeightsTooFast")
def commits_twice_in_a_block() -> Refusal:
    chain = committing(weights_set_rate_limit=50)
    chain.step()
    chain.commit_weights(hotkey(0), 1, bytes(32))
    return chain, partial(chain.commit_weights, hotkey(0), 1, bytes(32))


@raises("TooManyUnrevealedCommits")
def an_eleventh_commit() -> Refusal:
    chain = committing()
    for _ in range(10):
        chain.commit_weights(hotkey(0), 1, bytes(32))
    return chain, partial(chain.commit_weights, hotkey(0), 1, bytes(32))


@raises("NoWeightsCommitFound")
def a_reveal_of_nothing() -> Refusal:
    chain = committing()
    return chain, partial(chain.reveal_weights, hotkey(0), 1, [1], [1], SALT)


@raises("RevealTooEarly")
def a_reveal_in_the_same_epoch() -> Refusal:
    chain = committed(epochs=0)
    return chain, partial(chain.reveal_weights, hotkey(0), 1, [1], [1], SALT)


@raises("ExpiredWeightCommit")
def a_reveal_two_epochs_later() -> Refusal:
    # The guard in front says RevealTooEarly to this one too.
    chain = committed(epochs=2)
    return chain, partial(chain.bodies.reveal_weights, hotkey(0), 1, [1], [1], SALT)


@raises("InvalidRevealCommitHashNotMatch")
def a_reveal_of_something_else() -> Refusal:
    # The guard in front says NoWeightsCommitFound to this one.
    chain = committed(epochs=1)
    return chain, partial(chain.bodies.reveal_weights, hotkey(0), 1, [2], [1], SALT)


@raises("InputLengthsUnequal")
def a_batch_of_unequal_lists() -> Refusal:
    chain = World().chain
    return chain, partial(chain.batch_set_weights, hotkey(0), [1, 1], [[(1, 1)]], [0, 0])


@raises("IncorrectCommitRevealVersion")
def a_time_lock_of_another_version() -> Refusal:
    chain = committing()
    return chain, partial(chain.commit_timelocked_weights, hotkey(0), 1, SEALED, None, 3)


@raises("InvalidRevealRound")
def a_time_lock_that_is_open() -> Refusal:
    chain = committing()
    chain.run(5)
    return chain, partial(chain.commit_timelocked_weights, hotkey(0), 1, SEALED, 0)


# Addresses


def serving(**address: int) -> Refusal:
    """An address published by the owner's hotkey."""
    chain = World().chain
    chain.step()
    address = {"ip": 16_909_060, "port": 80} | address
    return chain, partial(chain.serve_axon, hotkey(0), 1, **address)


@raises("InvalidIpType")
def an_address_of_no_kind() -> Refusal:
    return serving(ip_type=5)


@raises("InvalidIpAddress")
def an_address_that_nobody_reaches() -> Refusal:
    return serving(ip=0x7F00_0001)


@raises("InvalidPort")
def an_address_without_a_port() -> Refusal:
    return serving(port=0)


@raises("ServingRateLimitExceeded")
def an_address_published_twice() -> Refusal:
    chain, call = serving()
    call()
    return chain, call
