from pathlib import Path

from eventbook.datasets.charting.drawn import EXACT, NEAR, REGION, REGION_KM, drawn, kinds, place_classes
from eventbook.datasets.releases.read import Release
from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_file import default_codebook

ASSETS = Path(__file__).parents[3] / "datasets" / "site" / "assets"


def with_classes(*km: float) -> Codebook:
    book = default_codebook()
    step = book.places.precision[0]
    steps = tuple(step.model_copy(update={"code": n, "km": far}) for n, far in enumerate(km, start=1))
    return book.model_copy(update={"places": book.places.model_copy(update={"precision": steps})})


def test_the_finest_class_of_place_is_exact_and_wide_ones_are_regions() -> None:
    assert place_classes(with_classes(1, 25, 80, 300)) == (EXACT, NEAR, REGION, REGION)
    assert place_classes(with_classes(1, 5, 10)) == (EXACT, NEAR, REGION)
    assert place_classes(with_classes(500)) == (EXACT,)


def test_the_explorer_draws_regions_from_the_same_distance_on() -> None:
    assert f"const REGION_KM = {REGION_KM};" in (ASSETS / "explore.js").read_text("utf-8")


def test_events_are_drawn_by_their_broader_type_and_class_of_place(releases: Path) -> None:
    release = Release(releases / "2026.11.1")
    events = release.table("events")
    found = drawn(events, release.codebook)
    names = kinds(release.codebook)
    assert [names[one] for one in found.kind] == events["event_type"].to_pylist()
    assert found.place.tolist() == [code - 1 for code in events["geo_precision"].to_pylist()]
    assert len(found.day) == events.num_rows
