"""`eventbook actors propose`, `proposals`, `approve`, `reject`, `merge-into`: actors that are not in the list."""

import click

from eventbook.coders.actors.actor_changes import actor_named, into, proposed, settle
from eventbook.coders.actors.actors import Grounds
from eventbook.coders.commands.actors import REASON, change_of, refuse, say_types
from eventbook.coders.commands.options import AS_JSON
from eventbook.coders.lists.entries import read_actor
from eventbook.coders.review.proposals import Proposal, proposals, propose, waiting_for
from eventbook.coders.store.stamp import stamp
from eventbook.coders.workspace.workspace import open_workspace
from eventbook.schema.errors import FaultsError
from eventbook.schema.session import Session
from eventbook.schema.talk import data_json, fault_lines, say, several, tell
from eventbook.schema.who import Standing


@click.command("propose")
@click.option("--name", required=True, help="Its full name.")
@click.option("--type", "kind", required=True, help="Its actor type, a label of the codebook.")
@click.option("--home", multiple=True, help="A country where it is at home; may be repeated.")
@click.option("--alias", multiple=True, help="Another name for it; may be repeated.")
@click.option("--article", default="", help="The article that tells of it.")
@click.option("--quote", default="", help="The words of the article that name it.")
@REASON
@click.pass_obj
def propose_command(  # noqa: PLR0913  click passes each option by name
    session: Session,
    *,
    name: str,
    kind: str,
    home: tuple[str, ...],
    alias: tuple[str, ...],
    article: str,
    quote: str,
    reason: str,
) -> None:
    """Propose an actor that is not in the registry; forms may name it at once and be submitted.

    \b
    Examples:
      eventbook actors propose --name "Hill Front" --type "Rebel group" --home Uganda
        --article 78be5f5a --quote "the Hill Front" --reason "a new group; not in the list"
    """
    workspace = open_workspace(session.workplace)
    raw = {"name": name, "types": [{"type": kind}], "home": list(home), "aliases": list(alias)}
    actor, problems = read_actor(raw, (), workspace.book)
    if actor is not None and not problems:
        with workspace.store.writing() as connection:
            problems = propose(connection, actor, stamp(session.person), Grounds(reason, article, quote))
    if problems or actor is None:
        fault_lines(problems)
        say("nothing was proposed; look for it with `eventbook actors search`")
        raise SystemExit(1)
    tell(f"{actor.id}  proposed")
    say(f"write '{actor.name}' in sheets; they are accepted when a manager has settled it")


@click.command("proposals")
@AS_JSON
@click.pass_obj
def proposals_command(session: Session, *, as_json: bool) -> None:
    """List the proposed actors that nobody has settled, and the forms that wait for each.

    \b
    Examples:
      eventbook actors proposals
    """
    with open_workspace(session.workplace).store.reading() as connection:
        found = proposals(connection)
    if as_json:
        data_json([_row(one) for one in found])
        return
    for one in found:
        words = f" “{one.grounds.quote}” ({one.grounds.article})" if one.grounds.quote else ""
        kinds = ", ".join(period.type for period in one.actor.types)
        tell(f"{one.actor.id}  {one.actor.name}  {kinds}  {' '.join(one.actor.home)}".rstrip())
        tell(f"  by {one.author}, {one.at[:10]}: {one.grounds.why}{words}")
        tell(f"  waiting: {', '.join(one.waiting) or 'no form'}")
    say(
        f"{several(len(found), 'proposal')}"
        + ("; settle with approve, merge-into or reject" if found else "")
    )


def _row(one: Proposal) -> dict[str, object]:
    entry = one.actor.model_dump(mode="json", exclude_defaults=True)
    return {"actor": entry, "by": one.author, "at": one.at, **one.grounds.body, "waiting": list(one.waiting)}


def _settle_command(name: str, standing: Standing, says: str, why: str) -> click.Command:
    example = f'  eventbook actors {name} hill-front --reason "{why}"'

    @click.command(name, help=f"{says}\n\n\b\nExamples:\n{example}")
    @click.argument("actor", metavar="ACTOR")
    @REASON
    @click.pass_obj
    def command(session: Session, actor: str, reason: str) -> None:
        workspace = open_workspace(session.workplace)
        try:
            with workspace.store.writing() as connection:
                done = settle(connection, actor, standing, change_of(session, workspace, reason))
                waiting = waiting_for(connection, done.id)
        except FaultsError as caught:
            refuse(caught)
            return
        tell(f"{done.id}  {done.standing}")
        then = (
            "can now be accepted"
            if standing is Standing.REGISTERED
            else "name it: return them to their coders"
        )
        say(f"{', '.join(waiting)} {then}" if waiting else "no form waits for it")

    return command


@click.command("merge-into")
@click.argument("proposal", metavar="PROPOSED")
@click.argument("actor", metavar="ACTOR")
@REASON
@click.pass_obj
def merge_into(session: Session, proposal: str, actor: str, reason: str) -> None:
    """Say that a PROPOSED actor is an ACTOR of the registry; forms that name it are read as naming that one.

    \b
    Examples:
      eventbook actors merge-into hill-front adf --reason "the hill unit of the ADF"
      eventbook actors merge-into gunmen "Unidentified Armed Group (Uganda)" --reason "no name of a group"
    """
    workspace = open_workspace(session.workplace)
    try:
        with workspace.store.writing() as connection:
            gone = proposed(connection, proposal)
            there = actor_named(connection, workspace.book, actor)
            done = into(connection, gone, there, change_of(session, workspace, reason))
            waiting = waiting_for(connection, gone.id)
    except FaultsError as caught:
        refuse(caught)
        return
    tell(f"{done.gone} -> {done.survivor}")
    say(
        f"{', '.join(waiting)} can now be accepted, as naming {done.survivor}"
        if waiting
        else "no form waits for it"
    )
    say_types(done)


PROPOSAL_COMMANDS: tuple[click.Command, ...] = (
    propose_command,
    proposals_command,
    _settle_command(
        "approve",
        Standing.REGISTERED,
        "Make a proposed ACTOR an entry of the registry.",
        "two papers name it",
    ),
    _settle_command(
        "reject", Standing.REJECTED, "Refuse a proposed ACTOR; it stays readable.", "no such group"
    ),
    merge_into,
)
