"""The exports of a codebook: tables in somebody else's columns, declared as data like the rest."""

from pydantic import Field

from eventbook.schema.codebook_parts import NAME, Part


class ExportColumn(Part):
    """One column of an export: `from` a published column, with a text for blanks and a renaming of values.

    `append` adds further columns to it where they are known, as `{column: "text with {}"}`; a count's
    name stands for all of its bounds, in words ("at least 50").
    """

    name: str
    source: str = Field(alias="from")
    unknown: str = ""
    map: dict[str, str] = Field(default_factory=dict)
    append: dict[str, str] = Field(default_factory=dict)


class Export(Part):
    """A table in somebody else's columns, written into every release."""

    name: str = Field(pattern=NAME)
    file: str = Field(pattern=r"^[a-z0-9_]+\.csv\.gz$")
    title: str = ""
    columns: tuple[ExportColumn, ...]
