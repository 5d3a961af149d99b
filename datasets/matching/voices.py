"""Who speaks in an article: five printed copies of a wire story are one voice.

The voice is the agency that the article credits, else the outlet that published it first.
"""

from eventbook.schema.article import Article, Publication
from eventbook.schema.canonical import digest
from eventbook.schema.text import slug


def voice_of(article: Article) -> str:
    """Return the id of the voice behind an article; its own id where nobody is known to publish it."""
    ordered = in_order(article)
    credited = [publication.origin for publication in ordered if publication.origin]
    outlets = [publication.outlet for publication in ordered]
    return slug((credited or outlets)[0]) if outlets else article.id


def outlets_of(article: Article) -> tuple[str, ...]:
    """Return the outlets that published it, each once, in order of first publication."""
    return tuple(dict.fromkeys(publication.outlet for publication in in_order(article)))


def in_order(article: Article) -> tuple[Publication, ...]:
    """Return the publications, the earliest first, each once, in whatever order they were entered."""
    if len(article.publications) < 2:  # noqa: PLR2004  as most articles have it
        return article.publications
    return tuple(
        sorted(
            set(article.publications), key=lambda one: (str(one.published or "9999"), one.outlet, digest(one))
        )
    )
