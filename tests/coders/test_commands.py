"""The commands as a whole: what they say, and that help is there for each."""

import json
from collections.abc import Callable, Iterator, Mapping
from inspect import cleandoc
from pathlib import Path

import click
import pytest

from eventbook.coders.commands import COMMANDS
from eventbook.coders.store.store import open_store
from eventbook.coders.workspace.gather import gather, keep_judgement, keep_override
from eventbook.coders.workspace.status import next_step
from eventbook.schema.codebook_file import default_text
from eventbook.schema.session import Session, Workplace

Run = Callable[..., tuple[int, str, str]]


def leaves(commands: Mapping[str, click.Command], prefix: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in commands.items():
        if isinstance(command, click.Group):
            yield from leaves(command.commands, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}", command


@pytest.mark.parametrize(("name", "command"), [*leaves(COMMANDS)], ids=[name for name, _ in leaves(COMMANDS)])
def test_every_command_ends_its_help_with_examples_of_itself(name: str, command: click.Command) -> None:
    text = cleandoc(command.help or "")
    assert "\b\nExamples:\n" in text
    assert f"eventbook {name}" in text.partition("Examples:")[2].replace(
        "eventbook --as amira ", "eventbook "
    )
    assert all(option.help for option in command.params if isinstance(option, click.Option))


def told(place: Workplace | None, versions: tuple[str, ...] = ()) -> str:
    """Return what the bare command says in a workspace with these releases."""
    session = Session(
        Path(), "x", gather, keep_judgement, keep_override, lambda _p, _e: None, lambda _: versions
    )
    return next_step(place, session)


def test_what_to_do_next_is_always_said(bare: Workplace, place: Workplace, run: Run, samples: Path) -> None:
    assert "eventbook init DIR" in told(None)
    assert "eventbook outlets add" in told(bare)
    run(bare, "outlets", "add", "--name", "A", "--scale", "National")
    assert "eventbook article add" in told(bare)
    assert "eventbook sheet new 78be5f5a9efa01da" in told(place)
    run(place, "submit", samples / "sheets/round-1/kampala-amira.yaml")
    assert "eventbook accept kampala-amira" in told(place)
    run(place, "return", "kampala-amira", "--reason", "x", person="vera")
    assert "eventbook sheet edit kampala-amira" in told(place)
    run(bare, "article", "add", "-", "--outlet", "A", "--published", "unknown", stdin=b"Floods.\n")
    only = run(bare, "article", "list")[1].split()[0]
    nothing = f'sheet: abc\narticle: "{only}"\ncoder: x\ncodebook: political-violence 1.0.0\nnothing_to_code: Floods.\n'
    run(bare, "submit", "-", stdin=nothing.encode())
    assert "eventbook sheet new --help" in told(bare)


def test_after_review_comes_the_release(place: Workplace, run: Run, samples: Path) -> None:
    run(place, "submit", samples / "sheets/round-1/kampala-amira.yaml")
    run(place, "accept", "kampala-amira", person="vera")
    with open_store(place.store).reading() as connection:
        articles = (
            connection.exec_driver_sql("SELECT id FROM article WHERE id != '78be5f5a9efa01da'")
            .scalars()
            .all()
        )
    for number, article in enumerate(articles):
        head = f'sheet: none-{number}\narticle: "{article}"\ncoder: x\n'
        text = f"{head}codebook: political-violence 1.0.0\nnothing_to_code: x\n"
        assert run(place, "submit", "-", stdin=text.encode())[0] == 0
    assert "make the first release: eventbook build" in told(place)
    assert "2 accepted; newest release 2026.11.0" in told(place, ("2026.11.0",))


def test_status_tells_the_whole_store_is_as_it_was_written(place: Workplace, run: Run) -> None:
    code, out, err = run(place, "status", "--check")
    every = len(json.loads(run(place, "article", "list", "--json")[1]))
    assert (code, f"articles: {every}, {every} not coded" in out, "as it was written" in err) == (
        0,
        True,
        True,
    )
    with open_store(place.store).writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER record_no_update")
        connection.exec_driver_sql("UPDATE record SET author = 'eve' WHERE id = 'adf'")
    code, out, err = run(place, "status", "--check")
    assert code == 1
    assert "record actor adf revision 1: it was changed after it was written" in out
    assert "behind the program's back" in err
    assert json.loads(run(place, "status", "--json")[1])["articles"] == every


def test_init_says_what_comes_next_and_takes_a_codebook(run: Run, bare: Workplace, tmp_path: Path) -> None:
    code, _, err = run(bare, "init", tmp_path / "new")
    assert (code, "eventbook outlets add" in err) == (0, True)
    own = tmp_path / "own.toml"
    own.write_text(default_text().replace('version = "1.0.0"', 'version = "1.2.3"'), encoding="utf-8")
    assert run(bare, "init", tmp_path / "second", "--codebook", own)[0] == 0
    assert "1.2.3" in run(Workplace(tmp_path / "second"), "codebook", "show")[1]
    assert run(bare, "init", tmp_path / "second")[0] == 2


def test_the_codebook_is_shown_checked_and_its_rules_listed(
    bare: Workplace, run: Run, tmp_path: Path
) -> None:
    assert "Armed clash" in run(bare, "codebook", "show")[1]
    assert "It is not:" in run(bare, "codebook", "show", "armed CLASH")[1]
    assert "blades and clubs" in run(bare, "codebook", "show", "weapons")[1]
    assert run(bare, "codebook", "show", "nonsense")[0] == 2
    assert json.loads(run(bare, "codebook", "show", "--json")[1])["codebook"]["name"] == "political-violence"
    assert run(bare, "codebook", "check", bare.codebook)[0] == 0
    bad = tmp_path / "bad.toml"
    bad.write_text(default_text().replace('code = "Armed clash"', 'code = "Grenade"', 1), encoding="utf-8")
    code, out, _ = run(bare, "codebook", "check", bad)
    assert code == 1
    assert f"{bad}:" in out
    rules = {row["rule"]: row for row in json.loads(run(bare, "codebook", "rules", "--json")[1])}
    assert rules["form-moved"]["from"] == "eventbook"
    assert rules["civilians-in-battle"]["from"] == "political-violence 1.0.0"
    assert (
        run(bare, "codebook", "rules")[1].startswith("settings-unreadable")
        or "form-moved" in run(bare, "codebook", "rules")[1]
    )


def test_outside_of_a_workspace_every_command_says_how_to_make_one(run: Run, tmp_path: Path) -> None:
    nowhere = Workplace(tmp_path)
    for words in (
        ("status",),
        ("article", "list"),
        ("sheet", "new", "a"),
        ("check", "-"),
        ("accept", "a"),
        ("actors", "list"),
    ):
        code, _, err = run(nowhere, *words)
        assert (code, "make one with `eventbook init DIR`" in err) == (2, True)
    assert run(nowhere, "codebook", "show")[0] == 0


def test_a_codebook_broken_later_is_told_with_its_line(bare: Workplace, run: Run) -> None:
    bare.codebook.write_text("[codebook\n")
    code, _, err = run(bare, "check", "-", stdin=b"sheet: a\n")
    assert (code, "codebook.toml:1: not TOML" in err) == (2, True)
