"""The words of the interface: every catalogue says all that English says, with the same parts, and nothing else."""

import json
import re
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest

from eventbook.coders.desk.catalogue import DEFAULT, catalogue, languages

FOLDER = files("eventbook.coders.desk")
USED = re.compile(r"""\bt\(\s*["`]([\w.]+)["`]|\bt\[["']([\w.]+)["']\]|\bt\.([\w.]+) ?[|}]""")


def raw(language: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((FOLDER / "messages" / f"{language}.json").read_text(encoding="utf-8"))
    return found


def parts(says: str) -> list[str]:
    return sorted(set(re.findall(r"\{\w+\}", says)))


@pytest.mark.parametrize("language", [one for one in languages() if one != DEFAULT])
def test_no_message_of_a_catalogue_is_missing_empty_or_of_other_parts(language: str) -> None:
    english, own = raw(DEFAULT), raw(language)
    assert own.keys() == english.keys()
    assert [key for key, says in own.items() if not says.strip()] == []
    assert [key for key in own if parts(own[key]) != parts(english[key])] == []
    same = [key for key in own if own[key] == english[key] and len(english[key]) > len("Latitude ")]
    assert set(same) <= {
        "when.hint",
        "when.hint.undated",
        "counts.hint",
    }  # dates and counts are read as they are written in English


def test_every_message_that_a_script_names_is_in_the_catalogue() -> None:
    texts = [
        one.read_text(encoding="utf-8")
        for folder in ("static", "templates")
        for one in (FOLDER / folder).iterdir()
        if one.name.endswith((".js", ".j2"))
    ]
    named = {found[found.lastindex or 0] for text in texts for found in USED.finditer(text)}
    assert len(named) > 100
    assert named - catalogue().keys() == set()


def test_a_language_that_there_is_not_is_english() -> None:
    assert catalogue("xx") == catalogue(DEFAULT)


@pytest.mark.parametrize("language", languages())
def test_the_pages_speak_the_language_that_was_asked_for(
    browser_in: Callable[[str], Any], language: str
) -> None:
    page = browser_in(language).ask("GET", "/").text
    assert f'lang="{language}" dir="{raw(language)["direction"]}"' in page
    assert raw(language)["work.add"] in page


def test_built_in_fields_are_named_in_the_language_of_the_interface(
    browser_in: Callable[[str], Any],
) -> None:
    titles = {one["name"]: one["title"] for one in browser_in("fr").get("/api/plan")["fields"]}
    assert (titles["when"], titles["counts"]) == ("Quand", "Combien")
