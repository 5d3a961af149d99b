import csv
from pathlib import Path

from eventbook.coders.reading.candidate import Candidate
from eventbook.coders.reading.counts import counts
from eventbook.coders.reading.told import Facts, Told
from eventbook.schema.codebook_file import default_codebook
from eventbook.schema.counts import read_amount

PHRASES = Path(__file__).parent / "phrases" / "counts.csv"
ROWS = list(csv.DictReader(PHRASES.read_text(encoding="utf-8").splitlines(), delimiter="|"))


def read(row: dict[str, str]) -> list[Candidate]:
    start = row["text"].index(row["words"])
    end = start + len(row["words"])
    found = counts(Told(row["text"], Facts(None, "", row["language"])))
    return [one for one in found if one.start < end and one.end > start]


def verdict(row: dict[str, str]) -> str:
    """Return right, unread or wrong."""
    found = read(row)
    if row["what"] == "none":
        figures = [one for one in found if row["words"] in str(one.value["count"])]
        return "wrong" if figures else "right"
    same = [one for one in found if one.value["what"] == row["what"]]
    if not same:
        return "wrong" if found and len(found) == 1 else "unread"
    if str(same[0].value["count"]) != row["count"]:
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
