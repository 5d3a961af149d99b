import pytest

from eventbook.coders.reading.attribution import attribution
from eventbook.coders.reading.told import Facts, Told


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
