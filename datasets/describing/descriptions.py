"""What describes a release to people and to other people's tools, all made from one inventory.

The descriptions are made last, for they name the hashes of the files they describe; they do
not describe each other.
"""

import json
from collections.abc import Mapping

import pyarrow as pa

from eventbook.datasets.describing.citation import citation_file, datacite
from eventbook.datasets.describing.croissant import croissant
from eventbook.datasets.describing.data_package import data_package
from eventbook.datasets.describing.landing_page import Overview, landing_page
from eventbook.datasets.releases.inventory import inventory
from eventbook.datasets.releases.manifest import Manifest
from eventbook.datasets.releases.write import Written
from eventbook.schema.about import About
from eventbook.schema.codebook import Codebook

LICENCE = "LICENSE"


def codebook_json(book: Codebook) -> str:
    """Return the codebook for programs of any language."""
    return _json(book.model_dump(mode="json", by_alias=True))


def licence_text(about: About) -> str:
    """Return what people may do with the data, and where the terms stand."""
    if not about.licence:
        return "No licence has been stated for these data. Ask their makers before you use them.\n"
    return f"These data are published under {about.licence}.\nThe terms: {about.licence_url}\n"


def descriptions(
    about: About, book: Codebook, manifest: Manifest, files: Mapping[str, Written], events: pa.Table
) -> dict[str, str]:
    """Return the texts that describe the files of a release, by path."""
    listed = inventory(files, book)
    return {
        "datapackage.json": _json(data_package(about, book, manifest, listed)),
        "croissant.json": _json(croissant(about, book, manifest, listed)),
        "datacite.json": _json(datacite(about, book, manifest)),
        "CITATION.cff": citation_file(about, book, manifest),
        "index.html": landing_page(Overview(about, book, manifest, listed), events),
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
