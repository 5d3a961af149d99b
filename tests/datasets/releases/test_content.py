from datetime import date
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventbook.datasets.releases.content import content_hash, row_hash

SCHEMA = pa.schema(
    [
        ("text", pa.string()),
        ("number", pa.int64()),
        ("real", pa.float64()),
        ("true", pa.bool_()),
        ("day", pa.date32()),
        ("texts", pa.list_(pa.string())),
        ("records", pa.list_(pa.struct([("n", pa.int64()), ("words", pa.list_(pa.string()))]))),
    ]
)
WORDS = st.none() | st.text("ab\u00e9", max_size=3)
RECORD = st.none() | st.fixed_dictionaries(
    {"n": st.none() | st.integers(0, 2), "words": st.none() | st.lists(WORDS, max_size=2)}
)
ROW = st.fixed_dictionaries(
    {
        "text": WORDS,
        "number": st.none() | st.integers(-2, 2),
        "real": st.none() | st.floats(allow_nan=False, width=16),
        "true": st.none() | st.booleans(),
        "day": st.none() | st.dates(date(1, 1, 1), date(2030, 1, 1)),
        "texts": st.none() | st.lists(WORDS, max_size=2),
        "records": st.none() | st.lists(RECORD, max_size=2),
    }
)
ROWS = st.lists(ROW, max_size=5)


def table(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=SCHEMA)


@settings(max_examples=80, deadline=None)
@given(ROWS, ROWS)
def test_two_tables_have_one_hash_where_and_only_where_they_say_the_same(
    one: list[dict[str, Any]], other: list[dict[str, Any]]
) -> None:
    assert (content_hash(table(one)) == content_hash(table(other))) == (one == other)


@settings(max_examples=40, deadline=None)
@given(ROWS, st.lists(st.integers(0, 5), max_size=3))
def test_chunks_slices_and_what_lies_behind_blanks_change_nothing(
    rows: list[dict[str, Any]], cuts: list[int]
) -> None:
    whole = table(rows)
    edges = sorted({0, len(rows), *(min(cut, len(rows)) for cut in cuts)})
    parts = [whole.slice(start, end - start) for start, end in pairwise(edges)]
    assert content_hash(pa.concat_tables([table([]), *parts])) == content_hash(whole)
    assert content_hash(table([*rows, *rows]).slice(len(rows))) == content_hash(whole)


def test_the_order_of_rows_counts_and_the_sign_of_nought_does_not() -> None:
    one = pa.table({"n": [1.0, 0.0]})
    assert content_hash(one) == content_hash(pa.table({"n": [1.0, -0.0]}))
    assert content_hash(one) != content_hash(pa.table({"n": [0.0, 1.0]}))


def test_a_column_of_another_name_or_type_is_another_content() -> None:
    hashes = {content_hash(pa.table({name: pa.array([1], kind)})) for name, kind in (
        ("a", pa.int64()), ("b", pa.int64()), ("a", pa.float64()),
    )}  # fmt: skip
    assert len(hashes) == 3


def test_a_number_that_is_none_has_no_hash() -> None:
    with pytest.raises(ValueError, match="NaN"):
        content_hash(pa.table({"n": [float("nan")]}))


def test_the_hash_is_the_same_on_every_machine_and_by_every_version() -> None:
    rows: list[dict[str, Any]] = [
        {"text": "a", "number": 1, "real": 0.5, "true": True, "day": date(2021, 11, 16), "texts": ["x", None],
         "records": [{"n": 1, "words": ["y"]}, None]},
        dict.fromkeys(SCHEMA.names),
    ]  # fmt: skip
    assert content_hash(table(rows)) == "f1efd8a30da8b19c069072a952fe12c7bdf9dfc9003089726a155b5f04ba3455"
    assert row_hash(table(rows[:1])) == "72a22cfa5af21db97569702d8fbc2f3dabe6570720c80955da42e46dac2acf85"
