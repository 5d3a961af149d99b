"""What the guides tell people to type works: each command exists, the first steps run, the cases are the samples'.

A block opened with ```sh holds commands; ```sh faults, commands that find faults (code 1). A block with a
file's name after its language is that file; one with a sheet's name quotes lines of that sample sheet.
"""

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from eventbook.cli import program

ROOT = Path(__file__).parents[1]
GUIDES = [
    ROOT / "README.md",
    *sorted(path for path in (ROOT / "docs").glob("*.md") if path.name != "rules.md"),
]
FENCE = re.compile(r"^```(\w+)(?: ([^\n]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands(text: str) -> Iterator[list[str]]:
    """Yield the words of each eventbook command among lines of a shell; comments and pipes are cut off."""
    for line in text.replace("\\\n", " ").splitlines():
        if "eventbook " in line and not line.lstrip().startswith("#"):
            lexer = shlex.shlex(line, posix=True, punctuation_chars="|>;&")
            lexer.whitespace_split = True
            words = list(lexer)
            start = next((at for at, word in enumerate(words) if word.endswith("eventbook")), None)
            if start is not None:
                rest = words[start + 1 :]
                end = next((at for at, word in enumerate(rest) if set(word) <= set("|>;&")), len(rest))
                yield rest[:end]


TYPED = [
    pytest.param(words, id=f"{path.name}: {' '.join(words)}")
    for path in GUIDES
    for language, _, text in FENCE.findall(path.read_text(encoding="utf-8"))
    if language in {"sh", "bash", "console"}
    for words in commands(text)
]


def fill(command: click.Command, words: list[str]) -> None:
    """Parse words as click would; an unknown command, option or choice raises."""
    while True:
        context = click.Context(command)
        _, words, _ = command.make_parser(context).parse_args([*words])
        if not isinstance(command, click.Group) or not words:
            return
        found = command.get_command(context, words[0])
        assert found is not None, f"there is no command {words[0]}"
        command, words = found, words[1:]


@pytest.mark.parametrize("words", TYPED)
def test_every_command_of_a_guide_exists_with_its_options(words: list[str]) -> None:
    fill(program, words)


def test_a_command_that_is_not_there_would_be_noticed() -> None:
    with pytest.raises(AssertionError, match="no command"):
        fill(program, ["places", "find", "Auno"])
    with pytest.raises(click.NoSuchOption):
        fill(program, ["--as", "rosa", "hold", "a-1", "--because", "x"])


def run(line: str, environment: dict[str, str], code: int) -> None:
    """Do what one line of a shell does, if it is one that the first steps use."""
    words = shlex.split(line, comments=True)
    if words[:1] == ["cd"]:
        os.chdir(words[1])
    elif words[:1] == ["export"]:
        name, _, value = words[1].partition("=")
        environment[name] = value
    elif words:
        assert words[0] == "eventbook", line
        done = CliRunner(env=environment).invoke(program, words[1:])
        assert done.exit_code == code, f"{line}\n{done.output}{done.exception}"


def play(text: str) -> None:
    """Write the files and run the commands of a part of a guide, in the folder that we are in."""
    environment: dict[str, str] = {}
    for language, name, body in FENCE.findall(text):
        if language == "sh":
            for line in body.splitlines():
                run(line, environment, 1 if name == "faults" else 0)
        elif "." in name:
            Path(name).write_text(body, encoding="utf-8")


@pytest.mark.parametrize(
    ("guide", "part"),
    [
        ("coders.md", "## From nothing to an accepted sheet in ten minutes"),
        ("managers.md", "## Setting up a project"),
    ],
)
def test_the_first_steps_can_be_typed_as_they_stand(
    guide: str, part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("os.fsync", abs)  # nobody pulls the plug here
    text = (ROOT / "docs" / guide).read_text(encoding="utf-8")
    after = text.partition(part)[2]
    assert after
    play(after.partition("\n## ")[0])
    if guide == "coders.md":
        shown = CliRunner().invoke(program, ["release", "show", "--event", "ETH1"])
        assert "“did not say who they were” (Lowen Herald, 2024-05-04)" in shown.stdout


CASES = [
    (name, body)
    for language, name, body in FENCE.findall((ROOT / "docs/coders.md").read_text(encoding="utf-8"))
    if language == "yaml" and name and "." not in name
]


@pytest.mark.parametrize(("name", "body"), CASES)
def test_the_lines_of_a_case_stand_in_its_sheet(name: str, body: str) -> None:
    (path, *_) = sorted((ROOT / "samples/sheets").glob(f"*/{name}.yaml"), reverse=True)
    sheet = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in body.splitlines() if line not in sheet] == []
