import csv
from collections.abc import Mapping
from pathlib import Path

from eventbook.coders.places.world import World
from eventbook.coders.reading.candidate import Candidate
from eventbook.coders.reading.country_words import country_mentions
from eventbook.coders.reading.dates import phrases_in
from eventbook.coders.reading.place_choice import context_of, place_candidates
from eventbook.coders.reading.place_mentions import mentions
from eventbook.coders.reading.place_names import PlaceNames
from eventbook.coders.reading.place_setting import settings
from eventbook.coders.reading.told import Facts, Told
from eventbook.schema.countries import find_country
from eventbook.schema.text import name_key
from eventbook.schema.where import names_of

PHRASES = Path(__file__).parent / "phrases" / "places.csv"
ROWS = list(csv.DictReader(PHRASES.read_text(encoding="utf-8").splitlines(), delimiter="|"))


def read(row: Mapping[str, str], world: World) -> list[Candidate]:
    told = Told(row["text"], Facts(None, row["outlet"], row["language"]))
    names = PlaceNames(world, {}, world.get)
    days = {at for one in phrases_in(told) for at in range(one.start, one.end)}
    found = mentions(told, names, days)
    countries = country_mentions(told)
    said = settings(told, found, countries)
    every = place_candidates(found, said, context_of(told, found, said, countries), names, (1, 2, 3))
    start = row["text"].index(row["words"])
    end = start + len(row["words"])
    return [one for one in every if one.start < end and one.end > start]


def verdict(row: Mapping[str, str], world: World) -> str:
    """Return right, marked (it is among alternatives), unread or wrong."""
    found = read(row, world)
    if row["place"] == "none":
        return "wrong" if found else "right"
    if not found or found[0].value is None:
        return "unread"
    fitting = [at for at, one in enumerate(found) if _is(one, row, world)]
    if fitting == [] or not (found[fitting[0]].choice or len(found) == 1):
        return "wrong" if len(found) == 1 else "marked"
    dateline = bool(found[0].more.get("dateline"))
    precise = (
        dateline
        if row["precision"] == "dateline"
        else found[fitting[0]].more["precision"] == int(row["precision"])
    )
    return "right" if precise and dateline == (row["precision"] == "dateline") else "wrong"


def _is(one: Candidate, row: Mapping[str, str], world: World) -> bool:
    place = world.get(str(one.more["id"]))
    name, _, country = row["place"].rpartition(", ")
    home = find_country(country)
    assert home is not None, country
    keys = set(map(name_key, names_of(place))) if place else set[str]()
    stands = place is not None and place.source.endswith(f"of {name}")  # a province, by its chief town
    return place is not None and place.country == home.iso3 and (name_key(name) in keys or stands)


def test_nearly_all_places_are_read_and_none_wrongly(world: World) -> None:
    verdicts = {
        f"{row['language']}: {row['text']} {row['words']} -> {read(row, world)}": verdict(row, world)
        for row in ROWS
    }
    wrong = [words for words, said in verdicts.items() if said == "wrong"]
    assert not wrong, "\n".join(wrong)
    assert sum(said == "right" for said in verdicts.values()) >= 0.95 * len(verdicts)


def test_a_place_that_is_not_in_the_list_is_offered_for_adding(world: World) -> None:
    row = {
        "language": "en",
        "outlet": "MOZ",
        "text": "Insurgents beheaded farmers in Palma, Mozambique.",
        "words": "Palma",
    }
    (found,) = read(row, world)
    assert found.value is None
    assert found.label == "Palma, Mozambique"


def test_a_place_is_offered_by_a_label_that_means_it_alone(world: World) -> None:
    offered = [one for row in ROWS for one in read(row, world) if one.value is not None]
    assert offered
    for one in offered:
        assert [place.id for place in world.find(str(one.value))] == [one.more["id"]], one
