"""The files of a release as its descriptions list them: name, kind, size, hash and columns.

README, data package, Croissant and the page of a release are all made from this one list.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from eventbook.datasets.releases.lite import lite_file
from eventbook.datasets.releases.months import MONTH_TABLES, month_columns
from eventbook.datasets.releases.quality import QUALITY
from eventbook.datasets.releases.release_files import CODEBOOK, MANIFEST, table_files
from eventbook.datasets.releases.write import Written
from eventbook.schema.codebook import Codebook
from eventbook.schema.published import Column, Kind, published_columns

EVENTS_CSV = "events.csv.gz"
PARQUET, CSV, CSV_GZIP = "application/vnd.apache.parquet", "text/csv", "application/gzip"
_TEXTS = {
    "changes.html": ("text/html", "What changed, for people"),
    "changes.md": ("text/markdown", "What changed, in words"),
    "quality.html": ("text/html", "How far the figures can be relied on, for people"),
    QUALITY: ("application/json", "How far the figures can be relied on, and what stands out"),
    "codebook.html": ("text/html", "The codebook, for people"),
    "codebook.json": ("application/json", "The codebook, for programs of any language"),
    CODEBOOK: ("application/toml", "The codebook, as it is edited"),
    MANIFEST: ("application/json", "What this was made from, by what, and what was decided"),
}


DATA_PACKAGE = "datapackage.json"
DESCRIPTIONS = (
    "README.md", "LICENSE", "index.html", DATA_PACKAGE, "croissant.json", "datacite.json", "CITATION.cff"
)  # fmt: skip
"""Files that describe the others, and that every release has."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One file: its media type, what it is, its size in bytes and SHA-256, and its columns if it is a table."""

    path: str
    media: str
    says: str
    size: int
    sha256: str
    columns: tuple[Column, ...] = ()
    key: str = ""

    @property
    def name(self) -> str:
        """A name for the file that other standards take as an identifier."""
        stem = self.path.removesuffix(".gz")
        return stem.replace("/", "_").replace(".", "_").lower()


def inventory(files: Mapping[str, Written], book: Codebook) -> tuple[Listed, ...]:
    """Return the files of a release that are there, tables first, each with what it is."""
    return tuple(
        Listed(path, media, says, files[path].size, files[path].sha256, columns, key)
        for path, media, says, columns, key in _known(book)
        if path in files
    )


def _known(book: Codebook) -> Iterator[tuple[str, str, str, tuple[Column, ...], str]]:
    own = published_columns(book)
    for spec in table_files(book).values():
        yield spec.path, PARQUET, spec.says, (), spec.key
    lite = lite_file(book)
    yield lite.path, PARQUET, lite.says, (), lite.key
    yield EVENTS_CSV, CSV_GZIP, "One row an event, as text", own, "event_id"
    for export in book.export:
        columns = tuple(Column(one.name, Kind.TEXT, f"From {one.source}") for one in export.columns)
        yield export.file, CSV_GZIP, export.title or export.name, columns, ""
    for table in MONTH_TABLES:
        yield table.path, CSV, table.says, month_columns(table, book), ""
    for path, (media, says) in _TEXTS.items():
        yield path, media, says, (), ""
