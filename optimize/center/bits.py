"""Sets of candidates as bits: candidate k is bit k % 64 of word k // 64."""

import numpy as np
import numpy.typing as npt

from optimize.cover import BoolArray
from optimize.kernels import kernel
from optimize.problem import IntArray

BitArray = npt.NDArray[np.uint64]


def bits_of(marked: BoolArray) -> BitArray:
    """Pack marks into words, candidate k as bit k % 64 of word k // 64.

    Parameters
    ----------
    marked : (h,) bool array

    Returns
    -------
    (w,) array
    """
    words = np.zeros(-(-len(marked) // 64), dtype=np.uint64)
    _pack(marked, words)
    return words


@kernel
def _pack(marked: BoolArray, words: BitArray) -> None:
    for k in range(len(marked)):
        if marked[k]:
            words[k >> 6] |= np.uint64(1) << np.uint64(k & 63)


def unpacked(words: BitArray, h: int) -> BoolArray:
    """Unpack what `bits_of` has packed.

    Parameters
    ----------
    words : (w,) array
    h : int
        Number of candidates.

    Returns
    -------
    (h,) bool array
    """
    marked = np.zeros(h, dtype=np.bool_)
    _unpack(words, marked)
    return marked


@kernel
def _unpack(words: BitArray, marked: BoolArray) -> None:
    for k in range(len(marked)):
        marked[k] = has(words, k)


@kernel
def has(words: BitArray, k: int) -> bool:
    """Say whether a candidate is in a set.

    Parameters
    ----------
    words : (w,) array
    k : int

    Returns
    -------
    bool
    """
    return words[k >> 6] & (np.uint64(1) << np.uint64(k & 63)) != np.uint64(0)


@kernel
def count_bits(words: BitArray) -> int:
    """Count the candidates in a set.

    Parameters
    ----------
    words : (w,) array

    Returns
    -------
    int
    """
    number = 0
    for word in words:
        number += count_in_word(word)
    return number


@kernel
def count_in_word(word: np.uint64) -> int:
    """Count the bits of a word.

    Parameters
    ----------
    word : uint64

    Returns
    -------
    int
    """
    number = 0
    rest = word
    while rest != np.uint64(0):
        rest &= rest - np.uint64(1)
        number += 1
    return number


@kernel
def list_bits(words: BitArray, h: int, members: IntArray) -> int:
    """List the candidates in a set.

    Parameters
    ----------
    words : (w,) array
    h : int
        Number of candidates.
    members : (h,) int array
        Takes them.

    Returns
    -------
    int
        How many they are.
    """
    number = 0
    for k in range(h):
        if has(words, k):
            members[number] = k
            number += 1
    return number
