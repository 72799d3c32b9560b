"""Run the hello subnet under every CPython >= 3.11 found by name or kept by pyenv.

Each interpreter gets a virtual environment of its own with the wheel of ``dist/``; all must print
the hashes committed in ``tests/sim/hashes.json``.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
EXPECTED = json.loads((ROOT / "tests" / "sim" / "hashes.json").read_text())
MINORS = range(11, 30)


def interpreters() -> dict[str, str]:
    """Version to command, for every name that really starts and is CPython."""
    script = "import sys; print('%d.%d.%d' % sys.version_info[:3], sys.implementation.name)"
    found: dict[str, str] = {}
    for command in (sys.executable, *(f"python3.{minor}" for minor in MINORS), *kept_by_pyenv()):
        if shutil.which(command) is None:
            continue
        asked = subprocess.run([command, "-c", script], capture_output=True, text=True, check=False)
        if asked.returncode == 0 and asked.stdout.split()[1] == "cpython":
            version = asked.stdout.split()[0]
            if tuple(map(int, version.split("."))) >= (3, 11):
                found.setdefault(version, command)
    return found


def kept_by_pyenv() -> list[str]:
    """Interpreters that pyenv has but does not put on the path."""
    pyenv = shutil.which("pyenv")
    if pyenv is None:
        return []
    root = subprocess.run([pyenv, "root"], capture_output=True, text=True, check=True).stdout
    return sorted(map(str, Path(root.strip()).glob("versions/*/bin/python3")))


def environment(version: str, command: str, wheel: Path) -> Path:
    """A virtual environment with the wheel, kept for the next run."""
    folder = ROOT / f".venv-{version}"
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([command, "-m", "venv", folder], check=True)
    pip = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    subprocess.run([*pip, wheel], check=True)
    subprocess.run([*pip, "--force-reinstall", "--no-deps", wheel], check=True)
    return python


def main() -> int:
    wheels = sorted((ROOT / "dist").glob("taox-*.whl"))
    if len(wheels) != 1:
        print(f"expected one wheel in dist/, found {len(wheels)}", file=sys.stderr)
        return 1
    failures = 0
    for version, command in interpreters().items():
        python = Path(sys.executable)
        if command != sys.executable:
            python = environment(version, command, wheels[0])
        hashes = json.loads(
            subprocess.run(
                [python, ROOT / "tests" / "hashes.py"], check=True, capture_output=True, text=True
            ).stdout
        )
        same = hashes == EXPECTED
        failures += not same
        print(f"CPython {version}: {'same hashes' if same else f'DIFFERENT: {hashes}'}")
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main())
