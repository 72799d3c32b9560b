"""The private names of Trio that the runtime needs, all of them, checked when it is imported.

Three things have no public name: whether the current task is already cancelled (asking costs a
function call per message otherwise), whether any task can run (deadlocks), and the seed of the
scheduler (a run that can be repeated).
"""

import random
from collections.abc import Mapping
from typing import Any

import trio
from trio._core import _run
from trio.lowlevel import Task

__all__ = [
    "RUN",
    "check",
    "is_cancelled",
    "scheduler_is_idle",
    "seeded_scheduler",
    "someone_waits_for_idleness",
    "task_deadline",
]

# The context of the current thread's run: its `task` is the current task, without a call.
RUN = _run.GLOBAL_RUN_CONTEXT

_NEEDED = {
    _run: ("_r", "_ALLOW_DETERMINISTIC_SCHEDULING", "GLOBAL_RUN_CONTEXT"),
    _run.CancelStatus: ("effectively_cancelled", "effective_deadline"),
    _run.Runner: ("runq", "waiting_for_idle"),
    _run.Task: ("_cancel_status", "_counter"),
}


def _names(owner: Any) -> set[str]:
    fields = {field.name for field in getattr(owner, "__attrs_attrs__", ())}
    return fields | set(dir(owner)) | set(getattr(owner, "__annotations__", ()))


def check(needed: Mapping[Any, tuple[str, ...]]) -> None:
    """Check that every owner still has the names we use.

    Raises:
        ImportError: If one is gone.
    """
    for owner, names in needed.items():
        for name in names:
            if name not in _names(owner):
                raise ImportError(
                    f"taox.actors does not fit trio {trio.__version__}: "
                    f"{getattr(owner, '__name__', owner)}.{name} is gone"
                )


check(_NEEDED)


def is_cancelled() -> bool:
    """Whether the current task would be cancelled at its next checkpoint."""
    return RUN.task._cancel_status.effectively_cancelled


def task_deadline(task: Task) -> float:
    """Deadline of the cancel scopes around the task, on the run's clock."""
    return task._cancel_status.effective_deadline()


def scheduler_is_idle() -> bool:
    """Whether no task of the current run can make a step now."""
    return not RUN.runner.runq


def someone_waits_for_idleness() -> bool:
    """Whether a task is in `trio.testing.wait_all_tasks_blocked`: it will run next."""
    return bool(RUN.runner.waiting_for_idle)


class seeded_scheduler:  # noqa: N801 - reads as a verb in a with statement
    """While open, Trio orders the tasks of each pass by the seed alone."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._before: tuple[bool, Any] | None = None

    def __enter__(self) -> None:
        source: random.Random = _run._r
        self._before = (_run._ALLOW_DETERMINISTIC_SCHEDULING, source.getstate())
        _run._ALLOW_DETERMINISTIC_SCHEDULING = True  # type: ignore[misc]
        source.seed(self._seed)

    def __exit__(self, *_: object) -> None:
        assert self._before is not None  # noqa: S101 - set by __enter__
        allowed, state = self._before
        _run._ALLOW_DETERMINISTIC_SCHEDULING = allowed  # type: ignore[misc]
        _run._r.setstate(state)
