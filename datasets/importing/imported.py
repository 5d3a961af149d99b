"""A release made of a dataset of others: its rows as events, its ids kept as those of reports.

Each row is taken for one report by its id there, so that ids of ours are minted, kept and withdrawn by
the rules that hold for every release: the next version of the dataset finds its rows again, and a row
that is gone says so. A group can start from such a release, compare with it, or look at it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from eventbook.datasets.building.files import Contents, write_files, write_tables
from eventbook.datasets.building.release import next_version
from eventbook.datasets.importing.foreign_rows import ForeignRow, foreign_rows
from eventbook.datasets.importing.mapping import Plan, read_plan
from eventbook.datasets.merging.identify import Identity, Member, Unnamed, identify
from eventbook.datasets.releases.change_set import change_set
from eventbook.datasets.releases.compare import Difference, compare_tables
from eventbook.datasets.releases.ids_table import identities_of, ids_table
from eventbook.datasets.releases.manifest import Decisions, Manifest, programs, utc
from eventbook.datasets.releases.quality import Beyond, GreyZone, Review
from eventbook.datasets.releases.read import Release, latest, versions
from eventbook.datasets.releases.release_files import UNITS, sorted_table, table_files
from eventbook.datasets.releases.write import publishing, releases_lock, written
from eventbook.datasets.site.site import write_site
from eventbook.schema.canonical import digest, sha256
from eventbook.schema.errors import EventbookError, FaultsError

NOWHERE = "XXX"
"""The prefix of ids of events in no country that is known."""
WHY = "the imported dataset changed"


class OtherDatasetError(EventbookError, ValueError):
    """A folder of releases of something else."""


class ShrunkError(EventbookError, ValueError):
    """A file without most of the events that the release before has."""


@dataclass(frozen=True, slots=True)
class Made:
    """A release that was imported, and how many rows it is made of; or the one there was, where nothing is `new`."""

    folder: Path
    rows: int
    difference: Difference
    new: bool = True


def import_release(file: Path, mapping: str, releases: Path, at: datetime, *, much: bool = False) -> Made:
    """Make the next release in a folder from a file. All or nothing: a file with any fault makes none.

    Raises `FaultsError` with every fault by line, and `ShrunkError` where most events would go, unless `much` may.
    """
    plan = read_plan(mapping)
    rows, faults = foreign_rows(file, plan)
    if faults:
        message = f"{file.name} was not imported"
        raise FaultsError(message, faults)
    with releases_lock(releases):
        before = latest(releases)
        if before and before.manifest.dataset != plan.book.head.name:
            message = (
                f"{releases} holds releases of {before.manifest.dataset}; import into a folder of its own"
            )
            raise OtherDatasetError(message)
        moment = utc(at)
        version = next_version(versions(releases), moment)
        tables, difference = _tables(rows, plan, before, (version, moment))
        if before and not much:
            _refuse_shrunk(file, before, difference)
        manifest = _manifest(file, plan, before, (version, moment))
        if before and difference.nothing and _same_words(before.manifest, manifest):
            return Made(before.folder, len(rows), difference, new=False)
        contents = Contents(
            tables=tables,
            provenance=[tables["provenance"]],
            manifest=manifest,
            beyond=_beyond(),
            book=plan.book,
            codebook_text=plan.codebook_text,
            about=plan.mapping.about,
        )
        with publishing(releases, version) as draft:
            write_files(contents, write_tables(contents, draft), draft)
        write_site(releases)
    return Made(releases / version, len(rows), difference)


def _refuse_shrunk(file: Path, before: Release, found: Difference) -> None:
    """Raise where more than half of the events would go: it is oftener a wrong file than the truth."""
    gone, were = len(found.removed), before.manifest.tables["events"].rows
    if 2 * gone > were:
        message = (
            f"{gone:,} of the {were:,} events of release {before.folder.name} are not in {file.name}, and their ids "
            "would be withdrawn; if that is right, say it again with --yes"
        )
        raise ShrunkError(message)


def _same_words(old: Manifest, new: Manifest) -> bool:
    """Tell whether two imports went by the same mapping and codebook."""
    return all(old.inputs.get(name) == new.inputs[name] for name in ("mapping", "codebook"))


def _tables(
    rows: list[ForeignRow], plan: Plan, before: Release | None, when: tuple[str, datetime]
) -> tuple[dict[str, pa.Table], Difference]:
    version, moment = when
    specs = table_files(plan.book)
    identities = identities_of(before.table("ids")) if before else ()
    names, history = identify([_unnamed(row) for row in rows], identities, version)
    events = _events(dict(zip(names, rows, strict=True)), plan, before, int(moment.timestamp()))
    old = before.table("events") if before else events.slice(0, 0)
    found = compare_tables(old, events, "event_id")
    touched = {*found.added, *found.changed, *found.removed}
    history = tuple(replace(one, last_changed=version) if one.event_id in touched else one for one in history)
    lines = _provenance(dict(zip(names, rows, strict=True)), plan)
    made = {
        "events": events,
        "sources": _table("sources", _sources(events), plan),
        "provenance": _table("provenance", lines, plan),
        "relations": specs["relations"].schema.empty_table(),
        "ids": ids_table(history),
        "actors": _table("actors", _actors(events), plan),
        "places": _table("places", _places(events), plan),
        **_changes(events, found, history, plan),
    }
    tables = {name: sorted_table(table, specs[name].order) for name, table in made.items()}
    earlier = {name: before.table(name) for name in UNITS} if before else None
    return tables | change_set(earlier, tables, plan.book, version), found


def _unnamed(row: ForeignRow) -> Unnamed:
    prefix = row.values.get("iso3") or NOWHERE
    said = {name: value for name, value in row.values.items() if value is not None}
    member = Member(row.id, digest(said), 0)
    return Unnamed(prefix, (str(row.values["last_day"]), "", row.id), (member,))


def _table(name: str, rows: list[dict[str, Any]], plan: Plan) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=table_files(plan.book)[name].schema)


def _events(rows: Mapping[str, ForeignRow], plan: Plan, before: Release | None, now: int) -> pa.Table:
    """Return the events; a row that is as it was keeps its time, one that is new or another gets this one."""
    fixed: dict[str, Any] = {
        "incidents": 1,
        "reports": 1,
        "joined": 0,
        "doubted": [],
        "split_counts": [],
        "source": [],
    }
    listed = [{**fixed, **row.values, "event_id": name, "timestamp": now} for name, row in rows.items()]
    spec = table_files(plan.book)["events"]
    events = sorted_table(_table("events", listed, plan), spec.order)
    if before is None:
        return events
    old = before.table("events")
    moved = {
        *compare_tables(
            old.drop_columns(["timestamp"]), events.drop_columns(["timestamp"]), "event_id"
        ).changed
    }
    known = dict(zip(old["event_id"].to_pylist(), old["timestamp"].to_pylist(), strict=True))
    times = [now if name in moved else known.get(name, now) for name in events["event_id"].to_pylist()]
    index = events.schema.get_field_index("timestamp")
    return events.set_column(index, events.schema.field(index), pa.array(times, pa.int64()))


def _provenance(rows: Mapping[str, ForeignRow], plan: Plan) -> list[dict[str, Any]]:
    """Return for each event which row of the dataset it is."""
    rule = f"imported: {plan.mapping.head.id}"
    return [
        {
            "event_id": name,
            "field": "event_id",
            "value": row.id,
            "how": "derived",
            "rule": rule,
            "report_id": row.id,
        }
        for name, row in rows.items()
    ]


def _sources(events: pa.Table) -> list[dict[str, Any]]:
    tells: dict[str, list[str]] = {}
    for name, outlets in zip(events["event_id"].to_pylist(), events["source"].to_pylist(), strict=True):
        for outlet in outlets or ():
            tells.setdefault(outlet, []).append(name)
    return [
        {"source_id": f"o-{sha256(outlet)[:16]}", "outlet": outlet, "events": sorted(ids)}
        for outlet, ids in tells.items()
    ]


def _actors(events: pa.Table) -> list[dict[str, Any]]:
    known: dict[str, str] = {}
    for side in (1, 2):
        pairs = zip(events[f"actor{side}_id"].to_pylist(), events[f"actor{side}"].to_pylist(), strict=True)
        known |= {key: name for key, name in pairs if key and key not in known}
    return [{"actor_id": key, "name": name, "names": [name]} for key, name in known.items()]


def _places(events: pa.Table) -> list[dict[str, Any]]:
    names = ["place_id", "location", "iso3", "admin1", "admin2", "latitude", "longitude"]
    known = {row["place_id"]: row for row in events.select(names).to_pylist() if row["place_id"]}
    return [{**row, "name": row["location"], "aliases": [], "source": "imported"} for row in known.values()]


def _changes(
    events: pa.Table, found: Difference, history: tuple[Identity, ...], plan: Plan
) -> dict[str, pa.Table]:
    new = pa.array([*found.added, *found.changed], pa.string())
    kept = {one.event_id: one for one in history}
    removed = [
        {"event_id": one, "status": kept[one].status, "reason": kept[one].reason} for one in found.removed
    ]
    fields = [
        {"event_id": one.id, "field": one.field, "old": one.old, "new": one.new, "reason": WHY}
        for one in found.fields
    ]
    return {
        "upserts": events.filter(pc.is_in(events["event_id"], new)),
        "removed": _table("removed", removed, plan),
        "fields": _table("fields", fields, plan),
    }


def _manifest(file: Path, plan: Plan, before: Release | None, when: tuple[str, datetime]) -> Manifest:
    version, moment = when
    decisions = Decisions(
        policy="imported", threshold=0, window_days=0, window_slack_km=0, weights={}, candidate_pairs=0, incidents=0,
        undecided_pairs=0, joined_by_unit=0, idle_judgements=0,
    )  # fmt: skip
    return Manifest(
        dataset=plan.book.head.name,
        version=version,
        previous=before.manifest.version if before else None,
        previous_content=before.manifest.content if before else None,
        made_at=moment,
        codebook=plan.book.id,
        inputs={
            "codebook": sha256(plan.codebook_text),
            "mapping": digest(plan.mapping.model_dump(by_alias=True)),
            "file": written(file).sha256,
        },
        programs=programs(),
        tables={},
        decisions=decisions,
        left_out={},
        waived={},
        quotes_withheld=0,
        overrides_for_review=0,
    )


def _beyond() -> Beyond:
    review = Review(
        statuses={}, reports_left_out=0, quotes_withheld=0, overrides=0, overrides_for_review=0, idle_judgements=0,
        idle_relations=0,
    )  # fmt: skip
    return Beyond(review=review, agreement=(), waived=(), grey_zone=GreyZone(count=0, pairs=()))
