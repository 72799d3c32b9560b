"""All measurements, one after the other: ``make bench``.

Each file beside this one measures one thing and can be run alone; arguments are passed on to all,
so ``make bench ARGS=--quick`` shortens those that know the word.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    failed = 0
    for script in sorted(HERE.glob("*.py")):
        if script.name in {"run.py", "float_epoch.py"}:
            continue
        print(f"\n=== {script.stem} ===", flush=True)
        failed += subprocess.run([sys.executable, script, *sys.argv[1:]], check=False).returncode
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
