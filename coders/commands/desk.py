"""`eventbook desk`: the page in the browser on which articles are coded."""

import webbrowser

import click

from eventbook.coders.desk.catalogue import DEFAULT, languages
from eventbook.coders.desk.room import Room
from eventbook.coders.desk.server import listening, make_desk, run
from eventbook.coders.places.world_index import index_folder, open_index
from eventbook.coders.store.person import checked_person
from eventbook.coders.workspace.workspace import open_workspace
from eventbook.schema.session import Session
from eventbook.schema.talk import say, tell


@click.command("desk")
@click.option("--port", type=click.IntRange(1, 65535), help="The port; each workspace has one of its own.")
@click.option("--open/--no-open", "opened", default=True, help="Open the browser, or only print the link.")
@click.option(
    "--language", type=click.Choice(languages()), default=DEFAULT, show_default=True, help="The interface's."
)
@click.pass_obj
def desk(session: Session, *, port: int | None, opened: bool, language: str) -> None:
    """Open the coding desk in the browser: articles on the left, forms on the right.

    It is reached from this machine only, through a link that works once. Stop it with Ctrl+C; nothing is
    lost then: what was typed is in the store, or waits in the browser until the desk runs again.

    \b
    Examples:
      eventbook desk
      eventbook --as amira desk --no-open
      eventbook desk --language fr
    """
    checked_person(session.person)
    workspace = open_workspace(session.workplace)
    # Else the first article that is opened would wait for it, with nothing to see on the page.
    open_index(index_folder(workspace.place.cache)).close()
    bound = listening(workspace.place, port)
    made = make_desk(Room(session, workspace), int(bound.getsockname()[1]), language)
    link = made.link()
    tell(link)
    say(f"the desk of {session.person} is open; the link lets one browser in, once. Ctrl+C stops it")
    if opened:
        webbrowser.open(link)
    run(made, bound)
