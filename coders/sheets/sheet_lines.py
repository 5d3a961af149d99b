"""A sheet file as it is written for a coder: who and what, the article to read, then the forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eventbook.coders.sheets.form_lines import IN, count_lines, form_lines
from eventbook.coders.sheets.yaml_words import comment, flow, scalar
from eventbook.schema.article import Article
from eventbook.schema.codebook import Codebook
from eventbook.schema.text_parts import PartKind, stretches

MOST_TEXT = 100_000
"""So many characters of an article at most stand in its sheet; the rest is read with `article show`."""

MOST_DAMAGE = 5
"""So many damaged places of an article at most are shown above its text in a sheet."""

RULE = "# " + "-" * 98


@dataclass(frozen=True, slots=True)
class SheetHeading:
    """The head of a sheet."""

    sheet: str
    coder: str
    file: str
    nothing_to_code: str = ""


@dataclass(frozen=True, slots=True)
class WrittenForm:
    """One form to be written: its id, the revision it starts from, its fields in words, and what to know of it."""

    id: str
    base: int
    section: str
    words: Mapping[str, Any]
    remark: str = ""


def sheet_text(head: SheetHeading, article: Article, forms: Sequence[WrittenForm], book: Codebook) -> str:
    """Return the text of a sheet file."""
    lines = [*_opening(head), *_article(article), *_head(head, article, book), ""]
    events = [form for form in forms if form.section == "events"]
    lines.append("events:" if events else "events: []")
    for index, form in enumerate(events):
        lines += comment(form.remark) if form.remark else []
        lines += form_lines(form.id, form.base, form.words, book, explain=index == 0)
    if events:
        lines += comment(
            "A second event: copy the lines from `- form:` down to here, and give the copy an id of its own "
            f"(such as {_next_id(head.sheet, forms)}) and base: 0."
        )
    lines.append("")
    short = [form for form in forms if form.section == "corroborations"]
    lines += corroboration_lines(short, book, example=_next_id(head.sheet, forms))
    return "\n".join(lines) + "\n"


def _next_id(sheet: str, forms: Sequence[WrittenForm]) -> str:
    taken = {form.id for form in forms}
    number = next(n for n in range(1, len(taken) + 2) if f"{sheet}-{n}" not in taken)
    return f"{sheet}-{number}"


def _opening(head: SheetHeading) -> list[str]:
    return [
        "# A sheet: what you say of one article. Lines that begin with # are there for you to read.",
        "# Fill in what the article says and leave the rest empty. Then run",
        f"#   eventbook check {_one_line(head.file)}",
        f"#   eventbook submit {_one_line(head.file)}",
    ]


def _article(article: Article) -> list[str]:
    """Return the article as comments: where it appeared, and its text."""
    lines = [RULE]
    for publication in article.publications:
        day = publication.published.isoformat() if publication.published else "no date"
        origin = f", crediting {publication.origin}" if publication.origin else ""
        lines += comment(f"{publication.outlet}, {day}{origin}: {publication.title or 'no title'}")
        lines += comment(publication.url) if publication.url else []
    text, left_out = _worth_reading(article)
    lines += ["#", *_damaged(article), *comment(text[:MOST_TEXT])]
    if left_out:
        lines += comment(
            f"({left_out} words of page furniture are left out: eventbook article show {article.id})"
        )
    if len(text) > MOST_TEXT:
        lines += comment(f"… the rest: eventbook article show {article.id}")
    return [*lines, RULE]


def _worth_reading(article: Article) -> tuple[str, int]:
    """Return the text with captions and credits marked and without page furniture, and how many words that has."""
    shown: list[str] = []
    left_out = 0
    for kind, words in stretches(article.latest.text, article.latest.marks.parts):
        if kind is PartKind.FURNITURE:
            left_out += len(words.split())
        else:
            shown.append(f"[{kind}] {words}" if kind in {PartKind.CAPTION, PartKind.CREDIT} else words)
    return "".join(shown), left_out


def _damaged(article: Article) -> list[str]:
    """Return where letters of the text are damaged, so that a coder does not wonder, or quote across them unseen."""
    text = article.latest.text
    places = [
        " ".join(text[max(0, one.start - 15) : one.end + 15].split()) for one in article.latest.marks.damage
    ]
    if not places:
        return []
    shown = "; ".join(f"'{place}'" for place in places[:MOST_DAMAGE])
    return comment(
        f"Letters were lost in {len(places)} place{'s' if len(places) > 1 else ''} before it came: {shown}"
    )


def _head(head: SheetHeading, article: Article, book: Codebook) -> list[str]:
    reason = f" {flow(head.nothing_to_code)}" if head.nothing_to_code else ""
    return [
        f"sheet: {head.sheet}",
        f'article: "{article.id}"',
        f"coder: {scalar(head.coder)}",
        f"codebook: {book.id}",
        "# Does the article tell of no event? Say why here, and leave the rest as it is.",
        f"nothing_to_code:{reason}",
    ]


def corroboration_lines(forms: Sequence[WrittenForm], book: Codebook, example: str) -> list[str]:
    """Return the section of the corroborations: those there are, or how to write one."""
    lines = comment(
        "Corroborations: this article tells of an event too that another form has, and adds or changes only this:"
    )
    if not forms:
        return [
            *lines,
            "corroborations:",
            *comment(f"- form: {example}"),
            "#   base: 0",
            "#   event: the form's id, or a published event's such as UGA1",
        ]
    lines.append("corroborations:")
    for index, form in enumerate(forms):
        lines += comment(form.remark) if form.remark else []
        rest = {name: value for name, value in form.words.items() if name not in {"event", "counts"}}
        lines += [
            f"- form: {form.id}",
            f"{IN}base: {form.base}",
            f"{IN}event: {scalar(form.words.get('event', ''))}",
        ]
        lines += count_lines(form.words, book, explain=index == 0)
        lines += [f"{IN}{name}: {flow(value)}" for name, value in rest.items()]
    return lines


def _one_line(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name)
