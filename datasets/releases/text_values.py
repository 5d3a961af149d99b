"""How a published value is written where only text fits: CSV, provenance, differences."""

import re
from collections.abc import Iterable

from eventbook.schema.plain_values import is_list, is_mapping


def as_text(value: object) -> str:
    """Return a value as text: blank for unknown, `; ` between the items of a list, ISO dates.

    A record is `slot=value` after `slot=value`, without the slots that say nothing.
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if is_mapping(value):
        return ", ".join(f"{name}={as_text(item)}" for name, item in value.items() if item is not None)
    if is_list(value):
        items: Iterable[object] = value
        return "; ".join(as_text(item) for item in items)
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def plain(text: str | None) -> str:
    """Return a value's text as people write it: without the noughts that a table gives each number."""
    said = text or ""
    return said.rstrip("0").rstrip(".") if re.fullmatch(r"-?\d+\.\d+", said) else said
