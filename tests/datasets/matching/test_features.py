from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from eventbook.datasets.matching.features import ALL_REGIONS, FEATURES, UNKNOWN_FIRST, features, region_of
from eventbook.schema.where import Place, PlaceKind

if TYPE_CHECKING:
    from tests.datasets.conftest import Coded, World


def table(world: "World", *coded: "Coded") -> pa.Table:
    context = world.context
    articles = {one.article.id: one.article for one in coded}
    return features(world.prepared(coded), world.book, context.registry, context.gazetteer, articles)


def row(world: "World", coded: "Coded") -> dict[str, Any]:
    found: dict[str, Any] = table(world, coded).to_pylist()[0]
    return found


def test_rows_are_sorted_by_report_id_whatever_order_reports_came_in(world: "World") -> None:
    coded = [world.coded(f"r{number}") for number in range(6)]
    assert table(world, *coded[3:], *coded[:3][::-1]).equals(table(world, *coded))
    assert table(world, *coded)["report_id"].to_pylist() == [f"r{number}" for number in range(6)]


def test_the_table_has_the_declared_columns_and_no_text_of_the_article(world: "World") -> None:
    found = table(world, world.coded("r1"))
    assert found.schema == FEATURES
    assert "Nothing in the lines" not in str(found.to_pylist())


def test_a_first_day_that_nobody_knows_is_looked_for_a_month_back(world: "World") -> None:
    found = row(world, world.coded("r1", when={"first": "unknown", "last": "2021-11-16"}))
    assert (found["first"], found["last"]) == (date(2021, 11, 16) - UNKNOWN_FIRST, date(2021, 11, 16))


def test_the_reach_of_a_place_is_that_of_its_precision(world: "World") -> None:
    near = world.coded("r1", where={"place": "alpha", "precision": 2})
    assert row(world, near)["radius_km"] == 15


def test_an_unidentified_actor_is_marked_as_such(world: "World") -> None:
    found = row(world, world.coded("r1", side2="Unidentified Armed Group (Uganda)"))
    assert (found["identified1"], found["identified2"]) == (True, False)


def test_a_missing_side_is_blank(world: "World") -> None:
    found = row(world, world.coded("r1", sub_event_type="Agreement", side2=None, counts=None))
    assert (found["actor2"], found["identified2"], found["count_best"]) == (None, None, None)


def test_unknown_deaths_are_blank_and_not_nought(world: "World") -> None:
    claim = {"what": "deaths", "count": "unknown", "phrase": "people were killed"}
    assert row(world, world.coded("r1", counts=[claim]))["count_best"] is None


def test_words_are_those_of_the_notes_without_particles_and_numbers(world: "World") -> None:
    found = row(world, world.coded("r1", notes="In 2021, the Rébels fought on; REBELS!"))
    assert found["words"] == ["fought", "rebels"]


def test_a_corroboration_is_matched_with_what_its_root_says(world: "World") -> None:
    root, more = world.coded("r1"), world.coded("r2", event="r1", notes="More of it.")
    found = table(world, root, more).to_pylist()
    assert (found[1]["place_id"], found[1]["first"]) == (found[0]["place_id"], found[0]["first"])
    assert found[1]["words"] == ["more"]


def test_a_report_that_knows_only_the_country_names_all_its_regions() -> None:
    whole = Place(id="x", name="Uganda", country="UGA", latitude=1, longitude=32, kind=PlaceKind.COUNTRY)
    town = Place(id="y", name="Alpha", country="UGA", admin1="North", latitude=1, longitude=32)
    assert region_of(whole) == f"UGA{ALL_REGIONS}"
    assert region_of(town) == "UGA/north"


def test_what_the_codebook_matches_by_kind_is_told_as_field_and_choice(world: "World") -> None:
    found = row(world, world.coded("r1", weapons=["firearms"]))
    assert "weapons=firearms" in found["kinds"]
    assert found["named"] == []
