"""The commands of this layer by name, for the command line to assemble."""

import click

from eventbook.coders.commands_article import article
from eventbook.coders.commands_codebook import codebook
from eventbook.coders.commands_entries import ENTRY_COMMANDS
from eventbook.coders.commands_extract import extracting
from eventbook.coders.commands_form import form
from eventbook.coders.commands_import import imports
from eventbook.coders.commands_init import init
from eventbook.coders.commands_intake import add, unfolding
from eventbook.coders.commands_places import PLACE_COMMANDS
from eventbook.coders.commands_review import REVIEW_COMMANDS
from eventbook.coders.commands_sheet import corroborate, sheet
from eventbook.coders.commands_status import status
from eventbook.coders.commands_submit import check, submit_command

for command in (add, extracting, unfolding):
    article.add_command(command)

COMMANDS: dict[str, click.Command] = {
    "init": init,
    "article": article,
    **ENTRY_COMMANDS,
    **PLACE_COMMANDS,
    "sheet": sheet,
    "corroborate": corroborate,
    "form": form,
    "check": check,
    "submit": submit_command,
    **REVIEW_COMMANDS,
    "import": imports,
    "status": status,
    "codebook": codebook,
}
