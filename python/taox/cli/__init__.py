"""What people type: the command `taox`.

* `app`: the commands and their options
* `failure`: errors as one line and an exit code
* `target`: what `taox run FILE` finds in the file
* `session`: running a scenario, checking that it repeats, and showing what it left
* `progress`: how far a run has come, on a terminal or as plain lines
* `show`: a record as text or JSON
* `params`: the table of hyperparameters
* `demo`: the neurons of `taox demo`

May import every room; no room imports it. Importing this package loads neither typer nor rich.
"""

import sys


def main() -> None:
    """Run the command line with the arguments of the process, and exit with its code.

    Exit codes: 0 done, 1 an error, 2 a wrong use of the command line, 130 stopped by Ctrl-C.
    """
    try:
        # Loaded here: `import taox` must not pay for typer and rich.
        from taox.cli.app import run  # noqa: PLC0415

        sys.exit(run(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)


__all__ = ["main"]
