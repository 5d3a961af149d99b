# ruff: noqa: RUF001  names and quotes in other scripts are the point

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventbook.schema.evidence import CONTEXT, LONGEST, Quote, anchor, nearest_passage, places_of

VERSION = "78be5f5a9efa01da/1"
TEXT = "Police said: “Three died.”\n\nThe mayor said three died. Later he said that three died."

SCRIPTS = [
    ("Arabic", "قال الشرطة إن ثلاثة أشخاص قتلوا في كمبالا.", "ثلاثة أشخاص قتلوا"),
    ("vowelled Arabic", "قُتِلَ ثَلاثَةُ أَشْخاصٍ في كمبالا", "ثَلاثَةُ أَشْخاصٍ"),
    (
        "Ukrainian",
        "У Краматорську загинуло щонайменше 50 людей, повідомив мер.",
        "загинуло щонайменше 50 людей",
    ),
    ("Chinese", "警方称,坎帕拉有三人死亡,十七人受伤。", "三人死亡"),
    ("Japanese", "ガザで三人が死亡したと警察は述べた。", "三人が死亡"),
    ("emoji", "🔥🔥 Three died 👨‍👩‍👧 in 🇺🇬 Kampala 🔥", "died 👨‍👩‍👧 in 🇺🇬"),
    ("a letter outside the first plane", "𝔎𝔞𝔯𝔬 burned 𐎀𐎁 twice", "burned 𐎀𐎁"),
    ("combining accents", "Le pre\u0301fet a confirme\u0301 trois morts", "confirme\u0301 trois"),
]

WORDS = st.text(alphabet="ab 'ءж人🔥\u0301\n“", min_size=1, max_size=60)


@pytest.mark.parametrize(("text", "words"), [row[1:] for row in SCRIPTS], ids=[row[0] for row in SCRIPTS])
def test_offsets_are_code_points_in_every_script(text: str, words: str) -> None:
    found = anchor(Quote(exact=words), text, VERSION)
    assert found is not None
    assert found.exact == words == text[found.start : found.end]
    assert found.start == len(text[: text.index(words)])


@pytest.mark.parametrize(
    "written",
    [
        '"Three died."',
        "„Three died.“",
        "«Three died.»",
        "“Three  died.”",
        '"Three\ndied."',
        "“Three\u00a0died.”",
    ],
)
def test_a_quote_is_found_whatever_its_spaces_and_quotation_marks(written: str) -> None:
    found = anchor(Quote(exact=written), TEXT, VERSION)
    assert found is not None
    assert found.exact == "“Three died.”"


def test_a_quote_may_run_over_a_line_break_of_the_text() -> None:
    found = anchor(Quote(exact='died." The mayor'), TEXT, VERSION)
    assert found is not None
    assert found.exact == "died.”\n\nThe mayor"


@pytest.mark.parametrize("written", ["four died", "three  dead", "three-died", "Thre", " ", "THREE DIED"])
def test_words_that_do_not_stand_in_the_text_are_not_found(written: str) -> None:
    found = anchor(Quote(exact=written), TEXT, VERSION)
    assert found is None or found.exact == written


def test_letters_that_mean_something_in_a_pattern_are_only_letters() -> None:
    assert places_of("(a|b)* [c].", "x (a|b)* [c]. y") == [(2, 13)]
    assert places_of("a.c", "abc") == []


def test_without_surroundings_the_first_of_several_places_is_taken() -> None:
    found = anchor(Quote(exact="three died"), TEXT, VERSION)
    assert found is not None
    assert found.start == TEXT.index("three died")


@pytest.mark.parametrize(
    "quote", [Quote(exact="three died", prefix="that "), Quote(exact="three died.", prefix="he  said\nthat")]
)
def test_a_prefix_tells_two_places_apart(quote: Quote) -> None:
    found = anchor(quote, TEXT, VERSION)
    assert found is not None
    assert found.start == TEXT.rindex("three died")


def test_a_suffix_tells_two_places_apart() -> None:
    found = anchor(Quote(exact="said", suffix=" that"), TEXT, VERSION)
    assert found is not None
    assert found.start == TEXT.index("said that")


def test_places_that_overlap_are_all_found() -> None:
    assert places_of("ha ha", "ha ha ha") == [(0, 5), (3, 8)]


def test_of_places_with_like_surroundings_the_one_where_it_stood_is_taken() -> None:
    text = "Three died. " * 20
    start = 12 * 10
    found = anchor(Quote(exact="Three died.", start=start), text, VERSION)
    assert found is not None
    assert found.start == start


def test_a_quote_finds_itself_again_in_a_text_that_grew() -> None:
    old = anchor(Quote(exact="three died", prefix="that "), TEXT, VERSION)
    assert old is not None
    longer = "Updated. Three died.\n" + TEXT
    new = anchor(old, longer, "78be5f5a9efa01da/2")
    assert new is not None
    assert new.start == longer.rindex("three died")
    assert new.text == "78be5f5a9efa01da/2"


def test_a_run_of_spaces_in_the_text_cannot_make_a_quote_too_long() -> None:
    assert anchor(Quote(exact="a b"), "a" + " " * (LONGEST + 1) + "b", VERSION) is None


@st.composite
def passages(draw: st.DrawFn) -> tuple[str, int, int]:
    """A text and the span of a passage in it that begins and ends with a letter."""
    text = draw(WORDS.filter(lambda text: bool(text.strip())))
    letters = [index for index, letter in enumerate(text) if not letter.isspace()]
    start = draw(st.sampled_from(letters))
    end = draw(st.sampled_from([index for index in letters if index >= start])) + 1
    return text, start, end


@given(passages())
def test_whatever_stands_in_a_text_is_found_word_for_word(passage: tuple[str, int, int]) -> None:
    text, start, end = passage
    found = anchor(Quote(exact=text[start:end]), text, VERSION)
    assert found is not None
    assert found.exact == text[found.start : found.end]


@given(passages())
def test_a_passage_with_its_place_and_surroundings_is_found_where_it_stands(
    passage: tuple[str, int, int],
) -> None:
    text, start, end = passage
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    found = anchor(Quote(exact=text[start:end], prefix=before, suffix=after, start=start), text, VERSION)
    assert found is not None
    assert (found.start, found.end) == (start, end)


@given(WORDS, WORDS, WORDS, WORDS)
def test_anchoring_an_anchored_quote_changes_nothing(text: str, words: str, prefix: str, suffix: str) -> None:
    found = anchor(Quote(exact=words, prefix=prefix, suffix=suffix), text * 3 + words + text, VERSION)
    if found is not None:
        assert anchor(found, text * 3 + words + text, VERSION) == found


def test_the_nearest_passage_is_shown_for_a_quote_that_is_not_there() -> None:
    assert "The mayor said" in nearest_passage("The mayor said that three", TEXT)
    assert nearest_passage("wholly different words", TEXT) == ""
    assert nearest_passage("x" * 400, TEXT) == ""
