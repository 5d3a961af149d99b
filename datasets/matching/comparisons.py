"""Step 2: on which level of every comparison each candidate pair stands.

All comparisons run over whole arrays of pairs. A pair's levels are packed into one number,
its pattern: pairs of one pattern weigh the same, so weights are learned and added up once a
pattern and not once a pair.
"""

from collections.abc import Sequence
from functools import cache
from itertools import product

import numpy as np
import numpy.typing as npt

from eventbook.datasets.matching.candidates import REGION_KM, Pairs
from eventbook.datasets.matching.columns import NOTHING, Bools, Codes, Columns, Ints
from eventbook.datasets.matching.following import BLOCK
from eventbook.datasets.matching.levels import COMPARISONS, RARITY, SIDES, SIZES
from eventbook.datasets.matching.surroundings import (
    ANYBODY,
    BOTH,
    COMMON_TYPE,
    FIRST,
    RARE_TYPE,
    SECOND,
    Surroundings,
)
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
_CODE = {one.name: {level: code for code, level in enumerate(one.levels)} for one in COMPARISONS}


def patterns(around: Surroundings, pairs: Pairs) -> Ints:
    """Return the pattern of every pair, worked out block by block."""
    starts = range(0, len(pairs.left), BLOCK)
    blocks = [_patterns(around, pairs.between(start, start + BLOCK)) for start in starts]
    return np.concatenate([np.empty(0, dtype=np.int64), *blocks])


def _patterns(around: Surroundings, pairs: Pairs) -> Ints:
    columns = around.columns
    levels: tuple[Codes | Ints, ...] = (
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
        code *= size
        code += level
    return code


def unpacked(code: Ints) -> list[Ints]:
    """Return the level codes of patterns, one array a comparison."""
    found: list[Ints] = []
    for size in reversed(SIZES):
        found.append(code % size)
        code = code // size
    return found[::-1]


def _pick(comparison: str, choices: Sequence[tuple[Bools, str]], otherwise: str) -> Codes:
    """Return the code of the first level whose condition holds."""
    held = np.zeros(len(choices[0][0]), dtype=np.uint16)
    for bit, (condition, _) in enumerate(choices):
        held |= condition * np.uint16(1 << bit)
    return _first_held(comparison, tuple(level for _, level in choices), otherwise).take(held)


@cache
def _first_held(comparison: str, levels: tuple[str, ...], otherwise: str) -> Codes:
    """Return the code of the first level that holds, by which do as bits: pairs are many, and looking up is fast."""
    codes = _CODE[comparison]
    held = np.arange(1 << len(levels))
    found = np.full(len(held), codes[otherwise], dtype=np.int32)
    for bit, level in reversed(list(enumerate(levels))):
        found[held & (1 << bit) > 0] = codes[level]
    return found


def _date(columns: Columns, pairs: Pairs) -> Codes:
    gap = pairs.gap
    exact = (columns.half.take(pairs.left) == 0) & (columns.half.take(pairs.right) == 0)
    choices = [
        ((gap == 0) & exact, "same-day"),
        (gap == 0, "overlap"),
        (gap <= 1, "one-day"),
        (gap <= 2, "two-days"),  # noqa: PLR2004  days, as the level says
        (gap <= 3, "three-days"),  # noqa: PLR2004  likewise
    ]
    return _pick("date", choices, "further")


def _place(columns: Columns, pairs: Pairs) -> Codes:
    km = pairs.km
    one, other = pairs.ends(columns.place)
    reach, other_reach = pairs.ends(columns.reach)
    within, whole = pairs.ends(columns.within), pairs.ends(columns.whole)
    wide, both = np.maximum(reach, other_reach), reach + other_reach
    named = (one != NOTHING) & (other != NOTHING)
    same = named & (one == other)
    nested = named & ((one == within[1]) | (other == within[0]))
    nested |= (whole[0] | whole[1]) & np.equal(*pairs.ends(columns.country))
    region = _same(columns.region, pairs)
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


def _same(codes: Codes, pairs: Pairs) -> Bools:
    """Tell of which pairs both have the same code, and have one."""
    one, other = pairs.ends(codes)
    return np.asarray((one == other) & (one != NOTHING))


def _type(around: Surroundings, pairs: Pairs) -> Codes:
    columns, share = around.columns, around.types.take(pairs.left)
    same = _same(columns.type, pairs)
    choices = [
        (same & (share < RARE_TYPE), "same-rare"),
        (same & (share >= COMMON_TYPE), "same-common"),
        (same, "same"),
        (_same(columns.parent, pairs), "parent"),
        (_same(columns.family, pairs), "family"),
    ]
    return _pick("type", choices, "different")


_SAME, _GENERIC, _OPEN, _NONE, _OTHER = 4, 3, 2, 1, 0
_FITS = np.array([_OPEN, _NONE, _OPEN, _GENERIC, _OTHER, _NONE, _OTHER, _SAME], dtype=np.int32)
"""How two sides fit, by whether they are the same (1), the first is told (2) and both are identified (4)."""


def _turned() -> tuple[Codes, Codes]:
    """Return how two pairs of sides fit, turned as they fit best, and whose rate tells how common what they share is.

    Both by how the sides fit: the first and the second one straight, and the first and the second one crossed.
    """
    names = {
        (_SAME, _SAME): "both", (_SAME, _NONE): "both", (_SAME, _GENERIC): "one-and-generic",
        (_SAME, _OPEN): "one-and-open", (_SAME, _OTHER): "one-of-two",
        (_GENERIC, _GENERIC): "generic", (_GENERIC, _NONE): "generic", (_GENERIC, _OPEN): "generic-and-open",
        (_GENERIC, _OTHER): "generic-of-two", (_OPEN, _OPEN): "open", (_OPEN, _NONE): "open",
        (_OPEN, _OTHER): "open-of-two", (_NONE, _NONE): "open",
    }  # fmt: skip
    fit, whose = np.empty(5**4, dtype=np.int32), np.empty(5**4, dtype=np.int32)
    for place, (*straight, third, fourth) in enumerate(product(range(5), repeat=4)):
        first, second = (third, fourth) if third + fourth > sum(straight) else straight
        better, worse = max(first, second), min(first, second)
        fit[place] = SIDES.index(names.get((better, worse), "neither"))
        one = SECOND if first < second else FIRST
        whose[place] = BOTH if worse >= _GENERIC else one if better >= _GENERIC else ANYBODY
    return fit, whose


_FIT, _WHOSE = _turned()


def _sides(around: Surroundings, pairs: Pairs) -> Ints:
    """Return how the sides fit, turned as they fit best, and how common what they share is around there."""
    columns = around.columns
    actors, known = columns.actors.ravel(), columns.known.ravel()
    ends = [[2 * rows + side for side in (0, 1)] for rows in (pairs.left, pairs.right)]
    (one, two), (three, four) = ([(actors.take(side), known.take(side)) for side in sides] for sides in ends)
    place = np.zeros(len(pairs.left), dtype=np.int64)
    for mine, theirs in ((one, three), (two, four), (one, four), (two, three)):
        place *= 5
        place += _fit(*mine, *theirs)
    wide = (np.maximum(*pairs.ends(columns.reach)) >= REGION_KM).astype(np.int64)
    whose = _WHOSE.take(place)
    common = around.common.ravel()
    rate, other = (common.take(rows * 8 + wide * 4 + whose) for rows in (pairs.left, pairs.right))
    # One side's rate is taken from the earlier report alone: the later one may have it as its other side.
    rate = np.maximum(rate, other * ((whose == BOTH) | (whose == ANYBODY)))
    return np.asarray((wide * len(SIDES) + _FIT.take(place)) * len(RARITY) + rate)


def _fit(one: Codes, known: Bools, other: Codes, other_known: Bools) -> Codes:
    """Return how a side of one report fits a side of the other."""
    held: npt.NDArray[np.uint8] = (one == other) + np.uint8(2) * (one != NOTHING)
    return _FITS.take(held + np.uint8(4) * (known & other_known))


def _count(columns: Columns, pairs: Pairs) -> Codes:
    (best, other), (low, other_low) = pairs.ends(columns.best), pairs.ends(columns.low)
    (open_, other_open), (sooner, later) = pairs.ends(columns.open), pairs.ends(columns.published)
    high, small = np.maximum(best, other), np.minimum(best, other)
    at_least = (open_ & (best < other)) | (other_open & (other < best))
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
        (np.fmax(low, other_low) <= small, "close"),
        (grown & (small * 4 >= high), "grown"),
    ]
    return _pick("count", choices, "far")


def _wording(columns: Columns, pairs: Pairs) -> Codes:
    """Compare the notes by the share that both have of what their words say (Jaccard, weighted by bits squared)."""
    words = columns.words
    if words is None or not len(pairs.left):
        return np.full(len(pairs.left), _CODE["wording"]["unknown"], dtype=np.int32)
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


def _kinds(columns: Columns, pairs: Pairs) -> Codes:
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


def _source(columns: Columns, pairs: Pairs) -> Codes:
    choices = [(_same(columns.article, pairs), "same-article"), (_same(columns.voice, pairs), "same-voice")]
    return _pick("source", choices, "different")
