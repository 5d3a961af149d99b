"""The levels of every comparison: their names, their order, and what one would guess before learning.

A comparison puts a pair on one of its levels. Which levels there are, and which of two is the
closer one, is knowledge of the field and stands here; what a level weighs is learned. `chains`
run from the closest level to the furthest: weights never rise along a chain, so closer is
never worse. `guess` is where learning starts from (natural logs of likelihood ratios, by
judgement); what it ends at depends on it only a little.
"""

from collections.abc import Mapping
from dataclasses import dataclass

SIDES = (
    "both",
    "one-and-generic",
    "one-and-open",
    "generic",
    "one-of-two",
    "generic-and-open",
    "open",
    "generic-of-two",
    "open-of-two",
    "neither",
)
"""How two pairs of sides fit: both the same; one the same and the other generic, open or another; and so on."""
RARITY = ("1/16", "1/8", "1/4", "1/2", "1", "2", "4", "8", "more")
"""Fewer reports a day than this name the same, nearby and within a month."""

WIDE = " wide"
"""Ends levels of sides where a place is known by its region only: rarity is then that of the whole region."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison: level names in order of code, chains of codes, and a first guess for each level.

    `strata` numbers for each level the group within which its shares add up to one: which group a
    pair falls into is said by another comparison already, and must not count twice.
    """

    name: str
    levels: tuple[str, ...]
    chains: tuple[tuple[int, ...], ...]
    guess: tuple[float, ...]
    strata: tuple[int, ...]


def _comparison(name: str, guesses: Mapping[str, float], *chains: str) -> Comparison:
    levels = tuple(guesses)
    ordered = tuple(tuple(levels.index(level) for level in chain.split()) for chain in chains)
    return Comparison(name, levels, ordered, tuple(guesses.values()), (0,) * len(levels))


def _sides() -> Comparison:
    start = (4.0, 3.5, 2.0, 1.5, -1.0, 0.5, 0.0, -2.0, -2.5, -4.0)
    guesses = {
        f"{fit} {rarity}{wide}": base - 0.3 * (step - 4)
        for wide in ("", WIDE)
        for fit, base in zip(SIDES, start, strict=True)
        for step, rarity in enumerate(RARITY)
    }
    rare = tuple(tuple(range(start, start + len(RARITY))) for start in range(0, len(guesses), len(RARITY)))
    strata = tuple(int(level.endswith(WIDE)) for level in guesses)
    return Comparison("sides", tuple(guesses), rare, tuple(guesses.values()), strata)


COMPARISONS = (
    _comparison(
        "date",
        {
            "same-day": 1.8,
            "overlap": 0.8,
            "one-day": 0.5,
            "two-days": -0.5,
            "three-days": -2.0,
            "further": -3.0,
        },
        "same-day overlap one-day two-days three-days further",
    ),
    _comparison(
        "place",
        {
            "same-place": 1.5,
            "close": 1.0,
            "near": 0.8,
            "neighbouring": -0.8,
            "around": 0.7,
            "compatible": 0.3,
            "beyond": -0.8,
            "same-region": 0.6,
            "in-region": 0.3,
            "reachable": -0.5,
            "apart": -2.5,
        },
        "same-place close near neighbouring apart",
        "around compatible beyond apart",
        "same-region in-region reachable apart",
    ),
    _comparison(
        "type",
        {"same-rare": 2.0, "same": 1.3, "same-common": 0.8, "parent": 0.2, "family": -0.3, "different": -1.5},
        "same-rare same same-common parent family different",
    ),
    _sides(),
    _comparison(
        "count",
        {
            "equal-many": 3.5,
            "equal-some": 2.5,
            "equal-few": 1.5,
            "above": 0.4,
            "close": 0.5,
            "grown": -0.8,
            "far": -1.5,
            "both-nought": 0.3,
            "nought-and-few": -1.0,
            "nought-and-more": -1.5,
            "unknown": 0.0,
        },
        "equal-many equal-some equal-few close grown far",
        "equal-few above far",
        "both-nought nought-and-few nought-and-more",
    ),
    _comparison(
        "wording",
        {"much": 2.5, "some": 1.0, "little": 0.0, "nothing": -1.0, "unknown": 0.0},
        "much some little nothing",
    ),
    _comparison(
        "names",
        {"rare": 4.0, "few": 2.5, "common": 0.5, "others": -1.0, "unknown": 0.0},
        "rare few common others",
    ),
    _comparison(
        "kinds",
        {"all-of-many": 1.0, "all": 0.6, "most": 0.0, "some": -0.5, "none": -1.5, "unknown": 0.0},
        "all-of-many all most some none",
    ),
    _comparison(
        "source",
        {"same-article": 1.5, "different": 0.0, "same-voice": -0.3},
        "same-article same-voice",
    ),
)
SIZES = tuple(len(one.levels) for one in COMPARISONS)
"""How many levels each comparison has: a pair's levels together are one number in this mixed base."""
