"""`eventbook release serve`: the releases in a browser, on this machine only. Needs only the core install."""

from pathlib import Path

import click

from eventbook.datasets.commands.shelf import releases_of
from eventbook.datasets.releases.read import find_release
from eventbook.datasets.site.range_server import RangeServer
from eventbook.schema.errors import EventbookError
from eventbook.schema.session import Session
from eventbook.schema.talk import say, tell

EXPLORER = "explore.html"


class PortError(EventbookError, OSError):
    """A port that cannot be listened on."""


@click.command("serve")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free one."
)
@click.pass_obj
def serve_(session: Session, port: int) -> None:
    """Show the releases in a browser, on this machine only.

    Any web server that answers range requests can hold the folder of releases; this one is for looking at it
    at home. It ends with Ctrl-C.

    \b
    Examples:
      eventbook release serve
      eventbook release serve --port 0
    """
    folder = find_release(releases_of(session), "latest").parent
    with _listening(folder, port) as server:
        tell(f"{server.address}{EXPLORER if (folder / EXPLORER).is_file() else ''}")
        say("Ctrl-C ends it.")
        server.serve_forever()


def _listening(folder: Path, port: int) -> RangeServer:
    """Return a server that listens. Raises `PortError` where the port cannot be had."""
    try:
        return RangeServer(folder, port)
    except OSError as caught:
        message = (
            f"port {port} cannot be had ({caught.strerror}); name another with --port, or 0 for any free one"
        )
        raise PortError(message) from caught
