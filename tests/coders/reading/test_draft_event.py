from datetime import date

from eventbook.coders.reading.draft_event import draft_event
from eventbook.schema.codebook_file import default_codebook
from eventbook.schema.registry import Registry
from eventbook.schema.where import Gazetteer, Place

BOOK = default_codebook()
PLACES = Gazetteer((Place(id="iq-baghdad", name="Baghdad", country="IRQ", latitude=33.3, longitude=44.4),))


def test_a_form_without_a_day_or_a_place_asks_nothing() -> None:
    registry = Registry((), BOOK)
    assert draft_event({"when": "2021-11-07"}, BOOK, registry, PLACES) is None
    assert draft_event({"where": "Baghdad, Iraq"}, BOOK, registry, PLACES) is None
    assert draft_event({"when": "yesterday", "where": "Baghdad, Iraq"}, BOOK, registry, PLACES) is None


def test_what_cannot_be_read_yet_is_not_filled_in_yet() -> None:
    words = {
        "when": "2021-11-07",
        "where": {"place": "Baghdad, Iraq", "precision": 2},
        "sub_event_type": "Air",
        "side1": {"actor": "Protesters (Iraq)"},
        "side2": "nobody that is known",
        "counts": [{"what": "deaths"}, {"what": "deaths", "count": "at least 3"}],
    }
    found = draft_event(words, BOOK, Registry((), BOOK), PLACES, ("mine-1",))
    assert found is not None
    assert (found.first, found.place.id, found.precision, found.type) == (
        date(2021, 11, 7),
        "iq-baghdad",
        2,
        "",
    )
    assert (found.side1, found.side2, found.deaths, found.own) == ("protesters-iraq", "", 3, ("mine-1",))
