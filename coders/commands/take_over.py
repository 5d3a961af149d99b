"""`eventbook import`: taking over what others have coded."""

import csv
import io
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path
from time import monotonic
from typing import Any

import click

from eventbook.coders.commands.options import AS_JSON
from eventbook.coders.muc4.files import Fault, read_articles, read_templates
from eventbook.coders.muc4.quotes import Found
from eventbook.coders.muc4.take_over import Given, Imported, Importer, take_muc4
from eventbook.coders.store.person import checked_person
from eventbook.coders.store.stamp import stamp
from eventbook.coders.workspace.workspace import open_workspace
from eventbook.schema.form import Status
from eventbook.schema.session import Session
from eventbook.schema.talk import data_json, progress, say, several, tell

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_COLUMNS = ("file", "docid", "template", "slot", "rule", "reason")


@click.group("import")
def imports() -> None:
    """Take over what others have coded, through the same checks as any sheet."""


@imports.command("muc4")
@click.argument("articles", type=_FILE)
@click.argument("templates", type=_FILE)
@click.option("--coder", default="muc4-key", show_default=True, help="Whose sheets these are.")
@click.option("--accept", is_flag=True, help="Accept what passes the check: the keys are adjudicated.")
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help="Write what was left out here, as CSV."
)
@AS_JSON
@click.pass_obj
def muc4(session: Session, /, articles: Path, templates: Path, *, as_json: bool, **given: Any) -> None:  # noqa: ANN401  what click read
    """Take over the articles and answer keys of MUC-4, JSON Lines, plain or gzipped.

    All of it or nothing; again it changes nothing. Leaves with 1 where something was left out,
    which is listed. The workspace is made with `eventbook init DIR --codebook muc4-terrorism`.

    \b
    Examples:
      eventbook import muc4 articles.jsonl.gz templates.jsonl.gz --accept
      eventbook import muc4 articles.jsonl templates.jsonl --report left-out.csv
    """
    began = monotonic()
    done = _take(session, articles, templates, given["coder"], accept=given["accept"])
    report: Path | None = given["report"]
    if report is not None:
        report.write_text(_csv(done.faults), encoding="utf-8")
    data_json(_figures(done, monotonic() - began)) if as_json else _told(done, listed=report is None)
    say(f"done in {monotonic() - began:.0f} seconds")
    if done.faults:
        raise SystemExit(1)


def _take(session: Session, articles: Path, templates: Path, coder: str, *, accept: bool) -> Imported:
    workspace = open_workspace(session.workplace)
    found, unread = read_articles(articles)
    keys, unread_keys = read_templates(templates)
    importer = Importer(
        stamp(session.person), checked_person(coder), workspace.book, workspace.settings.review, accept
    )
    with workspace.store.writing() as connection:
        done = take_muc4(connection, Given(found, keys, [*unread, *unread_keys]), importer, progress)
    names = {"articles": articles.name, "templates": templates.name}
    done.faults = [replace(fault, file=names.get(fault.file, fault.file)) for fault in done.faults]
    return done


def _told(done: Imported, *, listed: bool) -> None:
    new = sum(one.new_article for one in done.articles)
    tell(f"{several(len({one.article for one in done.articles}), 'article')}, {new} of them new")
    tell(f"{several(done.sheets, 'sheet')}, {done.nothing} of them with nothing to code")
    statuses = Counter(done.forms.values())
    stand = ", ".join(f"{count} {status}" for status, count in sorted(statuses.items()))
    tell(f"{several(done.templates, 'template')}: {stand or 'none became a form'}")
    found = Counter(one.found for one in done.quotes)
    tell(f"{several(len(done.quotes), 'quotation')}: " + ", ".join(f"{found[how]} {how}" for how in Found))
    made = ((done.outlets, "outlet"), (done.actors, "actor"), (len(done.places), "place"))
    tell(f"made: {', '.join(several(count, noun) for count, noun in made)}")
    for rule, count in Counter(one.rule for one in done.faults).most_common():
        tell(f"left out by {rule}: {count}")
    for fault in done.faults if listed else ():
        where = " ".join(part for part in (fault.docid, fault.template, fault.slot) if part)
        tell(f"{fault.file}: {where}: {fault.reason} [{fault.rule}]")


def _csv(faults: list[Fault]) -> str:
    sink = io.StringIO(newline="")
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows([getattr(fault, name) for name in _COLUMNS] for fault in faults)
    return sink.getvalue()


def _figures(done: Imported, seconds: float) -> dict[str, Any]:
    missing = [asdict(one) for one in done.quotes if one.found is Found.MISSING]
    return {
        "articles": len({one.article for one in done.articles}),
        "new_articles": sum(one.new_article for one in done.articles),
        "templates": done.templates,
        "sheets": done.sheets,
        "nothing_to_code": done.nothing,
        "forms": {status.value: sum(one is status for one in done.forms.values()) for status in Status},
        "quotations": {how.name.lower(): sum(one.found is how for one in done.quotes) for how in Found},
        "quotations_not_found": missing,
        "places_made": [
            place.model_dump(mode="json", exclude_defaults=True) for place in done.places.values()
        ],
        "actors_made": done.actors,
        "outlets_made": done.outlets,
        "left_out": [asdict(fault) for fault in done.faults],
        "seconds": round(seconds, 1),
    }
