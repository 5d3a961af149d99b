from collections.abc import Callable

import pytest

from eventbook.coders.intake.articles import article_ids, load_article
from eventbook.coders.reading.candidate import CandidateKind
from eventbook.coders.reading.reader import Reader
from eventbook.coders.reading.text_reading import read_text
from eventbook.coders.reading.told import Facts, Told
from eventbook.coders.workspace.workspace import open_workspace
from eventbook.schema.session import Workplace


def test_the_drone_in_baghdad_is_read_with_its_day_and_its_district(
    place: Workplace, run: Callable[..., tuple[int, str, str]]
) -> None:
    workspace = open_workspace(place)
    reader = Reader.of(workspace)
    with workspace.store.reading() as connection:
        every = [load_article(connection, name) for name in article_ids(connection)]
    article = next(one for one in every if "Green Zone" in one.latest.text)
    found = reader.read(article).candidates
    text = article.latest.text
    days = {text[one.start : one.end]: one.value for one in found if one.kind is CandidateKind.WHEN}
    places = {text[one.start : one.end]: one.label for one in found if one.kind is CandidateKind.WHERE}
    assert "2021-11-07" in str(days)
    assert places["Green Zone"].startswith("Baghdad - Green Zone")
    code, out, _ = run(place, "suggest", article.id)
    assert code == 0
    assert "[Green Zone]" in out


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("Rebels attacked two shops and a brewery in Kano.", {"shops", "brewery"}),
        ("The attack on Tuesday killed 12.", set[str]()),
        ("Gunmen attacked the village and destroyed everything.", {"village"}),
    ],
)
def test_what_was_struck_is_offered_though_no_list_has_it(
    bare: Workplace, text: str, things: set[str]
) -> None:
    lists = Reader.of(open_workspace(bare)).lists()
    found = read_text(Told(text, Facts(None, "NGA", "en")), lists).candidates
    assert {one.label for one in found if one.kind is CandidateKind.TARGET} == things
