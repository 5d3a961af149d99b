"""How benchmarks measure: each contestant in a process of its own, in turn, several times over.

A process of its own, because peak memory is the whole process's and never falls, and because
a warm cache of one contestant must not serve the next. In turn (A B A B), because machines
drift. The figures to quote are medians and ratios of medians.
"""

import multiprocessing
import resource
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection

KILOBYTES = 1024


@dataclass(frozen=True, slots=True)
class Run:
    """One run: seconds of the timed part, peak memory of the whole process in MB, and what it found out."""

    seconds: float
    peak_mb: float
    found: str


@dataclass(frozen=True, slots=True)
class Contestant:
    """What is timed: `prepare` makes the input and is not timed; `work` says in a word what came out."""

    prepare: Callable[[int], object]
    work: Callable[[object], str]


def compare(contestants: Mapping[str, Contestant], size: int, runs: int) -> dict[str, list[Run]]:
    """Run all contestants in turn, `runs` times; the functions must be at the top of their module."""
    done: dict[str, list[Run]] = {name: [] for name in contestants}
    for _ in range(runs):
        for name, contestant in contestants.items():
            done[name].append(_alone(contestant, size))
    return done


def _alone(contestant: Contestant, size: int) -> Run:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=_timed, args=(contestant, size, theirs))
    child.start()
    theirs.close()
    try:
        run: Run = ours.recv()
    except EOFError:
        child.join()
        message = f"the measured process ended with exit code {child.exitcode}"
        raise RuntimeError(message) from None
    child.join()
    return run


def _timed(contestant: Contestant, size: int, results: Connection) -> None:
    made = contestant.prepare(size)
    start = time.perf_counter()
    found = contestant.work(made)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTES
    results.send(Run(seconds, peak, found))


def table(done: Mapping[str, list[Run]], size: int, unit: str) -> str:
    """Return the table of medians; the first contestant is the one that ratios compare to."""
    base = statistics.median(run.seconds for run in next(iter(done.values())))
    lines = [f"{'':32} {'median s':>10} {'µs a ' + unit:>12} {'times':>7} {'peak MB':>8}  found"]
    for name, runs in done.items():
        seconds = statistics.median(run.seconds for run in runs)
        peak = statistics.median(run.peak_mb for run in runs)
        each = seconds / size * 1e6
        lines.append(
            f"{name:32} {seconds:10.2f} {each:12.1f} {seconds / base:7.2f} {peak:8.0f}  {runs[-1].found}"
        )
    return "\n".join(lines)
