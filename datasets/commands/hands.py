"""Whose hands a build's matching is done by: this machine's processes with a cache, or Apache Spark.

None of it changes a release: it is why these options are no part of a build's plan.
"""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from eventbook.datasets.matching.matching import Comparer
from eventbook.datasets.matching.part_cache import PartCache
from eventbook.datasets.matching.spark import on_spark
from eventbook.datasets.matching.workers import Shop
from eventbook.schema.session import Workplace

ENGINE = click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="Who matches a large dataset, part by part; the release is the same.",
)
MASTER = click.option(
    "--master", help="Where Spark runs; only with --engine spark. On this machine, local[*], if left out."
)
WORKERS = click.option(
    "--workers", type=click.IntRange(min=1), help="How many local processes match; one a core if left out."
)


def check_hands(asked: Mapping[str, Any]) -> None:
    """Raise `UsageError` where the options do not go together."""
    if asked["master"] and asked["engine"] != "spark":
        message = "--master is for --engine spark; give both, or neither"
        raise click.UsageError(message)


@contextmanager
def hands(place: Workplace, asked: Mapping[str, Any]) -> Generator[Comparer]:
    """Give what finds candidate pairs, as the options have it; on a terminal a bar shows how far it is."""
    if asked["engine"] == "spark":
        with on_spark(asked["master"] or "local[*]") as compare:
            yield compare
        return
    with _bar() as progress:
        cache = PartCache(place.cache / "matching")
        yield Shop(asked["workers"] or 0, cache, progress).compare


@contextmanager
def _bar() -> Generator[Callable[[int, int], None]]:
    """Give what moves a progress bar on stderr, which only a terminal shows and which goes when all is done."""
    columns = (TextColumn("matching"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task("parts", total=None, visible=False)

        def moved(done: int, every: int) -> None:
            shown.update(task, completed=done, total=every, visible=True)

        yield moved
