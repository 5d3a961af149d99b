"""`eventbook actors search`, `show`, `history`, `rename`, `merge`: the registry as people use it."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any

import click
from sqlalchemy import Connection

from eventbook.coders.actors.actor_changes import (
    Change,
    Merged,
    actor_named,
    may_change,
    merge,
    rename,
)
from eventbook.coders.actors.actor_search import ActorSearch, Hit, Wanted
from eventbook.coders.actors.actors import ActorRevision, StoredActors, actor_history, load_actors
from eventbook.coders.commands.options import AS_JSON
from eventbook.coders.store.stamp import stamp
from eventbook.coders.workspace.workspace import Workspace, open_workspace
from eventbook.schema.countries import find_country
from eventbook.schema.errors import FaultsError, NotFoundError
from eventbook.schema.registry import Registry
from eventbook.schema.session import Session
from eventbook.schema.talk import data_json, fault_lines, say, table, tell
from eventbook.schema.who import Actor, Alias, Standing, TypePeriod

REASON = click.option("--reason", required=True, help="Why; it is kept and shown.")
DAY = click.DateTime(["%Y-%m-%d"])


def change_of(session: Session, workspace: Workspace, why: str) -> Change:
    """Return a change to the registry by the person who is acting, who has to be one who may."""
    may_change(workspace.settings.registry, session.person)
    return Change(stamp(session.person), why, workspace.book)


def refuse(caught: FaultsError) -> None:
    """Print the faults that a change was refused for, and leave with 1."""
    fault_lines(caught.problems)
    say(str(caught).partition(":\n")[0])
    raise SystemExit(1) from None


@click.command("search")
@click.argument("words")
@click.option("--country", help="Only actors at home there, by name or code.")
@click.option("--on", "day", type=DAY, help="Only names that held on that day.")
@click.option("--type", "kind", default="", help="Only actors that are or were of this type.")
@click.option("--limit", default=10, show_default=True, help="How many at most.")
@AS_JSON
@click.pass_obj
def search(  # noqa: PLR0913  click passes each option by name
    session: Session,
    *,
    words: str,
    country: str | None,
    day: datetime | None,
    kind: str,
    limit: int,
    as_json: bool,
) -> None:
    """Search the registry, the actors made by rule among them, by anything like a name; each hit says why.

    \b
    Examples:
      eventbook actors search "allied democratic"
      eventbook actors search FDLR --country DRC
      eventbook actors search "Shabab" --on 2014-03-01 --type "Rebel group" --json
    """
    workspace = open_workspace(session.workplace)
    wanted = Wanted(_country(country), day.date() if day else None, kind)
    with workspace.store.reading() as connection:
        hits = ActorSearch(connection, workspace.book).find(words, wanted, limit)
    if as_json:
        data_json([_hit_row(hit) for hit in hits])
        return
    if hits:
        tell(table([_hit_line(hit) for hit in hits]))
    else:
        say(f"nobody is like '{words}'; propose the actor with `eventbook actors propose`")


def _country(written: str | None) -> str:
    if written is None:
        return ""
    found = find_country(written)
    if found is None:
        raise NotFoundError("country", written, "write its English name or three-letter code")
    return found.iso3


def _hit_line(hit: Hit) -> tuple[str, ...]:
    called = f" ({hit.name})" if hit.name != hit.actor.name else ""
    types = ", ".join(dict.fromkeys(period.type for period in hit.actor.types))
    stands = "" if hit.actor.standing is Standing.REGISTERED else f" [{hit.actor.standing}]"
    home = " ".join(hit.actor.home[:4]) + (" …" if len(hit.actor.home) > 4 else "")  # noqa: PLR2004  a line's worth
    return (hit.actor.id, hit.actor.name + called + stands, types, home, hit.reason)


def _hit_row(hit: Hit) -> dict[str, Any]:
    actor = hit.actor.model_dump(mode="json", exclude_defaults=True)
    return {"name": hit.name, "score": hit.score, "reason": hit.reason, "actor": actor}


@click.command("show")
@click.argument("name", metavar="ACTOR")
@AS_JSON
@click.pass_obj
def show(session: Session, name: str, *, as_json: bool) -> None:
    """Show an actor: its names, types and relations, with their days, and who points at it.

    \b
    Examples:
      eventbook actors show adf
      eventbook actors show "Allied Democratic Forces" --json
    """
    workspace = open_workspace(session.workplace)
    with workspace.store.reading() as connection:
        actor = StoredActors(connection).get(name) or actor_named(connection, workspace.book, name)
        registry = Registry(StoredActors(connection), workspace.book)
        around = [
            f"{other.id} is {one.kind} it{one.limits}"
            for other in load_actors(connection)
            for one in other.relations
            if one.to == actor.id
        ]
        merged = [other.id for other in load_actors(connection) if other.same_as == actor.id]
        names = {one.to: there.name for one in actor.relations if (there := registry.get(one.to))}
        past = actor_history(connection, actor.id)
    if as_json:
        row = actor.model_dump(mode="json")
        data_json({**row, "related": around, "merged": merged, "revisions": len(past)})
        return
    for line in (*_lines(actor, names), *around, *(f"{one} was merged into it" for one in merged)):
        tell(line)
    say(
        f"{len(past)} revisions: eventbook actors history {actor.id}"
        if past
        else "made by the codebook's rule"
    )


def _lines(actor: Actor, names: dict[str, str]) -> Iterator[str]:
    """Yield what an entry says, a line each."""
    yield f"{actor.id}: {actor.name}"
    if actor.same_as:
        yield f"was merged into {actor.same_as}"
    if actor.standing is not Standing.REGISTERED:
        yield f"is {actor.standing}"
    yield from (f"name: {_dated(one)}" for one in actor.names)
    yield from (f"alias: {_dated(one)}" for one in actor.aliases)
    yield from (f"type: {_typed(one)}" for one in actor.types)
    if actor.home:
        yield f"home: {', '.join(actor.home)}"
    yield from (f"{one}" + (f": {names[one.to]}" if one.to in names else "") for one in actor.relations)
    if actor.source:
        yield f"source: {actor.source}"


def _dated(one: Alias) -> str:
    return f"{one.name}{one.limits}"


def _typed(one: TypePeriod) -> str:
    return f"{one.type}{one.limits}" + (f" in {', '.join(one.countries)}" if one.countries else "")


@click.command("history")
@click.argument("name", metavar="ACTOR")
@AS_JSON
@click.pass_obj
def history(session: Session, name: str, *, as_json: bool) -> None:
    """Tell what became of an actor: every revision, who made it, when, why and what it changed.

    \b
    Examples:
      eventbook actors history adf
      eventbook actors history "Karo Rebels" --json
    """
    workspace = open_workspace(session.workplace)
    with workspace.store.reading() as connection:
        past = _past(connection, workspace, name)
    if as_json:
        data_json([_revision_row(one) for one in past])
        return
    for line in _story(past):
        tell(line)


def _past(connection: Connection, workspace: Workspace, name: str) -> tuple[ActorRevision, ...]:
    past = actor_history(connection, name)
    if not past:
        past = actor_history(connection, actor_named(connection, workspace.book, name).id)
    if not past:
        raise NotFoundError("history of", name, "it is made by the codebook's rule and nobody has changed it")
    return past


def _revision_row(one: ActorRevision) -> dict[str, Any]:
    entry = one.actor.model_dump(mode="json", exclude_defaults=True)
    return {"revision": one.n, "author": one.author, "at": one.at, **one.grounds.body, "actor": entry}


def _story(past: tuple[ActorRevision, ...]) -> Iterator[str]:
    first = past[0]
    yield _heading(first, first.actor.standing if first.actor.standing is Standing.PROPOSED else "added")
    yield from (f"  {line}" for line in _lines(first.actor, {}))
    for before, after in pairwise(past):
        yield _heading(after, "changed")
        old, new = list(_lines(before.actor, {})), list(_lines(after.actor, {}))
        yield from (f"  - {line}" for line in old if line not in new)
        yield from (f"  + {line}" for line in new if line not in old)


def _heading(one: ActorRevision, what: str) -> str:
    said = f": {one.grounds.why}" if one.grounds.why else ""
    words = f" “{one.grounds.quote}” ({one.grounds.article})" if one.grounds.quote else ""
    return f"revision {one.n} by {one.author}, {one.at[:16].replace('T', ' ')} UTC, {what}{said}{words}"


@click.command("rename")
@click.argument("name", metavar="ACTOR")
@click.argument("new", metavar="NAME")
@click.option(
    "--from", "since", type=DAY, help="The first day of the new name; without it the old was never right."
)
@REASON
@click.pass_obj
def rename_command(session: Session, name: str, new: str, since: datetime | None, reason: str) -> None:
    """Give an ACTOR another NAME: from a day on, or as a correction. Its id stays, and so does the old name.

    \b
    Examples:
      eventbook actors rename anc "National Congress" --from 2014-06-01 --reason "renamed at its congress"
      eventbook actors rename adf "ADF: Allied Democratic Forces" --reason "the acronym comes first"
    """
    workspace = open_workspace(session.workplace)
    try:
        with workspace.store.writing() as connection:
            change = change_of(session, workspace, reason)
            actor = rename(connection, name, new, since.date() if since else None, change)
    except FaultsError as caught:
        refuse(caught)
        return
    tell(f"{actor.id}  {actor.name}")
    say("renamed; sheets may write either name, each on the days on which it held")


@click.command("merge")
@click.argument("one", metavar="ACTOR")
@click.argument("other", metavar="ACTOR")
@REASON
@click.pass_obj
def merge_command(session: Session, one: str, other: str, reason: str) -> None:
    """Say that two ACTORs are one: the older entry survives, the other points to it for ever.

    Its names become names of the survivor. Forms that name it stay as they are, and are read as naming
    the survivor. Releases that were made stay as they are.

    \b
    Examples:
      eventbook actors merge adf allied-forces --reason "one group under two names"
    """
    workspace = open_workspace(session.workplace)
    try:
        with workspace.store.writing() as connection:
            done = merge(connection, one, other, change_of(session, workspace, reason))
    except FaultsError as caught:
        refuse(caught)
        return
    tell(f"{done.gone} -> {done.survivor}")
    say(f"merged; from now on {', '.join(done.names)} means {done.survivor}")
    say_types(done)


def say_types(done: Merged) -> None:
    """Say that the two actors of a merge are of different types, where they are: the survivor's counts."""
    if done.types:
        stays, went = done.types
        say(
            f"mind that {done.gone} was '{went}' and {done.survivor} is '{stays}': what was coded as the one now "
            f"counts as the other; if that is wrong, give {done.survivor} both types with their days "
            "(`eventbook actors add --from FILE`)"
        )


ACTOR_COMMANDS: tuple[click.Command, ...] = (search, show, history, rename_command, merge_command)
