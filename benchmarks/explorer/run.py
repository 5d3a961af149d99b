"""How long the explorer takes on a large release, in real Chromium, and how much it fetches.

Run from benchmarks/: `python -m explorer.run`. The release is made once and kept in build/, since that takes
minutes. Each run starts from a new browser profile, so that nothing is in its cache; what is sent is counted
by the server. Times are from the start of the navigation, or of the change of the filter, to the moment the
page says that it shows what was asked for.
"""

import argparse
import shutil
import statistics
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from playwright.sync_api import Page, sync_playwright

from eventbook.datasets.site.range_server import RangeServer
from explorer.world import make_release

KEPT = Path(__file__).resolve().parents[2] / "build" / "explorer"
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
]
YEAR = "from=2023-01-01&to=2023-12-31"
OPEN = "the first event of the table"
SETTLED = "body[data-started]:not([aria-busy])"


@dataclass(frozen=True, slots=True)
class Step:
    """What one step took: seconds, bytes and requests; and what the page then says it found."""

    seconds: float
    sent: int
    requests: int
    found: str


@contextmanager
def served(folder: Path) -> Generator[RangeServer]:
    """Serve a folder until the end of the block."""
    with RangeServer(folder) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def one_run(folder: Path, steps: dict[str, str]) -> dict[str, Step]:
    """Take the steps in a new browser; return of each its seconds, bytes, requests, and what the page says."""
    told: dict[str, Step] = {}
    with served(folder) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto("about:blank")
        for name, fragment in steps.items():
            sent, requests, began = server.sent, server.requests, time.perf_counter()
            _ask(page, server.address, fragment)
            seconds = time.perf_counter() - began
            page.wait_for_timeout(600)  # names of places come after the rest; their bytes count
            told[name] = Step(
                seconds, server.sent - sent, server.requests - requests, page.inner_text("#found")
            )
        browser.close()
    return told


def _ask(page: Page, address: str, fragment: str) -> None:
    if page.url == "about:blank":
        page.goto(f"{address}explore.html#{fragment}", wait_until="commit")
        page.wait_for_selector(SETTLED)
        return
    if fragment == OPEN:
        page.click("#list tbody button >> nth=0")
        page.wait_for_selector("dialog[open] .told")
        return
    page.evaluate(
        "fragment => { document.body.setAttribute('aria-busy', 'true'); location.hash = fragment; }", fragment
    )
    page.wait_for_selector(SETTLED)


def main() -> None:
    """Make the release where it is not there, run, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=float, default=2.5e6, help="events in the release")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    folder = KEPT / f"{int(asked.size)}-{asked.seed}"
    if not (folder / "explore.html").is_file():
        shutil.rmtree(folder, ignore_errors=True)
        print(f"making a release of {int(asked.size):,} events …", flush=True)
        make_release(folder, int(asked.size), asked.seed)
    steps = {
        "first view": "",
        "largest country, a year": f"country=USA&{YEAR}",
        "another country, a year": f"country=UKR&{YEAR}",
        "an event with its quotes": OPEN,
        "an actor in it": f"country=UKR&{YEAR}&actor=group+1",
    }
    runs = [one_run(folder, steps) for _ in range(asked.runs)]
    print(f"{asked.runs} runs, medians\n{'':28}{'seconds':>8}{'MB':>8}{'requests':>10}")
    for name in steps:
        steps_taken = [run[name] for run in runs]
        seconds = statistics.median(one.seconds for one in steps_taken)
        sent = statistics.median(one.sent for one in steps_taken)
        requests = statistics.median(one.requests for one in steps_taken)
        print(f"{name:28}{seconds:8.2f}{sent / 1e6:8.2f}{requests:10.0f}   {steps_taken[0].found}")


if __name__ == "__main__":
    main()
