"""The commands of this layer by name, each loaded when it is asked for: no command waits for another's libraries."""

from collections.abc import Iterator, Mapping
from importlib import import_module

import click

_HOMES = {
    "init": "commands_init:init",
    "article": "commands_articles:article",
    "outlets": "commands_entries:ENTRY_COMMANDS",
    "actors": "commands_entries:ENTRY_COMMANDS",
    "places": "commands_places:PLACE_COMMANDS",
    "sheet": "commands_sheet:sheet",
    "corroborate": "commands_sheet:corroborate",
    "form": "commands_form:form",
    "check": "commands_submit:check",
    "submit": "commands_submit:submit_command",
    "accept": "commands_review:REVIEW_COMMANDS",
    "hold": "commands_review:REVIEW_COMMANDS",
    "return": "commands_review:REVIEW_COMMANDS",
    "reject": "commands_review:REVIEW_COMMANDS",
    "reopen": "commands_review:REVIEW_COMMANDS",
    "withdraw": "commands_review:REVIEW_COMMANDS",
    "import": "commands_import:imports",
    "status": "commands_status:status",
    "codebook": "commands_codebook:codebook",
}


class Commands(Mapping[str, click.Command]):
    """The commands by name; looking one up loads its module."""

    def __getitem__(self, name: str) -> click.Command:
        """Return a command. Raises KeyError where there is none of that name."""
        module, _, attribute = _HOMES[name].partition(":")
        found: click.Command | Mapping[str, click.Command] = getattr(
            import_module(f"eventbook.coders.{module}"), attribute
        )
        return found if isinstance(found, click.Command) else found[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the names, in the order in which the work goes."""
        return iter(_HOMES)

    def __len__(self) -> int:
        """Count the commands."""
        return len(_HOMES)


COMMANDS = Commands()
