"""How articles and forms stand now, so that no list has to look through their history.

Tables that follow from the others: of each article in which order it came, whether somebody codes it and what it was
folded into (triggers see to that, whichever way a row comes in); of each form its newest revision's row, status, days
and place; and the words by which an article is looked for. The last two need what SQLite lets no trigger do.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# A record of a fold begins with where it went, an id of sixteen digits, or nothing where it was taken back.
INTO = """CASE WHEN {row}.body LIKE '{{"into":""%' THEN '' ELSE substr({row}.body, 10, 16) END"""
CODED = "EXISTS (SELECT 1 FROM sheet WHERE sheet.article = article.id)"
FILL = (
    f"INSERT INTO arrival SELECT id, rowid, '', {CODED} FROM article",  # noqa: S608  all of these are our own words
    f"""UPDATE arrival SET folded = {INTO.format(row="record")} FROM record
    WHERE record.kind = 'fold' AND record.id = arrival.article AND record.n = (
        SELECT max(n) FROM record AS newer WHERE newer.kind = 'fold' AND newer.id = record.id)""",  # noqa: S608
    """INSERT INTO head SELECT form.id, sheet.id, sheet.article, sheet.coder, form.section, revision.status,
    revision.rowid, json_extract(body, '$.when.first'), json_extract(body, '$.when.last'),
    json_extract(body, '$.where.place')
    FROM form JOIN sheet ON sheet.id = form.sheet JOIN revision ON revision.form = form.id
    WHERE NOT EXISTS (SELECT 1 FROM revision AS newer WHERE newer.form = form.id AND newer.n > revision.n)""",
)

TRIGGERS = (
    """CREATE TRIGGER arrival_comes AFTER INSERT ON article BEGIN
    INSERT INTO arrival VALUES (NEW.id, NEW.rowid, '', 0); END""",
    """CREATE TRIGGER arrival_coded AFTER INSERT ON sheet BEGIN
    UPDATE arrival SET coded = 1 WHERE article = NEW.article AND coded = 0; END""",
    f"""CREATE TRIGGER arrival_folded AFTER INSERT ON record WHEN NEW.kind = 'fold' BEGIN
    UPDATE arrival SET folded = {INTO.format(row="NEW")} WHERE article = NEW.id; END""",  # noqa: S608
)
INDEXES = (
    ("ix_sheet_coder", "sheet", ["coder", "article"]),
    ("ix_arrival_folded", "arrival", ["folded", "seq"]),
    ("ix_arrival_coded", "arrival", ["folded", "coded", "seq"]),
    ("ix_head_coder", "head", ["coder", "status", "article"]),
    ("ix_head_status", "head", ["section", "status", "seq"]),
    ("ix_head_sheet", "head", ["sheet"]),
    ("ix_head_last", "head", ["last", "first", "section", "status", "place"]),
)
PUBLICATIONS = "SELECT id, body FROM record WHERE kind = 'publication'"
WORDS = "INSERT INTO article_words (article, words) VALUES (?, ?)"


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _words(name: str, body: dict[str, str]) -> str:
    told = (str(body.get(part) or "") for part in ("title", "outlet", "published", "url", "origin"))
    return " ".join((name.partition(".")[0], *told))


def upgrade() -> None:
    """Make the tables, fill them, and let triggers keep them."""
    _tables()
    connection = op.get_bind()
    for statement in FILL:
        connection.exec_driver_sql(statement)
    for name, body in connection.exec_driver_sql(PUBLICATIONS).fetchall():
        connection.exec_driver_sql(WORDS, (name.partition(".")[0], _words(name, json.loads(body))))
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)
    for statement in TRIGGERS:
        connection.exec_driver_sql(statement)


def _tables() -> None:
    op.create_table(
        "arrival",
        _text("article", 16),
        sa.Column("seq", sa.Integer(), nullable=False),
        _text("folded", 16),
        sa.Column("coded", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("article", name="pk_arrival"),
    )
    op.create_table(
        "head",
        _text("form", 64),
        _text("sheet", 64),
        _text("article", 16),
        _text("coder", 64),
        _text("section", 20),
        _text("status", 20),
        sa.Column("seq", sa.Integer(), nullable=False),
        _text("first", 10, nullable=True),
        _text("last", 10, nullable=True),
        _text("place", 300, nullable=True),
        sa.PrimaryKeyConstraint("form", name="pk_head"),
    )
    op.execute(
        "CREATE VIRTUAL TABLE article_words USING fts5 (article UNINDEXED, words, tokenize = 'trigram')"
    )
