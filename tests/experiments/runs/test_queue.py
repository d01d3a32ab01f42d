"""The queue: every open case once, in order, in pieces that fit."""

import numpy as np
import pytest

from experiments.runs.cases import Cases
from experiments.runs.queue import Queue
from tests.experiments.runs.studies import square


def queue_of(count, done=(), workers=1, **more):
    mask = np.zeros(count, dtype=bool)
    mask[list(done)] = True
    return Queue(Cases(square, [{"x": x} for x in range(count)], **more), mask, workers)


@pytest.mark.parametrize("workers", [1, 3])
def test_all_open_cases_are_handed_out_once_and_in_order(workers):
    done = [0, 5, 6, 300, 699]
    queue = queue_of(700, done, workers)
    found = []
    while queue:
        piece = queue.take()
        assert len({number // 256 for number in piece.numbers}) == 1
        assert [case["x"] for case in piece.cases] == list(piece.numbers)
        queue.measured(len(piece.numbers), 1e-6)
        found += piece.numbers
    assert found == [number for number in range(700) if number not in done]
    assert queue.take() is None


def test_pieces_grow_towards_a_second_and_shrink_towards_the_end():
    queue = queue_of(700, workers=2)
    sizes = []
    while queue:
        sizes.append(len(queue.take().numbers))
        queue.measured(sizes[-1], 0.02 * sizes[-1])
    assert sizes[:4] == [1, 4, 16, 50]
    assert sizes[-1] == 1
    assert max(sizes) == 50


def test_slow_cases_go_out_one_by_one():
    queue = queue_of(10)
    for number in range(10):
        assert queue.take().numbers == (number,)
        queue.measured(1, 30.0)


def test_what_comes_back_goes_out_first():
    queue = queue_of(10)
    queue.take()
    queue.back((0, 1), apart=True)
    queue.back((), apart=False)
    queue.back((5, 6), apart=False)
    assert [queue.take().numbers for _ in range(4)] == [(0,), (1,), (5, 6), (1,)]
