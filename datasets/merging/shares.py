"""Counts that are an even share of a total: how a release says so, beside the number.

A share is worked out when the build is prepared (`schema.totals`). Whoever reads the row has to
know that no source told this number, so the column `split_counts` names such counts, a line
below the notes says what was split, and provenance says by which rule.
"""

from collections.abc import Iterable, Iterator

from eventbook.datasets.merging.settled import Told
from eventbook.schema.codebook import Codebook
from eventbook.schema.counts import Claim

EVEN_SHARE = "even-share-of-total"


def _claims(told: Iterable[Told]) -> Iterator[tuple[Claim, Claim]]:
    """Yield every claim with a known count, and what the coder wrote for it."""
    for one in told:
        coded = one.report.coded or one.form
        for claim, written in zip(one.form.counts, coded.counts, strict=True):
            if claim.count.known:
                yield claim, written


def only_shares(told: Iterable[Told], name: str) -> bool:
    """Tell whether all that is known of a count are shares of totals."""
    claims = [claim for claim, _ in _claims(told) if claim.what == name]
    return bool(claims) and all(claim.split_over for claim in claims)


def split_counts(told: Iterable[Told], book: Codebook) -> list[str]:
    """Return the names of the counts to which a share of a total has gone, in the codebook's order."""
    shared = {claim.what for claim, _ in _claims(told) if claim.split_over}
    return [count.name for count in book.count if count.name in shared]


def split_notes(told: Iterable[Told], book: Codebook) -> list[str]:
    """Return a line on each total that was split, for the notes."""
    titles = {count.name: count.title for count in book.count}
    lines = {
        f"{titles[claim.what]}: an even share of {written.count}, told of {len(claim.split_over)} events together."
        for claim, written in _claims(told)
        if claim.split_over
    }
    return sorted(lines)
