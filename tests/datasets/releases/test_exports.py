import csv
import io
from collections.abc import Callable
from gzip import decompress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from eventbook.datasets.releases.exports import defused
from eventbook.datasets.releases.text_columns import csv_chunks
from eventbook.schema.tables import events_schema

if TYPE_CHECKING:
    from tests.datasets.conftest import World

ACLED = [
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction",
    "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude",
    "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
]  # fmt: skip


def cells(world: "World", **row: Any) -> dict[str, str]:  # noqa: ANN401  any column
    (export,) = world.book.export
    schema = events_schema(world.book)
    table = pa.Table.from_pylist([row], schema=schema)
    text = b"".join(csv_chunks(table, export)).decode()
    (found,) = csv.DictReader(io.StringIO(text, newline=""))
    return found


def test_the_acled_table_has_the_31_columns_its_users_expect(world: "World") -> None:
    assert list(cells(world)) == ACLED


@pytest.mark.parametrize("version", ["2026.11.0", "2026.11.1"])
def test_the_acled_table_of_the_samples(
    releases: Path, golden: Callable[[str, str], None], version: str
) -> None:
    text = decompress((releases / version / "events_acled.csv.gz").read_bytes()).decode()
    golden(f"datasets/acled_{version}.csv", text)


def test_unknown_deaths_print_as_a_nought_there_and_other_blanks_as_blank(world: "World") -> None:
    found = cells(world, deaths_best=None, notes=None)
    assert (found["fatalities"], found["notes"], found["actor2"]) == ("0", "", "")


def test_lists_join_with_a_semicolon(world: "World") -> None:
    assert cells(world, source=["Herald", "Wire"])["source"] == "Herald; Wire"


def test_a_codebook_renames_values(world: "World") -> None:
    assert cells(world, civilian_targeting="None")["civilian_targeting"] == ""
    assert cells(world, civilian_targeting="Civilian targeting")["civilian_targeting"] == "Civilian targeting"


def test_the_crowd_stands_among_the_tags(world: "World") -> None:
    exact = {"crowd_low": 300, "crowd_best": 300, "crowd_high": 300}
    assert cells(world, tags=["local"], **exact)["tags"] == "local; crowd size=300"
    assert cells(world, tags=None, **exact)["tags"] == "crowd size=300"


@pytest.mark.parametrize(
    ("bounds", "says"),
    [
        ((None, 100, None, False), "about 100"),
        ((100, 100, None, True), "at least 100"),
        ((100, 100, 200, False), "100-200"),
        ((None, None, 200, False), "up to 200"),
    ],
)
def test_the_crowd_is_told_as_exactly_as_it_is_known(
    world: "World", bounds: tuple[int | None, int | None, int | None, bool], says: str
) -> None:
    names = ("crowd_low", "crowd_best", "crowd_high", "crowd_high_open")
    found = cells(world, **dict(zip(names, bounds, strict=True)))
    assert found["tags"] == f"crowd size={says}"
    assert cells(world, **dict.fromkeys(names))["tags"] == ""


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@cmd", "\t=1", "\n=1", '=HYPERLINK("http://x")'])
def test_a_formula_is_defused(world: "World", text: str) -> None:
    assert defused(text) == f"'{text}"
    assert cells(world, notes=text)["notes"] == f"'{text}"
    assert cells(world, tags=[text])["tags"] == f"'{text}"


def test_a_negative_number_is_no_formula(world: "World") -> None:
    assert cells(world, latitude=-1.25)["latitude"] == "-1.2500"


@pytest.mark.parametrize("notes", ['a "quoted" word', "a, b", "one\ntwo", "é 北 🙂"])
def test_any_text_is_read_back_as_it_was(world: "World", notes: str) -> None:
    assert cells(world, notes=notes)["notes"] == notes


@pytest.mark.parametrize("notes", ["one\rtwo", "one\r\ntwo"])
def test_no_carriage_return_can_break_a_row(world: "World", notes: str) -> None:
    assert cells(world, notes=notes)["notes"] == "one\ntwo"
    assert cells(world, notes="\r=1")["notes"] == "'\n=1"
