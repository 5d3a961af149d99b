"""The manifest: what a release was made from, by what, and what was decided on the way.

Its counts name everything that is not silent: reports left out, rules waived, pairs left
undecided, quotes withheld, overrides to look at again.
"""

import zlib
from datetime import UTC, datetime
from importlib.metadata import version as installed
from pathlib import Path

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field

from eventbook.schema.canonical import digest
from eventbook.schema.published import COLUMNS

_BUILDERS = ("jinja2", "numpy", "scipy")
FORMAT = 2
"""The format of the manifest itself; in the first, content hashes were of rows as JSON."""


class TableEntry(BaseModel):
    """One table file: its rows and the hash of their content, whatever the file format."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    path: str
    rows: int
    content: str


class Decisions(BaseModel):
    """How the build decided: the policy, the window, the weights, and what it did with them."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    policy: str
    threshold: float
    window_days: float
    window_slack_km: float
    weights: dict[str, object]
    candidate_pairs: int
    incidents: int
    undecided_pairs: int
    joined_by_unit: int
    idle_judgements: int
    idle_relations: int = 0
    afresh: bool = False
    matching: dict[str, object] = {}


class Redacted(BaseModel):
    """What was taken out of a release after it was published, or left out of it: what kind, never the content.

    `cells` counts the values by table; `what` names the event, or the new name of the source. `content_before` is
    the content hash that the release had until then: of a release made later there is none.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")
    number: int
    kind: str
    what: str
    field: str
    by: str
    at: datetime
    reason: str
    cells: dict[str, int]
    content_before: str | None = None

    def __str__(self) -> str:
        """`redaction 1, 2026-11-28, Sample Desk: quotes of SOM1 (deaths): a witness is in danger`."""
        of = f" of {self.what}" if self.what else ""
        within = f" ({self.field})" if self.field else ""
        return f"redaction {self.number}, {self.at.date()}, {self.by}: {self.kind}{of}{within}: {self.reason}"


class Manifest(BaseModel):
    """`manifest.json` of a release."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    format: int = FORMAT
    columns: str = COLUMNS
    dataset: str
    version: str = Field(pattern=r"^\d{4}\.\d{1,2}\.\d+$")
    previous: str | None
    previous_content: str | None
    made_at: datetime
    codebook: str
    inputs: dict[str, str]
    programs: dict[str, str]
    tables: dict[str, TableEntry]
    decisions: Decisions
    left_out: dict[str, str]
    waived: dict[str, int]
    quotes_withheld: int
    overrides_for_review: int
    redactions: tuple[Redacted, ...] = ()

    @property
    def content(self) -> str:
        """The content hash of the release: of its tables' content hashes and its codebook."""
        tables = {name: entry.content for name, entry in self.tables.items()}
        return digest({"tables": tables, "codebook": self.inputs["codebook"]})

    def was(self, content: str | None) -> bool:
        """Tell whether the release has this content hash, or had it before something was taken out of it."""
        return content in {self.content, *(one.content_before for one in self.redactions)} - {None}

    def as_json(self) -> str:
        """Return the text of `manifest.json`."""
        unsaid = None if self.redactions else {"redactions"}
        return self.model_dump_json(indent=2, exclude=unsaid) + "\n"


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of the release in a folder. Raises OSError or pydantic's ValidationError."""
    return Manifest.model_validate_json((folder / "manifest.json").read_text(encoding="utf-8"))


def programs() -> dict[str, str]:
    """Return the versions of the programs that shape the bytes of a release."""
    libraries = {name: installed(name) for name in ("eventbook", "pydantic", *_BUILDERS)}
    return {**libraries, "pyarrow": pa.__version__, "zlib": zlib.ZLIB_RUNTIME_VERSION}


def utc(moment: datetime) -> datetime:
    """Return a moment in UTC, without the fraction of its second; a time without a zone is taken as UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).replace(microsecond=0)
