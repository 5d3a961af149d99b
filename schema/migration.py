"""A form that was coded under an older version of the codebook, read under this one.

A codebook declares step by step what became of a value since each of its versions. A form goes
through all the steps since the version that it was coded under, the oldest first, so that nobody
has to declare again what an earlier version has said.
"""

from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_parts import Migration
from eventbook.schema.form import FieldValue, Form


def migrated(form: Form, coded_under: str, book: Codebook) -> Form:
    """Return a form with its values renamed as the codebook declares; `coded_under` is a codebook's id."""
    name, _, version = coded_under.rpartition(" ")
    if name != book.head.name or version == book.head.version:
        return form
    start = _key(version)
    for step in sorted(book.migrate, key=lambda one: _key(one.since)):
        value = form.values.get(step.field)
        if _key(step.since) >= start and value is not None:
            form = form.model_copy(update={"values": {**form.values, step.field: _mapped(value, step)}})
    return form


def _mapped(value: FieldValue, step: Migration) -> FieldValue:
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(step.map.get(item, item) for item in value))
    return step.map.get(str(value), value)


def _key(version: str) -> tuple[int, ...]:
    """Return what versions sort by; one that is no version comes last, so that it is taken for none of ours."""
    parts = version.split(".")
    return tuple(int(part) for part in parts) if all(part.isdecimal() for part in parts) else (10**9,)


def goes_on(step: Migration, code: str, book: Codebook) -> bool:
    """Tell whether a later step says what became of a value that a step gives."""
    return any(
        other.field == step.field and code in other.map and _key(other.since) > _key(step.since)
        for other in book.migrate
    )
