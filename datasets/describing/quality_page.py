"""`quality.html`: how far the figures of a release can be relied on, out of `quality.json`."""

from dataclasses import dataclass

from eventbook.datasets.describing.pages import page
from eventbook.datasets.releases.quality import Quality

MOST_OUTLETS, MOST_MISSING, MOST_IDS = 10, 15, 12


@dataclass(frozen=True, slots=True)
class Share:
    """One bar: what it is of, how many events, and their share of all."""

    name: str
    events: int
    share: float


def quality_page(title: str, quality: Quality) -> str:
    """Return the page of a quality report."""
    return page(
        "quality.html.j2",
        title=title,
        of=quality,
        time=[Share(one.label, one.events, one.share) for one in quality.time_precision],
        place=[Share(one.label, one.events, one.share) for one in quality.place_precision],
        told=[Share(_outlets(one.outlets), one.events, one.share) for one in quality.outlets_per_event],
        outlets=quality.outlets[:MOST_OUTLETS],
        missing=sorted(quality.missing, key=lambda one: (-one.count, one.column))[:MOST_MISSING],
        most_ids=MOST_IDS,
    )


def _outlets(number: int) -> str:
    return "one outlet" if number == 1 else f"{number} outlets"
