"""Lists of outlets, actors or places in a TOML file: read whole, each fault with its line."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import replace

from eventbook.coders.lists.entries import Entry, EntryList, Found
from eventbook.coders.lists.entry_match import whole_entry
from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_file import line_of
from eventbook.schema.plain_values import is_list, is_mapping
from eventbook.schema.problem import Problem, error

ENTRIES_UNREADABLE = error(
    "entries-unreadable", "a list of outlets, actors or places is a TOML file of tables"
)


def read_entries(
    text: str, name: str, lists: EntryList, book: Codebook, stored: Iterable[Entry] = ()
) -> tuple[list[Found], list[Problem]]:
    """Return the entries of a TOML text, and every problem in it; `name` is the file's, `stored` what there is."""
    header = lists.kind.value
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as caught:
        line = re.search(r"at line (\d+)", str(caught))
        fault = ENTRIES_UNREADABLE.at((), f"not TOML: {caught}", "mend the line; texts stand in quotes")
        return [], [replace(fault, file=name, line=int(line.group(1)) if line else 0)]
    tables: object = raw.get(header)
    found: list[Found] = []
    known = {entry.id: entry for entry in stored}
    problems = [
        ENTRIES_UNREADABLE.at((other,), f"'{other}' does not belong here", f"write [[{header}]]")
        for other in sorted(set(raw) - {header})
    ]
    if not is_list(tables) or not tables:
        problems.append(
            ENTRIES_UNREADABLE.at((), f"it has no [[{header}]]", f"write one for each of the {lists.plural}")
        )
        tables = []
    for index, table in enumerate(tables):
        path = (header, index)
        if not is_mapping(table):
            problems.append(ENTRIES_UNREADABLE.at(path, "it is no table", f"write [[{header}]]"))
            continue
        entry, faults = lists.read(whole_entry(table, lists, known), path, book)
        problems += faults
        if entry is not None:
            known[entry.id] = entry
            found.append(Found(path, entry))
    return found, located(problems, text, name)


def located(problems: list[Problem], text: str, name: str) -> list[Problem]:
    """Return problems with the file's name and the lines of its text."""
    return [replace(one, file=name, line=line_of(text, one.path)) for one in problems]
