"""The evidence on pairs as a picture: each level a bar that begins where the one before it ended.

One file that asks no host for anything and runs no script, so that it can be mailed or printed.
What colour tells, the sign beside each bar tells too.
"""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from eventbook.datasets.explaining.explanation import EventExplained, PairExplained

MOST = 12
"""So many pairs of an event are drawn; the text lists all."""
STYLE = """\
svg,body{background:#fff;color:#1b1b1b;font:14px/1.4 system-ui,sans-serif}
body{margin:1.5rem;max-width:60rem}
text{fill:#1b1b1b;font:13px system-ui,sans-serif}
.head{font-weight:600}.small{font-size:11px}
.for{fill:#2166ac}.against{fill:#b35806}.sum{fill:#4d4d4d}
.grid{stroke:#d9d9d9}.even{stroke:#4d4d4d}.join{stroke:#1b7837;stroke-dasharray:5 3}
@media (prefers-color-scheme:dark){svg,body{background:#161616;color:#eee}text{fill:#eee}
.for{fill:#67a9cf}.against{fill:#f1a340}.sum{fill:#bbb}.grid{stroke:#3a3a3a}.even{stroke:#bbb}.join{stroke:#7fbf7b}}
"""
_TICKS = (-6.9068, -4.5951, -2.1972, 0.0, 2.1972, 4.5951, 6.9068)
_NAMES = ("0.1 %", "1 %", "10 %", "50 %", "90 %", "99 %", "99.9 %")
_LEFT, _WIDTH, _RIGHT, _ROW = 260, 520, 70, 22


@dataclass(frozen=True, slots=True)
class _Scale:
    """From log-odds to pixels."""

    low: float
    high: float

    def x(self, value: float) -> float:
        return round(_LEFT + _WIDTH * (value - self.low) / (self.high - self.low), 1)


def chart_file(told: PairExplained | EventExplained, *, svg: bool) -> str:
    """Return the whole text of an SVG or HTML file with the chart."""
    pairs = (told,) if isinstance(told, PairExplained) else (*told.ties, *told.open)[:MOST]
    title = " and ".join(told.evidence.pair) if isinstance(told, PairExplained) else told.event_id
    picture = _picture(pairs, title, STYLE if svg else "")
    if svg:
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{picture}\n'
    known = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" '
        f"content=\"default-src 'none'; style-src 'sha256-{known}'; base-uri 'none'; form-action 'none'\">\n"
        f"<title>Why {escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<h1>Why {escape(title)}</h1>\n"
        "<p>Each bar is what one comparison adds to the log-odds that two reports tell of one incident: "
        "to the right it speaks for it, to the left against. The dashed line is where the policy joins.</p>\n"
        f"{picture}\n</body>\n</html>\n"
    )


def _picture(pairs: Sequence[PairExplained], title: str, style: str) -> str:
    scale = _scale(pairs)
    parts: list[str] = []
    top = 8.0
    for pair in pairs:
        drawn, height = _waterfall(pair, scale, top)
        parts += drawn
        top += height
    if not pairs:
        parts.append('<text x="8" y="24">One report alone: there is no pair to weigh.</text>')
        top = 40
    wide = _LEFT + _WIDTH + _RIGHT
    inner = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {top:.0f}" width="{wide}" '
        f'height="{top:.0f}" role="img" aria-label="The evidence on {escape(title)}">\n'
        f"{f'<style>{style}</style>' if style else ''}{inner}\n</svg>"
    )


def _scale(pairs: Sequence[PairExplained]) -> _Scale:
    ends = [0.0, *(end for pair in pairs for _, start, stop in _steps(pair) for end in (start, stop))]
    ends += [pair.bar for pair in pairs]
    return _Scale(min(ends) - 0.5, max(ends) + 0.5)


def _steps(pair: PairExplained) -> Iterator[tuple[str, float, float]]:
    """Yield each bar's label, start and end; the first and the last begin at nought."""
    so_far = pair.evidence.prior
    yield "at the outset", 0.0, so_far
    for level in pair.evidence.levels:
        yield f"{level.comparison}: {level.level}", so_far, so_far + level.weight
        so_far += level.weight
    yield "together", 0.0, pair.evidence.sum


def _waterfall(pair: PairExplained, scale: _Scale, top: float) -> tuple[list[str], float]:
    """Return the drawing of one pair and its height."""
    steps = list(_steps(pair))
    head, body = top + 36, top + 56
    end = body + _ROW * len(steps)
    verdict = "one incident" if pair.decision.together else "two incidents"
    said = f"{' and '.join(pair.evidence.pair)}: {verdict}, by {pair.decision.by}"
    parts = [f'<text class="head" x="8" y="{top + 14:.0f}">{escape(said)}</text>']
    for tick, name in zip(_TICKS, _NAMES, strict=True):
        if scale.low <= tick <= scale.high:
            x = scale.x(tick)
            kind = "even" if tick == 0 else "grid"
            parts += [
                f'<line class="{kind}" x1="{x}" x2="{x}" y1="{head + 6:.0f}" y2="{end:.0f}"/>',
                f'<text class="small" text-anchor="middle" x="{x}" y="{head:.0f}">{name}</text>',
            ]
    bar = scale.x(pair.bar)
    parts += [
        f'<line class="join" x1="{bar}" x2="{bar}" y1="{head + 6:.0f}" y2="{end:.0f}"/>',
        f'<text class="small" text-anchor="middle" x="{bar}" y="{end + 12:.0f}">joins</text>',
    ]
    for row, (label, start, stop) in enumerate(steps):
        kind = "sum" if row in {0, len(steps) - 1} else "for" if stop >= start else "against"
        parts += _bar(label, (scale.x(start), scale.x(stop)), stop - start, (kind, body + _ROW * row))
    return parts, end - top + 24


def _bar(label: str, ends: tuple[float, float], weight: float, drawn: tuple[str, float]) -> list[str]:
    kind, y = drawn
    left, right = min(ends), max(ends)
    return [
        f'<text text-anchor="end" x="{_LEFT - 10}" y="{y + 13:.0f}">{escape(label)}</text>',
        f'<rect class="{kind}" x="{left}" y="{y + 2:.0f}" width="{max(right - left, 1):.1f}" height="{_ROW - 6}"/>',
        f'<text class="small" x="{right + 4:.1f}" y="{y + 13:.0f}">{weight:+.2f}</text>',
    ]
