"""An index of the actors' names, so that a name is looked up without reading every actor.

It follows from the records and may be made anew at any time, so its rows do change. It is filled
here from the actors that an older store has, by today's folding of names: there is no other.
"""

import json

import sqlalchemy as sa
from alembic import op

from eventbook.schema.text import fold

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NEWEST = """
SELECT id, body FROM record AS one WHERE kind = 'actor'
AND n = (SELECT max(n) FROM record AS other WHERE other.kind = 'actor' AND other.id = one.id)
"""


def upgrade() -> None:
    """Make the table and fill it."""
    table = op.create_table(
        "entry_name",
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("key", sa.String(600), nullable=False),
        sa.Column("id", sa.String(300), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", "id", name="pk_entry_name"),
    )
    op.create_index("ix_entry_name_id", "entry_name", ["kind", "id"])
    rows: list[dict[str, str]] = []
    for name, text in op.get_bind().execute(sa.text(NEWEST)):
        body = json.loads(text)
        names = [body["name"], *(alias["name"] for alias in body.get("aliases", ()))]
        rows += [{"kind": "actor", "key": key, "id": name} for key in sorted(set(map(fold, names)))]
    if rows:
        op.bulk_insert(table, rows)
