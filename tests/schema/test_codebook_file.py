import pytest

from eventbook.schema.codebook_file import default_text, examine_codebook, line_of, read_codebook
from eventbook.schema.errors import FaultsError

TEXT = """title = "x"

[codebook]
name = "a"
type = "not the table"

[[type]]
code = "one"

[[ type ]]  # the second
code = "two"
"side1.type" = 3
choices = [
  {code = "x"},
]

[unit]
by = []
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("title",), 1),
        (("codebook",), 3),
        (("codebook", "name"), 4),
        (("codebook", "missing"), 3),
        (("type", 0), 7),
        (("type", 0, "code"), 8),
        (("type", 1, "code"), 11),
        (("type", 1, "side1.type"), 12),
        (("type", 1, "choices", 0, "code"), 13),
        (("type", 0, "choices"), 7),
        (("unit", "by", 2), 18),
        (("nowhere",), 1),
        (("code",), 1),
    ],
)
def test_a_fault_is_shown_at_the_line_where_its_value_is_written(
    path: tuple[str | int, ...], line: int
) -> None:
    assert line_of(TEXT, path) == line


def test_a_codebook_with_faults_is_refused_with_all_of_them() -> None:
    text = default_text().replace('parent = "Battles"', 'parent = "x"')
    with pytest.raises(FaultsError) as caught:
        read_codebook(text, "mine.toml")
    assert len(caught.value.problems) == 3
    assert str(caught.value).startswith("mine.toml is not a usable codebook:\n  mine.toml:")


def test_a_text_that_was_read_before_has_its_faults_under_the_name_it_has_now() -> None:
    text = default_text().replace('parent = "Battles"', 'parent = "y"')
    for name in ("mine.toml", "theirs.toml"):
        assert {problem.file for problem in examine_codebook(text, name)[1]} == {name}


def test_an_empty_file_misses_every_part() -> None:
    book, problems = examine_codebook("")
    assert book is None
    assert {problem.rule for problem in problems} == {"field-missing"}


def test_a_good_codebook_is_read(book: object) -> None:
    assert read_codebook(default_text()) == book
