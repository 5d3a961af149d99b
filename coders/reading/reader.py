"""The reader: all that reads a text for a workspace, with its lists loaded once.

The pure part is `text_reading`. The lists are loaded anew when somebody has changed them.
"""

from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from eventbook.coders.actors.actors import StoredActors
from eventbook.coders.places.workspace_gazetteer import gazetteer_of, world_beside
from eventbook.coders.reading.actor_names import actor_names
from eventbook.coders.reading.candidate import Reading
from eventbook.coders.reading.place_names import PlaceNames, own_names
from eventbook.coders.reading.text_reading import Lists, read_text
from eventbook.coders.reading.told import Facts, Told
from eventbook.coders.store.name_index import indexed_names
from eventbook.coders.store.records import Kind, bodies
from eventbook.coders.store.store import Store
from eventbook.coders.store.tables import RECORD
from eventbook.coders.workspace.workspace import Workspace
from eventbook.schema.article import Article, Outlet
from eventbook.schema.codebook import Codebook
from eventbook.schema.registry import Registry
from eventbook.schema.text import slug
from eventbook.schema.where import Place
from eventbook.schema.who import Actor

LONGEST = 60_000
"""Characters of a text that are read: some 10,000 words. A book would keep a desk busy for minutes."""


@dataclass
class Reader:
    """The reading help of one workspace; make it once and ask it many times."""

    workspace: Workspace
    _lists: Lists | None = None
    _as_of: tuple[int, ...] = ()
    _countries: dict[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def of(cls, workspace: Workspace) -> "Reader":
        """Return the reader of a workspace."""
        return cls(workspace)

    def read(self, article: Article) -> Reading:
        """Return what the newest text of an article seems to say, of its first `LONGEST` characters."""
        lists = self.lists()
        return read_text(Told(article.latest.text[:LONGEST], self.facts(article)), lists)

    def facts(self, article: Article) -> Facts:
        """Return what is known of an article besides its words."""
        first = next(iter(article.publications), None)
        country = self._countries.get(slug(first.outlet), "") if first else ""
        return Facts(article.published, country, first.language if first else "", article.latest.marks.parts)

    def lists(self) -> Lists:
        """Return the lists as they now stand: loaded anew when an actor, place or outlet was added or changed."""
        with self.workspace.store.reading() as connection:
            as_of = _as_of(connection)
            if self._lists is None or as_of != self._as_of:
                self._lists = _load(connection, self.workspace)
                self._countries = {
                    name: Outlet.model_validate(body).country
                    for name, body in bodies(connection, Kind.OUTLET).items()
                }
                self._as_of = as_of
        return self._lists


def _as_of(connection: Connection) -> tuple[int, ...]:
    """Return how many revisions there are of what the lists are made of."""
    kinds = (Kind.ACTOR, Kind.PLACE, Kind.OUTLET)
    counts = (select(func.count()).select_from(RECORD).where(RECORD.c.kind == kind) for kind in kinds)
    return tuple(int(connection.execute(one).scalar_one()) for one in counts)


def _load(connection: Connection, workspace: Workspace) -> Lists:
    places = [Place.model_validate(body) for body in bodies(connection, Kind.PLACE).values()]
    found = _Found(workspace.store, workspace.book)
    names = PlaceNames(world_beside(workspace.place.store), own_names(places), found.place)
    kept = frozenset(name for name in bodies(connection, Kind.WORLD_PLACE))
    return Lists(names, actor_names(indexed_names(connection, Kind.ACTOR), found.actor), workspace.book, kept)


@dataclass
class _Found:
    """Places and actors by id, read from the store when they are first asked for."""

    store: Store
    book: Codebook
    places: dict[str, Place | None] = field(default_factory=dict[str, Place | None])
    actors: dict[str, Actor | None] = field(default_factory=dict[str, Actor | None])

    def place(self, name: str) -> Place | None:
        """Return the place with this id, as the project has it."""
        if name not in self.places:
            with self.store.reading() as connection:
                self.places[name] = gazetteer_of(connection).get(name)
        return self.places[name]

    def actor(self, name: str) -> Actor | None:
        """Return the actor with this id, or the one that it turned out to be."""
        if name not in self.actors:
            with self.store.reading() as connection:
                self.actors[name] = Registry(StoredActors(connection), self.book).get(name)
        return self.actors[name]
