"""What every answer of the desk needs: the workspace, who works at it, and what is handed in from outside."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection
from starlette.requests import Request

from eventbook.coders.store.stamp import Stamp, stamp
from eventbook.coders.store.store import Store
from eventbook.coders.workspace.surroundings import Surroundings, surroundings
from eventbook.coders.workspace.workspace import Workspace, workspace_codebook
from eventbook.schema.codebook import Codebook
from eventbook.schema.plain_values import is_list, is_mapping
from eventbook.schema.session import Session


@dataclass(frozen=True, slots=True)
class Room:
    """One desk: its workspace and its session."""

    session: Session
    workspace: Workspace

    @property
    def store(self) -> Store:
        """The store."""
        return self.workspace.store

    @property
    def person(self) -> str:
        """Who works at the desk."""
        return self.session.person

    @property
    def book(self) -> Codebook:
        """The codebook as it now stands in the workspace; a change of it shows without a new start."""
        return workspace_codebook(self.workspace.place)

    def stamp(self) -> Stamp:
        """Return who acts, now."""
        return stamp(self.person)

    def find_report(self, event: str) -> str | None:
        """Return a form behind a published event."""
        return self.session.report_of_event(self.workspace.place, event)

    @contextmanager
    def reading(self) -> Generator[tuple[Connection, Surroundings]]:
        """Read the store as it stands at one moment."""
        with self.store.reading() as connection:
            yield connection, surroundings(connection, self.book)


def room_of(request: Request) -> Room:
    """Return the room that a request is made in."""
    return cast("Room", request.app.state.room)


def whole_text(value: Any) -> Any:  # noqa: ANN401  any value of JSON
    """Return a value of JSON in which half surrogate pairs, which no store can hold, are marked as lost."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if is_mapping(value):
        return {whole_text(name): whole_text(item) for name, item in value.items()}
    if is_list(value):
        return [whole_text(item) for item in value]
    return value
