"""Scores become weights: positive numbers scaled to u16, the largest exactly 65535."""

import math
from collections.abc import Mapping

from taox.economy import InputError

U16_MAX = 65_535


def check_score(name: str, score: float) -> float:
    """Return ``score`` as a float, or refuse what no weight can express.

    Args:
        name: The name to give in the error.
        score: Any real number.

    Raises:
        InputError: The score is NaN, infinite or negative.
    """
    value = float(score)
    if not math.isfinite(value) or value < 0:
        raise InputError(name, "a finite score of 0 or more", value)
    return value


def to_weights(scores: Mapping[int, float]) -> tuple[list[int], list[int]]:
    """Scale scores to the chain's weights, in ascending uid order.

    The largest score becomes 65535, the others ``floor(score / largest * 65535 + 0.5)``; what
    becomes 0 is left out. Only IEEE operations in a fixed order are used, so the result is the
    same on every machine. Too short a vector is the chain's to refuse, none is padded.

    Args:
        scores: Scores by uid, each finite and at least 0.

    Returns:
        uids and u16 weights, both empty when every score is 0.

    Raises:
        InputError: A score is NaN, infinite or negative.

    Example:
        >>> to_weights({4: 0.5, 2: 1.0, 7: 0.0})
        ([2, 4], [65535, 32768])
    """
    checked = {uid: check_score(f"scores[{uid}]", scores[uid]) for uid in sorted(scores)}
    largest = max(checked.values(), default=0.0)
    if largest == 0:
        return [], []
    scaled = {uid: math.floor(score / largest * U16_MAX + 0.5) for uid, score in checked.items()}
    kept = {uid: weight for uid, weight in scaled.items() if weight}
    return list(kept), list(kept.values())
