"""What can hardly be so: days that a slip of the finger made, and numbers that the words do not give.

A year 0025 that reaches users costs the trust in all other years. None of these rules knows
better than the source: where it is right after all, a coder says why.
"""

import re
from collections.abc import Iterator

from eventbook.schema.context import Context
from eventbook.schema.counts import Claim
from eventbook.schema.form import Form
from eventbook.schema.problem import Problem, error, warning
from eventbook.schema.text import fold

PUBLICATION_EARLY = error(
    "publication-too-early", "an article was published in the time that the codebook covers"
)
LONG_BEFORE = warning("date-long-before", "an event is not told of longer after it than the codebook allows")
PHRASE_OTHER = warning(
    "phrase-other-number", "a number is the one that its words give, where they give one in digits"
)
PHRASE_UNCLEAR = warning("phrase-unclear", "a number is taken only from words that say what is counted")

_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?!\w)")


def days(form: Form, context: Context) -> Iterator[Problem]:
    """Yield a publication before the codebook's time, and an event that lies long before it was told of."""
    published = context.article.published if context.article else None
    if published is None:
        return
    if published < context.book.head.earliest:
        says = f"the article is dated {published}, before {context.book.head.earliest}"
        yield PUBLICATION_EARLY.at(("when",), says, "correct the date of its publication first")
    limit = context.book.dates.reported_within
    if limit and form.when and (published - form.when.last).days > limit:
        says = f"{form.when.last} lies {(published - form.when.last).days} days before the article"
        yield LONG_BEFORE.at(("when",), says, "check the year; if it is right, give that as the reason")


def numbers(form: Form, _: Context) -> Iterator[Problem]:
    """Yield counts none of whose bounds is a number that stands in their phrase, where any stands there.

    What another count of the form says is that one's number: "at least one dead and 127 injured" tells two.
    """
    for index, claim in enumerate(form.counts):
        if not claim.count.known or claim.phrase is None or claim.split_over:
            continue
        told = {int(re.sub(r"\D", "", found)) for found in _NUMBER.findall(claim.phrase.exact)}
        others = {bound for one in form.counts if one.what != claim.what for bound in _bounds(one)}
        if told - others and not told & _bounds(claim):
            says = f"{claim.count} is not in '{claim.phrase.exact[:60]}'"
            yield PHRASE_OTHER.at(("counts", index, "count"), says, "correct one of the two, or say why")


def _bounds(claim: Claim) -> set[int | None]:
    return {claim.count.low, claim.count.best, claim.count.high}


def phrases(form: Form, context: Context) -> Iterator[Problem]:
    """Yield counts whose phrase speaks of something that may be more than what is counted."""
    unclear = {count.name: count.unclear for count in context.book.count}
    for index, claim in enumerate(form.counts):
        if not claim.count.known or claim.phrase is None:
            continue
        text = fold(claim.phrase.exact)
        words = unclear.get(claim.what, ())
        hit = next((word for word in words if re.search(rf"(?<!\w){re.escape(fold(word))}(?!\w)", text)), "")
        if hit:
            says = f"'{hit}' alone does not tell a number of {claim.what}"
            advice = "quote the words that do, enter unknown, or give the reason why it is one"
            yield PHRASE_UNCLEAR.at(("counts", index, "count"), says, advice)


PLAUSIBLE = (days, numbers, phrases)
