"""From one MUC-4 template to one event of a sheet, as a coder would have written it.

What a key lets stand beside its first word, or lets be left out, becomes a doubt with its
reason. Who did it is the organization that the report connects with it: one that is only named
in that connection, or acquitted, stands among the organizations and on no side.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from eventbook.coders.muc4.actors import STATE, Organizations, OrgNamed
from eventbook.coders.muc4.counts import Words, claims, total
from eventbook.coders.muc4.dates import read_dates
from eventbook.coders.muc4.files import MucTemplate
from eventbook.coders.muc4.fills import Fill, FillError, written_amount
from eventbook.coders.muc4.places import Atlas, Located, read_location
from eventbook.coders.muc4.quotes import Quotations
from eventbook.coders.muc4.targets import (
    Doubtful,
    Raw,
    Reading,
    SlotError,
    Target,
    human_targets,
    instruments,
    named_things,
    physical_targets,
    records,
)
from eventbook.schema.countries import COUNTRIES
from eventbook.schema.text import slug

_CERTAINTY = {
    "REPORTED AS FACT": "stated",
    "CLAIMED OR ADMITTED": "claimed",
    "SUSPECTED OR ACCUSED BY AUTHORITIES": "suspected",
    "SUSPECTED OR ACCUSED": "suspected",
}
_KINDS = {
    "CIVILIAN": "Civilians", "DIPLOMAT": "Diplomats", "GOVERNMENT OFFICIAL": "Government Officials",
    "FORMER GOVERNMENT OFFICIAL": "Former Government Officials", "LEGAL OR JUDICIAL": "Legal or Judicial Figures",
    "POLITICAL FIGURE": "Political Figures", "ACTIVE MILITARY": "Active Military",
    "FORMER ACTIVE MILITARY": "Former Active Military", "LAW ENFORCEMENT": "Law Enforcement",
    "SECURITY GUARD": "Security Guards",
}  # fmt: skip
_UNKNOWN = {"TERRORIST ACT": "Unidentified Terrorists", STATE: "Unidentified State Forces"}
NOT_SAID = "the MUC-4 keys do not say who suspects it"


@dataclass(slots=True)
class Parsed:
    """A template as read, before its organizations and places are known to the project."""

    reading: Reading
    located: Located
    raw: Raw
    organizations: list[tuple[OrgNamed, str]] = field(default_factory=list[tuple[OrgNamed, str]])
    people: list[Target] = field(default_factory=list[Target])
    perpetrators: list[Target] = field(default_factory=list[Target])


def parse(template: MucTemplate, text: str, published: date | None, words: Words) -> Parsed:
    """Return what a template says. Raises `SlotError` for a slot that cannot be taken over."""
    number = str(template.number)
    reading = Reading(template, Quotations(template.docid, number, text))
    raw: Raw = {}
    for name, slot in (
        ("incident_type", "incident_type"),
        ("stage", "incident_stage_of_execution"),
        ("incident_category", "perp_incident_category"),
    ):
        for fill in reading.fills(slot)[:1]:
            raw[name] = fill.first
            reading.open(name, fill)
    if template.optional:
        raw["relevance_doubted"] = True
    located = _place_and_day(reading, raw, published)
    parsed = Parsed(reading, located, raw)
    parsed.organizations = _organizations(parsed)
    parsed.perpetrators = named_things(reading, "perp_individual_id", "perpetrators")
    parsed.people = human_targets(reading)
    raw["instruments"] = records(instruments(reading))
    raw["perpetrators"] = records(parsed.perpetrators)
    raw["physical_targets"] = records(physical_targets(reading))
    raw["human_targets"] = records(parsed.people)
    raw["counts"] = _counts(parsed, words)
    return parsed


def _place_and_day(reading: Reading, raw: Raw, published: date | None) -> Located:
    slot = "incident_date"
    try:
        dated = read_dates(" ".join(reading.template.slot(slot)), published)
        slot = "incident_location"
        located = read_location(" ".join(reading.template.slot(slot)))
    except FillError as caught:
        raise SlotError(slot, str(caught)) from None
    if dated.when:
        raw["when"] = dated.when
    for name, others in (("when", dated.others), ("where", located.others)):
        if others:
            reading.doubts.append(Doubtful(name, "the key lets each of these stand", " / ".join(others)))
    if located.between:
        reading.doubts.append(
            Doubtful("where", "between two places", " ".join(reading.template.slot("incident_location")))
        )
    return located


def _organizations(parsed: Parsed) -> list[tuple[OrgNamed, str]]:
    """Return the organizations with their confidence, and put them among the records."""
    reading, found = parsed.reading, list[tuple[OrgNamed, str]]()
    sure = {word: fill for fill in reading.fills("perp_organization_confidence") for word in fill.about}
    listed: list[Raw] = []
    category = str(parsed.raw.get("incident_category", ""))
    for fill in reading.fills("perp_organization_id"):
        confidence = next((sure[word] for word in fill.words if word in sure), Fill(()))
        if confidence.first:
            reading.open("organizations", confidence)
        else:
            shown = " / ".join(fill.words)
            raise SlotError("perp_organization_confidence", f"it says nothing of `{shown}`")
        reading.left_out("organizations", fill)
        record = {"name": fill.first, "also": list(fill.words[1:]), "confidence": confidence.first}
        listed.append({**record, "quote": reading.quotes.of("perp_organization_id", fill.words)})
        named = OrgNamed(
            fill.words, reading.template.docid, reading.template.template, parsed.located.country, category
        )
        found.append((named, confidence.first))
    parsed.raw["organizations"] = [{key: one for key, one in row.items() if one} for row in listed]
    return found


def _counts(parsed: Parsed, words: Words) -> list[Raw]:
    taken = parsed.raw.get("incident_type") in {"KIDNAPPING", "HIJACKING"}
    found = claims(parsed.people, words, taken=taken and parsed.raw.get("stage") == "ACCOMPLISHED")
    for slot, what in (("hum_tgt", "human_target_total"), ("phys_tgt", "physical_target_total")):
        for fill in parsed.reading.fills(f"{slot}_total_number")[:1]:
            try:
                found.append(total(what, written_amount(fill.first), words))
            except FillError as caught:
                raise SlotError(f"{slot}_total_number", str(caught)) from None
            parsed.reading.open("counts", fill)
    return found


def finish(parsed: Parsed, organizations: Organizations, atlas: Atlas) -> Raw:
    """Return the event as a sheet writes it, with its place, its sides, its evidence and its doubts."""
    try:
        place, precision = atlas.settle(parsed.located)
    except FillError as caught:
        raise SlotError("incident_location", str(caught)) from None
    country = COUNTRIES[parsed.located.country].name
    raw: Raw = {**parsed.raw, "where": {"place": place.id, "precision": precision}}
    connected = [(one, sure) for one, sure in parsed.organizations if sure in _CERTAINTY]
    raw["side1"] = _perpetrator(raw, connected, organizations, country)
    kinds = [kind for one in parsed.people if (kind := _KINDS.get(str(one.said.get("type"))))]
    names = [slug(f"{kind} ({country})") for kind in dict.fromkeys(kinds)]
    if names:
        raw["side2"] = {"actor": names[0], "associates": names[1:]}
    raw["evidence"] = _evidence(parsed, sided=bool(names), named=[one for one, _ in connected])
    raw["doubts"] = _doubts(parsed.reading.doubts, raw)
    if raw["side1"].get("certainty") == "suspected" and "by" not in raw["side1"]:
        raw["waive"] = {"certainty-without-speaker": NOT_SAID}
    return {name: value for name, value in raw.items() if value}


def _perpetrator(
    raw: Raw, connected: Sequence[tuple[OrgNamed, str]], organizations: Organizations, country: str
) -> Raw:
    if not connected:
        kind = _UNKNOWN.get(str(raw.get("incident_category")), "Unidentified Perpetrators")
        return {"actor": slug(f"{kind} ({country})")}
    ranked = sorted(connected, key=lambda one: list(_CERTAINTY).index(one[1]))
    ids = list(dict.fromkeys(organizations.actor_of(one) for one, _ in ranked))
    first, confidence = ranked[0]
    side: Raw = {"actor": ids[0], "certainty": _CERTAINTY[confidence], "associates": ids[1:]}
    if confidence == "CLAIMED OR ADMITTED":
        side["by"] = first.words[0][:300]
    elif confidence == "SUSPECTED OR ACCUSED BY AUTHORITIES":
        side["by"] = "authorities"
    return side


def _evidence(parsed: Parsed, *, sided: bool, named: Sequence[OrgNamed]) -> Raw:
    look = parsed.reading.quotes.of
    who = [word for one in named for word in look("perp_organization_id", one.words)]
    who += [quote for one in parsed.perpetrators for quote in one.said.get("quote", ())]
    whom = [quote for one in parsed.people for quote in one.said.get("quote", ())]
    evidence = {"side1": list(dict.fromkeys(who)), "side2": list(dict.fromkeys(whom)) if sided else []}
    return {name: quotes for name, quotes in evidence.items() if quotes}


def _doubts(doubts: Sequence[Doubtful], raw: Raw) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for doubt in dict.fromkeys(doubts):
        if raw.get(doubt.field):
            body = {"field": doubt.field, "reason": doubt.reason, "alternative": doubt.alternative[:500]}
            found.append({key: one for key, one in body.items() if one})
    return found
