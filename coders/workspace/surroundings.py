"""What every form of a workspace is checked against: its codebook, registry and gazetteer."""

from dataclasses import dataclass, field

from sqlalchemy import Connection

from eventbook.coders.actors.actors import ReadActors, StoredActors
from eventbook.coders.intake.articles import load_article
from eventbook.coders.places.places import ReadPlaces
from eventbook.coders.places.workspace_gazetteer import gazetteer_of
from eventbook.coders.store.engine import READING
from eventbook.coders.store.records import records_seen
from eventbook.schema.article import Article
from eventbook.schema.codebook import Codebook
from eventbook.schema.context import Context
from eventbook.schema.registry import Registry
from eventbook.schema.where import PlaceLookup

MOST_STATES = 4
"""Of so many states of the records is kept what was read: transactions that see an older one run beside others."""

MOST_READ = 20_000
"""So many actors or places are kept before all are let go of."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The codebook, the registry and the gazetteer, read at one moment."""

    book: Codebook
    registry: Registry
    gazetteer: PlaceLookup

    def of(self, article: Article | None) -> Context:
        """Return the context of the forms of an article."""
        return Context(self.book, self.registry, self.gazetteer, article)

    def of_article(self, connection: Connection, article: str) -> Context:
        """Return the context of the forms of the article with this id."""
        return self.of(load_article(connection, article))


def surroundings(connection: Connection, book: Codebook) -> Surroundings:
    """Return what the forms of a workspace are checked against, for as long as the transaction lasts.

    What only reads is given the actors and places that were read before, as long as no record was added
    since: a form at the desk asks for the same few at every field.
    """
    read = _read_before(connection)
    registry = Registry(StoredActors(connection, read.actors), book)
    return Surroundings(book, registry, gazetteer_of(connection, read.own, read.kept))


@dataclass(frozen=True, slots=True)
class Read:
    """Actors and places by id as one state of the records has them."""

    actors: ReadActors = field(default_factory=ReadActors)
    own: ReadPlaces = field(default_factory=ReadPlaces)
    kept: ReadPlaces = field(default_factory=ReadPlaces)


KEPT_STATES: dict[tuple[str, int], Read] = {}
"""What was read, by the store's file and how far its records had come."""


def _read_before(connection: Connection) -> Read:
    file = connection.engine.url.database
    if not file or not connection.get_execution_options().get(READING, False):
        return Read()
    key = (file, records_seen(connection))
    found = KEPT_STATES.get(key)
    if found is None or max(len(found.actors), len(found.own), len(found.kept)) > MOST_READ:
        found = KEPT_STATES[key] = Read()
        while len(KEPT_STATES) > MOST_STATES:
            KEPT_STATES.pop(next(iter(KEPT_STATES)), None)
    return found
