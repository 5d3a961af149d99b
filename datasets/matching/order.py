"""What sorts rows: numbers are packed with their rows, since numpy sorts numbers many times as fast as rows."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from eventbook.datasets.matching.columns import Bools, Floats, Ints


def order_of(*keys: npt.NDArray[np.integer]) -> Ints:
    """Return the rows sorted by whole numbers from nought on, by the first key first; equal rows keep their order."""
    rows = np.arange(len(keys[0]), dtype=np.int64)
    bits = len(rows).bit_length()
    found = rows
    for key in reversed(keys):
        packed = np.sort((key.take(found).astype(np.int64) << bits) | rows)
        found = found.take(packed & ((1 << bits) - 1))
    return found


def numbered(keys: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], Ints]:
    """Return the different keys, and numbers from nought that are the same where the keys are."""
    coded = pa.array(keys).dictionary_encode()
    return coded.dictionary.to_numpy(), np.asarray(coded.indices.to_numpy(), dtype=np.int64)


def ranks(values: Floats) -> Ints:
    """Return numbers from nought that are in the order of the values, as a key to sort by."""
    few, number = numbered(values + 0.0)  # there is one nought only
    rank = np.empty(len(few), dtype=np.int64)
    rank[np.argsort(few)] = np.arange(len(few))
    return rank.take(number)


def among(keys: Ints, known: Ints) -> Bools:
    """Tell which keys are known. There are fewer known ones than keys, so they are looked up and not the keys."""
    if not len(known):
        return np.zeros(len(keys), dtype=np.bool_)
    ordered = np.sort(known)
    place = np.searchsorted(ordered, keys)
    return np.asarray(ordered.take(place, mode="clip") == keys)
