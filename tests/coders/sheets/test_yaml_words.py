"""Whatever is written as YAML reads back as it was, and a comment is never anything else."""

from hypothesis import given
from hypothesis import strategies as st

from eventbook.coders.sheets.sheet_file import read_sheet
from eventbook.coders.sheets.yaml_words import comment, flow

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(
    st.recursive(
        WORDS | st.integers() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False),
        lambda inner: st.lists(inner, min_size=1, max_size=3),
    )
)
def test_any_value_written_on_a_line_is_read_back(value: object) -> None:
    assert read_sheet(f"a: {flow({'b': value})}\n".encode(), "x").raw == {"a": {"b": value}}


@given(st.text(max_size=300))
def test_a_comment_stays_a_comment_whatever_it_holds(text: str) -> None:
    lines = comment(text)
    source = "\n".join([*lines, "a: 1"])
    assert all(line.startswith("#") for line in lines)
    assert read_sheet(source.encode(errors="replace"), "x").raw == {"a": 1}
