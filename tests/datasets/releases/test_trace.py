from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from eventbook.datasets.building.release import make_release
from eventbook.datasets.plan import Policy
from eventbook.datasets.releases.read import Release
from eventbook.datasets.releases.trace import trace, trace_text
from eventbook.schema.errors import NotFoundError
from eventbook.schema.judgement import Judgement, Verdict

if TYPE_CHECKING:
    from tests.datasets.conftest import World

AT = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize("event", ["SOM1", "SDN1"])
def test_every_value_of_an_event_is_traced_to_its_words(
    releases: Path, golden: Callable[[str, str], None], event: str
) -> None:
    release = Release(releases / "2026.11.1")
    golden(f"datasets/trace_{event}.txt", trace_text(trace(release, event), release.codebook) + "\n")


def test_every_column_that_comes_from_a_report_has_a_report_behind_it(releases: Path) -> None:
    found = trace(Release(releases / "2026.11.1"), "SOM1")
    for name in ("event_date", "location", "actor1", "sub_event_type", "deaths_best", "notes"):
        assert all(line["report_id"] and line["source_id"] for line in found["fields"][name]), name
    assert {line["source_id"] for lines in found["fields"].values() for line in lines} - {None} == {
        row["source_id"] for row in found["sources"]
    }


def test_a_merged_id_leads_to_its_successor_and_a_withdrawn_one_says_so(
    world: "World", tmp_path: Path
) -> None:
    coded = [world.coded(key, when=f"2021-11-{day:02}") for key, day in (("r1", 1), ("r2", 10), ("r3", 20))]
    given = world.given(coded)
    make_release(given, tmp_path, AT, Policy.CAUTIOUS, again=False)
    same = Judgement(one="r1", other="r2", verdict=Verdict.SAME, by="mo", at=AT)
    fewer = replace(given, reports=given.reports[:2], judgements=(same,))
    made = make_release(fewer, tmp_path, AT, Policy.CAUTIOUS, again=False)
    assert made.folder
    release = Release(made.folder)
    assert trace(release, "UGA2")["event"]["event_id"] == "UGA1"
    with pytest.raises(NotFoundError, match="withdrawn: none of its reports"):
        trace(release, "UGA3")
    with pytest.raises(NotFoundError, match="there is no event 'UGA4'"):
        trace(release, "UGA4")
