"""`eventbook outlets`, `actors` and `places`: the project's own lists."""

from collections.abc import Iterable
from typing import Any

import click
from sqlalchemy import Connection

from eventbook.coders.actors.actor_changes import may_change
from eventbook.coders.commands.actor_import import import_group
from eventbook.coders.commands.actors import ACTOR_COMMANDS
from eventbook.coders.commands.entry_options import SPECS, Options, Spec
from eventbook.coders.commands.options import AS_JSON
from eventbook.coders.commands.proposals import PROPOSAL_COMMANDS
from eventbook.coders.input_file import read_text
from eventbook.coders.lists.entries import Entry, Found, add_entries, clashes, load_entries
from eventbook.coders.lists.entry_file import located, read_entries
from eventbook.coders.lists.entry_match import changed_entry
from eventbook.coders.places.kept_places import ask_before_writing
from eventbook.coders.places.place_beside import far_namesakes
from eventbook.coders.places.workspace_gazetteer import world_beside
from eventbook.coders.store.records import Kept, Kind, history
from eventbook.coders.store.stamp import stamp
from eventbook.coders.workspace.workspace import open_workspace
from eventbook.schema.article import Outlet
from eventbook.schema.codebook import Codebook
from eventbook.schema.errors import NotFoundError
from eventbook.schema.problem import Problem
from eventbook.schema.session import Session
from eventbook.schema.talk import data_json, fault_lines, say, several, tell
from eventbook.schema.text import fold
from eventbook.schema.where import Place
from eventbook.schema.who import Standing


def _help(says: str, *examples: str) -> str:
    lines = "".join(f"\n  eventbook {example}" for example in examples)
    return f"{says}\n\n\b\nExamples:{lines}"


def _add_command(spec: Spec) -> click.Command:
    @click.pass_obj
    def add(session: Session, /, source: str | None, **given: Any) -> None:  # noqa: ANN401  what click read
        _add(session, spec, source, given)

    plural, noun = spec.lists.plural, spec.lists.kind.value
    source = click.Option(
        ["--from", "source"], metavar="FILE", help=f"A TOML file with a [[{noun}]] for each."
    )
    says = (
        f"Add {plural}: one by its details, or all of a TOML file. An entry that is there with other details "
        "is changed in what you give, and its history is kept."
    )
    examples = (f"{plural} add {spec.example}", f"{plural} add --from {plural}.toml")
    return click.Command("add", callback=add, params=[*spec.options, source], help=_help(says, *examples))


def _add(session: Session, spec: Spec, source: str | None, given: Options) -> None:
    if source and any(value not in (None, ()) for value in given.values()):
        raise click.UsageError("give either --from FILE or the details of one entry")
    workspace = open_workspace(session.workplace)
    if spec.lists.kind is Kind.ACTOR:
        may_change(workspace.settings.registry, session.person)
    text = read_text(source) if source else ""
    kept: dict[str, Kept] = {}

    def read(connection: Connection) -> tuple[list[Found], list[Problem]]:
        stored = load_entries(connection, spec.lists)
        if source:
            found, problems = read_entries(text, source, spec.lists, workspace.book, stored)
        else:
            found, problems = _read(spec, given, workspace.book, stored)
        told = list(clashes(connection, spec.lists, found))
        return found, problems + (located(told, text, source) if source else told)

    if spec.lists.kind is Kind.PLACE:
        ask_before_writing(workspace.store, read)
    with workspace.store.writing() as connection:
        found, problems = read(connection)
        if not problems:
            kept = add_entries(connection, spec.lists, found, stamp(session.person))
    if problems:
        fault_lines(problems)
        say(f"nothing was added; {several(len(problems), 'problem')}")
        raise SystemExit(1)
    _report(kept, spec.lists.kind.value)
    changed = [one.entry for one in found if kept[one.entry.id] is not Kept.SAME]
    places = (one for one in changed if isinstance(one, Place))
    for says in far_namesakes(places, world_beside(workspace.store.path)):
        say(says)


def _read(
    spec: Spec, given: Options, book: Codebook, stored: Iterable[Entry]
) -> tuple[list[Found], list[Problem]]:
    """Return the entry that the options say, and what is wrong with it."""
    body = changed_entry(spec.body(given), spec.lists, {entry.id: entry for entry in stored})
    entry, problems = spec.lists.read(body, (), book)
    return ([Found((), entry)] if entry else []), problems


def _report(kept: dict[str, Kept], noun: str) -> None:
    for name, outcome in kept.items():
        tell(f"{name}  {outcome}")
    counts = {outcome: sum(1 for one in kept.values() if one is outcome) for outcome in Kept}
    says = {Kept.NEW: "added", Kept.CHANGED: "changed", Kept.SAME: "known already"}
    told = ", ".join(f"{count} {says[outcome]}" for outcome, count in counts.items() if count)
    say(f"{several(len(kept), noun)}: {told}")


def _list_command(spec: Spec) -> click.Command:
    plural = spec.lists.plural
    says = _help(
        f"List the {plural}, or those with WORD in them.", f"{plural} list", f"{plural} list kampala --json"
    )

    @click.command("list", help=says)
    @click.argument("word", required=False)
    @AS_JSON
    @click.pass_obj
    def listing(session: Session, word: str | None, *, as_json: bool) -> None:
        with open_workspace(session.workplace).store.reading() as connection:
            entries = load_entries(connection, spec.lists)
        chosen = [entry for entry in entries if not word or fold(word) in fold(entry.model_dump_json())]
        if as_json:
            data_json([{"id": entry.id, **entry.model_dump(mode="json")} for entry in chosen])
            return
        for entry in chosen:
            tell(_line(entry))
        if not chosen:
            say(
                f"no {plural}{f' with {word!r}' if word else f' yet; add some with `eventbook {plural} add`'}"
            )

    return listing


def _line(entry: Entry) -> str:
    if isinstance(entry, Outlet):
        hidden = "  confidential" if entry.confidential else ""
        return f"{entry.id}  {entry.name}  {entry.scale}  {entry.country}{hidden}"
    if isinstance(entry, Place):
        return f"{entry.id}  {entry.full_label}  {entry.kind}  {entry.latitude:.4f} {entry.longitude:.4f}"
    stands = f"  merged into {entry.same_as}" if entry.same_as else ""
    stands = stands or ("" if entry.standing is Standing.REGISTERED else f"  {entry.standing}")
    return (
        f"{entry.id}  {entry.name}  {', '.join(dict.fromkeys(period.type for period in entry.types))}{stands}"
    )


def _show_command(spec: Spec) -> click.Command:
    plural, kind = spec.lists.plural, spec.lists.kind

    @click.command("show", help=_help(f"Show one of the {plural} and its history.", f"{plural} show ID"))
    @click.argument("name", metavar="ID")
    @AS_JSON
    @click.pass_obj
    def show(session: Session, name: str, *, as_json: bool) -> None:
        with open_workspace(session.workplace).store.reading() as connection:
            past = history(connection, kind, name)
        if not past:
            raise NotFoundError(kind.value, name, f"see `eventbook {plural} list`")
        if as_json:
            data_json(
                [{"revision": one.n, "author": one.author, "at": one.at, "entry": one.body} for one in past]
            )
            return
        for key, value in past[-1].body.items():
            tell(f"{key}: {value}")
        for one in past:
            tell(f"revision {one.n} by {one.author}, {one.at[:16]}")

    return show


def _group(spec: Spec) -> click.Group:
    commands = [_add_command(spec), _list_command(spec), _show_command(spec)]
    if spec.lists.kind is Kind.ACTOR:  # what is shown of actors is more than of other entries
        commands = [*commands[:2], *ACTOR_COMMANDS, *PROPOSAL_COMMANDS, import_group]
    return click.Group(spec.lists.plural, commands=commands, help=f"The {spec.lists.plural}: {spec.about}.")


ENTRY_COMMANDS: dict[str, click.Command] = {spec.lists.plural: _group(spec) for spec in SPECS}
