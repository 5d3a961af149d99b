"""Taking in articles from JSON Lines: Eventbook beside a plain loop that strips tags and inserts rows.

The alternative is the script that a team writes in an afternoon: read a line, take the tags away
with lxml, hash, insert into SQLite in one transaction. It finds exact copies only, keeps no
parts, no facts and no damage, and mixes page furniture into the text. One article in ten is a
near copy of the one before it, one in fifty a copy with another toll; the table says what each
contestant made of them.
"""

import argparse
import hashlib
import json
import random
import sqlite3
import tempfile
from collections import Counter
from pathlib import Path
from typing import cast

import lxml.html
from measuring import Contestant, compare, table

from eventbook.coders.intake.intake import take
from eventbook.coders.intake.json_lines import Lines
from eventbook.coders.lists.entries import OUTLETS, Found, add_entries
from eventbook.coders.store.stamp import stamp
from eventbook.coders.store.store import make_store
from eventbook.schema.article import Outlet

WORDS = 320
SYLLABLES = "ba do ke li mu na po ra si tu va wo ye za fi go hu".split()  # noqa: SIM905  read at a glance
PAGE = (
    '<html lang="en"><head><title>{title}</title></head><body><nav><a href="/">Home</a></nav><article><h1>{title}'
    "</h1>{body}</article><footer>All rights reserved</footer></body></html>"
)


def lines(size: int) -> Path:
    """Write a file of articles, every third of them a web page."""
    dice = random.Random(11)
    vocabulary = ["".join(dice.choices(SYLLABLES, k=3)) for _ in range(4000)]
    path = Path(tempfile.mkdtemp()) / "articles.jsonl"
    before = ""
    with path.open("w", encoding="utf-8") as file:
        for number in range(size):
            body = before
            if not before or number % 10:
                words = iter(dice.choices(vocabulary, k=WORDS))
                body = " ".join(
                    f"{' '.join(next(words) for _ in range(16)).capitalize()}." for _ in range(20)
                )
                body = f"At least {dice.randrange(2, 90)} people were killed. {body}"
            elif number % 50 == 0:
                body = body.replace("At least", "At least 1", 1)
            title = f"Headline {dice.choice(vocabulary)} of the day"
            before = body
            file.write(json.dumps(_line(number, title, body)) + "\n")
    return path


def _line(number: int, title: str, body: str) -> dict[str, object]:
    given: dict[str, object] = {
        "outlet": "Wire",
        "published": "2021-11-16",
        "id": str(number),
        "title": title,
    }
    if number % 3:
        return {**given, "text": f"{title}\n{body}\n"}
    paragraphs = "".join(f"<p>{one.strip()}.</p>" for one in body.split(".") if one.strip())
    return {**given, "html": PAGE.format(title=title, body=paragraphs)}


def ours(made: object) -> str:
    """Take the file in as `eventbook article add` does."""
    path = cast("Path", made)
    store, by = make_store(path.with_suffix(".db")), stamp("benchmark")
    with store.writing() as connection:
        add_entries(connection, OUTLETS, [Found((), Outlet(name="Wire", scale="International"))], by)
    fates = Counter(one.fate.value for one in take(store, Lines(path, path.name, {}), by, lambda _: None))
    return ", ".join(f"{count} {fate}" for fate, count in sorted(fates.items()))


def plain_loop(made: object) -> str:
    """Strip tags, hash and insert."""
    path = cast("Path", made)
    connection = sqlite3.connect(path.with_suffix(".plain.db"))
    connection.execute(
        "CREATE TABLE article (hash TEXT PRIMARY KEY, text TEXT, published TEXT, outlet TEXT, title TEXT)"
    )
    with path.open(encoding="utf-8") as file, connection:
        for line in file:
            one = json.loads(line)
            page = one.get("html")
            text = lxml.html.document_fromstring(page.encode()).text_content() if page else one["text"]
            row = (
                hashlib.sha256(text.encode()).hexdigest(),
                text,
                one["published"],
                one["outlet"],
                one["title"],
            )
            connection.execute("INSERT OR IGNORE INTO article VALUES (?, ?, ?, ?, ?)", row)
    count = connection.execute("SELECT count(*) FROM article").fetchone()[0]
    connection.close()
    return f"{count} new"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Take articles in from JSON Lines, beside a plain loop.")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    contestants = {
        "plain loop": Contestant(lines, plain_loop),
        "eventbook article add": Contestant(lines, ours),
    }
    print(table(compare(contestants, given.articles, given.runs), given.articles, "article"))


if __name__ == "__main__":
    main()
