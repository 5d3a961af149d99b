"""One event of a release with every value traced to the words it was read from."""

from itertools import groupby
from typing import Any

from eventbook.datasets.releases.read import Release
from eventbook.datasets.releases.text_values import as_text
from eventbook.schema.codebook import Codebook
from eventbook.schema.errors import NotFoundError
from eventbook.schema.published import published_columns

WORDLESS = "    (no words shown: withheld, or none were given)"
"""Said of a value that a report gave: a release does not tell whether the report had words for it."""


def trace(release: Release, event: str) -> dict[str, Any]:
    """Return an event's row, its provenance by field and its sources.

    An id that is no longer current leads to its successor. Raises `NotFoundError` for an id
    that was never given or is withdrawn.
    """
    ids = {row["event_id"]: row for row in release.table("ids").to_pylist()}
    if event not in ids:
        raise NotFoundError("event", event, f"`eventbook release show {release.manifest.version}` lists them")
    current = ids[event]["successor"] or event
    rows = {row["event_id"]: row for row in release.table("events").to_pylist()}
    if current not in rows:
        raise NotFoundError("current event", event, f"it is {ids[event]['status']}: {ids[event]['reason']}")
    lines = [row for row in release.table("provenance").to_pylist() if row["event_id"] == current]
    sources = {
        row["source_id"]: row for row in release.table("sources").to_pylist() if current in row["events"]
    }
    fields = {
        name: [
            {key: row[key] for key in ("value", "how", "rule", "report_id", "source_id", "quote")}
            for row in group
        ]
        for name, group in groupby(lines, key=lambda row: str(row["field"]))
    }
    links = [
        row
        for row in release.table("relations").to_pylist()
        if current in {row["event_id"], row["to_event_id"]}
    ]
    known = list(sources.values())
    return {
        "event": rows[current],
        "id": ids[current],
        "fields": fields,
        "relations": links,
        "sources": known,
    }


def trace_text(found: dict[str, Any], book: Codebook) -> str:
    """Return a trace for people: what was coded, the columns it gives, and the words behind it."""
    outlets = {
        row["source_id"]: f"{row['outlet']}, {row['published'] or 'undated'}" for row in found["sources"]
    }
    columns = [column for column in published_columns(book) if as_text(found["event"].get(column.name))]
    lines = [f"{found['event']['event_id']}"]
    # Columns without a source of their own describe the row; they stand by themselves.
    for source, group in groupby(columns, key=lambda column: column.source):
        shown = [(column.name, as_text(found["event"][column.name])) for column in group]
        width = max(len(name) for name, _ in shown)
        behind = [row for name, _ in shown for row in found["fields"].get(name, [])]
        settled = [row for row in behind if row["how"] != "doubted"]
        settled.sort(key=lambda row: row["how"] == "derived")
        how = f"  [{settled[0]['how']}: {settled[0]['rule']}]" if settled else ""
        lines += ["", f"{source or 'row'}{how}", *(f"  {name.ljust(width)}  {text}" for name, text in shown)]
        lines += sorted({f"  doubted: {_doubt(row)}" for row in behind if row["how"] == "doubted"})
        quoted = {(row["quote"], outlets.get(row["source_id"] or "", "")) for row in behind if row["quote"]}
        lines += [f"    “{' '.join(quote.split())}” ({outlet})" for quote, outlet in sorted(quoted)]
        lines += [WORDLESS] if source != "notes" and not quoted and _reported(settled) else []
    lines += ["", "relations", *map(_relation, found["relations"])] if found["relations"] else []
    lines += ["", "sources", *(f"  {_source(row)}" for row in found["sources"])]
    return "\n".join(lines)


def _reported(settled: list[dict[str, Any]]) -> bool:
    return any(row["report_id"] for row in settled)


def _doubt(row: dict[str, Any]) -> str:
    return f"{row['rule']} (perhaps: {row['value']})" if row["value"] else str(row["rule"])


def _relation(row: dict[str, Any]) -> str:
    words = f"  “{' '.join(row['quote'].split())}”" if row["quote"] else ""
    return f"  {row['event_id']} {row['kind']} {row['to_event_id']}{words}"


def _source(row: dict[str, Any]) -> str:
    said = (row["outlet"], str(row["published"] or ""), row["title"], row["url"])
    return "  ".join(part for part in said if part)
