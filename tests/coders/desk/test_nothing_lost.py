"""Server and tab die while somebody types: all of it is there again, once."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser as PlaywrightBrowser
from playwright.sync_api import Page, expect

from eventbook.coders.store.forms import all_forms, load_sheets
from eventbook.coders.store.store import open_store

TYPED = {
    "when": "tue morning",
    "where": "Kampala - Central Police Station, Uganda",
    "side1": "Unidentified Armed Group (Uganda)",
    "side2": "Civilians (Uganda)",
    "counts": "deaths 3",
    "civilian_targeting": "Civilian targeting",
    "weapons": "firearms",
    "target": "police",
    "tags": "capital",
    "notes": "On 16 November 2021, a man blew himself up.",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def started(work: Path, port: int) -> tuple[subprocess.Popen[str], str]:
    """Start the real command; return it and the link that it prints."""
    command = [
        sys.executable,
        "-m",
        "eventbook.cli",
        "--as",
        "amira",
        "desk",
        "--no-open",
        "--port",
        str(port),
    ]
    run = subprocess.Popen(  # noqa: S603  our own
        command, cwd=work, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={**os.environ}
    )
    assert run.stdout is not None
    return run, run.stdout.readline().strip()


def killed(run: subprocess.Popen[str]) -> None:
    run.send_signal(signal.SIGKILL)
    run.wait(timeout=10)
    if run.stdout is not None:
        run.stdout.close()


def write_in(page: Page, field: str, text: str) -> None:
    box = page.locator(f".field[data-name={field}]").locator("input, textarea").first
    box.focus()
    page.keyboard.type(text)
    page.keyboard.press("Tab" if field in {"when", "where", "side1", "side2", "notes"} else "Enter")


def test_ten_fields_typed_at_a_dead_server_in_a_tab_that_dies_return_without_a_second_record(
    chromium: PlaywrightBrowser, tmp_path: Path, copy_of_samples: Callable[[Path], Path]
) -> None:
    work, port = copy_of_samples(tmp_path / "work"), free_port()
    run, link = started(work, port)
    context = chromium.new_context()
    try:
        page = context.new_page()
        page.goto(link)
        page.locator("button.article", has_text="Suicide bombers").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("body.open")
        page.keyboard.type("suicide bomb")
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        expect(page.locator(".field[data-name=civilian_targeting]")).to_be_visible()
        page.wait_for_selector("#state.saved")
        address = page.url
        killed(run)
        for field, text in TYPED.items():
            write_in(page, field, text)
        expect(page.locator("#state")).to_have_class("state offline")
        page.close(run_before_unload=False)
        run, link = started(work, port)
        page = context.new_page()
        page.goto(address)  # the cookie still lets this browser in
        page.wait_for_selector("body.open")
        page.wait_for_selector("#state.saved")
        with open_store(open_path(work)).reading() as connection:
            (form,), sheets = all_forms(connection), load_sheets(connection)
        assert len(sheets) == 1
        told = form.head.form
        assert told.unread == {"where": {"place": TYPED["where"]}}  # how exact was not typed
        assert (str(told.when and told.when.last), told.values["sub_event_type"]) == (
            "2021-11-16",
            "Suicide bomb",
        )
        assert [side.actor for side in told.sides] == ["unidentified-armed-group-uganda", "civilians-uganda"]
        assert [(claim.what, str(claim.count)) for claim in told.counts] == [("deaths", "3")]
        chosen = {name: told.values[name] for name in ("civilian_targeting", "weapons", "target", "tags")}
        assert chosen == {
            "civilian_targeting": "Civilian targeting",
            "weapons": ("firearms",),
            "target": ("police",),
            "tags": ("capital",),
        }
        assert told.notes == TYPED["notes"]
    finally:
        context.close()
        killed(run)


def open_path(work: Path) -> Path:
    return work / "eventbook.db"
