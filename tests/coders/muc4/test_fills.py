from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventbook.coders.muc4.dates import read_dates, read_day
from eventbook.coders.muc4.fills import Fill, FillError, fills, read_fill, written_amount
from eventbook.schema.counts import read_amount
from eventbook.schema.when import When


@pytest.mark.parametrize(
    ("line", "fill"),
    [
        ('"BANK"', Fill(("BANK",))),
        ('"BANK" / "THE BANK"', Fill(("BANK", "THE BANK"))),
        ('"A"/"B"/"C"', Fill(("A", "B", "C"))),
        ('? "BANK"', Fill(("BANK",), optional=True)),
        (
            'SOME DAMAGE / DESTROYED: "BANK" / "THE BANK"',
            Fill(("SOME DAMAGE", "DESTROYED"), ("BANK", "THE BANK")),
        ),
        ('? (INJURY / DEATH): "X"', Fill(("INJURY", "DEATH"), ("X",), optional=True)),
        ('"\\"9 MAY\\" FRONT"', Fill(('"9 MAY" FRONT',))),
        ('NO INJURY: "-"', Fill(("NO INJURY",))),
        ('-: "ANA RUIZ"', Fill((), ("ANA RUIZ",))),
        ('10- : "X : Y / Z?"', Fill(("10-",), ("X : Y / Z?",))),
        ("TERRORISTS", Fill(("TERRORISTS",))),
        ("-", Fill(())),
        ("*", Fill(())),
    ],
)
def test_a_line_is_read_as_people_wrote_it(line: str, fill: Fill) -> None:
    assert read_fill(line) == fill


@pytest.mark.parametrize("line", ['BOMBS"', 'OTHER: ""HOUSE"', '"A": "B": "C"'])
def test_what_does_not_match_is_refused(line: str) -> None:
    with pytest.raises(FillError, match="do not match"):
        read_fill(line)


def test_a_slot_that_is_not_filled_has_no_fills() -> None:
    assert fills(["-"]) == fills(["*"]) == fills([]) == ()


WORDS = st.lists(
    st.text(st.characters(codec="ascii", exclude_characters='"\\'), min_size=1), min_size=1, max_size=4
)


@given(WORDS)
def test_quoted_words_come_back_whatever_is_in_them(words: list[str]) -> None:
    plain = [" ".join(word.split()) for word in words]
    wanted = tuple(dict.fromkeys(word for word in plain if word not in {"", "-", "*"}))
    assert read_fill(" / ".join(f'"{word}"' for word in words)).words == wanted


@pytest.mark.parametrize(
    ("number", "low", "best", "high"),
    [("1", 1, 1, 1), ("6-", 6, 6, None), ("-26", None, None, 26), ("3-4", 3, 3, 4), ("~40", None, 40, None)],
)
def test_numbers_keep_what_they_leave_open(
    number: str, low: int | None, best: int | None, high: int | None
) -> None:
    bounds = read_amount(written_amount(number), {})
    assert (bounds.get("low"), bounds.get("best"), bounds.get("high")) == (low, best, high)


def test_more_than_one_is_a_word_of_the_codebook() -> None:
    assert written_amount("PLURAL") == "plural"
    with pytest.raises(FillError, match="not a number"):
        written_amount("SOME DAMAGE")


PUBLISHED = date(1990, 1, 9)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("03 JAN 90", "1990-01-03", "1990-01-03"),
        ("08 JAN 90 - 09 JAN 90", "1990-01-08", "1990-01-09"),
        ("- 08 JAN 90", "unknown", "1990-01-08"),
        ("-08 JAN 90", "unknown", "1990-01-08"),
        ("(- 29 MAR 89) / (28 MAR 89 - 29 MAR 89)", "unknown", "1989-03-29"),
        ("03 MARCH 89", "1989-03-03", "1989-03-03"),
        ("11 Feb 89", "1989-02-11", "1989-02-11"),
        ("28 DEC - 02 JAN 90", "1989-12-28", "1990-01-02"),
        ("30 DEC", "1989-12-30", "1989-12-30"),
        ("JAN 90", "1990-01-01", "1990-01-09"),
        ("DEC 89", "1989-12-01", "1989-12-31"),
    ],
)
def test_a_date_is_as_exact_as_it_is_written(text: str, first: str, last: str) -> None:
    assert read_dates(text, PUBLISHED).when == {"first": first, "last": last}


@pytest.mark.parametrize(("text", "part"), [("EARLY FEB 88", "beginning"), ("LATE FEB 88", "end")])
def test_early_and_late_are_parts_of_a_month(text: str, part: str) -> None:
    when = read_dates(text, None).when
    assert when == {"first": "1988-02-01", "last": "1988-02-29", "part": part}
    assert When.model_validate(when).days == 29


def test_what_else_would_do_is_kept() -> None:
    assert read_dates("19 MAR 89 / 18 MAR 89", None).others == ("18 MAR 89",)
    assert read_dates("-", None).when is None


@pytest.mark.parametrize(
    "text", ["11 NOV", "31 NOV 89", "12 XYZ 89", "YESTERDAY", "FEBTEMBER", "LATE XYZ 90"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(FillError):
        read_dates(text, None)


@given(st.dates(date(1988, 1, 1), date(1999, 12, 31)))
def test_every_day_reads_back(day: date) -> None:
    assert read_day(f"{day:%d %b %y}".upper()) == day
