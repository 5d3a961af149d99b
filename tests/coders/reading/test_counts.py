import csv
from pathlib import Path
from time import process_time

import pytest

from eventbook.coders.reading.candidate import Candidate
from eventbook.coders.reading.counts import counts
from eventbook.coders.reading.dates import phrases_in
from eventbook.coders.reading.told import Facts, Told
from eventbook.schema.codebook_file import default_codebook
from eventbook.schema.counts import read_amount

PHRASES = Path(__file__).parent / "phrases" / "counts.csv"
ROWS = list(csv.DictReader(PHRASES.read_text(encoding="utf-8").splitlines(), delimiter="|"))


def read(row: dict[str, str]) -> list[Candidate]:
    start = row["text"].index(row["words"])
    end = start + len(row["words"])
    told = Told(row["text"], Facts(None, "", row["language"]))
    found = counts(told, [(one.start, one.end) for one in phrases_in(told)])
    return [one for one in found if one.start < end and one.end > start]


def verdict(row: dict[str, str]) -> str:
    """Return right, unread or wrong."""
    found = read(row)
    if row["what"] == "none":
        figures = [
            one
            for one in found
            if row["words"] in str(one.value["count"]) or row["words"] in one.value["phrase"]
        ]
        return "wrong" if figures else "right"
    same = [one for one in found if one.value["what"] == row["what"]]
    if not same:
        return "wrong" if found and len(found) == 1 else "unread"
    if str(same[0].value["count"]) != row["count"]:
        return "wrong"
    if same[0].more.get("certainty", "") != (row["certainty"] or ""):
        return "wrong"
    whose = same[0].more.get("of", "")
    return "right" if row["of"].casefold() in whose.casefold() else "wrong"


def test_nearly_all_counts_are_read_and_none_wrongly() -> None:
    verdicts = {f"{row['language']}: {row['words']} -> {read(row)}": verdict(row) for row in ROWS}
    wrong = [words for words, said in verdicts.items() if said == "wrong"]
    assert not wrong, "\n".join(wrong)
    assert sum(said == "right" for said in verdicts.values()) >= 0.95 * len(verdicts)


def test_every_count_that_is_offered_is_one_that_a_sheet_may_have() -> None:
    words = default_codebook().vague_words
    for row in ROWS:
        for one in read(row):
            read_amount(str(one.value["count"]), words)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The blast left at least 23 wounded.", {"injuries: at least 23"}),
        ("The attack left 6 wounded and 2 dead.", {"injuries: 6", "deaths: 2"}),
        ("The attack left two people dead.", {"deaths: 2"}),
        ("In the raid 20 goats were killed.", set[str]()),
    ],
)
def test_what_was_left_wounded_is_not_dead_and_animals_do_not_count(text: str, told: set[str]) -> None:
    assert {one.label for one in counts(Told(text, Facts(None, "", "en")))} == told


def test_a_number_is_never_offered_plainly_where_it_was_negated_denied_or_feared() -> None:
    negated = [row for row in ROWS if row["certainty"] or row["count"] == "none"]
    assert len(negated) > 50
    for row in negated:
        assert all(
            one.value["count"] == "none" or one.more.get("certainty") == row["certainty"] for one in read(row)
        ), row


def test_a_cue_that_is_repeated_thousands_of_times_takes_no_longer_than_as_many_others() -> None:
    start = process_time()
    counts(Told("killed " * 10_000, Facts(None, "", "en")))
    assert process_time() - start < 5  # with each compared with each it took ten times as long


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("The army denied that 12 civilians were killed.", "denied that 12 civilians were killed"),
        ("Reports that 30 people died were denied.", "30 people died were denied"),
        ("Residents accuse the army of killing 17 civilians.", "accuse the army of killing 17 civilians"),
        ("Twelve civilians were killed.", "Twelve civilians were killed"),
    ],
)
def test_the_phrase_of_a_count_that_is_denied_has_the_words_that_deny_it(text: str, phrase: str) -> None:
    (found,) = counts(Told(text, Facts(None, "", "en")))
    assert found.value["phrase"] == phrase
    assert slice(*found.more.get("said", (found.start, found.end))) == slice(
        text.index(phrase), text.index(phrase) + len(phrase)
    )
