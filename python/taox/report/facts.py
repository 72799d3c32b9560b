"""What one epoch says about one neuron: the facts behind an explanation, as exact integers.

Values called "bits" are I32F32: a fraction times 2^32, as the chain computes with them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from taox.report.masks import Inputs, Mask

ONE_BITS = 1 << 32
"""1.0 as I32F32."""


@dataclass(frozen=True, slots=True)
class Weight:
    """One stored weight and what became of it.

    Attributes:
        giver: The uid that set it.
        target: The uid it names.
        stored: The u16 value in storage.
        mask: Why it does not count, or `None`.
        normalised: Bits, its part of the giver's row after masks.
        clipped: Bits, after the clip to the consensus.
        counted_stake: Bits, the giver's active stake.
        adds: Bits, what it adds to the target's rank.
    """

    giver: int
    target: int
    stored: int
    mask: Mask | None
    normalised: int
    clipped: int
    counted_stake: int
    adds: int


@dataclass(frozen=True, slots=True)
class Bond:
    """A validator's bond to a miner after the epoch.

    Attributes:
        target: The miner's uid.
        bits: The bond.
        incentive: Bits, the miner's incentive.
    """

    target: int
    bits: int
    incentive: int


@dataclass(frozen=True, slots=True)
class MechanismFacts:
    """One mechanism's part.

    Attributes:
        number: Of the mechanism.
        received: Weights that name the neuron.
        given: Weights the neuron set.
        consensus: Bits, the neuron's consensus.
        rank: Bits.
        rank_sum: Bits, the rank of all neurons.
        incentive: Bits.
        incentive_u16: As stored.
        trust: Bits, validator trust.
        dividends: Bits.
        bonds: Bonds the neuron holds after the epoch.
        last_update: Block of its last weights or commit.
        incentive_sum: Bits; 0 if no neuron has incentive.
        dividends_sum: Bits; 0 if no neuron has dividends.
    """

    number: int
    received: Sequence[Weight]
    given: Sequence[Weight]
    consensus: int
    rank: int
    rank_sum: int
    incentive: int
    incentive_u16: int
    trust: int
    dividends: int
    bonds: Sequence[Bond]
    last_update: int
    incentive_sum: int
    dividends_sum: int

    @property
    def support(self) -> int:
        """Bits: the counted stake of those who give the neuron a weight above zero."""
        return sum(weight.counted_stake for weight in self.received if weight.normalised > 0)


@dataclass(frozen=True, slots=True)
class NeuronFacts:
    """What one epoch says about one neuron.

    Attributes:
        uid: The neuron.
        n: How many uids the subnet has.
        block: The block of the epoch.
        registered: Block of its registration.
        owner: Whether it is the subnet owner's.
        active: Whether it counted as active.
        activity_cutoff: Blocks without an update after which it does not.
        stake: Alpha rao, floored.
        stake_threshold: Rao; under it the stake counts as none.
        stake_share: Bits, its part of the subnet's stake.
        stake_rank: Place when ordered by stake, 1 is the most.
        counted_stake: Bits, its part of the active, permitted stake.
        counted_stake_sum: Bits; 0 if nobody is active and permitted.
        max_validators: How many permits there are.
        permit_before: Whether it held one when the epoch began.
        permit_after: Whether it holds one since.
        validator_trust: 1/65535, over all mechanisms, as stored.
        dividends: 1/65535, over all mechanisms, as stored.
        kappa: 1/65535.
        epoch_emission: Alpha rao the epoch shared out.
        miner_emission: Alpha rao for its incentive.
        validator_emission: Alpha rao for its dividends.
        emission: Alpha rao as stored.
        mechanisms: One entry each.
    """

    uid: int
    n: int
    block: int
    registered: int
    owner: bool
    active: bool
    activity_cutoff: int
    stake: int
    stake_threshold: int
    stake_share: int
    stake_rank: int
    counted_stake: int
    counted_stake_sum: int
    max_validators: int
    permit_before: bool
    permit_after: bool
    validator_trust: int
    dividends: int
    kappa: int
    epoch_emission: int
    miner_emission: int
    validator_emission: int
    emission: int
    mechanisms: Sequence[MechanismFacts]

    @property
    def below_threshold(self) -> bool:
        """Whether its stake does not count because it is too small; the owner's always does."""
        return not self.owner and self.stake < self.stake_threshold


def find_facts(uid: int, inputs: Inputs, result: Any) -> NeuronFacts:
    """Collect what an epoch's result and trace say about one neuron.

    Args:
        uid: The neuron.
        inputs: The inputs of the epoch.
        result: The `EpochResult` of `taox.epoch(..., trace=True)` for these inputs.
    """
    trace = result.trace
    stake, active_stake = _bits(trace[0]["S"]), _bits(trace[0]["A"])
    params = inputs.params
    return NeuronFacts(
        uid=uid,
        n=inputs.n,
        block=inputs.block,
        registered=inputs.registered[uid],
        owner=uid == inputs.owner_uid,
        active=bool(result.active[uid]),
        activity_cutoff=params.activity_cutoff,
        stake=inputs.stake_bits[uid] >> 64,
        stake_threshold=params.stake_threshold,
        stake_share=stake[uid],
        stake_rank=_rank(stake, uid),
        counted_stake=active_stake[uid],
        counted_stake_sum=sum(active_stake),
        max_validators=params.max_allowed_validators,
        permit_before=inputs.permit[uid],
        permit_after=bool(result.validator_permit[uid]),
        validator_trust=int(result.validator_trust[uid]),
        dividends=int(result.dividends[uid]),
        kappa=params.kappa,
        epoch_emission=inputs.emission,
        miner_emission=int(result.server_emission[uid]),
        validator_emission=int(result.validator_emission[uid]),
        emission=int(result.emission[uid]),
        mechanisms=tuple(
            _mechanism(number, uid, inputs, step, int(np.asarray(result.incentive)[number][uid]))
            for number, step in enumerate(trace)
        ),
    )


def _rank(stake: Sequence[int], uid: int) -> int:
    """Equal stakes: the lower uid loses (epoch.md 8.4)."""
    return 1 + sum((other, i) > (stake[uid], uid) for i, other in enumerate(stake))


def _mechanism(
    number: int, uid: int, inputs: Inputs, step: Mapping[str, Any], stored_incentive: int
) -> MechanismFacts:
    incentive, rank = _bits(step["I"]), _bits(step["R"])
    bonds = _row(step["E"][uid])
    return MechanismFacts(
        number=number,
        received=_weights(number, inputs, step, [(i, uid) for i in range(inputs.n)]),
        given=_weights(number, inputs, step, [(uid, j) for j in range(inputs.n)]),
        consensus=_bits(step["C"])[uid],
        rank=rank[uid],
        rank_sum=sum(rank),
        incentive=incentive[uid],
        incentive_u16=stored_incentive,
        trust=_bits(step["VT"])[uid],
        dividends=_bits(step["D"])[uid],
        bonds=tuple(Bond(j, bits, incentive[j]) for j, bits in sorted(bonds.items())),
        last_update=inputs.last_update[number][uid],
        incentive_sum=sum(incentive),
        dividends_sum=sum(_bits(step["D"])),
    )


def _weights(
    number: int, inputs: Inputs, step: Mapping[str, Any], pairs: Sequence[tuple[int, int]]
) -> tuple[Weight, ...]:
    """The stored weights among `pairs` of (giver, target)."""
    active_stake = _bits(step["A"])
    found = []
    for giver, target in pairs:
        stored = dict(inputs.weights[number].row(giver))
        if target not in stored:
            continue
        clipped = _row(step["CW"][giver]).get(target, 0)
        found.append(
            Weight(
                giver=giver,
                target=target,
                stored=stored[target],
                mask=inputs.mask(number, giver, target),
                normalised=_row(step["W"][giver]).get(target, 0),
                clipped=clipped,
                counted_stake=active_stake[giver],
                # One floored product per term, as in epoch.md 8.8.
                adds=active_stake[giver] * clipped >> 32,
            )
        )
    return tuple(found)


def _bits(vector: Any) -> list[int]:
    return [int(bits) for bits in vector]


def _row(row: Any) -> dict[int, int]:
    return {int(uid): int(bits) for uid, bits in row}
