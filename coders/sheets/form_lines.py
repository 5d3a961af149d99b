"""One form of a sheet file, line by line, with the codebook's choices as comments where they are needed.

A new form is a skeleton: every field with nothing behind it reads as not filled in. A stored
form has its values there. The long lists stand with the first form only.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from eventbook.coders.sheets.yaml_words import comment, flow, scalar
from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_parts import FieldSpec, FieldType
from eventbook.schema.conditions import Bounds, Operand
from eventbook.schema.form import RelationKind
from eventbook.schema.plain_values import is_list, is_mapping
from eventbook.schema.when import DayPart
from eventbook.schema.who import Certainty

IN = "  "
FEW = 4
"""Up to so many choices are explained in the sheet; of more only the codes are listed."""

HEADINGS = {
    "when": "When it happened: a day, or {first: 2021-11-14, last: 2021-11-16}; first may be unknown. "
    f"Also: time ({', '.join(DayPart)}), part (whole, beginning, end of the span), lasting (within, throughout).",
    "side1": "Who did it: a name of the registry (eventbook actors list), or {actor: …, certainty: …, by: who says so, "
    f"associates: [others on this side]}}. Certainty: {', '.join(Certainty)}.",
    "summary": "Does the source itself sum up several days or places as one? Then write true.",
    "side2": "The other side, or whom it was done to, written likewise; empty where there is none.",
    "notes": "What happened, in a sentence or two: On 16 November 2021, …",
    "relations": "How it stands to other events: - {kind: retaliation, to: a form's or an event's id, quote: …}. "
    f"Kind: {', '.join(RelationKind)}.",
    "doubts": "What you are unsure of: - {field: side1, reason: …, alternative: …, quote: …}",
    "waive": "Warnings that you looked at and that do not apply: the rule's id and why.",
}


def form_lines(name: str, base: int, words: Mapping[str, Any], book: Codebook, *, explain: bool) -> list[str]:
    """Return the lines of a form with these fields filled in; `explain` adds the long lists."""
    lines = [f"- form: {name}", f"{IN}base: {base}"]
    lines += _types(words, book, explain=explain)
    lines += _built_in("when", words, explain=explain)
    lines += _where(words, book, explain=explain)
    lines += _built_in("side1", words, explain=explain) + _built_in("side2", words, explain=explain)
    if explain or "summary" in words:
        lines += _built_in("summary", words, explain=explain)
    lines += count_lines(words, book, explain=explain)
    for field in book.field:
        lines += [*(_asked(field) if explain else ()), *_field(field.name, words)]
    lines += _built_in("notes", words, explain=explain)
    lines += _evidence(words, book, explain=explain)
    lines += _built_in("doubts", words, explain=explain)
    if explain or "relations" in words:
        lines += _built_in("relations", words, explain=explain)
    return lines + _built_in("waive", words, explain=explain)


def _field(name: str, words: Mapping[str, Any]) -> list[str]:
    """Return the line or lines of one field; of a list of mappings, or of quotes, each has a line of its own."""
    value = words.get(name)
    if value in (None, "", [], {}):
        return [f"{IN}{name}:"]
    if is_list(value) and is_mapping(value[0]):
        return [f"{IN}{name}:", *(f"{IN}- {flow(item)}" for item in value)]
    if name == "waive" and is_mapping(value):
        return [f"{IN}{name}:", *(f"{IN * 2}{scalar(key)}: {flow(item)}" for key, item in value.items())]
    return [f"{IN}{name}: {flow(value)}"]


def _built_in(name: str, words: Mapping[str, Any], *, explain: bool) -> list[str]:
    return [*(comment(HEADINGS[name], IN) if explain else ()), *_field(name, words)]


def _types(words: Mapping[str, Any], book: Codebook, *, explain: bool) -> list[str]:
    lines: list[str] = []
    if explain:
        lines += comment("What happened: one of these (more: eventbook codebook show TYPE).", IN)
        for parent in ("", *(parent.code for parent in book.type_parent)):
            lines += comment(parent, IN) if parent else []
            for kind in book.type:
                if kind.parent == parent:
                    lines += _hanging(kind.code, kind.definition)
    return [*lines, *_field(book.types.field, words)]


def _hanging(code: str, definition: str) -> list[str]:
    """Return a choice and the first sentence of its definition, as an indented comment."""
    first = definition.partition(". ")[0].rstrip(".")
    return _indented(f"{code}: {first}.")


def _indented(text: str) -> list[str]:
    return [line.replace("# ", "#    ", 1) for line in comment(text, IN)]


def _where(words: Mapping[str, Any], book: Codebook, *, explain: bool) -> list[str]:
    lines: list[str] = []
    if explain:
        codes = "; ".join(f"{step.code} {step.label}" for step in book.places.precision)
        lines += comment(
            f'Where: "name, country" or "name, province, country" as in eventbook places list. Precision: {codes}.',
            IN,
        )
    if "where" in words:
        return [*lines, *_field("where", words)]
    return [*lines, f"{IN}where:", f"{IN * 2}place:", f"{IN * 2}precision:"]


def count_lines(words: Mapping[str, Any], book: Codebook, *, explain: bool) -> list[str]:
    """Return the lines of the counts."""
    lines: list[str] = []
    if explain and book.count:
        names = ", ".join(count.name for count in book.count)
        vague = ", ".join(sorted(book.vague_words))
        lines += comment(
            f"How many: one line for each claim of each speaker. What: {names}. Count: 3, 3-5, at least 3, "
            f"more than 3, up to 5, about 20, none, unknown{', ' + vague if vague else ''}. The phrase stands "
            "in the article word for word. Also: kind (cumulative, new), of (civilians, side1, side2), split_over "
            "(the forms that share a total, in each of them alike). For instance:",
            IN,
        )
        example = (
            f'- {{what: {book.count[0].name}, count: at least 3, phrase: "…", by: police, as_of: 2021-11-16}}'
        )
        lines.append(f"{IN}# {example}")
    return [*lines, *_field("counts", words)]


def _asked(field: FieldSpec) -> Iterator[str]:
    """Yield what a field of the codebook means, when it is asked for, and its choices."""
    asked = f" Asked {asked_when(field.when)}." if field.when else ""
    needed = " Required." if field.required else ""
    few = len(field.choices) <= FEW
    codes = "" if few else f" Choices: {', '.join(choice.code for choice in field.choices)}."
    yield from comment(f"{field.title}: {field.definition}{asked}{needed}{codes}", IN)
    for choice in field.choices if few else ():
        yield from _hanging(choice.code, choice.definition)
    for slot in field.slots:
        codes = f" Choices: {', '.join(choice.code for choice in slot.choices)}." if slot.choices else ""
        amount = " Written as a count is: 3, 3-5, at least 3." if slot.type is FieldType.AMOUNT else ""
        yield from _indented(f"{slot.name}: {slot.definition or slot.title}{amount}{codes}")
    if field.slots:
        shown = ", ".join(f"{slot.name}: …" for slot in field.slots[:2])
        yield f'{IN}# - {{{shown}, quote: "…"}}'


def asked_when(conditions: Mapping[str, Operand]) -> str:
    """Return conditions as words: `where event_type is Riots`."""
    return "where " + " and ".join(f"{fact} is {_operand(operand)}" for fact, operand in conditions.items())


def _operand(operand: Operand) -> str:
    if isinstance(operand, Bounds):
        bounds = operand.model_dump(exclude_defaults=True)
        return " and ".join(f"{name.replace('_', ' ')} {value}" for name, value in bounds.items())
    if isinstance(operand, tuple):
        items = [str(item) for item in operand]
        return ", ".join(items[:FEW]) + (f" or {len(items) - FEW} more" if len(items) > FEW else "")
    return str(operand)


def _evidence(words: Mapping[str, Any], book: Codebook, *, explain: bool) -> list[str]:
    """Return the evidence; the fields that must carry a quote stand there with or without one."""
    lines: list[str] = []
    if explain:
        lines += comment(
            "Evidence: for each field the words of the article that say it, copied exactly, or a list.", IN
        )
    given: dict[str, Any] = dict(words.get("evidence") or {})
    needed = [name for name in book.evidence.required if name != "counts"]
    quotes = {name: given.get(name) for name in dict.fromkeys([*needed, *given])}
    lines.append(f"{IN}evidence:")
    return lines + [
        f"{IN * 2}{scalar(name)}:{' ' + flow(quote) if quote else ''}" for name, quote in quotes.items()
    ]
