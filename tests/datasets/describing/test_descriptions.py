"""Each description of a release is judged by a tool that nobody here wrote."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from eventbook.datasets.building.release import make_release
from eventbook.datasets.plan import Policy
from eventbook.schema.about import About
from eventbook.schema.build_input import BuildInput

BIN = Path(sys.executable).parent
FULL = About(
    title="Sample <events> & more",
    description="Invented events.",
    publisher="Sample Desk",
    creators=("Ana Abara", "Sample: \"Desk\" 'of' many"),
    licence="CC-BY-4.0",
    homepage="https://example.org/data",
    contact="data@example.org",
    doi="10.1234/abc",
    keywords=("conflict",),
)
DATACITE = "import json, sys; from datacite import schema45; schema45.validator.validate(json.load(open(sys.argv[1])))"
JUDGES: dict[str, list[str]] = {
    "frictionless": [str(BIN / "frictionless"), "validate", "datapackage.json", "--json"],
    "croissant": [str(BIN / "mlcroissant"), *["load", "--jsonld", "croissant.json", "--num_records", "1"]],
    "citation": [str(BIN / "check-jsonschema"), *["--builtin-schema", "vendor.citation-file-format", "CITATION.cff"]],
    "datacite": [sys.executable, "-c", DATACITE, "datacite.json"],
    "geoparquet": [str(BIN / "geoparquet-validator"), *["check", "--class", "core", "events.parquet"]],
}  # fmt: skip


@pytest.fixture(scope="module", params=["unsaid", "full"])
def folder(
    request: pytest.FixtureRequest,
    releases: Path,
    samples: Callable[[int], BuildInput],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """Return a release whose makers have said nothing of it, and one whose makers have said all."""
    if request.param == "unsaid":
        return releases / "2026.11.1"
    given = replace(samples(2), about=FULL)
    into = tmp_path_factory.mktemp("described")
    made = make_release(given, into, datetime(2026, 11, 24, tzinfo=UTC), Policy.CAUTIOUS, again=False)
    assert made.folder is not None
    return made.folder


def test_every_standards_own_checker_is_content(folder: Path) -> None:
    commands = {name: [*words] for name, words in JUDGES.items()}
    commands |= {
        f"croissant {name}": [*JUDGES["croissant"], "--record_set", name] for name in ("events", "ids")
    }
    del commands["croissant"]
    running = {
        name: subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)  # noqa: S603
        for name, words in commands.items()
    }
    said = {name: process.communicate()[0] for name, process in running.items()}
    assert {name: said[name] for name, process in running.items() if process.returncode} == {}
    assert "WARNING" not in said["croissant events"]
    assert json.loads(said["frictionless"])["stats"]["errors"] == 0


def test_search_engines_read_of_the_page_what_the_data_package_says(folder: Path) -> None:
    script = "import extruct, sys; print(extruct.json.dumps(extruct.extract(sys.stdin.read(), syntaxes=['json-ld'])))"
    script = script.replace("extruct.json", "__import__('json')")
    done = subprocess.run(  # noqa: S603  our own script
        [sys.executable, "-c", script], input=(folder / "index.html").read_text("utf-8"),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    [found] = json.loads(done.stdout)["json-ld"]
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert (found["name"], found["version"]) == (package["title"], package["version"])
    hashes = {one["path"]: one.get("hash", one.get("eventbook:sha256")) for one in package["resources"]}
    assert {one["contentUrl"]: one["sha256"] for one in found["distribution"]} == {
        path: text.removeprefix("sha256:") for path, text in hashes.items()
    }


def test_a_team_that_said_nothing_is_not_put_words_into_its_mouth(releases: Path) -> None:
    for name in ("datapackage.json", "croissant.json", "datacite.json", "CITATION.cff", "index.html"):
        assert "creativecommons" not in (releases / "2026.11.1" / name).read_text("utf-8")
    assert "No licence has been stated" in (releases / "2026.11.1/LICENSE").read_text("utf-8")
