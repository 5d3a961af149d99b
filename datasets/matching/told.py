"""What reports tell in the codebook's own fields, as arrays: names that are rare or common, and kinds.

A name says the more the fewer stories it stands in. Stories are counted and not reports, since
twenty articles on the murder of one man all name him and nobody else does: a story is a week in
a region. Kinds (of target, weapon, stage) are bits, one whole number a field and report.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_array

Masks: TypeAlias = npt.NDArray[np.uint64]
Rows: TypeAlias = npt.NDArray[np.int64]

RARE, FEW = 1 / 200, 1 / 40
"""A name is rare or seldom when fewer than this share of all stories have it."""
ONCE = 2
"""A name of so few stories is rare however few stories there are."""
WEEK = 7
STEPS, BITS = "name_steps", "word_bits"
"""The columns that say how rare names and words are in a table that is a part of a larger one."""
OTHERS, MOST_BITS = 200, 10
"""How many reports elsewhere without a word are thought of, since few reports cannot say what is common."""
_CHOICES = 64


@dataclass(frozen=True, slots=True)
class Named:
    """Which report names which word: as ones, and as how rare the word is (3 rare, 2 seldom, 1 common)."""

    words: csr_array
    rare: csr_array

    def __getitem__(self, rows: npt.NDArray[np.int64]) -> "Named":
        """Return some of the reports, in the order given; words stay as rare as they are among all."""
        return Named(self.words[rows], self.rare[rows])


@dataclass(frozen=True, slots=True)
class Worded:
    """Which report has which word of notes, as the bits that it says; and what all words of a report say, squared."""

    bits: csr_array
    said: npt.NDArray[np.float64]

    def __getitem__(self, rows: npt.NDArray[np.int64]) -> "Worded":
        """Return some of the reports, in the order given; words say as much as they do among all."""
        return Worded(self.bits[rows], self.said[rows])


def sparse(column: pa.ChunkedArray) -> tuple[csr_array | None, npt.NDArray[np.int64]]:
    """Return which row has which text as a sparse matrix of ones, and the row of every text.

    The matrix is None where no row has any.
    """
    lists = column.combine_chunks()
    words = pc.list_flatten(lists)
    lengths = np.asarray(pc.fill_null(pc.list_value_length(lists), 0).to_numpy(zero_copy_only=False))
    row = np.repeat(np.arange(len(lengths)), lengths)
    if not len(words):
        return None, row
    coded = words.dictionary_encode()
    code = np.asarray(coded.indices.to_numpy(), dtype=np.int32)
    starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    ones = np.ones(len(code), dtype=np.float64)
    return csr_array((ones, code, starts), shape=(len(lengths), len(coded.dictionary))), row


def told_words(table: pa.Table) -> Worded | None:
    """Return the words of the notes of a table of features: one that more than half the reports have says nothing.

    A word of every second report ("said", "people") tells no two incidents apart; None where there are no words.
    """
    words, _ = sparse(table["words"])
    if words is None:
        return None
    bits = _flat(table, BITS) if BITS in table.column_names else _bits(words)
    told = csr_array((bits, words.indices, words.indptr), shape=words.shape)
    return Worded(told, np.asarray(told.multiply(told).sum(axis=1), dtype=np.float64).ravel())


def _bits(words: csr_array) -> npt.NDArray[np.float64]:
    """Return the bits that each word says, one after the other as they stand in the table."""
    reports = np.bincount(words.indices, minlength=words.shape[1])
    said = np.floor(np.log2((words.shape[0] + OTHERS) / np.maximum(reports, 1)))
    return np.asarray(np.clip(said, 0, MOST_BITS)[words.indices], dtype=np.float64)


def named(table: pa.Table) -> Named | None:
    """Return the named words of a table of features; None where no report names any."""
    words, row = sparse(table["named"])
    if words is None:
        return None
    steps = _flat(table, STEPS) if STEPS in table.column_names else _steps(table, words, row)
    return Named(words, csr_array((steps, words.indices, words.indptr), shape=words.shape))


def _flat(table: pa.Table, name: str) -> npt.NDArray[np.float64]:
    """Return how rare each word is, one after the other, from a table to which that was added."""
    return np.asarray(pc.list_flatten(table[name].combine_chunks()).to_numpy(), dtype=np.float64)


def with_steps(table: pa.Table) -> pa.Table:
    """Return the table with how rare its names and words are: what a part of it cannot tell."""
    names, row = sparse(table["named"])
    words, _ = sparse(table["words"])
    steps = np.empty(0) if names is None else _steps(table, names, row)
    bits = np.empty(0) if words is None else _bits(words)
    for name, column, values in ((STEPS, "named", steps), (BITS, "words", bits)):
        lengths = pc.fill_null(pc.list_value_length(table[column].combine_chunks()), 0)
        starts = np.concatenate(([0], np.cumsum(np.asarray(lengths.to_numpy(zero_copy_only=False)))))
        lists = pa.ListArray.from_arrays(pa.array(starts.astype(np.int32)), pa.array(values.astype(np.int8)))
        table = table.append_column(name, lists)
    return table


def _steps(table: pa.Table, words: csr_array, row: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return how rare each named word is, one after the other as they stand in the table."""
    story = _stories(table)
    stories = len(np.unique(story))
    pairs = np.unique(words.indices.astype(np.int64) * (int(story.max()) + 1) + story[row])
    told = np.bincount(pairs // (int(story.max()) + 1), minlength=words.shape[1])
    rarity = np.ones(words.shape[1])
    rarity[told <= max(ONCE, stories * FEW)] = 2
    rarity[told <= max(ONCE, stories * RARE)] = 3
    return np.asarray(rarity[words.indices], dtype=np.float64)


def _stories(table: pa.Table) -> npt.NDArray[np.int64]:
    """Return a number for the week and region of every report, the same for all of one story."""
    place = pc.fill_null(pc.coalesce(table["region"], table["country"]), "").combine_chunks()
    code = np.asarray(pc.index_in(place, pc.unique(place)).to_numpy(zero_copy_only=False), dtype=np.int64)
    week = np.asarray(table["last"].cast(pa.int32()).to_numpy(), dtype=np.int64) // WEEK
    return np.asarray(np.unique(code * 1_000_000 + week, return_inverse=True)[1], dtype=np.int64)


def kinds(table: pa.Table, vocabulary: tuple[str, ...] = ()) -> Masks:
    """Return what every report says of each field, a column a field, as bits; nought where it says nothing.

    `vocabulary` is what the whole dataset says, where the table is a part of it.
    The column holds texts `field=code`. Fields of more than 64 choices share bits, so that a few of
    their different choices pass for agreeing.
    """
    words, row = sparse(table["kinds"])
    if words is None:
        return np.zeros((table.num_rows, 0), dtype=np.uint64)
    known = pc.unique(pc.list_flatten(table["kinds"].combine_chunks())).to_pylist()
    every = vocabulary or known
    fields = sorted({text.partition("=")[0] for text in every})
    number: dict[str, int] = {}
    for field in fields:
        mine = sorted(text for text in every if text.partition("=")[0] == field)
        number |= {text: fields.index(field) * _CHOICES + bit % _CHOICES for bit, text in enumerate(mine)}
    place = np.array([number[text] for text in known], dtype=np.int64)[words.indices]
    masks = np.zeros((table.num_rows, len(fields)), dtype=np.uint64)
    np.bitwise_or.at(masks, (row, place // _CHOICES), np.uint64(1) << (place % _CHOICES).astype(np.uint64))
    return masks


def rarest_shared(named: Named | None, left: Rows, right: Rows) -> Rows:
    """Return for each pair how rare the rarest name is that both have; 0 for none, -1 where either names nobody.

    Where the two share less than half of what the shorter one names, no name counts as rare: a
    first name in common among other names is a name of two people.
    """
    found = np.full(len(left), -1, dtype=np.int64)
    if named is None or not len(left):
        return found
    number = np.diff(named.words.indptr)
    told = np.flatnonzero((number[left] > 0) & (number[right] > 0))
    if not len(told):
        return found
    left, right = left[told], right[told]
    shared = named.words[left].multiply(named.rare[right]).tocsr()
    rarest = np.asarray(shared.max(axis=1).todense()).ravel().astype(np.int64)
    few = np.diff(shared.indptr) * 2 < np.minimum(number[left], number[right])
    found[told] = np.where(few, np.minimum(rarest, 1), rarest)
    return found


def agreements(masks: Masks, left: Rows, right: Rows) -> tuple[Rows, Rows]:
    """Return in how many fields both reports of a pair say something, and in how many they agree."""
    told = np.zeros(len(left), dtype=np.int64)
    agreed = np.zeros(len(left), dtype=np.int64)
    for field in masks.T:
        one, other = field[left], field[right]
        told += (one != 0) & (other != 0)
        agreed += (one & other) != 0
    return told, agreed
