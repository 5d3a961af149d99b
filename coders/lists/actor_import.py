"""Taking a published list of actors into the registry: all rows or none, and again without harm.

An entry that was changed here since it came in, or merged, is left as it is. A name that two rows
share, with nothing to tell which is meant, is given to neither. All that is not taken over as it
stands is said, with its line.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from eventbook.coders.actors.actors import Grounds, StoredActors, actor_history, keep_actor
from eventbook.coders.lists.ucdp_actors import Row
from eventbook.coders.store.records import Kept
from eventbook.coders.store.stamp import Stamp
from eventbook.schema.actor_check import Overlay, relation_faults
from eventbook.schema.text import fold
from eventbook.schema.who import Actor, ActorRelation, ActorRelationKind, Alias

IMPORTED = "imported: "
"""How the grounds of a revision begin that an import made."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something of a row that was not taken over as it stands."""

    line: int
    actor: str
    says: str


@dataclass(slots=True)
class Taken:
    """What became of a list: each entry, and every remark."""

    kept: dict[str, Kept] = field(default_factory=dict[str, Kept])
    remarks: list[Remark] = field(default_factory=list[Remark])


class Intake:
    """One list on its way into the registry, within one transaction."""

    def __init__(self, connection: Connection, rows: Iterable[Row]) -> None:
        """Sort out who is there already, and who is called like whom."""
        self._connection, self._stored = connection, StoredActors(connection)
        self.taken = Taken()
        self._known: dict[str, str] = {}
        self.rows = [row for row in rows if self._wanted(row)]
        self._ids = {row.id for row in self.rows}
        self._homes = {row.id: frozenset(row.home) for row in self.rows}
        self._names = self._chosen()

    def _say(self, row: Row, says: str) -> None:
        self.taken.remarks.append(Remark(row.line, row.id, says))

    def _wanted(self, row: Row) -> bool:
        """Tell whether a row is to be taken over; one that is another entry's is known by that one's id."""
        before = self._stored.get(row.id)
        if before is None:
            others = [one for one in self._stored.named(fold(row.name)) if not one.id.startswith("ucdp-")]
            home = set(row.home)
            same = next((one for one in others if not one.home or not home or home & set(one.home)), None)
            if same is not None:
                self._known[row.id] = same.id
                self._say(row, f"not imported: '{row.name}' is there already as '{same.id}'")
            return same is None
        if before.same_as:
            self._known[row.id] = before.same_as
            self._say(row, f"left as it is: it was merged into '{before.same_as}'")
            return False
        last = actor_history(self._connection, row.id)[-1]
        if not last.grounds.why.startswith(IMPORTED):
            self._say(row, f"left as it is: {last.author} changed it after it was imported")
            return False
        return True

    def _chosen(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Return the name and aliases of each row, so that none of two means both."""
        mains = {row.id: row.name for row in self.rows}
        bearers = self._by_key((row.id, (row.name,)) for row in self.rows)
        taken = set(bearers)
        for row in self.rows:
            if self._shared(row, row.name, bearers):
                free = (one for one in row.other_names if " " in one and fold(one) not in taken)
                mains[row.id] = next(free, f"{row.name} ({row.id})")
                taken.add(fold(mains[row.id]))
                self._say(row, f"called '{mains[row.id]}' here, for others are called '{row.name}' too")
        called = {row.id: (mains[row.id], *row.other_names) for row in self.rows}
        bearers = self._by_key(called.items())
        return {
            row.id: (mains[row.id], tuple(self._aliases(row, mains[row.id], bearers))) for row in self.rows
        }

    def _by_key(self, named: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, set[str]]:
        bearers: dict[str, set[str]] = defaultdict(set)
        for actor, names in named:
            for name in names:
                bearers[fold(name)].add(actor)
        return bearers

    def _aliases(self, row: Row, main: str, bearers: Mapping[str, set[str]]) -> Iterator[str]:
        for name in row.other_names:
            others = self._shared(row, name, bearers)
            if others:
                self._say(row, f"alias '{name}' left out: {', '.join(others)} has that name too")
            elif fold(name) != fold(main):
                yield name

    def _shared(self, row: Row, name: str, bearers: Mapping[str, set[str]]) -> list[str]:
        """Return who else has a name and is at home in one of the same countries, or nobody knows where."""
        homes = {one: self._homes[one] for one in bearers.get(fold(name), ())}
        homes |= {
            one.id: frozenset(one.home)
            for one in self._stored.named(fold(name))
            if one.id not in self._ids and not one.same_as
        }
        mine = self._homes[row.id]
        return sorted(
            other
            for other, home in homes.items()
            if other != row.id and (not mine or not home or mine & home)
        )

    def actors(self) -> dict[str, Actor]:
        """Return the entries that the rows make, relations that lead nowhere or in a circle left out."""
        made: dict[str, Actor] = {}
        for row in self.rows:
            name, aliases = self._names[row.id]
            relations = [
                ActorRelation(kind=ActorRelationKind(kind), to=self._known.get(to, to))
                for kind, to in row.relations
            ]
            raw = {**row.body, "name": name, "aliases": [Alias(name=one) for one in aliases]}
            made[row.id] = Actor.model_validate({**raw, "relations": relations})
        shelf = Overlay(made, self._stored)
        for row in self.rows:
            actor = made[row.id]
            for one in actor.relations:
                if fault := _stray(made[row.id], one, shelf):
                    self._say(row, f"relation '{one}' left out: {fault}")
                    left = tuple(other for other in made[row.id].relations if other != one)
                    made[row.id] = made[row.id].model_copy(update={"relations": left})
        return made


def _stray(actor: Actor, relation: ActorRelation, shelf: Overlay) -> str:
    """Return why a relation cannot be kept, or nothing."""
    if relation.to == actor.id:
        return "it is the actor itself"
    alone = actor.model_copy(update={"relations": (relation,)})
    fault = next(relation_faults(alone, shelf), None)
    return fault.message if fault else ""


def take_list(
    connection: Connection, rows: Iterable[Row], source: str, by: Stamp, progress: Progress
) -> Taken:
    """Keep the actors of a list; what is returned says what became of each row."""
    intake = Intake(connection, rows)
    made = intake.actors()
    for done, (name, actor) in enumerate(made.items(), start=1):
        intake.taken.kept[name] = keep_actor(connection, actor, by, Grounds(f"{IMPORTED}{source}"))
        progress(done, len(made))
    intake.taken.remarks.sort(key=lambda one: one.line)
    return intake.taken
