"""Write the pages of docs/ that are made from the code: `make docs`.

A test compares them with what the code says now, so that they cannot fall behind.
"""

import pkgutil
import re
import sys
from importlib import import_module
from pathlib import Path

import eventbook
from eventbook.schema.problem import RULES

DOCS = Path(__file__).parents[1] / "docs"

_HEAD = """# The rules

Made from the code by `make docs`; do not edit. An **error** stops a submit, a **warning** needs a reason
(`waive: {rule-id: why}` in a sheet). A codebook adds rules of its own: `eventbook codebook show` prints
them, and they stand in every release's `codebook.html`.

| rule | kind | sees to it that | declared in |
|---|---|---|---|
"""


def rules_page() -> str:
    """Return the page of all registered rules, by id."""
    where: dict[str, str] = {}
    for found in pkgutil.walk_packages(eventbook.__path__, "eventbook."):
        if ".migrations" in found.name or found.ispkg:
            continue
        source = Path(import_module(found.name).__file__ or "").read_text(encoding="utf-8")
        where |= dict.fromkeys(re.findall(r'\b(?:error|warning)\(\s*"([^"]+)"', source), found.name)
    rows = [
        f"| `{rule.id}` | {rule.severity} | {rule.protects} | `{where[rule.id].removeprefix('eventbook.')}` |"
        for rule in sorted(RULES.values(), key=lambda one: one.id)
    ]
    return _HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    if "--print" in sys.argv:
        sys.stdout.write(rules_page())
    else:
        (DOCS / "rules.md").write_text(rules_page(), encoding="utf-8")
