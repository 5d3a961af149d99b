import pytest

from eventbook.schema.errors import EventbookError, FaultsError, NotFoundError
from eventbook.schema.problem import Problem, Severity
from eventbook.schema.session import WorkspaceError

FAULT = Problem("a-rule", Severity.ERROR, ("a",), "it is wrong")


def test_faulty_data_keeps_its_problems_and_prints_them() -> None:
    caught = FaultsError("x.toml is not usable", [FAULT])
    assert caught.problems == (FAULT,)
    assert str(caught) == "x.toml is not usable:\n  a: it is wrong [a-rule]"


def test_a_thing_that_is_not_there_is_named() -> None:
    caught = NotFoundError("place", "x", "add it")
    assert (caught.kind, caught.name) == ("place", "x")
    assert str(caught) == "there is no place 'x'; add it"
    assert str(NotFoundError("place", "x")) == "there is no place 'x'"


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [(FaultsError, ValueError), (NotFoundError, LookupError), (WorkspaceError, LookupError)],
)
def test_every_error_of_ours_is_caught_by_the_base_and_by_the_builtin(
    kind: type[Exception], builtin: type[Exception]
) -> None:
    assert issubclass(kind, EventbookError)
    assert issubclass(kind, builtin)
