import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eventbook.coders.reading.candidate import Candidate
from eventbook.coders.reading.date_feasts import orthodox_easter, western_easter
from eventbook.coders.reading.dates import dates, phrases_in
from eventbook.coders.reading.told import Facts, Told
from eventbook.schema.plain_values import is_mapping

PHRASES = Path(__file__).parent / "phrases" / "dates.csv"
ROWS = list(csv.DictReader(PHRASES.read_text(encoding="utf-8").splitlines(), delimiter="|"))


def read(row: dict[str, str]) -> list[Candidate]:
    told = Told(row["text"], Facts(date.fromisoformat(row["published"]), "", row["language"]))
    start = row["text"].lower().index(row["words"].lower())
    end = start + len(row["words"])
    return [one for one in dates(told, phrases_in(told)) if one.start < end and one.end > start]


def as_told(one: Candidate, wanted: str) -> str:
    """Return a value in the words of the list, what it does not ask for left out."""
    value: Mapping[str, Any] = one.value if is_mapping(one.value) else {"first": one.value, "last": one.value}
    days = value["first"] if value["first"] == value["last"] else f"{value['first']}..{value['last']}"
    asked = wanted.split(" ")[1:]
    more = [
        value[name] for name in ("part", "time") if name in value and (value[name] in asked or name == "part")
    ]
    return " ".join([days, *more])


def verdict(row: dict[str, str]) -> str:
    """Return right, marked (wrong, but among alternatives) or wrong."""
    found = read(row)
    if row["meaning"] == "none":
        return "right" if not found else "wrong"
    wanted = row["meaning"].split(" or ")
    said = [as_told(one, wanted[0]) for one in found]
    marked = len(found) > 1 and len({one.choice for one in found}) == 1 and bool(found[0].choice)
    if len(wanted) > 1:
        return "right" if marked and set(wanted) == set(said) else "wrong"
    if said == wanted or (marked and wanted[0] in said):
        return "right"
    return "marked" if marked else "wrong"


def test_nearly_all_phrases_are_read_and_none_wrongly() -> None:
    verdicts = {f"{row['language']}: {row['words']} -> {read(row)}": verdict(row) for row in ROWS}
    wrong = [words for words, said in verdicts.items() if said == "wrong"]
    right = sum(said == "right" for said in verdicts.values())
    assert not wrong, "\n".join(wrong)
    assert right >= 0.95 * len(verdicts)


@pytest.mark.parametrize("text", ["", "...", "31 February 2024", "Sunday" * 3])
def test_what_is_no_day_gives_none(text: str) -> None:
    told = Told(text, Facts(date(2024, 5, 15), "", "en"))
    assert [one for one in dates(told, phrases_in(told)) if one.value] == []


@pytest.mark.parametrize(
    ("year", "western", "orthodox"),
    [
        (1989, date(1989, 3, 26), date(1989, 4, 30)),
        (2000, date(2000, 4, 23), date(2000, 4, 30)),
        (2017, date(2017, 4, 16), date(2017, 4, 16)),
        (2024, date(2024, 3, 31), date(2024, 5, 5)),
        (2038, date(2038, 4, 25), date(2038, 4, 25)),
    ],
)
def test_easter_is_on_the_days_that_almanacs_give(year: int, western: date, orthodox: date) -> None:
    assert (western_easter(year), orthodox_easter(year)) == (western, orthodox)


def offered(text: str, language: str = "en", country: str = "") -> list[str]:
    told = Told(text, Facts(date(2024, 5, 15), country, language))
    ordered = sorted(dates(told, phrases_in(told)), key=lambda one: -one.confidence)
    return [f"{one.value}{' (dates the text)' * bool(one.more.get('dateline'))}" for one in ordered]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("LAGOS, May 15 (Reuters) - Gunmen killed six on Tuesday.", "en"),
        ("LAGOS, Nigeria, May 15, 2024 (AP) — Gunmen killed six on Tuesday.", "en"),
        ("KINSHASA, 15 mai (AFP) - Six personnes ont été tuées mardi.", "fr"),
        ("KINSHASA, 15 mai (AFP) Six personnes ont été tuées mardi.", "fr"),
        ("بغداد، 15 مايو (رويترز) - قتل ستة أشخاص يوم الثلاثاء.", "ar"),
        ("بغداد 15 مايو/أيار (رويترز) - قتل ستة أشخاص يوم الثلاثاء.", "ar"),
    ],
)
def test_the_day_of_a_dateline_comes_last_and_is_marked(text: str, language: str) -> None:
    assert offered(text, language) == ["2024-05-14", "2024-05-15 (dates the text)"]


def test_the_day_of_an_old_picture_is_marked_and_a_day_that_opens_a_sentence_is_not() -> None:
    assert offered("FILE - Rebels in Goma, March 3, 2021.") == ["2021-03-03 (dates the text)"]
    assert offered("In Lagos, May 14 was a day of mourning.") == ["2024-05-14"]


@pytest.mark.parametrize(
    ("figures", "country", "days"),
    [
        ("05/03/2024", "NGA", ["2024-03-05", "2024-05-03"]),
        ("05/03/2024", "USA", ["2024-05-03", "2024-03-05"]),
        ("05/09/2024", "NGA", ["2024-05-09", "2024-09-05"]),
        ("25/03/2024", "", ["2024-03-25"]),
    ],
)
def test_figures_are_read_both_ways_and_a_day_to_come_is_the_second(
    figures: str, country: str, days: list[str]
) -> None:
    assert offered(f"He died on {figures}.", "en", country) == days
