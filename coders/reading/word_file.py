"""The word lists of the reading help: TOML files under `words/`, by subject and language, read once."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def word_file(name: str) -> dict[str, Any]:
    """Return a file's tables, such as those of `dates/en`."""
    path = files("eventbook.coders.reading").joinpath(f"words/{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
