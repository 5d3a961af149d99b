"""Actors that the codebook's unit of record takes for one: `Rioters (Iraq)` and `Protesters (Iraq)`.

One coder saw a protest, another saw it turn violent, and each rightly named the crowd by what
it had done. It is one crowd. The codebook lists such generic actors, and of those that the
reports of one event name, the one that stands first in its list stands for all.
"""

from collections.abc import Iterable
from functools import lru_cache

from eventbook.schema.registry import Registry
from eventbook.schema.text import slug

_SLOT = "{country}"


def stand_in(actor: str, registry: Registry) -> str:
    """Return the id under which an actor is compared: that of the first actor of its list, else its own."""
    return _stand_in(actor, registry.book.unit.alike)


@lru_cache(maxsize=10_000)  # the same few thousand actors are asked for of every incident
def _stand_in(actor: str, alike: tuple[tuple[str, ...], ...]) -> str:
    for group in alike:
        for name in group:
            start, slot, end = name.partition(_SLOT)
            before, after = f"{slug(start)}-", f"-{slug(end)}" if slug(end) else ""
            inner = actor.removeprefix(before).removesuffix(after)
            if slot and len(before) + len(inner) + len(after) == len(actor):
                return slug(group[0].replace(_SLOT, inner))
            if not slot and actor == slug(name):
                return slug(group[0])
    return actor


def leading(actors: Iterable[str], registry: Registry) -> dict[str, str]:
    """Return for each actor the one that stands for it among these: the first of its list that is here."""
    alike = registry.book.unit.alike
    here = sorted(set(actors), key=lambda one: (_rank(one, alike), one))
    first: dict[str, str] = {}
    return {one: first.setdefault(stand_in(one, registry), one) for one in here}


@lru_cache(maxsize=10_000)
def _rank(actor: str, alike: tuple[tuple[str, ...], ...]) -> int:
    """Return where an actor stands in its list: what is told apart by nothing but its name comes first."""
    return next(
        (
            place
            for group in alike
            for place, name in enumerate(group)
            if actor.startswith(slug(name.partition(_SLOT)[0]))
        ),
        0,
    )
