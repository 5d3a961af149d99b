import shutil
from pathlib import Path
from typing import NoReturn

import pytest
from click.testing import CliRunner, Result

from eventbook.datasets.commands.site import site
from eventbook.schema.errors import NotFoundError
from eventbook.schema.judgement import Judgement, Override
from eventbook.schema.session import Session, Workplace


def gather(_: Workplace) -> NoReturn:
    pytest.fail("making the site asks the desk for nothing")


def keep(_: Workplace, __: Judgement | Override) -> None:
    gather(_)


def run(folder: Path) -> Result:
    session = Session(
        folder=folder,
        person="mo",
        gather=gather,
        keep_judgement=keep,
        keep_override=keep,
        report_of_event=lambda _, __: None,
        release_versions=lambda _: (),
    )
    return CliRunner().invoke(site, obj=session)


def test_what_was_lost_beside_the_releases_is_made_again(releases: Path, tmp_path: Path) -> None:
    (tmp_path / "eventbook.toml").touch()
    folder = Path(shutil.copytree(releases, tmp_path / "releases"))
    shutil.rmtree(folder / "site")
    (folder / "explore.html").unlink()
    done = run(tmp_path)
    assert done.exit_code == 0
    assert done.stdout.strip() == str(folder / "explore.html")
    assert (folder / "explore.html").read_bytes() == (releases / "explore.html").read_bytes()


def test_without_a_release_it_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "eventbook.toml").touch()
    done = run(tmp_path)
    assert isinstance(done.exception, NotFoundError)
    assert not (tmp_path / "releases").exists()
