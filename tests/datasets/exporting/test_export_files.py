import csv
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast
from zipfile import ZipFile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from eventbook.datasets.commands.export import export
from eventbook.datasets.exporting.export_files import (
    ExportError,
    Request,
    columns_of,
    rows_of,
    write_exports,
)
from eventbook.datasets.exporting.row_writers import CELL, shortened
from eventbook.datasets.releases.exports import cell, defused, kept_text
from eventbook.datasets.releases.read import Release, ReleaseError
from eventbook.schema.errors import NotFoundError
from eventbook.schema.tables import events_schema

if TYPE_CHECKING:
    from tests.datasets.conftest import World


@pytest.fixture
def release(releases: Path) -> Release:
    """Give the second release of the samples."""
    return Release(releases / "2026.11.1")


def made(world: "World", folder: Path, rows: list[dict[str, Any]]) -> Release:
    """Make the part of a release that exports read, with rows of our own."""
    whole = [{"event_date": date(2021, 1, 2), "iso3": "UGA"} | row for row in rows]
    pq.write_table(pa.Table.from_pylist(whole, schema=events_schema(world.book)), folder / "events.parquet")
    spec = {"events": SimpleNamespace(path="events.parquet")}
    manifest = SimpleNamespace(
        dataset="d", version="2026.11.0", content="c", made_at=datetime(2026, 11, 1, tzinfo=UTC)
    )
    return cast("Release", SimpleNamespace(folder=folder, files=spec, codebook=world.book, manifest=manifest))


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def test_lines_of_json_say_the_same_as_the_release(release: Release, tmp_path: Path) -> None:
    write_exports(release, Request(format="jsonl"), tmp_path / "out", replace=False)
    lines = (tmp_path / "out/events.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == json.loads(
        json.dumps(release.table("events").to_pylist(), default=str)
    )


def test_text_for_a_spreadsheet_says_the_same_as_the_release_cell_by_cell(
    release: Release, tmp_path: Path
) -> None:
    write_exports(release, Request(excel=True, by_country=True), tmp_path / "out", replace=False)
    rows = [row for path in sorted((tmp_path / "out").glob("*.csv")) for row in table(path)]
    columns = columns_of(release.codebook, "our").columns
    wanted = [{one.name: kept_text(cell(row, one)) if isinstance(row[one.name], (str, list)) else cell(row, one)
               for one in columns} for row in rows_of(release, Request())]  # fmt: skip
    assert rows == wanted
    raw = next((tmp_path / "out").glob("*.csv")).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw


def test_unknown_deaths_are_blank_with_us_and_nought_where_the_users_of_that_table_expect_it(
    world: "World", tmp_path: Path
) -> None:
    release = made(world, tmp_path, [{"event_id": "UGA1"}])
    for columns, name in (("our", "deaths_best"), ("acled", "fatalities")):
        out = tmp_path / columns
        write_exports(release, Request(columns=columns), out, replace=False)
        (row,) = table(next(out.glob("*.csv")))
        assert row[name] == ("" if columns == "our" else "0")


def test_only_what_is_asked_for_is_written(release: Release) -> None:
    every = [row["event_id"] for row in rows_of(release, Request())]
    uganda = [row["event_id"] for row in rows_of(release, Request(countries=("uganda", "SOM")))]
    assert uganda == [name for name in every if name.startswith(("UGA", "SOM"))]
    late = [
        row["event_date"]
        for row in rows_of(release, Request(first=date(2022, 9, 13), last=date(2022, 10, 29)))
    ]
    assert late == [date(2022, 9, 13), date(2022, 10, 29)]
    with pytest.raises(NotFoundError, match="Uganda"):
        list(rows_of(release, Request(countries=("Ugnda",))))
    with pytest.raises(NotFoundError, match="our, acled"):
        columns_of(release.codebook, "gdelt")


@pytest.mark.parametrize("kind", ["csv", "jsonl", "xlsx", "gpkg", "geojson"])
def test_the_same_request_gives_the_same_bytes(release: Release, tmp_path: Path, kind: str) -> None:
    outs = [tmp_path / name for name in ("one", "two")]
    for out in outs:
        write_exports(release, Request(format=kind, by_country=True), out, replace=False)
    bytes_of = [{path.name: path.read_bytes() for path in out.iterdir()} for out in outs]
    assert bytes_of[0] == bytes_of[1]
    countries = {row["iso3"] for row in rows_of(release, Request())}
    assert len(bytes_of[0]) == len(countries) + 1


def test_a_folder_that_is_there_is_replaced_only_on_request_and_only_an_export(
    release: Release, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    write_exports(release, Request(by_country=True), out, replace=False)
    with pytest.raises(ExportError, match="--replace"):
        write_exports(release, Request(), out, replace=False)
    write_exports(release, Request(), out, replace=True)
    assert {path.name for path in out.iterdir()} == {"events.csv", "export.json"}
    (out / "diary.txt").write_text("dear diary")
    with pytest.raises(ExportError, match=r"diary\.txt"):
        write_exports(release, Request(), out, replace=True)
    (tmp_path / "other").mkdir()
    with pytest.raises(ExportError, match=r"no export\.json"):
        write_exports(release, Request(), tmp_path / "other", replace=True)
    assert (out / "diary.txt").read_text() == "dear diary"


def test_an_export_that_fails_leaves_nothing_behind(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Iterator[Any]:
        yield from list(rows_of(release, Request()))[:3]
        message = "disk full"
        raise OSError(message)

    monkeypatch.setattr("eventbook.datasets.exporting.export_files.rows_of", broken)
    with pytest.raises(OSError, match="disk full"):
        write_exports(release, Request(), tmp_path / "out", replace=False)
    assert list(tmp_path.iterdir()) == []


def test_no_file_for_a_spreadsheet_has_more_rows_than_fit(release: Release, tmp_path: Path) -> None:
    files = write_exports(release, Request(excel=True, rows=5), tmp_path / "out", replace=False)
    assert [one["file"] for one in files][:3] == ["events.csv", "events_2.csv", "events_3.csv"]
    assert {one["rows"] for one in files[:-1]} == {4}
    assert 0 < files[-1]["rows"] <= 4
    whole = [row["event_id"] for one in files for row in table(tmp_path / "out" / one["file"])]
    assert whole == [row["event_id"] for row in rows_of(release, Request())]


def test_nothing_found_is_a_file_with_a_heading(release: Release, tmp_path: Path) -> None:
    files = write_exports(release, Request(first=date(2030, 1, 1)), tmp_path / "out", replace=False)
    assert [one["rows"] for one in files] == [0]
    assert table(tmp_path / "out/events.csv") == []


@pytest.mark.parametrize(
    "text",
    [
        "\uff1d1+1",
        "\uff0b1",
        "\uff0d1",
        "\uff20x",
        "\r=1",
        " =1+1",
        "\u00a0@x",
        "\ufeff=1",
        "-5 °C",
        "=1\n+2",
    ],
)
def test_a_formula_in_any_dress_is_defused_and_stays_readable(text: str) -> None:
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    ["MAR1", "mar-12", "3-5", "1/2", "12:30", "1E5", "007", "May 2021", "1 May", "TRUE", "march", "10%"],
)
def test_what_a_spreadsheet_would_make_a_day_or_a_number_is_kept_as_text(text: str) -> None:
    assert kept_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["UGA1", "Marib", "5 people", "Mayo, Ireland", "a-b", "", "-", "Decembrist"])
def test_other_text_is_left_alone(text: str) -> None:
    assert kept_text(text) == text


@given(st.text(max_size=40))
def test_no_text_begins_a_formula_once_it_is_defused(text: str) -> None:
    assert (
        not defused(text)
        .lstrip(" \u00a0\ufeff")
        .startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20"))
    )
    assert defused(text).removeprefix("'").endswith(text.removeprefix("'"))


@pytest.mark.parametrize("cut", [0, 40, -9])
def test_a_damaged_release_is_named_and_nothing_is_exported(world: "World", tmp_path: Path, cut: int) -> None:
    release = made(world, tmp_path, [{"event_id": "UGA1"}])
    events = tmp_path / "events.parquet"
    events.write_bytes(events.read_bytes()[:cut])
    with pytest.raises(ReleaseError, match=r"events\.parquet cannot be read"):
        write_exports(release, Request(), tmp_path / "out", replace=False)
    assert [path.name for path in tmp_path.iterdir()] == ["events.parquet"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_negative_longitude_stays_a_number(world: "World", tmp_path: Path, kind: str) -> None:
    release = made(world, tmp_path, [{"event_id": "MAR1", "longitude": -1.25, "notes": "=1+1"}])
    write_exports(release, Request(format=kind, excel=True), tmp_path / "out", replace=False)
    path = tmp_path / f"out/events.{kind}"
    if kind == "csv":
        (row,) = table(path)
        assert (row["longitude"], row["event_id"], row["notes"]) == ("-1.2500", "'MAR1", "'=1+1")
    else:
        sheet = ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
        assert "<v>-1.25</v>" in sheet
        assert "<f>" not in sheet
        assert "MAR1" in sheet


def test_a_text_that_no_cell_can_hold_is_cut_and_says_so() -> None:
    assert shortened("x" * CELL) == "x" * CELL
    cut = shortened("x" * (CELL + 1))
    assert len(cut) == CELL
    assert cut.endswith("[32768 characters, cut to fit a spreadsheet's cell]")


def test_the_command_names_the_files_it_wrote(releases: Path, tmp_path: Path) -> None:
    session = SimpleNamespace(workplace=SimpleNamespace(releases=releases))
    out = tmp_path / "out"
    done = CliRunner().invoke(export, ["2026.11.0", "--out", str(out), "--country", "Uganda"], obj=session)
    assert (done.exit_code, done.stdout) == (0, f"{out / 'events.csv'}\n")
    assert f"{len(table(out / 'events.csv'))} events in 1 file." in done.stderr
    wrong = ["--out", str(out), "--from", "2022-01-02", "--to", "2022-01-01"]
    assert CliRunner().invoke(export, wrong, obj=session).exit_code == 2


def test_nothing_is_written_into_a_release(release: Release) -> None:
    with pytest.raises(ExportError, match=r"inside the release 2026\.11\.1"):
        write_exports(release, Request(), release.folder / "more" / "out", replace=True)
    assert not (release.folder / "more").exists()
