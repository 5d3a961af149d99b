"""Names and words, compared the way people compare them.

Folding forgives case, accents, kinds of quotation mark and runs of spaces, in any script;
it decides what counts as the same written name, never what is stored.
"""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

# One character for one character, so that an offset in folded text is an offset in the text.
SAME_WIDTH = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u2032": "'", "\u02bc": "'", "`": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "\n": " ", "\r": " ",
    }
)  # fmt: skip

# Combining classes of what is a letter's own part: 0 is no accent at all; nukta (7), the voicing of
# kana (8: Gaza is not Kasa) and virama (9) make another letter of it.
NO_ACCENT = frozenset({0, 7, 8, 9})

# Cyrillic letters that Unicode takes apart into another letter and an accent, each kept through folding
# as a private character of its own; private characters that somebody wrote mean nothing here.
_LETTERS = "йёїўѓќӣӯӂӑӓӗӛӝӟӥӧӫӭӱӳӵӹ"
_PLAIN = dict.fromkeys((chr(0xE000 + at) for at in range(len(_LETTERS))), " ") | {
    letter: chr(0xE000 + at) for at, letter in enumerate(_LETTERS)
}
_CYRILLIC = {0xE000 + at: letter for at, letter in enumerate(_LETTERS)}


def hides(letter: str) -> bool:
    """Tell whether a character can make a text read as another: controls and changes of direction."""
    # Zero-width joiners (U+200C, U+200D) are spelling in Persian and Indic scripts.
    category = unicodedata.category(letter)
    return category in {"Cc", "Cf"} and letter not in "\n\t\u200c\u200d\u200e\u200f\u00ad"


def plain_name(name: str) -> str:
    """Return a name with its spaces tidied. Raises ValueError where characters hide in it."""
    if any(hides(letter) for letter in set(name)):
        message = "the name holds control characters; type it anew"
        raise ValueError(message)
    return " ".join(name.split())


# Letters that no normal form takes apart, and the letters of Arabic script that several languages write
# with characters of their own.
_ONE_LETTER = str.maketrans(
    {
        "\u0142": "l", "\u00f8": "o", "\u0111": "d", "\u00f0": "d", "\u0131": "i", "\u0127": "h",
        "\u0167": "t", "\u0259": "a", "\u00e6": "ae", "\u0153": "oe", "\u00fe": "th",
        "\u06cc": "\u064a", "\u0649": "\u064a", "\u06a9": "\u0643", "\u06be": "\u0647", "\u06c1": "\u0647",
        "\u0629": "\u0647", "\u0640": "",
    }
)  # fmt: skip

_VOWELS = frozenset(" aeiouyw\u0430\u0435\u0438\u043e\u0443\u044b\u044d\u044e\u044f\u0456\u0454\u044c\u044a")


@lru_cache(maxsize=100_000)  # the same few names are looked up for every form
def fold(name: str) -> str:
    """Return the form of a name in which two spellings of it are equal."""
    if name.isascii():  # nothing to take apart
        return " ".join(name.replace("`", "'").casefold().split())
    # The second time, because taking compatibility characters apart can make quotation marks.
    plain = unicodedata.normalize("NFKD", name.translate(SAME_WIDTH)).translate(SAME_WIDTH).casefold()
    letters = "".join(letter for letter in plain if unicodedata.combining(letter) in NO_ACCENT)
    return " ".join(letters.split())


def name_key(name: str) -> str:
    """Return the form of a place's name in which its usual spellings are equal.

    Beyond folding it forgives apostrophes, hyphens and full stops, which writers of Arabic, Hebrew and
    Ukrainian names in Latin letters set as they like, and letters such as the Polish \u0142.
    """
    letters = fold(name).translate(_ONE_LETTER)
    if letters.isalnum():
        return letters
    # Letters of the kind Lm are the half-rings and primes that stand for ayn, hamza and soft signs.
    kept = "".join(_key_letter(letter) for letter in letters)
    return " ".join(kept.split())


@lru_cache(maxsize=10_000)
def _key_letter(letter: str) -> str:
    kind = unicodedata.category(letter)
    if letter == "'" or kind in {"Lm", "Sk", "Cf"}:
        return ""
    return letter if letter.isalnum() or kind[0] == "M" else " "


def consonants(key: str) -> str:
    """Return what a name's key shares with its misspellings: its consonants, each once, in alphabetical order."""
    return "".join(sorted(set(key) - _VOWELS))


@lru_cache(maxsize=100_000)  # likewise
def slug(name: str) -> str:
    """Return a name as an id: lower-case letters and digits of any script, joined by hyphens."""
    # Marks are vowels in Indic scripts, and no word characters to `re`. NFC puts Hangul together again.
    # Every Cyrillic letter is kept: й is a letter, and not и with an accent as Unicode has it.
    whole = unicodedata.normalize("NFC", name)
    folded = fold("".join(_PLAIN.get(one, one) for one in whole.casefold()))
    letters = unicodedata.normalize("NFC", folded.translate(_CYRILLIC).replace("'", ""))
    kept = "".join(one if one.isalnum() or unicodedata.category(one)[0] == "M" else " " for one in letters)
    return "-".join(kept.split())


def nearest(wrong: str, right: Iterable[str]) -> str:
    """Return the listed word most like a wrong one, or nothing where none is alike."""
    by_fold = {fold(word): word for word in right}
    hits = get_close_matches(fold(wrong), list(by_fold), n=1, cutoff=0.6)
    return by_fold[hits[0]] if hits else ""


def did_you_mean(wrong: str, right: Iterable[str]) -> str:
    """Return "Did you mean 'x'?" or, where nothing is alike, the choices themselves."""
    choices = list(right)
    hit = nearest(wrong, choices)
    if hit:
        return f"did you mean '{hit}'?"
    return "choose one of: " + ", ".join(choices) if choices else "leave it out"
