import csv
import gzip
import io
import os
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from eventbook.datasets.releases.file_diff import UnlikeFilesError, diff_files

GED = os.environ.get("EVENTBOOK_GED", "")
OLD = 'id,name,best,gone\n1,"a, b",5,x\n2,c,3,x\n3,d,,x\n'
NEW = "\ufeffid,best,name,come\n1,5.0,a b,y\n3,4,d,y\n4,1,e,y\n"


def file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return path


def test_what_came_went_and_changed_between_two_files(tmp_path: Path) -> None:
    found = diff_files(file(tmp_path, "old.csv", OLD), file(tmp_path, "new.csv.gz", NEW), "id")
    assert (found.events.added, found.events.removed) == (("4",), ("2",))
    assert [(one.id, one.field, one.old, one.new) for one in found.events.fields] == [
        ("1", "name", "a, b", "a b"),
        ("3", "best", "", "4"),
    ]
    assert found.remarks == (
        "columns only in old.csv: gone",
        "columns only in new.csv.gz: come",
        "1 numbers are written otherwise and are the same",
    )
    assert found.as_text().splitlines()[-1] == "1 new, 2 changed, 1 gone"


def test_a_csv_and_a_parquet_file_of_one_table_do_not_differ(tmp_path: Path) -> None:
    table = pa.table({"id": ["1", "3", "4"], "best": [5, 4, 1], "name": ["a b", "d", "e"], "come": ["y"] * 3})
    pq.write_table(table, tmp_path / "new.parquet")
    found = diff_files(file(tmp_path, "new.csv", NEW), tmp_path / "new.parquet", "id")
    assert found.counts == (0, 0, 0)


def test_the_csv_and_the_parquet_file_of_a_release_do_not_differ(releases: Path) -> None:
    folder = releases / "2026.11.1"
    found = diff_files(folder / "events.parquet", folder / "events.csv.gz", "event_id")
    assert (found.counts, found.events.fields) == ((0, 0, 0), ())


def test_a_file_is_read_by_what_it_is_and_not_by_its_name(tmp_path: Path) -> None:
    plain, packed = file(tmp_path, "new.csv", NEW), tmp_path / "packed.csv"
    packed.write_bytes(gzip.compress(NEW.encode()))
    assert diff_files(plain, packed, "id").events.nothing
    packed.write_bytes("id,name\n1,Köln\n".encode("latin-1"))
    with pytest.raises(UnlikeFilesError, match="it is not UTF-8; save it as CSV UTF-8"):
        diff_files(plain, packed, "id")


def test_a_csv_that_others_made_of_a_parquet_file_differs_in_what_it_says_only(tmp_path: Path) -> None:
    rows: dict[str, list[Any]] = {
        "id": ["1", "2", "3"],
        "x": [-1.5, 2.123456, None],
        "of": [["a", "b"], [], None],
        "say": ["=1", "-5", None],
    }
    pq.write_table(pa.table(rows), tmp_path / "old.parquet")
    text = "id,x,of,say\n1,-1.5,a; b,=1\n2,2.123456,,'-5\n3,,,new\n"
    found = diff_files(tmp_path / "old.parquet", file(tmp_path, "new.csv", text), "id")
    assert [(one.id, one.field, one.old, one.new) for one in found.events.fields] == [("3", "say", "", "new")]


@pytest.mark.parametrize(
    ("old", "key", "says"),
    [
        (OLD, "ident", "no column 'ident' to know rows by"),
        ("id,a\n1,x\n1,y\n", "id", r"1 values of 'id' stand more than once \(1\)"),
        ("id,a\n,x\n", "id", "rows without 'id'"),
        ("id,a\n1\n2,x,y\n", "id", "no table that can be read"),
        ("", "id", "no table that can be read"),
    ],
)
def test_files_that_cannot_be_compared_are_told(tmp_path: Path, old: str, key: str, says: str) -> None:
    with pytest.raises(UnlikeFilesError, match=says):
        diff_files(file(tmp_path, "old.csv", old), file(tmp_path, "new.csv", NEW), key)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnlikeFilesError, match=r"gone\.csv"):
        diff_files(tmp_path / "gone.csv", file(tmp_path, "new.csv", NEW), "id")


@pytest.mark.skipif(not GED, reason="set EVENTBOOK_GED to the folder of UCDP GED files")
@pytest.mark.parametrize("years", [("2018", "2019"), ("2019", "2021")])
def test_between_real_releases_it_finds_what_a_loop_finds(years: tuple[str, str]) -> None:
    first, second = (Path(GED) / f"ged_ukraine_to{year}.csv.gz" for year in years)
    old, new = (
        {row["id"]: row for row in csv.DictReader(io.StringIO(gzip.decompress(path.read_bytes()).decode()))}
        for path in (first, second)
    )
    found = diff_files(first, second, "id")
    best = {one.id for one in found.events.fields if one.field == "best"}
    assert set(found.events.added) == new.keys() - old.keys()
    assert set(found.events.removed) == old.keys() - new.keys()
    assert best == {one for one in old.keys() & new.keys() if int(old[one]["best"]) != int(new[one]["best"])}
