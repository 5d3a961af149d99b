"""The first store: articles, records, sheets, forms and their revisions, none ever changed.

The tables are written out here and not taken from `tables`, because this step has to make
the same store for ever, whatever `tables` says later.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEYS = {
    "article": ("sha256",),
    "text_version": ("article", "n"),
    "record": ("kind", "id", "n"),
    "sheet": ("id",),
    "form": ("id",),
    "revision": ("form", "n"),
}


def _text(name: str, length: int | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(length) if length else sa.Text(), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def upgrade() -> None:
    """Make the tables and the triggers that let them only grow."""
    _articles()
    _records()
    _forms()
    for table, key in KEYS.items():
        _only_grows(table, key)


def _articles() -> None:
    op.create_table(
        "article",
        _text("sha256", 64),
        _text("id", 16),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        _text("medium", 100),
        _text("author"),
        _text("at", 32),
        _text("hash", 64),
        sa.PrimaryKeyConstraint("sha256", name="pk_article"),
        sa.UniqueConstraint("id", name="uq_article_id"),
    )
    op.create_table(
        "text_version",
        _text("article", 16),
        _number("n"),
        _text("extractor"),
        _text("text"),
        _text("sha256", 64),
        sa.PrimaryKeyConstraint("article", "n", name="pk_text_version"),
        sa.ForeignKeyConstraint(["article"], ["article.id"], name="fk_text_version_article"),
    )


def _records() -> None:
    op.create_table(
        "record",
        _text("kind", 20),
        _text("id", 300),
        _number("n"),
        _text("author"),
        _text("at", 32),
        _text("body"),
        _text("prev", 64),
        _text("hash", 64),
        sa.PrimaryKeyConstraint("kind", "id", "n", name="pk_record"),
    )


def _forms() -> None:
    op.create_table(
        "sheet",
        _text("id", 64),
        _text("article", 16),
        _text("coder", 64),
        _text("author"),
        _text("at", 32),
        _text("hash", 64),
        sa.PrimaryKeyConstraint("id", name="pk_sheet"),
        sa.ForeignKeyConstraint(["article"], ["article.id"], name="fk_sheet_article"),
    )
    op.create_index("ix_sheet_article", "sheet", ["article"])
    op.create_table(
        "form",
        _text("id", 64),
        _text("sheet", 64),
        _text("section", 20),
        _text("author"),
        _text("at", 32),
        _text("hash", 64),
        sa.PrimaryKeyConstraint("id", name="pk_form"),
        sa.ForeignKeyConstraint(["sheet"], ["sheet.id"], name="fk_form_sheet"),
    )
    op.create_index("ix_form_sheet", "form", ["sheet"])
    words = [_text("author"), _text("at", 32), _text("codebook"), _text("body"), _text("reason")]
    op.create_table(
        "revision",
        _text("form", 64),
        _number("n"),
        _number("parent"),
        _text("action", 20),
        _text("status", 20),
        *words,
        _text("until", 10),
        _text("prev", 64),
        _text("hash", 64),
        sa.PrimaryKeyConstraint("form", "n", name="pk_revision"),
        sa.ForeignKeyConstraint(["form"], ["form.id"], name="fk_revision_form"),
    )


def _only_grows(table: str, key: tuple[str, ...]) -> None:
    """Refuse to change, delete or (with INSERT OR REPLACE) swap a row of the table."""
    refuse = f"SELECT RAISE(ABORT, '{table} only grows: its rows are never changed or deleted')"
    for verb in ("UPDATE", "DELETE"):
        op.execute(f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN {refuse}; END")
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    known = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608  names from the table above
    op.execute(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {known} BEGIN {refuse}; END")
