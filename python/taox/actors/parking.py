"""Sleeping and waking for tasks that do it once per message.

A call of `trio.lowlevel.wait_task_rescheduled` makes a coroutine, a message for the scheduler and
an outcome each time. A worker always sleeps in the same way, so it makes its message once.
"""

import types
from collections.abc import Callable, Generator
from typing import Any, cast

import outcome
import trio
from trio.lowlevel import Abort, RaiseCancelT

__all__ = ["AWAKE", "rest", "sleep_message"]


class _Awake:
    """An outcome of nothing, for any number of uses; Trio only hands it on to the sleeper."""

    __slots__ = ()

    def unwrap(self) -> None:
        """Nothing went wrong, and there is nothing to return."""


AWAKE = cast("outcome.Outcome[object]", _Awake())


def sleep_message(abort: Callable[[RaiseCancelT], Abort]) -> Any:
    """What `wait_task_rescheduled` would yield to the scheduler; it may be yielded many times."""
    sleeper = trio.lowlevel.wait_task_rescheduled(abort)  # noqa: ASYNC105 - made, not awaited
    message = sleeper.send(None)
    sleeper.close()
    return message


@types.coroutine
def rest(message: Any) -> Generator[Any, Any, object]:
    """Sleep until someone reschedules the task; `message` comes from `sleep_message`."""
    return (yield message).unwrap()
