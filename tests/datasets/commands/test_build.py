import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner, Result

from eventbook.datasets.building.release import VersionError
from eventbook.datasets.commands.build import BadMomentError, build
from eventbook.datasets.commands.judge import judge
from eventbook.datasets.commands.override import override, overrides
from eventbook.datasets.matching.links import ContradictionError
from eventbook.datasets.releases.read import Release, versions
from eventbook.schema.build_input import BuildInput
from eventbook.schema.errors import FaultsError, NotFoundError
from eventbook.schema.judgement import Judgement, Override, Verdict
from eventbook.schema.session import Session, Workplace, WorkspaceError

if TYPE_CHECKING:
    from tests.datasets.conftest import World

AT = "2026-11-23T12:00:00Z"
NEAR = {"place": "alpha", "precision": 2}


class Desk:
    """A workspace whose desk is a build input in memory."""

    def __init__(self, folder: Path, given: BuildInput) -> None:
        """Make the folder a workspace."""
        self.folder, self.given = folder, given
        (folder / "eventbook.toml").touch()

    def gather(self, _: Workplace) -> BuildInput:
        """Return what the desk holds."""
        return self.given

    def keep_judgement(self, _: Workplace, word: Judgement) -> None:
        """Keep a judgement."""
        self.given = replace(self.given, judgements=(*self.given.judgements, word))

    def keep_override(self, _: Workplace, word: Override) -> None:
        """Keep an override."""
        self.given = replace(self.given, overrides=(*self.given.overrides, word))

    def run(self, command: click.Command, *arguments: str, folder: Path | None = None) -> Result:
        """Run a command as a person would."""
        session = Session(
            folder=folder or self.folder,
            person="mo",
            gather=self.gather,
            keep_judgement=self.keep_judgement,
            keep_override=self.keep_override,
            report_of_event=lambda _, __: None,
            release_versions=lambda _: (),
        )
        return CliRunner().invoke(command, list(arguments), obj=session)


@pytest.fixture
def desk(world: "World", tmp_path: Path) -> Desk:
    """A desk with a doubtful pair, and a report that breaks a rule."""
    coded = [
        world.coded("r1", notes="Rebels attacked soldiers."),
        world.coded("r2", notes="A firefight.", where=NEAR, counts=None),
        world.coded("r3", when="2022-01-01"),
    ]
    return Desk(tmp_path, world.given(coded))


def event(folder: str, name: str) -> dict[str, Any]:
    """Return one event's row of a release."""
    rows: list[dict[str, Any]] = Release(Path(folder)).table("events").to_pylist()
    return next(one for one in rows if one["event_id"] == name)


def released(desk: Desk) -> tuple[str, ...]:
    return versions(desk.folder / "releases")


def test_a_build_prints_the_folder_and_says_everything_that_is_not_silent(desk: Desk) -> None:
    done = desk.run(build, "--at", AT)
    assert done.exit_code == 0
    assert done.stdout == f"{desk.folder / 'releases' / '2026.11.0'}\n"
    for said in (
        "Matching and merging 3 reports",
        "Release 2026.11.0: 2 events from 2 reports.",
        "Left out: r3: when: 2022-01-01 lies after",
        "A judgement is wanted on 1 pair: `eventbook judge` lists them.",
    ):
        assert said in done.stderr


def test_a_build_is_told_to_programs_as_json(desk: Desk) -> None:
    found = json.loads(desk.run(build, "--at", AT, "--json").stdout)
    assert (found["version"], found["made"], found["events"]) == ("2026.11.0", True, 2)
    assert [one["report"] for one in found["left_out"]] == ["r3"]
    assert [(one["one"], one["other"]) for one in found["undecided"]] == [("r1", "r2")]
    assert found["changes"] == {"upserts": 2, "removed": 0, "fields": 0}


def test_a_dry_run_says_what_would_be_and_makes_nothing(desk: Desk) -> None:
    done = desk.run(build, "--at", AT, "--dry-run")
    assert done.exit_code == 0
    assert done.stdout.startswith("2026.11.0 would have 2 events.\nUGA1: created: r1\n")
    assert released(desk) == ()
    desk.run(build, "--at", AT)
    found = json.loads(desk.run(build, "--at", AT, "--dry-run", "--afresh", "--json").stdout)
    assert (found["made"], found["same"], found["regrouped"], found["changed"]) == (False, 2, [], [])


def test_a_build_of_the_same_again_makes_nothing_and_says_so(desk: Desk) -> None:
    desk.run(build, "--at", AT)
    done = desk.run(build, "--at", AT)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "Nothing has changed since 2026.11.0" in done.stderr
    again = json.loads(desk.run(build, "--at", AT, "--json").stdout)
    assert (again["made"], again["folder"]) == (False, None)
    assert desk.run(build, "--at", AT, "--again").exit_code == 0
    assert released(desk) == ("2026.11.0", "2026.11.1")


def test_best_guess_joins_what_cautious_leaves(desk: Desk) -> None:
    assert json.loads(desk.run(build, "--policy", "best-guess", "--json").stdout)["events"] == 1


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--at", "yesterday"), BadMomentError),
        (("--at", "2026-10-01"), VersionError),
    ],
)
def test_a_moment_that_cannot_be_stops_the_build(
    desk: Desk, arguments: tuple[str, ...], error: type[Exception]
) -> None:
    desk.run(build, "--at", AT)
    assert isinstance(desk.run(build, *arguments, "--again").exception, error)
    assert released(desk) == ("2026.11.0",)


def test_a_contradiction_stops_the_build_and_makes_no_release(desk: Desk, world: "World") -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    words = [("r1", "r2", Verdict.SAME), ("r2", "r4", Verdict.SAME), ("r1", "r4", Verdict.DIFFERENT)]
    desk.given = world.given(
        [world.coded("r1"), world.coded("r2"), world.coded("r4")],
        judgements=tuple(
            Judgement(one=a, other=b, verdict=verdict, by="mo", at=at) for a, b, verdict in words
        ),
    )
    done = desk.run(build, "--at", AT)
    assert isinstance(done.exception, ContradictionError)
    assert "r1 = r2 = r4" in str(done.exception)
    assert released(desk) == ()


def test_outside_a_workspace_nothing_is_built(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert isinstance(desk.run(build, folder=elsewhere).exception, WorkspaceError)
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("arguments", [("--policy", "reckless"), ("--no-such",), ("extra",)])
def test_what_is_not_an_option_ends_with_code_2(desk: Desk, arguments: tuple[str, ...]) -> None:
    assert desk.run(build, *arguments).exit_code == 2


def test_the_waiting_pairs_are_listed_for_people_and_programs(desk: Desk) -> None:
    done = desk.run(judge)
    assert done.exit_code == 0
    assert "r1" in done.output
    assert "r2" in done.output
    (waiting,) = json.loads(desk.run(judge, "--json").stdout)
    assert (waiting["one"]["report"], waiting["other"]["report"]) == ("r1", "r2")


@pytest.mark.parametrize(("verdict", "events"), [("same", 1), ("different", 2)])
def test_a_judgement_is_kept_and_the_next_build_follows_it(desk: Desk, verdict: str, events: int) -> None:
    done = desk.run(judge, "r2", "r1", verdict, "--why", "both name the bridge")
    assert done.exit_code == 0
    (word,) = desk.given.judgements
    assert (word.pair, word.verdict, word.by, word.why) == (
        ("r1", "r2"),
        verdict,
        "mo",
        "both name the bridge",
    )
    found = json.loads(desk.run(build, "--json").stdout)
    assert (found["events"], found["undecided"]) == (events, [])
    assert json.loads(desk.run(judge, "--json").stdout) == []


@pytest.mark.parametrize("arguments", [("r1",), ("r1", "r2"), ("r1", "r2", "maybe"), ("r1", "r1", "same")])
def test_a_judgement_that_is_none_ends_with_code_2_and_is_not_kept(
    desk: Desk, arguments: tuple[str, ...]
) -> None:
    assert desk.run(judge, *arguments).exit_code == 2
    assert desk.given.judgements == ()


def test_a_judgement_of_an_unknown_report_is_refused(desk: Desk) -> None:
    assert isinstance(desk.run(judge, "r1", "r99", "same").exception, NotFoundError)
    assert desk.given.judgements == ()


def test_a_judgement_that_contradicts_a_chain_is_refused_at_once(desk: Desk, world: "World") -> None:
    desk.given = world.given([world.coded(name) for name in ("r1", "r2", "r4")])
    desk.run(judge, "r1", "r2", "same")
    desk.run(judge, "r2", "r4", "same")
    done = desk.run(judge, "r1", "r4", "different")
    assert isinstance(done.exception, ContradictionError)
    assert "r1 = r2 = r4" in str(done.exception)
    assert "judge r1 r4 unsure" not in str(done.exception)  # it was not kept, so taking it back mends nothing
    assert len(desk.given.judgements) == 2
    assert desk.run(judge, "r1", "r4", "unsure").exit_code == 0


def test_what_waits_is_told_to_programs_with_what_speaks_for_and_against_it(desk: Desk) -> None:
    (waiting,) = json.loads(desk.run(judge, "--json").stdout)
    assert {"name": "when", "mark": "=", "says": ""}.items() <= waiting["lines"][1].items()
    assert sum(level["weight"] for level in waiting["why"]) != 0
    assert 0 < waiting["probability"] < 1


def test_where_spark_runs_is_not_said_without_spark(desk: Desk) -> None:
    done = desk.run(build, "--master", "local[2]")
    assert (done.exit_code, "give both, or neither" in done.stderr) == (2, True)


def test_an_override_is_kept_and_can_be_taken_back(desk: Desk) -> None:
    first = json.loads(desk.run(build, "--at", AT, "--json").stdout)
    before = event(first["folder"], "UGA1")
    done = desk.run(override, "UGA1", "deaths", "at least 4", "--reason", "hospital list")
    assert done.exit_code == 0
    kept = desk.given.overrides[0]
    assert (kept.event, kept.field, kept.value, kept.reason, kept.by) == (
        "UGA1", "deaths", "at least 4", "hospital list", "mo",
    )  # fmt: skip
    found = json.loads(desk.run(build, "--at", AT, "--json").stdout)
    assert found["overrides_for_review"] == []
    row = event(found["folder"], "UGA1")
    assert (row["deaths_best"], row["deaths_high_open"]) == (4, True)
    assert desk.run(override, "UGA1", "deaths", "--back", "--reason", "withdrawn").exit_code == 0
    found = json.loads(desk.run(build, "--at", AT, "--json").stdout)
    row = event(found["folder"], "UGA1")
    assert row["deaths_best"] == before["deaths_best"] != 4
    again = desk.run(override, "UGA1", "deaths", "--back", "--reason", "once more")
    assert "no override in force 'UGA1 deaths'" in str(again.exception)


def test_more_than_a_word_is_written_as_json(desk: Desk) -> None:
    desk.run(build, "--at", AT)
    side = '{"actor": "hill", "certainty": "claimed", "by": "the rebels"}'
    assert desk.run(override, "UGA1", "side1", side, "--reason", "statement").exit_code == 0
    assert desk.given.overrides[0].value["actor"] == "hill"


@pytest.mark.parametrize(
    "arguments",
    [
        ("UGA1", "deaths", "--reason", "x"),
        ("UGA1", "deaths", "4", "--back", "--reason", "x"),
        ("UGA1", "deaths", "4"),
        ("UGA1", "side1", '{"actor": ', "--reason", "x"),
    ],
)
def test_an_override_that_is_none_ends_with_code_2(desk: Desk, arguments: tuple[str, ...]) -> None:
    desk.run(build, "--at", AT)
    assert desk.run(override, *arguments).exit_code == 2
    assert desk.given.overrides == ()


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("UGA9", "deaths", "4"), NotFoundError),
        (("UGA1", "deaths", "plenty"), FaultsError),
        (("UGA1", "colour", "red"), FaultsError),
    ],
)
def test_an_override_that_cannot_be_used_is_refused_before_it_is_kept(
    desk: Desk, arguments: tuple[str, ...], error: type[Exception]
) -> None:
    desk.run(build, "--at", AT)
    assert isinstance(desk.run(override, *arguments, "--reason", "x").exception, error)
    assert desk.given.overrides == ()


def test_what_is_in_force_is_listed_with_what_it_replaced_and_whether_that_changed(
    desk: Desk, world: "World"
) -> None:
    desk.run(override, "UGA1", "deaths", "at least 4", "--reason", "hospital list")
    (row,) = json.loads(desk.run(overrides, "list", "--json").stdout)
    assert {
        "event": "UGA1",
        "written": "at least 4",
        "merged": "3",
        "by": "mo",
        "review": "",
    }.items() <= row.items()
    assert json.loads(desk.run(overrides, "list", "--review", "--json").stdout) == []
    toll = [{"what": "deaths", "count": 5, "phrase": "people were killed"}]
    changed = world.given([world.coded("r1", counts=toll)])
    desk.given = replace(changed, overrides=desk.given.overrides)
    assert "look at it again: what it replaced has changed" in desk.run(overrides, "list", "--review").stdout


def test_an_override_is_withdrawn_by_name_even_when_its_event_has_gone(desk: Desk) -> None:
    desk.run(override, "UGA1", "deaths", "4", "--reason", "list")
    gone = Override(
        event="UGA99", field="deaths", value=1, reason="x", by="mo", at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    desk.keep_override(Workplace(desk.folder), gone)
    assert desk.run(overrides, "withdraw", "UGA99", "deaths", "--reason", "gone").exit_code == 0
    assert desk.run(overrides, "withdraw", "UGA1", "deaths", "--reason", "wrong").exit_code == 0
    assert "No override is in force." in desk.run(overrides, "list").stderr
    done = desk.run(overrides, "withdraw", "UGA1", "deaths", "--reason", "again")
    assert isinstance(done.exception, NotFoundError)


def test_an_emptied_field_is_blank_in_the_release_until_it_is_taken_back(desk: Desk, world: "World") -> None:
    coded = world.coded("r1", sub_event_type="Grenade", civilian_targeting="None")
    desk.given = world.given([coded])
    assert desk.run(override, "UGA1", "side2", "--empty", "--reason", "a stray grenade").exit_code == 0
    found = json.loads(desk.run(build, "--at", AT, "--json").stdout)
    row = event(found["folder"], "UGA1")
    assert (row["actor2"], row["inter2"], row["interaction_code"]) == (None, None, 20)
    assert found["overrides_for_review"] == []
    desk.run(overrides, "withdraw", "UGA1", "side2", "--reason", "it was aimed")
    found = json.loads(desk.run(build, "--at", AT, "--json").stdout)
    assert event(found["folder"], "UGA1")["actor2"] == "Military Forces of Uganda (1986-)"
