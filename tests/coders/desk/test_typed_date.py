from datetime import date

import pytest

from eventbook.coders.desk.typed_date import typed_when
from eventbook.schema.when import When

WEDNESDAY = date(2024, 7, 3)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("2024-07-01", "2024-07-01"),
        ("1 jul", "2024-07-01"),
        ("jul 1, 2023", "2023-07-01"),
        ("1/7", "2024-07-01"),
        ("1.7.24", "2024-07-01"),
        ("31 dec", "2023-12-31"),
        ("30", "2024-06-30"),
        ("mon", "2024-07-01"),
        ("on Tuesday", "2024-07-02"),
        ("yesterday", "2024-07-02"),
        ("mon morning", {"first": "2024-07-01", "last": "2024-07-01", "time": "morning"}),
        ("1-3 jul", {"first": "2024-07-01", "last": "2024-07-03"}),
        ("28 jun - 2 jul", {"first": "2024-06-28", "last": "2024-07-02"}),
        ("2024-06-28 to 2024-07-02", {"first": "2024-06-28", "last": "2024-07-02"}),
        ("30 dec – 2 jan", {"first": "2023-12-30", "last": "2024-01-02"}),  # noqa: RUF001
        ("1-3 jul throughout", {"first": "2024-07-01", "last": "2024-07-03", "lasting": "throughout"}),
        ("last week", {"first": "2024-06-24", "last": "2024-06-30"}),
        ("may", {"first": "2024-05-01", "last": "2024-05-31"}),
        ("may 2021", {"first": "2021-05-01", "last": "2021-05-31"}),
        ("end of may", {"first": "2024-05-01", "last": "2024-05-31", "part": "end"}),
        ("by 30 jun", {"first": "unknown", "last": "2024-06-30"}),
        ("found on 30 jun", {"first": "unknown", "last": "2024-06-30"}),
    ],
)
def test_a_date_is_read_as_people_type_it(typed: str, wanted: object) -> None:
    found = typed_when(typed, WEDNESDAY)
    assert found == wanted
    assert When.model_validate(found).last <= WEDNESDAY


@pytest.mark.parametrize(
    "typed", ["", "soon", "31 feb", "2024-13-01", "1-3-5 jul", "1 jul to someday", "99", "morning"]
)
def test_what_is_no_date_is_none(typed: str) -> None:
    assert typed_when(typed, WEDNESDAY) is None


def test_without_a_day_of_publication_nothing_is_counted_from_it() -> None:
    assert [typed_when(one, None) for one in ("mon", "1 jul", "30", "1 jul 2023")] == [
        None,
        None,
        None,
        "2023-07-01",
    ]
