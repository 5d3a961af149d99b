"""Whether a codebook hangs together: every reference is met, nothing is declared twice.

Each check yields all of its faults, so that one run shows everything that is wrong.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_parts import FieldSpec, FieldType, Slot
from eventbook.schema.conditions import Bounds, Operand, codes_of
from eventbook.schema.facts import fact_choices, fact_names
from eventbook.schema.form import BUILT_IN
from eventbook.schema.migration import goes_on
from eventbook.schema.problem import RULES, Path, Problem, error
from eventbook.schema.published import published_names
from eventbook.schema.record import QUOTE
from eventbook.schema.text import did_you_mean, fold

DUPLICATE = error("codebook-duplicate", "a codebook declares each name once")
DANGLING = error("codebook-dangling", "what a codebook refers to, it declares")
ORDER = error("codebook-order", "the merge order names every type exactly once")
INCOMPLETE = error("codebook-incomplete", "a codebook says all that its parts need")

UNIT_PARTS = ("actors", "place", "day", "type")
"""What the unit of record can be made of besides the codebook's own fields."""


def check_codebook(book: Codebook) -> list[Problem]:
    """Return every fault of a codebook, in a stable order."""
    checks: tuple[Callable[[Codebook], Iterable[Problem]], ...] = (
        _duplicates,
        _repeats,
        _columns,
        _types,
        _order,
        _precision,
        _actors,
        _fields,
        _slots,
        _conditions,
        _rules,
        _unit_and_evidence,
        _exports,
        _migrations,
    )
    return [problem for check in checks for problem in check(book)]


def _refer(path: Path, name: str, known: Iterable[str], kind: str) -> Iterator[Problem]:
    choices = list(known)
    if name not in choices:
        yield DANGLING.at(path, f"'{name}' is not {kind} of this codebook", did_you_mean(name, choices))


def _duplicates(book: Codebook) -> Iterator[Problem]:
    lists: dict[str, tuple[str, list[Any]]] = {
        "type": ("code", [kind.code for kind in book.type]),
        "type_parent": ("code", [parent.code for parent in book.type_parent]),
        "actor_type": ("label", [kind.label for kind in book.actor_type]),
        "field": ("name", [field.name for field in book.field]),
        "count": ("name", [count.name for count in book.count]),
        "rule": ("id", [rule.id for rule in book.rule]),
        "generic_actor": ("name", [actor.name for actor in book.generic_actor]),
        "export": ("name", [export.name for export in book.export]),
    }
    for table, (key, names) in lists.items():
        for index, name in enumerate(names):
            if name in names[:index]:
                yield DUPLICATE.at((table, index, key), f"'{name}' is declared twice", "remove or rename one")
    codes = [kind.code for kind in book.actor_type]
    for index, code in enumerate(codes):
        if code in codes[:index]:
            yield DUPLICATE.at(
                ("actor_type", index, "code"), f"code {code} is given twice", "number them apart"
            )
    taken = {*BUILT_IN, "form", "base", *book.types.columns}
    for index, field in enumerate(book.field):
        if field.name in taken:
            yield DUPLICATE.at(
                ("field", index, "name"), f"'{field.name}' is a built-in field", "rename the field"
            )


def _columns(book: Codebook) -> Iterator[Problem]:
    """Yield names that the published table has for something else, such as `year` or `deaths_best`."""
    names = published_names(book)
    own: list[tuple[Path, str]] = [
        (("field", index, "name"), field.name) for index, field in enumerate(book.field)
    ]
    keys = ("field", "parent_field", "group_field")
    own += [(("types", key), name) for key in keys if (name := str(getattr(book.types, key)))]
    declared = [name for _, name in own]
    for path, name in own:
        if names.count(name) > 1 and declared.count(name) == 1 and name not in BUILT_IN:
            yield DUPLICATE.at(path, f"'{name}' is a published column of another meaning", "rename it")


def _repeats(book: Codebook) -> Iterator[Problem]:
    repeated: dict[tuple[str, str], list[Any]] = {
        ("dates", "precision"): [step.code for step in book.dates.precision],
        ("places", "precision"): [step.code for step in book.places.precision],
        ("sources", "scales"): list(book.sources.scales),
        ("types", "families"): [parent for family in book.types.families for parent in family],
    }
    for path, names in repeated.items():
        for name in sorted({name for name in names if names.count(name) > 1}, key=str):
            yield DUPLICATE.at(path, f"'{name}' stands twice", "keep one")
    words = [fold(word) for amount in book.amount for word in amount.words]
    for index, amount in enumerate(book.amount):
        for word in amount.words:
            if words.count(fold(word)) > 1:
                yield DUPLICATE.at(("amount", index, "words"), f"'{word}' is given two amounts", "keep one")


def _migrations(book: Codebook) -> Iterator[Problem]:
    choices = fact_choices(book)
    for index, step in enumerate(book.migrate):
        names = (book.types.field, *book.fields_by_name)
        yield from _refer(("migrate", index, "field"), step.field, names, "a field")
        codes = [code for code in step.map.values() if not goes_on(step, code, book)]
        for code in codes if step.field in choices else ():
            yield from _refer(
                ("migrate", index, "map"), code, choices[step.field], f"a value of {step.field}"
            )


def _types(book: Codebook) -> Iterator[Problem]:
    parents = [parent.code for parent in book.type_parent]
    for index, kind in enumerate(book.type):
        if kind.parent or book.types.parent_field:
            yield from _refer(("type", index, "parent"), kind.parent, parents, "a type_parent")
        if kind.groups and not book.types.group_field:
            says = f"'{kind.code}' has groups, and there is no column for them"
            yield INCOMPLETE.at(("type", index, "groups"), says, "name it in group_field, or take them out")
    for family in book.types.families:
        for parent in family:
            yield from _refer(("types", "families"), parent, parents, "a type_parent")


def _order(book: Codebook) -> Iterator[Problem]:
    codes = [kind.code for kind in book.type]
    path = ("types", "order")
    for code in book.types.order:
        yield from _refer(path, code, codes, "a type")
    for code in sorted({code for code in book.types.order if book.types.order.count(code) > 1}):
        yield ORDER.at(path, f"'{code}' stands in the merge order twice", "keep one")
    for code in codes:
        if code not in book.types.order:
            yield ORDER.at(
                path, f"the merge order leaves out '{code}'", "say where it stands among the types"
            )


def _precision(book: Codebook) -> Iterator[Problem]:
    spans = [step.max_days for step in book.dates.precision]
    if spans != sorted(set(spans)) or spans[0] != 1:
        yield INCOMPLETE.at(
            ("dates", "precision"),
            "date precision does not rise from one day",
            "list the classes from finest",
        )
    reach = [step.km for step in book.places.precision]
    if reach != sorted(set(reach)):
        yield INCOMPLETE.at(
            ("places", "precision"), "place precision does not rise", "list the classes from finest"
        )


def _actors(book: Codebook) -> Iterator[Problem]:
    for index, kind in enumerate(book.actor_type):
        if kind.abroad:
            yield from _refer(("actor_type", index, "abroad"), kind.abroad, book.actor_types, "an actor_type")
    for index, actor in enumerate(book.generic_actor):
        yield from _refer(("generic_actor", index, "type"), actor.type, book.actor_types, "an actor_type")


def _fields(book: Codebook) -> Iterator[Problem]:
    for index, field in enumerate(book.field):
        chosen = field.type in {FieldType.CHOICE, FieldType.CHOICES}
        yield from _choices(field, ("field", index, "choices"))
        if field.type is FieldType.AMOUNT:
            says = f"'{field.name}' is an amount, which only a slot of records holds"
            yield INCOMPLETE.at(("field", index, "type"), says, "declare a [[count]] instead")
        codes = [choice.code for choice in field.choices]
        for derivation in field.derive:
            if chosen:
                yield from _refer(
                    ("field", index, "derive"), str(derivation.value), codes, f"a choice of {field.name}"
                )


def _choices(field: FieldSpec | Slot, path: Path) -> Iterator[Problem]:
    chosen = field.type in {FieldType.CHOICE, FieldType.CHOICES}
    if chosen and not field.choices:
        yield INCOMPLETE.at(path, f"'{field.name}' has no choices", "list them")
    told = field.type in {FieldType.TEXT, FieldType.TAGS}
    if (field.match == "name" and not told) or (field.match == "kind" and not chosen):
        says = f"'{field.name}' is a {field.type} and cannot be matched by {field.match}"
        yield INCOMPLETE.at(path, says, "match texts and tags by name, choices by kind")
    codes = [choice.code for choice in field.choices]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield DUPLICATE.at(path, f"'{code}' is a choice twice", "remove one")


def _slots(book: Codebook) -> Iterator[Problem]:
    """Yield records without slots, slots of other fields, and slots that are called as something else is."""
    for index, field in enumerate(book.field):
        path: Path = ("field", index, "slots")
        names = [slot.name for slot in field.slots]
        if (field.type is FieldType.RECORDS) != bool(names):
            says = f"'{field.name}' has no slots" if not names else f"'{field.name}' holds no records"
            yield INCOMPLETE.at(path, says, "declare slots for a field of records, and for no other")
        for name in sorted({name for name in names if names.count(name) > 1 or name == QUOTE}):
            yield DUPLICATE.at(path, f"'{name}' is taken in a record", "rename the slot")
        for slot in field.slots:
            yield from _choices(slot, path)
            yield from _facts(book, path, {n: one for n, one in slot.when.items() if n not in names})
            if slot.type is FieldType.RECORDS:
                yield INCOMPLETE.at(path, f"'{slot.name}' holds records within records", "make it a field")
        for name in field.key:
            yield from _refer(("field", index, "key"), name, names, "a slot")


def _conditions(book: Codebook) -> Iterator[Problem]:
    for index, field in enumerate(book.field):
        yield from _facts(book, ("field", index, "when"), field.when)
        yield from _own_fact(index, field)
        for derivation in field.derive:
            yield from _facts(book, ("field", index, "derive"), derivation.when)
    for index, rule in enumerate(book.rule):
        for part, conditions in (("when", rule.when), ("require", rule.require), ("forbid", rule.forbid)):
            yield from _facts(book, ("rule", index, part), conditions)


def _own_fact(index: int, field: FieldSpec) -> Iterator[Problem]:
    if field.name in field.when:
        yield INCOMPLETE.at(
            ("field", index, "when"), f"'{field.name}' is asked only if it is filled", "drop that"
        )


def _empty(bounds: Bounds) -> bool:
    return bounds.min is not None and bounds.max is not None and bounds.min > bounds.max


def _facts(book: Codebook, path: Path, conditions: Mapping[str, Operand]) -> Iterator[Problem]:
    names, choices = fact_names(book), fact_choices(book)
    for name, operand in conditions.items():
        yield from _refer((*path, name), name, names, "a fact")
        if isinstance(operand, Bounds) and _empty(operand):
            yield INCOMPLETE.at((*path, name), "min lies above max, so this never holds", "swap the two")
        for code in codes_of(operand) if name in choices else ():
            yield from _refer((*path, name), str(code), choices[name], f"a value of {name}")


def _rules(book: Codebook) -> Iterator[Problem]:
    for index, rule in enumerate(book.rule):
        if not rule.require and not rule.forbid:
            yield INCOMPLETE.at(
                ("rule", index, "id"), f"rule '{rule.id}' demands nothing", "add require or forbid"
            )
        if rule.id in RULES:
            yield DUPLICATE.at(
                ("rule", index, "id"), f"'{rule.id}' is a built-in rule's id", "choose another id"
            )


def _unit_and_evidence(book: Codebook) -> Iterator[Problem]:
    fields = list(book.fields_by_name)
    for part in book.unit.by:
        yield from _refer(("unit", "by"), part, [*UNIT_PARTS, *fields], "a part of the unit of record")
    for group in book.unit.alike:
        for name in group:
            generic = [actor.name for actor in book.generic_actor]
            yield from _refer(("unit", "alike"), name, generic, "a generic_actor")
            if [one for other in book.unit.alike for one in other].count(name) > 1:
                yield DUPLICATE.at(("unit", "alike"), f"'{name}' stands twice", "keep one")
        if len({"{country}" in name for name in group}) > 1:
            says = "some of these names hold a country and some do not"
            yield INCOMPLETE.at(("unit", "alike"), says, "list names of one kind")
    for name in book.evidence.required:
        known = [*BUILT_IN, book.types.field, *fields]
        yield from _refer(("evidence", "required"), name, known, "a field")
    if not book.type:
        yield INCOMPLETE.at(("type",), "there is no event type", "declare at least one [[type]]")


def _exports(book: Codebook) -> Iterator[Problem]:
    known = published_names(book)
    for index, export in enumerate(book.export):
        for column in export.columns:
            yield from _refer(("export", index, "columns"), column.source, known, "a published column")
            for name in column.append:
                names = (*known, *(count.name for count in book.count))
                yield from _refer(("export", index, "columns"), name, names, "a published column or a count")
