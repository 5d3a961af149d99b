"""What a plain value is, said so that type checkers believe it: values from YAML, TOML and JSON.

Such values are mappings with text for keys, lists, and scalars; `isinstance` alone cannot tell
a checker what is in them.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard


def is_mapping(value: object) -> TypeGuard[Mapping[str, Any]]:
    """Tell whether a plain value is a mapping."""
    return isinstance(value, Mapping)


def is_list(value: object) -> TypeGuard[Sequence[Any]]:
    """Tell whether a plain value is a list."""
    return isinstance(value, (list, tuple))
