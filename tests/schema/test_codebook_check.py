"""Broken codebooks, each the default one with a small edit, and what people are told of it."""

from collections.abc import Callable

import pytest

from eventbook.schema.codebook_file import default_text, examine_codebook

# What is broken, the text that is replaced (its first occurrence), the text put in its place,
# and the rule that finds it.
BROKEN: list[tuple[str, str, str, str]] = [
    ("not TOML", 'name = "political-violence"', "name = political-violence", "codebook-unreadable"),
    ("an end that is missing", "[codebook]", "[codebook", "codebook-unreadable"),
    ("a key set twice", 'licence = "CC-BY-4.0"', 'licence = "a"\nlicence = "b"', "codebook-unreadable"),
    ("an unknown table", "[unit]", "[units]", "field-missing"),
    ("an unknown key", "selective = false", "selectively = false", "field-unknown"),
    ("a version of two numbers", 'version = "1.0.0"', 'version = "1.0"', "value-unreadable"),
    ("a day that is none", "earliest = 1900-01-01", 'earliest = "long ago"', "value-unreadable"),
    ("a part left out", 'by = ["actors", "place", "day", "type", "issue"]', "", "field-missing"),
    ("three sides", "sides = 2", "sides = 3", "value-unreadable"),
    ("an unknown merge of a count", 'merge = "newest-lowest"', 'merge = "newest-first"', "code-unknown"),
    ("an unknown kind of field", 'type = "choices"', 'type = "chioces"', "code-unknown"),
    ("choices matched by name", 'match = "kind"', 'match = "name"', "codebook-incomplete"),
    ("a severity that is none", 'severity = "warning"', 'severity = "warnning"', "code-unknown"),
    (
        "a condition with an unknown bound",
        '"deaths.best" = {min = 1}',
        '"deaths.best" = {mim = 1}',
        "field-unknown",
    ),
    ("a name with a space", 'name = "weapons"', 'name = "the weapons"', "value-unreadable"),
    ("a type twice", 'code = "Grenade"\nparent', 'code = "Attack"\nparent', "codebook-duplicate"),
    ("a field twice", 'name = "target"', 'name = "weapons"', "codebook-duplicate"),
    ("a field called like a built-in one", 'name = "target"', 'name = "notes"', "codebook-duplicate"),
    ("a field called like a column", 'name = "target"', 'name = "year"', "codebook-duplicate"),
    ("a count called like a field's column", 'name = "target"', 'name = "deaths_best"', "codebook-duplicate"),
    ("an actor code twice", "code = 8", "code = 7", "codebook-duplicate"),
    ("a choice twice", '{code = "fire"', '{code = "drones"', "codebook-duplicate"),
    ("a rule twice", 'id = "crowd-in-battle"', 'id = "civilians-in-battle"', "codebook-duplicate"),
    ("a rule called like a built-in one", 'id = "crowd-in-battle"', 'id = "required"', "codebook-duplicate"),
    ("a parent that is not declared", 'parent = "Battles"', 'parent = "Batles"', "codebook-dangling"),
    ("a family of a parent that is not", '"Protests", "Riots"]', '"Protests", "Riot"]', "codebook-dangling"),
    ("an order with a wrong type", '  "Grenade",', '  "Granade",', "codebook-order"),
    ("an order with a type twice", '  "Grenade",', '  "Attack",', "codebook-order"),
    ("an abroad that is no actor type", 'abroad = "External', 'abroad = "Foreign', "codebook-dangling"),
    ("a generic actor of no type", 'type = "Protesters"', 'type = "Protestors"', "codebook-dangling"),
    ("a condition on no fact", '"deaths.best" = {min', '"death.best" = {min', "codebook-dangling"),
    ("a condition on no code", '{event_type = "Battles"}', '{event_type = "Battle"}', "codebook-dangling"),
    (
        "a span that lasts wrongly",
        '"when.lasting" = "throughout"',
        '"when.lasting" = "through"',
        "codebook-dangling",
    ),
    (
        "a derived value that is no choice",
        'value = "Civilian targeting"',
        'value = "Yes"',
        "codebook-dangling",
    ),
    ("an actor alike to a stranger", '"Rioters ({country})", "Prot', '"Rebels", "Prot', "codebook-dangling"),
    (
        "an actor alike twice",
        '"Rioters ({country})", "Prot',
        '"Protesters ({country})", "Prot',
        "codebook-duplicate",
    ),
    (
        "actors alike of which one has no country",
        '"Rioters ({country})", "Prot',
        '"Unidentified Military Forces", "Prot',
        "codebook-incomplete",
    ),
    ("a unit of record by no part", 'by = ["actors"', 'by = ["people"', "codebook-dangling"),
    (
        "a quote required of no field",
        'required = ["when", "where"',
        'required = ["whem", "where"',
        "codebook-dangling",
    ),
    ("an export of no column", 'from = "deaths_best"', 'from = "death_best"', "codebook-dangling"),
    ("weeks before days", "max_days = 1,", "max_days = 9,", "codebook-incomplete"),
    ("near beyond the region", "km = 15", "km = 500", "codebook-incomplete"),
    (
        "a rule that demands nothing",
        "forbid = {civilian_targeting",
        "when2 = {civilian_targeting",
        "field-unknown",
    ),
    ("a rule with no demand", 'forbid = {civilian_targeting = "None"}', "", "codebook-incomplete"),
    ("a choice of nothing", 'type = "tags"', 'type = "choice"', "codebook-incomplete"),
    (
        "a field asked if filled",
        'when = {event_type = ["Protests", "R',
        'when = {issue = "x", event_type = ["R',
        "any",
    ),
]


def broken(old: str, new: str) -> str:
    text = default_text()
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(("old", "new", "rule"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_broken_codebook_is_told_what_where_and_what_to_do(old: str, new: str, rule: str) -> None:
    text = broken(old, new)
    _, problems = examine_codebook(text, "codebook.toml")
    assert rule == "any" or rule in {problem.rule for problem in problems}
    for problem in problems:
        assert problem.file == "codebook.toml"
        assert 1 <= problem.line <= len(text.splitlines())
        assert problem.message
        assert problem.advice


def test_the_messages_for_broken_codebooks_are_the_agreed_ones(golden: Callable[[str, str], None]) -> None:
    parts = [f"# {title}\n" + told(broken(old, new)) for title, old, new, _ in BROKEN]
    golden("schema/broken_codebooks.txt", "\n".join(parts))


def told(text: str) -> str:
    _, problems = examine_codebook(text, "codebook.toml")
    return "".join(f"{problem}\n" for problem in problems)


def test_one_run_shows_every_fault() -> None:
    text = broken('parent = "Battles"', 'parent = "x"').replace('abroad = "External', 'abroad = "x', 1)
    text = text.replace('from = "deaths_best"', 'from = "x"', 1).replace("km = 15", "km = 500", 1)
    _, problems = examine_codebook(text)
    assert len(problems) == 4


@pytest.mark.parametrize("old", ["actor_type"])
def test_a_table_misspelt_everywhere_is_missed_once(old: str) -> None:
    _, problems = examine_codebook(default_text().replace(f"[[{old}]]", f"[[{old}s]]"))
    assert sorted(problem.rule for problem in problems) == ["field-missing", "field-unknown"]
