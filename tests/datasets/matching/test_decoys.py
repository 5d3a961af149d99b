"""Pairs that cannot be the same incident, compared as if they could be: `decoys.py`."""

import numpy as np
import pytest
from tests.datasets.matching.test_missed import reports

from eventbook.datasets.matching import candidates
from eventbook.datasets.matching.columns import columns_of
from eventbook.datasets.matching.comparisons import unpacked
from eventbook.datasets.matching.decoys import Decoys, decoys
from eventbook.datasets.matching.levels import COMPARISONS
from eventbook.datasets.matching.surroundings import surroundings
from eventbook.datasets.plan import Window

DATE = COMPARISONS[0].levels


def found(days: list[int], towns: list[int] | None = None, longest: int = 0) -> Decoys:
    """Return the decoys of reports on these days that agree in all but the town."""
    table = reports(days, towns, longest)
    return decoys(surroundings(columns_of(table)), Window())


def dates(given: Decoys) -> list[str]:
    """Return on which levels of date the decoys stand, one for each pattern."""
    return [DATE[int(code)] for code in unpacked(given.patterns)[0]]


@pytest.mark.parametrize(
    ("days", "level"),
    [(7, "same-day"), (6, "one-day"), (9, "two-days"), (4, "three-days"), (10, "three-days")],
)
def test_two_reports_a_week_apart_are_compared_as_if_they_were_not(days: int, level: str) -> None:
    assert dates(found([0, days, 400])) == [level]


@pytest.mark.parametrize("days", [0, 1, 3, 11, 30])
def test_pairs_that_are_candidates_or_further_off_are_none(days: int) -> None:
    assert not len(found([0, days, 400]).patterns)


def test_a_span_that_comes_into_the_window_is_a_candidate_and_no_decoy() -> None:
    assert not len(found([0, 7, 400], longest=4).patterns)
    assert len(found([0, 7, 400], longest=2).patterns) == 1


def test_far_towns_are_none() -> None:
    assert not len(found([0, 7, 400], [0, 2, 4]).patterns)


def test_days_after_the_last_are_made_up_for() -> None:
    week = float(found([0, 7]).number.sum())
    year = float(found([0, 7, 364]).number.sum())
    assert week == 2.0
    assert year == pytest.approx(365 / 358)


def test_nothing_has_none() -> None:
    assert not len(found([]).patterns)


def test_slabs_do_not_change_what_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    days = np.random.default_rng(4).integers(0, 90, 200).tolist()
    whole = found(days)
    monkeypatch.setattr(candidates, "SLAB", 17)
    parts = found(days)
    assert (whole.patterns == parts.patterns).all()
    assert (whole.number == parts.number).all()
    assert whole.number.sum() > 100
