"""Who does it and to whom it is done, as far as the words around a name tell: a guess for a person to look at."""

from functools import cache

from eventbook.coders.reading.count_words import count_words
from eventbook.coders.reading.role_words import role_words
from eventbook.coders.reading.told import Told
from eventbook.schema.text import name_key

_AHEAD, _BEHIND = 6, 4
"""Words before and behind a name that are looked at."""


def side_of(told: Told, first: int, last: int) -> int:
    """Return 1 where the words of a name seem to say who did it, 2 to whom it was done, 0 where they say neither."""
    words = role_words(told.language)
    before, after = told.before(first, _AHEAD), told.after(last, _BEHIND)
    if words.ends("by", before[-1:]) or words.ends("by", before[-2:-1]):
        return 1
    for cut in range(len(before), max(0, len(before) - 4), -1):
        if words.ends("done", before[:cut]):
            return 2
    passive = next((at for at in range(min(2, len(after))) if words.begins("done", after[at:])), None)
    if passive == 1 and after[0].key in _BEING:
        return 2
    active = any(words.begins("does", after[at:]) for at in range(len(after)))
    return 1 if active else 0


_OF = (" of", " de", " del", " do", " da", " du", " against", " contra")

_BEING = frozenset({"was", "were", "been", "being", "is", "are", "fue", "fueron", "foi", "foram", "ete"})


def violent(told: Told) -> frozenset[int]:
    """Return the starts of the sentences that tell of violence."""
    words = role_words(told.language)
    deeds = words.lists["does"] | words.lists["done"]
    alone = {key for key in deeds if " " not in key} | _told_of(told.language)
    alone |= {key.split()[0] for key in words.lists["done"] if key.endswith(_OF)}  # "the murder of"
    return frozenset(told.sentence_of(word.start)[0] for word in told.words if word.key in alone)


@cache
def _told_of(language: str) -> frozenset[str]:
    """Return the words that tell of people who were killed, hurt or taken."""
    counts = count_words(language).entries.values()
    cues = (
        words
        for listed in counts
        for words, meaning in listed
        if meaning.value in _LOSSES and len(words) == 1
    )
    return frozenset(name_key(words[0]) for words in cues)


_LOSSES = frozenset({"deaths", "injuries", "abducted"})
