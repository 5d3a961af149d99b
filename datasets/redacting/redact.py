"""A redaction carried through the releases that are there: each that holds the thing is written anew in its place.

The new folder has the same version and says in its manifest what kind was taken out, when, by whom and why. It
keeps the checksums that the release had, with their signature, so that a reader can tell it from a forgery: what
was signed then is still signed, and what differs since is what the makers signed for anew. Releases are taken from
the oldest on, so that what changed between two of them is worked out from what both now say. All are written beside
those that are there before any is put in place, so that whatever refuses a redaction leaves everything as it was.
"""

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from eventbook.datasets.building.files import Contents, write_files, write_tables
from eventbook.datasets.releases.change_set import change_set
from eventbook.datasets.releases.file_check import gave_up
from eventbook.datasets.releases.manifest import FORMAT, programs
from eventbook.datasets.releases.quality import QUALITY, Quality
from eventbook.datasets.releases.read import Release, latest, versions
from eventbook.datasets.releases.release_files import (
    ATTESTATION,
    CHECKSUMS,
    MANIFEST,
    REDACTED,
    SIGNATURE,
    UNITS,
    sorted_table,
    table_files,
)
from eventbook.datasets.releases.take_out import record, take_out, text_pattern
from eventbook.datasets.releases.verify import verify
from eventbook.datasets.releases.write import Draft
from eventbook.schema.about import About
from eventbook.schema.errors import EventbookError, FaultsError
from eventbook.schema.published import COLUMNS
from eventbook.schema.redaction import Hidden, Redaction


class RedactionError(EventbookError, ValueError):
    """Something that cannot be taken out as asked."""


@dataclass(frozen=True, slots=True)
class Met:
    """A release that holds what a redaction names: the tables without it, and how many values go, by table."""

    release: Release
    redaction: Redaction
    tables: Mapping[str, pa.Table]
    cells: Mapping[str, int]


def prepare(releases: Path, redaction: Redaction, stage: Path) -> Iterator[Met]:
    """Write each release that still holds what a redaction names anew into a folder; yield them, the oldest first.

    Nothing that is there is changed. Call it under `releases_lock`. Raises `FaultsError` where a release is not whole,
    and `RedactionError` where one gave up files, with which it would come back, or a text would still stand in one.
    """
    newest = latest(releases)
    if newest is None:
        return
    ids = newest.table("ids")
    for version in versions(releases):
        release = Release(releases / version)
        if any(one.number == redaction.number for one in release.manifest.redactions):
            continue
        if gave_up(release.folder):
            message = f"{version} gave up files; `eventbook release rebuild {version}` first, and prune it again after"
            raise RedactionError(message)
        tables = {name: release.table(name) for name in release.files}
        taken = take_out(tables, redaction, release.codebook, ids)
        if taken.cells:
            met = Met(release, redaction, taken.tables, taken.cells)
            write_anew(met, stage)
            yield met
        elif redaction.kind is Hidden.TEXT:
            _refuse_left(release.folder, redaction.what)


def write_anew(met: Met, stage: Path) -> None:
    """Write a release without what was met into a folder of its own in `stage`."""
    release, folder = met.release, met.release.folder
    if faults := verify(folder, None):
        message = (
            f"{folder.name} is not whole, so nothing is taken out of it; put it back from a backup first"
        )
        raise FaultsError(message, faults)
    specs = table_files(release.codebook)
    tables = {
        name: sorted_table(_filled(met.tables[name], spec.schema), spec.order) for name, spec in specs.items()
    }
    tables |= _changes(release, tables, stage)
    said = record(met.redaction, met.cells, release.manifest.content)
    manifest = release.manifest.model_copy(
        update={
            "format": FORMAT,
            "columns": COLUMNS,
            "programs": programs(),
            "redactions": (*release.manifest.redactions, said),
        }
    )
    contents = Contents(
        tables=tables,
        provenance=[tables["provenance"]],
        manifest=manifest,
        beyond=Quality.model_validate_json((folder / QUALITY).read_bytes()).beyond,
        book=release.codebook,
        codebook_text=(folder / "codebook.toml").read_text(encoding="utf-8"),
        about=about_of(folder),
    )
    draft = Draft(stage / folder.name)
    _keep_proof(met, draft)
    write_files(contents, write_tables(contents, draft), draft)
    draft.finish()
    if faults := verify(draft.folder, None):
        message = f"{folder.name} cannot be written anew so that it is whole; nothing was changed"
        raise FaultsError(message, faults)
    if met.redaction.kind is Hidden.TEXT:
        _refuse_left(draft.folder, met.redaction.what)


def _filled(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return a table with the columns that have come since it was made, blank."""
    for field in schema:
        if field.name not in table.column_names:
            table = table.append_column(field, pa.nulls(table.num_rows, field.type))
    return table.select(schema.names)


def _changes(release: Release, tables: Mapping[str, pa.Table], stage: Path) -> dict[str, pa.Table]:
    """Return what changed since the release before, where it is there: if it is met too, as it was written anew."""
    previous = release.manifest.previous or ""
    found = [Release(folder / previous) for folder in (stage, release.folder.parent) if previous]
    earlier = next((one for one in found if one.folder.is_dir()), None)
    if earlier is None or gave_up(earlier.folder):
        return {}
    before = {name: earlier.table(name) for name in UNITS}
    return change_set(before, tables, release.codebook, release.manifest.version)


def _keep_proof(met: Met, draft: Draft) -> None:
    """Keep the manifest and checksums that the release had until now, with their signature; and those kept earlier."""
    folder = met.release.folder
    for path in sorted((folder / REDACTED).rglob("*")):
        if path.is_file():
            draft.content(str(path.relative_to(folder)), path.read_bytes())
    for name in (CHECKSUMS, MANIFEST, SIGNATURE, ATTESTATION):
        if (folder / name).is_file():
            draft.content(f"{REDACTED}/{met.redaction.number}/{name}", (folder / name).read_bytes())


def _refuse_left(folder: Path, text: str) -> None:
    """Raise where a text stands in a file that is not a table: in a day, an id, or what the dataset says of itself."""
    found = text_pattern(text)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if path.suffix == ".parquet":
            continue  # made of the tables that it was taken out of
        name = path.relative_to(folder)
        try:
            content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        except (OSError, EOFError, zlib.error) as caught:
            message = f"{name} of {folder.name} cannot be read, so nobody knows whether the text stands in it: {caught}"
            raise RedactionError(message) from caught
        if found.search(content.decode("utf-8", "replace")):
            message = (
                f"the text would still stand in {name} of {folder.name}, in what always stays (a day, an id, a code) "
                "or in what the dataset says of itself; so nothing was taken out"
            )
            raise RedactionError(message)


def about_of(folder: Path) -> About:
    """Return what a release says of its dataset, as its data package has it."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    people = [(one["role"], one["title"]) for one in package.get("contributors", [])]
    licences = package.get("licenses") or [{"name": ""}]
    return About(
        title=package["title"],
        description=package.get("description", ""),
        publisher=dict(people).get("publisher", ""),
        contact=dict(people).get("contact", ""),
        creators=tuple(name for role, name in people if role == "author"),
        licence=licences[0]["name"],
        homepage=package.get("homepage", ""),
        doi=package.get("id", "").removeprefix("https://doi.org/"),
        keywords=tuple(package.get("keywords", ())),
    )
