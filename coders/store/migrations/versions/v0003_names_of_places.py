"""Fill the index of names from the places that an older store has.

A place is found by every name that it has, in the form in which its usual spellings are equal;
a part of a city (`Baghdad - Green Zone`) also by its own name.
"""

import json

import sqlalchemy as sa
from alembic import op

from eventbook.schema.text import name_key

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NEWEST = """
SELECT id, body FROM record AS one WHERE kind = 'place'
AND n = (SELECT max(n) FROM record AS other WHERE other.kind = 'place' AND other.id = one.id)
"""


def upgrade() -> None:
    """Fill the table; from here on places are indexed as they are kept."""
    table = sa.table("entry_name", sa.column("kind"), sa.column("key"), sa.column("id"))
    rows: list[dict[str, str]] = []
    for place, text in op.get_bind().execute(sa.text(NEWEST)):
        body = json.loads(text)
        names = [body["name"], *body.get("aliases", ()), *body["name"].split(" - ", maxsplit=1)[1:]]
        keys = sorted({key for name in names if (key := name_key(name))})
        rows += [{"kind": "place", "key": key, "id": place} for key in keys]
    if rows:
        op.bulk_insert(table, rows)
