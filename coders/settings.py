"""The settings of one workspace, from its eventbook.toml; a setting that does not exist is refused."""

import re
import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from eventbook.schema.about import About
from eventbook.schema.codebook_file import line_of
from eventbook.schema.errors import FaultsError
from eventbook.schema.problem import Problem, error
from eventbook.schema.reading import read

SETTINGS_UNREADABLE = error("settings-unreadable", "the settings of a workspace are a TOML file")

DEFAULT_TEXT = """\
# The settings of this workspace. Lines that begin with # say what a setting does.

[review]
# How many different people must accept a form before it is a report.
rounds = 1
# Whether a person may accept a form that they coded themselves. Write false in a team of
# two or more, so that a second person reads everything.
own_work = true

[registry]
# Who may add, change, merge and settle actors, for instance ["rosa", "tariq"]; the others propose
# them. Nobody named: everybody may.
managers = []

[dataset]
# What every release says of itself: to readers, catalogues and citation tools. All may stay blank.
title = ""
description = ""
publisher = ""
# Who is to be cited, as ["Ana Abara", "Conflict Desk"].
creators = []
# An SPDX identifier such as CC-BY-4.0; without one nobody knows what they may do with the data.
licence = ""
homepage = ""
contact = ""
doi = ""
keywords = []
"""


class Review(BaseModel):
    """How forms are reviewed."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    rounds: int = Field(default=1, ge=1, le=9)
    own_work: bool = True


class RegistryPolicy(BaseModel):
    """Who keeps the registry of actors; nobody named means everybody."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    managers: tuple[str, ...] = ()


class Settings(BaseModel):
    """All settings; each has a default, so an empty file is a good one."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    review: Review = Review()
    registry: RegistryPolicy = RegistryPolicy()
    dataset: About = About()


_READER: TypeAdapter[Settings] = TypeAdapter(Settings)


def read_settings(path: Path) -> Settings:
    """Return the settings in a file. Raises `FaultsError` with every fault it has."""
    text = path.read_bytes().decode("utf-8", errors="replace")
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as caught:
        found = re.search(r"at line (\d+)", str(caught))
        fault = SETTINGS_UNREADABLE.at((), f"not TOML: {caught}", "mend the line, or delete it")
        raise FaultsError(
            "the settings cannot be read", [_at(fault, path, int(found.group(1)) if found else 0)]
        ) from None
    settings, problems = read(_READER.validate_python, raw)
    if settings is None:
        located = [_at(problem, path, line_of(text, problem.path)) for problem in problems]
        raise FaultsError("the settings cannot be used", located)
    return settings


def _at(problem: Problem, path: Path, line: int) -> Problem:
    return Problem(
        problem.rule, problem.severity, problem.path, problem.message, problem.advice, str(path), line
    )
