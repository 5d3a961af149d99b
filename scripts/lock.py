"""Write the three lock files: every version and every hash, and nothing else.

`constraints.txt` pins what the project needs, for every platform and Python it supports,
so it is solved once for all of them (each pin keeps the condition it holds under).
`constraints-beside.txt` pins the packages called `schema` and `datasets` that other people
publish, which `make dist` installs next to ours. `constraints-spark.txt` holds what the extra `spark`
adds to the first, for `make spark` alone: nobody else should wait for 450 MB. None of them names a
place to download from: that is the business of whoever installs.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OURS = ROOT / "constraints.txt"
BESIDE = ROOT / "constraints-beside.txt"
SPARK = ROOT / "constraints-spark.txt"
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


def added(lock: str, to: str) -> str:
    """Return the pins of a lock that another does not have, each with its hashes."""
    pins = re.split(r"^(?=[a-z0-9])", lock, flags=re.MULTILINE)
    there = {name(pin) for pin in re.split(r"^(?=[a-z0-9])", to, flags=re.MULTILINE)}
    return "".join(pin for pin in pins if name(pin) not in there)


def name(pin: str) -> str:
    """Return the package that a pin is of."""
    return pin.partition("==")[0]


def main() -> None:
    """Solve all, one after the other; each is written only when it came out whole."""
    ours = only_pins(solve("pyproject.toml", "--extra", "all", "--group", "dev"))
    OURS.write_text(ours)
    beside = solve("-", "--constraint", OURS.name, given="schema\ndatasets\n")
    BESIDE.write_text(only_pins(beside))
    spark = solve("pyproject.toml", "--extra", "spark", "--constraint", OURS.name)
    SPARK.write_text(only_pins(added(spark, ours)))


if __name__ == "__main__":
    main()
