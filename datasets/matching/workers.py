"""Matching part by part: what is known already from the cache, the rest by local processes.

No more parts are under way than there are workers, and one waits, so that memory is bounded by the
size of a part and not of the dataset; an interrupt ends the work after the parts under way. The
outcome is put in one order, so that nothing shows who worked what when.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from eventbook.datasets.matching.columns import Ints, in_time
from eventbook.datasets.matching.found import Compared, Found
from eventbook.datasets.matching.matching import found_in
from eventbook.datasets.matching.missed import together
from eventbook.datasets.matching.part import Common, Roles, found_in_part
from eventbook.datasets.matching.part_cache import PartCache, key_of
from eventbook.datasets.matching.partition import MOST, Part, common_of, parts_of
from eventbook.datasets.matching.told import with_steps
from eventbook.datasets.plan import Window

SMALL = 20_000
"""A dataset of fewer reports is matched at once: dividing it would cost more than it saves."""


def _silent(_done: int, _every: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Shop:
    """How parts are worked: how many processes, the cache if any, whom to tell, and when to divide at all.

    `progress` is told how many parts of how many are done. Parts are cut to `most` own reports.
    """

    workers: int = 0
    cache: PartCache | None = None
    progress: Callable[[int, int], None] = _silent
    small: int = SMALL
    most: int = MOST

    def compare(self, table: pa.Table, window: Window) -> Found:
        """Return what matching has to know of a table, as `found_in` would."""
        if table.num_rows < self.small:
            return found_in(table, window)
        parts, common, stepped = parts_of(table, window, self.most), common_of(table), with_steps(table)
        found: list[Found | None] = [None] * len(parts)
        keys: list[str] = []
        self.progress(0, len(parts))
        for number, part in enumerate(parts):
            if self.cache:
                keys.append(key_of(stepped.take(pa.array(part.rows)), part.role, common, window))
                found[number] = self.cache.get(keys[number])
        todo = [number for number, one in enumerate(found) if one is None]
        for number, outcome in self._worked(stepped, parts, todo, (common, window)):
            found[number] = outcome
            if self.cache:
                self.cache.put(keys[number], outcome)
            self.progress(len(parts) - sum(one is None for one in found), len(parts))
        if self.cache:
            self.cache.tidy()
        self.progress(len(parts), len(parts))
        return joined(table, parts, [one for one in found if one is not None])

    def _worked(
        self, table: pa.Table, parts: Sequence[Part], todo: Sequence[int], whole: tuple[Common, Window]
    ) -> Iterator[tuple[int, Found]]:
        """Yield the outcomes of parts by number, as they are ready."""
        workers = min(self.workers or os.cpu_count() or 1, len(todo))
        if workers <= 1:
            for number in todo:
                part = parts[number]
                yield number, found_in_part(table.take(pa.array(part.rows)), part.role, *whole)
            return
        left = list(todo)[::-1]
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, context, initializer=_undisturbed) as pool:
            under_way: dict[Future[Found], int] = {}
            try:
                while left or under_way:
                    while left and len(under_way) <= workers:
                        number = left.pop()
                        part = parts[number]
                        rows = table.take(pa.array(part.rows)).combine_chunks()
                        under_way[pool.submit(_found_in_part, rows, part.role, *whole)] = number
                    for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                        yield under_way.pop(future), future.result()
            finally:
                pool.shutdown(wait=False, cancel_futures=True)


def _undisturbed() -> None:
    """Leave the interrupt of a terminal to the process that handed out the work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _found_in_part(table: pa.Table, role: Roles, common: Common, window: Window) -> Found:
    pa.set_cpu_count(1)  # one process a core is enough
    return found_in_part(table, role, common, window)


def joined(table: pa.Table, parts: Sequence[Part], found: Sequence[Found]) -> Found:
    """Return the outcomes of all parts as one, the pairs in the order in which `found_in` gives them."""
    nothing = np.empty(0, dtype=np.int64)
    pairs = [(part, one.pairs) for part, one in zip(parts, found, strict=True)]
    left = np.concatenate([nothing, *(part.rows.take(one.left) for part, one in pairs)])
    right = np.concatenate([nothing, *(part.rows.take(one.right) for part, one in pairs)])
    pattern = np.concatenate([np.empty(0, dtype=np.int32), *(one.pairs.pattern for one in found)])
    rank = _rank(table)
    keys = rank.take(left) * table.num_rows + rank.take(right)
    order = np.argsort(keys, kind="stable")  # the parts are in order, and only need to be merged
    whole = Compared(*(ends.take(order).astype(np.int32) for ends in (left, right, pattern)))
    return Found(whole, together(one.looked for one in found))


def _rank(table: pa.Table) -> Ints:
    row = in_time(table)
    rank = np.empty(len(row), dtype=np.int64)
    rank[row] = np.arange(len(row))
    return rank
