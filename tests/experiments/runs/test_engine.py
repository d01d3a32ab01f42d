"""The engine that is this process."""

from experiments.runs.engine import Serial
from experiments.runs.piece import Job, Piece
from tests.experiments.runs.studies import square


def test_it_evaluates_the_piece_that_it_was_given_once():
    engine = Serial(Job(square, {"plus": 0}, 0, 1))
    piece = Piece((4,), [{"x": 3}], (4,))
    engine.submit(piece)
    [(found, answer)] = engine.wait(0.0)
    assert found is piece
    assert answer.table.column("square").to_pylist() == [9]
    assert engine.wait(0.0) == []
    engine.close()
