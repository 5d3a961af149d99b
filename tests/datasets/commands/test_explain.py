import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner, Result

from eventbook.datasets.commands.explain import explain
from eventbook.datasets.explaining.explained_text import event_text, pair_text
from eventbook.datasets.explaining.explanation import Inquiry, inquiry
from eventbook.datasets.explaining.waterfall import chart_file
from eventbook.datasets.plan import Policy
from eventbook.schema.build_input import BuildInput
from eventbook.schema.errors import NotFoundError
from eventbook.schema.session import Session

if TYPE_CHECKING:
    from tests.datasets.conftest import Page, World


@pytest.fixture(scope="module")
def why(samples: Callable[[int], BuildInput]) -> Inquiry:
    """The samples' second build, to be asked."""
    return inquiry(samples(2), None, Policy.CAUTIOUS)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A workspace without a release."""
    (tmp_path / "eventbook.toml").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("name", "pair"),
    [
        ("pair", ("plains-week-jonas-3", "vaccinators-amira-1")),
        ("far", ("kampala-amira-1", "mogadishu-amira-1")),
    ],
)
def test_a_pair_as_people_read_it(
    why: Inquiry, golden: Callable[[str, str], None], name: str, pair: tuple[str, str]
) -> None:
    golden(f"datasets/explain_{name}.txt", pair_text(why.pair(*pair)) + "\n")


@pytest.mark.parametrize("event", ["SOM1", "NGA1"])
def test_an_event_as_people_read_it(why: Inquiry, golden: Callable[[str, str], None], event: str) -> None:
    golden(f"datasets/explain_{event}.txt", event_text(why.event(event)) + "\n")


def test_a_chart_is_one_file_that_asks_nobody_and_runs_nothing(
    why: Inquiry, read_page: "Callable[[str], Page]"
) -> None:
    page = chart_file(why.event("SOM1"), svg=False)
    tags = [tag for tag, _ in read_page(page).found]
    assert not {"script", "img", "link", "a"} & set(tags)
    assert "default-src 'none'; style-src 'sha256-" in page
    assert "style=" not in page
    assert tags.count("rect") == 2 * 12  # the outset, ten levels and the sum, for two ties
    assert chart_file(why.event("NGA1"), svg=True).startswith("<?xml")


def run(folder: Path, given: BuildInput, *arguments: str) -> Result:
    """Ask as a person would."""

    def nothing(*_: object) -> None: ...

    session = Session(folder, "mo", lambda _: given, nothing, nothing, nothing, lambda _: ())
    return CliRunner().invoke(explain, list(arguments), obj=session)


def test_programs_are_told_the_same_as_people(world: "World", place: Path) -> None:
    given = world.given([world.coded("a"), world.coded("b")])
    chart = place / "why.svg"
    done = run(place, given, "a", "b", "--json", "--chart", str(chart))
    found: dict[str, Any] = json.loads(done.stdout)
    assert (found["one_incident"], found["decided_by"], found["candidate"]) == (True, "weight", True)
    total = found["prior"] + sum(level["weight"] for level in found["levels"])
    assert total == pytest.approx(found["sum"], abs=0.01)
    assert f"The chart is in {chart}." in done.stderr
    assert chart.read_text(encoding="utf-8").startswith("<?xml")
    assert run(place, given, "UGA1").stdout.startswith("UGA1: 2 reports, 1 incident\n")
    sheet = place / "sheet.yaml"
    sheet.write_text("sheet: a\n", encoding="utf-8")
    assert (
        run(place, given, "a", "b", "--chart", str(sheet)).exit_code == 2
    )  # a slip writes over nobody's work
    assert sheet.read_text(encoding="utf-8") == "sheet: a\n"


def test_what_cannot_be_explained_is_refused(world: "World", place: Path) -> None:
    given = world.given([world.coded("a")])
    for names in (("a", "b", "c"), ("same", "same"), ()):
        assert run(place, given, *names).exit_code == click.UsageError.exit_code
    assert isinstance(run(place, given, "XYZ9").exception, NotFoundError)
