"""The commands of this layer by name, each loaded when it is asked for: no command waits for another's libraries."""

from collections.abc import Iterator, Mapping
from importlib import import_module

import click

_HOMES = {
    "init": "init:init",
    "article": "articles:article",
    "outlets": "entries:ENTRY_COMMANDS",
    "actors": "entries:ENTRY_COMMANDS",
    "places": "places:PLACE_COMMANDS",
    "suggest": "suggest:suggest",
    "sheet": "sheet:sheet",
    "corroborate": "sheet:corroborate",
    "form": "form:form",
    "check": "submit:check",
    "submit": "submit:submit_command",
    "accept": "review:REVIEW_COMMANDS",
    "hold": "review:REVIEW_COMMANDS",
    "return": "review:REVIEW_COMMANDS",
    "reject": "review:REVIEW_COMMANDS",
    "reopen": "review:REVIEW_COMMANDS",
    "withdraw": "review:REVIEW_COMMANDS",
    "import": "take_over:imports",
    "desk": "desk:desk",
    "status": "status:status",
    "codebook": "codebook:codebook",
}


class Commands(Mapping[str, click.Command]):
    """The commands by name; looking one up loads its module."""

    def __getitem__(self, name: str) -> click.Command:
        """Return a command. Raises KeyError where there is none of that name."""
        module, _, attribute = _HOMES[name].partition(":")
        found: click.Command | Mapping[str, click.Command] = getattr(
            import_module(f"eventbook.coders.commands.{module}"), attribute
        )
        return found if isinstance(found, click.Command) else found[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the names, in the order in which the work goes."""
        return iter(_HOMES)

    def __len__(self) -> int:
        """Count the commands."""
        return len(_HOMES)


COMMANDS = Commands()
