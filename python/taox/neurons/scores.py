"""`EmaScores`: a validator's opinion of every miner, kept by hotkey."""

from collections.abc import Iterator, MutableMapping, Sequence
from typing import Any, Literal, Self, overload

from taox.economy import Hotkey, InputError
from taox.neurons.weights import check_score

Unsampled = Literal["keep", "decay"]


class ScoreTable(MutableMapping[int, float]):
    """One validator's scores: read and written by uid, kept by hotkey.

    Writing ``table[uid] = sample`` moves the score towards the sample:
    ``(1 - alpha) * old + alpha * sample``, from 0 for a hotkey that was never sampled. A uid that
    passes to another hotkey therefore starts from 0 again, and a hotkey that moves to another uid
    takes its score along. Deleting forgets the hotkey.
    """

    def __init__(self, alpha: float, unsampled: Unsampled) -> None:
        self.alpha = alpha
        self.unsampled = unsampled
        self.by_hotkey: dict[Hotkey, float] = {}
        self._hotkeys: Sequence[Hotkey] = ()
        self._sampled: set[Hotkey] = set()

    def begin_step(self, hotkeys: Sequence[Hotkey]) -> None:
        """Take the hotkeys, by uid, that uids mean from now on."""
        self._hotkeys = hotkeys
        self._sampled.clear()

    def end_step(self) -> None:
        """Close a step: with ``unsampled="decay"`` whoever was not sampled moves towards 0."""
        if self.unsampled == "decay":
            for hotkey, score in self.by_hotkey.items():
                if hotkey not in self._sampled:
                    self.by_hotkey[hotkey] = (1.0 - self.alpha) * score

    def __getitem__(self, uid: int) -> float:
        return self.by_hotkey.get(self._hotkey(uid), 0.0)

    def __setitem__(self, uid: int, sample: float) -> None:
        hotkey = self._hotkey(uid)
        value = check_score(f"scores[{uid}]", sample)
        old = self.by_hotkey.get(hotkey, 0.0)
        self.by_hotkey[hotkey] = (1.0 - self.alpha) * old + self.alpha * value
        self._sampled.add(hotkey)

    def __delitem__(self, uid: int) -> None:
        self.by_hotkey.pop(self._hotkey(uid), None)

    def __iter__(self) -> Iterator[int]:
        return (uid for uid, hotkey in enumerate(self._hotkeys) if hotkey in self.by_hotkey)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return f"ScoreTable({dict(self)})"

    def _hotkey(self, uid: int) -> Hotkey:
        if not 0 <= uid < len(self._hotkeys):
            raise InputError("uid", f"a uid below {len(self._hotkeys)}", uid)
        return self._hotkeys[uid]


class EmaScores:
    """Descriptor that gives each validator its own :class:`ScoreTable`.

    Args:
        alpha: Share of a new sample in the score, above 0 and at most 1. Small values forgive
            and forget slowly; 1 keeps only the last sample.
        unsampled: What a step does to a score without a sample: ``"keep"`` it, or let it
            ``"decay"`` by ``1 - alpha``.

    Raises:
        InputError: ``alpha`` or ``unsampled`` is outside what is named above.

    Example:
        >>> from taox.neurons import EmaScores, Validator
        >>> class Judge(Validator):
        ...     scores = EmaScores(alpha=0.3)
    """

    def __init__(self, alpha: float = 0.1, *, unsampled: Unsampled = "keep") -> None:
        if not isinstance(alpha, int | float) or not 0 < alpha <= 1:
            raise InputError("alpha", "a number above 0 and at most 1", alpha)
        if unsampled not in {"keep", "decay"}:
            raise InputError("unsampled", '"keep" or "decay"', unsampled)
        self.alpha = alpha
        self.unsampled: Unsampled = unsampled
        self._name = "scores"

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> ScoreTable: ...
    def __get__(self, instance: Any, owner: type) -> Self | ScoreTable:
        if instance is None:
            return self
        tables = instance.__dict__
        if self._name not in tables:
            tables[self._name] = ScoreTable(self.alpha, self.unsampled)
        table: ScoreTable = tables[self._name]
        return table

    def __set__(self, instance: object, value: object) -> None:
        raise AttributeError(f"{self._name} is kept by hotkey: assign {self._name}[uid] = sample")
