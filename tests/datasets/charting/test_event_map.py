import re

import numpy as np
import pytest

from eventbook.datasets.charting.drawn import Drawn
from eventbook.datasets.charting.event_map import NARROWEST, WIDEST, WIDTH, WORLD, event_map, view_of


def events(*places: tuple[float, float, int, int]) -> Drawn:
    """Make events of latitude, longitude, kind and class of place."""
    columns = list(zip(*places, strict=True)) or [()] * 4
    return Drawn(
        latitude=np.array(columns[0], dtype=np.float64),
        longitude=np.array(columns[1], dtype=np.float64),
        day=np.zeros(len(places), dtype=np.int64),
        kind=np.array(columns[2], dtype=np.int64),
        place=np.array(columns[3], dtype=np.int64),
    )


@pytest.mark.parametrize(
    "places",
    [[(0.3, 32.5)], [(50.4, 30.5), (48.0, 37.8)], [(-54.8, -68.3), (12.5, -69.9)], [(70.0, 25.0), (69.0, 33.0)]],
)  # fmt: skip
def test_the_view_holds_all_events_in_a_fair_shape(places: list[tuple[float, float]]) -> None:
    view = view_of(events(*((one, other, 0, 0) for one, other in places)))
    for latitude, longitude in places:
        ((x, y),) = view.places([(longitude, latitude)])
        assert 0 < x < WIDTH
        assert 0 < y < view.height
    assert NARROWEST * 0.9 <= view.height / WIDTH <= WIDEST * 1.1


def test_events_all_over_the_world_show_the_whole_of_it() -> None:
    view = view_of(events((0, -120, 0, 0), (0, 150, 0, 0)))
    assert (view.west, view.south, view.east, view.north) == WORLD


def test_a_place_that_is_not_exact_is_drawn_as_such_and_apart() -> None:
    text = event_map(events((1, 30, 0, 0), (1, 30, 0, 0), (1, 30, 2, 1), (1, 30, 3, 2)), "three")
    assert re.findall(r'circle class="(.*?)"', text) == ["kind-0 place-0", "kind-2 place-1", "kind-3 place-2"]
    assert "<title>2 events</title>" in text
    assert "<title>1 event</title>" in text


def test_a_dot_has_the_colour_of_the_commonest_kind() -> None:
    text = event_map(events((1, 30, 4, 0), (1, 30, 1, 0), (1, 30, 4, 0)), "one")
    assert re.findall(r"kind-\d", text) == ["kind-4"]


def test_a_map_of_no_events_and_of_events_without_a_place_is_a_map() -> None:
    assert "circle" not in event_map(events(), "nothing")
    assert "circle" not in event_map(events((float("nan"), 1, 0, 0)), "nowhere")


def test_what_a_map_shows_is_said_as_text() -> None:
    assert 'aria-label="a &lt;b&gt; &#34;map&#34;"' in event_map(events((1, 30, 0, 0)), 'a <b> "map"')
