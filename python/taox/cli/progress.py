"""How far a run has come: one live line on a terminal, a plain line now and then elsewhere.

Everything goes to stderr, so that stdout holds results only.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from taox.sim.progress import Progress

LIVE_SECONDS = 0.1
"""Real seconds between two looks of the live line."""

FIRST_LINE_SECONDS = 2.0
"""Real seconds until the first plain line: short runs print none."""

LINE_SECONDS = 10.0
"""Real seconds between two plain lines."""


def line(progress: Progress, width: int | None = None) -> str:
    """One look at a run as a line of text.

    Args:
        progress: The look.
        width: Room for it; what matters least is left out to fit.

    Example:
        >>> look = Progress(3600, 7200, 10, 4812.4, 43200.0, 9130.0, 0.75)
        >>> line(look)
        'block 3,600/7,200  50 %  epoch 10  12:00:00 virtual  4,812 blocks/s  9,130 msg/s  ETA 0:01'
        >>> line(look, 70)
        'block 3,600/7,200  50 %  12:00:00 virtual  4,812 blocks/s  ETA 0:01'
    """
    parts = {
        "block": f"block {progress.block:,}/{progress.blocks:,}",
        "part": f"{progress.fraction * 100:.0f} %",
        "epoch": f"epoch {progress.epoch}",
        "virtual": f"{clock(progress.virtual_seconds, hours=True)} virtual",
        "speed": f"{progress.blocks_per_second:,.0f} blocks/s",
        "messages": f"{progress.messages_per_second:,.0f} msg/s",
    }
    if progress.eta_seconds is not None:
        parts["eta"] = f"ETA {clock(progress.eta_seconds)}"
    for least in ("epoch", "messages", "virtual", "speed"):
        if width is None or len("  ".join(parts.values())) <= width:
            break
        del parts[least]
    return "  ".join(parts.values())


def clock(seconds: float, *, hours: bool = False) -> str:
    """Seconds as `m:ss`, or `h:mm:ss` when they are many or when asked for.

    Args:
        seconds: Not negative; rounded to whole ones.
        hours: Whether to show hours in any case.

    Example:
        >>> clock(61.2), clock(3600), clock(1, hours=True)
        ('1:01', '1:00:00', '0:00:01')
    """
    minutes, rest = divmod(round(seconds), 60)
    whole, minutes = divmod(minutes, 60)
    return f"{whole}:{minutes:02}:{rest:02}" if whole or hours else f"{minutes}:{rest:02}"


class Lines:
    """Prints a plain line now and then; for files, pipes and logs."""

    def __init__(self) -> None:
        self._next = time.monotonic() + FIRST_LINE_SECONDS

    def __call__(self, progress: Progress) -> None:
        """Take a look, and print it if it is time.

        Args:
            progress: The look.
        """
        now = time.monotonic()
        if now >= self._next:
            self._next = now + LINE_SECONDS
            sys.stderr.write(line(progress) + "\n")
            sys.stderr.flush()


class LiveLine:
    """Rewrites one line of the terminal in place."""

    def __init__(self) -> None:
        from rich.console import Console  # noqa: PLC0415  # only a terminal pays for rich
        from rich.live import Live  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        self._text = Text
        # No refresh thread: the run is single-threaded and calls often enough.
        self.live = Live(console=Console(stderr=True), auto_refresh=False, transient=True)
        self._next = 0.0

    def __call__(self, progress: Progress) -> None:
        """Take a look, and show it if it is time.

        Args:
            progress: The look.
        """
        now = time.monotonic()
        if now >= self._next or progress.block == progress.blocks:
            self._next = now + LIVE_SECONDS
            text = line(progress, self.live.console.width)
            shown = self._text(text, no_wrap=True, overflow="ellipsis")
            self.live.update(shown, refresh=True)


@contextmanager
def watching() -> Iterator[Lines | LiveLine]:
    """What to hand to a run as `progress`; the live line is cleared at the end."""
    if not sys.stderr.isatty():
        yield Lines()
        return
    shown = LiveLine()
    with shown.live:
        yield shown
