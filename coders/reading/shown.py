"""A reading as it is shown in a terminal, and as a program reads it."""

from collections.abc import Iterator
from typing import Any

import click

from eventbook.coders.reading.candidate import Candidate, CandidateKind, Reading

COLOURS = {
    CandidateKind.WHEN: "cyan",
    CandidateKind.WHERE: "green",
    CandidateKind.ACTOR: "magenta",
    CandidateKind.COUNT: "red",
    CandidateKind.TYPE: "yellow",
    CandidateKind.ATTRIBUTION: "blue",
    CandidateKind.PUBLISHED: "cyan",
    CandidateKind.TARGET: "magenta",
}


def candidate_row(one: Candidate, text: str) -> dict[str, Any]:
    """Return a candidate for a program, with its words."""
    row: dict[str, Any] = {
        "kind": one.kind.value,
        "start": one.start,
        "end": one.end,
        "words": text[one.start : one.end],
    }
    row |= {"value": one.value, "label": one.label, "confidence": one.confidence, "reason": one.reason}
    return (
        row | ({"choice": one.choice} if one.choice else {}) | (dict(one.more) and {"more": dict(one.more)})
    )


def reading_row(article: str, text: str, reading: Reading) -> dict[str, Any]:
    """Return a reading for a program."""
    return {
        "article": article,
        "candidates": [candidate_row(one, text) for one in reading.candidates],
        "incidents": [list(span) for span in reading.incidents],
    }


def marked(text: str, reading: Reading, *, colour: bool) -> str:
    """Return the text with the words of candidates numbered in brackets, coloured where colour is wanted."""
    parts: list[str] = []
    at = 0
    for number, spans in enumerate(_spans(reading), start=1):
        first = spans[0]
        parts.append(text[at : first.start])
        words = f"[{text[first.start : first.end]}]{number}"
        parts.append(click.style(words, fg=COLOURS[first.kind], bold=True) if colour else words)
        at = first.end
    return "".join([*parts, text[at:]])


def listed(text: str, reading: Reading) -> Iterator[str]:
    """Yield a line for each candidate, under the number that its words have in the marked text."""
    for number, spans in enumerate(_spans(reading), start=1):
        for one in spans:
            words = " ".join(text[one.start : one.end].split())
            or_else = "  (one of several)" if one.choice else ""
            yield f"{number:3}  {one.kind:11}  {words}: {one.label}{or_else}  [{one.reason}]"


def _spans(reading: Reading) -> list[list[Candidate]]:
    """Return the candidates whose words overlap, together, by position."""
    groups: list[list[Candidate]] = []
    for one in reading.candidates:
        if groups and one.start < max(other.end for other in groups[-1][:1]):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups
