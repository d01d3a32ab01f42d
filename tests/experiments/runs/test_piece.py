"""A piece: one case that fails does not keep the others from being evaluated."""

import pytest

from experiments.runs.piece import BETWEEN, UNKNOWN, Job, Piece, evaluate_piece
from optimize import InputError


def oddly(shared, case, rng):
    kind = case["x"]
    if kind == "raise":
        raise KeyError("lost")
    return {"number": {"value": 1}, "text": {"value": "a"}, "nothing": 3}[kind]


def short(shared, cases, rngs):
    return [{"a": 1}]


def piece_of(*kinds):
    numbers = tuple(range(10, 10 + len(kinds)))
    return Piece(numbers, [{"x": kind} for kind in kinds], numbers)


def test_what_fails_is_told_and_what_does_not_is_there():
    answer = evaluate_piece(Job(oddly, None, 0, 1), piece_of("raise", "number", "nothing", "number"))
    assert answer.numbers == [11, 13]
    assert answer.table.column("case").to_pylist() == [11, 13]
    assert set(answer.failed) == {10, 12}
    assert answer.failed[10] == "KeyError: 'lost'"
    assert "returned int" in answer.failed[12]


def test_the_case_that_is_evaluated_is_told_before_it_begins():
    seen = []
    evaluate_piece(Job(oddly, None, 0, 1), piece_of("number", "raise", "number"), seen.append)
    assert seen == [10, 11, 12, BETWEEN]


def test_results_that_do_not_go_into_one_table_are_refused():
    with pytest.raises(InputError, match="column value"):
        evaluate_piece(Job(oddly, None, 0, 1), piece_of("number", "text"))


def test_a_batch_has_a_result_for_each_case():
    answer = evaluate_piece(Job(short, None, 0, 2), piece_of("a", "b", "c"))
    assert answer.numbers == [12]
    assert answer.failed[10] == answer.failed[11] == "ValueError: it returned 1 results for a batch of 2 cases"
    seen = []
    evaluate_piece(Job(short, None, 0, 2), piece_of("a", "b", "c"), seen.append)
    assert seen == [UNKNOWN, 12, BETWEEN]
