from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from eventbook.datasets.matching.candidates import candidate_pairs, search_of
from eventbook.datasets.matching.columns import columns_of
from eventbook.datasets.matching.comparisons import patterns, unpacked
from eventbook.datasets.matching.features import FEATURES
from eventbook.datasets.matching.levels import COMPARISONS
from eventbook.datasets.matching.surroundings import surroundings
from eventbook.datasets.matching.told import BITS, kinds, named, told_words, with_steps
from eventbook.datasets.plan import Window

DAY = date(1989, 11, 16)


def table(names: list[list[str]], chosen: list[list[str]] | None = None, *, apart: int = 0) -> pa.Table:
    """Return reports of one place, so many days apart, that name and choose this."""
    choices = chosen or [[] for _ in names]
    rows = [
        {
            "report_id": f"r{number}",
            "first": DAY + timedelta(number * apart),
            "last": DAY + timedelta(number * apart),
            "latitude": 13.7,
            "longitude": -89.2,
            "radius_km": 3.0,
            "country": "SLV",
            "region": "SLV/x",
            "named": told,
            "kinds": choices[number],
        }
        for number, told in enumerate(names)
    ]
    return pa.Table.from_pylist(rows, schema=FEATURES)


def level(comparison: str, given: pa.Table) -> str:
    """Return the level of the first pair of reports."""
    columns = columns_of(given)
    pairs = candidate_pairs(search_of(columns, Window(400, 10)), (0, columns.size))
    codes = unpacked(patterns(surroundings(columns), pairs))
    one = next(one for one in COMPARISONS if one.name == comparison)
    place = [other.name for other in COMPARISONS].index(comparison)
    return one.levels[int(codes[place][0])]


def test_a_name_of_many_reports_of_one_story_is_rare() -> None:
    assert level("names", table([["ellacuria", "priest"]] * 40)) == "rare"


def test_a_name_of_many_stories_is_common() -> None:
    assert level("names", table([["pylon"]] * 40, apart=8)) == "common"


@pytest.mark.parametrize(("other", "found"), [(["galan"], "others"), ([], "unknown")])
def test_other_names_differ_and_no_names_say_nothing(other: list[str], found: str) -> None:
    assert level("names", table([["ellacuria"], other])) == found


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (["stage=done"], ["stage=done"], "all"),
        (["stage=done", "weapon=bomb", "target=bus"], ["stage=done", "weapon=bomb", "target=bus"], "all-of-many"),
        (["stage=done"], ["stage=tried"], "none"),
        (["stage=done", "weapon=bomb"], ["stage=done", "weapon=gun"], "some"),
        (["stage=done", "weapon=bomb", "weapon=gun"], ["stage=done", "weapon=gun"], "all"),
        (["stage=done"], ["weapon=gun"], "unknown"),
    ],
)  # fmt: skip
def test_kinds_agree_field_by_field(one: list[str], other: list[str], found: str) -> None:
    assert level("kinds", table([[], []], [one, other])) == found
    assert level("kinds", table([[], []], [other, one])) == found


def test_a_field_of_more_choices_than_bits_is_still_compared() -> None:
    masks = kinds(table([[]] * 70, [[f"weapon={number:02}"] for number in range(70)]))
    assert masks.shape == (70, 1)
    assert (masks != 0).all()
    assert len(np.unique(masks)) == 64


def test_where_nothing_is_told_there_is_nothing_to_compare() -> None:
    assert named(table([[], []])) is None
    assert kinds(table([[], []])).shape == (2, 0)


def words_of(*notes: list[str]) -> pa.Table:
    size = len(notes)
    given = {"words": pa.array(notes, pa.list_(pa.string()))}
    columns = [given.get(field.name, pa.nulls(size, field.type)) for field in FEATURES]
    return pa.Table.from_arrays(columns, schema=FEATURES)


def test_a_word_of_nearly_every_report_says_nothing_and_a_rare_one_much() -> None:
    found = told_words(words_of(*[["said", f"w{number % 20}"] for number in range(2_000)]))
    assert found is not None
    assert found.bits[[0]].toarray()[0, :2].tolist() == [
        0,
        4,
    ]  # 2,200 / 2,000 is below 2^1, 2,200 / 100 above 2^4


def test_among_few_reports_every_word_says_much_even_one_that_all_have() -> None:
    found = told_words(words_of(["said", "bridge"], ["said", "market"]))
    assert found is not None
    assert found.bits.data.min() >= 6


def test_a_part_keeps_the_bits_of_the_whole() -> None:
    whole = with_steps(words_of(*[["said", f"w{number % 7}"] for number in range(700)]))
    part = told_words(whole.slice(10, 5))
    assert part is not None
    assert part.bits.data.tolist() == [one for bits in whole[BITS].slice(10, 5).to_pylist() for one in bits]
    assert set(part.bits.data.tolist()) == {0.0, 3.0}
