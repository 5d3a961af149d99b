"""Workspaces to test in: an empty one, and one with the samples; each test has a copy of its own."""

import shutil
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from eventbook.coders.commands import COMMANDS
from eventbook.coders.workspace.gather import gather, keep_judgement, keep_override
from eventbook.coders.workspace.workspace import make_workspace
from eventbook.schema.errors import EventbookError
from eventbook.schema.session import Session, Workplace

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
PUBLISHED = {"SOM1": "mogadishu-amira-1"}


@pytest.fixture(scope="session")
def samples() -> Path:
    """Return the folder of the samples."""
    return SAMPLES


@pytest.fixture(scope="session")
def empty_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an empty workspace once, to be copied."""
    return make_workspace(tmp_path_factory.mktemp("empty") / "work").root


@pytest.fixture
def bare(tmp_path: Path, empty_template: Path) -> Workplace:
    """Return an empty workspace."""
    return Workplace(Path(shutil.copytree(empty_template, tmp_path / "bare")))


@pytest.fixture
def place(tmp_path: Path, copy_of_samples: Callable[[Path], Path]) -> Workplace:
    """Return a workspace with the samples' outlets, actors, places and articles; no sheets."""
    return Workplace(copy_of_samples(tmp_path / "work"))


@pytest.fixture(scope="session")
def run() -> Callable[..., tuple[int, str, str]]:
    """Run a command in a workspace as the command line does; return exit code, stdout and stderr."""
    return run_command


def run_command(
    place: Workplace, *words: str | Path, person: str = "amira", stdin: bytes = b""
) -> tuple[int, str, str]:
    """Run one command line as a person."""
    session = Session(
        folder=place.root,
        person=person,
        gather=gather,
        keep_judgement=keep_judgement,
        keep_override=keep_override,
        report_of_event=lambda _place, event: PUBLISHED.get(event),
        release_versions=lambda _place: (),
    )
    group = click.Group(commands=dict(COMMANDS))
    result = CliRunner().invoke(group, [str(word) for word in words], obj=session, input=stdin)
    if isinstance(result.exception, EventbookError):
        return 2, result.stdout, f"{result.stderr}{result.exception}\n"
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr
