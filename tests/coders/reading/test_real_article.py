import os
from collections.abc import Callable
from pathlib import Path

import pytest

from eventbook.coders.intake.articles import find_article, load_article
from eventbook.coders.reading.candidate import Candidate, CandidateKind
from eventbook.coders.reading.reader import Reader
from eventbook.coders.workspace.workspace import open_workspace
from eventbook.schema.plain_values import is_mapping
from eventbook.schema.session import Workplace

FOLDER = Path(os.environ.get("EVENTBOOK_ARTICLES", "../shared/data/articles"))


@pytest.fixture
def found(place: Workplace, run: Callable[..., tuple[int, str, str]]) -> dict[CandidateKind, list[Candidate]]:
    files = sorted(FOLDER.glob("*.txt")) if FOLDER.is_dir() else []
    if not files:
        pytest.skip("the real article is not here; name its folder in EVENTBOOK_ARTICLES")
    words = (
        "--name",
        "CBS News",
        "--scale",
        "International",
        "--country",
        "USA",
        "--time-zone",
        "America/New_York",
    )
    assert run(place, "outlets", "add", *words)[0] == 0
    code, out, said = run(
        place,
        "article",
        "add",
        files[0],
        "--outlet",
        "CBS News",
        "--published",
        "2021-11-08",
        "--language",
        "en",
    )
    assert code == 0, said
    workspace = open_workspace(place)
    with workspace.store.reading() as connection:
        article = load_article(connection, find_article(connection, out.split()[-1]))
    kinds: dict[CandidateKind, list[Candidate]] = {}
    for one in Reader.of(workspace).read(article).candidates:
        kinds.setdefault(one.kind, []).append(one)
    return kinds


def test_all_that_a_coder_needs_of_the_real_article_is_offered(
    found: dict[CandidateKind, list[Candidate]],
) -> None:
    days = {
        str(one.value["first"] if is_mapping(one.value) else one.value) for one in found[CandidateKind.WHEN]
    }
    assert {"2021-11-05", "2021-11-07"} <= days
    places = found[CandidateKind.WHERE]
    happened = {one.label for one in places if not one.more.get("dateline")}
    assert any(label.startswith("Baghdad - Green Zone") for label in happened)
    assert any(
        label.startswith("Erbil") and one.more.get("dateline") for one in places for label in [one.label]
    )
    counts = {(one.value["what"], str(one.value["count"])) for one in found[CandidateKind.COUNT]}
    assert {("deaths", "at least 1"), ("injuries", "127")} <= counts
    actors = {one.label for one in found[CandidateKind.ACTOR]}
    assert {
        "Government of Iraq (2020-2022)",
        "Unidentified Armed Group (Iraq)",
        "Asa'ib Ahl al-Haq",
    } <= actors
    said = {one.value["certainty"] if one.value else "nobody" for one in found[CandidateKind.ATTRIBUTION]}
    assert {"nobody", "suspected", "disputed"} <= said
