"""A publication from what a person gave and what the article says of itself; the rest is asked for.

What a person gave wins. What the article says is taken with where it says so, and what neither
says is missing: a day is never made up from today's, nor from what the text tells.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from email.utils import parseaddr

from pydantic import TypeAdapter

from eventbook.coders.intake.outlet_match import Outlets, host_of
from eventbook.coders.texts.plain_facts import read_day
from eventbook.schema.article import Outlet, Publication
from eventbook.schema.problem import Path, Problem, Rule, error
from eventbook.schema.reading import read
from eventbook.schema.text_parts import Fact

OUTLET_NEEDED = error("outlet-needed", "it is known who published an article")
PUBLISHED_NEEDED = error(
    "published-needed", "the day of publication of an article is known, or said to be unknown"
)

UNKNOWN = "unknown"
"""What a person writes for a day of publication that nobody can find out."""

_READER: TypeAdapter[Publication] = TypeAdapter(Publication)
_LIMITS = {"title": 1000, "url": 2000, "language": 35, "origin": 200}


@dataclass(frozen=True, slots=True)
class Filled:
    """A publication, where what nobody gave was found, its outlet, and what is wrong or missing."""

    publication: Publication | None
    found: dict[str, str]
    outlet: Outlet | None
    problems: tuple[Problem, ...]

    @property
    def lacks(self) -> tuple[str, ...]:
        """What is not known of it, though it need not be."""
        body = self.publication
        return tuple(name for name in ("title", "url", "language") if body and not getattr(body, name))


def fill(given: Mapping[str, object], facts: Mapping[str, Fact], outlets: Outlets, path: Path) -> Filled:
    """Return the publication that was given and found."""
    work = _Filling(
        {name: value for name, value in given.items() if value not in (None, "")}, facts, outlets, path
    )
    for name, most in _LIMITS.items():
        fact = facts.get(name)
        if name not in given and fact and len(fact.value) <= most:
            work.body[name], work.found[name] = fact.value, fact.source
    outlet = work.outlet()
    work.published(outlet)
    work.body["outlet"] = (
        outlet.name if outlet else work.body.get("outlet", UNKNOWN)
    )  # told as a problem already
    publication, faults = read(_READER.validate_python, work.body, path)
    every = (*work.problems, *faults)
    return Filled(None if every else publication, work.found, outlet, every)


@dataclass(slots=True)
class _Filling:
    """A publication while it is filled: what is known so far, where it was found, what is wrong."""

    body: dict[str, object]
    facts: Mapping[str, Fact]
    outlets: Outlets
    path: Path
    found: dict[str, str] = field(default_factory=dict[str, str])
    problems: list[Problem] = field(default_factory=list[Problem])

    def outlet(self) -> Outlet | None:
        """Return the outlet that was given or found; where there is none, say so."""
        written, said = self.body.get("outlet"), self.facts.get("outlet")
        if isinstance(written, str):
            known = self.outlets.named(written)
            if known is None:
                advice = "add it with `eventbook outlets add`, or see `eventbook outlets list`"
                self._wrong(OUTLET_NEEDED, f"there is no outlet '{written}'", advice)
            return known
        if written is not None:
            return None  # reading the publication says what is wrong with it
        known = self.outlets.named(said.value) if said else None
        if known and said:
            self.found["outlet"] = said.source
            return known
        for name, url in self._addresses():
            known = self.outlets.at(url)
            if known:
                self.found["outlet"] = f"the host {host_of(url)} of {name}"
                return known
        self._unknown_outlet(said)
        return None

    def _wrong(self, rule: Rule, says: str, advice: str) -> None:
        name = "outlet" if rule is OUTLET_NEEDED else "published"
        self.problems.append(rule.at((*self.path, name), says, advice))

    def _addresses(self) -> list[tuple[str, str]]:
        sender = parseaddr(self.facts["sender"].value)[1] if "sender" in self.facts else ""
        found = [("its address", str(self.body.get("url", "")))]
        return [*found, ("its sender", f"https://{sender.rpartition('@')[2]}")] if sender else found

    def _unknown_outlet(self, said: Fact | None) -> None:
        host = next((host for _, url in self._addresses() if (host := host_of(url))), "")
        says, advice = (
            "it does not say who published it",
            "say who with --outlet (see `eventbook outlets list`)",
        )
        if said:
            says = (
                f"it says that '{said.value[:80]}' published it ({said.source}), no outlet of this workspace"
            )
            advice = f"add that one with `eventbook outlets add`, or {advice}"
        elif host:
            says = f"it stands on {host}, which is no outlet's host"
            advice += f", or add the host to its outlet: `eventbook outlets add --name … --host {host}`"
        self._wrong(OUTLET_NEEDED, says, advice)

    def published(self, outlet: Outlet | None) -> None:
        """Put the day of publication into the body, or say that it is missing."""
        if self.body.get("published") == UNKNOWN:
            del self.body["published"]
            return
        said = self.facts.get("published")
        if "published" in self.body:
            return
        day = local_day(said.value, outlet) if said else None
        if day and said:
            self.body["published"], self.found["published"] = day, said.source
            return
        says = "it does not say when it was published"
        if said:
            says = f"the day of publication that it gives ({said.source}) cannot be read: '{said.value[:60]}'"
        advice = f"give the day with --published, or --published {UNKNOWN} if nobody can find it out"
        self._wrong(PUBLISHED_NEEDED, says, advice)


def local_day(written: str, outlet: Outlet | None) -> date | None:
    """Return the day of a time as it was where the outlet is; a time without a zone is taken to be of there."""
    try:
        moment = datetime.fromisoformat(re.sub(r"([+-]\d{2})(\d{2})$", r"\1:\2", written.strip()))
    except ValueError:
        return read_day(written)
    if moment.tzinfo is not None and outlet is not None and outlet.time_zone != "UTC":
        return moment.astimezone(outlet.zone).date()
    return moment.date()
