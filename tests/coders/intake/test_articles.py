"""Articles are kept as they came, each once; a folder is taken in whole or not at all."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from eventbook.coders.intake.articles import article_ids, load_article
from eventbook.coders.store.store import open_store
from eventbook.coders.texts.charset import UnreadableTextError
from eventbook.coders.texts.extract import LIMIT, extract
from eventbook.schema.canonical import sha256
from eventbook.schema.session import Workplace

Run = Callable[..., tuple[int, str, str]]
WIRE = ("--outlet", "Sample Wire")
OUTLET = (*WIRE, "--published", "unknown")


def count(place: Workplace) -> int:
    with open_store(place.store).reading() as connection:
        return len(article_ids(connection))


def test_the_bytes_are_kept_as_received_and_the_text_is_clean(
    place: Workplace, run: Run, tmp_path: Path
) -> None:
    content = b"\xef\xbb\xbfOne\r\ntwo\rthree\n"
    (tmp_path / "a.txt").write_bytes(content)
    code, out, _ = run(place, "article", "add", tmp_path / "a.txt", *OUTLET)
    assert code == 0
    with open_store(place.store).reading() as connection:
        article = load_article(connection, out.strip())
        kept = connection.exec_driver_sql("SELECT bytes FROM article WHERE id = ?", (article.id,)).scalar()
    assert kept == content
    assert article.sha256 == sha256(content)
    assert article.latest.text == "One\ntwo\nthree\n"
    assert article.latest.n == 1


def test_the_same_bytes_are_one_article_with_two_publications(place: Workplace, run: Run) -> None:
    first = run(place, "article", "add", "-", *WIRE, "--published", "2026-01-01", stdin=b"Text.\n")
    again = run(place, "article", "add", "-", *WIRE, "--published", "2026-01-01", stdin=b"Text.\n")
    other = run(
        place,
        "article",
        "add",
        "-",
        "--outlet",
        "savanna post (SAMPLE)",
        "--published",
        "unknown",
        stdin=b"Text.\n",
    )
    assert [first[1], again[1], other[1]] == [first[1]] * 3
    assert "1 known already" in again[2]
    assert "1 more publication" in other[2]
    with open_store(place.store).reading() as connection:
        article = load_article(connection, first[1].strip())
    assert [one.outlet for one in article.publications] == ["Sample Wire", "Savanna Post (sample)"]


def test_a_publication_with_other_details_is_refused_and_can_be_corrected(place: Workplace, run: Run) -> None:
    _, out, _ = run(place, "article", "add", "-", *OUTLET, "--title", "Old", stdin=b"Text.\n")
    code, _, err = run(place, "article", "add", "-", *OUTLET, "--title", "New", stdin=b"Text.\n")
    assert code == 2
    assert "another title: 'Old'" in err
    assert (
        run(place, "article", "correct", out.strip(), "1", "--title", "New", "--published", "2026-02-03")[0]
        == 0
    )
    shown = json.loads(run(place, "article", "show", out.strip(), "--json")[1])
    assert shown["publications"][0]["title"] == "New"
    assert shown["publications"][0]["published"] == "2026-02-03"
    assert run(place, "article", "correct", out.strip(), "7", "--title", "New")[0] == 2


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "it is empty"),
        (b" \n\t\n", "it is empty"),
        (b"\xef\xbb\xbf", "it is empty"),
        (b"caf\xe9", "byte 3 (hex e9) is not UTF-8; it may be cp125"),
        (b"\x89PNG\r\n\x1a\n", "it is a PNG image; run OCR"),
        (b"PK\x03\x04word", "office document; unpack it, or save the document as PDF or text"),
        (b"a\x00b", "character 1 is the control character U+0000"),
        (b"a\x1b[31mb", "U+001B"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "it is a damaged PDF"),
        (b"x" * (LIMIT + 1), "it has more than 5,000,000 bytes, which is the limit; add only"),
    ],
)
def test_what_is_no_article_is_refused_with_what_to_do(
    place: Workplace, run: Run, content: bytes, says: str
) -> None:
    before = count(place)
    with pytest.raises(UnreadableTextError) as caught:
        extract(content)
    assert says in str(caught.value)
    assert run(place, "article", "add", "-", *OUTLET, stdin=content)[0] == 2
    assert count(place) == before


def test_text_in_any_script_is_kept_letter_for_letter() -> None:
    text = "日本\u200f語 — Ñandú\u2028\u00a0\U0001f4f0\n"
    assert extract(text.encode())[1].text == text


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((*WIRE, "--published", "1699-12-31"), "1699-12-31 is before 1700-01-01. Check the year"),
        ((*WIRE, "--published", "2999-01-01"), "2999-01-01 is after tomorrow"),
        (("--outlet", "Nobody"), "there is no outlet 'Nobody'. Add it with `eventbook outlets add`"),
        ((*WIRE, "--published", "yesterday"), "published"),
        ((*OUTLET, "--url", "javascript:alert(1)"), "is not a web address"),
        ((), "it does not say who published it. Say who with --outlet"),
        (WIRE, "Give the day with --published, or --published unknown"),
    ],
)
def test_bad_details_keep_nothing(place: Workplace, run: Run, words: tuple[str, ...], says: str) -> None:
    before = count(place)
    code, _, err = run(place, "article", "add", "-", *words, stdin=b"Text.\n")
    assert code == 2
    assert says in err
    assert count(place) == before


def test_a_day_that_cannot_be_is_refused_in_a_correction_too_and_tomorrow_is_not(
    place: Workplace, run: Run
) -> None:
    correct = ("article", "correct", "78be5f5a", "1", "--published")
    code, _, err = run(place, *correct, "0221-11-16")
    assert (code, "0221-11-16 is before 1700-01-01" in err) == (2, True)
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    assert run(place, *correct, str(tomorrow))[0] == 0
    assert run(place, *correct, str(tomorrow + timedelta(days=2)))[0] == 2


def test_a_file_that_is_not_there_is_told(place: Workplace, run: Run) -> None:
    code, _, err = run(place, "article", "add", "no/such.txt", *OUTLET)
    assert (code, "no/such.txt cannot be read: No such file" in err) == (2, True)


def folder(tmp_path: Path, table: str) -> Path:
    """Make a folder of two articles and a table."""
    made = tmp_path / "articles"
    made.mkdir()
    (made / "a.txt").write_text("First.\n")
    (made / "b.txt").write_text("Second.\n")
    (made / "articles.toml").write_text(table)
    return made


GOOD = """\
["a.txt"]
outlet = "Sample Wire"
published = 2021-11-16
[["b.txt"]]
outlet = "Sample Wire"
confidential = true
published = "unknown"
[["b.txt"]]
outlet = "Savanna Post (sample)"
published = "unknown"
"""


def test_a_folder_is_taken_in_with_all_its_publications(place: Workplace, run: Run, tmp_path: Path) -> None:
    made = folder(tmp_path, GOOD)
    code, out, err = run(place, "article", "add", made)
    assert (code, len(out.split())) == (0, 2)
    assert "2 new articles, 1 more publication" in err
    with open_store(place.store).reading() as connection:
        articles = [load_article(connection, name) for name in out.split()]
    assert [one.confidential for one in articles] == [False, True]
    assert [len(one.publications) for one in articles] == [1, 2]
    assert "0 new articles, 3 known already" in run(place, "article", "add", made)[2]


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (GOOD.replace("a.txt", "c.txt"), ":1: c.txt[0]: there is no file 'c.txt'"),
        (GOOD.replace("a.txt", "../a.txt"), ":1: ../a.txt[0]: there is no file"),
        (GOOD.replace("a.txt", "c.txt"), '["a.txt"]\noutlet = ""\npublished =   # a day such as'),
        (
            GOOD.replace("Savanna", "Nirvana"),
            ":9: b.txt[1].outlet: there is no outlet 'Nirvana Post (sample)'",
        ),
        (
            GOOD.replace(
                'outlet = "Sample Wire"\npublished = 2021-11-16\n',
                'outlet = "Sample Wire"\npublished = 2021-02-30\n',
            ),
            "not TOML",
        ),
        (
            GOOD.replace(
                'outlet = "Sample Wire"\npublished = 2021-11-16\n',
                'outlet = "Sample Wire"\npublished = "unknown"\nurl = "ftp://x"\n',
            ),
            ":4: a.txt[0].url:",
        ),
        (
            GOOD.replace('outlet = "Sample Wire"\npublished = 2021-11-16\n', 'outlets = "x"\n'),
            "a.txt[0].outlets: 'outlets' is not a field here",
        ),
        (GOOD.replace("= true", '= "yes"'), ":6: b.txt[0].confidential:"),
    ],
)
def test_a_folder_with_any_fault_is_not_taken_in_at_all(
    place: Workplace, run: Run, tmp_path: Path, table: str, says: str
) -> None:
    before = count(place)
    code, _, err = run(place, "article", "add", folder(tmp_path, table))
    assert (code, count(place)) == (2, before)
    assert says in err


def test_every_fault_of_a_folder_is_told_at_once(place: Workplace, run: Run, tmp_path: Path) -> None:
    made = folder(tmp_path, '["a.txt"]\noutlet = "Nobody"\n["b.txt"]\n["c.txt"]\noutlet = "Sample Wire"\n')
    (made / "a.txt").write_bytes(b"a\x00b")
    err = run(place, "article", "add", made)[2]
    assert [
        line.rpartition("[")[2] for line in err.splitlines() if line.endswith("]") and "[" in line[1:]
    ] == [
        "article-unreadable]",
        "outlet-needed]",
        "published-needed]",
        "article-file-missing]",
    ]


def test_an_article_is_found_by_a_shortened_id_or_its_file(place: Workplace, run: Run, samples: Path) -> None:
    whole = run(place, "article", "show", "78be5f5a9efa01da")
    assert whole[0] == 0
    assert run(place, "article", "show", "78BE5f") == whole
    assert run(place, "article", "show", samples / "articles/01-kampala-wire.txt") == whole
    assert run(place, "article", "show", "78b")[0] == 2
    assert run(place, "article", "show", "ffff0000")[0] == 2


def test_a_terminal_is_not_sent_what_it_would_obey(place: Workplace, run: Run) -> None:
    _, out, _ = run(
        place, "article", "add", "-", *OUTLET, "--title", "\x1b]0;owned\x07", stdin="a\u009b31m\n".encode()
    )
    code, shown, _ = run(place, "article", "show", out.strip())
    assert code == 0
    assert "\x1b" not in shown
    assert "\u009b" not in shown


def test_a_list_of_articles_can_be_read_by_a_program(place: Workplace, run: Run, samples: Path) -> None:
    rows = json.loads(run(place, "article", "list", "--json")[1])
    assert len(rows) == len(list((samples / "articles").glob("[0-9]*"))) - 1, (
        "the wire copy is no article of its own"
    )
    assert rows[0]["id"] == run(place, "article", "list")[1].split()[0]
