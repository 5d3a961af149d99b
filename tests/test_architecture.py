"""The shape of the code: who may import whom, and how long things may be.

Every rule is a function from a folder laid out like ours to a list of faults, so each is
also shown a folder that breaks it: a rule that cannot fail protects nothing.
"""

import ast
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("schema", "coders", "datasets")
# What a layer never imports, of our own.
FORBIDDEN = {
    "schema": {"eventbook.coders", "eventbook.datasets", "eventbook.cli", "eventbook.joins"},
    "coders": {"eventbook.datasets", "eventbook.cli", "eventbook.joins"},
    "datasets": {"eventbook.coders", "eventbook.cli", "eventbook.joins"},
}
# The core install: these modules read and verify releases with three packages only.
CORE_PACKAGES = {"click", "eventbook", "pyarrow", "pydantic", "pydantic_core"}
# Add a module of `datasets` here when it must work without extras.
_READING = (
    "commands/export commands/keep commands/release commands/serve exporting/export_files "
    "exporting/map_writers exporting/row_writers merging/identify plan "
    "signing/attestation signing/ed25519 signing/signature_check signing/ssh_signature "
    "site/range_server"
)
CORE_MODULES = (
    "schema/**/*.py",
    "datasets/releases/*.py",
    *(f"datasets/{name}.py" for name in _READING.split()),
)
VAGUE = {"utils", "helpers", "manager", "data", "process"}
MODULE_LINES = 300
FUNCTION_LINES = 40

Rule = Callable[[Path], list[str]]


def modules(root: Path, *patterns: str) -> Iterator[tuple[str, ast.Module]]:
    """Yield each module's path from the root and its tree; of all layers by default."""
    for pattern in patterns or [f"{layer}/**/*.py" for layer in LAYERS] + ["src/eventbook/*.py"]:
        for path in sorted(root.glob(pattern)):
            yield path.relative_to(root).as_posix(), parsed(path)


@cache
def parsed(path: Path) -> ast.Module:
    """Return the tree of a module; every rule reads each."""
    return ast.parse(path.read_text("utf-8"))


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the line and full dotted name of all that is imported, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def within(name: str, package: str) -> bool:
    """Whether a dotted name is the package or something in it."""
    return f"{name}.".startswith(f"{package}.")


def layers_keep_apart(root: Path) -> list[str]:
    """Schema knows neither other layer; coders and datasets never know each other."""
    return [
        f"{path}:{line}: {layer} must not import {name}"
        for layer, forbidden in FORBIDDEN.items()
        for path, tree in modules(root, f"{layer}/**/*.py")
        for line, name in imports(tree)
        if any(within(name, other) for other in forbidden)
    ]


def imports_are_absolute(root: Path) -> list[str]:
    """Ours are imported as eventbook.LAYER: no dots, and no top-level layer names."""
    return [
        f"{path}:{line}: import {name} through eventbook"
        for path, tree in modules(root)
        for line, name in imports(tree)
        if name.startswith(".") or name.split(".")[0] in LAYERS
    ]


def rooms_form_no_circle(root: Path) -> list[str]:
    """The folders of a layer stand on one another in some order: none needs what stands on it."""
    return [
        f"{room}: needs {', '.join(sorted(needs))}, which need it"
        for layer in LAYERS
        for room, needs in sorted(_circle(_rooms(root, layer)).items())
    ]


def _rooms(root: Path, layer: str) -> dict[str, set[str]]:
    """Return the folders of a layer, each with those it imports from."""
    rooms: dict[str, set[str]] = {}
    for path, tree in modules(root, f"{layer}/*/*.py"):
        room = path.split("/")[1]
        parts = [name.split(".") for _, name in imports(tree) if within(name, f"eventbook.{layer}")]
        rooms.setdefault(room, set()).update(part[2] for part in parts if len(part) > 3)
    return {
        f"{layer}/{room}": {f"{layer}/{one}" for one in needs & rooms.keys() - {room}}
        for room, needs in rooms.items()
    }


def _circle(rooms: dict[str, set[str]]) -> dict[str, set[str]]:
    """Take away what needs nothing that is left, or what nothing left needs, until only circles stay."""
    needed = set[str]().union(*rooms.values())
    kept = {room: needs & rooms.keys() for room, needs in rooms.items() if needs and room in needed}
    kept = {room: needs & kept.keys() for room, needs in kept.items()}
    return kept if kept == rooms else _circle(kept)


def core_needs_no_extra(root: Path) -> list[str]:
    """Modules of the core install import the core's packages and Python's own only."""
    allowed = CORE_PACKAGES | sys.stdlib_module_names
    return [
        f"{path}:{line}: {name} is not in the core install"
        for path, tree in modules(root, *CORE_MODULES)
        for line, name in imports(tree)
        if not name.startswith(".") and name.split(".")[0] not in allowed
    ]


def modules_say_what_they_are(root: Path) -> list[str]:
    """Every module opens with a docstring."""
    return [f"{path}:1: no docstring" for path, tree in modules(root) if not ast.get_docstring(tree)]


def modules_are_short(root: Path) -> list[str]:
    """A module that outgrows its page is two modules."""
    counted = ((path, len((root / path).read_text("utf-8").splitlines())) for path, _ in modules(root))
    return [
        f"{path}: {lines} lines, {MODULE_LINES} at most" for path, lines in counted if lines > MODULE_LINES
    ]


def functions_are_short(root: Path) -> list[str]:
    """Decorators and docstring count: a function is read whole."""
    found = [
        (path, node, (node.end_lineno or 0) - start(node) + 1)
        for path, tree in modules(root)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return [
        f"{path}:{node.lineno}: {node.name} has {lines} lines, {FUNCTION_LINES} at most"
        for path, node, lines in found
        if lines > FUNCTION_LINES
    ]


def start(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the first line of a function, its decorators included."""
    return min(part.lineno for part in [node, *node.decorator_list])


def names_are_nouns(root: Path) -> list[str]:
    """Neither a module nor a folder has a name that says nothing."""
    return [
        f"{path}: the name says nothing"
        for path, _ in modules(root)
        if VAGUE & set(Path(path).with_suffix("").parts)
    ]


# Each rule, and a file that breaks it.
DOC = '"""Doc."""\n'
RULES: list[tuple[Rule, str, str]] = [
    (layers_keep_apart, "schema/a.py", "import eventbook.coders"),
    (layers_keep_apart, "schema/a.py", "from eventbook import cli"),
    (layers_keep_apart, "coders/a.py", "def f():\n    from eventbook.datasets.match import g"),
    (layers_keep_apart, "datasets/deep/a.py", "from eventbook import coders"),
    (imports_are_absolute, "schema/a.py", "from . import b"),
    (imports_are_absolute, "datasets/a.py", "from .b import c"),
    (imports_are_absolute, "datasets/a.py", "from schema import c"),
    (core_needs_no_extra, "schema/a.py", "import numpy.linalg"),
    (modules_are_short, "coders/a.py", "x = 1\n" * MODULE_LINES),
    (
        functions_are_short,
        "coders/a.py",
        "class A:\n    def f():\n" + "        1\n" * FUNCTION_LINES,
    ),
    (functions_are_short, "coders/a.py", "@a(\n" + "1,\n" * FUNCTION_LINES + ")\ndef f(): ..."),
    (names_are_nouns, "coders/utils.py", ""),
    (names_are_nouns, "datasets/data/a.py", ""),
    (names_are_nouns, "src/eventbook/helpers.py", ""),
]


def each_rule() -> list[Rule]:
    """Return the rules, each once."""
    return list(
        dict.fromkeys([rule for rule, _, _ in RULES] + [modules_say_what_they_are, rooms_form_no_circle])
    )


@pytest.mark.parametrize("rule", each_rule(), ids=lambda rule: rule.__name__)
def test_the_code_keeps_to(rule: Rule) -> None:
    faults = rule(ROOT)
    assert not faults, "\n".join(["", *faults])


@pytest.mark.parametrize(("rule", "path", "text"), RULES)
def test_a_breach_is_found(tmp_path: Path, rule: Rule, path: str, text: str) -> None:
    write(tmp_path / path, DOC + text)
    (fault,) = rule(tmp_path)
    assert fault.startswith(path)


def test_a_module_without_docstring_is_found(tmp_path: Path) -> None:
    write(tmp_path / "schema/a.py", "x = 1\n")
    assert modules_say_what_they_are(tmp_path) == ["schema/a.py:1: no docstring"]


def test_a_circle_of_rooms_is_found(tmp_path: Path) -> None:
    write(tmp_path / "coders/first/a.py", DOC + "from eventbook.coders.second.b import c")
    write(tmp_path / "coders/second/b.py", DOC + "from eventbook.coders.third import d")
    write(tmp_path / "coders/third/d.py", DOC + "import eventbook.coders.first.a")
    write(tmp_path / "coders/fourth/d.py", DOC)
    assert [fault.split(":")[0] for fault in rooms_form_no_circle(tmp_path)] == [
        "coders/first",
        "coders/second",
        "coders/third",
    ]


@pytest.mark.parametrize("rule", each_rule(), ids=lambda rule: rule.__name__)
def test_good_code_passes(tmp_path: Path, rule: Rule) -> None:
    good = "import pyarrow\nfrom eventbook.schema import when\n\ndef f():\n    return when\n"
    for layer in LAYERS:
        write(tmp_path / layer / "a.py", DOC + good)
    assert rule(tmp_path) == []


def test_every_module_is_looked_at() -> None:
    seen = {path for path, _ in modules(ROOT)}
    assert {f"{layer}/__init__.py" for layer in LAYERS} | {"src/eventbook/__init__.py"} <= seen


def write(path: Path, text: str) -> None:
    """Write a file and the folders it stands in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
