import gzip
import os
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from eventbook.datasets.releases.content import content_hash
from eventbook.datasets.releases.manifest import read_manifest
from eventbook.datasets.releases.parquet_file import write_parquet
from eventbook.datasets.releases.release_files import table_files
from eventbook.datasets.releases.verify import verify
from eventbook.schema.codebook_file import default_codebook

Tamper = Callable[[Path], None]
Rows = list[dict[str, Any]]
SPECS = table_files(default_codebook())
FILES = (
    "README.md", "actors.parquet", "changes.md", "changes/fields.parquet", "changes/removed.parquet",
    "changes/upserts.parquet", "codebook.html", "codebook.toml", "events.parquet", "events_acled.csv.gz",
    "ids.parquet", "manifest.json", "places.parquet", "provenance.parquet", "quality.json", "sources.parquet",
)  # fmt: skip


@pytest.fixture
def folder(releases: Path, tmp_path: Path) -> Path:
    """The second release of the samples, beside the first, to tamper with."""
    shutil.copytree(releases, tmp_path / "releases")
    return tmp_path / "releases" / "2026.11.1"


def rules(folder: Path) -> set[str]:
    """Return the rules that a release breaks, checked against the one before."""
    return {one.rule for one in verify(folder, folder.parent / "2026.11.0")}


def flip(name: str, seed: int = 0) -> Tamper:
    """Flip one bit somewhere in a file."""

    def tamper(folder: Path) -> None:
        content = bytearray((folder / name).read_bytes())
        dice = Random(f"{name} {seed}")  # noqa: S311  the same bit every time
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
        (folder / name).write_bytes(content)

    return tamper


def checksum_anew(folder: Path) -> None:
    """Write `SHA256SUMS` as a forger would."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "SHA256SUMS")
    lines = [f"{sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder)}\n" for path in paths]
    (folder / "SHA256SUMS").write_text("".join(lines))


def rows(name: str, change: Callable[[Rows], Rows], *, hashed: bool = False) -> Tamper:
    """Change the rows of a table and all checksums; `hashed` forges the manifest's content hash too."""

    def tamper(folder: Path) -> None:
        spec = SPECS[name]
        table = pa.Table.from_pylist(
            change(pq.read_table(folder / spec.path).to_pylist()), schema=spec.schema
        )
        write_parquet(table, spec, folder / spec.path)
        if hashed:
            manifest = read_manifest(folder)
            entry = manifest.tables[name].model_copy(
                update={"rows": table.num_rows, "content": content_hash(table)}
            )
            tables = {**manifest.tables, name: entry}
            (folder / "manifest.json").write_text(manifest.model_copy(update={"tables": tables}).as_json())
        checksum_anew(folder)

    return tamper


def table(name: str, change: Callable[[pa.Table], pa.Table]) -> Tamper:
    """Replace a table by another, whatever its columns, and make the checksums anew."""

    def tamper(folder: Path) -> None:
        path = folder / SPECS[name].path
        pq.write_table(change(pq.read_table(path)), path)
        checksum_anew(folder)

    return tamper


def manifest(**changes: object) -> Tamper:
    def tamper(folder: Path) -> None:
        (folder / "manifest.json").write_text(read_manifest(folder).model_copy(update=changes).as_json())
        checksum_anew(folder)

    return tamper


def text(name: str, content: bytes | str, *, anew: bool = False) -> Tamper:
    def tamper(folder: Path) -> None:
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        if anew:
            checksum_anew(folder)

    return tamper


def cell(column: str, value: object, row: int = 0) -> Callable[[Rows], Rows]:
    return lambda found: [
        {**one, column: value} if number == row else one for number, one in enumerate(found)
    ]


def set_id(old: str, **changes: object) -> Callable[[Rows], Rows]:
    return lambda found: [{**one, **changes} if one["event_id"] == old else one for one in found]


def without(*names: str) -> Callable[[Rows], Rows]:
    return lambda found: [one for one in found if one["event_id"] not in names]


def less(found: Rows) -> Rows:
    return found[1:]


def link(name: str, target: str) -> Tamper:
    def tamper(folder: Path) -> None:
        shutil.move(folder / name, folder.parent / "elsewhere")
        (folder / name).symlink_to(folder.parent / target)

    return tamper


def ends(name: str, mark: bytes, *, drop: int = 0) -> Tamper:
    def tamper(folder: Path) -> None:
        content = (folder / name).read_bytes().replace(b"\n", mark)
        (folder / name).write_bytes(content[: len(content) - drop])

    return tamper


def append(name: str, line: str) -> Tamper:
    return lambda folder: text(name, (folder / name).read_text() + line)(folder)


def packed(change: Callable[[str], str]) -> Tamper:
    def tamper(folder: Path) -> None:
        path = folder / "events_acled.csv.gz"
        path.write_bytes(gzip.compress(change(gzip.decompress(path.read_bytes()).decode()).encode()))
        checksum_anew(folder)

    return tamper


def foreign_codebook(folder: Path) -> None:
    found = (folder / "codebook.toml").read_text()
    text("codebook.toml", found.replace('version = "1.0.0"', 'version = "1.0.1"', 1), anew=True)(folder)


def forged_report(folder: Path) -> None:
    found = (folder / "quality.json").read_text()
    text("quality.json", found.replace('"events": ', '"events": 9', 1), anew=True)(folder)


def drop_folder(folder: Path) -> None:
    shutil.rmtree(folder / "changes")


def make_folder(folder: Path) -> None:
    (folder / "events.parquet").unlink()
    (folder / "events.parquet").mkdir()


def pipe(folder: Path) -> None:
    (folder / "README.md").unlink()
    os.mkfifo(folder / "README.md")


def no_number(found: pa.Table) -> pa.Table:
    """Return a table whose latitudes are no numbers; our own writer refuses to write them."""
    none = pa.array([float("nan")] * found.num_rows)
    return found.set_column(found.column_names.index("latitude"), found.schema.field("latitude"), none)


def broken_text(found: pa.Table) -> pa.Table:
    """Return a table with text that is not UTF-8."""
    bad = pa.array([b"\xff\xfe"] * found.num_rows, pa.binary()).cast(pa.string(), safe=False)
    return found.set_column(found.column_names.index("location"), "location", bad)


TAMPERS: list[tuple[str, Tamper, str]] = [
    ("a changed cell", rows("events", cell("deaths_best", 999)), "release-content"),
    ("a changed cell, hashed anew", rows("events", cell("notes", "other"), hashed=True), "release-changes"),
    ("a changed source", rows("sources", cell("title", "other")), "release-content"),
    ("a changed quote", rows("provenance", cell("quote", "never said")), "release-content"),
    ("a changed cell of the csv", packed(lambda csv: csv.replace("Kampala", "Entebbe", 1)), "release-content"),
    ("a row less in the csv", packed(lambda csv: csv.rsplit("\n", 2)[0] + "\n"), "release-content"),
    ("rows in another order", rows("events", lambda found: found[::-1], hashed=True), "release-order"),
    ("sources in another order", rows("sources", lambda found: found[::-1], hashed=True), "release-order"),
    ("a row twice", rows("events", lambda found: [*found[:1], *found], hashed=True), "release-key"),
    ("a row without an id", rows("events", cell("event_id", None), hashed=True), "release-key"),
    ("a row gone", rows("events", lambda found: found[1:], hashed=True), "release-ids"),
    ("an id in another's place", rows("events", set_id("UKR1", event_id="UKR2"), hashed=True), "release-ids"),
    ("an id gone", rows("ids", without("UGA1"), hashed=True), "release-id-lost"),
    ("an id gone with its row", rows("ids", without("ARM1"), hashed=True), "release-id-lost"),
    ("an id given out anew", rows("ids", set_id("UGA1", first_seen="2026.11.1"), hashed=True), "release-id-lost"),
    ("an id with another number", rows("ids", set_id("UGA1", number=99), hashed=True), "release-id-lost"),
    ("an id made current", rows("ids", set_id("UGA1", status="withdrawn"), hashed=True), "release-ids"),
    (
        "an id merged into nothing",
        rows("ids", set_id("UGA1", status="merged", successor="UGA99"), hashed=True),
        "release-ids",
    ),
    ("an id twice", rows("ids", lambda found: [*found, found[-1]], hashed=True), "release-key"),
    ("changes that say less", rows("upserts", lambda found: found[1:], hashed=True), "release-changes"),
    (
        "a removal that was none",
        rows("removed", lambda _: [{"event_id": "ARM1", "status": "withdrawn"}], hashed=True),
        "release-changes",
    ),
    ("changes of provenance that say less", rows("changed_provenance", less, hashed=True), "release-changes"),
    ("changes of sources that say less", rows("changed_sources", less, hashed=True), "release-changes"),
    ("a source that did not go", rows("gone", less, hashed=True), "release-changes"),
    ("a changed quote, hashed anew", rows("provenance", cell("quote", "never said"), hashed=True), "release-changes"),
    ("a changed source, hashed anew", rows("sources", cell("title", "other"), hashed=True), "release-changes"),
    ("a changed place, hashed anew", rows("places", cell("name", "other"), hashed=True), "release-changes"),
    ("a column gone", table("events", lambda found: found.drop_columns(["notes"])), "release-schema"),
    ("a column of another type", table("ids", lambda x: x.set_column(1, "number", x["number"].cast(pa.float64()))),
     "release-schema"),
    ("the ids without their column", table("ids", lambda found: found.select(["number"])), "release-schema"),
    ("removals without their column", table("removed", lambda found: found.select(["status"])), "release-schema"),
    ("a table from elsewhere", table("events", lambda _: pa.table({"a": [1]})), "release-schema"),
    ("text that is not UTF-8", table("events", broken_text), "release-unreadable"),
    ("a number that is none", table("events", no_number), "release-content"),
    ("another version in the manifest", manifest(version="2030.1.0"), "release-content"),
    ("another release before", manifest(previous_content="0" * 64), "release-chain"),
    ("another codebook hash", manifest(inputs={}), "release-content"),
    ("no tables in the manifest", manifest(tables={}), "release-content"),
    ("a foreign codebook", foreign_codebook, "release-content"),
    ("a codebook that is none", text("codebook.toml", "codebook = 1", anew=True), "release-unreadable"),
    ("a codebook that is not TOML", text("codebook.toml", b"\xff\x00", anew=True), "release-unreadable"),
    ("a manifest that is not JSON", text("manifest.json", "{", anew=True), "release-unreadable"),
    ("a manifest that is not UTF-8", text("manifest.json", b"\xff\xfe{}", anew=True), "release-unreadable"),
    ("a manifest of something else", text("manifest.json", '{"a": 1}', anew=True), "release-unreadable"),
    ("a csv that is not packed", text("events_acled.csv.gz", "a,b", anew=True), "release-unreadable"),
    ("a csv cut short", text("events_acled.csv.gz", gzip.compress(b"a" * 999)[:-9], anew=True), "release-unreadable"),
    ("a table that is none", text("places.parquet", "no table", anew=True), "release-unreadable"),
    ("a truncated table", lambda folder: text("events.parquet", (folder / "events.parquet").read_bytes()[:-50])(folder),
     "release-bytes"),
    ("an empty table", text("events.parquet", ""), "release-bytes"),
    ("a quality report that says less", forged_report, "release-content"),
    ("a quality report that is none", text("quality.json", "{", anew=True), "release-unreadable"),
    ("an added file", text("extra.txt", "more"), "release-file-stray"),
    ("an added file with a checksum", text("extra.txt", "more", anew=True), "release-file-stray"),
    ("an added file in a folder", text("changes/extra.parquet", "more"), "release-file-stray"),
    ("a hidden file", text(".hidden", "more"), "release-file-stray"),
    ("a folder gone", drop_folder, "release-file-missing"),
    ("a folder in a file's place", make_folder, "release-file-missing"),
    ("a link to the same bytes", link("README.md", "elsewhere"), "release-file-stray"),
    ("a link to nothing", link("events.parquet", "nowhere"), "release-file-stray"),
    ("a link to itself", link("README.md", "2026.11.1/README.md"), "release-file-stray"),
    ("a pipe", pipe, "release-file-stray"),
    ("no checksums", lambda folder: (folder / "SHA256SUMS").unlink(), "release-file-missing"),
    ("checksums that are not UTF-8", text("SHA256SUMS", b"\xff\xfe"), "release-unreadable"),
    ("checksums with other line ends", ends("SHA256SUMS", b"\r\n"), "release-bytes"),
    ("checksums without the last line end", ends("SHA256SUMS", b"\n", drop=1), "release-bytes"),
    ("checksums that are none", text("SHA256SUMS", "hello\n"), "release-unreadable"),
    ("a checksum twice", append("SHA256SUMS", f"{'0' * 64}  README.md\n"), "release-unreadable"),
    ("a checksum of nothing", append("SHA256SUMS", f"{'0' * 64}  gone.txt\n"), "release-file-missing"),
    ("a checksum of a file elsewhere", append("SHA256SUMS", f"{'0' * 64}  ../../x\n"), "release-file-missing"),
    ("a file name that is not UTF-8", lambda folder: os.close(os.open(os.fsencode(folder) + b"/\xff", os.O_CREAT)),
     "release-file-stray"),
]  # fmt: skip


@pytest.mark.parametrize(("tamper", "rule"), [one[1:] for one in TAMPERS], ids=[one[0] for one in TAMPERS])
def test_it_is_named(folder: Path, tamper: Tamper, rule: str) -> None:
    tamper(folder)
    faults = verify(folder, folder.parent / "2026.11.0")
    assert rule in {one.rule for one in faults}
    assert all(str(fault).encode() for fault in faults)


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_bit_in_any_file_is_named_with_the_file(folder: Path, name: str) -> None:
    flip(name)(folder)
    faults = verify(folder, None)
    assert (name, "release-bytes") in {(one.path[0] if one.path else "", one.rule) for one in faults}


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    missing = {one.path[0] for one in verify(folder, None) if one.rule == "release-file-missing"}
    assert missing == {name}


@pytest.mark.parametrize(
    "name", [name for name in FILES if name not in {"README.md", "changes.md", "codebook.html"}]
)
def test_any_flipped_bit_that_is_checksummed_anew_is_a_fault_or_harmless_and_never_a_traceback(
    folder: Path, name: str
) -> None:
    original = (folder / name).read_bytes()
    for seed in range(1, 3):
        (folder / name).write_bytes(original)
        flip(name, seed)(folder)
        checksum_anew(folder)
        verify(folder, folder.parent / "2026.11.0")


def test_checksums_that_cannot_be_read_make_no_other_file_a_stray(folder: Path) -> None:
    (folder / "SHA256SUMS").write_bytes(b"\xff")
    assert rules(folder) == {"release-unreadable"}


def test_one_fault_does_not_hide_another(folder: Path) -> None:
    for tamper in (rows("ids", without("UGA1")), text("places.parquet", "no table")):
        tamper(folder)
    assert rules(folder) >= {
        "release-bytes",
        "release-id-lost",
        "release-ids",
        "release-content",
        "release-unreadable",
    }


def test_a_renamed_folder_is_named(folder: Path) -> None:
    renamed = folder.rename(folder.with_name("2027.1.0"))
    (fault,) = verify(renamed, None)
    assert (fault.rule, fault.message) == ("release-content", "it is of 2026.11.1, the folder says 2027.1.0")
    assert "call it 2026.11.1 again" in fault.advice


def test_the_folder_may_be_named_from_inside(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert verify(Path(), None) == []


def test_a_link_to_a_release_is_the_release(folder: Path) -> None:
    (folder.parent / "stable").symlink_to(folder)
    assert verify(folder.parent / "stable", None) == []


def test_another_release_before_is_named(folder: Path) -> None:
    assert {one.rule for one in verify(folder, folder)} == {"release-chain"}


def test_a_release_before_that_cannot_be_read_is_named(folder: Path) -> None:
    (folder.parent / "2026.11.0" / "manifest.json").write_text("{")
    (fault,) = verify(folder, folder.parent / "2026.11.0")
    assert fault.rule == "release-unreadable"
    assert "2026.11.0/manifest.json" in fault.message


def test_a_release_is_verified_without_the_one_before(folder: Path) -> None:
    shutil.rmtree(folder.parent / "2026.11.0")
    assert verify(folder, None) == []


def test_an_empty_folder_is_no_release(tmp_path: Path) -> None:
    assert {one.rule for one in verify(tmp_path, None)} == {"release-file-missing", "release-unreadable"}


def test_many_double_ids_are_found_in_a_moment(folder: Path) -> None:
    rows("ids", lambda found: [one for one in found for _ in range(500)], hashed=True)(folder)
    assert "release-key" in rules(folder)


def test_a_release_with_columns_of_another_version_is_left_to_the_program_that_made_it(
    releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "2026.11.0"
    shutil.copytree(releases / "2026.11.0", folder)
    monkeypatch.setattr("eventbook.datasets.releases.verify.COLUMNS", "2.0.0")
    (fault,) = verify(folder, None)
    assert (fault.rule, fault.where) == ("release-schema", "manifest.json")


def test_a_column_whose_name_is_no_text_is_a_fault(folder: Path) -> None:
    path = folder / "changes/upserts.parquet"
    path.write_bytes(path.read_bytes().replace(b"event_id", b"\xe5vent_id"))
    checksum_anew(folder)
    assert "release-unreadable" in rules(folder)


@pytest.mark.parametrize("name", ["events.csv.gz", "quality.html", "README.md"])
def test_a_file_that_was_removed_with_its_checksum_is_missed(folder: Path, name: str) -> None:
    (folder / name).unlink()
    checksum_anew(folder)
    assert [(one.rule, one.where) for one in verify(folder, None)] == [("release-file-missing", name)]
