"""What every form of a workspace is checked against: its codebook, registry and gazetteer."""

from dataclasses import dataclass

from sqlalchemy import Connection

from eventbook.coders.actors.actors import StoredActors
from eventbook.coders.intake.articles import load_article
from eventbook.coders.places.workspace_gazetteer import gazetteer_of
from eventbook.schema.article import Article
from eventbook.schema.codebook import Codebook
from eventbook.schema.context import Context
from eventbook.schema.registry import Registry
from eventbook.schema.where import PlaceLookup


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
    """Return what the forms of a workspace are checked against, for as long as the transaction lasts."""
    registry = Registry(StoredActors(connection), book)
    return Surroundings(book, registry, gazetteer_of(connection))
