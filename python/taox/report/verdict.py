"""The one sentence: why a neuron earned what it earned. The first rule that fits gives it."""

from collections import Counter
from collections.abc import Callable

from taox.report.facts import ONE_BITS, MechanismFacts, NeuronFacts, Weight
from taox.sim.figures import amount, decimal, share

Names = Callable[[int], str]
"""The label of a uid."""


def verdict(facts: NeuronFacts, names: Names, *, validates: bool) -> str:
    """What the neuron earned in the epoch and the main reason.

    Args:
        facts: What the epoch says about it.
        names: Labels of uids.
        validates: Whether it is to be judged as a validator, not as a miner.
    """
    if facts.epoch_emission == 0:
        return "It earned nothing: the epoch had no emission to share out."
    if facts.miner_emission or facts.validator_emission:
        return _earned(facts)
    reason = _no_dividends(facts, names) if validates else _no_incentive(facts, names)
    return f"It earned nothing: {reason}."


def _earned(facts: NeuronFacts) -> str:
    total = facts.miner_emission + facts.validator_emission
    parts = []
    if facts.miner_emission:
        shares = " + ".join(share(each.incentive_u16) for each in facts.mechanisms)
        parts.append(f"{amount(facts.miner_emission, 9)} alpha as a miner, for incentive {shares}")
    if facts.validator_emission:
        amounts = f"{amount(facts.validator_emission, 9)} alpha"
        if not any(each.dividends_sum or each.incentive_sum for each in facts.mechanisms):
            parts.append(
                f"{amounts} by stake alone: no neuron had incentive or dividends, "
                "so the epoch paid out by stake"
            )
        else:
            shares = share(facts.dividends)
            parts.append(f"{amounts} as a validator, for dividends {shares}")
    if len(parts) == 1:
        return f"It earned {parts[0]}."
    return f"It earned {amount(total, 9)} alpha: {'; '.join(parts)}."


def _no_incentive(facts: NeuronFacts, names: Names) -> str:
    reasons = [_no_incentive_in(each, facts, names) for each in facts.mechanisms]
    return _by_mechanism(reasons)


def _no_incentive_in(part: MechanismFacts, facts: NeuronFacts, names: Names) -> str:
    given = [weight for weight in part.received if weight.stored > 0]
    unmasked = [weight for weight in given if weight.mask is None]
    if not part.received:
        return "no neuron set a weight for it"
    if not given:
        return f"{_count(len(part.received), 'validator')} set a weight for it, and all are 0"
    if not unmasked:
        return f"none of the weights set for it count: {mask_reasons(given, names)}"
    if all(weight.counted_stake == 0 for weight in unmasked):
        return "the validators that set a weight for it have no counted stake"
    if part.consensus == 0:
        return (
            f"the clip took all of its weight: validators with {fraction(part.support)} of the "
            f"counted stake give it any, and consensus needs at least "
            f"kappa = {share(facts.kappa, 6)}"
        )
    return f"its rank {fraction(part.rank)} is too small a part of the subnet's to be paid"


def _no_dividends(facts: NeuronFacts, names: Names) -> str:
    if facts.stake_share == 0 and facts.below_threshold:
        return (
            f"its stake {amount(facts.stake, 9)} is below the threshold "
            f"{amount(facts.stake_threshold, 9)}"
        )
    if facts.stake_share == 0:
        return "it has no stake, and dividends follow stake"
    if not facts.permit_before:
        after = "; it has one now, so its weights count from the next epoch on"
        return "it held no validator permit before this epoch, so its weights did not count" + (
            after if facts.permit_after else ""
        )
    if not facts.active:
        return f"it was inactive: its last update is more than {facts.activity_cutoff:,} blocks old"
    return _by_mechanism([_no_dividends_in(each, names) for each in facts.mechanisms])


def _no_dividends_in(part: MechanismFacts, names: Names) -> str:
    given = [weight for weight in part.given if weight.stored > 0]
    unmasked = [weight for weight in given if weight.mask is None]
    if part.bonds and all(bond.incentive == 0 for bond in part.bonds):
        return "its bonds are only to neurons without incentive"
    if part.bonds:
        return "its dividends are too small a part of the subnet's to be paid"
    if not given:
        return "it set no weights"
    if not unmasked:
        return f"none of its weights count: {mask_reasons(given, names)}"
    if all(weight.clipped == 0 for weight in unmasked):
        return "the clip took all of its weights: the consensus on each neuron it chose is 0"
    return "it holds no bonds yet"


def _by_mechanism(reasons: list[str]) -> str:
    if len(set(reasons)) == 1:
        return reasons[0]
    return "; ".join(f"mechanism {number}: {reason}" for number, reason in enumerate(reasons))


def mask_reasons(weights: list[Weight], names: Names) -> str:
    """Why weights do not count: each reason once, with an example and how often.

    Args:
        weights: Masked weights.
        names: Labels of uids.
    """
    counts = Counter(weight.mask for weight in weights)
    texts = []
    for mask, count in counts.items():
        if mask is None:
            continue
        first = next(weight for weight in weights if weight.mask is mask)
        text = mask.value.format(giver=names(first.giver), target=names(first.target))
        texts.append(text + (f" (and {count - 1} more like it)" if count > 1 else ""))
    return "; ".join(texts)


def fraction(bits: int, places: int = 6) -> str:
    """A fraction in bits as a decimal.

    Args:
        bits: The fraction times 2^32.
        places: Digits behind the point.

    Example:
        >>> fraction(1 << 31)
        '0.500000'
    """
    return decimal(bits, ONE_BITS, places)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
