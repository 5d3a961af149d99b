"""Which stored entry a new word is about, and what of that entry stays.

Options change only what they name. A table of a file says an entry whole, but that it leaves
`confidential` out makes nothing public: only `confidential = false` does. A place without an id
is the stored one of its name only where it lies there too, for two towns may share a name.
"""

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from eventbook.coders.lists.entries import PLACES, Entry, EntryList, Raw
from eventbook.coders.store.records import body_of
from eventbook.schema.article import Outlet
from eventbook.schema.countries import find_country
from eventbook.schema.distance import km_between
from eventbook.schema.errors import EventbookError
from eventbook.schema.plain_values import is_list
from eventbook.schema.text import fold, slug
from eventbook.schema.where import Place, place_id
from eventbook.schema.who import Actor

NEAR_KM = 25.0
"""How far apart two words on one place may lie; towns of one name and province lie farther apart."""

Known = Mapping[str, Entry]


class EntryUnclearError(EventbookError, ValueError):
    """What was given may mean several entries, or several parts of one."""


def changed_entry(given: Raw, lists: EntryList, known: Known) -> dict[str, Any]:
    """Return the entry that options say: what they do not name is as it is stored.

    Raises `EntryUnclearError` where it is not clear which entry they change, or what of it.
    """
    body, name = _identified(given, lists, known)
    stored = known.get(name)
    if stored is None:
        return body
    types = {"types": _types(stored, body["types"])} if isinstance(stored, Actor) and "types" in body else {}
    return {**body_of(stored), **body, **types}


def whole_entry(given: Raw, lists: EntryList, known: Known) -> dict[str, Any]:
    """Return the entry that a table of a file says; what is confidential stays so unless it says otherwise."""
    body, name = _identified(given, lists, known)
    stored = known.get(name)
    hidden = isinstance(stored, Outlet) and stored.confidential
    return {"confidential": True, **body} if hidden else body


def _identified(given: Raw, lists: EntryList, known: Known) -> tuple[dict[str, Any], str]:
    """Return an entry and the id that it has; a place is given the id of its own that it lacks."""
    if isinstance(given.get("id"), str):
        return dict(given), str(given["id"])
    country = _text(given, "country")
    found = find_country(country) if country else None
    if lists is not PLACES or not _text(given, "name") or found is None:
        return dict(given), slug(_text(given, "name"))
    name = _place_id(given, place_id(_text(given, "name"), found.iso3), known)
    return {**given, "id": name}, name


def _text(given: Raw, key: str) -> str:
    value = given.get(key)
    return value if isinstance(value, str) else ""


def _place_id(given: Raw, base: str, known: Known) -> str:
    """Return the id of the stored place that is meant, or one that is free."""
    meant = [place for place in _homonyms(given, base, known) if _is_there(given, place)]
    admin1 = _text(given, "admin1")
    if len(meant) > 1 and not (admin1 or "latitude" in given or "longitude" in given):
        names = " or ".join(place.id for place in meant)
        message = f"'{_text(given, 'name')}' may be {names}; say which with --id"
        raise EntryUnclearError(message)
    meant.sort(key=lambda place: (fold(place.admin1) != fold(admin1), place.id))
    return meant[0].id if meant else next(name for name in _ids(base, slug(admin1)) if name not in known)


def _homonyms(given: Raw, base: str, known: Known) -> Iterator[Place]:
    """Yield the stored places of the name whose ids were made from it."""
    for place in known.values():
        alike = place.id.startswith(f"{base}-") and fold(place.name) == fold(_text(given, "name"))
        if isinstance(place, Place) and (alike or place.id == base):
            yield place


def _ids(base: str, admin1: str) -> Iterator[str]:
    """Yield the ids that a place may get, the plainest first, without an end."""
    yield base
    longer = f"{base}-{admin1}" if admin1 else base
    if admin1:
        yield longer
    yield from (f"{longer}-{number}" for number in count(2))


def _is_there(given: Raw, stored: Place) -> bool:
    """Tell whether what is said of a place fits where a stored one lies."""
    admin1 = _text(given, "admin1")
    if admin1 and stored.admin1 and fold(admin1) != fold(stored.admin1):
        return False
    latitude, longitude = given.get("latitude"), given.get("longitude")
    there = (
        latitude if isinstance(latitude, int | float) else stored.latitude,
        longitude if isinstance(longitude, int | float) else stored.longitude,
    )
    return km_between(there, (stored.latitude, stored.longitude)) <= NEAR_KM


def _types(stored: Actor, given: Any) -> Any:  # noqa: ANN401  what was written, read later
    """Return an actor's types with what options say of its one type; the rest of it stays."""
    before = [period.model_dump(mode="json", exclude_defaults=True) for period in stored.types]
    if len(before) > 1:
        advice = "change them in a file: eventbook actors add --from FILE"
        message = f"{stored.id} has {len(before)} types; {advice}"
        raise EntryUnclearError(message)
    return [{**before[0], **period} for period in given] if is_list(given) else given
