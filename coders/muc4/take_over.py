"""Taking over MUC-4: articles, then the answer keys' templates as sheets, submitted and accepted.

All of it is one transaction, so an import that is stopped leaves nothing. Every template goes the
way of any sheet: the same check, the same submit, the same review; one that breaks a rule is
left out of its sheet and listed with the rule. Running it again changes nothing, and what people
have corrected since stays as they left it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection

from eventbook.coders.intake.articles import load_articles
from eventbook.coders.intake.intake import Arrival, keep_all
from eventbook.coders.intake.received import Received
from eventbook.coders.lists.entries import (
    ACTORS,
    OUTLETS,
    PLACES,
    EntryList,
    Found,
    add_entries,
    load_entries,
)
from eventbook.coders.muc4.actors import Organizations
from eventbook.coders.muc4.files import Fault, MucArticle, MucTemplate
from eventbook.coders.muc4.forms import Parsed, finish, parse
from eventbook.coders.muc4.outlets import outlet_of, publication_of
from eventbook.coders.muc4.places import Atlas
from eventbook.coders.muc4.quotes import Quoted
from eventbook.coders.muc4.targets import Raw, SlotError
from eventbook.coders.review.review import Decision, Reviewer, decide
from eventbook.coders.review.submission import submit_in
from eventbook.coders.settings import Review
from eventbook.coders.sheets.sheet_file import SheetFile
from eventbook.coders.store.forms import forms_of_sheet
from eventbook.coders.store.records import body_of
from eventbook.coders.store.stamp import Stamp
from eventbook.coders.workspace.surroundings import Surroundings, surroundings
from eventbook.schema.article import Article, Medium, article_id
from eventbook.schema.codebook import Codebook
from eventbook.schema.errors import EventbookError, FaultsError
from eventbook.schema.form import Action, Status
from eventbook.schema.problem import Problem, error
from eventbook.schema.sheet import EVENT_TWICE, check_sheet
from eventbook.schema.where import Place

SLOT_UNREADABLE = error("muc4-slot", "a slot of a MUC-4 template can be taken over")
ARTICLE_MISSING = error("muc4-article-missing", "a MUC-4 template is of an article that is imported with it")
CONTRADICTION = error(
    "muc4-contradiction", "a MUC-4 key does not say that an article tells of nothing and of something"
)
SAME_TEXT = error("muc4-same-text", "an article that comes under two ids of MUC-4 is coded once")

NOTHING = "the answer key says that the article tells of no relevant incident"
TWO = "the answer key has these as two templates"
FILE = "templates"

Progress = Callable[[int, int], None]


class CodebookUnfitError(EventbookError, ValueError):
    """The workspace is not coded under the codebook that an import needs."""


@dataclass(frozen=True, slots=True)
class Given:
    """What is imported: articles, templates, and what of the two files could not be read."""

    articles: Sequence[MucArticle]
    templates: Sequence[MucTemplate]
    faults: Sequence[Fault] = ()


@dataclass(frozen=True, slots=True)
class Importer:
    """Who imports, for which coder, under which codebook and review policy, and whether forms are accepted."""

    by: Stamp
    coder: str
    book: Codebook
    policy: Review
    accept: bool


@dataclass(slots=True)
class Imported:
    """What became of an import."""

    articles: list[Arrival] = field(default_factory=list[Arrival])
    templates: int = 0
    sheets: int = 0
    nothing: int = 0
    forms: dict[str, Status] = field(default_factory=dict[str, Status])
    faults: list[Fault] = field(default_factory=list[Fault])
    quotes: list[Quoted] = field(default_factory=list[Quoted])
    places: dict[str, Place] = field(default_factory=dict[str, Place])
    actors: int = 0
    outlets: int = 0


def take_muc4(connection: Connection, given: Given, importer: Importer, progress: Progress) -> Imported:
    """Take over articles and templates; the caller's transaction keeps all of it or nothing."""
    if importer.book.head.name != "muc4-terrorism":
        message = (
            f"this workspace is coded under {importer.book.id}; the MUC-4 keys need a workspace of their own: "
            "eventbook init DIR --codebook muc4-terrorism"
        )
        raise CodebookUnfitError(message)
    done = Imported(faults=list(given.faults), templates=sum(one.number > 0 for one in given.templates))
    articles = _keep_articles(connection, given.articles, importer.by, done)
    keys = _by_article(given.templates, articles, done)
    around = surroundings(connection, importer.book)
    parsed = {
        docid: list(_parsed(templates, articles[docid], importer.book, done))
        for docid, templates in keys.items()
    }
    organizations = Organizations(
        named for group in parsed.values() for one in group for named, _ in one.organizations
    )
    atlas = Atlas(around.gazetteer.named)
    drafts = {docid: list(_finished(group, organizations, atlas, done)) for docid, group in parsed.items()}
    new = set(_add(connection, PLACES, atlas.made.values(), importer.by))
    done.places = {name: place for name, place in atlas.made.items() if name in new}
    done.actors = len(_add(connection, ACTORS, organizations.actors.values(), importer.by))
    around = surroundings(connection, importer.book)
    for number, (docid, templates) in enumerate(keys.items(), start=1):
        raw = _sheet(docid, articles[docid], drafts[docid], importer)
        if not any(one.number for one in templates):
            raw["nothing_to_code"] = NOTHING
        raw = _sound(raw, around, articles[docid], done)
        if raw["events"] or "nothing_to_code" in raw:
            _keep_sheet(connection, raw, around, importer, done)
        progress(number, len(keys))
    return done


def _keep_articles(
    connection: Connection, articles: Iterable[MucArticle], by: Stamp, done: Imported
) -> dict[str, Article]:
    """Keep the articles and their outlets; return the articles by id of MUC-4."""
    listed = list(articles)
    outlets = {outlet.id: outlet for outlet in map(outlet_of, listed)}
    done.outlets = len(_add(connection, OUTLETS, outlets.values(), by))
    first: dict[str, MucArticle] = {}
    for one in listed:
        known = first.setdefault(article_id(one.text.encode()), one)
        if known is not one:
            says = f"it has the text of {known.docid}, which is coded"
            done.faults.append(Fault("articles", one.docid, "", "text", SAME_TEXT.id, says))
    done.articles = keep_all(connection, map(_received, first.values()), by, lambda _: None)
    kept = {one.id: one for one in load_articles(connection)}
    return {one.docid: kept[name] for name, one in first.items()}


def _received(article: MucArticle) -> Received:
    """Return an article as it is kept: never folded into one that is much like it, for each has a key of its own."""
    publication = publication_of(article)
    given = {"published": "unknown", "url": "", "origin": "", **body_of(publication)}
    return Received(article.text.encode(), given, (article.docid,), apart=True, medium=Medium.PLAIN)


def _add(connection: Connection, lists: EntryList, entries: Iterable[Any], by: Stamp) -> list[str]:
    """Add the entries that are not there yet, and return their ids; what people made of the others stays."""
    known = {one.id for one in load_entries(connection, lists)}
    new = [Found((), entry) for entry in entries if entry.id not in known]
    add_entries(connection, lists, new, by)
    return [one.entry.id for one in new]


def _by_article(
    templates: Iterable[MucTemplate], articles: dict[str, Article], done: Imported
) -> dict[str, list[MucTemplate]]:
    """Return the templates of each article; of one that has incidents, what says that it has none is told."""
    groups: dict[str, list[MucTemplate]] = defaultdict(list)
    skipped = {fault.docid for fault in done.faults if fault.rule == SAME_TEXT.id}
    for one in templates:
        if one.docid in articles:
            groups[one.docid].append(one)
        elif one.docid not in skipped:
            says = "there is no such article in the file of articles"
            done.faults.append(
                Fault(FILE, one.docid, one.template.strip(), "docid", ARTICLE_MISSING.id, says)
            )
    for docid, group in groups.items():
        real = [one for one in group if one.number]
        if real and len(real) < len(group):
            says = "another template of this article has an incident, so this one is passed over"
            done.faults.append(Fault(FILE, docid, "*", "template", CONTRADICTION.id, says))
    return dict(groups)


def _parsed(
    templates: Iterable[MucTemplate], article: Article, book: Codebook, done: Imported
) -> Iterator[Parsed]:
    for one in templates:
        if not one.number:
            continue
        try:
            parsed = parse(one, article.latest.text, article.published, book.vague_words)
        except SlotError as caught:
            done.faults.append(_fault(one, caught))
            continue
        done.quotes += parsed.reading.quotes.seen.values()
        yield parsed


def _finished(
    group: Iterable[Parsed], organizations: Organizations, atlas: Atlas, done: Imported
) -> Iterator[tuple[MucTemplate, Raw]]:
    for one in group:
        template = one.reading.template
        try:
            yield template, finish(one, organizations, atlas)
        except SlotError as caught:
            done.faults.append(_fault(template, caught))


def _fault(template: MucTemplate, caught: SlotError) -> Fault:
    number = template.template.strip()
    return Fault(FILE, template.docid, number, caught.slot, SLOT_UNREADABLE.id, str(caught))


def _sheet(
    docid: str, article: Article, drafts: Iterable[tuple[MucTemplate, Raw]], importer: Importer
) -> Raw:
    name = docid.lower()
    events = [{"form": f"{name}-{one.number}", "base": 0, **raw} for one, raw in drafts]
    head = {"sheet": name, "article": article.id, "coder": importer.coder, "codebook": importer.book.id}
    return {**head, "events": events}


def _keep_sheet(
    connection: Connection, raw: Raw, around: Surroundings, importer: Importer, done: Imported
) -> None:
    """Submit a sheet, and accept it where that is asked for."""
    name = str(raw["sheet"])
    submission = submit_in(connection, around, SheetFile(FILE, raw), lambda _: None, importer.by)
    if not submission.done:
        done.faults += [_of(problem, raw) for problem in submission.check.problems]
        return
    done.sheets += 1
    done.nothing += not submission.forms
    if importer.accept and any(one.status is Status.SUBMITTED for one in forms_of_sheet(connection, name)):
        try:
            decide(
                connection,
                name,
                Decision(Action.ACCEPT),
                Reviewer(importer.by, importer.policy, around),
            )
        except FaultsError as caught:
            done.faults += [_of(problem, raw) for problem in caught.problems]
    done.forms |= {form.id: form.status for form in forms_of_sheet(connection, name)}


def _sound(raw: Raw, around: Surroundings, article: Article, done: Imported) -> Raw:
    """Return a sheet without the forms that break a rule; two templates that say the same are let stand."""
    if not raw["events"]:
        return raw
    checked = check_sheet(raw, around.of(article))
    twice = {one.path[1] for one in checked.problems if one.rule == EVENT_TWICE.id}
    faults = [one for one in checked.problems if one.rule != EVENT_TWICE.id]
    done.faults += [_of(problem, raw) for problem in faults]
    broken = {one.path[1] for one in faults if len(one.path) > 1}
    events: list[Raw] = []
    for index, event in enumerate(raw["events"]):
        waive = {**event.get("waive", {}), EVENT_TWICE.id: TWO} if index in twice else event.get("waive")
        if index not in broken:
            events.append({**event, **({"waive": waive} if waive else {})})
    return {**raw, "events": events}


def _of(problem: Problem, raw: Raw) -> Fault:
    """Return the problem of a sheet as a fault of the template that it is from."""
    number = ""
    path = problem.path
    if len(path) > 1 and isinstance(path[1], int):
        number = str(raw["events"][path[1]]["form"]).rpartition("-")[2]
        path = path[2:]
    bare = replace(problem, path=(), file="", line=0)
    where = replace(problem, path=path).where
    return Fault(FILE, str(raw["sheet"]).upper(), number, where, problem.rule, str(bare).rpartition(" [")[0])
