"""The codebook: the vocabularies, form fields, rules and merge policies a dataset is coded by.

It is data with a version, not code; `codebook_parts` says what a part can say, and
`codebook_check` whether the whole hangs together.
"""

from functools import cached_property

from pydantic import Field

from eventbook.schema.codebook_exports import Export
from eventbook.schema.codebook_parts import (
    ActorType,
    CountKind,
    Dates,
    DeclaredRule,
    EventType,
    EvidencePolicy,
    FieldSpec,
    FieldType,
    GenericActor,
    Head,
    Interaction,
    Migration,
    Part,
    Places,
    Sources,
    TypeParent,
    TypeTree,
    Unit,
    VagueAmount,
)
from eventbook.schema.text import fold


class Codebook(Part):
    """A whole codebook; made by `codebook_file.read_codebook`, which also checks it."""

    head: Head = Field(alias="codebook")
    dates: Dates
    places: Places
    types: TypeTree
    type_parent: tuple[TypeParent, ...] = ()
    type: tuple[EventType, ...]
    actor_type: tuple[ActorType, ...]
    interaction: Interaction | None = None
    generic_actor: tuple[GenericActor, ...] = ()
    count: tuple[CountKind, ...] = ()
    amount: tuple[VagueAmount, ...] = ()
    evidence: EvidencePolicy = EvidencePolicy()
    unit: Unit
    sources: Sources
    field: tuple[FieldSpec, ...] = ()
    rule: tuple[DeclaredRule, ...] = ()
    export: tuple[Export, ...] = ()
    migrate: tuple[Migration, ...] = ()

    @property
    def id(self) -> str:
        """Name and version, as sheets and releases print it."""
        return f"{self.head.name} {self.head.version}"

    @cached_property
    def types_by_code(self) -> dict[str, EventType]:
        """The event types by code."""
        return {kind.code: kind for kind in self.type}

    @cached_property
    def fields_by_name(self) -> dict[str, FieldSpec]:
        """The added fields by name."""
        return {field.name: field for field in self.field}

    @cached_property
    def plain_fields(self) -> tuple[FieldSpec, ...]:
        """The added fields that hold one value or a list of words."""
        return tuple(field for field in self.field if field.type is not FieldType.RECORDS)

    @cached_property
    def record_fields(self) -> dict[str, FieldSpec]:
        """The added fields that hold records, by name."""
        return {field.name: field for field in self.field if field.type is FieldType.RECORDS}

    @cached_property
    def actor_types(self) -> dict[str, ActorType]:
        """The actor types by label."""
        return {kind.label: kind for kind in self.actor_type}

    @cached_property
    def vague_words(self) -> dict[str, tuple[int, int]]:
        """The (low, best) of each vague word, folded."""
        return {
            fold(word): (amount.best if amount.low is None else amount.low, amount.best)
            for amount in self.amount
            for word in amount.words
        }

    def family(self, code: str) -> str:
        """Return the name of the type's family for the unit of record: its own code where it has none."""
        parent = self.types_by_code[code].parent
        return next(("|".join(family) for family in self.types.families if parent in family), code)

    def parent(self, code: str) -> str:
        """Return the type's parent; its own code where the types are a flat list."""
        return self.types_by_code[code].parent or code
