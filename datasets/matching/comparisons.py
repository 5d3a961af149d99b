"""Step 2: on which level of every comparison each candidate pair stands.

All comparisons run over whole arrays of pairs. A pair's levels are packed into one number,
its pattern: pairs of one pattern weigh the same, so weights are learned and added up once a
pattern and not once a pair.
"""

from collections.abc import Sequence

import numpy as np

from eventbook.datasets.matching.candidates import REGION_KM, Pairs
from eventbook.datasets.matching.columns import NOTHING, Bools, Columns, Floats, Ints
from eventbook.datasets.matching.levels import COMPARISONS, RARITY, SIDES, SIZES
from eventbook.datasets.matching.rates import Rates
from eventbook.datasets.matching.surroundings import COMMON_TYPE, RARE_TYPE, Surroundings
from eventbook.datasets.matching.told import agreements, rarest_shared

EXACT_KM = 5.0
"""A place known to this many kilometres is a place of its own; two of them are two places."""
SHARES = (0.4, 0.2, 0.05)
"""The shares of common words from which wording is much, some or little alike."""
SAID = (27, 18, 9)
"""How many bits squared that takes at least: two notes of one word that have it in common say little."""
FEW, SOME = 4, 12
"""Equal counts below these are few or some: two reports of three dead agree by accident more often."""
MANY_KINDS = 3
"""From so many fields on that both reports fill in, their agreeing in all of them is a level of its own."""
_RATES = np.array([1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8])
_CODE = {one.name: {level: code for code, level in enumerate(one.levels)} for one in COMPARISONS}


def patterns(around: Surroundings, pairs: Pairs) -> Ints:
    """Return the pattern of every pair."""
    columns = around.columns
    levels = (
        _date(columns, pairs),
        _place(columns, pairs),
        _type(around, pairs),
        _sides(around, pairs),
        _count(columns, pairs),
        _wording(columns, pairs),
        _names(columns, pairs),
        _kinds(columns, pairs),
        _source(columns, pairs),
    )
    code = np.zeros(len(pairs.left), dtype=np.int64)
    for size, level in zip(SIZES, levels, strict=True):
        code = code * size + level
    return code


def unpacked(code: Ints) -> list[Ints]:
    """Return the level codes of patterns, one array a comparison."""
    found: list[Ints] = []
    for size in reversed(SIZES):
        found.append(code % size)
        code = code // size
    return found[::-1]


def _pick(comparison: str, choices: Sequence[tuple[Bools, str]], otherwise: str) -> Ints:
    """Return the code of the first level whose condition holds."""
    codes = _CODE[comparison]
    found = np.full(len(choices[0][0]), codes[otherwise], dtype=np.int64)
    for condition, level in reversed(choices):
        found[condition] = codes[level]
    return found


def _date(columns: Columns, pairs: Pairs) -> Ints:
    gap = pairs.gap
    exact = (columns.half[pairs.left] == 0) & (columns.half[pairs.right] == 0)
    choices = [
        ((gap == 0) & exact, "same-day"),
        (gap == 0, "overlap"),
        (gap <= 1, "one-day"),
        (gap <= 2, "two-days"),  # noqa: PLR2004  days, as the level says
        (gap <= 3, "three-days"),  # noqa: PLR2004  likewise
    ]
    return _pick("date", choices, "further")


def _place(columns: Columns, pairs: Pairs) -> Ints:
    left, right, km = pairs.left, pairs.right, pairs.km
    one, other = columns.place[left], columns.place[right]
    reach, other_reach = columns.reach[left], columns.reach[right]
    wide, both = np.maximum(reach, other_reach), reach + other_reach
    named = (one != NOTHING) & (other != NOTHING)
    same = named & (one == other)
    nested = named & ((one == columns.within[right]) | (other == columns.within[left]))
    nested |= (columns.whole[left] | columns.whole[right]) & (columns.country[left] == columns.country[right])
    region = (columns.region[left] == columns.region[right]) & (columns.region[left] != NOTHING)
    coarse, exact = wide >= REGION_KM, wide <= EXACT_KM
    vague = np.minimum(reach, other_reach) >= REGION_KM
    middle = ~coarse & ~exact
    fits = km <= both
    choices = [
        (exact & same, "same-place"),
        (exact & named & fits, "neighbouring"),
        (exact & (km <= both / 3), "close"),
        (exact & fits, "near"),
        (exact & (km <= both + EXACT_KM), "neighbouring"),
        (middle & (same | nested | (km <= both * 0.6)), "around"),
        (middle & fits, "compatible"),
        (middle, "beyond"),
        (coarse & vague & (same | region), "same-region"),
        (coarse & (same | nested | region), "in-region"),
        (coarse & fits, "reachable"),
    ]
    return _pick("place", choices, "apart")


def _type(around: Surroundings, pairs: Pairs) -> Ints:
    def alike(name: str) -> Bools:
        values = getattr(around.columns, name)
        one = values[pairs.left]
        return np.asarray((one == values[pairs.right]) & (one != NOTHING))

    same, share = alike("type"), around.types[pairs.left]
    choices = [
        (same & (share < RARE_TYPE), "same-rare"),
        (same & (share >= COMMON_TYPE), "same-common"),
        (same, "same"),
        (alike("parent"), "parent"),
        (alike("family"), "family"),
    ]
    return _pick("type", choices, "different")


_SAME, _GENERIC, _OPEN, _NONE, _OTHER = 4, 3, 2, 1, 0


def _fits() -> Ints:
    """Return how two sides fit, by the fit of the better and of the worse one."""
    names = {
        (_SAME, _SAME): "both", (_SAME, _NONE): "both", (_SAME, _GENERIC): "one-and-generic",
        (_SAME, _OPEN): "one-and-open", (_SAME, _OTHER): "one-of-two",
        (_GENERIC, _GENERIC): "generic", (_GENERIC, _NONE): "generic", (_GENERIC, _OPEN): "generic-and-open",
        (_GENERIC, _OTHER): "generic-of-two", (_OPEN, _OPEN): "open", (_OPEN, _NONE): "open",
        (_OPEN, _OTHER): "open-of-two", (_NONE, _NONE): "open",
    }  # fmt: skip
    table = np.full(25, SIDES.index("neither"), dtype=np.int64)
    for (better, worse), name in names.items():
        table[better * 5 + worse] = SIDES.index(name)
    return table


_FITS = _fits()


def _sides(around: Surroundings, pairs: Pairs) -> Ints:
    """Return how the sides fit, turned as they fit best, and how common what they share is around there."""
    columns, left, right = around.columns, pairs.left, pairs.right

    def fit(mine: int, theirs: int) -> Ints:
        one, other = columns.actors[left, mine], columns.actors[right, theirs]
        known = columns.known[left, mine] & columns.known[right, theirs]
        found = np.where(known, _OTHER, _OPEN)
        found[(one == other) & (one != NOTHING)] = _GENERIC
        found[(one == other) & known] = _SAME
        found[(one == other) & (one == NOTHING)] = _NONE
        return found

    straight, crossed = (fit(0, 0), fit(1, 1)), (fit(0, 1), fit(1, 0))
    turned = crossed[0] + crossed[1] > straight[0] + straight[1]
    first = np.where(turned, crossed[0], straight[0])
    second = np.where(turned, crossed[1], straight[1])
    better, worse = np.maximum(first, second), np.minimum(first, second)
    which = _FITS[better * 5 + worse]
    wide = np.maximum(columns.reach[left], columns.reach[right]) >= REGION_KM
    one, both = np.asarray(better >= _GENERIC), np.asarray(worse >= _GENERIC)
    rate = _rate(around, pairs, wide, (one, both, np.asarray(first < second)))
    code = (wide * len(SIDES) + which) * len(RARITY) + np.searchsorted(_RATES, rate, side="right")
    return np.asarray(code)


def _rate(around: Surroundings, pairs: Pairs, wide: Bools, shared: tuple[Bools, Bools, Bools]) -> Floats:
    """Return how often what a pair shares is reported around there: both sides, one side, or anything.

    `shared` tells where one side is shared, where both are, and where the shared one is the second.
    """
    left, right = pairs.left, pairs.right
    one, both, second = shared

    def of(rate: Rates) -> Floats:
        side = rate.each[left, second.astype(np.int64)]
        whole = np.maximum(rate.both[left], rate.both[right])
        return np.where(both, whole, np.where(one, side, np.maximum(rate.any[left], rate.any[right])))

    return np.where(wide, of(around.region), of(around.nearby))


def _count(columns: Columns, pairs: Pairs) -> Ints:
    left, right = pairs.left, pairs.right
    best, other = columns.best[left], columns.best[right]
    high, small = np.maximum(best, other), np.minimum(best, other)
    at_least = (columns.open[left] & (best < other)) | (columns.open[right] & (other < best))
    sooner, later = columns.published[left], columns.published[right]
    grown = ((sooner < later) & (best < other)) | ((later < sooner) & (other < best))
    equal = best == other
    choices = [
        (np.isnan(best) | np.isnan(other), "unknown"),
        (high == 0, "both-nought"),
        (equal & (high >= SOME), "equal-many"),
        (equal & (high >= FEW), "equal-some"),
        (equal, "equal-few"),
        ((small == 0) & (high < FEW), "nought-and-few"),
        (small == 0, "nought-and-more"),
        (at_least, "above"),
        (small * 2 >= high - 0.5, "close"),
        (np.fmax(columns.low[left], columns.low[right]) <= small, "close"),
        (grown & (small * 4 >= high), "grown"),
    ]
    return _pick("count", choices, "far")


def _wording(columns: Columns, pairs: Pairs) -> Ints:
    """Compare the notes by the share that both have of what their words say (Jaccard, weighted by bits squared)."""
    words = columns.words
    if words is None or not len(pairs.left):
        return np.full(len(pairs.left), _CODE["wording"]["unknown"], dtype=np.int64)
    bits, one, other = words.bits, words.said[pairs.left], words.said[pairs.right]
    shared = np.asarray(bits[pairs.left].multiply(bits[pairs.right]).sum(axis=1)).ravel()
    union = one + other - shared
    unknown = np.minimum(one, other) == 0
    share = np.divide(shared, union, out=np.zeros(len(shared)), where=union > 0)
    levels = zip(SHARES, SAID, ("much", "some", "little"), strict=True)
    choices = [
        (unknown, "unknown"),
        *(((share >= least) & (shared >= bits), level) for least, bits, level in levels),
    ]
    return _pick("wording", choices, "nothing")


def _names(columns: Columns, pairs: Pairs) -> Ints:
    """Compare whom and what the reports name by the rarest word that both have."""
    codes = _CODE["names"]
    rarest = rarest_shared(columns.named, pairs.left, pairs.right)
    return np.where(rarest < 0, codes["unknown"], codes["others"] - rarest)


def _kinds(columns: Columns, pairs: Pairs) -> Ints:
    """Compare what both reports say in the fields of choices that the codebook has compared."""
    told, agreed = agreements(columns.kinds, pairs.left, pairs.right)
    choices = [
        (told == 0, "unknown"),
        ((agreed == told) & (told >= MANY_KINDS), "all-of-many"),
        (agreed == told, "all"),
        (agreed * 2 > told, "most"),
        (agreed > 0, "some"),
    ]
    return _pick("kinds", choices, "none")


def _source(columns: Columns, pairs: Pairs) -> Ints:
    article, voice = columns.article[pairs.left], columns.voice[pairs.left]
    choices = [
        ((article == columns.article[pairs.right]) & (article != NOTHING), "same-article"),
        ((voice == columns.voice[pairs.right]) & (voice != NOTHING), "same-voice"),
    ]
    return _pick("source", choices, "different")
