"""A batch comes in whole or not at all, from a stream, and every detail is found, given or asked for."""

import gzip
import json
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from eventbook.coders.intake.article_rows import moment
from eventbook.coders.intake.intake import take
from eventbook.coders.intake.received import Received
from eventbook.coders.store.stamp import stamp
from eventbook.coders.store.store import open_store
from eventbook.schema.session import Workplace

Run = Callable[..., tuple[int, str, str]]
PAGE = """<html lang="en"><head><meta property="og:site_name" content="sample wire">
<meta property="article:published_time" content="2021-11-16T23:30:00Z"></head>
<body><h1>Gunfire in Auno</h1><p>Four travellers were killed on the road to Auno, villagers said on Monday.</p>
</body></html>"""


def articles(place: Workplace) -> tuple[int, ...]:
    with open_store(place.store).reading() as connection:
        return moment(connection)


def lines(*rows: Mapping[str, object]) -> bytes:
    return "\n".join(json.dumps(row) for row in rows).encode()


def test_what_a_page_says_of_itself_is_found_and_told_where(place: Workplace, run: Run) -> None:
    code, out, err = run(place, "article", "add", "-", stdin=PAGE.encode())
    assert code == 0
    assert "published: 2021-11-16 (found: article:published_time)" in err
    assert "outlet: Sample Wire (found: og:site_name)" in err
    assert "not known: url" in err
    assert "published as found: article:published_time" in run(place, "article", "show", out.strip())[1]


def test_the_day_of_publication_is_that_of_the_outlet(place: Workplace, run: Run) -> None:
    run(
        place,
        "outlets",
        "add",
        "--name",
        "Far",
        "--scale",
        "National",
        "--time-zone",
        "Africa/Kampala",
        "--host",
        "far.example",
    )
    mail = b"From: Far <a@news.far.example>\nTo: b\nSubject: S\nDate: Tue, 16 Nov 2021 23:30:00 +0000\n\nThe text.\n"
    code, out, err = run(place, "article", "add", "-", "--json", stdin=mail)
    assert code == 0, err
    (row,) = json.loads(out)
    assert row["details"]["published"] == "2021-11-17"
    assert row["found"]["outlet"] == "the host news.far.example of its sender"


def test_a_day_is_never_made_up(place: Workplace, run: Run) -> None:
    before = articles(place)
    code, _, err = run(
        place, "article", "add", "-", "--outlet", "Sample Wire", stdin=b"On 3 May 2021 it rained.\n"
    )
    assert (code, articles(place)) == (2, before)
    assert "it does not say when it was published. Give the day with --published" in err
    dated = b"Rain\nPublished: 3 May 2021\nIt rained on Sunday.\n"
    out = run(place, "article", "add", "-", "--outlet", "Sample Wire", "--json", stdin=dated)[1]
    assert json.loads(out)[0]["details"]["published"] == "2021-05-03"
    unclear = b"Rain\nPublished: 03/04/2021\nIt rained on Sunday.\n"
    assert run(place, "article", "add", "-", "--outlet", "Sample Wire", stdin=unclear)[0] == 2


def test_json_lines_come_in_with_their_details_packed_or_not(
    place: Workplace, run: Run, tmp_path: Path
) -> None:
    rows = lines(
        {
            "text": "First story of the day.",
            "outlet": "Sample Wire",
            "published": "2021-01-02",
            "id": "a1",
            "extra": 1,
        },
        {"html": PAGE, "url": "https://example.org/x"},
    )
    path = tmp_path / "news.bin"
    path.write_bytes(gzip.compress(rows))
    code, out, err = run(place, "article", "add", path, "--language", "en", "--json")
    assert code == 0, err
    first, second = json.loads(out)
    assert (first["id"], first["details"]["language"], first["details"]["published"]) == (
        "a1",
        "en",
        "2021-01-02",
    )
    assert second["details"]["url"] == "https://example.org/x"
    assert "field 'extra' was not read" in err
    assert (
        "0 new articles, 2 known already"
        in run(place, "article", "add", "-", "--language", "en", stdin=rows)[2]
    )


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"{", "news.jsonl:2: it is no JSON"),
        (b"[1]", "news.jsonl:2: it is no object"),
        (b"{}", "news.jsonl:2: it has no text"),
        (b'{"text": "a", "html": "b"}', "news.jsonl:2: it has both"),
        (
            b'{"text": "a", "outlet": "Nobody", "published": "unknown"}',
            "news.jsonl:2: outlet: there is no outlet 'Nobody'",
        ),
        (b'{"text": "a", "outlet": "Sample Wire"}', "news.jsonl:2: published: it does not say when"),
        (
            b'{"text": "a\\u0000", "outlet": "Sample Wire", "published": "unknown"}',
            "news.jsonl:2: character 1 is the control",
        ),
        (
            b'{"text": "\\ud800", "outlet": "Sample Wire", "published": "unknown"}',
            "news.jsonl:2: text: letter 0",
        ),
        (
            b'{"text": "a", "outlet": "Sample Wire", "published": "2999-01-01"}',
            "news.jsonl:2: the day of publication",
        ),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_kept(
    place: Workplace, run: Run, tmp_path: Path, line: bytes, says: str
) -> None:
    good = lines({"text": "Good.", "outlet": "Sample Wire", "published": "unknown"})
    path = tmp_path / "news.jsonl"
    path.write_bytes(good + b"\n" + line + b"\n")
    before = articles(place)
    code, _, err = run(place, "article", "add", path)
    assert (code, articles(place)) == (2, before)
    assert says in err


def test_a_cut_off_archive_keeps_nothing(place: Workplace, run: Run, tmp_path: Path) -> None:
    rows = lines(
        *({"text": f"Story {n}.", "outlet": "Sample Wire", "published": "unknown"} for n in range(200))
    )
    path = tmp_path / "news.jsonl.gz"
    path.write_bytes(gzip.compress(rows)[:-20])
    before = articles(place)
    code, _, err = run(place, "article", "add", path)
    assert (code, articles(place)) == (2, before)
    assert "cannot be read on" in err


@pytest.mark.parametrize("content", [b"[1,2]\n", b"null\n", b"Three were killed on Sunday.\n"])
@pytest.mark.parametrize("name", ["news.jsonl", "news.ndjson", "news.jsonl.gz", "NEWS.NDJSON.GZ"])
def test_a_file_that_is_named_json_lines_is_never_taken_for_an_article(
    place: Workplace, run: Run, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    before = articles(place)
    named = ("--outlet", "Sample Wire", "--published", "unknown")
    code, _, err = run(place, "article", "add", tmp_path / name, *named)
    assert (code, articles(place)) == (2, before)
    assert f"{name}:1: it is no " in err


def test_json_lines_in_a_damaged_archive_are_refused_by_line(
    place: Workplace, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "news.jsonl.gz"
    path.write_bytes(b"\x1f\x8bno archive")
    code, _, err = run(place, "article", "add", path, "--outlet", "Sample Wire", "--published", "unknown")
    assert code == 2
    assert "news.jsonl.gz:1: the file cannot be read on" in err
    assert "cannot be read: No such file" in run(place, "article", "add", tmp_path / "gone.jsonl")[2]


def test_others_can_write_while_a_batch_is_read(place: Workplace) -> None:
    store = open_store(place.store)
    seen: list[int] = []

    def busy(number: int) -> None:
        other = sqlite3.connect(place.store, timeout=0)
        other.execute("BEGIN IMMEDIATE")
        seen.append(number)
        other.rollback()
        other.close()

    given = {"outlet": "Sample Wire", "published": "unknown"}
    every = [Received(f"Story number {n}.".encode(), given) for n in range(3)]
    assert len(take(store, every, stamp("x"), busy)) == 3
    assert seen == [1, 2, 3]


def test_an_interrupt_while_reading_keeps_nothing(place: Workplace) -> None:
    def stop(number: int) -> None:
        if number == 2:
            raise KeyboardInterrupt

    before = articles(place)
    left = {path.name for path in place.root.iterdir()}
    every = [
        Received(f"Story {n}.".encode(), {"outlet": "Sample Wire", "published": "unknown"}) for n in range(3)
    ]
    with pytest.raises(KeyboardInterrupt):
        take(open_store(place.store), every, stamp("x"), stop)
    assert articles(place) == before
    assert {path.name for path in place.root.iterdir()} == left


def test_a_folder_without_a_table_is_read_and_what_is_missing_is_asked_for_in_lines_to_write(
    place: Workplace, run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "a.html").write_text(PAGE)
    (folder / "b.txt").write_text("Floods\nDate: 3 May 2021\nThe river rose on Sunday.\n")
    code, _, err = run(place, "article", "add", folder)
    assert code == 2
    asked = err.partition("articles.toml, fill it in, and add the folder again:\n\n")[2]
    assert asked.split("\n")[:2] == ['["b.txt"]', 'outlet = ""']
    (folder / "articles.toml").write_text(asked.replace('""', '"Savanna Post (sample)"'))
    code, out, err = run(place, "article", "add", folder)
    assert (code, len(out.split())) == (0, 2), err


def test_a_file_that_cannot_be_read_is_named_and_the_folder_keeps_nothing(
    place: Workplace, run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "a.html").write_text(PAGE)
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0 and more")
    before = articles(place)
    code, _, err = run(place, "article", "add", folder)
    assert (code, articles(place)) == (2, before)
    assert "photo.jpg: it is a JPEG image. Run OCR" in err


def test_damage_is_told_when_an_article_comes_and_when_it_is_shown(place: Workplace, run: Run) -> None:
    text = 'Erbil \u00e2" it was \u00e2\u20ac\u0153said\u00e2\u20ac\u009d on Sunday.\n'
    named = ("--outlet", "Sample Wire", "--published", "unknown")
    _, out, err = run(place, "article", "add", "-", *named, stdin=text.encode())
    assert "1 with damaged letters" in err
    shown = run(place, "article", "show", out.strip())[1]
    assert "damaged, 1 place: what is left of a character decoded wrongly" in shown
    assert "2 places decoded wrongly and put right" in shown
    assert "\u201csaid\u201d" in shown
    assert run(place, "article", "show", out.strip(), "--bytes")[1] == text
