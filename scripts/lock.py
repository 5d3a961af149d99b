"""Write the two lock files: every version and every hash, and nothing else.

`constraints.txt` pins what the project needs, for every platform and Python it supports,
so it is solved once for all of them (each pin keeps the condition it holds under).
`constraints-beside.txt` pins the packages called `schema` and `datasets` that other people
publish, which `make dist` installs next to ours. Neither file names a place to download
from: that is the business of whoever installs.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OURS = ROOT / "constraints.txt"
BESIDE = ROOT / "constraints-beside.txt"
LINE = re.compile(
    r"(?P<pin>[a-z0-9-]+==[\w.!+]+)(?P<condition> ; [\w'\"<>=!. ()]+)?(?P<more> \\)?"
    r"|    --hash=sha256:[0-9a-f]{64}( \\)?"
)


def solve(*sources: str, given: str | None = None) -> str:
    """Return the lock for the sources, hashes of all files of each version included."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal"]
    command += ["--python-version", "3.11", "--fork-strategy", "fewest", "--upgrade"]
    command += ["--generate-hashes", "--no-annotate", "--no-header", *sources]
    return subprocess.run(  # noqa: S603 - a fixed command with arguments of our own
        command, cwd=ROOT, input=given, check=True, text=True, stdout=subprocess.PIPE
    ).stdout


def only_pins(lock: str) -> str:
    """Return the lock as it is, or stop at the first line that is more than pin and hash."""
    for number, line in enumerate(lock.splitlines(), start=1):
        if not LINE.fullmatch(line):
            raise SystemExit(f"lock:{number}: neither a pin nor a hash: {line!r}")
    return lock


def main() -> None:
    """Solve both, and write them only when both came out."""
    ours = only_pins(solve("pyproject.toml", "--extra", "all", "--group", "dev"))
    OURS.write_text(ours)
    beside = solve("-", "--constraint", OURS.name, given="schema\ndatasets\n")
    BESIDE.write_text(only_pins(beside))


if __name__ == "__main__":
    main()
