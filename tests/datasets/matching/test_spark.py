"""The same parts under Apache Spark: what comes back is what this process finds, to the last pair."""

import shutil
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from eventbook.datasets.matching.features import FEATURES
from eventbook.datasets.matching.found import Compared
from eventbook.datasets.matching.links import Links
from eventbook.datasets.matching.matching import Task, compared, match
from eventbook.datasets.matching.spark import SparkMissingError, on_spark
from eventbook.datasets.matching.workers import Shop
from eventbook.datasets.plan import Window

WINDOW = Window()


def table_of(rows: int) -> pa.Table:
    """Return reports of three countries side by side, some vague, with words, names and kinds."""
    dice = np.random.default_rng(11)
    found: list[dict[str, object]] = []
    for key in range(rows):
        country, day = int(dice.integers(0, 3)), date(2021, 1, 1) + timedelta(days=int(dice.integers(0, 40)))
        found.append(
            {
                "report_id": f"r{key:05}",
                "country": f"C{country}",
                "first": day,
                "last": day,
                "latitude": float(dice.normal(0, 0.2)),
                "longitude": country * 0.4 + float(dice.normal(0, 0.2)),
                "radius_km": float(dice.choice([3.0, 120.0])),
                "region": f"C{country}/{dice.integers(0, 2)}",
                "type": str(dice.choice(["a", "b"])),
                "actor1": str(dice.choice(["x", "y"])),
                "identified1": True,
                # Words that all of a country have and nobody else say more than a part of the table can know.
                "words": [*(f"{one}{country}" for one in ("town", "river", "hill")), f"word{key % 3}"],
                "named": [str(dice.choice(["ada", "bo"]))],
                "kinds": [str(dice.choice(["f=1", "g=2"]))],
            }
        )
    return pa.Table.from_pylist(found, schema=FEATURES)


def same(one: Compared, other: Compared) -> bool:
    names = ("left", "right", "pattern")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in names)


@pytest.mark.spark
def test_spark_gives_what_local_processes_give_and_what_no_division_gives() -> None:
    table, task = table_of(400), Task(WINDOW, 0.0, Links((), frozenset()), {})
    local = Shop(workers=1, small=0, most=100)
    with on_spark("local[2]", small=0, most=100) as compare:
        found = compare(table, WINDOW)
        incidents = match(table, task, compare)
    other = local.compare(table, WINDOW)
    assert found.looked.reports == other.looked.reports == table.num_rows
    assert found.looked.patterns.tolist() == other.looked.patterns.tolist() != []
    assert same(found.pairs, other.pairs)
    assert same(found.pairs, compared(table, WINDOW))
    assert incidents == match(table, task, local.compare)


def test_without_a_java_runtime_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_: object, **__: object) -> None: ...

    monkeypatch.setattr(shutil, "which", nothing)
    monkeypatch.setattr("eventbook.datasets.matching.spark.import_module", nothing)
    with pytest.raises(SparkMissingError, match="Java runtime, 17 or later"), on_spark("local[1]"):
        pass


def test_without_pyspark_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr("eventbook.datasets.matching.spark.import_module", missing)
    with pytest.raises(SparkMissingError, match=r"pip install 'eventbook\[spark\]'"), on_spark("local[1]"):
        pass
