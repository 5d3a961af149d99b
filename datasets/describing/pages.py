"""What people read in a release: the codebook page, the README, the changes in words.

All three are made from the codebook, the manifest and the tables, so they cannot disagree
with them. Text from outside is escaped: in HTML by the template engine, in Markdown here.
"""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files as package_files
from itertools import groupby
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from eventbook.datasets.releases.changes import QUIET
from eventbook.datasets.releases.inventory import Listed
from eventbook.datasets.releases.manifest import Manifest
from eventbook.datasets.releases.text_values import plain
from eventbook.schema.codebook import Codebook
from eventbook.schema.published import published_columns
from eventbook.schema.talk import several


def _markdown(text: object) -> str:
    """Return text that Markdown shows as it stands, on one line."""
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", " ".join(str(text).split()))


@cache
def _environment() -> Environment:
    """Return the templates; one for all pages, for each must be turned into code before it is filled in."""
    made = Environment(
        loader=PackageLoader("eventbook.datasets.describing"),
        autoescape=select_autoescape(["html.j2"]),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    made.filters |= {"md": _markdown, "plain": plain}
    return made


def page(template: str, **shown: object) -> str:
    """Return one HTML page that asks no other host for anything; all pages have one stylesheet."""
    style = (
        package_files("eventbook.datasets.describing")
        .joinpath("templates", "pages.css")
        .read_text(encoding="utf-8")
    )
    style_hash = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    safe = Markup(style)  # noqa: S704  our own stylesheet, and the policy names its hash
    return _environment().get_template(template).render(**shown, style=safe, style_hash=style_hash)


def codebook_page(book: Codebook, version: str = "") -> str:
    """Return the codebook as one HTML page; that of a release leads to its other pages."""
    return page("codebook.html.j2", book=book, columns=published_columns(book), version=version)


GEONAMES = "GeoNames"
"""How the source of a place begins that comes from there."""


def release_readme(
    manifest: Manifest, book: Codebook, tables: Mapping[str, pa.Table], files: Sequence[Listed]
) -> str:
    """Return the README of a release, made of its tables `events` and `places`."""
    events = tables["events"]
    geonames = sum(source.startswith(GEONAMES) for source in tables["places"]["source"].to_pylist())
    example = events["event_id"][0].as_py() if events.num_rows else "…"
    rows = {entry.path: entry.rows for entry in manifest.tables.values()}
    template = _environment().get_template("README.md.j2")
    return template.render(
        manifest=manifest,
        book=book,
        files=files,
        rows=rows,
        example=example,
        geonames=geonames,
        several=several,
    )


MOST_CHANGES = 1_000
"""How many events the page of changes lists of each kind; the tables beside it hold all."""


def changes_text(manifest: Manifest, book: Codebook, tables: Mapping[str, pa.Table]) -> str:
    """Return what changed since the release before, in Markdown."""
    known, removed = pc.unique(tables["fields"]["event_id"]), tables["removed"]
    shown = pc.is_in(tables["fields"]["event_id"], known[:MOST_CHANGES])
    changed: dict[str, list[dict[str, Any]]] = {
        event: list(fields)
        for event, fields in groupby(
            tables["fields"].filter(shown).to_pylist(), key=lambda row: str(row["event_id"])
        )
    }
    added = tables["upserts"].filter(pc.invert(pc.is_in(tables["upserts"]["event_id"], known)))
    counts = {"added": added.num_rows, "changed": len(known), "removed": removed.num_rows}
    return (
        _environment()
        .get_template("changes.md.j2")
        .render(
            manifest=manifest,
            tables=tables,
            type_field=book.types.field,
            added=added.slice(0, MOST_CHANGES).to_pylist() if manifest.previous else [],
            changed=changed,
            removed=removed.slice(0, MOST_CHANGES).to_pylist(),
            counts=counts,
            most=MOST_CHANGES,
            several=several,
            quiet=QUIET,
        )
    )
