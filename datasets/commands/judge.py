"""`eventbook judge`: at a terminal the waiting pairs one after the other, else list them or judge one."""

import sys
from datetime import UTC, datetime
from typing import Any

import click

from eventbook.datasets.judging.docket import Docket, contradicts, docket
from eventbook.datasets.judging.judge_talk import Memory, Talk, summary, terminal
from eventbook.datasets.judging.queue import Waiting, review_queue
from eventbook.datasets.matching.prepare import prepare
from eventbook.datasets.matching.weights import probability_of
from eventbook.schema.build_input import BuildInput
from eventbook.schema.errors import NotFoundError
from eventbook.schema.judgement import Judgement, Verdict
from eventbook.schema.session import Session
from eventbook.schema.talk import coloured, data_json, say, several, tell


@click.command()
@click.argument("pair", nargs=-1)
@click.option("--why", default="", help="The reason, kept with the judgement.")
@click.option("--list", "listing", is_flag=True, help="List the waiting pairs, at a terminal too.")
@click.option("--json", "as_json", is_flag=True, help="Print the waiting pairs, or what was kept, as JSON.")
@click.pass_obj
def judge(session: Session, pair: tuple[str, ...], why: str, listing: bool, as_json: bool) -> None:  # noqa: FBT001
    """Judge the pairs of reports that wait, one after the other; or give one: REPORT REPORT same|different|unsure.

    \b
    Examples:
      eventbook judge
      eventbook judge --list
      eventbook judge kampala-amira-1 kampala-jonas-1 same --why "both name the station"
      eventbook judge kampala-amira-1 kampala-jonas-1 unsure
    """
    say("Reading the accepted reports …")
    given = session.gather(session.workplace)
    if pair:
        word = _word(session, pair, why, given)
        session.keep_judgement(session.workplace, word)
        if as_json:
            data_json(word.model_dump(mode="json"))
        say(f"Kept: {word.one} and {word.other} are {word.verdict}. The next build follows it.")
    elif as_json or listing or not (sys.stdin.isatty() and sys.stdout.isatty()):
        waiting = review_queue(given, session.workplace.releases)
        found = docket(given, session.workplace.releases) if as_json else None
        data_json([_row(one, found) for one in waiting]) if found else _list(waiting)
    else:
        _sit(session, given)


def _sit(session: Session, given: BuildInput) -> None:
    """Put the waiting pairs to the person at the terminal."""
    place = session.workplace
    say(f"Matching {several(len(given.reports), 'report')} …")
    found = docket(given, place.releases)
    memory = Memory(
        keep=lambda word: session.keep_judgement(place, word),
        words=lambda: session.judgements(place),
        person=session.person,
    )
    said = Talk(found, memory, terminal(colour=coloured(sys.stdout)), found.sitting).run()
    say(summary(said))


def _row(waiting: Waiting, found: Docket) -> dict[str, Any]:
    return {**waiting.as_dict(), **found.question((waiting.one.report, waiting.other.report)).as_dict()}


def _word(session: Session, pair: tuple[str, ...], why: str, given: BuildInput) -> Judgement:
    """Return the judgement that was written. Raises `ContradictionError` where it cannot be true."""
    if len(pair) != 3 or pair[2] not in set(Verdict):  # noqa: PLR2004  two reports and a verdict
        message = "give two reports and one of same, different, unsure"
        raise click.UsageError(message)
    known = {report.id for report in given.reports}
    for name in pair[:2]:
        if name not in known:
            raise NotFoundError("accepted report", name, "`eventbook judge --list` lists the waiting ones")
    if pair[0] == pair[1]:
        message = "a report cannot be judged against itself"
        raise click.UsageError(message)
    word = Judgement(
        one=pair[0], other=pair[1], verdict=Verdict(pair[2]), by=session.person, at=datetime.now(UTC), why=why
    )
    clash = contradicts(prepare(given), given.judgements, word)
    if clash is not None:
        raise clash
    return word


def _list(waiting: tuple[Waiting, ...]) -> None:
    if not waiting:
        say("No pair waits for a judgement.")
    for one in waiting:
        tell(f"{probability_of(one.log_odds):4.0%}  {one.one.line}\n      {one.other.line}\n")
    if waiting:
        say("Judge a pair with `eventbook judge REPORT REPORT same|different|unsure`.")
