"""Parts may be worked by whom and in whatever order, kept or not: `workers.py` with `part_cache.py`."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from eventbook.datasets.matching import workers
from eventbook.datasets.matching.features import FEATURES
from eventbook.datasets.matching.found import Compared, Found
from eventbook.datasets.matching.links import Links
from eventbook.datasets.matching.matching import Task, compared, match
from eventbook.datasets.matching.part import Common, Roles, found_in_part
from eventbook.datasets.matching.part_cache import PartCache
from eventbook.datasets.matching.workers import Shop
from eventbook.datasets.plan import Window

WINDOW = Window()


def table_of(rows: int, *, toll: int = 0) -> pa.Table:
    """Return reports of five countries side by side; `toll` is the count of the first report of the third."""
    dice = np.random.default_rng(7)
    found: list[dict[str, object]] = []
    for key in range(rows):
        country = int(dice.integers(0, 5))
        day = date(2021, 1, 1) + timedelta(days=int(dice.integers(0, 60)))
        found.append(
            {
                "report_id": f"r{key:05}",
                "country": f"C{country}",
                "first": day,
                "last": day,
                "latitude": float(dice.normal(0, 0.2)),
                "longitude": country * 0.5 + float(dice.normal(0, 0.2)),
                "radius_km": float(dice.choice([3.0, 15.0, 120.0])),
                "region": f"C{country}/{dice.integers(0, 3)}",
                "type": str(dice.choice(["a", "b"])),
                "actor1": str(dice.choice(["x", "y", "z"])),
                "identified1": True,
                "count_best": int(dice.integers(0, 5)),
            }
        )
    first = next(row for row in found if row["country"] == "C2")
    first["count_best"] = toll
    return pa.Table.from_pylist(found, schema=FEATURES)


def same(one: Compared, other: Compared) -> bool:
    names = ("left", "right", "pattern")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in names)


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Collect how many reports each part had that was truly worked."""
    sizes: list[int] = []

    def counted(table: pa.Table, role: Roles, common: Common, window: Window) -> Found:
        sizes.append(table.num_rows)
        return found_in_part(table, role, common, window)

    monkeypatch.setattr(workers, "found_in_part", counted)
    return sizes


SHOP = Shop(workers=1, small=0, most=80)


def test_a_warm_cache_an_empty_one_and_none_give_the_same_in_the_same_order(
    tmp_path: Path, worked: list[int]
) -> None:
    table = table_of(400)
    shop = replace(SHOP, cache=PartCache(tmp_path))
    first = shop.compare(table, WINDOW).pairs
    cold = len(worked)
    second = replace(SHOP, cache=PartCache(tmp_path)).compare(table, WINDOW).pairs
    assert len(worked) == cold
    assert same(first, second)
    assert same(first, SHOP.compare(table, WINDOW).pairs)
    assert same(first, compared(table, WINDOW))


def test_only_the_parts_that_a_change_can_reach_are_worked_again(tmp_path: Path, worked: list[int]) -> None:
    near, names = table_of(300), FEATURES.names
    apart = pa.array([5.0 * int(country[1]) for country in near["country"].to_pylist()])
    far = near.set_column(names.index("longitude"), "longitude", apart)
    toll = table_of(300, toll=9)["count_best"]
    changed = far.set_column(names.index("count_best"), "count_best", toll)
    shop = Shop(workers=1, small=0, cache=PartCache(tmp_path))
    shop.compare(far, WINDOW)
    assert len(worked) == 5
    found = replace(shop, cache=PartCache(tmp_path)).compare(changed, WINDOW).pairs
    assert len(worked) == 6
    assert same(found, compared(changed, WINDOW))
    assert len(list(tmp_path.iterdir())) == 5  # what the change made useless is gone


def emptied(_: bytes) -> bytes:
    return b""


def cut_off(content: bytes) -> bytes:
    return content[:-4]


def scratched(content: bytes) -> bytes:
    return b"x" + content[1:]


@pytest.mark.parametrize("damage", [emptied, cut_off, scratched])
def test_a_damaged_entry_is_worked_again(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    table = table_of(200)
    whole = replace(SHOP, cache=PartCache(tmp_path)).compare(table, WINDOW).pairs
    for path in tmp_path.iterdir():
        path.write_bytes(damage(path.read_bytes()))
    assert same(whole, replace(SHOP, cache=PartCache(tmp_path)).compare(table, WINDOW).pairs)


def test_processes_give_what_one_gives_and_progress_is_told() -> None:
    table, told = table_of(300), list[tuple[int, int]]()
    shop = Shop(workers=2, small=0, most=200, progress=lambda done, every: told.append((done, every)))
    assert same(shop.compare(table, WINDOW).pairs, compared(table, WINDOW))
    assert told[0] == (0, told[0][1])
    assert told[-1] == (told[0][1], told[0][1])


def test_a_small_dataset_is_not_divided(worked: list[int]) -> None:
    Shop().compare(table_of(50), WINDOW)
    assert worked == []


def test_the_incidents_are_the_same_however_the_pairs_were_found() -> None:
    table = table_of(400)
    task = Task(WINDOW, 0.0, Links((), frozenset()), {})
    whole, divided = match(table, task), match(table, task, SHOP.compare)
    # Parts that meet see less of what lies outside the window; nothing else may differ.
    missed = whole.diagnostics.missed
    assert divided.diagnostics.missed.outside <= missed.outside
    assert replace(divided, diagnostics=replace(divided.diagnostics, missed=missed)) == whole
