"""A picture of a system: who is where, and what each actor is doing now."""

import math
import signal
import sys
import threading
from typing import TYPE_CHECKING

import trio

if TYPE_CHECKING:
    from taox.actors.call import Call
    from taox.actors.cell import Cell
    from taox.actors.engine import Engine

__all__ = ["print_tree_on_signal", "tree_of"]


def tree_of(engine: "Engine") -> str:
    """One line per actor, indented under its supervisor."""
    now = engine.clock.now()
    return "\n".join(_line(engine.cells[path], now) for path in _in_order(engine))


async def print_tree_on_signal(engine: "Engine") -> None:
    """Print the tree to standard error whenever the process gets SIGUSR1.

    Does nothing where the signal is unknown, already handled, or not this thread's to handle. If
    `Cancelled` is raised, the signal is as it was before.
    """
    number = getattr(signal, "SIGUSR1", None)
    if number is None or threading.current_thread() is not threading.main_thread():
        return
    if signal.getsignal(number) is not signal.SIG_DFL:
        return
    with trio.open_signal_receiver(number) as signals:
        async for _ in signals:
            print(tree_of(engine), file=sys.stderr, flush=True)


def _in_order(engine: "Engine") -> list[str]:
    """Paths in the order of start, children behind their supervisors."""
    rank = {path: index for index, path in enumerate(engine.cells)}

    def key(path: str) -> list[int]:
        parts = path.split("/")
        return [rank.get("/".join(parts[:end]), -1) for end in range(2, len(parts) + 1)]

    return sorted(engine.cells, key=key)


def _line(cell: "Cell", now: float) -> str:
    indent = "  " * (cell.path.count("/") - 1)
    name = cell.path.rpartition("/")[2]
    doing = [_doing(worker.turn, now) for worker in cell.workers if worker.turn is not None]
    parts = [cell.state, *doing]
    if cell.user:
        parts.append(f"{len(cell.user)} queued")
    if cell.waiting:
        parts.append(f"{len(cell.waiting)} senders blocked")
    return f"{indent}{name} ({cell.kind.__name__}): {', '.join(parts)}"


def _doing(call: "Call", now: float) -> str:
    sender = "" if call.sender is None else f" from {call.sender.path}"
    left = "" if call.deadline == math.inf else f", {call.deadline - now:.3g} s left"
    return f"in {type(call.message).__name__} #{call.id}{sender}{left}"
