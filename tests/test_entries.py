"""The list of all commands names each, in the order in which work goes, and is there at once."""

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from eventbook.cli import program
from eventbook.entries import ENTRIES, SECTIONS


def test_every_command_of_the_list_is_there_and_has_examples() -> None:
    with click.Context(program) as context:
        for name in ENTRIES:
            found = program.get_command(context, name)
            assert found is not None, name
            assert isinstance(found, click.Group) or "Example" in (found.help or ""), name


def test_no_command_stands_under_two_headings() -> None:
    assert sum(len(commands) for commands in SECTIONS.values()) == len(ENTRIES)


def test_the_list_is_printed_without_loading_a_command() -> None:
    code = (
        "import sys\nfrom eventbook.cli import program\nprogram(['--help'], standalone_mode=False)\n"
        "assert not [name for name in sys.modules if name.startswith(('eventbook.coders', 'eventbook.datasets'))]\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603  our own
    assert done.returncode == 0, done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines() if line.startswith("  ")][-1] == "sign"


@pytest.mark.parametrize(
    ("written", "meant"), [("sit", "site"), ("articles", "article"), ("sugest", "suggest")]
)
def test_a_misspelt_command_is_told_which_one_is_meant(written: str, meant: str) -> None:
    done = CliRunner().invoke(program, [written])
    assert done.exit_code == 2
    assert f"did you mean '{meant}'?" in done.output
