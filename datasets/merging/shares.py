"""Counts that are an even share of a total: how a release says so, beside the number.

A share is worked out when the build is prepared (`schema.totals`), and again when it is known which forms
tell of one incident. Whoever reads the row has to
know that no source told this number, so the column `split_counts` names such counts, a line
below the notes says what was split, and provenance says by which rule.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from eventbook.datasets.merging.settled import Told
from eventbook.schema.codebook import Codebook
from eventbook.schema.counts import Claim
from eventbook.schema.totals import with_shares

EVEN_SHARE = "even-share-of-total"


def _claims(told: Iterable[Told]) -> Iterator[tuple[Claim, Claim]]:
    """Yield every claim with a known count, and what the coder wrote for it."""
    for one in told:
        coded = one.report.coded or one.form
        for claim, written in zip(one.form.counts, coded.counts, strict=True):
            if claim.count.known:
                yield claim, written


def split_by_incident(told: Mapping[str, Told], incidents: Iterable[tuple[str, ...]]) -> dict[str, Told]:
    """Return what reports tell, with each total split over incidents: forms that are one have one share."""
    home = {key: group[0] for group in incidents for key in group}
    return {key: _split_anew(one, home) for key, one in told.items()}


def _split_anew(one: Told, home: Mapping[str, str]) -> Told:
    coded = one.report.coded or one.form
    if not any(claim.split_over for claim in coded.counts):
        return one
    written = tuple(
        claim.model_copy(update={"count": said.count, "split_over": said.split_over})
        for claim, said in zip(one.form.counts, coded.counts, strict=True)
    )
    return replace(one, form=with_shares(one.form.model_copy(update={"counts": written}), one.id, home))


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
