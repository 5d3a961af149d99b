import pytest

from eventbook.schema.problem import RULES, Problem, Severity, error, errors_of, path_text, rule

FAULT = Problem("code-unknown", Severity.ERROR, ("when", "first"), "it is wrong", "mend it")


def test_a_problem_says_where_what_and_what_to_do() -> None:
    placed = Problem(
        "a-rule", Severity.ERROR, ("events", 0, "when"), "it is wrong", "mend it", "march.yaml", 31
    )
    assert str(placed) == "march.yaml:31: events[0].when: it is wrong. Mend it [a-rule]"


def test_what_is_not_known_is_left_out() -> None:
    assert str(Problem("a-rule", Severity.ERROR, (), "it is wrong")) == "it is wrong [a-rule]"
    assert str(FAULT) == "when.first: it is wrong. Mend it [code-unknown]"


def test_a_problem_can_be_seen_from_further_up() -> None:
    assert FAULT.under("events", 2).where == "events[2].when.first"
    assert FAULT.under() == FAULT


@pytest.mark.parametrize(
    ("path", "text"), [((), ""), (("a",), "a"), (("a", 0, "b", "c"), "a[0].b.c"), ((0, "a"), "[0].a")]
)
def test_a_path_is_written_as_people_write_it(path: tuple[str | int, ...], text: str) -> None:
    assert path_text(path) == text


def test_a_message_with_half_a_letter_can_still_be_printed() -> None:
    assert str(Problem("a-rule", Severity.ERROR, (), "it holds \ud800")).encode()


def test_a_rule_is_registered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eventbook.schema.problem.RULES", {})
    made = error("a-rule", "it holds")
    assert (made.severity, made.at(("a",), "b", "c")) == (
        Severity.ERROR, Problem("a-rule", Severity.ERROR, ("a",), "b", "c"),
    )  # fmt: skip
    with pytest.raises(ValueError, match="declared twice"):
        rule("a-rule", Severity.WARNING, "it holds again")


def test_only_errors_stop_a_submit() -> None:
    warning = Problem("same-sides", Severity.WARNING, (), "x")
    assert errors_of([warning, FAULT]) == (FAULT,)
    assert {one.severity for one in RULES.values()} == set(Severity)
