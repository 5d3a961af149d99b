"""Noisy reports of real events, as a table of features: density, places, sides and look-alikes are real.

The events are UCDP's (`months.ged`); `months.telling` makes one to five reports of each, some a day off, some
with the province for the town, an unidentified side or another toll. They go through the same preparation as a build's.
"""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa
from months.ged import actors_of, places_of, read_events
from months.telling import OUTLETS, Teller

from eventbook.datasets.matching.features import features
from eventbook.datasets.matching.prepare import prepare
from eventbook.schema.build_input import BuildInput
from eventbook.schema.codebook_file import default_codebook, default_text
from eventbook.schema.context import Context
from eventbook.schema.registry import Registry
from eventbook.schema.where import Gazetteer
from matching.telling import Made


def real(folder: Path, years: Iterable[int], seed: int) -> Made:
    """Return reports of the events of these years in a folder of ged_*.csv.gz, with their truth."""
    events = [event for year in years for event in read_events(folder, year)]
    book, places, actors = default_codebook(), places_of(events), actors_of(events)
    registry, gazetteer = Registry(actors, book), Gazetteer(places)
    teller = Teller(seed, Context(book, registry, gazetteer))
    told = [one for event in events for one in teller.tell(event)]
    given = BuildInput(
        codebook=book, codebook_text=default_text(), reports=tuple(one.report for one in told),
        articles=tuple(one.article for one in told), outlets=OUTLETS, actors=actors, places=places,
    )  # fmt: skip
    articles = {article.id: article for article in given.articles}
    table = features(prepare(given), book, registry, gazetteer, articles)
    truth = {one.report.id: one.truth for one in told}
    _, event = np.unique([truth[report] for report in table["report_id"].to_pylist()], return_inverse=True)
    return Made(
        table, event.astype(np.int64), (_names(table, "actor1", registry), _names(table, "actor2", registry))
    )


def _names(table: pa.Table, column: str, registry: Registry) -> pa.ChunkedArray:
    found = {key: registry.get(key) for key in set(table[column].to_pylist()) if key}
    names = [actor.name if key and (actor := found[key]) else None for key in table[column].to_pylist()]
    return pa.chunked_array([pa.array(names, pa.string())])
