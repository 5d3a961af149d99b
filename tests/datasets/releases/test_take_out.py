from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventbook.datasets.releases.take_out import (
    hidden_columns,
    reach,
    take_out,
    text_pattern,
)
from eventbook.schema.codebook_file import default_codebook
from eventbook.schema.redaction import Hidden, Redaction
from eventbook.schema.tables import IDS, PROVENANCE

BOOK = default_codebook()
NO_IDS = IDS.empty_table()


def hide(kind: Hidden, what: str, field: str = "") -> Redaction:
    at = datetime(2026, 12, 1, tzinfo=UTC)
    return Redaction(number=1, kind=kind, what=what, field=field, reason="asked", by="Desk", at=at, salt="s")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("said Ali Hassan, 41", True),
        ("ALI\n HASSAN", True),
        ("place-ali-hassan-2", True),
        ("Somali Hassan", False),
        ("Ali Hassani", False),
        ("Ali", False),
    ],
)
def test_a_text_is_found_as_whole_words_however_they_are_written(text: str, found: bool) -> None:  # noqa: FBT001
    assert bool(text_pattern("Ali Hassan").search(text)) is found


def test_ids_dates_countries_and_types_always_stay() -> None:
    for name in ("event_id", "event_date", "when", "country", "sub_event_type", "timestamp", "nothing"):
        assert hidden_columns(BOOK, name) == (), name
    assert hidden_columns(BOOK, "deaths") == hidden_columns(BOOK, "counts.deaths")
    assert "latitude" in hidden_columns(BOOK, "where")
    assert "country" not in hidden_columns(BOOK, "where")
    assert "interaction" in hidden_columns(BOOK, "side1")


def test_an_event_is_followed_into_what_it_was_merged_into_and_what_was_split_from_it() -> None:
    rows = [
        {"event_id": "A1", "successor": "A2"},
        {"event_id": "A2"},
        {"event_id": "A3", "split_from": "A2"},
        {"event_id": "A4"},
    ]
    assert reach("A1", pa.Table.from_pylist(rows, schema=IDS)) == {"A1", "A2", "A3"}
    assert reach("A4", pa.Table.from_pylist(rows, schema=IDS)) == {"A4"}


def test_names_in_lists_and_records_go_too() -> None:
    nested = pa.list_(pa.struct([("who", pa.string()), ("n", pa.int64())]))
    rows: list[dict[str, object]] = [
        {"texts": ["John Doe", "x"], "records": [{"who": "john doe", "n": 1}]},
        {"texts": None, "records": None},
    ]
    table = pa.Table.from_pylist(
        rows, schema=pa.schema([("texts", pa.list_(pa.string())), ("records", nested)])
    )
    taken = take_out({"t": table}, hide(Hidden.TEXT, "John Doe"), BOOK, NO_IDS)
    assert taken.tables["t"].to_pylist() == [
        {"texts": ["[redacted]", "x"], "records": [{"who": "[redacted]", "n": 1}]},
        {"texts": None, "records": None},
    ]
    assert taken.cells == {"t": 2}


LINES = st.lists(
    st.fixed_dictionaries(
        {
            "event_id": st.sampled_from(["A1", "A2"]),
            "field": st.sampled_from(["notes", "deaths_best"]),
            "value": st.sampled_from([None, "John Doe fled", "3"]),
            "quote": st.sampled_from([None, "john  doe said", "gunmen"]),
            "source_id": st.sampled_from([None, "s1-a", "s1-b", "s2-a"]),
            "start": st.sampled_from([None, 3]),
        }
    )
)


@given(LINES, LINES)
def test_each_row_is_changed_by_itself_and_the_second_time_not_at_all(
    some: list[dict[str, object]], more: list[dict[str, object]]
) -> None:
    for one in (
        hide(Hidden.TEXT, "John Doe"),
        hide(Hidden.ARTICLE, "s1-a"),
        hide(Hidden.QUOTES, "A1"),
        hide(Hidden.FIELD, "A1", "notes"),
    ):
        apart = [_taken(rows, one) for rows in (some, more)]
        assert _taken([*some, *more], one).to_pylist() == pa.concat_tables(apart).to_pylist()
        again = take_out({"provenance": apart[0]}, one, BOOK, NO_IDS)
        assert (again.tables["provenance"].equals(apart[0]), again.cells) == (True, {})


def _taken(rows: list[dict[str, object]], redaction: Redaction) -> pa.Table:
    table = pa.Table.from_pylist(rows, schema=PROVENANCE)
    return take_out({"provenance": table}, redaction, BOOK, NO_IDS).tables["provenance"]
