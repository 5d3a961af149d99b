"""How the columns of a dataset of others become the columns of a release: a TOML file.

It names the codebook that the release is under, the column that is an id there, and for each column
of ours the one it is taken from, perhaps with values renamed or a list split.
"""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from eventbook.schema.about import About
from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_file import read_codebook, shipped_codebooks, shipped_text
from eventbook.schema.errors import EventbookError, FaultsError
from eventbook.schema.problem import Problem, error
from eventbook.schema.published import published_names
from eventbook.schema.reading import read
from eventbook.schema.text import did_you_mean

MAPPING = error("import-mapping", "a mapping names columns that are there, and a codebook that can be read")
SHIPPED = ("ged",)


class MappingError(EventbookError, ValueError):
    """A mapping that cannot be read: which, and why."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Taken(_Part):
    """Where a column is taken from: a column there, or one `value` for all; how it is changed on the way.

    A column that is `optional` may be missing there: then nothing is said.
    """

    source: str = Field(default="", alias="from")
    value: str = ""
    map: dict[str, str] = {}
    split: str = ""
    prefix: str = ""
    optional: bool = False


class Head(_Part):
    """The codebook of the release (one that is shipped, or a file beside the mapping) and the column that is an id."""

    codebook: str
    id: str


class Mapping(_Part):
    """A whole mapping."""

    head: Head = Field(alias="import")
    about: About = About()
    columns: dict[str, Taken]


@dataclass(frozen=True, slots=True)
class Plan:
    """A mapping with the codebook that it names."""

    mapping: Mapping
    book: Codebook
    codebook_text: str


def read_plan(name: str) -> Plan:
    """Return a shipped mapping by its name, or the one in a file. Raises `MappingError` or `FaultsError`."""
    path = files("eventbook.datasets.importing").joinpath(f"{name}.toml") if name in SHIPPED else Path(name)
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as caught:
        message = f"there is no mapping {name}; shipped are: {', '.join(SHIPPED)}"
        raise MappingError(message) from caught
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as caught:
        message = f"the mapping {name} is not a TOML file: {caught}"
        raise MappingError(message) from caught
    found, problems = read(Mapping.model_validate, raw)
    if found is None:
        raise FaultsError(f"{name} is not a usable mapping", problems)
    text = _codebook_text(found.head.codebook, name)
    book = read_codebook(text, found.head.codebook)
    faults = _faults(found, book)
    if faults:
        raise FaultsError(f"{name} is not a usable mapping", faults)
    return Plan(found, book, text)


def _codebook_text(codebook: str, mapping: str) -> str:
    if codebook in shipped_codebooks():
        return shipped_text(codebook)
    if mapping in SHIPPED:
        return files("eventbook.datasets.importing").joinpath(codebook).read_text(encoding="utf-8")
    try:
        return (Path(mapping).parent / codebook).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as caught:
        message = f"the codebook {codebook} of {mapping} cannot be read: {caught}"
        raise MappingError(message) from caught


def _faults(mapping: Mapping, book: Codebook) -> list[Problem]:
    names = published_names(book)
    unknown = [name for name in mapping.columns if name not in names]
    faults = [
        MAPPING.at(("columns", name), f"there is no column '{name}' to fill", did_you_mean(name, names))
        for name in unknown
    ]
    needed = (book.types.field, "last_day", "latitude", "longitude", "time_precision", "geo_precision")
    faults += [
        MAPPING.at(
            ("columns", name), "the column must be filled", "say what it is taken from, or a value for all"
        )
        for name in needed
        if name not in mapping.columns
    ]
    return faults
