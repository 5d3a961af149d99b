"""What people read in a release: the codebook page, the README, the changes in words.

All three are made from the codebook, the manifest and the tables, so they cannot disagree
with them. Text from outside is escaped: in HTML by the template engine, in Markdown here.
"""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files as package_files
from itertools import groupby
from typing import Any

import pyarrow as pa
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from eventbook.datasets.releases.inventory import Listed
from eventbook.datasets.releases.manifest import Manifest
from eventbook.schema.codebook import Codebook
from eventbook.schema.published import published_columns


def _markdown(text: object) -> str:
    """Return text that Markdown shows as it stands, on one line."""
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", " ".join(str(text).split()))


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("eventbook.datasets.describing"),
        autoescape=select_autoescape(["html.j2"]),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    made.filters["md"] = _markdown
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


def codebook_page(book: Codebook) -> str:
    """Return the codebook as one HTML page."""
    return page("codebook.html.j2", book=book, columns=published_columns(book))


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
        manifest=manifest, book=book, files=files, rows=rows, example=example, geonames=geonames
    )


def changes_text(manifest: Manifest, book: Codebook, tables: Mapping[str, pa.Table]) -> str:
    """Return what changed since the release before, in Markdown."""
    rows = tables["fields"].to_pylist()
    changed: dict[str, list[dict[str, Any]]] = {
        event: list(fields) for event, fields in groupby(rows, key=lambda row: str(row["event_id"]))
    }
    upserts = tables["upserts"].to_pylist()
    template = _environment().get_template("changes.md.j2")
    return template.render(
        manifest=manifest,
        tables=tables,
        type_field=book.types.field,
        added=[row for row in upserts if row["event_id"] not in changed],
        changed=changed,
        removed=tables["removed"].to_pylist(),
    )
