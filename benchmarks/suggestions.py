"""How much of what people marked in MUC-4 stands among the suggestions of the reading help.

The corpus (1,300 reports from Latin America, 1988-1991, in capitals; 1,717 templates filled by people) is not ours to
ship: name its folder with --muc4 or in EVENTBOOK_MUC4. A fill counts as found where one of the first so many
candidates is it: a date is the same day, or for a span lies in it; a place is a place of that name; words of people
and things share their last word with the fill, or hold it whole. Optional templates and fills are left out.
With --small the same texts in small letters are read, and with --actors a list of actors stands in the registry.

    .venv/bin/python benchmarks/suggestions.py --muc4 FOLDER [--actors UCDP_CSV] [--small] [--misses]
"""

import argparse
import os
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from eventbook.coders.lists.ucdp_actors import read_ucdp, shipped_table
from eventbook.coders.muc4.dates import read_dates, read_day
from eventbook.coders.muc4.files import MucArticle, MucTemplate, read_articles, read_templates
from eventbook.coders.muc4.fills import FillError, fills
from eventbook.coders.places.world import World
from eventbook.coders.places.world_index import index_folder
from eventbook.coders.reading.actor_names import ActorNames, actor_names
from eventbook.coders.reading.candidate import Candidate, CandidateKind, Reading
from eventbook.coders.reading.place_names import PlaceNames
from eventbook.coders.reading.ranking import Row, ranked
from eventbook.coders.reading.text_reading import Lists, read_text
from eventbook.coders.reading.told import Facts, Told
from eventbook.schema.codebook_file import read_codebook, shipped_text
from eventbook.schema.plain_values import is_mapping
from eventbook.schema.text import name_key
from eventbook.schema.where import names_of
from eventbook.schema.who import Actor, TypePeriod

SLOTS = ("date", "place", "perpetrator", "target", "victim")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A fill: its slot, and the words of which each would do."""

    slot: str
    words: tuple[str, ...]


def wanted(template: MucTemplate, published: date | None) -> Iterator[Wanted]:
    """Yield what people filled in a template."""
    when = _days(template, published)
    if when:
        yield Wanted("date", when)
    for line in template.slot("incident_location"):
        steps = [part.split("(")[0].strip(" ?") for part in line.split(" - ")[0].split("/")[0].split(":")]
        if len(steps) > 1 and steps[-1]:
            yield Wanted("place", (steps[-1],))
    for slot, names in (
        ("perpetrator", ("perp_individual_id", "perp_organization_id")),
        ("target", ("phys_tgt_id",)),
        ("victim", ("hum_tgt_name", "hum_tgt_description")),
    ):
        for name in names:
            try:
                found = [fill for fill in fills(template.slot(name)) if fill.words and not fill.optional]
            except FillError:
                continue
            yield from (Wanted(slot, fill.words) for fill in found)


def _days(template: MucTemplate, published: date | None) -> tuple[str, str] | None:
    try:
        dated = read_dates(" / ".join(template.slot("incident_date")) or "-", published).when
    except FillError:
        return None
    return (str(dated["first"]), str(dated["last"])) if dated else None


def found_at(one: Wanted, rows: dict[str, list[Row]], text: str, world: World) -> int | None:
    """Return the rank of the first suggestion that is what was filled in."""
    for rank, row in enumerate(rows[one.slot]):
        if any(
            _is(one, candidate.value, candidate.more, text[candidate.start : candidate.end], world)
            for candidate in row.candidates
        ):
            return rank
    return None


def _is(one: Wanted, value: object, more: object, words: str, world: World) -> bool:
    if one.slot == "date":
        return value is not None and _same_days(one.words, value)
    if one.slot == "place":
        place = world.get(str(more["id"])) if is_mapping(more) and "id" in more else None
        names = {name_key(words), *(name_key(name) for name in (names_of(place) if place else ()))}
        return name_key(one.words[0]) in names
    said = name_key(words).split()
    for fill in one.words:
        keys = name_key(fill).split()
        if keys and said and (keys[-1] == said[-1] or _holds(said, keys) or _holds(keys, said)):
            return True
    return False


def _holds(whole: list[str], part: list[str]) -> bool:
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))


def _same_days(days: tuple[str, ...], value: object) -> bool:
    first, last = (str(value["first"]), str(value["last"])) if is_mapping(value) else (str(value), str(value))
    if days[0] == days[1]:
        return (first, last) == days
    begin = date.fromisoformat(days[1]).replace(day=1).isoformat() if days[0] == "unknown" else days[0]
    return begin <= first and last <= days[1]


def rows_of(reading: Reading, text: str) -> dict[str, list[Row]]:
    """Return the suggestions for each slot, the likeliest first; of people and things each word is one by itself."""

    def by_words(one: Candidate) -> str:
        return f"{one.label}: {name_key(text[one.start : one.end]).rpartition(' ')[2]}"

    length = len(text)
    people = ranked(reading, CandidateKind.ACTOR, 2, length=length, by=by_words)
    return {
        "date": ranked(reading, CandidateKind.WHEN, length=length),
        "place": ranked(reading, CandidateKind.WHERE, length=length),
        "perpetrator": ranked(reading, CandidateKind.ACTOR, 1, length=length, by=by_words),
        "target": ranked(reading, CandidateKind.TARGET, length=length),
        "victim": people,
    }


def lists(actors: Path | None) -> Lists:
    """Return the lists: the whole world, and no actors or those of a file."""
    world = World(index_folder(None))
    book = read_codebook(shipped_text("muc4-terrorism"))
    return Lists(PlaceNames(world, {}, world.get), _actors(actors), book)


def _actors(path: Path | None) -> ActorNames:
    if path is None:
        return actor_names([], lambda _: None)
    rows, _ = read_ucdp(path.read_text(encoding="utf-8-sig"), path.name, shipped_table())
    types = (TypePeriod(type="Organizations"),)
    known = {row.id: Actor(id=row.id, name=row.name, types=types) for row in rows}
    return actor_names([(name, row.id) for row in rows for name in (row.name, *row.other_names)], known.get)


def published_of(article: MucArticle) -> date | None:
    """Return the day in an article's dateline."""
    try:
        return read_day(article.dateline_date or "", None)
    except FillError:
        return None


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--muc4", type=Path, default=os.environ.get("EVENTBOOK_MUC4"))
    options.add_argument("--actors", type=Path)
    options.add_argument("--small", action="store_true", help="read the texts in small letters")
    options.add_argument("--misses", metavar="SLOT", help="print what was missed of a slot")
    options.add_argument("--first", type=int, default=10**9, help="only so many articles")
    given = options.parse_args()
    if not given.muc4:
        sys.exit("name the folder of MUC-4 with --muc4 or in EVENTBOOK_MUC4")
    folder = Path(given.muc4)
    articles, _ = read_articles(next(folder.glob("muc4_articles_*")))
    templates: defaultdict[str, list[MucTemplate]] = defaultdict(list)
    for template in read_templates(next(folder.glob("muc4_templates_*")))[0]:
        if template.number and not template.optional:
            templates[template.docid].append(template)
    known = lists(given.actors)
    world = World(index_folder(None))
    ranks: dict[str, Counter[int | None]] = {slot: Counter() for slot in SLOTS}
    sizes: dict[str, list[int]] = {slot: [] for slot in SLOTS}
    seconds: list[float] = []
    for article in articles[: given.first]:
        text = article.text.lower() if given.small else article.text
        published = published_of(article)
        start = time.perf_counter()
        reading = read_text(Told(text, Facts(published, "", "en")), known)
        seconds.append(time.perf_counter() - start)
        rows = rows_of(reading, text)
        for slot in SLOTS:
            sizes[slot].append(len(rows[slot]))
        for one in {fill for template in templates[article.docid] for fill in wanted(template, published)}:
            rank = found_at(one, rows, text, world)
            ranks[one.slot][rank] += 1
            if given.misses == one.slot and (rank is None or rank > 4):
                offered = [row.label for row in rows[one.slot][:6]]
                print(
                    f"{article.docid} {'unread' if rank is None else rank + 1}: {one.words} offered {offered}"
                )
    _table(ranks, sizes, seconds)


def _table(ranks: dict[str, Counter[int | None]], sizes: dict[str, list[int]], seconds: list[float]) -> None:
    print(f"{len(seconds)} articles, median {statistics.median(seconds) * 1000:.0f} ms each")
    print(f"{'slot':12} {'fills':>6} {'first':>7} {'first 5':>8} {'any':>7} {'offered an article':>20}")
    for slot in SLOTS:
        every = sum(ranks[slot].values()) or 1
        first = ranks[slot][0] / every
        five = sum(count for rank, count in ranks[slot].items() if rank is not None and rank < 5) / every
        some = 1 - ranks[slot][None] / every
        print(
            f"{slot:12} {every:6} {first:7.1%} {five:8.1%} {some:7.1%} {statistics.mean(sizes[slot]):20.1f}"
        )


if __name__ == "__main__":
    main()
