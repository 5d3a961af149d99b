"""What a form says so far, as far as known events can be compared with it: from its fields as a sheet has them.

Nothing here is a fault: a field that cannot be read yet is one that is not filled in yet.
"""

from collections.abc import Mapping
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError

from eventbook.schema.codebook import Codebook
from eventbook.schema.counts import Claim
from eventbook.schema.plain_values import is_list, is_mapping
from eventbook.schema.registry import Registry
from eventbook.schema.similar import DraftEvent
from eventbook.schema.when import When
from eventbook.schema.where import PlaceLookup, written_place

_WHEN: TypeAdapter[When] = TypeAdapter(When)
_CLAIM: TypeAdapter[Claim] = TypeAdapter(Claim)


def draft_event(
    words: Mapping[str, Any],
    book: Codebook,
    registry: Registry,
    places: PlaceLookup,
    own: tuple[str, ...] = (),
) -> DraftEvent | None:
    """Return the event that a form's fields tell; None as long as they tell no day or no place."""
    when, where = _when(words.get("when")), words.get("where")
    hits = places.find(written_place(where)) if written_place(where) else ()
    if when is None or not hits:
        return None
    code = str(words.get(book.types.field) or "")
    return DraftEvent(
        when.first,
        when.last,
        hits[0],
        _precision(where, book),
        code if code in book.types_by_code else "",
        _actor(words.get("side1"), registry),
        _actor(words.get("side2"), registry),
        _deaths(words.get("counts"), book),
        own,
    )


def _when(raw: object) -> When | None:
    if not raw:
        return None
    try:
        return _WHEN.validate_python(raw)
    except ValidationError:
        return None


def _precision(raw: object, book: Codebook) -> int:
    written = cast("Mapping[str, object]", raw).get("precision") if is_mapping(raw) else None
    codes = [step.code for step in book.places.precision]
    return written if isinstance(written, int) and written in codes else codes[0]


def _actor(raw: object, registry: Registry) -> str:
    """Return the id of the actor of a side; nothing where no one or several are meant."""
    written = cast("Mapping[str, object]", raw).get("actor") if is_mapping(raw) else raw
    if not isinstance(written, str) or not written:
        return ""
    found = registry.get(written)
    hits = (found,) if found else registry.find(written)
    return hits[0].id if len(hits) == 1 else ""


def _deaths(raw: object, book: Codebook) -> int | None:
    """Return the best number of the first claim of the count that events are compared by."""
    if not is_list(raw) or not book.count:
        return None
    for one in raw:
        try:
            claim = _CLAIM.validate_python(one, context={"words": book.vague_words})
        except ValidationError:
            continue
        if claim.what == book.count[0].name:
            return claim.count.best
    return None
