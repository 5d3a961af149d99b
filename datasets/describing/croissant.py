"""`croissant.json`: a release as a Croissant dataset, so that machine-learning tools load its tables.

Events and provenance are described column by column from their Parquet files; hashes are
checked by whoever loads them. The context is the standard's own (Croissant 1.0).
"""

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from eventbook.datasets.describing.citation import citation
from eventbook.datasets.releases.inventory import PARQUET, Listed
from eventbook.datasets.releases.manifest import Manifest
from eventbook.datasets.releases.release_files import table_files
from eventbook.schema.about import About
from eventbook.schema.codebook import Codebook

CONFORMS = "http://mlcommons.org/croissant/1.0"
_RECORDS = ("events", "sources", "provenance", "relations", "ids", "actors", "places")
_TERMS = {
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def croissant(about: About, book: Codebook, manifest: Manifest, files: Iterable[Listed]) -> dict[str, Any]:
    """Return the description of a release as a Croissant dataset."""
    said: dict[str, Any] = {
        "@context": {"@language": "en", "@vocab": "https://schema.org/", **_TERMS},
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS,
        "name": about.title or book.head.title,
        "description": about.description or book.head.description or book.head.title,
        "version": manifest.version,
        "citeAs": citation(about, book, manifest),
        "datePublished": f"{manifest.made_at:%Y-%m-%d}",
        "distribution": [_file(one) for one in files if one.media == PARQUET],
        "recordSet": [_records(name, book) for name in _RECORDS],
    }
    optional: dict[str, Any] = {
        "license": about.licence_url,
        "url": about.homepage,
        "keywords": list(about.keywords),
        "creator": [{"@type": "sc:Organization", "name": name} for name in about.creators],
        "publisher": {"@type": "sc:Organization", "name": about.publisher} if about.publisher else None,
    }
    return said | {name: value for name, value in optional.items() if value}


def _file(file: Listed) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.name,
        "description": file.says,
        "contentUrl": file.path,
        "contentSize": f"{file.size} B",
        "encodingFormat": "application/x-parquet",
        "sha256": file.sha256,
    }


def _records(name: str, book: Codebook) -> dict[str, Any]:
    spec = table_files(book)[name]
    flat = [field for field in spec.schema if not _nested(field.type)]
    records: dict[str, Any] = {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": spec.says,
        "field": [_field(name, spec.path, field) for field in flat],
    }
    return records | ({"key": {"@id": f"{name}/{spec.key}"}} if spec.key else {})


def _nested(kind: pa.DataType) -> bool:
    return isinstance(kind, pa.ListType) and pa.types.is_struct(kind.value_type)


def _field(name: str, path: str, field: pa.Field) -> dict[str, Any]:
    says = (field.metadata or {})[b"description"]
    said: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{name}/{field.name}",
        "name": field.name,
        "description": says.decode(),
        "dataType": _type(field.type.value_type if isinstance(field.type, pa.ListType) else field.type),
        "source": {"fileObject": {"@id": path}, "extract": {"column": field.name}},
    }
    return said | ({"repeated": True} if isinstance(field.type, pa.ListType) else {})


def _type(kind: pa.DataType) -> str:
    if pa.types.is_integer(kind):
        return "sc:Integer"
    if pa.types.is_floating(kind):
        return "sc:Float"
    if pa.types.is_boolean(kind):
        return "sc:Boolean"
    return "sc:Date" if pa.types.is_date(kind) else "sc:Text"
