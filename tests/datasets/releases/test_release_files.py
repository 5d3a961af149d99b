from random import Random
from typing import TYPE_CHECKING

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from eventbook.datasets.releases.content import content_hash
from eventbook.datasets.releases.release_files import sorted_table, table_files

if TYPE_CHECKING:
    from tests.datasets.conftest import World

SCHEMA = pa.schema([("id", pa.string()), ("n", pa.int64())])
ROWS = st.dictionaries(st.text("ab", min_size=1, max_size=3), st.none() | st.integers(0, 9), max_size=8)


def table(rows: dict[str, int | None]) -> pa.Table:
    return pa.Table.from_pylist([{"id": key, "n": n} for key, n in rows.items()], schema=SCHEMA)


@settings(max_examples=40, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_sorting_forgets_the_order_in_which_rows_came(rows: dict[str, int | None], dice: Random) -> None:
    items = [*rows.items()]
    dice.shuffle(items)
    straight, mixed = (sorted_table(table(dict(one)), ("n", "id")) for one in (rows.items(), items))
    assert straight.equals(mixed)
    assert content_hash(straight) == content_hash(mixed)
    assert straight["n"].to_pylist() == sorted(rows.values(), key=lambda n: (n is None, n))


def test_the_order_and_the_key_of_every_table_are_columns_of_it(world: "World") -> None:
    for spec in table_files(world.book).values():
        assert {*spec.order, *([spec.key] if spec.key else [])} <= set(spec.schema.names), spec.path
        assert spec.says
    assert len({spec.path for spec in table_files(world.book).values()}) == 17
