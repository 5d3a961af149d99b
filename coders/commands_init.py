"""`eventbook init`: make a workspace."""

from pathlib import Path

import click

from eventbook.coders.input_file import read_text
from eventbook.coders.workspace import make_workspace
from eventbook.schema.talk import say


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--codebook", metavar="FILE", help="A codebook of your own; the default one is on political violence."
)
def init(folder: Path, codebook: str | None) -> None:
    """Make a workspace in FOLDER, which must be new or empty.

    \b
    Examples:
      eventbook init sahel-2026
      eventbook init kidnappings --codebook kidnappings.toml
    """
    place = make_workspace(folder, read_text(codebook) if codebook else None)
    say(f"made the workspace {place.root}")
    say("Next: change to it, then say who publishes your articles: eventbook outlets add --help")
