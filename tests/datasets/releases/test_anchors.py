from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from eventbook.datasets.building.release import make_release
from eventbook.datasets.plan import Policy
from eventbook.datasets.releases.anchors import anchor_report
from eventbook.schema.build_input import public_report
from eventbook.schema.judgement import Judgement, Verdict

if TYPE_CHECKING:
    from tests.datasets.conftest import World


def named(reports: list[str]) -> dict[str, str]:
    return {public_report(report): report for report in reports}


AT = datetime(2026, 11, 23, tzinfo=UTC)


def test_an_event_is_found_by_the_report_it_is_anchored_at(releases: Path) -> None:
    known = ["auno-amira-1", "mogadishu-jonas-1", "mogadishu-amira-1"]
    assert anchor_report(releases, "NGA1", named(known)) == "auno-amira-1"
    assert anchor_report(releases, "SOM1", named(known)) == "mogadishu-amira-1"


def test_where_the_anchor_is_not_at_hand_the_next_report_is_found(releases: Path) -> None:
    assert anchor_report(releases, "SOM1", named(["mogadishu-jonas-1"])) == "mogadishu-jonas-1"


def test_an_event_that_is_not_there_has_no_anchor(releases: Path, tmp_path: Path) -> None:
    assert anchor_report(releases, "UGA99", named(["auno-amira-1"])) is None
    assert anchor_report(releases, "NGA1", named([])) is None
    assert anchor_report(tmp_path, "NGA1", named(["auno-amira-1"])) is None


def test_a_merged_event_leads_to_the_one_it_was_merged_into(world: "World", tmp_path: Path) -> None:
    given = world.given([world.coded("r1"), world.coded("r2", when="2021-12-01")])
    make_release(given, tmp_path, AT, Policy.CAUTIOUS, again=False)
    same = Judgement(one="r1", other="r2", verdict=Verdict.SAME, by="mo", at=AT)
    make_release(replace(given, judgements=(same,)), tmp_path, AT, Policy.CAUTIOUS, again=False)
    assert anchor_report(tmp_path, "UGA2", named(["r1", "r2"])) == "r1"
