"""A rebuild of the matching after few changes, beside a full one: time, and whether the pairs are the same.

    cd benchmarks && ../.venv/bin/python -m matching.rebuild --size 1e5 --runs 5

One per cent of the reports is changed, all of them in one of ten parts (the made-up countries, put
together to ten). A full rebuild begins with an empty cache, the other with that of the build before; both have
its weights, as builds have. In turn, each measured from the table of features to the incidents, five times; the
figures are medians.
"""

import argparse
import shutil
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from eventbook.datasets.matching.links import Links
from eventbook.datasets.matching.matching import Matching, Task, compared, learned, match
from eventbook.datasets.matching.missed import Missed
from eventbook.datasets.matching.part_cache import PartCache
from eventbook.datasets.matching.workers import Shop
from eventbook.datasets.plan import Window
from matching.telling import SETTINGS, made

PARTS = 10


def main() -> None:
    """Measure both and print the medians."""
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("--size", type=float, default=1e5)
    reader.add_argument("--seed", type=int, default=5)
    reader.add_argument("--runs", type=int, default=5)
    asked = reader.parse_args()
    table = _in_ten(made(int(asked.size), asked.seed, SETTINGS["full"]).features)
    changed = _changed(table)
    task = Task(Window(), 0.0, Links((), frozenset()), {})
    weights = learned(compared(table, Window()), table.num_rows, "a benchmark")
    task = Task(task.window, task.threshold, task.links, task.judged, weights)
    folder = Path(tempfile.mkdtemp(prefix="rebuild-"))
    try:
        _work(table, task, folder / "before")
        times: dict[str, list[float]] = {"full": [], "rebuild": [], "undivided": []}
        outcomes: list[Matching] = []
        for run in range(asked.runs):
            for name, taken in times.items():
                cache = folder / f"{name}{run}"
                if name == "rebuild":
                    shutil.copytree(folder / "before", cache)
                start = time.perf_counter()
                outcomes.append(match(changed, task) if name == "undivided" else _work(changed, task, cache))
                taken.append(time.perf_counter() - start)
            if any(_same(one) != _same(outcomes[0]) for one in outcomes):
                message = "the outcomes differ"
                raise AssertionError(message)
        medians = {name: statistics.median(some) for name, some in times.items()}
        for name, seconds in medians.items():
            print(f"{name:10} {seconds:8.2f} s   {seconds / medians['full']:.3f} of a full one")
        print(f"{table.num_rows} reports, the same {len(outcomes[0].incidents)} incidents each time")
    finally:
        shutil.rmtree(folder)


def _same(one: Matching) -> Matching:
    """Return an outcome without the estimate of missed pairs, for which each part looks around some of its own."""
    return replace(one, diagnostics=replace(one.diagnostics, missed=Missed(0, 0, 0.0)))


def _work(table: pa.Table, task: Task, cache: Path) -> Matching:
    return match(table, task, Shop(workers=1, cache=PartCache(cache), small=0, most=table.num_rows).compare)


def _in_ten(table: pa.Table) -> pa.Table:
    """Return the reports with the countries put together to ten, of about the same number of reports."""
    names, code = np.unique(np.asarray(table["country"].to_pylist()), return_inverse=True)
    size = np.bincount(code)
    home = np.zeros(len(names), dtype=np.int64)
    load = np.zeros(PARTS, dtype=np.int64)
    for country in np.argsort(-size):
        home[country] = int(load.argmin())
        load[home[country]] += size[country]
    return _with(table, "country", pa.array([f"part{number}" for number in home[code].tolist()]))


def _changed(table: pa.Table) -> pa.Table:
    """Return the reports with the counts of one per cent of them changed, all in one part."""
    mine = np.flatnonzero(np.asarray(table["country"].to_pylist()) == "part3")
    best = np.asarray(table["count_best"].to_pylist(), dtype=object)
    best[np.random.default_rng(1).choice(mine, table.num_rows // 100, replace=False)] = 7
    return _with(table, "count_best", pa.array(best.tolist(), pa.int64()))


def _with(table: pa.Table, name: str, column: pa.Array) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), name, column)


if __name__ == "__main__":
    main()
