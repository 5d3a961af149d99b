from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventbook.schema.article import Article, Outlet
from eventbook.schema.build_input import BuildInput, Report
from eventbook.schema.check import check_raw
from eventbook.schema.codebook_file import default_text
from eventbook.schema.context import Context
from eventbook.schema.form import Form
from eventbook.schema.judgement import Judgement, Override, Verdict
from eventbook.schema.redaction import Hidden, Redaction
from eventbook.schema.who import Actor

PLACES = ("uga-kampala", "ken-kampala")
NOON = datetime(2021, 11, 18, 12, tzinfo=UTC)
Maker = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def build_input(context: Context, article: Article, event: Maker, actors: tuple[Actor, ...]) -> BuildInput:
    form = check_raw(event(), context).form
    return BuildInput(
        codebook=context.book,
        codebook_text=default_text(),
        reports=tuple(report(f"amira-{n}", form, context) for n in range(4)),
        articles=(article, article.model_copy(update={"sha256": "0" * 64})),
        outlets=(Outlet(name="Wire", scale="International"), Outlet(name="Courier", scale="National")),
        actors=actors,
        places=tuple(place for name in PLACES if (place := context.gazetteer.get(name))),
        judgements=tuple(
            Judgement(one="amira-0", other=f"amira-{n}", verdict=Verdict.SAME, by="jonas", at=NOON)
            for n in (1, 2)
        ),
        overrides=tuple(
            Override(event=f"UGA{n}", field="notes", value="x", reason="y", by="jonas", at=NOON)
            for n in (1, 2)
        ),
    )


def report(key: str, form: Form, context: Context) -> Report:
    return Report(key, 1, "amira", "0" * 16, "amira", context.book.id, NOON, form)


PARTS = ("reports", "articles", "outlets", "actors", "places", "judgements", "overrides")


@given(dice=st.randoms(use_true_random=False))
def test_the_digests_do_not_depend_on_the_order_of_anything(build_input: BuildInput, dice: Random) -> None:
    mixed: dict[str, Any] = {
        part: tuple(dice.sample(getattr(build_input, part), len(getattr(build_input, part))))
        for part in PARTS
    }
    assert replace(build_input, **mixed).digests() == build_input.digests()


@pytest.mark.parametrize("part", PARTS)
def test_what_is_left_out_changes_the_digest_of_its_part_alone(build_input: BuildInput, part: str) -> None:
    fewer: dict[str, Any] = {part: getattr(build_input, part)[1:]}
    less = replace(build_input, **fewer).digests()
    changed = {name for name, value in build_input.digests().items() if less[name] != value}
    assert changed == {part}


def test_an_item_twice_is_not_an_item_once(build_input: BuildInput) -> None:
    twice = replace(build_input, places=(*build_input.places, build_input.places[0]))
    assert twice.digests()["places"] != build_input.digests()["places"]


def test_every_part_of_the_input_has_a_digest(build_input: BuildInput) -> None:
    assert set(build_input.digests()) == {*PARTS, "codebook", "about", "coding"}


def test_a_report_has_changed_when_what_it_says_has(build_input: BuildInput, context: Context) -> None:
    one = build_input.reports[0]
    assert one.content == report("another", one.form, context).content
    assert one.content != replace(one, form=one.form.model_copy(update={"notes": "other"})).content


def test_a_digest_tells_that_something_was_redacted_and_nothing_of_what(build_input: BuildInput) -> None:
    name = Redaction(
        number=1, kind=Hidden.TEXT, what="Ali Hassan", reason="danger", by="Desk", at=NOON, salt="a"
    )
    one, other = (
        replace(build_input, redactions=(name.model_copy(update={"what": what}),)) for what in ("Ali", "Eve")
    )
    assert one.digests() == other.digests()
    assert one.digests().keys() - build_input.digests().keys() == {"redactions"}
