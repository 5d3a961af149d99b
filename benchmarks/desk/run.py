"""Many tabs at one desk beside a large store: each saves a field every few seconds; then all is looked for.

The server is the real command in a process of its own; the tabs are coroutines here, each with its own
article and form, that send what a page sends. Beside them one more coder types into the lists.

    cd benchmarks && ../.venv/bin/python -m desk.run --events 1e6 --actors 30000 --tabs 200 --seconds 120
"""

import argparse
import asyncio
import random
import re
import shutil
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from desk.store import filled, place_of
from eventbook.coders.store.forms import load_form
from eventbook.coders.store.store import open_store
from eventbook.coders.workspace.workspace import Workspace, open_workspace

EVERY = 3.0
"""Seconds between two saves of one tab."""

ARRIVAL = 15.0
"""Seconds within which all tabs open their articles."""

PLAIN = ssl.create_default_context()
"""What a client wants of connections that are sealed, made once: there are none here."""

RUNS = 10
"""Runs for which one store has articles that wait."""

ACTORS = ("fro", "karo fr", "unid", "civilians eth", "northern brig", "polic", "dessa 12")
PLACES = (
    "Addis Ababa",
    "Gondar",
    "Mekele",
    "Lalibela, Ethiopia",
    "Harer",
    "Maidugari",
    "Erbil, Iraq",
    "Херсон",
)


@dataclass
class Times:
    """How long each kind of question took, in milliseconds, and what went wrong."""

    taken: dict[str, list[float]] = field(default_factory=dict[str, list[float]])
    faults: list[str] = field(default_factory=list[str])

    async def timed(self, what: str, ask: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
        """Ask once; note how long it took."""
        start = time.perf_counter()
        answer = await ask()
        self.taken.setdefault(what, []).append((time.perf_counter() - start) * 1000)
        if answer.status_code != 200:
            self.faults.append(f"{what}: {answer.status_code} {answer.text[:200]}")
        return answer


def started(work: Path) -> tuple[subprocess.Popen[str], str]:
    """Start the desk; return it and its link."""
    command = [sys.executable, "-m", "eventbook.cli", "--as", "amira", "desk", "--no-open"]
    run = subprocess.Popen(command, cwd=work, stdout=subprocess.PIPE, text=True)  # noqa: S603  our own
    return run, run.stdout.readline().strip() if run.stdout else ""


async def let_in(link: str) -> httpx.AsyncClient:
    """Return a client that has the cookie and the token of a page."""
    origin = link.partition("/enter")[0]
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    client = httpx.AsyncClient(base_url=origin, timeout=60, limits=limits)
    await client.get(link.removeprefix(origin))
    page = (await client.get("/")).text
    found = re.search(r'eventbook-token" content="([0-9a-f]+)"', page)
    client.headers.update({"x-eventbook-token": found[1] if found else "", "origin": origin})
    return client


async def tab(page: httpx.AsyncClient, times: Times, article: str, until: float) -> tuple[str, list[str]]:
    """Code one article until the time is up; return its form and all notes that were acknowledged.

    It has connections of its own, as a browser's tab has.
    """
    dice = random.Random(article)
    await asyncio.sleep(dice.random() * min(ARRIVAL, until - time.monotonic()))
    async with httpx.AsyncClient(
        base_url=page.base_url, headers=page.headers, cookies=page.cookies, timeout=60, verify=PLAIN
    ) as client:
        return await _coded(client, times, article, until)


async def _coded(
    client: httpx.AsyncClient, times: Times, article: str, until: float
) -> tuple[str, list[str]]:
    opened = (await times.timed("open", lambda: client.post(f"/api/articles/{article}/open", json={}))).json()
    sheet, base, kept = opened["sheet"], 1, list[str]()
    path = f"/api/sheets/{sheet}/forms/{sheet}-1"
    fixed: list[dict[str, Any]] = [
        {"sub_event_type": "Attack"},
        {"when": "fri evening", "evidence.when": ["on Friday evening"]},
        {"where": {"place": "gn-344979", "precision": 2}},
        {"side1": {"actor": "Unidentified Armed Group (Ethiopia)"}},
    ]
    while time.monotonic() < until:
        start = time.monotonic()
        note = f"note {len(kept)} of {article}"
        fields = fixed.pop(0) if fixed else {"notes": note}
        body = {"base": base, "fields": fields}
        answer = await times.timed("save and check a field", partial(client.post, path, json=body))
        if answer.status_code == 200:
            base = answer.json()["form"]["base"]
            kept += [note] if "notes" in fields else []
        await asyncio.sleep(max(0.0, EVERY - (time.monotonic() - start)))
    return f"{sheet}-1", kept


async def lists(client: httpx.AsyncClient, times: Times, article: str, until: float) -> None:
    """Type into the lists, look at the worklist and at events that are alike, until the time is up."""
    dice = random.Random(5)
    opened = (await client.post(f"/api/articles/{article}/open", json={})).json()["sheet"]
    fields = {"when": "3 may 2020", "where": {"place": "gn-344979", "precision": 2}}
    await client.post(f"/api/sheets/{opened}/forms/{opened}-1", json={"base": 1, "fields": fields})
    while time.monotonic() < until:
        words = dice.choice(ACTORS)
        asked = {"q": words, "country": "ETH", "day": "2024-05-03"}
        await times.timed("actors", partial(client.get, "/api/actors", params=asked))
        named = {"q": dice.choice(PLACES)}
        await times.timed("places", partial(client.get, "/api/places", params=named))
        view = dice.choice(("todo", "mine", "returned", "submitted", "all"))
        await times.timed("worklist", partial(client.get, "/api/work", params={"view": view}))
        looked = {"view": "all", "q": f"report {dice.randrange(9999)} killed"}
        await times.timed("worklist, by words", partial(client.get, "/api/work", params=looked))
        alike = f"/api/sheets/{opened}/alike/{opened}-1"
        await times.timed("duplicate warning", partial(client.get, alike))
        await times.timed("events to add to", lambda: client.get("/api/events", params={"q": "attack"}))
        await asyncio.sleep(0.3)


async def trials(link: str, groups: list[tuple[list[str], float]], store: Path) -> None:
    """Let each group of tabs work for so long, and print how it went."""
    client = await let_in(link)
    await client.get(
        f"/api/articles/{groups[0][0][0]}/reading", timeout=300
    )  # what a desk loads is loaded then
    for (beside, *names), seconds in groups:
        await lists(client, Times(), beside, time.monotonic() + 0.1)
        times, forms = await trial(client, names, beside, seconds)
        print(f"\n{len(names)} tabs, each saving every {EVERY:.0f} s for {seconds:.0f} s")
        told(times)
        every = sum(len(kept) for _, kept in forms)
        print(f"faults {len(times.faults)} {times.faults[:3]}; lost {_lost(store, forms)} of {every} notes")
    await client.aclose()


async def trial(
    client: httpx.AsyncClient, articles: list[str], beside: str, seconds: float
) -> tuple[Times, list[tuple[str, list[str]]]]:
    """Let the tabs work for so long."""
    times = Times()
    until = time.monotonic() + seconds
    tabs = [tab(client, times, article, until) for article in articles]
    done = await asyncio.gather(*tabs, lists(client, times, beside, until))
    return times, [one for one in done if one is not None]


def told(times: Times) -> None:
    """Print the figures."""
    print(f"{'':26}{'asked':>7}{'median':>9}{'p95':>9}{'most':>9}  ms")
    for what, taken in times.taken.items():
        p95 = statistics.quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0]
        print(f"{what:26}{len(taken):7}{statistics.median(taken):9.1f}{p95:9.1f}{max(taken):9.1f}")


def main() -> None:
    """Fill a store, run the trial with one tab and with many, and look for everything that was acknowledged."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=float, default=1e6)
    parser.add_argument("--actors", type=int, default=30_000)
    parser.add_argument("--tabs", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--made", type=Path, help="a folder that is kept, to be filled once for several runs")
    asked = parser.parse_args()
    folder = asked.made or Path(tempfile.mkdtemp(prefix="desk-"))
    try:
        workspace = made(folder, int(asked.events), asked.actors, RUNS * (asked.tabs + 3))
        with workspace.store.reading() as connection:
            rows = (
                connection.exec_driver_sql(
                    "SELECT article FROM arrival WHERE coded = 0 ORDER BY seq LIMIT ?", (asked.tabs + 3,)
                )
                .scalars()
                .all()
            )
        run, link = started(workspace.place.root)
        try:
            names = [str(one) for one in rows]
            groups = [(names[:2], 20.0), (names[2 : asked.tabs + 3], asked.seconds)]
            asyncio.run(trials(link, groups, workspace.place.store))
        finally:
            run.terminate()
            run.wait()
    finally:
        if not asked.made:
            shutil.rmtree(folder)


def made(folder: Path, events: int, actors: int, waiting: int) -> Workspace:
    """Return the workspace of a folder, filled first where it is not there yet."""
    if (folder / "work").exists():
        return open_workspace(place_of(folder))
    start = time.perf_counter()
    workspace = filled(folder, events, actors, waiting)
    print(f"filled in {time.perf_counter() - start:.0f} s: {events:,} events, {actors:,} actors")
    return workspace


def _lost(path: Path, forms: list[tuple[str, list[str]]]) -> int:
    """Return how many acknowledged notes are not among the revisions."""
    lost = 0
    with open_store(path).reading() as connection:
        for name, notes in forms:
            form = load_form(connection, name)
            there = {one.form.notes for one in form.revisions} if form else set[str | None]()
            lost += sum(1 for note in notes if note not in there)
    return lost


if __name__ == "__main__":
    main()
