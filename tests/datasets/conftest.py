"""What the tests of this layer share: a small world to report from, and the samples as build inputs.

The world is pure and made once, so property tests may use it too: `world.coded("r1", when=…)` is
a report with its article, good as it stands, with the changes that a test asks for, written as
in a sheet. `samples` and `releases` are what the workspace of the demo gives, without its desk.
"""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from ruamel.yaml import YAML

from eventbook.coders.texts.extract import extract
from eventbook.datasets.building.release import make_release
from eventbook.datasets.matching.prepare import Prepared, prepare
from eventbook.datasets.matching.voices import voice_of
from eventbook.datasets.merging.settled import Told
from eventbook.datasets.plan import Plan, Policy
from eventbook.schema.article import Article, Outlet, Publication, TextVersion, article_id
from eventbook.schema.build_input import BuildInput, Report
from eventbook.schema.canonical import sha256
from eventbook.schema.check import check_raw
from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_file import default_codebook, default_text
from eventbook.schema.context import Context
from eventbook.schema.judgement import Judgement
from eventbook.schema.registry import Registry
from eventbook.schema.sheet import CheckedSheet, check_sheet
from eventbook.schema.where import Gazetteer, Place, PlaceKind
from eventbook.schema.who import Actor, TypePeriod

START = datetime(2026, 1, 1, tzinfo=UTC)
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "samples"
PUBLISHED = date(2021, 12, 31)

TEXT = """Story {key}. On that day gunmen fought soldiers in the town, and people were killed and hurt.
{filler}"""
FILLER = "Nothing in the lines that follow was ever quoted by anybody. " * 20
EVIDENCE = {
    "when": "On that day",
    "where": "in the town",
    "sub_event_type": "fought",
    "side1": "gunmen",
    "side2": "soldiers",
}


class Coded(NamedTuple):
    """A report and the article it was coded from."""

    report: Report
    article: Article


@dataclass(frozen=True)
class World:
    """The default codebook with a few actors and places of our own."""

    book: Codebook
    text: str
    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    outlets: tuple[Outlet, ...]

    @property
    def context(self) -> Context:
        """The surroundings of a build."""
        return Context(self.book, Registry(self.actors, self.book), Gazetteer(self.places))

    def article(self, key: str, **changes: Any) -> Article:  # noqa: ANN401  any part of an article
        """Make an article of one outlet; `outlet`, `origin`, `published`, `url`, `title` go to its publication."""
        text = changes.pop("text", TEXT.format(key=key, filler=FILLER))
        about: dict[str, Any] = {"outlet": "Wire", "published": PUBLISHED, "title": f"Story {key}"}
        about |= {name: changes.pop(name) for name in tuple(changes) if name in Publication.model_fields}
        parts: dict[str, Any] = {
            "versions": (TextVersion(n=1, extractor="plain 1", text=text),),
            "publications": (Publication(**about),),
        }
        return Article(sha256=sha256(text), **{**parts, **changes})

    def coded(
        self,
        key: str,
        article: Article | None = None,
        *,
        minute: int = 0,
        sheet: str = "",
        coder: str = "amira",
        **changes: Any,  # noqa: ANN401  any field of a form
    ) -> Coded:
        """Make a report; a field that is None is left out, the rest is written as in a sheet."""
        found = article or self.article(key)
        good: dict[str, object] = {
            "sub_event_type": "Armed clash",
            "when": "2021-11-16",
            "where": {"place": "alpha", "precision": 1},
            "side1": "karo",
            "side2": "army",
            "counts": [{"what": "deaths", "count": 3, "phrase": "people were killed"}],
            "notes": f"On 16 November 2021, rebels fought soldiers in Alpha ({key}).",
            "evidence": EVIDENCE,
        }
        if "event" in changes:
            good = {}
        raw = {name: value for name, value in (good | changes).items() if value is not None}
        if "side2" not in raw and "evidence" in raw and "evidence" not in changes:
            raw["evidence"] = {name: words for name, words in EVIDENCE.items() if name != "side2"}
        checked = check_raw(raw, replace(self.context, article=found))
        return Coded(
            Report(
                id=key,
                revision=1,
                sheet=sheet or f"sheet-{key}",
                article=found.id,
                coder=coder,
                codebook=self.book.id,
                accepted_at=START + timedelta(minutes=minute),
                form=checked.form,
            ),
            found,
        )

    def given(self, coded: Iterable[Coded], **changes: Any) -> BuildInput:  # noqa: ANN401  any part of it
        """Make a build input of reports and their articles."""
        pairs = tuple(coded)
        whole = BuildInput(
            codebook=self.book,
            codebook_text=self.text,
            reports=tuple(one.report for one in pairs),
            articles=tuple({one.article.id: one.article for one in pairs}.values()),
            outlets=self.outlets,
            actors=self.actors,
            places=self.places,
        )
        return replace(whole, **changes)

    def prepared(self, coded: Iterable[Coded]) -> Prepared:
        """Prepare reports, all of which must be usable."""
        found = prepare(self.given(coded))
        assert found.left_out == ()
        return found

    def told(self, coded: Coded) -> Told:
        """Make what merging works on."""
        return Told(coded.report, coded.report.form, coded.article, voice_of(coded.article))


class Page(HTMLParser):
    """Collects the tags of a page, and complains where they do not close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.found.append((tag, dict(attrs)))
        if tag not in {"meta", "link", "br", "input"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the last tag that is open."""
        assert self.open.pop() == tag


def plan(version: str = "2026.11.0", policy: Policy = Policy.CAUTIOUS) -> Plan:
    """Make the plan of a release."""
    return Plan(version, AT, policy)


def _place(key: str, latitude: float, longitude: float, **more: Any) -> Place:  # noqa: ANN401  any field
    return Place(
        id=key, name=key.title(), country=more.pop("country", "UGA"), latitude=latitude, longitude=longitude,
        **more,
    )  # fmt: skip


def _actor(key: str, name: str, kind: str, home: str = "UGA") -> Actor:
    return Actor(id=key, name=name, home=(home,), types=(TypePeriod(type=kind),))


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((SAMPLES / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="session", autouse=True)
def quick_disk() -> Iterator[None]:
    """Do not wait for the disk: nobody pulls the plug here, and test_write counts the calls itself."""

    def skip(_: int) -> None:
        """Take a file for synced."""

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", skip)
        yield


@pytest.fixture(scope="session")
def world() -> World:
    """A world of one country and its neighbour: towns, a province, an army, rebels."""
    return World(
        book=default_codebook(),
        text=default_text(),
        actors=(
            _actor("army", "Military Forces of Uganda (1986-)", "State forces"),
            _actor("karo", "Karo Rebels", "Rebel group"),
            _actor("hill", "Hill Front", "Rebel group"),
            _actor("kenya-army", "Military Forces of Kenya (1963-)", "State forces", "KEN"),
        ),
        places=(
            _place("alpha", 0.30, 32.50, admin1="North"),
            _place("beta", 0.31, 32.51, admin1="North"),
            _place("gamma", 0.90, 33.40, admin1="North"),
            _place("border", 0.35, 32.60, country="KEN"),
            _place("north", 0.50, 32.80, kind=PlaceKind.ADMIN1),
            _place("far", 45.0, 100.0, country="MNG"),
        ),
        outlets=(
            Outlet(name="Wire", scale="International"),
            Outlet(name="Herald", scale="National"),
            Outlet(name="Courier", scale="Subnational"),
            Outlet(name="Secret Friends", scale="Local partner", confidential=True),
        ),
    )


def sample_articles() -> tuple[Article, ...]:
    """Return the articles of the samples; the same bytes twice are one article with two publications."""
    listed = _toml("articles/articles.toml")
    contents = {name: (SAMPLES / "articles" / name).read_bytes() for name in listed}
    grouped: dict[str, list[str]] = {}
    for name, content in contents.items():
        grouped.setdefault(article_id(content), []).append(name)
    return tuple(
        Article(
            sha256=sha256(contents[names[0]]),
            versions=(TextVersion(n=1, extractor="plain 1", text=extract(contents[names[0]])[1].text),),
            publications=tuple(Publication.model_validate(listed[name]) for name in names),
        )
        for names in grouped.values()
    )


def checked_sheets(rounds: int, given: BuildInput) -> Mapping[str, CheckedSheet]:
    """Return the sheets of the first rounds by path; a later round's sheet comes after."""
    articles = {article.id: article for article in given.articles}
    registry, gazetteer = Registry(given.actors, given.codebook), Gazetteer(given.places)
    sheets: dict[str, CheckedSheet] = {}
    for number in range(1, rounds + 1):
        for path in sorted((SAMPLES / "sheets" / f"round-{number}").glob("*.yaml")):
            raw = YAML(typ="safe").load(path)
            context = Context(given.codebook, registry, gazetteer, articles[raw["article"]])
            sheets[f"{number}/{path.stem}"] = check_sheet(raw, context)
    return sheets


def reviewed(rounds: int) -> tuple[set[str], tuple[Judgement, ...]]:
    """Return the forms that no round up to this one accepts, and what was judged, as review.toml has it."""
    review = _toml("review.toml")
    said = [review[f"round-{number}"] for number in range(1, rounds + 1)]
    refused = {form for one in said for word in ("hold", "reject", "withdraw") for form in one.get(word, {})}
    judged = [judgement for one in said for judgement in one.get("judge", [])]
    return refused, tuple(
        Judgement(one=one["reports"][0], other=one["reports"][1], verdict=one["verdict"], by="rosa", at=START)
        for one in judged
    )


@cache
def sample_input(rounds: int) -> BuildInput:
    """Return what the samples' sheets of the first rounds say, as the reviewer left it."""
    refused, judgements = reviewed(rounds)
    empty = BuildInput(
        codebook=default_codebook(),
        codebook_text=default_text(),
        reports=(),
        articles=sample_articles(),
        outlets=tuple(Outlet.model_validate(one) for one in _toml("outlets.toml")["outlet"]),
        actors=tuple(Actor.model_validate(one) for one in _toml("actors.toml")["actor"]),
        places=tuple(Place.model_validate(one) for one in _toml("places.toml")["place"]),
    )
    reports: dict[str, Report] = {}
    for minute, (path, sheet) in enumerate(checked_sheets(rounds, empty).items()):
        assert sheet.head is not None, path
        assert sheet.problems == (), path
        for entry in sheet.entries:
            if entry.head.form in refused:
                continue
            reports[entry.head.form] = Report(
                id=entry.head.form,
                revision=1,
                sheet=sheet.head.sheet,
                article=sheet.head.article,
                coder=sheet.head.coder,
                codebook=sheet.head.codebook,
                accepted_at=START + timedelta(minutes=minute),
                form=entry.checked.form,
            )
    return replace(empty, reports=tuple(reports.values()), judgements=judgements)


@pytest.fixture(scope="session")
def samples() -> Callable[[int], BuildInput]:
    """Give the build input of the samples' first rounds: `samples(1)`, `samples(2)`."""
    return sample_input


@pytest.fixture(scope="session")
def releases(once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """Two releases of the samples, 2026.11.0 and 2026.11.1. To look at only: copy before you change them."""

    def make(folder: Path) -> None:
        for rounds in (1, 2):
            at = AT + timedelta(days=rounds)
            made = make_release(sample_input(rounds), folder, at, Policy.CAUTIOUS, again=False)
            assert made.folder is not None

    return once("releases", make)


@pytest.fixture(scope="session")
def read_page() -> Callable[[str], Page]:
    """Read an HTML text as a page."""

    def read(text: str) -> Page:
        page = Page()
        page.feed(text)
        return page

    return read
