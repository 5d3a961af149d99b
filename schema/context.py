"""What a form is read and checked against: the codebook, the registry, the places, the article."""

from dataclasses import dataclass

from eventbook.schema.article import Article
from eventbook.schema.codebook import Codebook
from eventbook.schema.registry import Registry
from eventbook.schema.where import PlaceLookup


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of a form. Without an article, quotes and publication dates are not checked."""

    book: Codebook
    registry: Registry
    gazetteer: PlaceLookup
    article: Article | None = None

    @property
    def text_version(self) -> str:
        """The name of the text version in which quotes are found."""
        return f"{self.article.id}/{self.article.latest.n}" if self.article else ""
