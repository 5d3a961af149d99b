"""The command line: with `joins.py` the one place that knows both coding and building.

Commands sit beside their layer and are loaded when they are asked for, so that a command
whose extra is not installed says which to install, and the others still work.
"""

import errno
import getpass
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import click

import eventbook
from eventbook.entries import ENTRIES, SECTIONS
from eventbook.joins import session_of
from eventbook.schema.errors import EventbookError
from eventbook.schema.session import Session, WorkspaceError
from eventbook.schema.talk import say
from eventbook.schema.text import nearest

COULD_NOT = 2
"""The exit code where a command could not do its work."""


STOPPED = 130
"""The exit code after an interrupt, as shells know it."""


class MissingExtraError(EventbookError, ImportError):
    """A command needs an extra that is not installed."""


class ClosedPipeError(Exception):
    """Nobody reads any more what is printed, as after `| head`."""


@contextmanager
def _pipe_told() -> Generator[None]:
    """Keep a closed pipe from click, which would leave with 1: that says faults were found."""
    try:
        yield
    except BrokenPipeError as caught:
        raise ClosedPipeError from caught


class Commands(click.Group):
    """The commands, each imported when it is first needed."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; the help is printed here."""
        with _pipe_told():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  as click has it
        """Run the command."""
        with _pipe_told():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, installed or not."""
        _ = ctx
        return sorted(ENTRIES)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of all commands, in the order in which work goes, without loading them."""
        _ = ctx
        for heading, entries in SECTIONS.items():
            with formatter.section(heading):
                formatter.write_dl([(name, entry.says) for name, entry in entries.items()])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, or one that says what to install for it."""
        _ = ctx
        entry = ENTRIES.get(cmd_name)
        if entry is None:
            return None
        try:
            module = import_module(entry.module)
            found: click.Command = (  # looking it up may load more
                module.COMMANDS[entry.name] if hasattr(module, "COMMANDS") else getattr(module, entry.name)
            )
            if cmd_name == "import":
                _take_in_too(found)
        except ModuleNotFoundError as caught:
            if not entry.extra or (caught.name or "").startswith("eventbook"):
                raise
            return _not_installed(cmd_name, entry.extra, caught.name or "")
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments name; `help` is what people type first."""
        name = args[0] if args else ""
        if name == "help":
            return super().resolve_command(ctx, ["--help", *args[1:]])
        hit = "" if name in ENTRIES or name.startswith("-") else nearest(name, ENTRIES)
        if hit:
            ctx.fail(f"there is no command '{name}'; did you mean '{hit}'?")
        return super().resolve_command(ctx, args)


def _take_in_too(found: click.Command) -> None:
    """Give the command that takes over what others coded those that take in what others published."""
    if isinstance(found, click.Group):
        for one in import_module("eventbook.datasets.commands.take_in").COMMANDS:
            found.add_command(one)


def _not_installed(name: str, extra: str, missing: str) -> click.Command:
    def refuse(**_: Any) -> None:  # noqa: ANN401  click hands over whatever was written
        message = f"`eventbook {name}` needs {missing}; install it with: pip install 'eventbook[{extra}]'"
        raise MissingExtraError(message)

    settings = {"ignore_unknown_options": True, "allow_extra_args": True}
    return click.Command(
        name,
        callback=refuse,
        context_settings=settings,
        add_help_option=False,
        short_help=f"(needs eventbook[{extra}])",
    )


@click.group(
    cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(eventbook.__version__, "--version", message="eventbook %(version)s")
@click.option(
    "-w",
    "--workspace",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    envvar="EVENTBOOK_WORKSPACE",
    help="A workspace, or a folder in one.",
)
@click.option("--as", "person", envvar="EVENTBOOK_PERSON", help="Who is acting; your user name if left out.")
@click.pass_context
def program(context: click.Context, workspace: Path | None, person: str | None) -> None:
    """Turn source articles into a versioned dataset of events, every value tied to its words.

    Without a command it says what to do next.

    \b
    Examples:
      eventbook init myproject
      eventbook -w myproject status
      eventbook --as amira submit sheets/kampala.yaml
    """
    context.obj = session_of((workspace or Path.cwd()).absolute(), person or getpass.getuser())
    if context.invoked_subcommand is None:
        _say_what_next(context.obj)


def _say_what_next(session: Session) -> None:
    try:
        place = session.workplace
    except WorkspaceError:
        place = None
    click.echo(import_module("eventbook.coders.workspace.status").next_step(place, session))
    click.echo("All commands: eventbook --help")


def main() -> None:
    """Run the command line: faults of data are printed and counted, what stops us is said, bugs show."""
    try:
        code = program(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.ClickException as caught:
        caught.show()
        sys.exit(caught.exit_code)
    except (click.Abort, KeyboardInterrupt):
        say("eventbook: stopped; what was not yet said to be done is not done")
        sys.exit(STOPPED)
    except EventbookError as caught:
        say(f"eventbook: {caught}")
        sys.exit(COULD_NOT)
    except ClosedPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(COULD_NOT)
    except (OSError, UnicodeEncodeError) as caught:
        say(f"eventbook: {_told(caught)}")
        sys.exit(COULD_NOT)


_NO_TEXT = "surrogates not allowed"
"""What Python says of a file's name whose bytes are not text: Arrow opens files by text only."""
_NOT_ALLOWED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def _told(caught: OSError | UnicodeEncodeError) -> str:
    """Return what the system could not do as a sentence that says what to do."""
    if isinstance(caught, UnicodeEncodeError):
        if caught.reason != _NO_TEXT:
            raise caught
        name = caught.object.encode(errors="backslashreplace").decode()
        return f"{name} is no text in this locale: rename the folder, or use a UTF-8 locale"
    about = f"{caught.filename}: " if caught.filename else ""
    what = f"{about}{caught.strerror or caught}"
    if caught.errno in _NO_ROOM:
        return f"{what}; there is no room to write: free some space and run the command again"
    if caught.errno in _NOT_ALLOWED:
        return f"{what}; it may not be written here: look at who owns it and its permissions"
    return what


if __name__ == "__main__":
    main()
