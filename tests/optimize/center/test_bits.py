"""Sets of candidates as bits."""

import numpy as np

from optimize.center.bits import bits_of, count_bits, count_in_word, has, list_bits, unpacked


def test_marks_are_packed_into_words_and_back():
    marked = np.zeros(130, dtype=bool)
    marked[[0, 63, 64, 129]] = True
    words = bits_of(marked)
    assert words.tolist() == [1 | 1 << 63, 1, 2]
    assert unpacked(words, 130).tolist() == marked.tolist()
    members = np.zeros(130, dtype=np.int64)
    assert members[: list_bits(words, 130, members)].tolist() == [0, 63, 64, 129]
    assert count_bits(words) == 4
    assert count_in_word(words[0]) == 2
    assert has(words, 64)
    assert not has(words, 65)
