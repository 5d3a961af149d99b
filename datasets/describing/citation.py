"""How a release is cited: a sentence for people, CITATION.cff for tools, DataCite for registries.

Who is cited is what the team wrote in its settings; where it wrote nothing, the dataset's own
title stands for its makers, since a citation without anybody is refused by every tool.
"""

import json
from typing import Any

from eventbook.datasets.releases.manifest import Manifest
from eventbook.schema.about import About
from eventbook.schema.codebook import Codebook

CFF_VERSION = "1.2.0"
DATACITE = "http://datacite.org/schema/kernel-4"


def makers(about: About, book: Codebook) -> tuple[str, ...]:
    """Return who is cited."""
    title = about.title or book.head.title
    return about.creators or ((about.publisher,) if about.publisher else (f"{title} team",))


def citation(about: About, book: Codebook, manifest: Manifest) -> str:
    """Return the citation as a sentence."""
    year, title = manifest.made_at.year, about.title or book.head.title
    names = "; ".join(makers(about, book))
    where = f"https://doi.org/{about.doi}" if about.doi else about.homepage
    house = f" {about.publisher}." if about.publisher and about.creators else ""
    return f"{names} ({year}). {title}, version {manifest.version}.{house} {where}".rstrip()


def citation_file(about: About, book: Codebook, manifest: Manifest) -> str:
    """Return `CITATION.cff`: YAML whose values are written as JSON strings, which YAML reads as they stand."""
    lines = {
        "cff-version": CFF_VERSION,
        "message": "If you use these data, cite this release by its version.",
        "type": "dataset",
        "title": about.title or book.head.title,
        "version": manifest.version,
        "date-released": f"{manifest.made_at:%Y-%m-%d}",
        "license": about.licence,
        "doi": about.doi,
        "url": about.homepage,
    }
    text = "".join(
        f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in lines.items() if value
    )
    names = "".join(f"  - name: {json.dumps(name, ensure_ascii=False)}\n" for name in makers(about, book))
    return f"{text}authors:\n{names}"


def datacite(about: About, book: Codebook, manifest: Manifest) -> dict[str, Any]:
    """Return the record of a release in the JSON form of DataCite's schema 4.5."""
    title = about.title or book.head.title
    record: dict[str, Any] = {
        "schemaVersion": DATACITE,
        "titles": [{"title": title}],
        "creators": [{"name": name, "nameType": "Organizational"} for name in makers(about, book)],
        "publisher": {"name": about.publisher or makers(about, book)[0]},
        "publicationYear": str(manifest.made_at.year),
        "types": {"resourceType": "Event data", "resourceTypeGeneral": "Dataset"},
        "version": manifest.version,
        "dates": [{"date": f"{manifest.made_at:%Y-%m-%d}", "dateType": "Issued"}],
        "descriptions": [
            {
                "description": about.description or book.head.description or title,
                "descriptionType": "Abstract",
            }
        ],
    }
    optional: dict[str, Any] = {
        "doi": about.doi,
        "subjects": [{"subject": word} for word in about.keywords],
        "rightsList": [
            {
                "rights": about.licence,
                "rightsUri": about.licence_url,
                "rightsIdentifier": about.licence,
                "rightsIdentifierScheme": "SPDX",
            }
        ]
        if about.licence
        else [],
    }
    return record | {name: value for name, value in optional.items() if value}
