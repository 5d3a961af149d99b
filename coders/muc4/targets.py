"""The things and people of a MUC-4 template as records: each slot's fills, put with what they are about.

The keys spread one target over six slots and tie them together by repeating its words. A fill
that is about words which no target has cannot be placed, and is a fault.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from eventbook.coders.muc4.files import MucTemplate
from eventbook.coders.muc4.fills import Fill, FillError, fills, written_amount
from eventbook.coders.muc4.quotes import Quotations

Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Doubtful:
    """What a key leaves open: the field, why, and what else would do."""

    field: str
    reason: str
    alternative: str = ""


@dataclass(slots=True)
class Reading:
    """One template that is being read: what it says, what it leaves open, and its quotations."""

    template: MucTemplate
    quotes: Quotations
    doubts: list[Doubtful] = field(default_factory=list[Doubtful])

    def fills(self, slot: str) -> tuple[Fill, ...]:
        """Return the fills of a slot. Raises `FillError`, which names the slot."""
        try:
            return fills(self.template.slot(slot))
        except FillError as caught:
            raise SlotError(slot, str(caught)) from None

    def open(self, name: str, fill: Fill) -> None:
        """Note what a code leaves open: the others that would do, and that it may be left out."""
        if len(fill.words) > 1:
            self.doubts.append(Doubtful(name, "the key lets each of these stand", " / ".join(fill.words[1:])))
        self.left_out(name, fill)

    def left_out(self, name: str, fill: Fill) -> None:
        """Note that a fill may be left out."""
        if fill.optional:
            self.doubts.append(Doubtful(name, f"the key lets '{fill.first}' be left out"))


class SlotError(FillError):
    """A slot that cannot be taken over."""

    def __init__(self, slot: str, message: str) -> None:
        """Keep which slot it is."""
        self.slot = slot
        super().__init__(message)


@dataclass(slots=True)
class Target:
    """A record in the making, and the words that other slots know it by."""

    words: set[str]
    said: Raw


def named_things(reading: Reading, slot: str, name: str) -> list[Target]:
    """Return a record for each fill of a slot that names things; further words for one stand in `also`."""
    targets: list[Target] = []
    for fill in reading.fills(slot):
        said: Raw = {"name": fill.first, "also": list(fill.words[1:])}
        said["quote"] = reading.quotes.of(slot, fill.words)
        reading.left_out(name, fill)
        targets.append(Target(set(fill.words), said))
    return targets


def physical_targets(reading: Reading) -> list[Target]:
    """Return the records of the things that were hit or aimed at."""
    targets = named_things(reading, "phys_tgt_id", "physical_targets")
    return _described(reading, targets, "phys_tgt", "physical_targets")


def human_targets(reading: Reading) -> list[Target]:
    """Return the records of the people who were hit or aimed at: those named, then those described."""
    targets = named_things(reading, "hum_tgt_name", "human_targets")
    slot = "hum_tgt_description"
    for fill in reading.fills(slot):
        if not fill.words:
            continue
        about = _about(targets, fill)
        if about is None:
            about = Target(set(), {"also": [], "quote": []})
            targets.append(about)
        described: list[str] = about.said.get("also", [])
        about.said["description"] = fill.first
        about.said["also"] = [*described, *fill.words[1:]]
        about.said["quote"] = list(
            dict.fromkeys([*about.said["quote"], *reading.quotes.of(slot, fill.words)])
        )
        about.words |= set(fill.words) if "name" not in about.said else set()
        reading.left_out("human_targets", fill)
    return _described(reading, targets, "hum_tgt", "human_targets")


def _described(reading: Reading, targets: list[Target], prefix: str, name: str) -> list[Target]:
    """Put type, number, nation and effect with the targets that they are about."""
    for part, key in (("type", "type"), ("number", "number"), ("foreign_nation", "nation")):
        for fill in reading.fills(f"{prefix}_{part}"):
            if not fill.words:
                continue  # `-: "NAME"` says that nothing is known of it
            target = _placed(targets, fill, f"{prefix}_{part}")
            target.said[key] = _number(fill.first, f"{prefix}_{part}") if part == "number" else fill.first
            reading.open(name, fill)
    for fill in reading.fills(f"{prefix}_effect_of_incident"):
        if not fill.words:
            continue
        target = _placed(targets, fill, f"{prefix}_effect_of_incident")
        target.said["effect"] = list(dict.fromkeys([*target.said.get("effect", []), fill.first]))
        reading.open(name, fill)
    return targets


def _number(text: str, slot: str) -> str:
    try:
        return written_amount(text)
    except FillError as caught:
        raise SlotError(slot, str(caught)) from None


def _about(targets: Iterable[Target], fill: Fill) -> Target | None:
    return next((target for target in targets if target.words & set(fill.about)), None)


def _placed(targets: list[Target], fill: Fill, slot: str) -> Target:
    """Return the target that a fill is about; one that is about nothing in particular has its own."""
    found = _about(targets, fill)
    if found is None and fill.about:
        shown = " / ".join(fill.about)
        raise SlotError(slot, f"it is about `{shown}`, which no target of the template is called")
    if found is None:
        found = next((target for target in targets if not target.words), None)
    if found is None:
        found = Target(set(), {})
        targets.append(found)
    return found


def instruments(reading: Reading) -> list[Target]:
    """Return the records of what it was done with; a type without words is a record too."""
    targets = named_things(reading, "incident_instrument_id", "instruments")
    for fill in reading.fills("incident_instrument_type"):
        target = _about(targets, fill)
        if target is None and fill.about:
            target = _placed(targets, fill, "incident_instrument_type")
        if target is None:
            target = Target(set(), {})
            targets.append(target)
        if fill.words:
            target.said["type"] = fill.first
            reading.open("instruments", fill)
    return targets


def records(targets: Sequence[Target]) -> list[Raw]:
    """Return the records as a sheet writes them, without what is not said."""
    found = [{key: value for key, value in target.said.items() if value} for target in targets]
    return [record for record in found if set(record) - {"quote"}]
