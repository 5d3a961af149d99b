"""Sheet files: YAML 1.2, read so that nothing in a file can surprise, and every line is known.

The values are made here from the parsed nodes, so a file can build no objects, and `NO`
stays Norway. Aliases are refused: they can make a small file huge, and people who fill in
sheets do not need them. Words stay words wherever the form holds words: an article's id
that looks like a number, a quote that looks like a date.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from eventbook.schema.problem import Path, Problem, error

YAML_UNREADABLE = error("yaml-unreadable", "a sheet file is readable YAML")
YAML_ALIAS = error(
    "yaml-alias", "a sheet file says everything where it stands, without aliases or types of its own"
)
KEY_TWICE = error("yaml-key-twice", "a field stands once, so that no value hides another")
TOO_LARGE = error("sheet-too-large", "a sheet file is small enough to have been written by a person")

LIMIT = 1_000_000
"""The most bytes that a sheet file may have."""

DEEPEST = 20
"""How deep lists and mappings may lie in each other; a form needs six."""

_CORE = "tag:yaml.org,2002:"
_WORDS = frozenset(
    {
        "sheet", "article", "coder", "codebook", "nothing_to_code", "form", "event", "phrase", "by", "reason",
        "alternative", "notes", "actor", "place", "exact", "prefix", "suffix", "field", "rule", "to", "associates",
        "side1", "side2", "quote", "split_over",
    }
)  # fmt: skip
_WORDS_BELOW = frozenset({"evidence", "waive"})


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A sheet file as read: its values, the line of every path in it, and what is wrong with it as a file."""

    name: str
    raw: dict[str, Any] = field(default_factory=dict[str, Any])
    lines: dict[Path, int] = field(default_factory=dict[Path, int])
    problems: tuple[Problem, ...] = ()

    def located(self, problem: Problem) -> Problem:
        """Return a problem with the file and the line of its place, or of the nearest part above it."""
        path = problem.path
        while path and path not in self.lines:
            path = path[:-1]
        return replace(problem, file=self.name, line=problem.line or self.lines.get(path, 1))


class _FaultError(Exception):
    """A fault that leaves the rest of the file unread."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


def read_sheet(content: bytes, name: str) -> SheetFile:
    """Return a sheet file; where it cannot be read at all it is empty but for its problems."""
    if len(content) > LIMIT:
        says = f"the file has {len(content):,} bytes; {LIMIT:,} is the limit"
        return _unreadable(name, TOO_LARGE.at((), says, "give each article a sheet of its own"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as caught:
        line = content[: caught.start].count(b"\n") + 1
        says = f"byte {caught.start} is not UTF-8"
        return _unreadable(name, replace(YAML_UNREADABLE.at((), says, "save the file as UTF-8"), line=line))
    try:
        values = _Values()
        raw: dict[str, Any] = values.of(_parsed(text), (), 0)
    except _FaultError as fault:
        return _unreadable(name, fault.problem)
    sheet = SheetFile(name, raw, values.lines)
    return replace(sheet, problems=tuple(sheet.located(problem) for problem in values.problems))


def _unreadable(name: str, problem: Problem) -> SheetFile:
    return SheetFile(name, problems=(replace(problem, file=name, line=problem.line or 1),))


def _parsed(text: str) -> MappingNode:
    """Return the root node of a YAML text. Raises `_FaultError` where it is no mapping."""
    root = composed(text)
    if isinstance(root, MappingNode):
        return root
    says = "the file is no list of `field: value` lines" if root else "the file is empty"
    raise _FaultError(YAML_UNREADABLE.at((), says, "begin with `eventbook sheet new`"))


def composed(text: str) -> Node | None:
    """Return the root node of a YAML text. Raises `_FaultError` where it is no YAML."""
    try:
        return YAML(typ="safe", pure=True).compose(text)
    except RecursionError:
        raise _FaultError(
            YAML_UNREADABLE.at((), "lists lie too deep in each other", "write it plainly")
        ) from None
    except ReaderError as caught:
        line = text[: caught.position].count("\n") + 1
        code = caught.character if isinstance(caught.character, int) else ord(str(caught.character)[0])
        says = f"the file holds the character U+{code:04X}, which YAML does not allow"
        raise _FaultError(replace(YAML_UNREADABLE.at((), says, "delete it"), line=line)) from None
    except MarkedYAMLError as caught:
        mark = caught.problem_mark or caught.context_mark
        says = f"not YAML: {caught.problem or caught.context or 'it breaks off'}"
        advice = "indent with spaces, put texts with `: ` or `#` in quotes, and close every bracket and quote"
        raise _FaultError(
            replace(YAML_UNREADABLE.at((), says, advice), line=mark.line + 1 if mark else 1)
        ) from None
    except (YAMLError, ValueError, IndexError) as caught:
        raise _FaultError(YAML_UNREADABLE.at((), f"not YAML: {caught}", "mend it")) from None


class _Values:
    """The values of a tree of nodes; notes the line of every path, and the faults, on its way."""

    def __init__(self) -> None:
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def of(self, node: Node, path: Path, depth: int) -> Any:  # noqa: ANN401  any plain value
        """Return the value of a node; empty parts of a mapping are left out, as if not written."""
        self.lines.setdefault(path, node.start_mark.line + 1)
        if id(node) in self._seen or depth > DEEPEST or not _plain_tag(node):
            self._refuse(path)
        self._seen.add(id(node))
        if isinstance(node, MappingNode):
            return self._mapping(node, path, depth)
        if isinstance(node, SequenceNode):
            return [self.of(item, (*path, index), depth + 1) for index, item in enumerate(node.value)]
        return _scalar(node, path) if isinstance(node, ScalarNode) else None

    def _refuse(self, path: Path) -> None:
        says = "an alias or a type of its own stands here" if path else "the file is of a type of its own"
        fault = YAML_ALIAS.at(path, says, "write the value itself")
        raise _FaultError(replace(fault, line=self.lines[path]))

    def _mapping(self, node: MappingNode, path: Path, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        seen: dict[str, int] = {}
        for key, item in node.value:
            name = str(key.value) if isinstance(key, ScalarNode) else "?"
            line = key.start_mark.line + 1
            if name in seen:
                says = f"'{name}' stands twice, first on line {seen[name]}"
                self.problems.append(
                    replace(KEY_TWICE.at((*path, name), says, "keep one of the two"), line=line)
                )
                continue
            seen[name] = line
            self.lines[(*path, name)] = line
            value = self.of(item, (*path, name), depth + 1)
            if value is not None and value != {}:
                values[name] = value
        return values


def _plain_tag(node: Node) -> bool:
    known = {"str", "int", "float", "bool", "null", "timestamp", "map", "seq"}
    return node.tag.startswith(_CORE) and node.tag.removeprefix(_CORE) in known


def _scalar(node: ScalarNode, path: Path) -> str | int | float | bool | None:
    """Return the value of a scalar. Dates stay text: the form reads them, and a quote may be one."""
    kind, text = node.tag.removeprefix(_CORE), node.value
    if kind == "null":
        return None
    if kind in {"str", "timestamp"} or _holds_words(path):
        return text
    if kind == "bool":
        return text.lower() == "true"
    try:
        plain = text.replace("_", "")
        return (
            float(plain)
            if kind == "float"
            else int(plain, 0 if plain.lstrip("+-")[:2] in {"0x", "0o", "0b"} else 10)
        )
    except ValueError:
        return text


def _holds_words(path: Path) -> bool:
    names = [step for step in path if isinstance(step, str)]
    return bool(names) and (names[-1] in _WORDS or not _WORDS_BELOW.isdisjoint(names))
