"""Whoever is not let in gets nothing, and no page of another site can change anything."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from eventbook.coders.desk.gate import POLICY, TOKEN
from eventbook.schema.session import Workplace

if TYPE_CHECKING:
    from tests.coders.desk.conftest import Browser

OUTLET = {"name": "Gate Gazette", "scale": "National", "country": "Chad", "time_zone": "UTC"}
PATH = "/api/outlets"


def test_the_link_lets_one_browser_in_once(browser: "Browser") -> None:
    key = browser.desk.link().partition("?key=")[2]
    browser.cookies = {}
    assert browser.ask("GET", "/enter", params={"key": key}).status_code == 303
    assert browser.ask("GET", "/enter", params={"key": key}).status_code == 403


@pytest.mark.parametrize("key", ["", "guess", "clé", "\u202e", "x" * 5000])
def test_a_guessed_link_lets_nobody_in(browser: "Browser", key: str) -> None:
    browser.cookies = {}
    browser.desk.link()
    assert browser.ask("GET", "/enter", params={"key": key}).status_code == 403


@pytest.mark.parametrize("path", ["/", "/api/work", "/sheets/any", PATH])
def test_without_a_cookie_nothing_is_shown(browser: "Browser", path: str) -> None:
    browser.cookies = {}
    answer = browser.ask("GET", path)
    assert answer.status_code == 403
    assert "eventbook desk" in answer.text


def test_another_name_for_this_machine_is_another_desk(browser: "Browser") -> None:
    assert browser.ask("GET", "/", headers={"host": "rebound.example"}).status_code == 421


@pytest.mark.parametrize(
    "change",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {TOKEN: "0" * 64},
        {"sec-fetch-site": "cross-site"},
    ],
    ids=["origin", "no origin", "token", "cross-site"],
)
def test_a_page_of_another_site_changes_nothing(
    place: Workplace, browser_at: Callable[[Workplace, str], "Browser"], change: dict[str, str]
) -> None:
    browser = browser_at(place, "amira")
    there = browser.get(PATH)
    answer = browser.ask("POST", PATH, json=OUTLET, headers=browser.headers | change)
    assert answer.status_code == 403
    assert browser.get(PATH) == there
    assert browser.ask("POST", PATH, json=OUTLET, headers=browser.headers).status_code == 200
    assert browser.get(PATH) != there


def test_a_request_that_is_too_long_is_refused_before_it_is_read(browser: "Browser") -> None:
    told = browser.headers | {"content-length": "64000001"}
    assert browser.ask("POST", PATH, content=b"{}", headers=told).status_code == 413


def test_every_answer_carries_the_policy(browser: "Browser") -> None:
    for path in ("/", "/nowhere", "/static/desk.css"):
        headers = browser.ask("GET", path).headers
        assert headers["content-security-policy"] == POLICY
        assert headers["x-content-type-options"] == "nosniff"
    assert "unsafe" not in POLICY
