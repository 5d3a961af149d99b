"""The difference between any two releases, or any two files of one dataset, as a page."""

from itertools import groupby

from eventbook.datasets.describing.changes_page import Changed, Changes, Gone, Line, Value, changes_page
from eventbook.datasets.releases.changes import Changes as Difference


def difference_page(of: Difference) -> str:
    """Return the page of a difference. It stands alone, so ids lead nowhere."""
    changed = groupby(sorted(of.events.fields, key=lambda one: one.id), key=lambda one: one.id)
    return changes_page(
        Changes(
            "A comparison",
            of.old,
            of.new,
            added=tuple(_line(of, one) for one in of.events.added),
            changed=tuple(
                Changed(
                    _line(of, one),
                    tuple(Value(value.field, "", value.old, value.new) for value in values),
                    of.reasons.get(one, ""),
                )
                for one, values in changed
            ),
            gone=tuple(
                Gone(
                    _line(of, one),
                    "merged" if one in of.merged else "",
                    of.merged.get(one, ""),
                    of.reasons.get(one, ""),
                )
                for one in of.events.removed
            ),
            split_from=of.split,
            remarks=of.remarks,
            release=False,
        )
    )


def _line(of: Difference, one: str) -> Line:
    return Line(one, of.summary.get(one, ""))
