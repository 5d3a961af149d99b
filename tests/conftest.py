"""What every test may rely on: our import names, golden files, a small world of places, and the samples coded.

The repository's root is taken off `sys.path`. With it there, `import schema` and
`import datasets` would find our folders, and a test could pass through a name that no
user has; with it gone, our code is only ever `eventbook.schema` and `eventbook.datasets`.
"""

import csv
import difflib
import fcntl
import gc
import io
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from functools import lru_cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import settings
from playwright.sync_api import Browser, expect, sync_playwright

from eventbook.cli import main, program
from eventbook.coders.places.world_index import index_path, write_index
from eventbook.coders.places.world_source import WorldRow
from eventbook.coders.sheets import sheet_file
from eventbook.schema.where import PlaceKind

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"
SAMPLES = ROOT / "samples"
LISTS = ("outlets", "actors", "places")
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# The gate must not fail by the luck of a draw, so there each property is tried on the same examples
# every time; at a desk the examples are new with each run. A busy machine is no fault: no deadline.
settings.register_profile("desk", max_examples=30, deadline=None)
settings.register_profile("gate", parent=settings.get_profile("desk"), derandomize=True)
settings.load_profile("gate" if os.environ.get("CI") else "desk")

# A shell that runs the tests in its background has them ignore interrupts, and so would every program that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != ROOT]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the one flag that rewrites golden files."""
    parser.addoption(
        "--golden-update",
        action="store_true",
        help="write what the tests produced to tests/golden instead of comparing with it",
    )


def pytest_collection_finish() -> None:
    """Leave all that is loaded by now out of the search for garbage, and search it less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with tests/golden/NAME: `golden("help.txt", text)`."""
    update = bool(request.config.getoption("--golden-update"))

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
            return
        wanted = path.read_bytes().decode() if path.exists() else ""
        if text != wanted:
            pytest.fail(difference(name, wanted, text), pytrace=False)

    return compare


@pytest.fixture(scope="session", autouse=True)
def small_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Let every test, and the programs that it starts, know a world of a few places, made in no time."""
    folder = tmp_path_factory.mktemp("world")
    lines = (ROOT / "tests" / "world.csv").read_text(encoding="utf-8").splitlines()
    write_index(
        index_path(folder), [_world_row(row) for row in csv.DictReader(lines)], lambda _done, _every: None
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EVENTBOOK_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="session", autouse=True)
def sheets_parsed_once() -> Iterator[None]:
    """Parse a text as YAML once for each worker: hundreds of tests read the same thirty sheets, and it takes long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheet_file, "composed", lru_cache(maxsize=200)(sheet_file.composed))
        yield


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], None]], Path]:
    """Make a folder once for the whole run, whichever worker comes first: `once(name, make)`; copy, never write."""
    root = tmp_path_factory.getbasetemp()
    root = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root

    def made(name: str, make: Callable[[Path], None]) -> Path:
        folder, done = root / name, root / f"{name}.done"
        with (root / f"{name}.lock").open("w") as lock, pytest.MonkeyPatch.context() as patch:
            patch.setattr("os.fsync", abs)  # nobody pulls the plug here; a descriptor is a number
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                make(folder)
                done.touch()
        return folder

    return made


@pytest.fixture(scope="session")
def samples_in(once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """Return a workspace with the samples' lists and articles, to be copied: making one takes seconds."""
    return once("samples", take_samples)


@pytest.fixture(scope="session")
def command_line() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a command line in this process: `command_line("check", path, cwd=folder)`.

    It goes through all that a process of its own goes through once Python and our modules are there, which
    takes most of its time. What only a process shows (streams, signals, limits) needs one.
    """
    return carried_out


def carried_out(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run `main` with these words in a folder; return its exit code and what it wrote to either stream."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2)]
    command = ["eventbook", *map(str, words)]
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(streams[0]), redirect_stderr(streams[1]):
        patch.setattr("sys.argv", command)
        patch.chdir(cwd)
        with pytest.raises(SystemExit) as left:
            main()
    out, err = (stream.buffer.getvalue().decode() for stream in streams)
    return subprocess.CompletedProcess(command, int(left.value.code or 0), out, err)


@pytest.fixture(scope="session")
def copy_of_samples(samples_in: Path) -> Callable[[Path], Path]:
    """Give a workspace of one's own with the samples' lists and articles: `copy_of_samples(folder)`."""

    def copied(folder: Path) -> Path:
        return Path(shutil.copytree(samples_in, folder))

    return copied


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return a real Chromium, one for all tests of a worker: two cannot be driven side by side.

    Without one the tests that need it are skipped, and in CI they fail.
    """
    found = next((one for one in CHROMIUM if Path(one).exists()), None)
    if found is None:
        says = "no Chromium is installed, so nobody has looked at a page: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(says)
        pytest.skip(says)
    expect.set_options(timeout=30_000)  # a busy machine is no fault of the page
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


def take_samples(folder: Path) -> None:
    """Make a workspace and take in the samples' lists and articles, through the commands."""
    for words in (
        ["init", folder],
        *(["-w", folder, kind, "add", "--from", SAMPLES / f"{kind}.toml"] for kind in LISTS),
        ["-w", folder, "article", "add", SAMPLES / "articles"],
    ):
        done = CliRunner().invoke(program, ["--as", "setup", *map(str, words)])
        assert done.exit_code == 0, f"{words}: {done.output} {done.exception}"


def _world_row(row: Mapping[str, str]) -> WorldRow:
    n = int(row["n"])
    return WorldRow(
        n,
        f"gn-{n}" if n > 0 else f"sea-{row['name'].split()[0].lower()}",
        row["name"],
        row["country"],
        int(row["admin1"]),
        int(row["admin2"]),
        float(row["latitude"]),
        float(row["longitude"]),
        int(row["population"]),
        PlaceKind(row["kind"]),
        tuple(filter(None, row["names"].split("|"))),
    )


def difference(name: str, wanted: str, text: str) -> str:
    """Return a message with the lines that differ and what to do about them."""
    diff = difflib.unified_diff(
        wanted.splitlines(),
        text.splitlines(),
        f"tests/golden/{name}",
        "what the test produced",
        lineterm="",
    )
    lines = "\n".join(diff) or "only line endings differ"
    return f"{lines}\nIf the new text is right, run pytest with --golden-update."
