import shutil
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.datasets.commands.test_release import session

from eventbook.datasets.commands.key import put_signature
from eventbook.datasets.commands.redact import NotRedactedError
from eventbook.datasets.commands.release import release
from eventbook.datasets.redacting.redact import RedactionError
from eventbook.datasets.releases.read import Release, read
from eventbook.datasets.signing.signature_check import check_signature, trusted_keys
from eventbook.datasets.signing.signing_key import new_key
from eventbook.schema.errors import NotFoundError
from eventbook.schema.redaction import Hidden, Redaction
from eventbook.schema.session import Workplace

AT = datetime(2026, 12, 1, tzinfo=UTC)
WHY = ("--reason", "a court ordered it")


@pytest.fixture(scope="module")
def kept(releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the newest of the samples' releases. What is said here changes nothing in it."""
    folder = tmp_path_factory.mktemp("redact")
    (folder / "eventbook.toml").touch()
    shutil.copytree(releases / "2026.11.1", folder / "releases" / "2026.11.1")
    return folder


@dataclass
class Desk:
    """What was kept, as the workspace keeps it."""

    kept: list[Redaction] = field(default_factory=list[Redaction])

    def keep(self, _: Workplace, one: Redaction, __: str) -> Redaction:
        """Keep one more."""
        self.kept.append(one)
        return one

    def redactions(self, _: Workplace) -> tuple[Redaction, ...]:
        """Return all."""
        return tuple(self.kept)


def redact(folder: Path, *arguments: str, given: str = "", desk: Desk | None = None) -> Result:
    desk = desk or Desk()
    asked = replace(session(folder), redactions=desk.redactions, keep_redaction=desk.keep)
    return CliRunner().invoke(release, ["redact", *arguments], obj=asked, input=given)


@pytest.fixture
def own(releases: Path, tmp_path: Path) -> Path:
    """A workspace with both releases of the samples, and a key to sign with beside it."""
    shutil.copytree(releases, tmp_path / "work" / "releases")
    (tmp_path / "work" / "eventbook.toml").touch()
    new_key(tmp_path / "ours", "Desk")
    return tmp_path / "work"


def sums(folder: Path) -> list[str]:
    """Return the checksums of each release, and whether it is signed."""
    found = sorted((folder / "releases").glob("20*"))
    return [(one / "SHA256SUMS").read_text() + str((one / "SHA256SUMS.sig").exists()) for one in found]


def test_without_yes_it_says_what_would_go_and_changes_nothing(kept: Path) -> None:
    done = redact(kept, "text", "-", *WHY, given="Zobe\n")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("2026.11.1: events ")
    assert (
        "It would be taken out of 1 release, and kept out of those to come; --yes does it, for good."
        in done.stderr
    )
    assert Release(kept / "releases" / "2026.11.1").manifest.redactions == ()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("quotes", "SOM1"), "say why with --reason"),
        (("text", "Zobe", "--reason", "the name Zobe"), "the reason is published and holds the text"),
        (("text", "Zobe", "--by", "zobe desk", *WHY), "who says so is published and holds the text"),
        (("text", "2022-10-29", *WHY), "would still stand in "),
        (("text", "Zo", *WHY), "shorter than 3 letters"),
        (("text", "Zobe", "street", *WHY), "put it in quotes"),
        (("text", "Attack", *WHY), "a word of the codebook"),
        (("field", "SOM1", "event_date", *WHY), "id, date, country and type always stay"),
        (("field", "SOM1", *WHY), "say which field of SOM1"),
        (("quotes", "SOM1", "nothing", *WHY), "there is no field 'nothing'"),
        (("quotes", "SOM99", *WHY), "there is no event 'SOM99'"),
        (("article", "abc", *WHY), "there is no source 'abc'"),
    ],
)
def test_what_cannot_be_taken_out_is_refused_with_what_to_do(
    kept: Path, arguments: tuple[str, ...], says: str
) -> None:
    done = redact(kept, *arguments)
    assert isinstance(done.exception, (NotRedactedError, NotFoundError, RedactionError)), done.output
    assert says in str(done.exception)


def test_a_signed_release_is_not_left_unsigned(kept: Path, tmp_path: Path) -> None:
    shutil.copytree(kept, tmp_path / "own")
    new_key(tmp_path / "ours", "Desk")
    put_signature(tmp_path / "own/releases/2026.11.1", tmp_path / "ours")
    done = redact(tmp_path / "own", "field", "SOM1", "notes", *WHY, "--yes")
    assert "2026.11.1 is signed: give --key" in str(done.exception)


@pytest.mark.parametrize(
    ("key", "says"), [("none", "cannot be read"), ("ours.pub", "no unlocked"), ("theirs", "another key")]
)
def test_a_key_that_cannot_sign_again_leaves_all_as_it_was(own: Path, key: str, says: str) -> None:
    new_key(own.parent / "theirs", "Theirs")
    put_signature(own / "releases/2026.11.0", own.parent / "ours")
    before, desk = sums(own), Desk()
    done = redact(own, "field", "SOM1", "notes", *WHY, "--yes", "--key", str(own.parent / key), desk=desk)
    assert (says in str(done.exception), desk.kept, sums(own)) == (True, [], before)


def test_every_release_that_was_signed_is_signed_again_with_its_key(own: Path) -> None:
    new_key(own.parent / "new", "Desk, since")
    keys = {"2026.11.0": own.parent / "ours", "2026.11.1": own.parent / "new"}
    for version, key in keys.items():
        put_signature(own / "releases" / version, key)
    given = [word for key in keys.values() for word in ("--key", str(key))]
    desk = Desk()
    done = redact(own, "field", "SOM1", "notes", *WHY, "--yes", *given, desk=desk)
    assert done.exit_code == 0, done.output
    for version, key in keys.items():
        trusted = trusted_keys(key.with_name(f"{key.name}.pub"))
        assert check_signature(own / "releases" / version, trusted)[1] == [], version
    (own / "releases/2026.11.0/SHA256SUMS.sig").unlink()
    again = redact(own, "--yes", *given, desk=desk)
    assert "Signed 2026.11.0, which its redaction had left unsigned." in again.stderr
    assert (own / "releases/2026.11.0/SHA256SUMS.sig").exists()


def test_what_is_refused_is_not_kept_and_what_was_kept_stops_no_other(own: Path) -> None:
    before, desk = sums(own), Desk()
    refused = redact(own, "text", "2022-10-29", *WHY, "--yes", desk=desk)
    assert isinstance(refused.exception, RedactionError)
    assert (desk.kept, sums(own)) == ([], before)
    assert [path.name for path in (own / "releases").glob(".building*")] == []
    for what in ("2022-10-29", "Zobe"):
        number = len(desk.kept) + 1
        desk.kept.append(
            Redaction(
                number=number, kind=Hidden.TEXT, what=what, reason="a court", by="Desk", at=AT, salt="s"
            )
        )
    done = redact(own, "--yes", desk=desk)
    assert (done.exit_code, "Redaction 1 was not carried out" in done.stderr) == (1, True), done.output
    assert "Redaction 2: taken out of 2 releases" in done.stderr
    assert redact(own, "--yes", desk=Desk(desk.kept[1:])).exit_code == 0


def test_with_yes_it_is_done_and_said(kept: Path, tmp_path: Path) -> None:
    shutil.copytree(kept, tmp_path / "own")
    done = redact(tmp_path / "own", "field", "SOM1", "notes", *WHY, "--by", "Desk", "--yes")
    assert "Redaction 1: taken out of 1 release" in done.stderr, done.output
    rows = {row["event_id"]: row for row in read(tmp_path / "own/releases").to_pylist()}
    assert rows["SOM1"]["notes"] == "[redacted]"
    checked = CliRunner().invoke(release, ["verify"], obj=session(tmp_path / "own"))
    assert (checked.exit_code, "Taken out of it: redaction 1" in checked.stderr) == (0, True)
