import csv
from pathlib import Path

import pytest

from eventbook.coders.reading.attribution import attribution
from eventbook.coders.reading.deeds import violent
from eventbook.coders.reading.told import Facts, Told

PHRASES = Path(__file__).parent / "phrases" / "attribution.csv"
ROWS = list(csv.DictReader(PHRASES.read_text(encoding="utf-8").splitlines(), delimiter="|"))


def said(row: dict[str, str]) -> tuple[str, str]:
    """Return the certainty and the speaker that are read from a row's words; `nobody` where nobody claimed it."""
    told = Told(row["text"], Facts(None, "", row["language"]))
    start = row["text"].index(row["words"])
    end = start + len(row["words"])
    found = [one for one in attribution(told, violent(told)) if one.start < end and one.end > start]
    if not found:
        return "none", ""
    value = found[0].value
    return (value["certainty"], value.get("by", "")) if value else ("nobody", "")


def test_nearly_all_say_how_sure_it_is_and_who_says_so() -> None:
    wrong = [
        f"{row['text']} -> {said(row)}"
        for row in ROWS
        if said(row)[0] != row["certainty"] or row["by"].casefold() not in said(row)[1].casefold()
    ]
    assert len(wrong) <= 0.05 * len(ROWS), "\n".join(wrong)


def claims(text: str, language: str) -> list[str]:
    told = Told(text, Facts(None, "", language))
    return [one.label for one in attribution(told, frozenset()) if one.label.endswith("claimed")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Karo Front claimed responsibility for the raid."),
        ("fr", "Le groupe a revendiqué l'attaque."),
        ("es", "El ELN reivindicó el ataque."),
    ],
)
def test_a_claim_is_offered(language: str, text: str) -> None:
    assert claims(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Karo Front has not claimed responsibility for the raid."),
        ("en", "Neither the Karo Front nor the Hill Front claimed the attack."),
        ("fr", "Ni l'armée ni les rebelles n'ont revendiqué l'attaque."),
        ("es", "Ni el ELN ni las FARC reivindicaron el ataque."),
        ("uk", "Ані армія, ані повстанці не взяли на себе відповідальність."),  # noqa: RUF001
    ],
)
def test_what_was_not_claimed_is_offered_as_no_claim(language: str, text: str) -> None:
    assert not claims(text, language)
