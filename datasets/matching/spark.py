"""Matching part by part under Apache Spark, for more reports than one machine can work.

Spark is handed the parts as groups of one table and runs the same function on each that local
processes run (`compared_part`, through `applyInArrow`); what comes back is joined as theirs is, so
that the outcome is the same. A master on this machine listens on the loopback address alone.
"""

import os
import shutil
import sys
import warnings
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from eventbook.datasets.matching.features import FEATURES
from eventbook.datasets.matching.found import Found
from eventbook.datasets.matching.matching import Comparer, found_in
from eventbook.datasets.matching.part import Common, found_in_part
from eventbook.datasets.matching.partition import MOST, Part, common_of, parts_of
from eventbook.datasets.matching.told import BITS, STEPS, with_steps
from eventbook.datasets.matching.workers import SMALL, joined
from eventbook.datasets.plan import Window
from eventbook.schema.errors import EventbookError

SENT = pa.schema(
    [
        *FEATURES,
        pa.field(STEPS, pa.list_(pa.float64())),
        pa.field(BITS, pa.list_(pa.float64())),
        pa.field("part", pa.int32()),
        pa.field("role", pa.int8()),
    ]
)
"""What Spark is handed: the features, how rare names and words are, the part and what the report is in it."""
FOUND = "part int, one int, other int, pattern int"
"""What it gives back: the plain form of what is found in each part."""


class SparkMissingError(EventbookError, RuntimeError):
    """Spark cannot be started here; the message says what to install."""


@contextmanager
def on_spark(master: str, small: int = SMALL, most: int = MOST) -> Generator[Comparer]:
    """Give what finds candidate pairs under Spark; its session ends with the block."""
    session = _session(master)

    def compare(table: pa.Table, window: Window) -> Found:
        if table.num_rows < small:
            return found_in(table, window)
        return _found(session, (table, window), most)

    try:
        yield compare
    finally:
        session.stop()


def _session(master: str) -> Any:  # noqa: ANN401  pyspark is loaded only here
    try:
        sql = import_module("pyspark.sql")
    except ModuleNotFoundError as caught:
        message = "`--engine spark` needs pyspark; install it with: pip install 'eventbook[spark]'"
        raise SparkMissingError(message) from caught
    home = os.environ.get("JAVA_HOME", "")
    if not shutil.which("java", path=os.path.join(home, "bin") if home else None):  # noqa: PTH118  a search path
        message = "Spark needs a Java runtime, 17 or later: install one, or set JAVA_HOME to where it is"
        raise SparkMissingError(message)
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.log.level": "ERROR",
        "spark.ui.showConsoleProgress": "true" if sys.stderr.isatty() else "false",
    }
    if master.startswith("local"):
        os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    builder = sql.SparkSession.builder.master(master).appName("eventbook")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _found(session: Any, asked: tuple[pa.Table, Window], most: int) -> Found:  # noqa: ANN401  likewise
    table, window = asked
    parts = parts_of(table, window, most)
    sent = _sent(with_steps(table), parts)
    session.conf.set("spark.sql.shuffle.partitions", str(max(1, len(parts))))
    with warnings.catch_warnings():
        # pyspark 4 tells that it has not been tried with pandas 3; no pandas is used here.
        warnings.filterwarnings("ignore", category=FutureWarning, module=r"pyspark\.")
        warnings.filterwarnings("ignore", message=".*pandas.*", category=FutureWarning)
        frame = session.createDataFrame(sent)
        found: pa.Table = (
            frame.groupBy("part").applyInArrow(_worker(common_of(table), window), FOUND).toArrow()
        )
    return joined(table, parts, _by_part(found, len(parts)))


def _sent(table: pa.Table, parts: Sequence[Part]) -> pa.Table:
    """Return the rows of all parts in one table, a report once for every part that needs it."""
    rows = np.concatenate([part.rows for part in parts])
    number = np.repeat(np.arange(len(parts), dtype=np.int32), [len(part.rows) for part in parts])
    role = np.concatenate([part.role for part in parts])
    whole = table.take(pa.array(rows)).append_column("part", pa.array(number))
    return whole.append_column("role", pa.array(role)).select(SENT.names)


def _worker(common: Common, window: Window) -> Callable[[pa.Table], pa.Table]:
    """Return what Spark's workers run on each part."""

    def work(given: pa.Table) -> pa.Table:
        # Spark keeps no order within a group; rows of a part are in order of their reports.
        table = given.sort_by("report_id").cast(SENT)
        role = np.asarray(table["role"].combine_chunks().to_numpy(), dtype=np.int8)
        found = found_in_part(table.combine_chunks(), role, common, window)
        part = np.full(found.plain.shape[1], table["part"][0].as_py(), dtype=np.int32)
        one, other, pattern = found.plain
        columns = {"part": part, "one": one, "other": other, "pattern": pattern}
        return pa.table({name: pa.array(values) for name, values in columns.items()})

    return work


def _by_part(found: pa.Table, number: int) -> list[Found]:
    """Return the outcomes by part, each in the order that its rows have."""
    order = pc.sort_indices(
        found, sort_keys=[("part", "ascending"), ("one", "ascending"), ("other", "ascending")]
    )
    part, *plain = (
        np.asarray(found[name].take(order).combine_chunks().to_numpy(), dtype=np.int32)
        for name in ("part", "one", "other", "pattern")
    )
    cuts = np.searchsorted(part, np.arange(number + 1))
    return [
        Found.of(np.stack([values[start:stop] for values in plain]))
        for start, stop in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True)
    ]
