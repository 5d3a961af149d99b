"""Which reports a duplicate warning looks at: accepted ones of about those days, the nearest places first."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from eventbook.coders.store.forms import Step, add_revision, forms_named
from eventbook.coders.store.stamp import stamp
from eventbook.coders.store.store import open_store
from eventbook.coders.workspace.gather import find_places
from eventbook.coders.workspace.near_reports import near_reports
from eventbook.schema.canonical import canonical
from eventbook.schema.form import Action, Status
from eventbook.schema.session import Workplace
from eventbook.schema.similar import DraftEvent

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def draft(place: Workplace, run: Run, samples: Path) -> DraftEvent:
    (there, *_) = find_places(place, "Bir Talha, Chad")
    assert run(place, "submit", samples / "sheets/round-2/vaccinators-amira.yaml")[0] == 0
    return DraftEvent(date(2024, 7, 18), date(2024, 7, 18), there, 1)


def named(place: Workplace, draft: DraftEvent) -> list[str]:
    return [one.id for one in near_reports(place, draft, 3).reports]


def test_a_report_is_near_as_soon_as_it_is_accepted_and_until_it_is_withdrawn(
    place: Workplace, run: Run, draft: DraftEvent
) -> None:
    assert named(place, draft) == []
    assert run(place, "accept", "vaccinators-amira-1", person="rosa")[0] == 0
    assert named(place, draft) == ["vaccinators-amira-1"]
    assert named(place, replace(draft, first=date(2024, 7, 1), last=date(2024, 7, 21))) != []
    given = near_reports(place, draft, 3)
    assert {given.reports[0].form.where.place if given.reports[0].form.where else ""} <= {
        one.id for one in given.places
    }
    assert run(place, "withdraw", "vaccinators-amira-1", "--reason", "an error")[0] == 0
    assert named(place, draft) == []


def test_what_was_found_on_a_day_is_near_though_its_first_day_is_unknown(
    place: Workplace, run: Run, draft: DraftEvent
) -> None:
    assert run(place, "accept", "vaccinators-amira-1", person="rosa")[0] == 0
    with open_store(place.store).writing() as connection:
        (form,) = forms_named(connection, ["vaccinators-amira-1"])
        told = json.loads(form.head.body)
        told["when"] = {**told["when"], "first": None}
        step = Step(Action.ACCEPT, Status.ACCEPTED, form.head.n, form.head.codebook, canonical(told))
        add_revision(connection, form.id, step, stamp("rosa"))
    assert named(place, draft) == ["vaccinators-amira-1"]


def test_another_week_is_not_near(place: Workplace, run: Run, draft: DraftEvent) -> None:
    assert run(place, "accept", "vaccinators-amira-1", person="rosa")[0] == 0
    later = draft.last + timedelta(days=12)
    assert named(place, replace(draft, first=later, last=later)) == []
