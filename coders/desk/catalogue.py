"""The words of the interface: a catalogue of messages by key, so that another language is another file.

A message may hold `{parts}`. What a catalogue lacks is shown in English.
"""

import json
from functools import cache
from importlib.resources import files

DEFAULT = "en"


@cache
def catalogue(language: str = DEFAULT) -> dict[str, str]:
    """Return the messages of a language, those that it lacks in English."""
    folder = files("eventbook.coders.desk") / "messages"
    english: dict[str, str] = json.loads((folder / f"{DEFAULT}.json").read_text(encoding="utf-8"))
    if language not in languages():
        return english
    own: dict[str, str] = json.loads((folder / f"{language}.json").read_text(encoding="utf-8"))
    return english | own


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that there are catalogues of."""
    folder = files("eventbook.coders.desk") / "messages"
    return tuple(
        sorted(one.name.removesuffix(".json") for one in folder.iterdir() if one.name.endswith(".json"))
    )
