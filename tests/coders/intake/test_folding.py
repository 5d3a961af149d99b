"""Copies of one story are one article; a copy that tells something else is another."""

import json
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventbook.coders.intake.fingerprint import fingerprint, threes, words_of
from eventbook.coders.intake.likeness import Verdict, likeness, told_of
from eventbook.coders.texts.numbers_told import numbers_told
from eventbook.coders.texts.plain_parts import plain_parts
from eventbook.schema.session import Workplace
from eventbook.schema.text_parts import Marks

Run = Callable[..., tuple[int, str, str]]
WIRE = """Blast kills three in Kampala
By Amira Okello
Three people were killed on Tuesday when a bomb exploded near the central police station in Kampala, officials said.
Police spokesman Fred Enanga said that the attackers had come on motorcycles and that a search was under way.
Nobody claimed the attack, which was the second in the capital within a month after one at a restaurant in October.
The president promised that those who had sent the attackers would be found, and asked people to stay calm.
"""
COPY = WIRE.replace("Blast kills three in Kampala", "Deadly bomb in capital").replace(
    "Amira Okello", "Jonas Berg"
)
RESEMBLING = {
    "numbers differ: 3 / 5": WIRE.replace("Three people", "Five people").replace("kills three", "kills five"),
    "names differ: Kampala / Mbarara": WIRE.replace("station in Kampala", "station in Mbarara"),
    "numbers in the headlines differ: 9": WIRE.replace("kills three", "kills nine"),
}
CHANGED = WIRE.replace(
    "The president promised that those who had sent the attackers would be found, and asked people to stay calm.",
    "Shops around the station stayed closed for the rest of the day, and Parliament did not meet.",
)
NAMED = ("--outlet", "Sample Wire", "--published", "2021-11-16")
OTHER = ("--outlet", "Savanna Post (sample)", "--published", "2021-11-17")


def add(place: Workplace, run: Run, text: str, *words: str) -> dict[str, object]:
    """Add a text from stdin; return what is told of it."""
    code, out, err = run(place, "article", "add", "-", "--json", *words, stdin=text.encode())
    assert code == 0, err
    (row,) = json.loads(out)
    return dict(row)


@pytest.mark.parametrize(
    "copy", [COPY, CHANGED, WIRE.replace("\n", "\r\n"), f"{WIRE}\nTrending News\nPost a Comment\n"]
)
def test_a_copy_is_one_more_publication_and_keeps_its_bytes(place: Workplace, run: Run, copy: str) -> None:
    first = add(place, run, WIRE, *NAMED)
    second = add(place, run, copy, *OTHER)
    assert (second["fate"], second["article"], second["new"]) == ("folded", first["article"], False)
    shown = json.loads(run(place, "article", "show", str(second["copy"]), "--json")[1])
    assert shown["id"] == first["article"]
    assert [one["outlet"] for one in shown["publications"]] == ["Sample Wire", "Savanna Post (sample)"]
    assert run(place, "article", "show", str(second["copy"]), "--bytes")[1] == copy.replace("\r\n", "\n")
    assert str(second["copy"]) not in run(place, "article", "list")[1].split()


@pytest.mark.parametrize("why", RESEMBLING)
def test_a_copy_that_tells_otherwise_is_an_article_of_its_own_and_says_so(
    place: Workplace, run: Run, why: str
) -> None:
    first = add(place, run, WIRE, *NAMED)
    second = add(place, run, RESEMBLING[why], *OTHER)
    assert (second["fate"], second["resembles"], second["why"]) == ("flagged", first["article"], why)
    for name in (str(first["article"]), str(second["article"])):
        assert why in run(place, "article", "show", name)[1]
        assert name in run(place, "article", "list", "--flagged")[1]


def test_folding_can_be_refused_and_undone(place: Workplace, run: Run) -> None:
    add(place, run, WIRE, *NAMED)
    assert add(place, run, COPY, *OTHER, "--keep-apart")["fate"] == "new"
    folded = add(place, run, CHANGED, *OTHER)
    code, _, err = run(place, "article", "unfold", str(folded["copy"]))
    assert (code, "is an article of its own again" in err) == (0, True)
    assert json.loads(run(place, "article", "show", str(folded["copy"]), "--json")[1])["id"] == folded["copy"]
    assert run(place, "article", "unfold", str(folded["copy"]))[0] == 2


def test_a_confidential_copy_is_not_folded_into_a_public_article(place: Workplace, run: Run) -> None:
    add(place, run, WIRE, *NAMED)
    second = add(place, run, COPY, *OTHER, "--confidential")
    assert (second["fate"], second["why"]) == ("flagged", "one of them is confidential")


def test_the_order_of_the_lines_of_a_file_decides_nothing(place: Workplace, run: Run, tmp_path: Path) -> None:
    lines = [
        json.dumps({"text": text, "outlet": "Sample Wire", "published": f"2021-11-1{at}", "id": str(at)})
        for at, text in enumerate((CHANGED, RESEMBLING["numbers differ: 3 / 5"], COPY))
    ]
    fates: set[str] = set()
    for number, order in enumerate(permutations(lines)):
        other = Workplace(tmp_path / str(number))
        copy = run(
            other_place(place, other), "article", "add", "-", "--json", stdin="\n".join(order).encode()
        )
        rows = sorted(json.loads(copy[1]), key=lambda row: str(row["id"]))
        fates.add(json.dumps([(row["id"], row["fate"], row["article"], row["resembles"]) for row in rows]))
    assert len(fates) == 1
    assert '"folded"' in fates.pop()


def other_place(place: Workplace, other: Workplace) -> Workplace:
    """Copy a workspace's store and settings."""
    other.root.mkdir()
    for path in (place.store, place.settings, place.codebook):
        (other.root / path.name).write_bytes(path.read_bytes())
    return other


SENTENCE = st.sampled_from(
    [line for text in (WIRE, CHANGED, *RESEMBLING.values()) for line in text.splitlines()]
)
TEXT = st.lists(SENTENCE, min_size=1, max_size=8).map("\n".join)


@given(TEXT, TEXT)
def test_likeness_is_symmetric_and_a_text_is_like_itself(one: str, other: str) -> None:
    left, right = (told_of(text, Marks(parts=plain_parts(text))) for text in (one, other))
    assert likeness(left, right) == likeness(right, left)
    assert likeness(left, left).verdict is Verdict.SAME


@given(st.lists(st.text("abc", min_size=1, max_size=3), min_size=3, max_size=40))
def test_the_same_words_have_the_same_fingerprint(words: list[str]) -> None:
    one, other = (fingerprint(threes(words_of(" ".join(words)))) for _ in range(2))
    assert one == other
    assert one.alike(other) == 1


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Three people and 1,200 others; nobody else", ("3", "1200", "0")),
        ("قتل ثلاثة أشخاص وأصيب \u0661\u0667", ("3", "17")),
        ("Погибли три человека, 05 ранены", ("3", "5")),
        ("Murieron veinte; no one is sure", ("20",)),
    ],
)
def test_numbers_are_told_in_digits_and_words_of_many_languages(text: str, numbers: tuple[str, ...]) -> None:
    assert numbers_told(text) == numbers
