"""Some cases, evaluated one after the other: what a worker is given, and what it hands back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import pyarrow as pa

from experiments.runs.cases import Case, Cases, stream
from experiments.runs.rows import table_of
from optimize import InputError

RAISED, ENDED, LATE = "raised", "ended", "late"
"""How a case may fail: by an exception, with the end of its process, by taking longer than it may."""
UNKNOWN, BETWEEN = -1, -2
"""Instead of the number of a case that is evaluated: one of a batch, and none, as results are being put together."""


@dataclass(frozen=True)
class Job:
    """What every worker has to know, sent to it once."""

    evaluate: Callable[..., Any]
    shared: Any
    seed: int
    batch: int

    @classmethod
    def of(cls, plan: Cases) -> Job:
        """Take it from a plan.

        Parameters
        ----------
        plan : Cases

        Returns
        -------
        Job
        """
        return cls(plan.evaluate, plan.shared, plan.seed, plan.batch)


@dataclass(frozen=True)
class Piece:
    """Cases that one worker evaluates without asking: all of one part of the store.

    Attributes
    ----------
    numbers : tuple of int
    cases : list of dict
    keys : tuple of int
        See `Cases.keys`.
    """

    numbers: tuple[int, ...]
    cases: list[Case]
    keys: tuple[int, ...]

    @classmethod
    def of(cls, plan: Cases, numbers: Sequence[int]) -> Piece:
        """Take cases from a plan.

        Parameters
        ----------
        plan : Cases
        numbers : sequence of int

        Returns
        -------
        Piece
        """
        return cls(tuple(numbers), plan.pick(numbers), plan.keys(numbers))


@dataclass
class Answer:
    """What came of a piece.

    Attributes
    ----------
    numbers : list of int
        Cases that are done.
    table : Table, optional
        Their rows.
    failed : dict of int to str
        By case, why it could not be evaluated.
    seconds : float
        That it took.
    """

    numbers: list[int] = field(default_factory=list)
    table: pa.Table | None = None
    failed: dict[int, str] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(frozen=True)
class Lost:
    """A piece whose worker has ended.

    Attributes
    ----------
    piece : Piece
    culprit : int or None
        The case that it was at, if that is known.
    why : str
    kind : str
        `ENDED` or `LATE`.
    """

    piece: Piece
    culprit: int | None
    why: str
    kind: str = ENDED


def evaluate_piece(job: Job, piece: Piece, at: Callable[[int], None] | None = None) -> Answer:
    """Evaluate cases; one that raises an exception does not keep the others from being evaluated.

    Parameters
    ----------
    job : Job
    piece : Piece
    at : callable, optional
        Told the number of each case before it begins, or `UNKNOWN`; in the end `BETWEEN`.

    Returns
    -------
    Answer
    """
    began = perf_counter()
    answer = Answer()
    cases: list[Case] = []
    results: list[Any] = []
    for start in range(0, len(piece.numbers), job.batch):
        numbers = piece.numbers[start : start + job.batch]
        own, keys = piece.cases[start : start + job.batch], piece.keys[start : start + job.batch]
        if at is not None:
            at(numbers[0] if len(numbers) == 1 else UNKNOWN)
        try:
            results += _results(job, keys, own)
        except Exception as error:
            answer.failed.update(dict.fromkeys(numbers, _told(error)))
        else:
            answer.numbers += numbers
            cases += own
    if at is not None:
        at(BETWEEN)
    answer.table = _table(answer, cases, results)
    answer.seconds = perf_counter() - began
    return answer


def _results(job: Job, keys: Sequence[int], cases: Sequence[Case]) -> list[Any]:
    if job.batch == 1:
        return [job.evaluate(job.shared, dict(cases[0]), stream(job.seed, keys[0]))]
    streams = [stream(job.seed, key) for key in keys]
    found = list(job.evaluate(job.shared, [dict(case) for case in cases], streams))
    if len(found) != len(cases):
        message = f"it returned {len(found)} results for a batch of {len(cases)} cases"
        raise ValueError(message)
    return found


def _table(answer: Answer, cases: list[Case], results: list[Any]) -> pa.Table | None:
    """Make the table of rows; cases whose results are no rows of it have failed."""
    try:
        return table_of(answer.numbers, cases, results)
    except (TypeError, ValueError) as fault:
        good = []
        for place, number in enumerate(answer.numbers):
            try:
                table_of([number], [cases[place]], [results[place]])
            except (TypeError, ValueError) as error:
                answer.failed[number] = _told(error)
            else:
                good.append(place)
        if len(good) == len(results):
            # each is a row, and together they are no table
            raise InputError([_told(fault)]) from fault
        answer.numbers = [answer.numbers[place] for place in good]
        return table_of(answer.numbers, [cases[place] for place in good], [results[place] for place in good])


def _told(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]
