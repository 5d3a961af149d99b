"""Step 5: permanent ids that hold still from release to release.

An event of the release before keeps its id with the report it was first built from (its
anchor; if that report is gone, the next one). In a merge the older id survives and the other
points to it for ever; in a split the part with the anchor keeps the id and the rest get new
ones. An id is never given twice, and whatever happens to one is written down.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

MINTED = "created"


@dataclass(frozen=True, slots=True)
class Member:
    """A report of an event: its public name, the hash of what it said, its incident's number."""

    report_id: str
    content: str
    incident: int


@dataclass(frozen=True, slots=True)
class Identity:
    """One id and all that ever happened to it; `number` is the order in which ids were given."""

    event_id: str
    number: int
    status: str
    first_seen: str
    last_seen: str
    members: tuple[Member, ...]
    successor: str = ""
    split_from: str = ""
    last_changed: str = ""
    reason: str = MINTED


@dataclass(frozen=True, slots=True)
class Unnamed:
    """An event that wants an id: the prefix of a new one, a sort key, its members, anchor first."""

    prefix: str
    order: tuple[str, ...]
    members: tuple[Member, ...]


def identify(
    events: Sequence[Unnamed], before: Sequence[Identity], version: str
) -> tuple[tuple[str, ...], tuple[Identity, ...]]:
    """Return the id of each event, in the order given, and the whole history of ids by number."""
    claims = _claims(events, before)
    history = {identity.event_id: identity for identity in before}
    names: dict[int, str] = {}
    for index, claimants in claims.items():
        survivor = claimants[0]
        names[index] = survivor.event_id
        history[survivor.event_id] = _kept(survivor, events[index], version)
        # A withdrawn id too, whose report came back in another event: it says where the report is.
        for other in claimants[1:]:
            history[other.event_id] = replace(
                other, status="merged", successor=survivor.event_id, reason=f"merged into {survivor.event_id}"
            )
    for identity in before:
        if identity.status == "current" and history[identity.event_id] is identity:
            history[identity.event_id] = replace(
                identity, status="withdrawn", reason="none of its reports is in this release"
            )
    homes = {
        member.report_id: identity.event_id
        for identity in before
        for member in identity.members
        if identity.status == "current"
    }
    _mint(events, names, history, _Mint(version, homes))
    resolved = [_resolved(identity, history) for identity in history.values()]
    return tuple(names[index] for index in range(len(events))), tuple(
        sorted(resolved, key=lambda one: one.number)
    )


def _claims(events: Sequence[Unnamed], before: Sequence[Identity]) -> dict[int, list[Identity]]:
    """Return which ids lay claim to which event, the oldest first; merged ids never claim again."""
    holder = {member.report_id: index for index, event in enumerate(events) for member in event.members}
    claims: dict[int, list[Identity]] = {}
    for identity in sorted(before, key=lambda one: (one.status != "current", one.number)):
        if identity.status == "merged":
            continue
        anchor = next((member.report_id for member in identity.members if member.report_id in holder), None)
        if anchor is not None:
            claims.setdefault(holder[anchor], []).append(identity)
    return claims


def _kept(identity: Identity, event: Unnamed, version: str) -> Identity:
    reason = identity.reason if identity.status == "current" else "restored: its report is back"
    # The anchor stays first for as long as it is there, whoever was accepted before it.
    anchors = [member.report_id for member in identity.members]
    members = sorted(
        event.members, key=lambda one: anchors.index(one.report_id) if one.report_id in anchors else 1 << 30
    )
    return replace(
        identity, status="current", successor="", last_seen=version, members=tuple(members), reason=reason
    )


@dataclass(frozen=True, slots=True)
class _Mint:
    """What new ids are made with: the version they appear in, and the event each report was in before."""

    version: str
    homes: Mapping[str, str]


def _mint(
    events: Sequence[Unnamed], names: dict[int, str], history: dict[str, Identity], mint: _Mint
) -> None:
    """Give new ids to the events that have none, in a fixed order."""
    count = max((identity.number for identity in history.values()), default=0)
    last: dict[str, int] = {}
    for identity in history.values():
        prefix, number = split_id(identity.event_id)
        last[prefix] = max(last.get(prefix, 0), number)
    unnamed = sorted(
        (index for index in range(len(events)) if index not in names), key=lambda index: events[index].order
    )
    for index in unnamed:
        event = events[index]
        last[event.prefix] = last.get(event.prefix, 0) + 1
        name = f"{event.prefix}{last[event.prefix]}"
        homes = [mint.homes[member.report_id] for member in event.members if member.report_id in mint.homes]
        origin = homes[0] if homes else ""
        count += 1
        names[index] = name
        history[name] = Identity(
            event_id=name,
            number=count,
            status="current",
            first_seen=mint.version,
            last_seen=mint.version,
            members=event.members,
            split_from=origin,
            reason=f"split from {origin}" if origin else MINTED,
        )


def split_id(event_id: str) -> tuple[str, int]:
    """Return an id's prefix and number."""
    prefix = event_id.rstrip("0123456789")
    return prefix, int(event_id[len(prefix) :])


def _resolved(identity: Identity, history: Mapping[str, Identity]) -> Identity:
    """Return the identity with its successor followed to the end."""
    successor = identity.successor
    while successor and history[successor].successor:
        successor = history[successor].successor
    return replace(identity, successor=successor)
