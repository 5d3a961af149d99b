"""What stops the program: one base class, so that a caller can catch everything of ours.

A fault in someone's data is a `Problem`, a value that is collected and shown; an exception
means that we cannot go on. The command line prints the message and leaves with code 2.
"""

from collections.abc import Sequence

from eventbook.schema.problem import Problem


class EventbookError(Exception):
    """The base of everything Eventbook raises on purpose."""


class FaultsError(EventbookError, ValueError):
    """Data that has to be right is not; `problems` says where, what and what to do."""

    def __init__(self, what: str, problems: Sequence[Problem]) -> None:
        """Keep the problems as an attribute and in the message."""
        self.problems = tuple(problems)
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"{what}:\n{lines}")


class NotFoundError(EventbookError, LookupError):
    """Something was named that is not there."""

    def __init__(self, kind: str, name: str, advice: str = "") -> None:
        """Say what kind of thing, which, and what to do."""
        self.kind, self.name = kind, name
        super().__init__(f"there is no {kind} '{name}'" + (f"; {advice}" if advice else ""))
