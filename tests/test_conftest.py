"""The golden files protect something: a changed text fails, and the flag rewrites it."""

import importlib.util
import sys
from pathlib import Path

import pytest

import eventbook.schema

pytest_plugins = ["pytester"]

ROOT = Path(__file__).resolve().parent.parent
USE = "def test_text(golden):\n    golden('a.txt', 'one\\ntwo\\n')\n"


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """Return a project with our conftest and one golden test."""
    tests = pytester.mkdir("tests")
    for name in ("conftest.py", "world.csv"):
        (tests / name).write_text((ROOT / "tests" / name).read_text(encoding="utf-8"), encoding="utf-8")
    (tests / "test_use.py").write_text(USE)
    return pytester


def test_a_text_without_a_golden_file_fails_and_says_what_to_do(project: pytest.Pytester) -> None:
    result = project.runpytest("tests")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*+two", "*--golden-update*"])


def test_the_flag_writes_the_file_and_the_next_run_passes(project: pytest.Pytester) -> None:
    project.runpytest("tests", "--golden-update").assert_outcomes(passed=1)
    assert (project.path / "tests/golden/a.txt").read_text() == "one\ntwo\n"
    project.runpytest("tests").assert_outcomes(passed=1)


def test_a_golden_file_that_says_something_else_fails_with_a_diff(project: pytest.Pytester) -> None:
    (project.mkdir("tests/golden") / "a.txt").write_text("one\nthree\n")
    result = project.runpytest("tests")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*-three", "*+two"])


def test_our_folders_are_no_top_level_packages() -> None:
    assert str(ROOT) not in sys.path
    for name in ("schema", "coders", "datasets"):
        found = importlib.util.find_spec(name)
        assert found is None or ROOT / name not in Path(found.origin or "/").parents


def test_the_layers_are_imported_through_the_package() -> None:
    assert eventbook.schema.__name__ == "eventbook.schema"
