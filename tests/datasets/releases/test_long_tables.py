import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from eventbook.datasets.releases.change_set import apply_changes
from eventbook.datasets.releases.long_tables import LONG, woven
from eventbook.datasets.releases.release_files import UNITS, sorted_table, table_files
from eventbook.schema.codebook_file import default_codebook
from eventbook.schema.tables import PROVENANCE

SPEC = table_files(default_codebook())[LONG]
NAMES = [f"E{n}" for n in range(8)]
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "event_id": st.sampled_from(NAMES),
            "field": st.sampled_from(["a", "b"]),
            "value": st.sampled_from(["1", "2", None]),
            "quote": st.sampled_from(["x", None]),
        }
    ),
    max_size=30,
)


def table(rows: list[dict[str, object]]) -> pa.Table:
    return sorted_table(pa.Table.from_pylist(rows, schema=PROVENANCE), SPEC.order)


@given(old=ROWS, new=ROWS, lost=st.sets(st.sampled_from(NAMES)), size=st.integers(1, 7))
def test_what_is_woven_piece_by_piece_is_what_is_made_at_once(
    old: list[dict[str, object]], new: list[dict[str, object]], lost: set[str], size: int
) -> None:
    before, changed, gone = table(old), table(new), pa.array(sorted(lost), pa.string())
    pieces = [before.slice(start, size) for start in range(0, before.num_rows, size)]
    found = pa.concat_tables(list(woven(pieces, changed, gone, SPEC)))
    assert found.equals(apply_changes(before, changed, gone, (UNITS[LONG], SPEC)).cast(PROVENANCE))
