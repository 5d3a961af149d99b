"""Build the wheel and use it as a stranger would: elsewhere, and beside other people's names.

A wheel that put `schema` or `datasets` at the top level would overwrite two packages that
others publish. So both are installed next to ours in an empty environment, and each name
must still belong to its owner. pip follows what the wheel itself asks for, at the versions
of the lock files: a dependency that nobody declared is missing here and nowhere else.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Only errors: where pip looks and what it skips is the business of the machine.
QUIET = ("-qq", "--disable-pip-version-check")
LAYERS = ("schema", "coders", "datasets")
COULD_NOT = 2
OWNERS = """
import datasets, schema
import eventbook, eventbook.coders, eventbook.datasets, eventbook.schema
assert schema.Schema(int).validate(1) == 1, schema.__file__
assert datasets.Dataset.from_dict({"a": [1]}).num_rows == 1, datasets.__file__
homes = [eventbook.schema, eventbook.coders, eventbook.datasets]
assert all("site-packages" in home.__file__ for home in homes), homes
"""


def run(*command: str | Path, cwd: Path) -> None:
    """Run a command without anything of ours in its environment; stop where it fails."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run([*command], cwd=cwd, env=environment, check=False)  # noqa: S603
    if done.returncode:
        raise SystemExit(f"failed with exit code {done.returncode}: {' '.join(map(str, command))}")


def build(folder: Path) -> Path:
    """Build the wheel from the pinned setuptools and return where it is."""
    pip = [sys.executable, "-m", "pip", "wheel", *QUIET]
    leftover = ROOT / "build"  # setuptools would ship modules that are long deleted from there
    shutil.rmtree(leftover, ignore_errors=True)
    run(*pip, "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT, cwd=ROOT)
    shutil.rmtree(leftover, ignore_errors=True)
    (wheel,) = folder.glob("eventbook-*.whl")
    return wheel


def look_inside(wheel: Path) -> None:
    """Stop unless the wheel holds the package's files, every one of them and no other."""
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    found = [*ROOT.glob("src/eventbook/*"), *(p for layer in LAYERS for p in ROOT.glob(f"{layer}/**/*"))]
    files = [path for path in found if path.is_file() and path.suffix != ".pyc"]
    wanted = {
        f"eventbook/{path.relative_to(ROOT).as_posix()}".replace("/src/eventbook/", "/") for path in files
    }
    if held != wanted:
        raise SystemExit(f"missing: {sorted(wanted - held)}; does not belong: {sorted(held - wanted)}")


def pins(lock: Path, home: Path) -> Path:
    """Copy a lock without its hashes: pip takes those for exact requirements only."""
    lines = lock.read_text().splitlines()
    copy = home / lock.name
    copy.write_text("\n".join(line.rstrip(" \\") for line in lines if "==" in line) + "\n")
    return copy


def install(wheel: Path, extra: str, home: Path) -> Path:
    """Install the wheel with an extra in a new environment; return the folder of commands."""
    venv.create(home, with_pip=True)
    binaries = home / ("Scripts" if os.name == "nt" else "bin")
    pip: list[str | Path] = [binaries / "python", "-m", "pip", "install", *QUIET]
    ours, beside = (pins(ROOT / f"constraints{which}.txt", home) for which in ("", "-beside"))
    others: list[str | Path] = ["-r", beside] if extra else []
    run(*pip, f"eventbook{extra} @ {wheel.as_uri()}", "-c", ours, *others, cwd=home)
    return binaries


def try_core(eventbook: Path, empty: Path) -> None:
    """Read and verify the demo's releases with the core install, and be told what the rest needs."""
    for release in sorted((ROOT / "demo" / "releases").glob("[0-9]*")):
        run(eventbook, "release", "verify", release, cwd=empty)
        run(eventbook, "release", "show", release, cwd=empty)
    for command, extra in (("build", "build"), ("init", "code")):
        done = subprocess.run([eventbook, command], cwd=empty, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode != COULD_NOT or f"eventbook[{extra}]" not in done.stderr:
            raise SystemExit(f"`eventbook {command}` does not say what to install: {done.stderr}")


def main() -> None:
    """Build, then try the core install alone and everything beside other people's names."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty = folder / "empty"
        empty.mkdir()
        wheel = build(folder)
        look_inside(wheel)
        print(f"{wheel.name}: {wheel.stat().st_size // 1024} KB")
        for extra in ("", "[all]"):
            binaries = install(wheel, extra, folder / f"env{extra}")
            run(binaries / "eventbook", "--version", cwd=empty)
            run(binaries / "eventbook", "--help", cwd=empty)
            if extra:
                run(binaries / "python", "-c", OWNERS, cwd=empty)
            else:
                try_core(binaries / "eventbook", empty)
            print(f"eventbook{extra} works from an empty folder")
    print("schema and datasets still belong to their owners")


if __name__ == "__main__":
    main()
