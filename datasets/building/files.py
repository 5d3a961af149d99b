"""Every file of a release, from its tables: each is written to the draft as soon as it is made."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pyarrow as pa

from eventbook.datasets.describing.changes_page import changes_page, release_changes
from eventbook.datasets.describing.descriptions import LICENCE, codebook_json, descriptions, licence_text
from eventbook.datasets.describing.pages import changes_text, codebook_page, release_readme
from eventbook.datasets.describing.quality_page import quality_page
from eventbook.datasets.releases.inventory import inventory
from eventbook.datasets.releases.lite import lite_file, lite_table
from eventbook.datasets.releases.manifest import Manifest, TableEntry
from eventbook.datasets.releases.outliers import Scene
from eventbook.datasets.releases.quality import QUALITY, Beyond
from eventbook.datasets.releases.quality_figures import quality_of
from eventbook.datasets.releases.release_files import CODEBOOK, MANIFEST, table_files
from eventbook.datasets.releases.text_tables import text_tables
from eventbook.datasets.releases.write import Draft
from eventbook.schema.about import About
from eventbook.schema.codebook import Codebook


@dataclass(frozen=True, slots=True)
class Contents:
    """What a release says: its sorted tables by short name, its manifest, and what lies beyond the tables.

    Provenance, the longest table by far, may come in pieces. The manifest names no table yet.
    """

    tables: Mapping[str, pa.Table]
    provenance: Iterable[pa.Table]
    manifest: Manifest
    beyond: Beyond
    book: Codebook
    codebook_text: str
    about: About


def write_tables(of: Contents, draft: Draft) -> Manifest:
    """Write the tables of a release, as Parquet and as text side by side; return its manifest, which names them."""
    entries: dict[str, TableEntry] = {}
    with ThreadPoolExecutor(1) as beside:
        texts = beside.submit(_write_texts, of, draft)
        for name, spec in table_files(of.book).items():
            made = draft.table(spec, of.provenance if name == "provenance" else of.tables[name])
            entries[name] = TableEntry(path=spec.path, rows=made.rows, content=made.content)
        texts.result()
    return of.manifest.model_copy(update={"tables": entries})


def _write_texts(of: Contents, draft: Draft) -> None:
    for name, pieces in text_tables(of.tables["events"], of.book):
        draft.pieces(name, pieces)


def write_files(of: Contents, manifest: Manifest, draft: Draft) -> None:
    """Write every file of a release but its tables and checksums; a manifest that names the tables is given."""
    book, tables, events = of.book, of.tables, of.tables["events"]
    draft.table(lite_file(book), lite_table(events, book))
    quality = quality_of(tables, book, Scene(manifest.version, manifest.made_at.date()), of.beyond)
    title = of.about.title or book.head.title
    texts = {
        MANIFEST: manifest.as_json(),
        QUALITY: quality.as_json(),
        "quality.html": quality_page(title, quality),
        CODEBOOK: of.codebook_text,
        "codebook.html": codebook_page(book, manifest.version),
        "codebook.json": codebook_json(book),
        "changes.md": changes_text(manifest, book, tables),
        "changes.html": changes_page(release_changes(title, manifest, book, tables)),
        LICENCE: licence_text(of.about),
    }
    for name, text in texts.items():
        draft.text(name, text)
    said = descriptions(of.about, book, manifest, draft.files, events)
    said["README.md"] = release_readme(manifest, book, tables, inventory(draft.files, book))
    for name, text in said.items():
        draft.text(name, text)
