"""The tables of the store: what is kept of articles, of the project's entries, and of forms.

Every table but the last ones and the index of names only grows. What can change is a chain of revisions: each row
carries the hash of the one before and its own, so that a row changed behind the program's back shows. SQLite's triggers
(in the migrations) refuse to change or delete any row.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

ARTICLE = Table(
    "article",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("id", String(16), nullable=False, unique=True),
    Column("bytes", LargeBinary, nullable=False),
    Column("medium", String(100), nullable=False),
    Column("author", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("hash", String(64), nullable=False),
)

TEXT_VERSION = Table(
    "text_version",
    METADATA,
    Column("article", String(16), ForeignKey("article.id"), nullable=False),
    Column("n", Integer, nullable=False),
    Column("extractor", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    PrimaryKeyConstraint("article", "n"),
)

# Outlets, actors, places, publications, judgements, overrides …: all that is a named thing
# with a body that people correct in the course of time. `kind` says which.
RECORD = Table(
    "record",
    METADATA,
    Column("kind", String(20), nullable=False),
    Column("id", String(300), nullable=False),
    Column("n", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("body", Text, nullable=False),
    Column("prev", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    PrimaryKeyConstraint("kind", "id", "n"),
)

# By which names an entry is looked up, folded: an index that follows from the records and is made
# anew with each revision, so that checking a sheet need not read the whole registry.
ENTRY_NAME = Table(
    "entry_name",
    METADATA,
    Column("kind", String(20), nullable=False),
    Column("key", String(600), nullable=False),
    Column("id", String(300), nullable=False),
    PrimaryKeyConstraint("kind", "key", "id"),
    Index("ix_entry_name_id", "kind", "id"),
)

SHEET = Table(
    "sheet",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("article", String(16), ForeignKey("article.id"), nullable=False, index=True),
    Column("coder", String(64), nullable=False),
    Column("author", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ix_sheet_coder", "coder", "article"),
)

FORM = Table(
    "form",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("sheet", String(64), ForeignKey("sheet.id"), nullable=False, index=True),
    Column("section", String(20), nullable=False),
    Column("author", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("hash", String(64), nullable=False),
)

REVISION = Table(
    "revision",
    METADATA,
    Column("form", String(64), ForeignKey("form.id"), nullable=False),
    Column("n", Integer, nullable=False),
    Column("parent", Integer, nullable=False),
    Column("action", String(20), nullable=False),
    Column("status", String(20), nullable=False),
    Column("author", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("codebook", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("until", String(10), nullable=False),
    Column("prev", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    PrimaryKeyConstraint("form", "n"),
)

# How things stand now, so that no list looks through their history. Of each article, kept by triggers: in which order
# it came, what it was folded into, whether a sheet codes it.
ARRIVAL = Table(
    "arrival",
    METADATA,
    Column("article", String(16), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("folded", String(16), nullable=False),
    Column("coded", Integer, nullable=False),
    Index("ix_arrival_folded", "folded", "seq"),
    Index("ix_arrival_coded", "folded", "coded", "seq"),
)

# Of each form, written with each revision: the newest one's row, status, days and place.
HEAD = Table(
    "head",
    METADATA,
    Column("form", String(64), primary_key=True),
    Column("sheet", String(64), nullable=False),
    Column("article", String(16), nullable=False),
    Column("coder", String(64), nullable=False),
    Column("section", String(20), nullable=False),
    Column("status", String(20), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("first", String(10), nullable=True),
    Column("last", String(10), nullable=True),
    Column("place", String(300), nullable=True),
    Index("ix_head_coder", "coder", "status", "article"),
    Index("ix_head_status", "section", "status", "seq"),
    Index("ix_head_sheet", "sheet"),
    Index("ix_head_last", "last", "first", "section", "status", "place"),
)

# Worked out from the texts to find near copies (see `fingerprint`).
SIGNATURE = Table(
    "signature",
    METADATA,
    Column("article", String(16), ForeignKey("article.id"), primary_key=True),
    Column("method", String(20), nullable=False),
    Column("hashes", LargeBinary, nullable=False),
)

LIKENESS = Table(
    "likeness",
    METADATA,
    Column("key", BigInteger, nullable=False),
    Column("article", String(16), nullable=False),
    PrimaryKeyConstraint("key", "article"),
    sqlite_with_rowid=False,
)
