from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from eventbook.datasets.matching import matching
from eventbook.datasets.matching.features import FEATURES
from eventbook.datasets.matching.found import Compared
from eventbook.datasets.matching.learning import learn
from eventbook.datasets.matching.levels import COMPARISONS, SIZES
from eventbook.datasets.matching.links import Links
from eventbook.datasets.matching.matching import Matching, Task, learned, match
from eventbook.datasets.matching.weights import LEARNED, shipped_weights
from eventbook.datasets.plan import Window

DAY = date(2021, 6, 1)
FREE = Links((), frozenset())


@cache
def told(events: int = 150) -> pa.Table:
    """Return two or three reports of each of many events, sorted by report id: `e017-1` tells of event 17."""
    dice = np.random.default_rng(3)
    rows: list[dict[str, Any]] = []
    for event in range(events):
        town, off, deaths = (int(dice.integers(0, most)) for most in (12, 120, 20))
        sides = (f"a{dice.integers(0, 6)}", f"b{dice.integers(0, 6)}")
        for copy in range(2 + event % 2):
            when = DAY + timedelta(off + int(dice.random() < 0.25))
            rows.append(
                {
                    "report_id": f"e{event:03}-{copy}", "article_id": f"x{event}-{copy}", "first": when,
                    "last": when, "published": when, "latitude": 0.5 * town, "longitude": 10.0,
                    "radius_km": 3.0, "place_id": f"t{town}", "region": "north", "type": "clash",
                    "actor1": sides[0], "actor2": sides[1], "identified1": True, "identified2": True,
                    "count_low": deaths, "count_best": deaths,
                }
            )  # fmt: skip
    return pa.Table.from_pylist(rows, schema=FEATURES)


def daily(days: int) -> list[dict[str, Any]]:
    """Return three reports a day of the same people at the same town: whether they are one, nobody can say."""
    return [
        {**row, "first": DAY + timedelta(off), "last": DAY + timedelta(off), "article_id": f"x{off}-{copy}"}
        for row in told().slice(0, 1).to_pylist()
        for off in range(days)
        for copy in range(3)
    ]


def task(**changes: Any) -> Task:  # noqa: ANN401  any part of a task
    asked: dict[str, Any] = {"window": Window(), "threshold": 0.0, "links": FREE, "judged": {}}
    return Task(**(asked | changes))


def truly(found: Matching) -> list[bool]:
    """Tell of each incident whether it is an event, whole and nothing else."""
    sizes = {event: 2 + event % 2 for event in range(150)}
    return [
        len({name[:4] for name in group}) == 1 and len(group) == sizes[int(group[0][1:4])]
        for group in found.incidents
    ]


def test_the_reports_of_an_event_come_together() -> None:
    found = match(told(), task())
    assert np.mean(truly(found)) > 0.9
    assert sorted(name for group in found.incidents for name in group) == told()["report_id"].to_pylist()


def test_small_calm_data_is_weighed_by_the_shipped_weights() -> None:
    assert match(told(), task()).weights == shipped_weights()


def test_where_pairs_look_alike_day_after_day_the_shipped_weights_are_held_back() -> None:
    rows = [{**row, "report_id": f"r{number:03}"} for number, row in enumerate(daily(60))]
    weights = match(pa.Table.from_pylist(rows, schema=FEATURES), task()).weights
    assert weights.version == shipped_weights().version
    assert weights.prior < shipped_weights().prior
    assert weights.alike - weights.prior == pytest.approx(shipped_weights().alike - shipped_weights().prior)


def test_enough_pairs_learn_weights_of_their_own_and_the_same_ones_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(matching, "ENOUGH", 10)
    one, again = match(told(), task()), match(told(), task())
    assert one.weights.version == LEARNED
    assert f"{one.candidates} candidate pairs" in one.weights.learned
    assert one == again


def test_given_weights_are_used_however_many_pairs_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "ENOUGH", 10)
    given = shipped_weights().model_copy(update={"version": LEARNED})
    assert match(told(), task(weights=given)).weights == given


def test_slabs_do_not_change_what_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = match(told(), task())
    monkeypatch.setattr("eventbook.datasets.matching.candidates.SLAB", 40)
    assert match(told(), task()) == whole


def test_what_is_linked_is_kept_together_and_apart() -> None:
    links = Links((("e000-0", "e001-0"),), frozenset({("e002-0", "e002-1")}))
    home = {name: group for group in match(told(), task(links=links)).incidents for name in group}
    assert home["e000-0"] == home["e001-0"]
    assert home["e002-0"] != home["e002-1"]


def test_a_cautious_match_leaves_pairs_open_and_a_judged_pair_no_longer_waits() -> None:
    waiting = match(told(), task(threshold=8.0)).open
    first = next(iter(waiting))
    pair = (first.one, first.other)
    again = match(told(), task(threshold=8.0, judged={pair: False})).open
    assert pair not in {(one.one, one.other) for one in again}


def test_weights_learned_from_a_tenth_of_the_pairs_are_outgrown_and_shipped_ones_never_are() -> None:
    number = match(told(), task()).candidates
    for learned_from, outgrown in ((number // 10, True), (number // 10 + 1, False)):
        own = {"version": LEARNED, "learned": f"learned from {learned_from} candidate pairs"}
        weights = shipped_weights().model_copy(update=own)
        assert match(told(), replace(task(), weights=weights)).outgrown is outgrown
    assert not match(told(), replace(task(), weights=shipped_weights())).outgrown


def test_nothing_matches_nothing() -> None:
    found = match(FEATURES.empty_table(), task())
    assert (found.incidents, found.candidates, len(found.open)) == ((), 0, 0)


def packed(**levels: str) -> int:
    code = 0
    for one, width in zip(COMPARISONS, SIZES, strict=True):
        code = code * width + one.levels.index(levels.get(one.name, one.levels[-1]))
    return code


def test_an_incident_of_very_many_reports_raises_the_bound_on_pairs() -> None:
    same = packed(date="same-day", place="close", type="same", sides="both 1/16", count="equal-some")
    strange = packed(date="three-days", place="neighbouring", sides="neither 1/16", count="far")
    told, reports = np.array([*combinations(range(40), 2)]).T, 400
    dice = np.random.default_rng(1)
    others = np.sort(dice.choice(reports, (4_000, 2)), axis=1).T
    left, right = np.concatenate((told, others), axis=1).astype(np.int32)
    pattern = np.repeat([same, strange], [len(told[0]), 4_000]).astype(np.int32)
    pairs = Compared(left, right, pattern)
    bounded = learn(*pairs.seen, reports, "a test")
    assert learned(pairs, reports, "a test").prior > bounded.prior + 0.3
