"""What finds near copies of a text: a signature for each article, and the keys by which alike ones meet.

Both are worked out from the texts, so rows may be made anew and nothing guards them; stores of
the step before get theirs when the next article comes in.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "signature",
        sa.Column("article", sa.String(16), nullable=False),
        sa.Column("method", sa.String(20), nullable=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("article", name="pk_signature"),
        sa.ForeignKeyConstraint(["article"], ["article.id"], name="fk_signature_article"),
    )
    op.create_table(
        "likeness",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("article", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("key", "article", name="pk_likeness"),
        sqlite_with_rowid=False,
    )
