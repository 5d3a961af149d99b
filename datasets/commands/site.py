"""`eventbook site`: the pages and the explorer beside the releases, made anew."""

import click

from eventbook.datasets.commands.shelf import releases_of
from eventbook.datasets.releases.read import find_release
from eventbook.datasets.releases.write import releases_lock
from eventbook.datasets.site.site import EXPLORER, write_site
from eventbook.schema.session import Session
from eventbook.schema.talk import say, tell


@click.command()
@click.pass_obj
def site(session: Session) -> None:
    """Make anew what lies beside the releases: their list, the feed and the explorer.

    Every build does so too; this is for after an upgrade of the program, or when something was lost. No
    release is touched. `eventbook release serve` shows the result.

    \b
    Examples:
      eventbook site
    """
    folder = find_release(releases_of(session), "latest").parent
    with releases_lock(folder):
        write_site(folder)
    say("The list of releases, the feed and the explorer are made anew.")
    tell(str(folder / EXPLORER))
