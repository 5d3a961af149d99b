"""Noisy reports of real events, some late, some corrected later: made up by chance, seeded, from real events.

Most events are told once or twice, some five times; a day off, the region instead of the town,
an unidentified side, another toll. What share errs how is a guess at the field.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from eventbook.schema.article import Article, Outlet, Publication, TextVersion
from eventbook.schema.build_input import Report
from eventbook.schema.canonical import sha256
from eventbook.schema.check import check_raw
from eventbook.schema.context import Context
from eventbook.schema.countries import COUNTRIES
from months.ged import RealEvent

TIMES = (0.40, 0.28, 0.16, 0.10, 0.06)
DAYS_OFF = ((0, 0.78), (1, 0.12), (-1, 0.06), (2, 0.04))
LATE, CORRECTED = 0.12, 0.02
OUTLETS = tuple(Outlet(name=f"Paper {number}", scale="National") for number in range(12))
_OPENINGS = ("Residents said", "Officials reported", "A police spokesman said", "Witnesses told this paper")
_DETAILS = (
    "market bridge convoy mosque church school clinic tanker motorcycle checkpoint farm river lorry station "
    "prison barracks pipeline festival funeral wedding quarry mine ferry depot hotel bakery court stadium "
    "warehouse garage orchard ranch tunnel harbour airport library cinema pharmacy kiosk workshop"
)
_TURNS = ("an attack on", "fighting in", "shooting at", "a raid on", "violence in")


@dataclass(frozen=True, slots=True)
class Telling:
    """One report of a real event: what truly happened, and from which month on it is known."""

    report: Report
    article: Article
    truth: str
    month: int
    raw: Mapping[str, object]
    later: str


class Teller:
    """Tells of events by the dice of one seed."""

    def __init__(self, seed: int, context: Context) -> None:
        """Begin with the seed's dice."""
        self.dice = random.Random(seed)
        self.context = context

    def tell(self, event: RealEvent) -> list[Telling]:
        """Return the reports of an event, in the order of their publication."""
        number = self.dice.choices(range(1, len(TIMES) + 1), TIMES)[0]
        return [self._one(event, f"ged-{event.key}-{copy}") for copy in range(number)]

    def correct(self, telling: Telling) -> Telling:
        """Return a report's next revision, which gives the later toll of its article."""
        phrase = telling.later
        raw = {
            **telling.raw,
            "counts": [{"what": "deaths", "count": int(phrase.split()[0]), "phrase": phrase}],
        }
        form = check_raw(raw, replace(self.context, article=telling.article)).form
        report = replace(telling.report, form=form, revision=telling.report.revision + 1)
        return replace(telling, report=report)

    def _one(self, event: RealEvent, key: str) -> Telling:
        moved = timedelta(days=self.dice.choices([d for d, _ in DAYS_OFF], [w for _, w in DAYS_OFF])[0])
        first, last = (event.first + moved, event.last + moved)
        published = max(last, event.last) + timedelta(days=self.dice.randint(1, 3))
        toll = max(1, round(event.deaths * self.dice.choice((1, 1, 1, 0.7, 1.4))))
        counted = self.dice.random() < 0.85 and event.deaths > 0
        phrase = f"{toll} people were killed" if counted else "nobody gave a toll"
        later = f"{toll + self.dice.randint(1, 4)} people were killed by the evening"
        article = self._article(key, event, f"{phrase}; {later}", published)
        raw: dict[str, object] = {
            "sub_event_type": "Attack" if event.civilians else "Armed clash",
            "when": str(last) if first == last else {"first": str(first), "last": str(last)},
            "where": self._where(event),
            **self._sides(event),
            "notes": article.versions[-1].text.split("\n")[0],
        }
        if counted:
            raw["counts"] = [{"what": "deaths", "count": toll, "phrase": phrase}]
        raw["evidence"] = _evidence(two="side2" in raw)
        form = check_raw(raw, replace(self.context, article=article)).form
        late = self.dice.randint(1, 4) if self.dice.random() < LATE else 0
        book = self.context.book.id
        accepted = datetime(published.year, published.month, published.day, tzinfo=UTC)
        report = Report(key, 1, f"sheet-{key}", article.id, "made-up", book, accepted, form)
        return Telling(report, article, event.key, event.last.month + late, raw, later)

    def _where(self, event: RealEvent) -> dict[str, object]:
        if event.precision >= 4 or self.dice.random() < 0.12:
            return {"place": event.province, "precision": 3}
        near = event.precision > 1 or self.dice.random() < 0.12
        return {"place": event.place, "precision": 2 if near else 1}

    def _sides(self, event: RealEvent) -> dict[str, str]:
        country = COUNTRIES[event.country].name
        side1 = event.sides[0]
        if not side1.startswith("Government") and self.dice.random() < 0.12:
            side1 = f"Unidentified Armed Group ({country})"
        return {"side1": side1, "side2": f"Civilians ({country})" if event.civilians else event.sides[1]}

    def _article(self, key: str, event: RealEvent, phrase: str, published: date) -> Article:
        opening, turn = self.dice.choice(_OPENINGS), self.dice.choice(_TURNS)
        seen = [
            one for one in random.Random(event.key).sample(_DETAILS.split(), 5) if self.dice.random() < 0.7
        ]
        scene = f"{turn} the town, near {' and '.join(seen) or 'its edge'}"
        text = f"{opening} that in {scene}, {phrase}.\nStory {key}: on that day gunmen fought.\n{_FILLER}"
        about = Publication(outlet=self.dice.choice(OUTLETS).name, published=published, title=f"Story {key}")
        version = TextVersion(n=1, extractor="plain 1", text=text)
        return Article(sha256=sha256(text), versions=(version,), publications=(about,))


_FILLER = "Nothing in the lines that follow was ever quoted by anybody. " * 20


def _evidence(*, two: bool) -> dict[str, str]:
    words = {"when": "on that day", "where": "the town", "sub_event_type": "fought", "side1": "gunmen"}
    return words | ({"side2": "Story"} if two else {})
