import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner, Result

from eventbook.datasets.commands.release import release
from eventbook.datasets.releases.read import ReleaseError
from eventbook.datasets.site.range_server import RangeServer
from eventbook.schema.build_input import BuildInput
from eventbook.schema.errors import NotFoundError
from eventbook.schema.judgement import Judgement, Override
from eventbook.schema.session import Session, Workplace


def unasked(*_: object) -> NoReturn:
    pytest.fail("reading releases asks the desk for nothing")


def gather(_: Workplace) -> BuildInput:
    unasked()


def keep(_: Workplace, __: Judgement | Override) -> None:
    unasked()


def session(folder: Path) -> Session:
    """Return a run of the command line that cannot ask the desk."""
    return Session(
        folder=folder,
        person="mo",
        gather=gather,
        keep_judgement=keep,
        keep_override=keep,
        report_of_event=lambda _, __: None,
        release_versions=lambda _: (),
    )


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(release, list(arguments), obj=session(folder))


@pytest.fixture
def workspace(releases: Path, tmp_path: Path) -> Path:
    """A workspace with the two releases of the samples."""
    (tmp_path / "eventbook.toml").touch()
    shutil.copytree(releases, tmp_path / "releases")
    return tmp_path


def test_releases_are_listed_the_oldest_first(workspace: Path) -> None:
    done = run(workspace, "list")
    assert done.exit_code == 0
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["2026.11.0", "2026.11.1"]
    listed = json.loads(run(workspace, "list", "--json").stdout)
    assert [(one["version"], one["events"]) for one in listed] == [("2026.11.0", 26), ("2026.11.1", 28)]


def test_without_releases_it_says_what_to_do(tmp_path: Path) -> None:
    done = run(tmp_path, "list")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "make one with `eventbook build`" in done.stderr
    assert json.loads(run(tmp_path, "list", "--json").stdout) == []


def test_outside_a_workspace_the_folder_itself_is_looked_at_or_the_releases_in_it(
    releases: Path, workspace: Path
) -> None:
    assert len(run(releases, "list").stdout.splitlines()) == 2
    (workspace / "eventbook.toml").unlink()
    assert len(run(workspace, "list").stdout.splitlines()) == 2


def test_what_is_kept_and_made_again_is_told_as_data_too(workspace: Path) -> None:
    again = json.loads(run(workspace, "rebuild", "2026.11.1", "--json").stdout)
    assert again == {"version": "2026.11.1", "base": "2026.11.0", "restored": [], "faults": []}
    assert json.loads(run(workspace, "prune", "--json").stdout) == []


def test_nothing_is_pruned_where_there_is_no_release(tmp_path: Path) -> None:
    assert isinstance(run(tmp_path, "prune").exception, NotFoundError)
    assert not [*tmp_path.iterdir()]


def test_an_older_release_that_lies_elsewhere_is_compared_with_the_newest_beside_it(
    workspace: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("reader")
    done = run(elsewhere, "diff", str(workspace / "releases/2026.11.0"))
    assert done.stdout.startswith("2026.11.0 -> 2026.11.1")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("a.csv", "a.csv"), "a.csv is a file and no release: say with --id"),
        (("a.csv", "--id", "id"), "name the newer one, too"),
        (("2026.11.0", "--out", "changes.xlsx"), "must end in .html for a page or in .parquet"),
    ],
)
def test_what_cannot_be_compared_or_written_is_said_with_what_to_do(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], says: str
) -> None:
    monkeypatch.chdir(workspace)
    Path("a.csv").write_text("id\n1\n", encoding="utf-8")
    done = run(workspace, "diff", *arguments)
    assert (done.exit_code, says in " ".join(done.stderr.split())) == (2, True)


def test_the_events_of_a_release_are_shown(workspace: Path, golden: Callable[[str, str], None]) -> None:
    done = run(workspace, "show")
    assert done.exit_code == 0
    assert done.stderr == "Release 2026.11.1: 28 events\n"
    golden("datasets/show.txt", done.stdout)
    found = json.loads(run(workspace, "show", "2026.11.0", "--json").stdout)
    assert (found["manifest"]["version"], len(found["events"])) == ("2026.11.0", 26)


def test_one_event_is_shown_with_its_words(workspace: Path, golden: Callable[[str, str], None]) -> None:
    done = run(workspace, "show", "--event", "UGA1")
    assert done.exit_code == 0
    golden("datasets/show_UGA1.txt", done.stdout)
    found = json.loads(run(workspace, "show", "--event", "UGA1", "--json").stdout)
    assert found["event"]["event_id"] == "UGA1"


@pytest.mark.parametrize(
    "arguments", [("show", "2030.1.0"), ("show", "--event", "UGA99"), ("diff", "1", "2")]
)
def test_what_is_not_there_is_an_error_that_names_it(workspace: Path, arguments: tuple[str, ...]) -> None:
    done = run(workspace, *arguments)
    assert isinstance(done.exception, NotFoundError)


def test_two_releases_are_compared(workspace: Path) -> None:
    done = run(workspace, "diff", "2026.11.0")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0] == "2026.11.0 -> 2026.11.1"
    found = json.loads(run(workspace, "diff", "2026.11.0", "2026.11.1", "--json").stdout)
    assert found["added"] == ["TCD6", "TGO1", "UKR3"]


def test_a_whole_release_verifies_with_code_0(workspace: Path) -> None:
    done = run(workspace, "verify")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == (
        "2026.11.1 is whole: files, checksums, schemas, order, ids and content agree, and follows from 2026.11.0.\n"
    )
    assert json.loads(run(workspace, "verify", "--json").stdout) == []
    assert "follows" not in run(workspace, "verify", "2026.11.0").stderr


def test_a_faulty_release_verifies_with_code_1_and_names_each_fault(workspace: Path) -> None:
    (workspace / "releases" / "2026.11.1" / "changes.md").write_text("nothing")
    done = run(workspace, "verify")
    assert (done.exit_code, done.stdout) == (1, "")
    assert (
        "changes.md: its bytes are not those that were published. Fetch it again [release-bytes]"
        in done.stderr
    )
    (fault,) = json.loads(run(workspace, "verify", "--json").stdout)
    assert (fault["rule"], fault["file"]) == ("release-bytes", "changes.md")


def test_a_release_verifies_from_inside_as_its_readme_says(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace / "releases" / "2026.11.1")
    done = run(Path.cwd(), "verify", ".")
    assert (done.exit_code, done.stderr.split(":")[0]) == (0, "2026.11.1 is whole")


def test_a_download_without_its_manifest_is_a_faulty_release_and_not_none(
    workspace: Path, tmp_path: Path
) -> None:
    folder = workspace / "releases" / "2026.11.1"
    (folder / "manifest.json").unlink()
    done = run(tmp_path, "verify", str(folder))
    assert done.exit_code == 1
    assert "manifest.json: the file is missing" in done.stderr


def test_a_file_with_a_name_that_is_not_text_is_named_in_json_too(workspace: Path) -> None:
    odd = workspace / "releases" / "2026.11.1" / "\udcff.txt"
    odd.touch()
    done = run(workspace, "verify", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)[0]["rule"] == "release-file-stray"


def test_reading_and_verifying_need_nothing_beyond_the_core_install(workspace: Path) -> None:
    program = """
import sys
extras = ["numpy", "scipy", "jinja2", "markupsafe", "duckdb", "rich", "rapidfuzz", "ruamel", "sqlalchemy"]
sys.modules.update(dict.fromkeys(extras))
from pathlib import Path
from eventbook.datasets.commands import release as commands_release
from eventbook.datasets.releases.read import Release
from eventbook.datasets.releases.trace import trace, trace_text
from eventbook.datasets.releases.verify import verify
release = Release(Path("2026.11.1"))
assert "UGA1" in trace_text(trace(release, "UGA1"), release.codebook)
assert verify(Path("2026.11.1"), Path("2026.11.0")) == []
"""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=workspace / "releases", capture_output=True, text=True, check=False)  # noqa: S603
    assert done.stderr == ""


def test_the_releases_are_served_until_one_stops_it(releases: Path) -> None:
    command = [sys.executable, "-m", "eventbook.cli", "release", "serve", "--port", "0"]
    served = subprocess.Popen(command, cwd=releases, text=True, stdout=subprocess.PIPE)  # noqa: S603  our own
    with served:
        assert served.stdout is not None
        address = served.stdout.readline().strip()
        try:
            request = Request(address.replace("explore.html", "latest.json"), headers={"Range": "bytes=0-0"})  # noqa: S310  it is served by us
            with urlopen(request, timeout=20) as answer:  # noqa: S310  likewise
                assert (answer.status, answer.read()) == (206, b"{")
        finally:
            served.send_signal(signal.SIGINT)
    assert address.startswith("http://127.0.0.1:")


def test_nothing_is_served_where_there_is_no_release(tmp_path: Path) -> None:
    done = run(tmp_path, "serve")
    assert isinstance(done.exception, NotFoundError)


def test_a_port_that_is_taken_is_told_with_what_to_do(workspace: Path) -> None:
    with RangeServer(workspace) as other:
        done = run(workspace, "serve", "--port", str(other.server_address[1]))
    assert "name another with --port, or 0 for any free one" in str(done.exception)


def test_a_damaged_manifest_is_told_once_and_not_to_be_corrected(workspace: Path) -> None:
    path = workspace / "releases/2026.11.1/manifest.json"
    path.write_text('{"format": 2}')
    done = run(workspace, "verify")
    assert done.exit_code == 1
    assert done.stderr.count("is not a readable manifest") == 1
    assert "a release is not corrected: fetch it again, or put it back from a backup" in done.stderr
    assert "orrect it" not in done.stderr


def test_a_difference_between_two_datasets_is_warned_of(workspace: Path) -> None:
    path = workspace / "releases/2026.11.0/manifest.json"
    told = json.loads(path.read_text())
    path.write_text(json.dumps(told | {"dataset": "another"}))
    done = run(workspace, "diff", "2026.11.0", "2026.11.1", "--json")
    assert "These are different datasets: 2026.11.0 is of another and 2026.11.1 is of" in done.stderr
    assert "different datasets" not in run(workspace, "diff", "2026.11.1", "2026.11.1").stderr


def test_a_copy_from_before_a_redaction_that_the_list_tells_of_is_a_fault(workspace: Path) -> None:
    path = workspace / "releases/versions.json"
    told = json.loads(path.read_text())
    told["versions"][0]["redactions"] = [1]
    path.write_text(json.dumps(told))
    newest, older = (run(workspace, "verify", one) for one in ("2026.11.1", "2026.11.0"))
    assert (newest.exit_code, "says that redaction 1 was taken out of it" in newest.stderr) == (1, True)
    assert older.exit_code == 0, older.output


def test_what_a_release_was_not_compared_with_is_said_and_a_first_one_made_again_is_no_fault(
    workspace: Path, releases: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    first = run(workspace, "verify", "2026.11.0", "--rebuild")
    assert (first.exit_code, "made again" in first.stderr) == (0, False)
    assert (
        "agree, also made again, and follows from 2026.11.0." in run(workspace, "verify", "--rebuild").stderr
    )
    alone = tmp_path_factory.mktemp("alone") / "2026.11.1"
    shutil.copytree(releases / "2026.11.1", alone)
    assert (
        "2026.11.0, on which it was built, does not lie beside it"
        in run(alone.parent, "verify", str(alone)).stderr
    )
    assert isinstance(run(workspace, "verify", str(alone), "--rebuild").exception, ReleaseError)


def test_a_folder_whose_name_is_no_text_is_told_with_what_to_do(releases: Path, tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode(b"\xff")
    shutil.copytree(releases / "2026.11.1", odd)
    command = [sys.executable, "-m", "eventbook.cli", "release", "verify", str(odd)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  our own
    assert (done.returncode, "rename the folder, or use a UTF-8 locale" in done.stderr) == (2, True), (
        done.stderr
    )
