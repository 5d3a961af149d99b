import base64
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eventbook.datasets.commands.key import key, put_signature, sign_release
from eventbook.datasets.commands.release import release
from eventbook.datasets.signing.signing_key import new_key
from eventbook.datasets.signing.ssh_signature import SignatureError
from eventbook.schema.build_input import BuildInput
from eventbook.schema.session import Session


@pytest.fixture
def work(tmp_path: Path, releases: Path) -> Path:
    """Return a workspace with the releases of the samples."""
    shutil.copytree(releases, tmp_path / "work/releases")
    (tmp_path / "work/eventbook.toml").touch()
    return tmp_path / "work"


def session(work: Path) -> Session:
    def gather(_: object) -> BuildInput:
        raise NotImplementedError

    return Session(
        folder=work,
        person="mo",
        gather=gather,
        keep_judgement=lambda _place, _judgement: None,
        keep_override=lambda _place, _override: None,
        report_of_event=lambda _place, _event: None,
        release_versions=lambda _place: (),
    )


def run(work: Path, *words: str) -> Result:
    command = {"key": key, "sign": sign_release, "release": release}[words[0]]
    return CliRunner().invoke(command, list(words[1:]), obj=session(work))


def test_a_signed_release_is_checked_with_the_key_that_its_reader_trusts(work: Path, tmp_path: Path) -> None:
    made = run(work, "key", "new", str(tmp_path / "ours"), "--name", "Desk")
    assert made.stdout.startswith("ssh-ed25519 ")
    new_key(tmp_path / "theirs", "Theirs")
    unsigned = run(work, "release", "verify", "--key", str(tmp_path / "ours.pub"))
    assert (unsigned.exit_code, "not signed" in unsigned.stderr) == (1, True)
    assert run(work, "sign", "latest", "--key", str(tmp_path / "ours")).exit_code == 0
    ours, theirs, nobody = (
        run(work, "release", "verify", *more)
        for more in (("--key", str(tmp_path / "ours.pub")), ("--key", str(tmp_path / "theirs.pub")), ())
    )
    assert (ours.exit_code, "the key that you trust" in ours.stderr) == (0, True)
    assert (theirs.exit_code, "another key than the one you trust" in theirs.stderr) == (1, True)
    assert "the key that you trust." not in theirs.stderr
    assert "; not a key that you trust." in theirs.stderr
    assert (nobody.exit_code, "whose that is" in nobody.stderr) == (0, True)


def test_what_a_release_was_built_from_is_attested_and_forgeries_are_named(
    work: Path, tmp_path: Path
) -> None:
    new_key(tmp_path / "ours", "Desk")
    assert run(work, "sign", "latest", "--key", str(tmp_path / "ours")).exit_code == 0
    path = work / "releases/2026.11.1/provenance.dsse.json"
    whole = json.loads(path.read_text())
    said = json.loads(base64.b64decode(whole["payload"]))
    listed = (work / "releases/2026.11.1/SHA256SUMS").read_text()
    assert {f"{one['digest']['sha256']}  {one['name']}" for one in said["subject"]} == set(
        listed.splitlines()
    )
    assert said["predicate"]["buildDefinition"]["externalParameters"]["version"] == "2026.11.1"
    other = base64.b64encode(json.dumps(said | {"subject": []}).encode()).decode()
    for forged in (
        "{",
        json.dumps(whole | {"payload": other}),
        json.dumps(whole | {"payloadType": "text/plain"}),
    ):
        path.write_text(forged)
        told = run(work, "release", "verify", "--key", str(tmp_path / "ours.pub"))
        assert (told.exit_code, "provenance.dsse.json" in told.stderr) == (1, True)
    path.unlink()
    assert run(work, "release", "verify", "--key", str(tmp_path / "ours.pub")).exit_code == 0


def test_checksums_that_were_changed_after_signing_are_noticed(work: Path, tmp_path: Path) -> None:
    new_key(tmp_path / "ours", "Desk")
    run(work, "sign", "latest", "--key", str(tmp_path / "ours"))
    sums = work / "releases/2026.11.1/SHA256SUMS"
    sums.write_text("".join(sorted(sums.read_text().splitlines(keepends=True), reverse=True)))
    found = run(work, "release", "verify")
    assert (found.exit_code, "does not fit" in found.stderr, "CRLF" in found.stderr) == (1, True, False)
    sums.write_bytes(sums.read_bytes().replace(b"\n", b"\r\n"))
    assert "the line ends of SHA256SUMS were changed (CRLF)" in run(work, "release", "verify").stderr


def test_a_signature_that_was_taken_away_is_missed_also_without_a_key(work: Path, tmp_path: Path) -> None:
    new_key(tmp_path / "ours", "Desk")
    run(work, "sign", "latest", "--key", str(tmp_path / "ours"))
    (work / "releases/2026.11.1/SHA256SUMS.sig").unlink()
    found = run(work, "release", "verify")
    assert (found.exit_code, "the release was signed, and the file is missing" in found.stderr) == (1, True)


def test_a_release_is_signed_once(work: Path, tmp_path: Path) -> None:
    folder = work / "releases/2026.11.1"
    new_key(tmp_path / "ours", "Desk")
    new_key(tmp_path / "theirs", "Theirs")
    put_signature(folder, tmp_path / "ours")
    before = (folder / "SHA256SUMS.sig").read_bytes()
    put_signature(folder, tmp_path / "ours")
    with pytest.raises(SignatureError, match="signed already"):
        put_signature(folder, tmp_path / "theirs")
    assert (folder / "SHA256SUMS.sig").read_bytes() == before


def test_the_fingerprint_of_a_key_is_shown(work: Path, tmp_path: Path) -> None:
    made = new_key(tmp_path / "ours", "Desk")
    assert run(work, "key", "show", str(tmp_path / "ours.pub")).stdout == f"{made.fingerprint}  Desk\n"
