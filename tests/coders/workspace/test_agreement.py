from collections.abc import Callable
from pathlib import Path

import pytest

from eventbook.coders.workspace.agreement import EVENTS, alpha
from eventbook.coders.workspace.gather import gather
from eventbook.schema.session import Workplace

Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # the worked examples A and B of Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011)
        ("0100000010", "1110010000", 0.095),
        ("aabbdcccedda", "babbbccceddd", 0.692),
        ("ab", "ab", 1.0),
        ("aa", "aa", None),
        ("", "", None),
    ],
)
def test_alpha_is_that_of_the_textbook(one: str, other: str, expected: float | None) -> None:
    assert alpha(list(zip(one, other, strict=True))) == (expected and pytest.approx(expected, abs=0.0006))


def test_two_sheets_on_one_article_are_measured_and_one_is_not(
    place: Workplace, run: Run, samples: Path
) -> None:
    folder = samples / "sheets" / "round-1"
    double = sorted(path.stem for path in folder.glob("*.yaml"))
    articles: dict[str, list[str]] = {}
    for name in double:
        article = next(
            line.split(":")[1].strip()
            for line in (folder / f"{name}.yaml").read_text().splitlines()
            if line.startswith("article:")
        )
        articles.setdefault(article, []).append(name)
    twice = next(names for names in articles.values() if len(names) > 1)
    assert run(place, "submit", folder / f"{twice[0]}.yaml")[0] == 0
    assert gather(place).coding.agreement == ()
    assert run(place, "submit", folder / f"{twice[1]}.yaml")[0] == 0
    told = {one.field: one for one in gather(place).coding.agreement}
    assert told[EVENTS].pairs == 1
    assert told["sub_event_type"].pairs >= 1
    assert all(one.agreed <= one.pairs for one in told.values())
