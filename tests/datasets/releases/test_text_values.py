from datetime import date

import pytest

from eventbook.datasets.releases.text_values import as_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (0, "0"),
        (True, "true"),
        (False, "false"),
        (["a", None, "b"], "a; ; b"),
        ([], ""),
        (date(2021, 11, 16), "2021-11-16"),
        (0.3163, "0.3163"),
        (-1.5, "-1.5000"),
        ("=1", "=1"),
    ],
)
def test_a_value_as_text(value: object, text: str) -> None:
    assert as_text(value) == text
