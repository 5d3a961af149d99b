import csv
from pathlib import Path

import pytest

from eventbook.coders.places.world import World
from eventbook.coders.reading.dates import phrases_in
from eventbook.coders.reading.place_mentions import mentions
from eventbook.coders.reading.place_names import PlaceNames
from eventbook.coders.reading.place_setting import dateline_end
from eventbook.coders.reading.publication_day import publication_day
from eventbook.coders.reading.told import Facts, Told

PHRASES = Path(__file__).parent / "phrases" / "published.csv"
ROWS = list(csv.DictReader(PHRASES.read_text(encoding="utf-8").splitlines(), delimiter="|"))


@pytest.mark.parametrize("row", ROWS, ids=[row["text"] for row in ROWS])
def test_the_day_of_publication_is_the_one_in_the_dateline_or_a_line_of_its_own(
    row: dict[str, str], world: World
) -> None:
    told = Told(row["text"].replace("\\n", "\n"), Facts(None, "", row["language"]))
    found = publication_day(
        told, phrases_in(told), dateline_end(told, mentions(told, PlaceNames(world, {}, world.get)))
    )
    assert (found.value if found else "none") == row["published"]
