"""What a release may show: public report names, sources, quotes within the limits.

Report ids can hold a coder's name and articles can be confidential, so neither leaves as it
is: reports get a name made by hashing, a confidential article prints as `Undisclosed Source`
without quote, title, address or hash, and quotes stop at the codebook's limits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from eventbook.datasets.matching.voices import in_order
from eventbook.datasets.merging.settled import Told
from eventbook.schema.article import Article, Outlet, Publication
from eventbook.schema.canonical import digest, sha256
from eventbook.schema.codebook_parts import EvidencePolicy
from eventbook.schema.evidence import Quote
from eventbook.schema.text import slug

UNDISCLOSED = "Undisclosed Source"
WITHHELD = "withheld: told in confidence"
"""What stands for a coder's words on a confidential article."""


def outlet_of(name: str, outlets: Mapping[str, Outlet]) -> Outlet | None:
    """Return the outlet that a publication names; its spelling may have been corrected since."""
    return outlets.get(name) or outlets.get(slug(name))


def is_confidential(article: Article, outlets: Mapping[str, Outlet]) -> bool:
    """Tell whether an article, or any outlet that published it, must not be named.

    `outlets` holds them by name and by id. An outlet that nobody knows is not named either: to
    name a source that was meant to be hidden cannot be taken back.
    """
    known = [outlet_of(publication.outlet, outlets) for publication in article.publications]
    return article.confidential or any(outlet is None or outlet.confidential for outlet in known)


def source_id(
    article: Article, publication: Publication | None, *, first_report: str, confidential: bool
) -> str:
    """Return the id of one publication; a confidential one is named after its first report, not its text."""
    if confidential:
        return f"u-{sha256(f'source:{first_report}')[:16]}"
    return f"{article.id}-{digest(publication)[:12]}"


def publications(article: Article) -> tuple[Publication | None, ...]:
    """Return the publications in a fixed order, the earliest first; one None where there is none."""
    return in_order(article) or (None,)


@dataclass(frozen=True, slots=True)
class Quotable:
    """The quotes that a release may carry, as (text version, start, end), and how many were withheld."""

    allowed: frozenset[tuple[str, int, int]]
    withheld: int

    def shown(self, quote: Quote, limit: int) -> tuple[str | None, int | None, int | None]:
        """Return what a release shows of a quote: words cut at the limit and offsets, or nothing."""
        key = _key(quote)
        if key is None or key not in self.allowed:
            return None, None, None
        return quote.exact[:limit], key[1], min(key[2], key[1] + limit)


def _key(quote: Quote) -> tuple[str, int, int] | None:
    if quote.text is None or quote.start is None or quote.end is None:
        return None
    return (quote.text, quote.start, quote.end)


def quotes_of(told: Told) -> Iterable[Quote]:
    """Return every quote of a report."""
    for name in sorted(told.form.evidence):
        yield from told.form.evidence[name]
    yield from (claim.phrase for claim in told.form.counts if claim.phrase is not None)
    yield from (doubt.quote for doubt in told.form.doubts if doubt.quote is not None)
    yield from (link.quote for link in told.form.relations if link.quote is not None)
    yield from (
        quote for name in sorted(told.form.records) for one in told.form.records[name] for quote in one.quotes
    )


def quotable(told: Iterable[Told], policy: EvidencePolicy, outlets: Mapping[str, Outlet]) -> Quotable:
    """Return which quotes may be shown: per article, from the start of its text, up to the share allowed."""
    wanted: dict[str, set[tuple[str, int, int]]] = {}
    texts: dict[str, Article] = {}
    for one in told:
        texts[one.article.id] = one.article
        keys = {key for key in map(_key, quotes_of(one)) if key is not None}
        wanted.setdefault(one.article.id, set()).update(keys)
    allowed: set[tuple[str, int, int]] = set()
    for article, keys in wanted.items():
        if is_confidential(texts[article], outlets):
            continue
        budget = int(policy.max_share * len(texts[article].latest.text))
        used: set[int] = set()
        for key in sorted(keys):
            span = set(range(key[1], min(key[2], key[1] + policy.max_quote)))
            if len(used | span) <= budget:
                used |= span
                allowed.add(key)
    return Quotable(frozenset(allowed), sum(len(keys) for keys in wanted.values()) - len(allowed))


def only_in_confidence(
    told: Iterable[Told], side: str, speaker: str | None, outlets: Mapping[str, Outlet]
) -> bool:
    """Tell whether only confidential articles say that a side is this speaker's word: it could name an informant."""
    says = [one for one in told if getattr(getattr(one.form, side), "by", None) == speaker]
    return all(is_confidential(one.article, outlets) for one in says)
