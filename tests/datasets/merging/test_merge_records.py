from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventbook.datasets.building.record_rows import record_row
from eventbook.datasets.merging.merge_records import merge_records
from eventbook.datasets.merging.settled import How, Told
from eventbook.datasets.releases.text_values import as_text
from eventbook.schema.article import Article, Publication, TextVersion
from eventbook.schema.build_input import Report
from eventbook.schema.canonical import sha256
from eventbook.schema.codebook_file import read_codebook, shipped_text
from eventbook.schema.codebook_parts import FieldMerge
from eventbook.schema.counts import Amount
from eventbook.schema.form import Form
from eventbook.schema.record import Record, SlotValue

BOOK = read_codebook(shipped_text("muc4-terrorism"))
SPEC = BOOK.record_fields["physical_targets"]


def record(name: str, **said: SlotValue) -> Record:
    return Record(said={"name": name, **said})


def told(number: int, *records: Record) -> Told:
    """Make the report of one outlet, the later accepted the higher its number."""
    text = f"report {number}"
    article = Article(
        sha256=sha256(text),
        versions=(TextVersion(n=1, extractor="plain", text=text),),
        publications=(Publication(outlet=f"Wire {number}", published=date(1990, 1, 3)),),
    )
    form = Form(records={SPEC.name: records} if records else {})
    at = datetime(1990, 1, 4, tzinfo=UTC) + timedelta(minutes=number)
    report = Report(f"r{number}", 1, f"s{number}", article.id, "amira", BOOK.id, at, form)
    return Told(report, form, article, f"wire {number}")


def said(reports: Sequence[Told]) -> list[dict[str, SlotValue]]:
    merged = merge_records(reports, SPEC)
    assert merged is not None
    return [one.said for one in merged.value]


def test_reports_that_say_the_same_agree() -> None:
    merged = merge_records([told(1, record("BANK")), told(2, record("BANK"))], SPEC)
    assert merged is not None
    assert (merged.how, merged.reports) == (How.AGREED, ("r1", "r2"))


def test_nobody_says_nothing() -> None:
    assert merge_records([told(1), told(2)], SPEC) is None


def test_a_thing_known_by_another_word_is_the_same_thing() -> None:
    one = record("PYLONS", also=("ELECTRIC TOWERS",), type="ENERGY", number=Amount(low=2, best=2))
    other = record("Electric Towers", number=Amount(low=3, best=3, high=3), effect=("DESTROYED",))
    (merged,) = said([told(1, one), told(2, other)])
    assert merged["name"] == "Electric Towers"
    assert merged["type"] == "ENERGY"
    assert merged["effect"] == ("DESTROYED",)
    assert merged["number"] == Amount(low=2, best=2, high=3)


def test_two_things_of_one_report_stay_two() -> None:
    two = [record("BUS", effect=("DESTROYED",)), record("BUS", effect=("NO DAMAGE",))]
    assert len(said([told(1, *two), told(2, record("BUS"), record("BANK"))])) == 3


def test_the_fullest_list_stands_where_the_codebook_says_so() -> None:
    spec = SPEC.model_copy(update={"merge": FieldMerge.LONGEST})
    full = record("BUS", type="TRANSPORT VEHICLE", effect=("DESTROYED",))
    merged = merge_records([told(1, record("BANK")), told(2, full)], spec)
    assert merged is not None
    assert (merged.value, merged.reports, merged.rule) == ((full,), ("r2",), "fullest-list")


NAMES = st.lists(st.sampled_from(["BANK", "BUS", "BRIDGE", "PYLON"]), unique=True, max_size=4)


@given(st.lists(NAMES, min_size=1, max_size=4))
def test_every_thing_that_anyone_names_stands_once(lists: list[list[str]]) -> None:
    reports = [told(index, *map(record, names)) for index, names in enumerate(lists)]
    merged = merge_records(reports, SPEC)
    found = [one.said["name"] for one in merged.value] if merged else []
    assert sorted(map(str, found)) == sorted({name for names in lists for name in names})


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_merging_once_more_changes_nothing(order: tuple[int, ...]) -> None:
    reports = [told(1, record("BANK")), told(2, record("BUS"), record("BANK")), told(3, record("PYLON"))]
    merged = merge_records([reports[index] for index in order], SPEC)
    assert merged is not None
    again = merge_records([told(4, *merged.value)], SPEC)
    assert again is not None
    assert again.value == merged.value


def test_a_record_is_published_with_its_bounds_and_reads_as_text() -> None:
    row = record_row(record("BUS", also=("COACH", "VAN"), number=Amount(low=2, best=2, high_open=True)))
    bounds = {"number_low": 2, "number_best": 2, "number_high": None, "number_high_open": True}
    assert row == {"name": "BUS", "also": ["COACH", "VAN"], **bounds}
    text = "name=BUS, also=COACH; VAN, number_low=2, number_best=2, number_high_open=true"
    assert as_text([row]) == text
