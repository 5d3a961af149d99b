"""For every rule that this layer registers: one case that breaks it, and one that keeps it."""

# ruff: noqa: RUF001  names and quotes in other scripts are the point

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

import pytest

from eventbook import schema
from eventbook.schema import actor_check
from eventbook.schema.check import check_raw
from eventbook.schema.codebook_file import default_text, examine_codebook
from eventbook.schema.context import Context
from eventbook.schema.problem import RULES, Rule, Severity
from eventbook.schema.registry import GENERIC
from eventbook.schema.sheet import check_sheet

Maker = Callable[..., dict[str, Any]]
Case = dict[str, object]

STATE, CIVILIANS = "Military Forces of Uganda (1986-)", "Civilians (Uganda)"
PHRASE = "At least three people were killed"
PLACE = "Kampala, Uganda"


def counted(count: object, **more: object) -> Case:
    return {"counts": [{"what": "deaths", "count": count, "phrase": PHRASE, **more}]}


def placed(place: str, precision: int = 1) -> Case:
    return {"where": {"place": place, "precision": precision}}


def span(first: str, last: str, **more: str) -> Case:
    return {"when": {"first": first, "last": last, **more}}


def waiving(rule: str, reason: str = "they fought among themselves") -> Case:
    return {"waive": {rule: reason}}


def quoting(name: str, words: str) -> Case:
    quotes = {
        "when": "On Tuesday morning",
        "where": "in Kampala",
        "sub_event_type": "fought",
        "side1": "Karo Rebels",
    }
    return {"evidence": quotes | {name: words}}


GRENADE: Case = {"sub_event_type": "Grenade"}
LONG = """gunmen of the “Karo Rebels” fought soldiers beside the Central Police Station in Kampala. At least
three people were killed and 17 hurt, the police said. Nobody claimed the attack on Tuesday."""
# Changes to a good form that break the rule, and changes that only come near it.
FORMS: dict[str, tuple[Case, Case]] = {
    "count-unreadable": (counted("casualties"), counted("unknown")),
    "bounds-reversed": (counted("5-3"), counted("3-5")),
    "span-reversed": (span("2021-11-16", "2021-11-15"), span("2021-11-15", "2021-11-16")),
    "date-unreadable": ({"when": "Tuesday"}, {"when": "2021-11-16"}),
    "field-unknown": ({"fatalities": 3}, {"tags": ["fatalities"]}),
    "field-missing": ({"where": {"place": PLACE}}, placed(PLACE)),
    "code-unknown": ({"sub_event_type": "Clash"}, {"sub_event_type": "Armed clash"}),
    "value-unreadable": ({"notes": 5}, {"notes": "5"}),
    "place-unknown": (placed("Kampala"), placed("uga-kampala")),
    "place-ambiguous": (placed("Karo, Uganda"), placed("Karo, North, Uganda")),
    "actor-unknown": ({"side1": "Karo Rebel"}, {"side1": "karo rebels"}),
    "actor-ambiguous": ({"side1": "Mountain Men"}, {"side1": "KR"}),
    "quote-not-found": (quoting("side1", "Karo rebels"), quoting("side1", "the «Karo  Rebels»")),
    "required": ({"where": None}, {"where": None, "event": "kampala-jonas-1"}),
    "side-missing": ({"side2": None}, {"side2": None, **GRENADE}),
    "field-required": (GRENADE, {**GRENADE, "civilian_targeting": "None"}),
    "field-not-asked": ({"issue": "education"}, {"issue": "education", "sub_event_type": "Peaceful protest"}),
    "date-after-publication": ({"when": "2021-11-18"}, {"when": "2021-11-17"}),
    "date-too-early": ({"when": "1899-12-31"}, {"when": "1900-01-01"}),
    "span-too-vague": (span("2021-10-01", "2021-11-01"), span("2021-10-01", "2021-10-31")),
    "span-part-of-a-day": (
        span("2021-11-16", "2021-11-16", part="end"),
        span("2021-11-15", "2021-11-16", part="end"),
    ),
    "precision-too-fine": (placed("uga-central"), placed("uga-central", 3)),
    "same-sides": ({"side2": "KR"}, {"side2": STATE}),
    "associate-repeats": (
        {"side1": {"actor": "karo", "associates": ["KR"]}},
        {"side1": {"actor": "karo", "associates": ["hill"]}},
    ),
    "certainty-without-speaker": (
        {"side1": {"actor": "karo", "certainty": "claimed"}},
        {"side1": {"actor": "karo", "certainty": "claimed", "by": "the rebels"}},
    ),
    "as-of-after-publication": (counted(3, as_of="2029-11-16"), counted(3, as_of="2021-11-17")),
    "as-of-before-event": (counted(3, as_of="2012-11-16"), counted(3, as_of="2021-11-16")),
    "phrase-missing": ({"counts": [{"what": "deaths", "count": 3}]}, counted(3)),
    "evidence-missing": ({"evidence": {"when": "On Tuesday morning"}}, {}),
    "evidence-stray": (quoting("side3", "Karo Rebels"), quoting("side2", "soldiers")),
    "quote-too-long": ({"notes": "x", **quoting("notes", "x" * 301)}, quoting("notes", "fought")),
    "doubt-stray": (
        {"doubts": [{"field": "wheN", "reason": "x"}]},
        {"doubts": [{"field": "where.precision", "reason": "x"}]},
    ),
    "date-long-before": ({"when": "2020-11-15"}, {"when": "2020-11-16"}),
    "phrase-other-number": (
        {"counts": [{"what": "deaths", "count": 3, "phrase": "30 were killed"}]},
        {"counts": [{"what": "deaths", "count": "at least 30", "phrase": "30 were killed"}]},
    ),
    "phrase-unclear": (
        {"counts": [{"what": "deaths", "count": 3, "phrase": "casualties"}]},
        {"counts": [{"what": "deaths", "count": "unknown", "phrase": "casualties"}]},
    ),
    "waive-stray": (waiving("date-too-early"), waiving("same-sides")),
    "actor-name-dated": (
        {"side1": "Karo Army"},
        {"side1": "KR"},
    ),
    "actor-rejected": ({"side1": "Ghost Army"}, {"side1": "Karo Rebels"}),
    "actor-out-of-time": ({"side1": "Northern League"}, {"side1": "Karo Rebels"}),
    "hidden-characters": ({"notes": "a \u202e b"}, {"notes": "می\u200cخواهم\n"}),
}


def events(*changes: Case) -> Callable[[Maker], Case]:
    return lambda event: {"events": [event(**{"form": f"amira-{n}", **one}) for n, one in enumerate(changes)]}


def always(**changes: object) -> Callable[[Maker], Case]:
    return lambda _: changes


# The registry's own rules; their cases stand in test_actor_check.py.
# What is wrong with an article's date; its cases stand in test_plausible.py.
ARTICLES = {"publication-too-early"}
# Their cases stand in test_actor_check.py and, for actors made by rule, in tests/coders/test_actor_changes.py.
ACTORS = {rule.id for rule in vars(actor_check).values() if isinstance(rule, Rule)} | {GENERIC.id}


def splitting(names: str, *, both: bool = True) -> Callable[[Maker], Case]:
    """Make two events, the first of which splits six dead over some forms; the second may carry that too."""
    first, second = (counted(6, split_over=names.split()) for _ in range(2))
    return events(first, {**(second if both else counted(6)), "when": "2021-11-15"})


def lasting(remainder: int) -> Case:
    return {"where": {"place": PLACE, "precision": 1, "remainder": remainder}}


SHEETS: dict[str, tuple[Callable[[Maker], Case], Callable[[Maker], Case]]] = {
    "sheet-empty": (always(events=None), always(events=None, nothing_to_code="a film review")),
    "sheet-contradicts": (always(nothing_to_code="a film review"), always(nothing_to_code="")),
    "sheet-article": (always(article="0" * 16), always()),
    "sheet-codebook": (always(codebook="political-violence 0.9.0"), always()),
    "form-twice": (events({}, {"form": "amira-0"}), events({}, {})),
    "event-twice": (events({}, {}), events({}, {"when": "2021-11-15"})),
    "split-stray": (splitting("amira-0 jonas-1", both=False), splitting("amira-0 amira-1")),
    "split-differs": (splitting("amira-0 amira-1", both=False), splitting("amira-0 amira-1")),
    "remainder-twice": (
        events(lasting(11), {**lasting(11), "when": "2021-11-15"}),
        events(lasting(11), {**lasting(12), "when": "2021-11-15"}),
    ),
    "corroborated-event-missing": (
        lambda event: {"corroborations": [{"form": "amira-2", **event()}]},
        always(corroborations=[{"form": "amira-2", "event": "jonas-1", "notes": "It tells of it too."}]),
    ),
}
# A text in the default codebook, and what is written instead: a fault, and an edit that is none.
CODEBOOKS: dict[str, tuple[str, str, str]] = {
    "codebook-duplicate": ('name = "target"', 'name = "weapons"', 'name = "targets"'),
    "codebook-dangling": ('type = "Rioters"', 'type = "Rioter"', 'type = "Civilians"'),
    "codebook-order": ('  "Grenade",\n', "", '  "Grenade", # last\n'),
    "codebook-incomplete": ("km = 15", "km = 150", "km = 16"),
    "codebook-unreadable": ("km = 15", "km = many", "km = 15.5"),
}


def own_rules() -> dict[str, Rule]:
    names = [module.name for module in pkgutil.iter_modules(schema.__path__, "eventbook.schema.")]
    values = [value for name in names for value in vars(importlib.import_module(name)).values()]
    return {value.id: value for value in values if isinstance(value, Rule)}


def test_every_rule_of_this_layer_has_its_cases() -> None:
    assert set(own_rules()) == {*FORMS, *SHEETS, *CODEBOOKS, *ACTORS, *ARTICLES}
    assert own_rules().items() <= RULES.items()


def test_every_rule_says_what_it_protects() -> None:
    for name, rule in own_rules().items():
        assert rule.id == name
        assert rule.protects
        assert not rule.protects.endswith(".")


def told(changes: Case, context: Context, event: Maker) -> dict[str, Severity]:
    return {one.rule: one.severity for one in check_raw(event(**changes), context).problems}


@pytest.mark.parametrize("rule", FORMS)
def test_a_form_that_breaks_a_rule_is_told_so(context: Context, event: Maker, rule: str) -> None:
    assert told(FORMS[rule][0], context, event)[rule] is RULES[rule].severity


@pytest.mark.parametrize("rule", FORMS)
def test_a_form_that_keeps_a_rule_is_not_told_of_it(context: Context, event: Maker, rule: str) -> None:
    assert rule not in told(FORMS[rule][1], context, event)


@pytest.mark.parametrize("rule", SHEETS)
def test_a_sheet_that_breaks_a_rule_is_told_so(
    context: Context, event: Maker, sheet: Maker, rule: str
) -> None:
    problems = check_sheet(sheet(**SHEETS[rule][0](event)), context).problems
    assert [problem.severity for problem in problems if problem.rule == rule] == [RULES[rule].severity]


@pytest.mark.parametrize("rule", SHEETS)
def test_a_sheet_that_keeps_a_rule_is_not_told_of_it(
    context: Context, event: Maker, sheet: Maker, rule: str
) -> None:
    problems = check_sheet(sheet(**SHEETS[rule][1](event)), context).problems
    assert rule not in {problem.rule for problem in problems}


@pytest.mark.parametrize("rule", CODEBOOKS)
def test_a_codebook_that_breaks_a_rule_is_told_so(rule: str) -> None:
    old, new, _ = CODEBOOKS[rule]
    assert old in default_text()
    _, problems = examine_codebook(default_text().replace(old, new, 1))
    assert rule in {problem.rule for problem in problems}


@pytest.mark.parametrize("rule", CODEBOOKS)
def test_a_codebook_that_keeps_a_rule_is_not_told_of_it(rule: str) -> None:
    old, _, new = CODEBOOKS[rule]
    _, problems = examine_codebook(default_text().replace(old, new, 1))
    assert rule not in {problem.rule for problem in problems}


def test_a_good_form_breaks_no_rule(context: Context, event: Maker) -> None:
    assert told({}, context, event) == {}


@pytest.mark.parametrize("rule", ["no-such-rule", "required", "codebook-order"])
def test_only_a_warning_is_waived(context: Context, event: Maker, rule: str) -> None:
    assert "waive-stray" in told(waiving(rule), context, event)


def test_a_rule_is_waived_with_a_reason(context: Context, event: Maker) -> None:
    assert "waive-stray" in told(waiving("same-sides", " "), context, event)


@pytest.mark.parametrize("letter", ["\u202e", "\u2066", "\x00", "\x1b", "\u200b", "\ufeff"])
def test_a_letter_that_hides_is_found_in_notes_and_tags(context: Context, event: Maker, letter: str) -> None:
    assert "hidden-characters" in told({"notes": f"a{letter}b"}, context, event)
    assert "hidden-characters" in told({"tags": [f"a{letter}b"]}, context, event)


def test_without_a_type_nothing_is_said_of_fields_that_are_not_asked_for(
    context: Context, event: Maker
) -> None:
    filled: Case = {"issue": "education", "weapons": ["drones"]}
    assert set(told({**filled, "sub_event_type": None, **quoting("when", "Tuesday")}, context, event)) == {
        "required",
        "evidence-stray",
    }
    assert set(told({**filled, "sub_event_type": "Clash"}, context, event)) == {"code-unknown"}


def test_a_corroboration_says_only_what_it_adds(context: Context) -> None:
    raw = {"event": "kampala-jonas-1", "notes": "The army speaks of five dead."}
    assert check_raw(raw, context).problems == ()


def test_a_declared_rule_points_at_a_field_of_the_form(context: Context, event: Maker) -> None:
    problems = check_raw(event(sub_event_type="Armed clash", side2=CIVILIANS), context).problems
    assert [(problem.rule, problem.where) for problem in problems] == [("civilians-in-battle", "side2")]


def test_a_long_quote_that_stands_in_the_article_is_only_a_warning(context: Context, event: Maker) -> None:
    short = context.book.model_copy(
        update={"evidence": context.book.evidence.model_copy(update={"max_quote": 50})}
    )
    narrow = Context(short, context.registry, context.gazetteer, context.article)
    assert told(quoting("side1", LONG), narrow, event) == {"quote-too-long": Severity.WARNING}
