"""Bad input of every kind, through the command line: told with place and advice, and nothing is changed.

Faults within a sheet have their own list (tests/coders/test_bad_sheets.py), as have those within a
codebook (tests/schema/test_broken_codebooks.py) and a full disk (tests/test_full_disk.py). These are the
others: files that are none, lists, settings, judgements, overrides, moves and releases.
"""

import re
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from eventbook.cli import program
from eventbook.schema.errors import EventbookError

SAMPLES = Path(__file__).parents[1] / "samples"
Golden = Callable[[str, str], None]
Words = list[str | Path]
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(?= UTC)|(?<=tomorrow \()[-\d]+")
"""What differs from day to day in what is said."""


def eventbook(place: Path, *words: str | Path, person: str = "rosa") -> tuple[int, str]:
    """Run a command; return its exit code and all that it said."""
    done = CliRunner().invoke(program, ["-w", str(place), "--as", person, *map(str, words)])
    if isinstance(done.exception, EventbookError):
        return 2, f"{done.output}eventbook: {done.exception}"
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, copy_of_samples: Callable[[Path], Path]) -> Path:
    """Make a workspace with an accepted sheet and a release of it."""
    work = copy_of_samples(tmp_path_factory.mktemp("bad") / "work")
    assert eventbook(work, "submit", SAMPLES / "sheets/round-1/kampala-amira.yaml", person="amira")[0] == 0
    assert eventbook(work, "accept", "kampala-amira")[0] == 0
    assert eventbook(work, "build", "--at", "2026-11-01T00:00:00Z")[0] == 0
    return work


def held(place: Path) -> tuple[str, dict[str, bytes]]:
    """Return what the store holds, as text, and every file of the releases."""
    with sqlite3.connect(place / "eventbook.db") as connection:
        store = "\n".join(connection.iterdump())
    connection.close()
    files = {str(path): path.read_bytes() for path in (place / "releases").rglob("*") if path.is_file()}
    return store, files


def placed(files: Mapping[str, str | bytes], words: Words, folder: Path) -> Words:
    """Write the files of a case; `@` in its words means the only one, or one that is not there."""
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    meant: Mapping[str | Path, Path] = {"@": folder / next(iter(files), "gone.txt"), "@folder": folder}
    return [meant.get(word, word) for word in words]


TABLE = '["a.txt"]\noutlet = "Sample Wire"\npublished = 2021-11-16\n'
SHEET = (SAMPLES / "sheets/round-1/kampala-amira.yaml").read_text(encoding="utf-8")
BOMB = "a: &a [x, x]\n" + "".join(
    f"{one}: &{one} [*{other}, *{other}]\n" for one, other in zip("bcdefgh", "abcdefg", strict=True)
)
ADD_ARTICLE: Words = ["article", "add", "@", "--outlet", "Sample Wire"]
FILE_CASES: dict[str, tuple[dict[str, str | bytes], Words]] = {
    "an article that is an image": ({"a.txt": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 9}, ADD_ARTICLE),
    "an article of fifty megabytes": ({"a.txt": b"word " * 10_000_000}, ADD_ARTICLE),
    "an article without a word": ({"a.txt": " \n\t\n"}, ADD_ARTICLE),
    "an article that is not there": ({}, ADD_ARTICLE),
    "an article of an outlet that nobody added": (
        {"a.txt": "A word."},
        ["article", "add", "@", "--outlet", "Sampel Wire"],
    ),
    "an article of no outlet": ({"a.txt": "A word."}, ["article", "add", "@"]),
    "an article from the year 0025": ({"a.txt": "A word."}, [*ADD_ARTICLE, "--published", "0025-11-16"]),
    "an article from the future": ({"a.txt": "A word."}, [*ADD_ARTICLE, "--published", "2996-11-16"]),
    "an article whose address is a script": (
        {"a.txt": "A word."},
        [*ADD_ARTICLE, "--url", "javascript:alert(1)"],
    ),
    "a folder with one file that is no text": (
        {
            "articles.toml": TABLE + TABLE.replace("a.txt", "b.txt"),
            "a.txt": "A word.",
            "b.txt": b"\x00\x01\x02\xff" * 50,
        },
        ["article", "add", "@folder"],
    ),
    "a folder whose table names what is not there": ({"articles.toml": TABLE}, ["article", "add", "@folder"]),
    "a folder whose table is no TOML": (
        {"articles.toml": "[a.txt\noutlet", "a.txt": "A word."},
        ["article", "add", "@folder"],
    ),
    "a sheet that is a bomb": ({"s.yaml": BOMB}, ["submit", "@"]),
    "a sheet of ten megabytes": ({"s.yaml": "x: " + "y" * 10_000_000}, ["submit", "@"]),
    "a sheet that is an image": ({"s.yaml": b"\x89PNG\x00\xff\xfe"}, ["submit", "@"]),
    "a sheet that is empty": ({"s.yaml": ""}, ["submit", "@"]),
    "a sheet with Norway as a boolean": (
        {"s.yaml": SHEET.replace('"Kampala - Central Police Station, Uganda"', "NO")},
        ["submit", "@"],
    ),
    "a sheet under another codebook's version": (
        {"s.yaml": SHEET.replace("political-violence 1", "political-violence 9")},
        ["submit", "@"],
    ),
    "a sheet whose id is too short": (
        {"s.yaml": SHEET.replace("Suicide bomb", "Bomb").replace("kampala-amira", "x")},
        ["submit", "@"],
    ),
    "a list of actors that is no TOML": ({"l.toml": "[[actor]\nname"}, ["actors", "add", "--from", "@"]),
    "an actor of no known type": (
        {"l.toml": '[[actor]]\nname = "X"\ntypes = [{type = "Robots"}]\n'},
        ["actors", "add", "--from", "@"],
    ),
    "an actor with a hidden mark in its name": (
        {"l.toml": '[[actor]]\nname = "X\u202ey"\ntypes = [{type = "Rebel group"}]\n'},
        ["actors", "add", "--from", "@"],
    ),
    "a place beyond the pole": (
        {"l.toml": '[[place]]\nname = "X"\ncountry = "Uganda"\nlatitude = 91\nlongitude = 0\n'},
        ["places", "add", "--from", "@"],
    ),
    "a place in no country": (
        {"l.toml": '[[place]]\nname = "X"\ncountry = "NO WAY"\nlatitude = 1\nlongitude = 0\n'},
        ["places", "add", "--from", "@"],
    ),
    "an outlet in no time zone": (
        {"l.toml": '[[outlet]]\nname = "X"\nscale = "National"\ntime_zone = "Mars/One"\n'},
        ["outlets", "add", "--from", "@"],
    ),
    "an outlet of no known scale": (
        {"l.toml": '[[outlet]]\nname = "X"\nscale = "Galactic"\n'},
        ["outlets", "add", "--from", "@"],
    ),
    "a list with the same entry twice": (
        {
            "l.toml": '[[outlet]]\nname = "X"\nscale = "National"\n[[outlet]]\nname = "x"\nscale = "Regional"\n'
        },
        ["outlets", "add", "--from", "@"],
    ),
    "a codebook that is no TOML": ({"c.toml": "[codebook\n"}, ["codebook", "check", "@"]),
    "a codebook that is a picture": ({"c.toml": b"\x89PNG\x00\xff"}, ["codebook", "check", "@"]),
}

WORD_CASES: dict[str, Words] = {
    "to accept what is not there": ["accept", "nothing-1"],
    "to accept what is accepted": ["accept", "kampala-amira-1"],
    "to reopen without a reason": ["reopen", "kampala-amira-1"],
    "to hold until a day that is none": ["hold", "kampala-amira-1", "--reason", "x", "--until", "2021-02-30"],
    "to judge a report by itself": ["judge", "kampala-amira-1", "kampala-amira-1", "same"],
    "to judge what is not there": ["judge", "kampala-amira-1", "nothing-1", "same"],
    "to judge in odd words": ["judge", "kampala-amira-1", "kampala-amira-2", "perhaps"],
    "to override what is no field": ["override", "UGA1", "colour", "red", "--reason", "x"],
    "to override with no such type": ["override", "UGA1", "sub_event_type", "Bomb", "--reason", "x"],
    "to override an event that is not there": ["override", "UGA99", "notes", "x", "--reason", "x"],
    "to override with nothing": ["override", "UGA1", "deaths", "", "--reason", "x"],
    "to build in odd time": ["build", "--at", "yesterday"],
    "to build in the future": ["build", "--at", "2996-01-01T00:00:00Z"],
    "to build before the last release": ["build", "--at", "2025-01-01T00:00:00Z", "--again"],
    "to show a release that is not there": ["release", "show", "2020.1.0"],
    "to show an event that is not there": ["release", "show", "--event", "UGA99"],
    "to compare with what is not there": ["release", "diff", "2020.1.0"],
    "to sign with what is no key": ["sign", "latest", "--key", SAMPLES / "outlets.toml"],
    "to verify by what is no key": ["release", "verify", "--key", SAMPLES / "outlets.toml"],
    "to write a sheet of what is not there": ["sheet", "new", "ffffffffffffffff"],
    "to correct a publication that is not there": [
        "article",
        "correct",
        "78be5f5a",
        "9",
        "--published",
        "2021-11-16",
    ],
}


@dataclass(frozen=True)
class Told:
    """What a command said of bad input, and whether anything was changed by it."""

    code: int
    said: str
    unchanged: bool


@pytest.fixture(scope="module")
def told(place: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Told]:
    """Try every bad input once."""
    found: dict[str, Told] = {}
    for name in (*FILE_CASES, *WORD_CASES):
        folder = tmp_path_factory.mktemp("case")
        words = placed(*FILE_CASES[name], folder) if name in FILE_CASES else WORD_CASES[name]
        before = held(place)
        code, said = eventbook(place, *words)
        for path, shown in ((folder, "…"), (place, "…"), (SAMPLES, "samples")):
            said = said.replace(str(path), shown)
        found[name] = Told(code, MOMENT.sub("…", said).strip(), held(place) == before)
        shutil.rmtree(folder)
    return found


@pytest.mark.parametrize("name", [*FILE_CASES, *WORD_CASES])
def test_bad_input_is_told_and_changes_nothing(told: dict[str, Told], name: str) -> None:
    found = told[name]
    assert found.code in {1, 2}, found.said
    assert found.unchanged
    assert "Traceback" not in found.said


def test_what_is_said_of_bad_input_is_worth_reading(told: dict[str, Told], golden: Golden) -> None:
    golden("bad-inputs.txt", "\n\n".join(f"# {name}\n{one.said}" for name, one in told.items()) + "\n")


def test_a_published_release_whose_folder_is_gone_is_asked_back(place: Path, tmp_path: Path) -> None:
    (place / "releases").rename(tmp_path / "away")
    try:
        alone, listed, shown = (
            eventbook(place, *words) for words in ([], ["release", "list"], ["release", "show"])
        )
    finally:
        (tmp_path / "away").rename(place / "releases")
    lost = "release 2026.11.0 was published and its folder is missing"
    assert f"{lost}.\nNext: put 2026.11.0 back into {place / 'releases'}" in alone[1]
    assert (listed[0], shown[0]) == (0, 2)
    for _, said in (listed, shown):
        assert f"{lost}: put it back into {place / 'releases'}" in said
        assert "eventbook build" not in said
    assert "newest release 2026.11.0" in eventbook(place)[1]
