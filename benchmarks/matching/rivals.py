"""What one would do instead: Splink on DuckDB, and rules written by hand in SQL.

Both see the same columns as Eventbook does (places, days, types, resolved actors, deaths) and
may use the printed names of actors besides. Both end in connected components, which is what
Splink offers. Blocking: one country, two days, a box of half a degree (a whole province for
reports known only by province).
"""

import logging
from collections.abc import Iterable, Iterator
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI  # pyright: ignore[reportMissingTypeStubs]
from splink.blocking_rule_library import CustomRule
from splink.comparison_level_library import CustomLevel, ElseLevel, ExactMatchLevel, NullLevel
from splink.comparison_library import CustomComparison, ExactMatch
from splink.internals.comparison_creator import ComparisonCreator
from splink.internals.comparison_level_creator import ComparisonLevelCreator

from eventbook.datasets.matching.columns import Floats, Ints
from matching.telling import Made

MEMORY = "6GB"
KM = "111.2 * sqrt(pow(latitude_l - latitude_r, 2) + pow((longitude_l - longitude_r) * cos(radians(latitude_l)), 2))"
BOX = """(l.reach > 100 or r.reach > 100) and l.region = r.region
       or l.latitude between r.latitude - 0.25 and r.latitude + 0.25
       and l.longitude between r.longitude - 0.25 and r.longitude + 0.25"""


def reports(made: Made) -> pa.Table:
    """Return the table that the rivals work on."""
    features, names = made.features, made.names
    size = features.num_rows
    return pa.table(
        {
            "unique_id": pa.array(np.arange(size)),
            "country": features["country"],
            "region": features["region"],
            "day": features["last"].cast(pa.int32()),
            "latitude": features["latitude"],
            "longitude": features["longitude"],
            "reach": features["radius_km"],
            "event_type": features["type"],
            "actor1": features["actor1"],
            "actor2": features["actor2"],
            "known1": features["identified1"],
            "known2": features["identified2"],
            "name1": names[0],
            "name2": names[1],
            "deaths": features["count_best"],
            "pair": _pair(features),
        }
    )


def _pair(features: pa.Table) -> pa.ChunkedArray:
    """Return both sides as one text, whichever comes first; nothing where one is not known."""
    one, two = features["actor1"], features["actor2"]
    known = pc.and_(features["identified1"], features["identified2"])
    first, second = pc.min_element_wise(one, two), pc.max_element_wise(one, two)
    pair = pc.binary_join_element_wise(first, second, "|")
    return pc.if_else(known, pair, pa.scalar(None, pa.string()))


def components(size: int, left: Ints, right: Ints) -> Ints:
    """Return the connected component of every report."""
    graph = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(size, size))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def best_threshold(
    size: int, edges: tuple[Ints, Ints, Floats], thresholds: Iterable[float]
) -> Iterator[tuple[float, Ints]]:
    """Yield the connected components at every threshold."""
    left, right, weight = edges
    for threshold in thresholds:
        kept = weight >= threshold
        yield threshold, components(size, left[kept], right[kept])


def splink(table: pa.Table) -> tuple[Ints, Ints, Floats]:
    """Return Splink's pairs with their match weights, trained by its own estimators."""
    connection = duckdb.connect()
    connection.execute(f"set memory_limit = '{MEMORY}'; set enable_progress_bar = false")
    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI(connection)
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        blocking_rules_to_generate_predictions=[_block(days) for days in range(-2, 3)],
        comparisons=_comparisons(),
        retain_matching_columns=False,
    )
    linker = Linker(api.register(table), settings)
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("country", "region", "day", "event_type", "pair")], recall=0.2
    )
    training.estimate_u_using_random_sampling(max_pairs=2e6)
    training.estimate_parameters_using_expectation_maximisation(
        block_on("country", "region", "day", "event_type"), max_pairs=1e7
    )
    training.estimate_parameters_using_expectation_maximisation(
        block_on("country", "pair", "deaths"), max_pairs=1e7
    )
    found = linker.inference.predict(threshold_match_probability=0.05)
    sql = f"select unique_id_l, unique_id_r, match_weight from {found.physical_name}"  # noqa: S608  Splink's name
    return _edges(connection, sql)


def _edges(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[Ints, Ints, Floats]:
    columns = connection.execute(sql).fetchnumpy()
    left, right, weight = (np.asarray(one) for one in columns.values())
    return left.astype(np.int64), right.astype(np.int64), weight.astype(np.float64)


def _block(days: int) -> CustomRule:
    return CustomRule(f"l.country = r.country and l.day = r.day + {days} and ({BOX})")


def _levels(name: str, *conditions: str | ComparisonLevelCreator) -> CustomComparison:
    levels = [CustomLevel(one) if isinstance(one, str) else one for one in conditions]
    return CustomComparison(comparison_levels=[*levels, ElseLevel()], output_column_name=name)


def _comparisons() -> list[ComparisonCreator | dict[str, Any]]:
    far = "greatest(reach_l, reach_r)"
    same = ("(actor1_l = actor1_r and known1_l)", "(actor2_l = actor2_r and known2_l)",
            "(actor1_l = actor2_r and known1_l)", "(actor2_l = actor1_r and known2_l)")  # fmt: skip
    alike = (
        "(jaro_winkler_similarity(name1_l, name1_r) > 0.9 or jaro_winkler_similarity(name2_l, name2_r) > 0.9)"
    )
    someone = " or ".join(same)
    nobody = "not (known1_l and known2_l and known1_r and known2_r)"
    unknown = NullLevel("deaths")
    return [
        _levels("day", "day_l = day_r", "abs(day_l - day_r) = 1"),
        _levels(
            "place",
            f"{far} < 5 and {KM} < 4",
            f"{far} < 5 and {KM} < 12",
            f"{far} between 5 and 50 and {KM} < 14",
            f"{far} between 5 and 50",
            f"{far} > 50 and region_l = region_r",
        ),
        ExactMatch("event_type").configure(term_frequency_adjustments=True),
        _levels(
            "sides",
            ExactMatchLevel("pair").configure(tf_adjustment_column="pair"),
            f"({someone}) and {nobody}",
            someone,
            f"{nobody} and {alike}",
            nobody,
        ),
        CustomComparison(
            comparison_levels=[
                unknown,
                ExactMatchLevel("deaths").configure(tf_adjustment_column="deaths"),
                CustomLevel("least(deaths_l, deaths_r) * 2 >= greatest(deaths_l, deaths_r)"),
                ElseLevel(),
            ],
            output_column_name="deaths",
        ),
    ]


def rules(table: pa.Table) -> tuple[Ints, Ints, Floats]:
    """Return pairs with the points that rules written by hand give them."""
    connection = duckdb.connect()
    connection.execute(f"set memory_limit = '{MEMORY}'; set enable_progress_bar = false")
    connection.register("reports", table)
    connection.execute("create table told as select * from reports")
    return _edges(connection, " union all ".join(_points(days) for days in range(-2, 3)))


def _points(days: int) -> str:
    return f"""
      select l.unique_id, r.unique_id, (
        {2 - abs(days)}
        + case when l.event_type = r.event_type then 2 else 0 end
        + case when (l.actor1 = r.actor1) and (l.actor2 = r.actor2)
                 or (l.actor1 = r.actor2) and (l.actor2 = r.actor1) then 3
               when l.actor1 in (r.actor1, r.actor2) or l.actor2 in (r.actor1, r.actor2)
               then case when l.known1 and l.known2 and r.known1 and r.known2 then 1 else 2 end
               else -1 end
        + case when l.deaths is null or r.deaths is null then 0.5 when l.deaths = r.deaths then 2
               when least(l.deaths, r.deaths) * 2 >= greatest(l.deaths, r.deaths) then 1 else -1 end
        + case when greatest(l.reach, r.reach) < 5 then 1 else 0 end) as points
      from told l join told r on l.country = r.country and l.day = r.day + {days} and l.unique_id < r.unique_id
      where ({BOX}) and points >= 4
    """  # noqa: S608  numbers and names of our own
