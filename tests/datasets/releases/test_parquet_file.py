from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventbook.datasets.releases.parquet_file import write_parquet
from eventbook.datasets.releases.read import Release
from eventbook.datasets.releases.release_files import TableFile, sorted_table, table_files

if TYPE_CHECKING:
    from tests.datasets.conftest import World


def packed(table: pa.Table, spec: TableFile) -> bytes:
    with TemporaryDirectory() as folder:
        write_parquet(table, spec, Path(folder) / "table.parquet")
        return (Path(folder) / "table.parquet").read_bytes()


@settings(max_examples=25, deadline=None)
@given(cuts=st.lists(st.integers(0, 600), max_size=5))
def test_the_same_rows_give_the_same_bytes_whatever_chunks_they_came_in(
    world: "World", releases: Path, cuts: list[int]
) -> None:
    release = Release(releases / "2026.11.1")
    for name in ("events", "provenance", "ids"):
        table, spec = release.table(name), table_files(world.book)[name]
        edges = sorted({0, table.num_rows, *(min(cut, table.num_rows) for cut in cuts)})
        parts = [table.slice(start, end - start) for start, end in pairwise(edges)]
        assert packed(pa.concat_tables(parts), spec) == packed(table, spec)


def test_metadata_from_elsewhere_changes_no_byte(world: "World", releases: Path) -> None:
    table, spec = Release(releases / "2026.11.0").table("places"), table_files(world.book)["places"]
    assert packed(table.replace_schema_metadata({"pandas": "{}"}), spec) == packed(table, spec)


def test_a_table_without_rows_can_be_written_and_read(world: "World", tmp_path: Path) -> None:
    for name, spec in table_files(world.book).items():
        path = tmp_path / f"{name}.parquet"
        write_parquet(sorted_table(spec.schema.empty_table(), spec.order), spec, path)
        table = pq.read_table(path, columns=spec.schema.names)
        assert table.schema.equals(spec.schema, check_metadata=False)


def test_every_column_carries_its_description(world: "World", releases: Path) -> None:
    for spec in table_files(world.book).values():
        for field in pq.read_schema(releases / "2026.11.0" / spec.path):
            assert field.metadata, (spec.path, field.name)
            assert field.metadata[b"description"]


def test_every_page_has_a_checksum(releases: Path, tmp_path: Path) -> None:
    content = bytearray((releases / "2026.11.0" / "provenance.parquet").read_bytes())
    column = pq.read_metadata(releases / "2026.11.0" / "provenance.parquet").row_group(0).column(0)
    content[column.total_compressed_size // 2] ^= 1
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(content)
    with pytest.raises(OSError, match=r"[Cc][Rr][Cc]|checksum"):
        pq.read_table(broken, page_checksum_verification=True)


def test_rows_are_grouped_sorted_indexed_and_bloom_filtered(releases: Path) -> None:
    group = pq.read_metadata(releases / "2026.11.0" / "events.parquet").row_group(0)
    names = pq.read_schema(releases / "2026.11.0" / "events.parquet").names
    assert [names[one.column_index] for one in group.sorting_columns] == ["iso3", "event_date", "event_id"]
    column = group.column(names.index("event_id"))
    assert column.compression == "ZSTD"
    assert column.has_column_index
    assert "DELTA_BYTE_ARRAY" in column.encodings


def test_another_program_reads_the_right_types(releases: Path) -> None:
    path = releases / "2026.11.1" / "events.parquet"
    with duckdb.connect() as connection:
        described = connection.execute(f"describe select * from '{path}'").fetchall()  # noqa: S608
        types = {row[0]: row[1] for row in described}
        unknown = connection.execute(f"select count(*) from '{path}' where injuries_best is null").fetchall()  # noqa: S608
    wanted = {
        "event_id": "VARCHAR",
        "event_date": "DATE",
        "year": "BIGINT",
        "source": "VARCHAR[]",
        "latitude": "DOUBLE",
        "deaths_best": "BIGINT",
        "deaths_high_open": "BOOLEAN",
        "timestamp": "BIGINT",
    }
    assert {name: types[name] for name in wanted} == wanted
    assert unknown[0][0] > 0


def test_groups_of_rows_are_written_one_by_one_and_read_as_one_table(
    world: "World", releases: Path, tmp_path: Path
) -> None:
    events = Release(releases / "2026.11.1").table("events")
    spec = replace(table_files(world.book)["events"], row_group=10)
    write_parquet(events, spec, tmp_path / "events.parquet")
    found = pq.read_table(tmp_path / "events.parquet")
    assert found.select(events.column_names).equals(events)
    assert pq.read_metadata(tmp_path / "events.parquet").num_row_groups == -(-events.num_rows // 10)
