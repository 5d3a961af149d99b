"""`eventbook init`: make a workspace."""

from pathlib import Path

import click

from eventbook.coders.input_file import read_text
from eventbook.coders.workspace.workspace import make_workspace
from eventbook.schema.codebook_file import shipped_codebooks, shipped_text
from eventbook.schema.talk import say


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--codebook",
    metavar="NAME|FILE",
    help=f"One that comes with the program ({', '.join(shipped_codebooks())}), or a file of your own.",
)
def init(folder: Path, codebook: str | None) -> None:
    """Make a workspace in FOLDER, which must be new or empty.

    \b
    Examples:
      eventbook init sahel-2026
      eventbook init terrorism --codebook muc4-terrorism
      eventbook init kidnappings --codebook kidnappings.toml
    """
    place = make_workspace(folder, _text(codebook) if codebook else None)
    say(f"made the workspace {place.root}")
    say("Next: change to it, then say who publishes your articles: eventbook outlets add --help")


def _text(named: str) -> str:
    """Return the text of a codebook that comes with the program, or of a file."""
    return shipped_text(named) if named in shipped_codebooks() else read_text(named)
