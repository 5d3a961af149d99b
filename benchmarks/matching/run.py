"""Eventbook's matching beside Splink and beside rules in SQL: time, memory and agreement with the truth.

    cd benchmarks && ../.venv/bin/python -m matching.run --size 1e5 --seed 5 --setting plain
    cd benchmarks && ../.venv/bin/python -m matching.run --folder FOLDER
    cd benchmarks && ../.venv/bin/python -m matching.run --ged FOLDER --years 2014-2018

`--folder` names somebody else's made-up reports (see `matching.neutral`), `--ged` slices of real events, of which
noisy reports are made (see `matching.real`). Each contestant runs in a
process of its own; reading or making the reports is not timed. For the rivals the threshold
with the best pairwise F1 is shown, chosen with the truth in hand; Eventbook has no such help.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
import numpy.typing as npt

from eventbook.datasets.matching.columns import Ints
from eventbook.datasets.matching.doubts import doubts
from eventbook.datasets.matching.found import Compared
from eventbook.datasets.matching.incidents import Bound, agglomerate
from eventbook.datasets.matching.matching import compared, weighed, weights_for
from eventbook.datasets.matching.tuning import tuned
from eventbook.datasets.matching.weights import Weights, shipped_weights
from eventbook.datasets.matching.workers import Shop
from eventbook.datasets.plan import DOUBTFUL, Policy, Window
from matching.neutral import neutral, told_apart
from matching.real import real
from matching.scores import HEAD, Scores, scores
from matching.telling import SETTINGS, Made, made

CONTESTANTS = ("eventbook", "splink", "sql")
CURVE = (1, 2, 5, 10, 20, 50)
"""How many judgements per 1,000 reports a curve shows."""
_NOBODY = np.empty(0, dtype=np.int64)


def main() -> None:
    """Run the contestants in turn and print the table."""
    asked = _asked()
    if asked.only:
        print(json.dumps(_measured(asked.only, asked)))
        return
    print(f"{'':28} {'seconds':>8} {'of CPU':>8} {'peak MB':>8}  {HEAD}")
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
            print(
                f"{row['name']:28} {row['seconds']:8.1f} {row['cpu']:8.1f} {row['peak']:8.0f}  {figures.line}",
                flush=True,
            )


def _asked() -> argparse.Namespace:
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("--size", type=float, default=1e4, help="how many reports to make")
    reader.add_argument("--seed", type=int, default=5)
    reader.add_argument("--setting", choices=sorted(SETTINGS), default="plain")
    reader.add_argument("--folder", type=Path, help="read reports made by somebody else instead")
    reader.add_argument("--ged", type=Path, help="make reports of the real events in this folder instead")
    reader.add_argument("--years", default="2014-2018", help="which years of them")
    reader.add_argument("--judged", type=int, default=500, help="how many doubtful pairs the truth answers")
    reader.add_argument("--curve", action="store_true", help="judge 1 to 50 pairs per 1,000 reports")
    reader.add_argument(
        "--thresholds", default="", help="show merges from these log-odds on too, as in 2,3,4"
    )
    reader.add_argument("--shipped", action="store_true", help="weigh by the shipped weights as they are")
    reader.add_argument("--divided", action="store_true", help="work part by part, as large builds do")
    reader.add_argument("--contestants", default=",".join(CONTESTANTS))
    reader.add_argument("--loud", dest="quiet", action="store_false", help="show what the contestants say")
    reader.add_argument("--only", choices=CONTESTANTS, help=argparse.SUPPRESS)
    return reader.parse_args()


def _given(asked: argparse.Namespace) -> Made:
    if asked.ged:
        first, last = asked.years.split("-")
        return real(asked.ged, range(int(first), int(last) + 1), asked.seed)
    return (
        neutral(asked.folder) if asked.folder else made(int(asked.size), asked.seed, SETTINGS[asked.setting])
    )


def _measured(name: str, asked: argparse.Namespace) -> list[dict[str, object]]:
    given = _given(asked)
    if name == "eventbook":
        return _eventbook(given, asked)
    return _rival(name, given)


def _now() -> npt.NDArray[np.float64]:
    """Return the seconds on the clock and those of all processors: the latter say more beside other work."""
    return np.array([time.perf_counter(), sum(os.times()[:4])])


def _row(name: str, spent: npt.NDArray[np.float64], peak: float, figures: Scores) -> dict[str, object]:
    return {
        "name": name,
        "seconds": float(spent[0]),
        "cpu": float(spent[1]),
        "peak": peak,
        "scores": asdict(figures),
    }


def _peak() -> float:
    """Return the memory at the peak, in megabytes; workers are held to have their largest peak all at once."""
    own, worker = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own + worker * (os.cpu_count() or 1)


def _eventbook(given: Made, asked: argparse.Namespace) -> list[dict[str, object]]:
    """Match at both policies, and with the first pairs of the queue judged by the truth."""
    start = _now()
    apart = told_apart(given.features)
    table, window = given.features, Window()
    pairs = Shop().compare(table, window).pairs if asked.divided else compared(table, window)
    weights = shipped_weights() if asked.shipped else weights_for(given.features, pairs, Window())
    edges, _ = weighed(pairs, weights)
    bound = Bound((_NOBODY, _NOBODY), apart)
    ready = _now() - start
    rows: list[dict[str, object]] = []
    bars = [(policy.value, policy.threshold) for policy in (Policy.BEST_GUESS, Policy.CAUTIOUS)]
    bars += [(f"from {bar}", float(bar)) for bar in asked.thresholds.split(",") if bar]
    for name, threshold in bars:
        start = _now()
        found = agglomerate(given.features.num_rows, edges, bound, threshold=threshold, absent=weights.absent)
        spent, peak = ready + _now() - start, _peak()
        rows.append(_row(f"eventbook {name}", spent, peak, scores(given.truth, found, apart)))
    del edges
    size = given.features.num_rows
    steps = [round(size / 1000 * share) for share in CURVE] if asked.curve else [asked.judged]
    start = _now()
    for number, found in _judged(given, pairs, weights, [step for step in steps if step]):
        spent = ready + _now() - start
        figures = scores(given.truth, found, apart)
        rows.append(_row(f"eventbook {number} judged", spent, _peak(), figures))
    return rows


def _judged(given: Made, pairs: Compared, weights: Weights, steps: list[int]) -> Iterator[tuple[int, Ints]]:
    """Yield the best guess after so many words on the first pairs of the queue, which is made anew now and then."""
    size, apart = given.features.num_rows, told_apart(given.features)
    one, other, pattern = _NOBODY, _NOBODY, _NOBODY
    for step in steps:
        while True:
            same = given.truth[one] == given.truth[other]
            now = tuned(weights, pattern, same)
            edges, patterns = weighed(pairs, now)
            told = (np.concatenate((apart[0], one[~same])), np.concatenate((apart[1], other[~same])))
            bound = Bound((one[same], other[same]), told)
            found = agglomerate(
                size, edges, bound, threshold=Policy.BEST_GUESS.threshold, absent=weights.absent
            )
            if len(one) >= step:
                break
            queue = doubts(found, edges, told, (one, other), DOUBTFUL)[: min(step - len(one), -(-step // 4))]
            if not len(queue):
                break
            one, other = np.append(one, edges.left[queue]), np.append(other, edges.right[queue])
            pattern = np.append(pattern, patterns[queue])
        yield len(one), found


def _rival(name: str, given: Made) -> list[dict[str, object]]:
    from matching import rivals  # noqa: PLC0415  Splink is imported where it runs: it costs memory

    table = rivals.reports(given)
    start = _now()
    edges = rivals.splink(table) if name == "splink" else rivals.rules(table)
    rivals.components(table.num_rows, *edges[:2])
    spent, peak = _now() - start, _peak()
    thresholds = np.arange(-2, 12, 0.5) if name == "splink" else np.arange(4, 10.5, 0.5)
    apart = told_apart(given.features)
    tried = [
        (scores(given.truth, found, apart), threshold)
        for threshold, found in rivals.best_threshold(table.num_rows, edges, thresholds.tolist())
    ]
    pairs, at = max(tried, key=lambda one: one[0].pair_f1)
    cubed, cubed_at = max(tried, key=lambda one: one[0].cubed_f1)
    return [
        _row(f"{name} (best pairs, {at:g})", spent, peak, pairs),
        _row(f"{name} (best B-cubed, {cubed_at:g})", spent, peak, cubed),
    ]


if __name__ == "__main__":
    main()
