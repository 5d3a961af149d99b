from itertools import product

import pytest

from eventbook.schema.form import BUILT_IN, Action, Form, Status, after

OPEN = {
    Action.SAVE: "draft returned reopened held",
    Action.SUBMIT: "draft returned reopened held submitted",
    Action.RETURN: "submitted",
    Action.ACCEPT: "submitted",
    Action.REJECT: "submitted returned",
    Action.REOPEN: "accepted rejected withdrawn held",
    Action.HOLD: "draft returned reopened held submitted",
    Action.WITHDRAW: "draft submitted returned accepted rejected reopened held",
}


@pytest.mark.parametrize(("action", "status"), list(product(Action, Status)))
def test_an_action_is_open_only_to_forms_that_stand_so(action: Action, status: Status) -> None:
    assert (after(action, status) is not None) == (status in OPEN[action].split())


def test_only_what_was_submitted_is_accepted() -> None:
    accepted = [status for status in Status if after(Action.ACCEPT, status) is Status.ACCEPTED]
    assert accepted == [Status.SUBMITTED]


def test_saving_leaves_the_status_as_it_is() -> None:
    assert all(after(Action.SAVE, status) in {None, status} for status in Status)


def test_nothing_is_final() -> None:
    assert all(any(after(action, status) for action in Action) for status in Status)


def test_every_status_can_be_reached_from_a_draft() -> None:
    reached = {Status.DRAFT}
    for _ in Status:
        reached |= {found for action in Action for status in reached if (found := after(action, status))}
    assert reached == set(Status)


def test_an_empty_form_is_a_form_and_no_corroboration() -> None:
    assert not Form().corroborates
    assert Form(event="f-1").corroborates
    assert Form().sides == ()
    assert "values" not in BUILT_IN
