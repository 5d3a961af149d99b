from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventbook.schema.article import Article
from eventbook.schema.check import check_raw
from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_file import default_codebook
from eventbook.schema.codebook_parts import Choice, FieldSpec, FieldType
from eventbook.schema.context import Context
from eventbook.schema.counts import Amount, Claim, CountedGroup, Counting
from eventbook.schema.evidence import Quote
from eventbook.schema.form import Doubt, FieldValue, Form, Relation, RelationKind
from eventbook.schema.form_reading import form_as_written, form_fields, read_form
from eventbook.schema.when import DayPart, Lasting, SpanPart, When
from eventbook.schema.where import Where
from eventbook.schema.who import Certainty, Side

Maker = Callable[..., dict[str, Any]]

BAD: dict[str, Any] = {
    "sub_event_type": "Air strike",
    "when": {"first": "2021-11-17", "last": "2021-11-16"},
    "where": {"place": "Kampala, Uganda", "precision": "near"},
    "side1": {"actor": "Karo Rebels", "certainty": "sure"},
    "side2": 7,
    "counts": [
        {"what": "deaths", "count": "casualties"},
        {"what": "deaths"},
        {"what": "deaths", "count": True},
    ],
    "civilian_targeting": "yes",
    "weapons": ["drones", "bows", 7],
    "tags": [""],
    "notes": ["a", "b"],
    "evidence": {"when": {"exact": ""}, "side1": 7},
    "doubts": [{"field": "when"}],
    "relations": [{"kind": "revenge", "to": "f-1"}],
    "waive": ["same-sides"],
    "event": 5,
    "fatalities": 3,
    "sidel": "Karo Rebels",
}


@pytest.fixture(scope="module")
def wide(book: Codebook) -> Codebook:
    """The default codebook with a field of every type."""
    fields = [
        FieldSpec(name=f"a_{kind}", title=kind, type=kind, choices=(Choice(code="x"),)) for kind in FieldType
    ]
    parts = {name: getattr(book, name) for name in Codebook.model_fields if name != "head"}
    # Not `model_copy`, which would take the old book's cached properties along.
    return Codebook.model_validate({**parts, "codebook": book.head, "field": tuple(fields)})


def test_a_bad_field_hides_no_other(book: Codebook) -> None:
    form, problems = read_form(BAD, book)
    assert form == Form(unread=BAD)
    assert {problem.path[0] for problem in problems} == set(BAD)


@pytest.mark.parametrize("name", BAD)
def test_one_bad_field_leaves_the_others_as_they_were(book: Codebook, event: Maker, name: str) -> None:
    good, _ = read_form(event(**{name: None}), book)
    form, problems = read_form({**event(), name: BAD[name]}, book)
    assert form.unread == {name: BAD[name]}
    assert form.model_copy(update={"unread": {}}) == good
    assert {problem.path[0] for problem in problems} == {name}


def test_the_messages_for_a_bad_form_are_the_agreed_ones(
    context: Context, event: Maker, golden: Callable[[str, str], None]
) -> None:
    parts: list[str] = []
    for name, raw in [
        ("all at once", BAD),
        *(((name, {**event(), name: value}) for name, value in BAD.items())),
    ]:
        problems = check_raw(raw, context).problems
        parts.append(f"# {name}\n" + "".join(f"{problem}\n" for problem in problems))
    golden("schema/bad_forms.txt", "\n".join(parts))


@pytest.mark.parametrize("empty", [None, "", [], {}])
def test_an_empty_field_is_a_field_left_out(book: Codebook, event: Maker, empty: object) -> None:
    assert read_form({**event(), "notes": empty, "weapons": empty}, book) == read_form(
        event(notes=None), book
    )


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("choice", "x", "x"),
        ("choice", " x ", "x"),
        ("choices", ["x", "x"], ("x",)),
        ("choices", "x", ("x",)),
        ("choices", [" x"], ("x",)),
        ("text", "anything", "anything"),
        ("number", 3, 3),
        ("number", 0, 0),
        ("number", 2.5, 2.5),
        ("boolean", False, False),
        ("country", "uganda", "Uganda"),
        ("country", " KEN", "Kenya"),
        ("tags", ["b", " a ", "b"], ("b", "a")),
        ("tags", "b", ("b",)),
    ],
)
def test_a_field_of_the_codebook_is_read_by_its_type(
    wide: Codebook, kind: str, raw: object, value: FieldValue
) -> None:
    form, problems = read_form({f"a_{kind}": raw}, wide)
    assert not problems
    assert form.values == {f"a_{kind}": value}


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("choice", "y"),
        ("choice", ["x"]),
        ("choices", ["x", "y"]),
        ("choices", {"x": 1}),
        ("text", 3),
        ("number", "many"),
        ("number", float("nan")),
        ("number", float("inf")),
        ("boolean", "perhaps"),
        ("country", "Wakanda"),
        ("country", 800),
        ("tags", [3]),
        ("tags", [" "]),
        ("tags", ["half \ud800"]),
    ],
)
def test_a_value_of_another_type_is_refused(wide: Codebook, kind: str, raw: object) -> None:
    form, problems = read_form({f"a_{kind}": raw}, wide)
    assert form.values == {}
    assert problems
    assert "\ud800" not in str(problems[0])


def test_the_fields_of_a_form_come_in_the_order_people_fill_them_in(book: Codebook) -> None:
    names = form_fields(book)
    assert names[:4] == ("event", "sub_event_type", "when", "where")
    assert len(set(names)) == len(names)
    assert set(names) == {*Form.model_fields, "sub_event_type", *book.fields_by_name} - {
        "values",
        "records",
        "unread",
    }


TEXTS = st.text(min_size=1, max_size=12)
DAYS = st.dates(date(1950, 1, 1), date(2030, 1, 1))
NUMBERS = st.none() | st.integers(0, 9)
QUOTES = st.builds(Quote, exact=TEXTS, prefix=st.text(max_size=3), start=NUMBERS, text=st.none() | TEXTS)
WHENS = st.builds(
    When,
    first=st.none() | st.dates(date(1950, 1, 1), date(1999, 1, 1)),
    last=st.dates(date(1999, 1, 1), date(2030, 1, 1)),
    lasting=st.sampled_from(Lasting),
    part=st.sampled_from(SpanPart),
    time=st.none() | st.sampled_from(DayPart),
)
SIDES = st.builds(
    Side,
    actor=TEXTS,
    certainty=st.sampled_from(Certainty),
    by=st.none() | st.text(max_size=3),
    associates=st.lists(TEXTS, max_size=2).map(tuple),
)
CLAIMS = st.builds(
    Claim,
    what=TEXTS,
    count=st.builds(Amount, low=NUMBERS, best=NUMBERS, high=NUMBERS, high_open=st.booleans()),
    phrase=st.none() | QUOTES,
    by=st.none() | TEXTS,
    as_of=st.none() | DAYS,
    kind=st.sampled_from(Counting),
    of=st.none() | st.sampled_from(CountedGroup),
)


def values_of(book: Codebook) -> st.SearchStrategy[dict[str, FieldValue]]:
    tags = TEXTS.map(str.strip).filter(bool)
    several = {
        name: st.lists(
            st.sampled_from([choice.code for choice in book.fields_by_name[name].choices]) if codes else tags
        )
        for name, codes in (("weapons", True), ("target", True), ("tags", False))
    }
    lists = {
        name: items.filter(bool).map(lambda found: tuple(dict.fromkeys(found)))
        for name, items in several.items()
    }
    issues = st.sampled_from([choice.code for choice in book.fields_by_name["issue"].choices])
    kinds = st.sampled_from(sorted(book.types_by_code))
    return st.fixed_dictionaries({}, optional={"sub_event_type": kinds, "issue": issues, **lists})


FORMS = st.builds(
    Form,
    when=st.none() | WHENS,
    where=st.none()
    | st.builds(Where, place=TEXTS, precision=st.integers(), remainder=st.none() | st.integers(1, 9)),
    side1=st.none() | SIDES,
    side2=st.none() | SIDES,
    counts=st.lists(CLAIMS, max_size=2).map(tuple),
    values=values_of(default_codebook()),
    notes=st.none() | TEXTS,
    evidence=st.dictionaries(TEXTS, st.lists(QUOTES, min_size=1, max_size=2).map(tuple), max_size=2),
    doubts=st.lists(st.builds(Doubt, field=TEXTS, reason=TEXTS), max_size=1).map(tuple),
    relations=st.lists(st.builds(Relation, kind=st.sampled_from(RelationKind), to=TEXTS), max_size=1).map(
        tuple
    ),
    waive=st.dictionaries(TEXTS, st.text(max_size=3), max_size=1),
    event=st.none() | TEXTS,
)


@settings(max_examples=60)
@given(FORMS)
def test_reading_a_form_as_written_is_the_identity(form: Form) -> None:
    assert read_form(form_as_written(form), default_codebook()) == (form, [])


def test_what_is_read_is_written_without_its_empty_fields(book: Codebook, event: Maker) -> None:
    form, _ = read_form(event(), book)
    assert set(form_as_written(form)) == set(event())
    assert form_as_written(Form()) == {}


@given(st.dictionaries(st.sampled_from(form_fields(default_codebook())), st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)))  # fmt: skip
def test_nothing_that_is_written_raises(raw: dict[str, Any]) -> None:
    form, problems = read_form(raw, default_codebook())
    again, still = read_form(form_as_written(form), default_codebook())
    assert (repr(again), still) == (repr(form), problems)  # by repr, as no number that is none equals itself
    assert all(str(problem) for problem in problems)


def test_nothing_that_is_written_raises_in_a_check(context: Context, article: Article) -> None:
    assert context.article is article
    for raw in ({}, BAD, {"waive": {"x": ""}}, {"where": {"place": " ", "precision": 10**30}}):
        assert check_raw(raw, context).errors
