"""Fifty ways to get a sheet wrong: each is told by its rule, at its line, and nothing is stored."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from eventbook.coders.store.chain import broken
from eventbook.coders.store.forms import load_sheets
from eventbook.coders.store.store import open_store
from eventbook.schema.session import Workplace

Run = Callable[..., tuple[int, str, str]]
Golden = Callable[[str, str], None]

GOOD = """\
sheet: kampala-test
article: "78be5f5a9efa01da"
coder: amira
codebook: political-violence 1.0.0
events:
- form: kampala-test-1
  base: 0
  sub_event_type: Suicide bomb
  when: 2021-11-16
  where: {place: "Kampala - Central Police Station, Uganda", precision: 1}
  side1: Unidentified Armed Group (Uganda)
  side2: Civilians (Uganda)
  counts:
  - {what: deaths, count: 3, phrase: left three dead, by: police}
  civilian_targeting: Civilian targeting
  notes: On 16 November 2021, a suicide bomber blew himself up.
  evidence:
    when: on Tuesday morning
    where: beside the Central Police Station
    sub_event_type: set off his charge
    side1: nobody had claimed the bombings
    side2: officers
"""
WHEN, PLACE = "when: 2021-11-16", '"Kampala - Central Police Station, Uganda"'
EVENTS = GOOD[GOOD.index("events:") :]


@dataclass(frozen=True)
class Bad:
    """One bad sheet: what is replaced by what, the rule that says so, and how its line begins."""

    name: str
    old: str
    new: str
    rule: str
    line: str

    @property
    def text(self) -> str:
        """The sheet."""
        assert self.old in GOOD
        return GOOD.replace(self.old, self.new, 1)


TABLE = [
    Bad("a misspelt type", "Suicide bomb", "Suicde bomb", "code-unknown", "sub_event_type"),
    Bad("no type", "  sub_event_type: Suicide bomb\n", "", "required", "- form"),
    Bad("an empty date", WHEN, "when:", "required", "when"),
    Bad("a day that does not exist", WHEN, "when: 2021-11-31", "date-unreadable", "when"),
    Bad("a span backwards", WHEN, "when: {first: 2021-11-16, last: 2021-11-14}", "span-reversed", "when"),
    Bad("a day after the article", WHEN, "when: 2021-11-18", "date-after-publication", "when"),
    Bad("a year mistyped", WHEN, "when: 0021-11-16", "date-too-early", "when"),
    Bad("a vague span", WHEN, "when: {first: 2021-09-01, last: 2021-11-16}", "span-too-vague", "when"),
    Bad("a place by its name alone", PLACE, "Kampala", "place-unknown", "where"),
    Bad("a place nobody added", PLACE, '"Xanadu, Uganda"', "place-unknown", "where"),
    Bad("a precision that is none", "precision: 1", "precision: 9", "code-unknown", "where"),
    Bad("no precision", ", precision: 1", "", "field-missing", "where"),
    Bad("an actor mistyped", "Unidentified Armed", "Unidentifed Armed", "actor-unknown", "side1"),
    Bad("no second side", "  side2: Civilians (Uganda)\n", "", "evidence-stray", "side2: officers"),
    Bad("a battle with civilians", "Suicide bomb", "Armed clash", "civilians-in-battle", "side2"),
    Bad(
        "a certainty of one's own",
        "side1: Unidentified Armed Group (Uganda)",
        "side1: {actor: Unidentified Armed Group (Uganda), certainty: maybe}",
        "code-unknown",
        "side1",
    ),
    Bad(
        "a claim that nobody makes",
        "side1: Unidentified Armed Group (Uganda)",
        "side1: {actor: Unidentified Armed Group (Uganda), certainty: claimed}",
        "certainty-without-speaker",
        "side1",
    ),
    Bad("a count in odd words", "count: 3", "count: lots", "count-unreadable", "- {what"),
    Bad("a count of what is not counted", "what: deaths", "what: horses", "code-unknown", "- {what"),
    Bad("a count without its words", "phrase: left three dead, ", "", "phrase-missing", "- {what"),
    Bad("words that are not there", "left three dead", "killed three", "quote-not-found", "- {what"),
    Bad(
        "a quote that is not there",
        "set off his charge",
        "pressed a button",
        "quote-not-found",
        "sub_event_type: pressed",
    ),
    Bad(
        "no quote for a required field",
        "    side1: nobody had claimed the bombings\n",
        "",
        "evidence-missing",
        "evidence",
    ),
    Bad(
        "a quote for what is not filled in",
        "    side2: officers",
        "    weapons: a backpack",
        "evidence-stray",
        "weapons",
    ),
    Bad(
        "a required field left out",
        "  civilian_targeting: Civilian targeting\n",
        "",
        "field-required",
        "- form",
    ),
    Bad("a field that is none", "  notes:", "  note:", "field-unknown", "note"),
    Bad("a field not asked for here", "  notes:", "  issue: education\n  notes:", "field-not-asked", "issue"),
    Bad(
        "a doubt of no field",
        "  evidence:",
        "  doubts:\n  - {field: colour, reason: dark}\n  evidence:",
        "doubt-stray",
        "- {field",
    ),
    Bad(
        "an error waived",
        "  evidence:",
        "  waive:\n    required: no time\n  evidence:",
        "waive-stray",
        "required",
    ),
    Bad(
        "a hidden direction mark",
        "notes: On 16 November 2021, a",
        'notes: "\\u202eOn"\n  # ',
        "hidden-characters",
        "notes",
    ),
    Bad("a key twice", "  base: 0", "  base: 0\n  base: 1", "yaml-key-twice", "base: 1"),
    Bad("an alias", "side2: officers", "side2: &x officers\n    target: *x", "yaml-alias", "target"),
    Bad("an object", WHEN, "when: !!python/object/apply:os.system [id]", "yaml-alias", "when"),
    Bad("an open bracket", "precision: 1}", "precision: 1", "yaml-unreadable", "side1"),
    Bad("a tab", "  base: 0", "\tbase: 0", "yaml-unreadable", "base"),
    Bad("an article that is not here", "78be5f5a9efa01da", "0000000000000000", "article-unknown", "article"),
    Bad("another article", "78be5f5a9efa01da", "3f32cb66168bf8e1", "quote-not-found", "- {what"),
    Bad("another codebook", "violence 1.0.0", "violence 2.0.0", "sheet-codebook", "codebook"),
    Bad("a coder with a space", "coder: amira", "coder: amira k", "value-unreadable", "coder"),
    Bad("no sheet id", "sheet: kampala-test\n", "", "field-missing", "article"),
    Bad("an id with capitals", "form: kampala-test-1", "form: Kampala_1", "value-unreadable", "- form"),
    Bad("a form that starts from nothing", "base: 0", "base: 3", "form-moved", "base"),
    Bad(
        "nothing and something to code",
        "events:",
        "nothing_to_code: no event\nevents:",
        "sheet-contradicts",
        "nothing_to_code",
    ),
    Bad("nothing at all", EVENTS, "events: []\n", "sheet-empty", "events"),
    Bad("a form twice", EVENTS, EVENTS + EVENTS[8:], "form-twice", "- form"),
    Bad(
        "an event twice",
        EVENTS,
        EVENTS + EVENTS[8:].replace("test-1", "test-2"),
        "event-twice",
        "- form: kampala-test-2",
    ),
    Bad("events that are no list", EVENTS, "events: many\n", "value-unreadable", "events"),
    Bad(
        "a corroboration of nothing",
        EVENTS,
        "corroborations:\n- form: k-c-1\n",
        "corroborated-event-missing",
        "- form",
    ),
    Bad(
        "a corroboration of what is not there",
        EVENTS,
        "corroborations:\n- form: k-c-1\n  event: UGA99\n",
        "corroborated-event-unknown",
        "event",
    ),
    Bad(
        "a relation to what is not there",
        "  evidence:",
        "  relations:\n  - {kind: retaliation, to: kampala-nobody-1}\n  evidence:",
        "relation-unknown",
        "- {kind",
    ),
    Bad(
        "a relation to itself",
        "  evidence:",
        "  relations:\n  - {kind: retaliation, to: kampala-test-1}\n  evidence:",
        "relation-unknown",
        "- {kind",
    ),
    Bad(
        "a total split over a stranger",
        "by: police}",
        "by: police, split_over: [kampala-test-1, kampala-test-9]}",
        "split-stray",
        "- {what",
    ),
]


@pytest.mark.parametrize("bad", TABLE, ids=lambda bad: bad.name)
def test_a_bad_sheet_is_told_at_its_line_and_nothing_is_stored(
    place: Workplace, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bad: Bad
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.yaml").write_text(bad.text, encoding="utf-8")
    code, out, err = run(place, "submit", "bad.yaml")
    assert (code, "refused, nothing was submitted" in err) == (1, True)
    told = [line for line in out.splitlines() if line.endswith(f"[{bad.rule}]")]
    assert told, out
    number = int(told[0].split(":")[1])
    assert bad.text.splitlines()[number - 1].strip().startswith(bad.line), out
    with open_store(place.store).reading() as connection:
        assert load_sheets(connection) == ()
        assert list(broken(connection)) == []
        assert (
            connection.exec_driver_sql(
                "SELECT count(*) FROM record WHERE kind IN ('sheet', 'refused')"
            ).scalar()
            == 0
        )


def test_what_people_read_of_bad_sheets(
    place: Workplace, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    monkeypatch.chdir(tmp_path)
    told: list[str] = []
    for bad in TABLE:
        Path("bad.yaml").write_text(bad.text, encoding="utf-8")
        told += [f"# {bad.name}", run(place, "check", "bad.yaml")[1]]
    golden("coders/bad-sheets.txt", "\n".join(told))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", ":1: the file is empty. Begin with `eventbook sheet new` [yaml-unreadable]"),
        (b"# only a comment\n", ":1: the file is empty"),
        (b"- a\n- b\n", ":1: the file is no list of `field: value` lines"),
        (b"sheet: a\ncoder: caf\xe9\n", ":2: byte 19 is not UTF-8"),
        (b"sheet: a\ncoder: \x07\n", ":2: the file holds the character U+0007"),
        (b"sheet: a\n---\nsheet: b\n", "another document"),
        (b"[" * 1000, "too deep"),
        (b"a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "[yaml-alias]"),
        (b"a: " + b"x" * 1_000_001, "[sheet-too-large]"),
        (b"? [a, b]\n: c\n", "field-missing"),
    ],
)
def test_a_file_that_is_no_sheet_is_told_and_does_no_harm(
    place: Workplace, run: Run, content: bytes, says: str
) -> None:
    code, out, _ = run(place, "check", "-", stdin=content)
    assert code == 1
    assert says in out


def test_the_good_sheet_is_good(place: Workplace, run: Run) -> None:
    assert run(place, "check", "-", stdin=GOOD.encode()) == (0, "", "1 sheet, no problems\n")


def test_norway_and_numbers_stay_words(place: Workplace, run: Run) -> None:
    text = GOOD.replace('article: "78be5f5a9efa01da"', "article: 78be5f5a9efa01da").replace(
        "by: police", "by: NO"
    )
    text = text.replace("coder: amira", "coder: 1984")
    assert run(place, "submit", "-", stdin=text.encode())[0] == 0
    shown = run(place, "sheet", "show", "kampala-test")[1]
    assert "by: NO" in shown
    assert "by 1984 on article" in shown
