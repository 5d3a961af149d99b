"""What a name may be in the list when the text has it in another case, or joined to a small word.

Ukrainian and Russian decline names, Arabic joins "and", "in" and "to" to them, English adds an `s`. The
forms that a name may come from are guessed by the endings of `words/inflection.toml`; only those that some place
bears count.
"""

from collections.abc import Iterator

from eventbook.coders.reading.word_file import word_file

_SHORTEST = 3
"""Letters of what is left of a name at least."""

_MOST_CASES = 6
_DECLINED = ("uk", "ru")


def variants(key: str, language: str) -> Iterator[tuple[str, int]]:
    """Yield forms of a name's key that the list may have, with how many letters of a joined word were left out."""
    yield key, 0
    if language in _DECLINED:
        yield from ((form, 0) for form in list(_nominatives(key, language))[:_MOST_CASES])
    elif language == "ar":
        yield from _unjoined(key)
    elif language == "en" and key.endswith("s") and len(key) > _SHORTEST + 1:
        yield key[:-1], 0


def _unjoined(key: str) -> Iterator[tuple[str, int]]:
    words = word_file("inflection")["ar"]
    for letters in words["joined"]:
        rest = key.removeprefix(letters)
        if rest != key and len(rest) >= _SHORTEST:
            yield rest, len(letters)
            if letters[-1] == words["article"][-1] and rest.startswith(letters[-1]):
                yield words["article"][0] + rest, len(letters)  # "to" swallows the article's first letter


def _nominatives(key: str, language: str) -> Iterator[str]:
    words = word_file("inflection")
    head, space, last = key.rpartition(" ")
    for ending, stands in words[language].items():
        stem = last.removesuffix(ending)
        if stem != last and len(stem) + len(ending) > _SHORTEST + 1:
            yield from (f"{head}{space}{stem}{one}" for one in stands)
    if space:
        for ending, stands in words["adjective"].items():
            stem = head.removesuffix(ending)
            if stem != head:
                yield from (f"{stem}{one} {words['region'].get(last, last)}" for one in stands)
