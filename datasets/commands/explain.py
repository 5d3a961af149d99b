"""`eventbook explain`: why two reports are one incident or two, and what an event is made of."""

from pathlib import Path

import click

from eventbook.datasets.explaining.explained_text import event_text, pair_text
from eventbook.datasets.explaining.explanation import EventExplained, Inquiry, PairExplained, inquiry
from eventbook.datasets.explaining.waterfall import chart_file
from eventbook.datasets.plan import Policy
from eventbook.datasets.releases.read import latest
from eventbook.schema.session import Session
from eventbook.schema.talk import data_json, say, tell


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="REPORT REPORT | EVENT")
@click.option(
    "--policy",
    type=click.Choice([one.value for one in Policy]),
    help="How sure a merge must be; as in the release before, else cautious.",
)
@click.option(
    "--chart",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Draw the evidence as a waterfall into this .html or .svg file.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the explanation as JSON.")
@click.pass_obj
def explain(
    session: Session, names: tuple[str, ...], policy: str | None, chart: Path | None, *, as_json: bool
) -> None:
    """Say why two reports are one incident or two, or what holds an event together, as the next build has it.

    Every weight is the natural log of a likelihood ratio: +0.7 doubles the odds, +2.3 makes them tenfold.

    \b
    Examples:
      eventbook explain SOM1
      eventbook explain kampala-amira-1 kampala-jonas-1
      eventbook explain kampala-amira-1 kampala-jonas-1 --chart why.html
      eventbook explain SOM1 --json
    """
    _check(names)
    if chart and chart.suffix not in {".html", ".svg"}:
        message = f"'{chart}' ends in neither .html nor .svg; a chart is written as one of them"
        raise click.UsageError(message)
    found = _inquiry(session, policy)
    told = found.event(names[0]) if len(names) == 1 else found.pair(*names)
    if chart:
        chart.write_text(chart_file(told, svg=chart.suffix == ".svg"), encoding="utf-8")
        say(f"The chart is in {chart}.")
    data_json(told.as_dict()) if as_json else tell(_text(told))


def _check(names: tuple[str, ...]) -> None:
    if len(names) > 2:  # noqa: PLR2004  two reports
        message = "give two reports or one event"
        raise click.UsageError(message)
    if len(set(names)) < len(names):
        message = "a report cannot be held against itself"
        raise click.UsageError(message)


def _inquiry(session: Session, policy: str | None) -> Inquiry:
    place = session.workplace
    say("Reading and matching the accepted reports …")
    before = latest(place.releases)
    asked = Policy(policy or (before.manifest.decisions.policy if before else Policy.CAUTIOUS))
    return inquiry(session.gather(place), before.before() if before else None, asked)


def _text(told: PairExplained | EventExplained) -> str:
    return pair_text(told) if isinstance(told, PairExplained) else event_text(told)
