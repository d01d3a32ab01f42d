"""Numbers as bytes, read back here as the page's script reads them."""

import base64
import gzip
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.report.packing import lines, packed, sparse, varints

WHOLE = st.integers(-(2**30), 2**30)


def unpacked(text):
    whole = gzip.decompress(base64.b64decode(text))
    length = int.from_bytes(whole[:4], "little")
    head = json.loads(whole[4 : 4 + length])
    start = 4 + length
    arrays = {
        name: np.frombuffer(whole, dtype=np.dtype(kind).newbyteorder("<"), count=count, offset=start + at)
        for name, (kind, at, count) in head.pop("arrays").items()
    }
    return head, arrays, start


def read(numbers):
    """Whole numbers, seven bits a byte."""
    found, value, shift = [], 0, 0
    for byte in numbers:
        value |= (int(byte) & 127) << shift
        shift += 7
        if byte < 128:
            found.append(-(value >> 1) - 1 if value & 1 else value >> 1)
            value, shift = 0, 0
    return found


def test_head_and_arrays_come_back_and_begin_where_a_browser_can_read_them():
    arrays = {"a": np.array([1, 2, 3], dtype=np.uint8), "b": np.array([1.5, -2.0]), "c": np.array([7], dtype=np.uint32)}
    head, found, start = unpacked(packed({"name": "Алма-Ата </script>", "x": [1, None]}, arrays))
    assert head == {"name": "Алма-Ата </script>", "x": [1, None]}
    assert start % 8 == 0
    assert {name: values.tolist() for name, values in found.items()} == {"a": [1, 2, 3], "b": [1.5, -2.0], "c": [7]}


def test_the_same_numbers_give_the_same_text_and_infinite_ones_none():
    assert packed({"a": 1}, {}) == packed({"a": 1}, {})
    with pytest.raises(ValueError, match="not JSON compliant"):
        packed({"a": float("inf")}, {})


@given(st.lists(WHOLE))
def test_whole_numbers_come_back(numbers):
    assert read(varints(np.array(numbers, dtype=np.int64))) == numbers


def test_small_numbers_take_a_byte():
    assert len(varints([0, 1, -1, 63, -64])) == 5


def test_lines_are_counts_and_steps_and_points_that_do_not_move_are_left_out():
    line = np.array([[0.0, 0.0], [4.0, 0.0], [4.2, 0.1], [10.0, -6.0]])
    assert lines([[line], []], 2.0).tolist() == [1, 3, 0, 0, 2, 0, 3, -3, 0]


def test_a_line_shorter_than_a_step_keeps_its_ends():
    assert lines([[np.array([[3.0, 3.0], [3.1, 3.0]])]], 1.0).tolist() == [1, 2, 3, 3, 0, 0]


@given(st.lists(st.lists(st.sampled_from([0, 0, 0, 5, -700]), min_size=4, max_size=4), min_size=1, max_size=5))
def test_sparse_rows_come_back(rows):
    written, ends = sparse([np.array(row, dtype=np.int64) for row in rows])
    begin = 0
    for row, end in zip(rows, ends.tolist(), strict=True):
        numbers = read(written[begin:end])
        found, at = [0, 0, 0, 0], -1
        for gap, value in zip(numbers[::2], numbers[1::2], strict=True):
            at += gap + 1
            found[at] = value
        assert found == row
        begin = end
