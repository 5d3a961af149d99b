"""Rules and what they find: a fault in data is a value, never an exception.

A rule has an id that never changes, a severity and one sentence that says what it protects.
A problem is one place where a rule is broken: where, what, what to do. The form, the file
check, the import and the build all make the same problems from the same rules.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

Path = tuple[str | int, ...]


class Severity(StrEnum):
    """How much a broken rule stops: an error stops a submit, a warning needs a stored reason."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One broken rule at one place. `line` counts from 1; 0 means that no line is known."""

    rule: str
    severity: Severity
    path: Path
    message: str
    advice: str = ""
    file: str = ""
    line: int = 0

    def under(self, *prefix: str | int) -> "Problem":
        """Return the same problem, seen from further up the document."""
        return replace(self, path=(*prefix, *self.path))

    @property
    def where(self) -> str:
        """The place as people write it: `events[0].when`."""
        return path_text(self.path)

    def __str__(self) -> str:
        """`file:line: field: what. What to do. [rule]`, leaving out what is not known."""
        place = ":".join(part for part in (self.file, str(self.line) if self.line else "") if part)
        says = self.message + (f". {self.advice[0].upper()}{self.advice[1:]}" if self.advice else "")
        line = ": ".join(part for part in (place, self.where, f"{says} [{self.rule}]") if part)
        # Half a surrogate pair, which JSON and YAML can smuggle in, cannot be printed.
        return line.encode(errors="backslashreplace").decode()


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that must hold. `protects` completes the sentence "this rule sees to it that …"."""

    id: str
    severity: Severity
    protects: str

    def at(self, path: Path, message: str, advice: str = "") -> Problem:
        """Return the problem that this rule has at `path`."""
        return Problem(self.id, self.severity, path, message, advice)


RULES: dict[str, Rule] = {}


def rule(name: str, severity: Severity, protects: str) -> Rule:
    """Register a rule under its permanent id; the same id twice is a bug."""
    if name in RULES:
        message = f"rule {name} is declared twice"
        raise ValueError(message)
    RULES[name] = Rule(name, severity, protects)
    return RULES[name]


def error(name: str, protects: str) -> Rule:
    """Register a rule that stops a submit."""
    return rule(name, Severity.ERROR, protects)


def warning(name: str, protects: str) -> Rule:
    """Register a rule that a coder may waive with a reason."""
    return rule(name, Severity.WARNING, protects)


def path_text(path: Path) -> str:
    """Write a path as `events[0].side1.actor`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else (f".{step}" if text else step)
    return text


def errors_of(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return only the problems that stop a submit."""
    return tuple(problem for problem in problems if problem.severity is Severity.ERROR)
