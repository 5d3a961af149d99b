from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from eventbook.schema.context import Context
from eventbook.schema.form import Form
from eventbook.schema.form_reading import read_form
from eventbook.schema.problem import Problem
from eventbook.schema.resolve import resolve

Maker = Callable[..., dict[str, Any]]


def resolved(context: Context, raw: dict[str, Any]) -> tuple[Form, list[Problem]]:
    form, problems = read_form(raw, context.book)
    assert not problems
    return resolve(form, context)


def test_names_become_ids_and_quotes_are_anchored(context: Context, event: Maker) -> None:
    form, problems = resolved(context, event(side1={"actor": "KR", "associates": ["Women (Uganda)"]}))
    assert not problems
    assert form.where is not None
    assert form.side1 is not None
    assert form.side2 is not None
    assert (form.where.place, form.side1.actor, form.side2.actor) == ("uga-kampala", "karo", "uga-army")
    assert form.side1.associates == ("women-uganda",)
    assert context.article is not None
    text = context.article.latest.text
    quotes = [quote for quotes in form.evidence.values() for quote in quotes]
    quotes += [claim.phrase for claim in form.counts if claim.phrase]
    assert len(quotes) == 5
    for quote in quotes:
        assert quote.text == context.text_version
        assert text[quote.start : quote.end] == quote.exact


ODD: list[dict[str, object]] = [
    {},
    {"where": {"place": "Karo, Uganda", "precision": 1}},
    {"side1": "Mountain Men"},
    {"side2": "Nobody", "evidence": {"when": "never said"}},
    {"evidence": {"when": {"exact": "Tuesday", "prefix": "attack on "}}},
]


@pytest.mark.parametrize("changes", ODD)
def test_resolving_a_resolved_form_changes_nothing(
    context: Context, event: Maker, changes: dict[str, object]
) -> None:
    form, problems = resolved(context, event(**changes))
    assert resolve(form, context) == (form, problems)


@pytest.mark.parametrize(
    ("changes", "rule", "advice"),
    [
        (
            {"where": {"place": "Kampala", "precision": 1}},
            "place-unknown",
            "'Kampala, Kenya' or 'Kampala, Uganda'",
        ),
        (
            {"where": {"place": "Kampalla, Uganda", "precision": 1}},
            "place-unknown",
            "did you mean 'Kampala, Uganda'?",
        ),
        ({"where": {"place": "Zzyzx", "precision": 1}}, "place-unknown", "eventbook places add"),
        ({"where": {"place": "Karo, Uganda", "precision": 1}}, "place-ambiguous", "'Karo, North, Uganda'"),
        ({"side1": "Karo Rebel"}, "actor-unknown", "did you mean 'Karo Rebels'?"),
        ({"side1": "Mountain Men"}, "actor-ambiguous", "'Hill Front' (hill); 'Kivu Resistance' (kivu)"),
        ({"evidence": {"when": "On Tuesday mornings gunmen"}}, "quote-not-found", "On Tuesday morning"),
    ],
)
def test_what_cannot_be_resolved_shows_what_might_be_meant(
    context: Context, event: Maker, changes: dict[str, object], rule: str, advice: str
) -> None:
    _, problems = resolved(context, event(**changes))
    assert [problem.rule for problem in problems] == [rule]
    assert advice in problems[0].advice


def test_what_cannot_be_resolved_stays_as_it_was_written(context: Context, event: Maker) -> None:
    form, _ = resolved(context, event(side1="Mountain Men", where={"place": "Kampala", "precision": 1}))
    assert form.side1 is not None
    assert form.where is not None
    assert (form.side1.actor, form.where.place) == ("Mountain Men", "Kampala")


def test_an_associate_is_told_by_its_place_in_the_list(context: Context, event: Maker) -> None:
    _, problems = resolved(
        context, event(side1={"actor": "karo", "associates": ["Women (Uganda)", "Nobody"]})
    )
    assert [problem.where for problem in problems] == ["side1.associates[1]"]


def test_without_an_article_quotes_are_left_as_they_are(context: Context, event: Maker) -> None:
    form, _ = read_form(event(evidence={"when": "never said"}), context.book)
    assert resolve(form, replace(context, article=None))[0].evidence == form.evidence
