"""Dividing changes nothing: `partition.py` and `part.py` against matching all at once, over random small worlds."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from eventbook.datasets.matching.features import FEATURES
from eventbook.datasets.matching.matching import compared
from eventbook.datasets.matching.part import CONTEXT, OWN, PARTNER, found_in_part
from eventbook.datasets.matching.partition import common_of, parts_of
from eventbook.datasets.matching.rates import MONTH
from eventbook.datasets.matching.told import with_steps
from eventbook.datasets.plan import Window

WINDOW = Window()
START = date(2021, 1, 1)
Row = dict[str, object]


def pick(dice: np.random.Generator, among: list[str | None]) -> str | None:
    return among[int(dice.integers(0, len(among)))]


@st.composite
def reports(draw: st.DrawFn) -> list[Row]:
    """Draw reports of three countries that meet at one corner, some vague, long, unnamed or open."""
    number = draw(st.sampled_from([0, 5, 40, 120]))
    dice = np.random.default_rng(draw(st.integers(0, 10_000)))
    rows: list[Row] = []
    for key in range(number):
        country = str(dice.choice(["AAA", "BBB", "CCC"]))
        last = START + timedelta(days=int(dice.choice([0, 0, 0, 400])) + int(dice.integers(0, 90)))
        radius = float(dice.choice([3.0, 3.0, 15.0, 120.0, 500.0]))
        region = f"{country}/*" if radius == 500.0 else pick(dice, [f"{country}/n", f"{country}/s", None])
        sides = [pick(dice, ["x", "y", "z", None]) for _ in range(2)]
        rows.append(
            {
                "report_id": f"r{key:04}",
                "article_id": f"a{dice.integers(0, 30)}",
                "voice": str(dice.choice(["v", "w"])),
                "country": country,
                "first": last - timedelta(days=int(dice.choice([0, 0, 0, 6, 40]))),
                "last": last,
                "latitude": float(dice.normal(0, 0.15)),
                "longitude": float(dice.normal(10, 0.15)),
                "radius_km": radius,
                "place_id": str(dice.choice(["p", "q", "r"])),
                "region": region,
                "type": str(dice.choice(["t1", "t2", "t3", "t4"], p=[0.7, 0.2, 0.06, 0.04])),
                "actor1": sides[0],
                "actor2": sides[1],
                "identified1": bool(sides[0] and dice.random() < 0.8),
                "identified2": bool(sides[1] and dice.random() < 0.8),
                "count_best": int(dice.integers(0, 9)) if dice.random() < 0.7 else None,
                "words": list(
                    dice.choice(["market", "bridge", "convoy", "farm"], dice.integers(0, 4), replace=False)
                ),
                "named": list(dice.choice(["ada", "bo", "cy", "di"], dice.integers(0, 3), replace=False)),
                "kinds": list(dice.choice(["f=1", "f=2", "g=1"], dice.integers(0, 3), replace=False)),
            }
        )
    return rows


Found = list[tuple[int, int, int]]


def whole(table: pa.Table) -> Found:
    found = compared(table, WINDOW)
    return sorted(zip(found.left.tolist(), found.right.tolist(), found.pattern.tolist(), strict=True))


def divided(table: pa.Table, most: int) -> Found:
    common, stepped = common_of(table), with_steps(table)
    every: Found = []
    for part in parts_of(table, WINDOW, most):
        found = found_in_part(stepped.take(pa.array(part.rows)), part.role, common, WINDOW).pairs
        ends = (part.rows[found.left].tolist(), part.rows[found.right].tolist())
        every += zip(*ends, found.pattern.tolist(), strict=True)
    return sorted(every)


@settings(max_examples=15)
@given(rows=reports(), most=st.sampled_from([4, 20, 1000]))
def test_parts_give_exactly_the_pairs_and_patterns_of_the_whole(rows: list[Row], most: int) -> None:
    table = pa.Table.from_pylist(rows, schema=FEATURES)
    assert divided(table, most) == whole(table)


@settings(max_examples=10)
@given(rows=reports(), most=st.sampled_from([4, 20]))
def test_every_report_is_the_own_of_one_part_and_no_part_that_can_be_cut_is_too_big(
    rows: list[Row], most: int
) -> None:
    table = pa.Table.from_pylist(rows, schema=FEATURES)
    parts = parts_of(table, WINDOW, most)
    owned = np.concatenate([np.empty(0, dtype=np.int64), *(part.rows[part.role == 0] for part in parts)])
    assert sorted(owned.tolist()) == list(range(len(rows)))
    assert len({part.name for part in parts}) == len(parts)
    cut = [part for part in parts if int((part.role == 0).sum()) > most]
    for part in cut:
        own: list[int] = part.rows[part.role == 0].tolist()
        days = {(rows[row]["first"], rows[row]["last"]) for row in own}
        assert len(days) == 1


def daily(days: int) -> pa.Table:
    """Return a report a day from one town."""
    rows: list[Row] = [
        {
            "report_id": f"r{day:04}",
            "country": "AAA",
            **dict.fromkeys(("first", "last"), START + timedelta(days=day)),
            "latitude": 0.0,
            "longitude": 0.0,
            "radius_km": 3.0,
        }
        for day in range(days)
    ]
    return pa.Table.from_pylist(rows, schema=FEATURES)


def test_a_report_more_does_not_move_the_cuts() -> None:
    names, more = ([part.name for part in parts_of(daily(days), WINDOW, 120)] for days in (200, 201))
    assert names == more
    assert len(names) == 4


def test_a_cut_through_time_takes_the_days_beside_it_along_and_no_more() -> None:
    one, *_ = parts_of(daily(200), WINDOW, 120)
    roles = {role: int((one.role == role).sum()) for role in (OWN, PARTNER, CONTEXT)}
    assert roles[PARTNER] == WINDOW.days
    assert roles[CONTEXT] == MONTH
