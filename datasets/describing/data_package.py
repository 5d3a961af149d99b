"""`datapackage.json`: a release as a Data Package (version 1 of the Frictionless standard).

The tables that are text carry their columns, types and hashes. Parquet files are listed with
size and hash in fields of our own, because the standard's checker would take those of a binary
table for wrong. Enumerations stand as constraints, which it reads.
"""

from collections.abc import Iterable
from typing import Any

from eventbook.datasets.releases.inventory import CSV, CSV_GZIP, PARQUET, Listed
from eventbook.datasets.releases.manifest import Manifest
from eventbook.schema.about import About
from eventbook.schema.codebook import Codebook
from eventbook.schema.published import Column, Kind

_TYPES = {
    Kind.TEXT: "string",
    Kind.TEXTS: "string",
    Kind.INTEGER: "integer",
    Kind.NUMBER: "number",
    Kind.BOOLEAN: "boolean",
    Kind.DAY: "date",
    Kind.SECONDS: "integer",
    Kind.RECORDS: "string",
}


def data_package(about: About, book: Codebook, manifest: Manifest, files: Iterable[Listed]) -> dict[str, Any]:
    """Return the descriptor of a release as a data package."""
    package: dict[str, Any] = {
        "name": book.head.name,
        "title": about.title or book.head.title,
        "version": manifest.version,
        "created": f"{manifest.made_at:%Y-%m-%dT%H:%M:%SZ}",
        "resources": [_resource(one, book) for one in files],
    }
    optional: dict[str, Any] = {
        "description": about.description or book.head.description,
        "homepage": about.homepage,
        "keywords": list(about.keywords),
        "contributors": _contributors(about),
        "licenses": [{"name": about.licence, "path": about.licence_url}] if about.licence else [],
        "id": f"https://doi.org/{about.doi}" if about.doi else "",
    }
    return package | {name: value for name, value in optional.items() if value}


def _contributors(about: About) -> list[dict[str, str]]:
    people = [{"title": name, "role": "author"} for name in about.creators]
    publisher = [{"title": about.publisher, "role": "publisher"}] if about.publisher else []
    contact = [{"title": about.contact, "role": "contact"}] if about.contact else []
    return people + publisher + contact


def _resource(file: Listed, book: Codebook) -> dict[str, Any]:
    resource: dict[str, Any] = {"name": file.name, "path": file.path, "description": file.says}
    if file.media == PARQUET:
        kind = {"type": "file", "format": "parquet", "mediatype": file.media}
        return {**resource, **kind, "eventbook:sha256": file.sha256}
    if file.media not in {CSV, CSV_GZIP}:
        return {**resource, "mediatype": file.media, "bytes": file.size, "hash": f"sha256:{file.sha256}"}
    schema: dict[str, Any] = {"fields": [_field(one, book) for one in file.columns], "missingValues": [""]}
    if file.key:
        schema["primaryKey"] = [file.key]
    tabular: dict[str, Any] = {
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "schema": schema,
    }
    return {**resource, **tabular, **({"compression": "gz"} if file.media == CSV_GZIP else {})}


def _field(column: Column, book: Codebook) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.kind],
        "description": column.says,
    }
    if column.name == book.types.field:
        field["constraints"] = {"enum": list(book.types_by_code)}
    return field
