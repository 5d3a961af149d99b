"""A form in a coder's words, written to a sheet and read back, is the same form, whatever is in it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventbook.coders.actors.actors import load_actors
from eventbook.coders.intake.articles import load_article
from eventbook.coders.sheets.form_words import in_words
from eventbook.coders.sheets.sheet_file import read_sheet
from eventbook.coders.sheets.sheet_lines import SheetHeading, WrittenForm, sheet_text
from eventbook.coders.store.store import open_store
from eventbook.coders.workspace.surroundings import Surroundings, surroundings
from eventbook.coders.workspace.workspace import workspace_codebook
from eventbook.schema.article import Article
from eventbook.schema.check import check_form
from eventbook.schema.counts import Amount, Claim, CountedGroup, Counting
from eventbook.schema.evidence import Quote, anchor
from eventbook.schema.form import Doubt, FieldValue, Form, Relation, RelationKind
from eventbook.schema.session import Workplace
from eventbook.schema.sheet import check_sheet
from eventbook.schema.when import DayPart, Lasting, SpanPart, When
from eventbook.schema.where import Where
from eventbook.schema.who import Certainty, Side

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
PLACES = ("uga-kampala", "uga-kampala-cps", "irq-baghdad-green-zone", "gn-95446", "gn-4250542", "sea-black")
NUMBERS = st.none() | st.integers(0, 200_000)
DAYS = st.dates(date(2000, 1, 1), date(2021, 11, 16))


class Setting:
    """What forms are checked against; no dataclass, for hypothesis would print all of it."""

    def __init__(self, around: Surroundings, article: Article, actors: list[str]) -> None:
        """Keep the three."""
        self.around, self.article, self.actors = around, article, actors


@pytest.fixture(scope="module")
def setting(samples_in: Path) -> Iterator[Setting]:
    """Give what the samples' forms are checked against, and the article of Kampala."""
    place = Workplace(samples_in)
    with open_store(place.store).reading() as connection:
        around = surroundings(connection, workspace_codebook(place))
        actors = [actor.id for actor in load_actors(connection)]
        yield Setting(around, load_article(connection, "78be5f5a9efa01da"), actors)


@st.composite
def whens(draw: st.DrawFn) -> When:
    last = draw(DAYS)
    first = draw(st.none() | st.just(last) | st.dates(date(1990, 1, 1), last))
    lasting, part = draw(st.sampled_from(Lasting)), draw(st.sampled_from(SpanPart))
    return When(
        first=first, last=last, lasting=lasting, part=part, time=draw(st.none() | st.sampled_from(DayPart))
    )


@st.composite
def quotes(draw: st.DrawFn, article: Article) -> Quote:
    """Any words of the article, anchored where they stand."""
    text = article.latest.text
    start = draw(st.integers(0, len(text) - 60))
    exact = text[start : start + draw(st.integers(1, 50))].strip() or "police"
    prefix, suffix = text[max(0, start - 32) : start], text[start + len(exact) : start + 60]
    found = anchor(Quote(exact=exact, prefix=prefix, suffix=suffix), text, f"{article.id}/1")
    assert found is not None
    return found


def sides(setting: Setting) -> st.SearchStrategy[Side]:
    """Any side."""
    actors = st.sampled_from([*setting.actors, "civilians-uganda"])
    others = st.lists(actors, max_size=2).map(tuple)
    return st.builds(
        Side, actor=actors, certainty=st.sampled_from(Certainty), by=st.none() | WORDS, associates=others
    )


def claims(setting: Setting) -> st.SearchStrategy[Claim]:
    """Any claim of deaths."""
    return st.builds(
        Claim,
        what=st.just("deaths"),
        count=st.builds(Amount, low=NUMBERS, best=NUMBERS, high=NUMBERS, high_open=st.booleans()),
        phrase=quotes(setting.article),
        by=st.none() | WORDS,
        as_of=st.none() | DAYS,
        kind=st.sampled_from(Counting),
        of=st.none() | st.sampled_from(CountedGroup),
        split_over=st.just(()) | st.just(("a-sheet-1", "a-sheet-2")),
    )


@st.composite
def field_values(draw: st.DrawFn, setting: Setting) -> dict[str, FieldValue]:
    """A type, and perhaps tags."""
    tags = draw(st.lists(WORDS.map(str.strip).filter(bool), unique=True, max_size=3))
    kind = draw(st.sampled_from(sorted(setting.around.book.types_by_code)))
    return {"sub_event_type": kind, **({"tags": tuple(tags)} if tags else {})}


def forms(setting: Setting) -> st.SearchStrategy[Form]:
    """Any form that could be in the store; the rules need not like it."""
    places = st.sampled_from(PLACES)
    remainder = st.none() | st.integers(1, 9)
    found = quotes(setting.article)
    evidence = st.lists(found, min_size=1, max_size=2).map(tuple)
    blank = st.just("") | WORDS
    doubt = st.builds(Doubt, field=st.just("when"), reason=WORDS, alternative=blank, quote=st.none() | found)
    targets, kinds = st.sampled_from(["a-sheet-2", "UGA1"]), st.sampled_from(RelationKind)
    relation = st.builds(Relation, kind=kinds, to=targets, quote=st.none() | found)
    return st.builds(
        Form,
        when=st.none() | whens(),
        where=st.none() | st.builds(Where, place=places, precision=st.integers(1, 3), remainder=remainder),
        side1=sides(setting),
        side2=st.none() | sides(setting),
        counts=st.lists(claims(setting), max_size=3).map(tuple),
        values=field_values(setting),
        notes=st.none() | WORDS,
        evidence=st.dictionaries(st.sampled_from(["when", "side1", "tags"]), evidence),
        doubts=st.lists(doubt, max_size=2).map(tuple),
        waive=st.dictionaries(st.sampled_from(["region-only", "same-sides"]), WORDS),
        event=st.none(),
        relations=st.lists(relation, max_size=2).map(tuple),
        summary=st.booleans(),
    )


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(draws=st.data())
def test_a_form_written_to_a_sheet_and_read_back_is_the_same_form(
    setting: Setting, draws: st.DataObject
) -> None:
    around, article = setting.around, setting.article
    form = draws.draw(forms(setting))
    form = check_form(form, around.of(article)).form
    written = [WrittenForm(f"a-sheet-{n}", 1, "events", in_words(form, around, article)) for n in (1, 2)]
    text = sheet_text(SheetHeading("a-sheet", "amira", "a.yaml"), article, written, around.book)
    file = read_sheet(text.encode(), "a.yaml")
    assert file.problems == ()
    entries = check_sheet(file.raw, around.of(article)).entries
    assert [entry.checked.form for entry in entries] == [form, form]
