"""`eventbook codebook`: read it, check one, list the rules."""

import click

from eventbook.coders.commands.options import AS_JSON
from eventbook.coders.input_file import read_text
from eventbook.coders.sheets.form_lines import asked_when
from eventbook.coders.workspace.workspace import workspace_codebook
from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_file import default_codebook, examine_codebook
from eventbook.schema.codebook_parts import Choice
from eventbook.schema.errors import NotFoundError
from eventbook.schema.problem import RULES
from eventbook.schema.session import Session, WorkspaceError
from eventbook.schema.sheet_schema import sheet_schema
from eventbook.schema.talk import data_json, fault_lines, problem_row, say, several, tell


@click.group("codebook")
def codebook() -> None:
    """Read the codebook, check one of your own, list the rules."""


def _book(session: Session) -> Codebook:
    """Return the workspace's codebook, or outside of any workspace the default one."""
    try:
        return workspace_codebook(session.workplace)
    except WorkspaceError:
        return default_codebook()


@codebook.command("show")
@click.argument("name", metavar="TYPE|FIELD", required=False)
@AS_JSON
@click.pass_obj
def show(session: Session, name: str | None, *, as_json: bool) -> None:
    """Show the codebook's types and fields, or one of them whole.

    \b
    Examples:
      eventbook codebook show
      eventbook codebook show "Armed clash"
      eventbook codebook show weapons
    """
    book = _book(session)
    if as_json:
        data_json(book.model_dump(mode="json", by_alias=True))
        return
    lines = _one(book, name) if name else _overview(book)
    if not lines:
        raise NotFoundError("type or field", str(name), "see `eventbook codebook show`")
    for line in lines:
        tell(line)


def _overview(book: Codebook) -> list[str]:
    lines = [f"{book.head.title} ({book.id})", book.head.description]
    for parent in book.type_parent:
        lines += ["", f"{parent.code}: {parent.definition}"]
        lines += [f"  {kind.code}" for kind in book.type if kind.parent == parent.code]
    flat = [f"  {kind.code}" for kind in book.type if not kind.parent]
    lines += ["", "Types:", *flat] if flat else []
    lines += ["", "Fields:", *(f"  {field.name}: {field.title}" for field in book.field)]
    lines += ["", "Actor types:", *(f"  {kind.code} {kind.label}" for kind in book.actor_type)]
    made = [f"  {one.name}: {one.type}" for one in book.generic_actor]
    lines += ["", "Actors made by rule, for every country:", *made] if made else []
    return [*lines, "", "Counts:", *(f"  {count.name}: {count.definition}" for count in book.count)]


def _one(book: Codebook, name: str) -> list[str]:
    """Return all that the codebook says of one type or field."""
    for kind in book.type:
        if kind.code.casefold() == name.casefold():
            above = "; ".join(part for part in (kind.parent, ", ".join(kind.groups)) if part)
            lines = [f"{kind.code} ({above})" if above else kind.code, kind.definition]
            lines += [f"It is: {kind.example}", f"It is not: {kind.counter_example}"]
            return [
                *lines,
                f"Sides to name: {kind.sides}",
                *(["Coded selectively."] if kind.selective else []),
            ]
    field = book.fields_by_name.get(name)
    if field is None:
        return []
    lines = [f"{field.title} ({field.name}, {field.type})", field.definition]
    lines += [f"Asked {asked_when(field.when)}."] if field.when else []
    lines += [f"  {_choice(choice)}" for choice in field.choices]
    for slot in field.slots:
        lines += [f"  {slot.name} ({slot.type}): {slot.definition or slot.title}"]
        lines += [f"    {_choice(choice)}" for choice in slot.choices]
    return lines


def _choice(choice: Choice) -> str:
    return f"{choice.code}: {choice.definition}" if choice.definition else choice.code


@codebook.command("check")
@click.argument("file")
@AS_JSON
def check(file: str, *, as_json: bool) -> None:
    """List every fault of a codebook FILE. Leaves with 1 if there are any.

    \b
    Examples:
      eventbook codebook check kidnappings.toml
    """
    book, problems = examine_codebook(read_text(file), file)
    if as_json:
        data_json([problem_row(problem) for problem in problems])
    else:
        fault_lines(problems)
    say(f"{book.id if book else file}: {several(len(problems), 'problem') if problems else 'no problems'}")
    if problems:
        raise SystemExit(1)


@codebook.command("schema")
@click.pass_obj
def schema(session: Session) -> None:
    """Print the JSON Schema of sheets under this codebook, for editors that complete as one types.

    \b
    Examples:
      eventbook codebook schema > sheet.schema.json
    """
    data_json(sheet_schema(_book(session)))


@codebook.command("rules")
@AS_JSON
@click.pass_obj
def rules(session: Session, *, as_json: bool) -> None:
    """List the rules that sheets are checked by: those of every codebook, then this one's own.

    \b
    Examples:
      eventbook codebook rules
    """
    rows = _rule_rows(_book(session))
    if as_json:
        data_json(rows)
        return
    for row in rows:
        tell(f"{row['rule']}  {row['severity']}  {row['says']}")


def _rule_rows(book: Codebook) -> list[dict[str, str]]:
    told = [(one.id, one.severity, one.protects, "eventbook") for one in RULES.values()]
    told += [(one.id, one.severity, one.message, book.id) for one in book.rule]
    return [
        {"rule": name, "severity": how.value, "says": says, "from": whose} for name, how, says, whose in told
    ]
