"""A new extractor makes new text versions; every quote stays where it was, or is told to be detached."""

import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from unittest.mock import patch

from eventbook.coders.texts.blocks import Extract
from eventbook.coders.texts.extract import EXTRACTORS, Extractor
from eventbook.coders.texts.plain_text import plain_extract
from eventbook.coders.workspace.gather import gather
from eventbook.schema.article import Medium
from eventbook.schema.session import Workplace

Run = Callable[..., tuple[int, str, str]]
KAMPALA = "78be5f5a9efa01da"


@contextmanager
def newer(change: Callable[[str], str]) -> Generator[None]:
    """Let the extractor of plain text make another text."""

    def run(content: bytes, encoding: str) -> Extract:
        found = plain_extract(content, encoding)
        return Extract(change(found.text), found.marks.model_copy(update={"parts": (), "damage": ()}))

    later = Extractor("plain 99", "eventbook.coders.texts.plain_text", "plain_extract")
    with (
        patch.dict(EXTRACTORS, {Medium.PLAIN: later}),
        patch("eventbook.coders.texts.plain_text.plain_extract", run),
    ):
        yield


def coded(place: Workplace, run: Run, samples: str) -> None:
    assert run(place, "submit", f"{samples}/sheets/round-1/kampala-amira.yaml")[0] == 0
    assert run(place, "accept", "kampala-amira", person="vera")[0] == 0


def test_the_same_text_makes_no_version(place: Workplace, run: Run) -> None:
    code, out, err = run(place, "article", "extract", "--all")
    assert (code, out) == (0, "")
    assert "0 with a new text" in err


def test_quotes_stay_in_their_version_and_the_reports_say_what_they_said(
    place: Workplace, run: Run, samples: str
) -> None:
    coded(place, run, samples)
    before = gather(place).reports
    with newer(lambda text: f"A new first line.\n{text}"):
        out = run(place, "article", "extract", KAMPALA)[1]
    assert out.startswith(f"{KAMPALA}: version 2, ")
    assert ", 0 detached" in out
    given = gather(place)
    assert given.reports == before
    article = next(one for one in given.articles if one.id == KAMPALA)
    assert [one.extractor for one in article.versions] == ["plain 2", "plain 99"]
    shown = json.loads(run(place, "sheet", "show", "kampala-amira", "--json")[1])
    assert [form["detached"] for form in shown["forms"]] == [[], []]


def test_a_quote_that_the_new_text_lacks_is_told_and_its_report_stays(
    place: Workplace, run: Run, samples: str
) -> None:
    coded(place, run, samples)
    before = gather(place).reports
    with newer(lambda text: text.replace("blew themselves up", "exploded")):
        code, out, err = run(place, "article", "extract", KAMPALA)
    assert code == 0
    assert ", 0 detached" not in out
    assert "detached: see `eventbook status`" in err
    assert gather(place).reports == before
    assert "stands in version 1 of the text, not in 2" in run(place, "sheet", "show", "kampala-amira")[1]
    assert "no longer in the article's newest text" in run(place, "status", "--all")[1]
    edited = run(place, "sheet", "edit", "kampala-amira", "-o", "-")[1]
    assert "blew themselves up" in edited
