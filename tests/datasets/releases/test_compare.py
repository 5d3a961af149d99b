from random import Random
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from eventbook.datasets.releases.compare import Difference, FieldChange, compare_tables

SCHEMA = pa.schema([("id", pa.string()), ("n", pa.int64()), ("tags", pa.list_(pa.string()))])
Rows = dict[str, tuple[int | None, list[str] | None]]
ROWS = st.dictionaries(
    st.sampled_from("abcde"),
    st.tuples(st.none() | st.integers(0, 2), st.none() | st.lists(st.sampled_from("xy"), max_size=2)),
    max_size=5,
)


def table(rows: Rows, schema: pa.Schema = SCHEMA) -> pa.Table:
    return pa.Table.from_pylist(
        [{"id": key, "n": n, "tags": tags} for key, (n, tags) in rows.items()], schema=schema
    )


@settings(max_examples=60, deadline=None)
@given(ROWS, ROWS, st.randoms(use_true_random=False))
def test_the_old_rows_and_the_difference_give_the_new_ones(old: Rows, new: Rows, dice: Random) -> None:
    found = compare_tables(table(old), table(new), "id")
    assert set(found.added) == new.keys() - old.keys()
    assert set(found.removed) == old.keys() - new.keys()
    assert set(found.changed) == {key for key in old.keys() & new.keys() if old[key] != new[key]}
    mixed = [*new.items()]
    dice.shuffle(mixed)
    assert compare_tables(table(old), table(dict(mixed)), "id") == found


@settings(max_examples=30, deadline=None)
@given(ROWS)
def test_a_table_does_not_differ_from_itself(rows: Rows) -> None:
    assert compare_tables(table(rows), table(rows), "id").nothing


def test_unknown_and_nought_differ_and_so_do_blank_and_empty() -> None:
    found = compare_tables(table({"a": (None, None)}), table({"a": (0, [])}), "id")
    assert found.fields == (FieldChange("a", "n", "", "0"), FieldChange("a", "tags", "", ""))


def test_a_column_that_only_one_has_is_blank_in_the_other() -> None:
    old: dict[str, Any] = {"id": ["a"], "gone": ["x"]}
    new: dict[str, Any] = {"id": ["a"], "come": ["y"]}
    found = compare_tables(pa.table(old), pa.table(new), "id")
    assert found.fields == (FieldChange("a", "come", "", "y"), FieldChange("a", "gone", "x", ""))


def test_no_difference_is_nothing() -> None:
    assert Difference((), (), ()).nothing
    assert not Difference(("a",), (), ()).nothing
