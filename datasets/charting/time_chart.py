"""Events over time as SVG: bars by day, month or year, whichever the span allows, the kinds one on the other."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import numpy as np
from markupsafe import Markup

from eventbook.datasets.charting.drawn import KINDS, Drawn

WIDTH, HEIGHT, FOOT, TOP = 960, 150, 24, 16
DAYS, MONTHS = 100, 220
"""The longest spans shown by day and by month: in days, and in months."""
GAP_FROM = 4
"""Units from which bars are so wide that a gap between them can be seen."""
EPOCH = date(1970, 1, 1)

Bar = tuple[int, ...]
"""A day, month or year as its parts."""


def time_chart(of: Drawn, names: tuple[str, ...], label: str) -> Markup:
    """Return the chart; `names` are those of the kinds, `label` says in words what it shows."""
    bars, counts = _counted(of)
    totals: Counter[Bar] = Counter()
    for (bar, _), events in counts.items():
        totals[bar] += events
    most = max(totals.values(), default=0)
    wide = WIDTH / max(len(bars), 1)
    shapes = [_bar(n * wide, wide, bar, counts, most, names) for n, bar in enumerate(bars) if totals[bar]]
    frame = Markup(
        '<line class="axis" x1="0" x2="{w}" y1="{h}" y2="{h}"/><line class="grid" x1="0" x2="{w}" y1="{t}" y2="{t}"/>'
        '<text class="tick" x="0" y="{above}">{most}</text>'
    ).format(w=WIDTH, h=HEIGHT, t=TOP, above=TOP - 4, most=f"{most:,}")
    return Markup('<svg class="time" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}</svg>').format(
        WIDTH, HEIGHT + FOOT, label, frame, Markup("").join(shapes), _ticks(bars, wide)
    )


def _counted(of: Drawn) -> tuple[list[Bar], Counter[tuple[Bar, int]]]:
    """Return all bars from the first to the last, and the events of each kind in them."""
    if not of.day.size:
        return [], Counter()
    first, last = (EPOCH + timedelta(days=int(day)) for day in (of.day.min(), of.day.max()))
    days, times = np.unique(of.day * KINDS + of.kind % KINDS, return_counts=True)
    parts = 3 if (last - first).days < DAYS else 2 if _months(first, last) < MONTHS else 1
    counts: Counter[tuple[Bar, int]] = Counter()
    for day, events in zip(days.tolist(), times.tolist(), strict=True):
        counts[_parts(EPOCH + timedelta(days=day // KINDS), parts), day % KINDS] += events
    return list(_all_bars(first, last, parts)), counts


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def _parts(day: date, parts: int) -> Bar:
    return (day.year, day.month, day.day)[:parts]


def _all_bars(first: date, last: date, parts: int) -> Iterator[Bar]:
    steps: dict[int, Callable[[], Iterator[Bar]]] = {
        1: lambda: ((year,) for year in range(first.year, last.year + 1)),
        2: lambda: (
            (first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1)
            for n in range(_months(first, last) + 1)
        ),
        3: lambda: (_parts(first + timedelta(days=n), 3) for n in range((last - first).days + 1)),
    }
    return steps[parts]()


def _bar(  # noqa: PLR0913, PLR0917  a bar is drawn from all of these
    x: float, wide: float, bar: Bar, counts: Counter[tuple[Bar, int]], most: int, names: tuple[str, ...]
) -> Markup:
    floor, shapes, said = float(HEIGHT), Markup(""), [name_of(bar)]
    for kind in range(KINDS):
        events = counts.get((bar, kind), 0)
        if not events:
            continue
        high = events / most * (HEIGHT - TOP)
        floor -= high
        shapes += Markup(
            '<rect class="kind-{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>'
        ).format(
            kind,
            x,
            floor,
            max(wide - (wide > GAP_FROM), 0.6),
            high,
        )
        said.append(f"{names[kind] if kind < len(names) else 'other'}: {events:,}")
    return Markup("<g><title>{}</title>{}</g>").format("\n".join(said), shapes)


def name_of(bar: Bar) -> str:
    """Write a bar's day, month or year: 2024-07-18, 2024-07, 2024."""
    return "-".join([f"{bar[0]:04}", *(f"{part:02}" for part in bar[1:])])


def _ticks(bars: list[Bar], wide: float) -> Markup:
    ticks, free = Markup(""), -1.0
    for n, bar in enumerate(bars):
        x = n * wide
        years_only = len(bar) == 2 and len(bars) > 18  # noqa: PLR2004  more months than fit by name
        if x < free or x > WIDTH - 36 or (years_only and bar[1] != 1):
            continue
        said = f"{bar[0]:04}" if years_only else name_of(bar)
        ticks += Markup('<text class="tick" x="{:.0f}" y="{}">{}</text>').format(x, HEIGHT + 17, said)
        free = x + len(said) * 7.4 + 16
    return ticks
