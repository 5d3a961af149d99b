from pathlib import Path

import pytest

from eventbook.coders.places.workspace_gazetteer import WorkspaceGazetteer
from eventbook.coders.places.world import World
from eventbook.schema.where import Gazetteer, Place, PlaceKind

OWN = Gazetteer(
    (
        Place(
            id="irq-erbil", name="Erbil", country="IRQ", latitude=36.1, longitude=44.1, stands_for="gn-95446"
        ),
        Place(id="usa-spring", name="Springfield", country="USA", latitude=1, longitude=1),
        Place(
            id="irq-zone",
            name="Baghdad - Green Zone",
            country="IRQ",
            latitude=33.3,
            longitude=44.4,
            kind=PlaceKind.DISTRICT,
            within="gn-98182",
        ),
    )
)


@pytest.fixture
def places(small_world: Path) -> WorkspaceGazetteer:
    return WorkspaceGazetteer(OWN, World(small_world))


def test_the_projects_own_place_is_meant_where_it_fits(places: WorkspaceGazetteer) -> None:
    assert [place.id for place in places.find("Springfield, USA")] == ["usa-spring"]
    assert [place.id for place in places.find("Springfield, Illinois, USA")] == ["gn-4250542"]


@pytest.mark.parametrize("written", ["gn-95446", "irq-erbil", "Erbil, Iraq", "Hewler, Iraq"])
def test_a_place_of_the_project_corrects_the_worlds(places: WorkspaceGazetteer, written: str) -> None:
    (place,) = places.find(written)
    assert (place.id, place.latitude) == ("irq-erbil", 36.1)
    assert places["gn-95446"] == place


def test_a_part_of_a_city_lies_in_the_citys_province(places: WorkspaceGazetteer) -> None:
    (zone,) = places.find("Green Zone, Iraq")
    assert (zone.id, zone.admin1) == ("irq-zone", "Baghdād")
    assert places.get("irq-zone") == zone


def test_what_is_nowhere_is_nowhere(places: WorkspaceGazetteer) -> None:
    assert places.get("gn-1") is None
    assert places.find("Xanadu, Iraq") == ()
    with pytest.raises(KeyError, match="gn-1"):
        places["gn-1"]


def test_nearly_alike_names_of_both_are_offered(places: WorkspaceGazetteer) -> None:
    assert "irq-zone" in [place.id for place in places.alike("Baghdad - Gren Zone")]
    assert "gn-2331447" in [place.id for place in places.alike("Maidugri, Nigeria")]
