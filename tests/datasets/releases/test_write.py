import gzip
import os
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventbook.datasets.releases.read import Release, versions
from eventbook.datasets.releases.release_files import sorted_table, table_files
from eventbook.datasets.releases.write import (
    BusyError,
    checksums,
    gzip_bytes,
    parquet_bytes,
    publish,
    releases_lock,
)

if TYPE_CHECKING:
    from tests.datasets.conftest import World

FILES = {"a.txt": b"a", "changes/b.txt": b"b"}


def shown(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


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
        assert parquet_bytes(pa.concat_tables(parts), spec) == parquet_bytes(table, spec)


def test_metadata_from_elsewhere_changes_no_byte(world: "World", releases: Path) -> None:
    table, spec = Release(releases / "2026.11.0").table("places"), table_files(world.book)["places"]
    assert parquet_bytes(table.replace_schema_metadata({"pandas": "{}"}), spec) == parquet_bytes(table, spec)


def test_a_table_without_rows_can_be_written_and_read(world: "World", tmp_path: Path) -> None:
    for name, spec in table_files(world.book).items():
        path = tmp_path / f"{name}.parquet"
        path.write_bytes(parquet_bytes(sorted_table(spec.schema.empty_table(), spec.order), spec))
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


def test_gzip_holds_no_name_and_no_time() -> None:
    packed = gzip_bytes("text é")
    assert gzip.decompress(packed).decode() == "text é"
    assert packed[3:8] == bytes(5)
    assert packed == gzip_bytes("text é")


def test_the_checksums_are_what_sha256sum_reads(tmp_path: Path) -> None:
    folder = publish(FILES, tmp_path, "2026.11.0")
    done = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"],  # noqa: S607  whichever the machine has
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "a.txt: OK\nchanges/b.txt: OK\n"
    assert checksums(FILES).decode().splitlines()[0].endswith("  a.txt")


def test_a_release_appears_with_all_its_files(tmp_path: Path) -> None:
    folder = publish(FILES, tmp_path, "2026.11.0")
    assert folder == tmp_path / "2026.11.0"
    assert shown(folder) == ["SHA256SUMS", "a.txt", "changes/b.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["2026.11.0"]


def test_a_release_is_never_written_twice(tmp_path: Path) -> None:
    publish(FILES, tmp_path, "2026.11.0")
    with pytest.raises(FileExistsError, match="never changed"):
        publish({"a.txt": b"other"}, tmp_path, "2026.11.0")
    assert (tmp_path / "2026.11.0" / "a.txt").read_bytes() == b"a"


@pytest.mark.parametrize("call", ["open", "mkdir", "fsync", "rename"])
@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_build_that_dies_half_way_shows_nothing_and_the_next_one_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, at: int
) -> None:
    owner = os if call == "fsync" else Path
    real, calls = getattr(owner, call), 0

    def dies(*args: object, **kwargs: object) -> object:
        nonlocal calls
        calls += 1
        if calls == at or call == "rename":
            message = "no space left on device"
            raise OSError(message)
        return real(*args, **kwargs)

    publish({"a.txt": b"before"}, tmp_path, "2026.10.0")
    with monkeypatch.context() as patch:
        patch.setattr(owner, call, dies)
        with pytest.raises(OSError, match="no space left"):
            publish(FILES, tmp_path, "2026.11.0")
    assert versions(tmp_path) == ("2026.10.0",)
    publish(FILES, tmp_path, "2026.11.0")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2026.10.0", "2026.11.0"]


def test_what_a_killed_build_left_behind_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".building-2026.9.0" / "changes").mkdir(parents=True)
    (tmp_path / ".building-2026.9.0" / "events.parquet").write_bytes(b"half")
    (tmp_path / ".building-2026.11.0").mkdir()
    assert versions(tmp_path) == ()
    publish(FILES, tmp_path, "2026.11.0")
    assert [path.name for path in tmp_path.iterdir()] == ["2026.11.0"]


def test_a_second_build_is_refused_while_one_is_at_work_and_not_afterwards(tmp_path: Path) -> None:
    with releases_lock(tmp_path / "releases"):
        with pytest.raises(BusyError, match="another build"), releases_lock(tmp_path / "releases"):
            pytest.fail("two builds at once")
        assert versions(tmp_path / "releases") == ()
    with releases_lock(tmp_path / "releases"):
        pass
