"""What a supervisor does about failures: who restarts, how often, after which pause."""

from collections import deque
from dataclasses import dataclass
from typing import Literal, get_args

from taox.actors.errors import ActorFault, RestartsExhausted
from taox.actors.reasons import StopReason

__all__ = ["Policy", "Restart", "Restarts", "Strategy", "wants_restart"]

Restart = Literal["permanent", "transient", "temporary"]
Strategy = Literal["one_for_one", "rest_for_one", "one_for_all"]


@dataclass(frozen=True, slots=True)
class Policy:
    """How a supervisor answers failures.

    Attributes:
        strategy: Which siblings restart with a child that failed: none (``one_for_one``), those
            started after it (``rest_for_one``) or all (``one_for_all``). Choose by who holds
            state that depends on whom.
        intensity: Restarts allowed within `period`, of all children together. One more, and the
            supervisor itself fails with `RestartsExhausted`. 0 allows none.
        period: Seconds.
        backoff: Shortest and longest pause before a restart, in seconds. A child's first restart
            within `period` is immediate; then the pause begins with the shortest and doubles.

    Raises:
        ValueError: If an argument is out of range.

    Example:
        >>> Policy("one_for_all", intensity=1).strategy
        'one_for_all'
    """

    strategy: Strategy = "one_for_one"
    intensity: int = 3
    period: float = 5.0
    backoff: tuple[float, float] = (0.1, 10.0)

    def __post_init__(self) -> None:
        if self.strategy not in get_args(Strategy):
            raise ValueError(f"strategy must be one of {get_args(Strategy)}, not {self.strategy!r}")
        if self.intensity < 0:
            raise ValueError(f"intensity must not be negative, not {self.intensity!r}")
        if not self.period > 0:
            raise ValueError(f"period must be a positive number of seconds, not {self.period!r}")
        shortest, longest = self.backoff
        if not 0 <= shortest <= longest:
            raise ValueError(
                f"backoff must be (shortest, longest) in seconds, not {self.backoff!r}"
            )


class Restarts:
    """The restarts of the last `Policy.period` seconds, by child and together."""

    __slots__ = ("_all", "_by_child")

    def __init__(self) -> None:
        self._all: deque[tuple[float, ActorFault | None]] = deque()
        self._by_child: dict[str, deque[float]] = {}

    def count(
        self, policy: Policy, supervisor: str, child: str, fault: ActorFault | None, now: float
    ) -> float:
        """Count one more restart; the seconds to wait before it.

        Raises:
            RestartsExhausted: If it is one too many, from the first fault of the burst.
        """
        oldest = now - policy.period
        mine = self._by_child.setdefault(child, deque())
        while mine and mine[0] <= oldest:
            mine.popleft()
        while self._all and self._all[0][0] <= oldest:
            self._all.popleft()
        mine.append(now)
        self._all.append((now, fault))
        if len(self._all) > policy.intensity:
            first = next((cause for _, cause in self._all if cause is not None), None)
            raise RestartsExhausted(supervisor, child, policy.intensity, policy.period) from first
        shortest, longest = policy.backoff
        return 0.0 if len(mine) == 1 else min(longest, shortest * 2.0 ** (len(mine) - 2))

    def forget(self, child: str) -> None:
        """The child is gone for good."""
        self._by_child.pop(child, None)


def wants_restart(restart: Restart | None, reason: StopReason) -> bool:
    """Whether a child with this policy comes back after this end."""
    if restart == "permanent":
        return True
    return restart == "transient" and reason.kind in ("crashed", "killed")
