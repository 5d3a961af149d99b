import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.datasets.commands.test_release import session

from eventbook.datasets.commands.redact import NotRedactedError
from eventbook.datasets.commands.release import release
from eventbook.datasets.releases.read import Release, read
from eventbook.schema.errors import NotFoundError

WHY = ("--reason", "a court ordered it")


@pytest.fixture(scope="module")
def kept(releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the newest of the samples' releases. What is said here changes nothing in it."""
    folder = tmp_path_factory.mktemp("redact")
    (folder / "eventbook.toml").touch()
    shutil.copytree(releases / "2026.11.1", folder / "releases" / "2026.11.1")
    return folder


def redact(folder: Path, *arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(release, ["redact", *arguments], obj=session(folder), input=given)


def test_without_yes_it_says_what_would_go_and_changes_nothing(kept: Path) -> None:
    done = redact(kept, "text", "-", *WHY, given="Zobe\n")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("2026.11.1: events ")
    assert "It would be taken out of 1 release, and kept out of those to come; --yes does it." in done.stderr
    assert Release(kept / "releases" / "2026.11.1").manifest.redactions == ()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("quotes", "SOM1"), "say why with --reason"),
        (("text", "Zobe", "--reason", "the name Zobe"), "the reason is published and holds the text"),
        (("text", "Zo", *WHY), "shorter than 3 letters"),
        (("text", "Zobe", "street", *WHY), "put it in quotes"),
        (("text", "Attack", *WHY), "a word of the codebook"),
        (("field", "SOM1", "event_date", *WHY), "id, date, country and type always stay"),
        (("field", "SOM1", *WHY), "there is no field ''"),
        (("quotes", "SOM1", "nothing", *WHY), "there is no field 'nothing'"),
        (("quotes", "SOM99", *WHY), "there is no event 'SOM99'"),
        (("article", "abc", *WHY), "there is no source 'abc'"),
    ],
)
def test_what_cannot_be_taken_out_is_refused_with_what_to_do(
    kept: Path, arguments: tuple[str, ...], says: str
) -> None:
    done = redact(kept, *arguments)
    assert isinstance(done.exception, (NotRedactedError, NotFoundError)), done.output
    assert says in str(done.exception)


def test_a_signed_release_is_not_left_unsigned(kept: Path, tmp_path: Path) -> None:
    shutil.copytree(kept, tmp_path / "own")
    (tmp_path / "own/releases/2026.11.1/SHA256SUMS.sig").touch()
    done = redact(tmp_path / "own", "field", "SOM1", "notes", *WHY, "--yes")
    assert "2026.11.1 is signed: give --key" in str(done.exception)


def test_with_yes_it_is_done_and_said(kept: Path, tmp_path: Path) -> None:
    shutil.copytree(kept, tmp_path / "own")
    done = redact(tmp_path / "own", "field", "SOM1", "notes", *WHY, "--by", "Desk", "--yes")
    assert "Redaction 1: taken out of 1 release" in done.stderr, done.output
    rows = {row["event_id"]: row for row in read(tmp_path / "own/releases").to_pylist()}
    assert rows["SOM1"]["notes"] == "[redacted]"
    checked = CliRunner().invoke(release, ["verify"], obj=session(tmp_path / "own"))
    assert (checked.exit_code, "Taken out of it: redaction 1" in checked.stderr) == (0, True)
