"""What a user notices first: size of the wheel, cost of the import, time of the hello subnet.

Run: ``python tests/bench/house.py``. CPU seconds are of a fresh process each; the smallest of
several runs is shown, because other work on the machine only adds.
"""

import resource
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
REPEATS = 5


def cpu_seconds(*command: str | Path) -> float:
    """Smallest user + system CPU seconds of a command over some runs."""
    seconds = []
    for _ in range(REPEATS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(seconds)


def main() -> None:
    python = sys.executable
    for wheel in sorted((ROOT / "dist").glob("*.whl")):
        print(f"{'wheel':<40} {wheel.stat().st_size / 1e6:8.2f} MB   (at most 5)")
    nothing = cpu_seconds(python, "-c", "")
    imported = cpu_seconds(python, "-c", "import taox") - nothing
    print(f"{'import taox':<40} {imported:8.3f} s CPU over bare Python   (at most 0.3)")
    hello = cpu_seconds(python, ROOT / "examples" / "hello_subnet.py") - nothing - imported
    print(f"{'hello subnet, 7,200 blocks':<40} {hello:8.3f} s CPU after import   (at most 2)")


if __name__ == "__main__":
    main()
