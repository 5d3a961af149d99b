"""Eventbook's matching beside Splink and beside rules in SQL: time, memory and agreement with the truth.

    cd benchmarks && ../.venv/bin/python -m matching.run --size 1e5 --seed 5 --setting plain
    cd benchmarks && ../.venv/bin/python -m matching.run --folder FOLDER

FOLDER holds somebody else's made-up reports (see `matching.neutral`). Each contestant runs in a
process of its own; reading or making the reports is not timed. For the rivals the threshold
with the best pairwise F1 is shown, chosen with the truth in hand; Eventbook has no such help.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np

from eventbook.datasets.matching.incidents import Bound, agglomerate, undecided
from eventbook.datasets.matching.learning import learn
from eventbook.datasets.matching.matching import compared, weighed
from eventbook.datasets.matching.tuning import tuned
from eventbook.datasets.plan import DOUBTFUL, Policy, Window
from matching.neutral import neutral, told_apart
from matching.scores import HEAD, Scores, scores
from matching.telling import SETTINGS, Made, made

CONTESTANTS = ("eventbook", "splink", "sql")


def main() -> None:
    """Run the contestants in turn and print the table."""
    asked = _asked()
    if asked.only:
        print(json.dumps(_measured(asked.only, asked)))
        return
    print(f"{'':28} {'seconds':>8} {'peak MB':>8}  {HEAD}")
    for name in asked.contestants.split(","):
        done = subprocess.run(  # noqa: S603  ourselves
            [sys.executable, "-m", "matching.run", *sys.argv[1:], "--only", name],
            check=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if asked.quiet else None,
            text=True,
        )
        for row in json.loads(done.stdout.splitlines()[-1]):
            figures = Scores(**row["scores"])
            print(f"{row['name']:28} {row['seconds']:8.1f} {row['peak']:8.0f}  {figures.line}", flush=True)


def _asked() -> argparse.Namespace:
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("--size", type=float, default=1e4, help="how many reports to make")
    reader.add_argument("--seed", type=int, default=5)
    reader.add_argument("--setting", choices=sorted(SETTINGS), default="plain")
    reader.add_argument("--folder", type=Path, help="read reports made by somebody else instead")
    reader.add_argument("--judged", type=int, default=500, help="how many doubtful pairs the truth answers")
    reader.add_argument("--contestants", default=",".join(CONTESTANTS))
    reader.add_argument("--loud", dest="quiet", action="store_false", help="show what the contestants say")
    reader.add_argument("--only", choices=CONTESTANTS, help=argparse.SUPPRESS)
    return reader.parse_args()


def _given(asked: argparse.Namespace) -> Made:
    return (
        neutral(asked.folder) if asked.folder else made(int(asked.size), asked.seed, SETTINGS[asked.setting])
    )


def _measured(name: str, asked: argparse.Namespace) -> list[dict[str, object]]:
    given = _given(asked)
    if name == "eventbook":
        return _eventbook(given, asked.judged)
    return _rival(name, given)


def _row(name: str, seconds: float, peak: float, figures: Scores) -> dict[str, object]:
    return {"name": name, "seconds": seconds, "peak": peak, "scores": asdict(figures)}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _eventbook(given: Made, judged: int) -> list[dict[str, object]]:
    """Match at both policies, and once more with pairs from along the cautious queue judged by the truth."""
    start = time.perf_counter()
    apart = told_apart(given.features)
    pairs = compared(given.features, Window())
    weights = learn(*pairs.seen, "a benchmark")
    edges, pattern = weighed(pairs, weights)
    nothing = np.empty(0, dtype=np.int64)
    bound = Bound((nothing, nothing), apart)
    ready = time.perf_counter() - start
    rows: list[dict[str, object]] = []
    size = given.features.num_rows
    found = np.arange(size)
    for policy in (Policy.BEST_GUESS, Policy.CAUTIOUS):
        start = time.perf_counter()
        found = agglomerate(size, edges, bound, threshold=policy.threshold, absent=weights.absent)
        seconds, peak = ready + time.perf_counter() - start, _peak()
        rows.append(_row(f"eventbook {policy.value}", seconds, peak, scores(given.truth, found, apart)))
    queue = undecided(found, edges, apart, (nothing, nothing), DOUBTFUL)
    # From all along the queue: the first hundreds of a long one are all of the same doubt, and teach one thing.
    asked = queue[np.linspace(0, len(queue) - 1, judged).astype(np.int64)] if len(queue) else queue
    if len(asked):
        start = time.perf_counter()
        one, other = edges.left[asked], edges.right[asked]
        same = given.truth[one] == given.truth[other]
        edges, _ = weighed(pairs, tuned(weights, pattern[asked], same))
        told = (np.concatenate((apart[0], one[~same])), np.concatenate((apart[1], other[~same])))
        bound = Bound((one[same], other[same]), told)
        found = agglomerate(size, edges, bound, threshold=0.0, absent=weights.absent)
        seconds = ready + time.perf_counter() - start
        figures = scores(given.truth, found, apart)
        rows.append(_row(f"eventbook {len(asked)} judged", seconds, _peak(), figures))
    return rows


def _rival(name: str, given: Made) -> list[dict[str, object]]:
    from matching import rivals  # noqa: PLC0415  Splink is imported where it runs: it costs memory

    table = rivals.reports(given)
    start = time.perf_counter()
    edges = rivals.splink(table) if name == "splink" else rivals.rules(table)
    rivals.components(table.num_rows, *edges[:2])
    seconds, peak = time.perf_counter() - start, _peak()
    thresholds = np.arange(-2, 12, 0.5) if name == "splink" else np.arange(4, 10.5, 0.5)
    apart = told_apart(given.features)
    tried = [
        (scores(given.truth, found, apart), threshold)
        for threshold, found in rivals.best_threshold(table.num_rows, edges, thresholds.tolist())
    ]
    pairs, at = max(tried, key=lambda one: one[0].pair_f1)
    cubed, cubed_at = max(tried, key=lambda one: one[0].cubed_f1)
    return [
        _row(f"{name} (best pairs, {at:g})", seconds, peak, pairs),
        _row(f"{name} (best B-cubed, {cubed_at:g})", seconds, peak, cubed),
    ]


if __name__ == "__main__":
    main()
