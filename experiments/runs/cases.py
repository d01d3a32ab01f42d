"""A run: which cases are evaluated, by which function, with what in common."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from experiments.runs.digest import digest_of, function_digest
from optimize import InputError
from optimize.brief import Brief

Case = dict[str, Any]
"""Plain values by name; they become columns of the results."""
NUMBER = "case"
"""Column of the results: the number of a case, from 0, in the order in which they were given."""
_FEWEST, _MOST, _PARTS = 256, 65536, 1024
"""A part of the store has that many cases at least and at most; in between a run has so many parts. Judgement: few
enough files for any file system, and rows of a part fit into any memory."""


@dataclass(frozen=True)
class Cases(Brief):
    """A table of cases and the function that evaluates one of them.

    Parameters
    ----------
    evaluate : callable
        ``evaluate(shared, case, rng)`` at the top level of a module, so that other processes can import it. `case` is a
        dict, `rng` a `numpy.random.Generator` of the case's own. It returns a flat dict (a row of results), a list of
        them, a DataFrame, or a dict of arrays of one length (columns of rows); None for no row.
    cases : DataFrame or sequence of mappings
        One row a case, of plain values.
    shared : anything that pickles, optional
        What all cases need. It is sent once to each process, not once a case; a case must not change it.
    seed : int
        From which, together with the number of a case, its random numbers follow: neither the order nor the number of
        workers has a part in them.
    inputs : anything made of plain values, optional
        What `shared` was made of, if it is not made of plain values itself; see `digest_of`.
    label : callable, optional
        Makes the name of a case by which failures are reported; default its values.
    batch : int
        With more than 1, `evaluate` is given so many cases at once, ``evaluate(shared, cases, rngs)``, and returns a
        list with one result for each: for cases that take less than 0.1 ms.
    depends : callable, optional
        Makes of a case all that its result depends on beside its own values, of plain values, in place of `inputs`.
        Its result then counts also where other cases have changed, are gone or new, and its random numbers follow from
        this and not from its number.
    fresh : bool
        Each case in a process that has evaluated no other, for cases that measure memory or time.

    Examples
    --------
    >>> plan = Cases(pow_of, [{"x": 2}, {"x": 3}], shared={"power": 2})  # doctest: +SKIP
    """

    evaluate: Callable[..., Any]
    cases: pd.DataFrame | Sequence[Mapping[str, Any]]
    shared: Any = None
    seed: int = 0
    inputs: Any = None
    label: Callable[[Case], str] | None = None
    batch: int = 1
    depends: Callable[[Case], Any] | None = None
    fresh: bool = False
    part_size: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        faults = []
        if isinstance(self.seed, bool) or not isinstance(self.seed, int) or self.seed < 0:
            faults.append(f"the seed is {self.seed!r}: give a whole number, 0 or more")
        if isinstance(self.batch, bool) or not isinstance(self.batch, int) or self.batch < 1:
            faults.append(f"a batch has {self.batch!r} cases: give a whole number of at least 1")
        if len(self.cases) and NUMBER in self.pick([0])[0]:
            faults.append(f"cases have a value {NUMBER!r}, which is the column of their numbers: give it another name")
        if faults:
            raise InputError(faults)
        size = min(max(math.ceil(len(self.cases) / _PARTS), _FEWEST), _MOST)
        object.__setattr__(self, "part_size", size)

    def __len__(self) -> int:
        return len(self.cases)

    def pick(self, numbers: Sequence[int]) -> list[Case]:
        """Return some of the cases.

        Parameters
        ----------
        numbers : sequence of int

        Returns
        -------
        list of dict
        """
        if isinstance(self.cases, pd.DataFrame):
            found = self.cases.iloc[list(numbers)].to_dict("records")
            return [{str(name): value for name, value in case.items()} for case in found]
        return [dict(self.cases[number]) for number in numbers]

    def name(self, number: int) -> str:
        """Name a case, for those who read of it.

        Parameters
        ----------
        number : int

        Returns
        -------
        str
        """
        case = self.pick([number])[0]
        if self.label is not None:
            return self.label(case)
        return ", ".join(f"{name} {value}" for name, value in case.items()) or f"case {number}"

    @cached_property
    def each(self) -> tuple[str, ...] | None:
        """Digests of what the result of each case depends on; None where that is not told case by case."""
        if self.depends is None:
            return None
        return tuple(digest_of((case, self.depends(case))) for case in self.pick(range(len(self))))

    def keys(self, numbers: Sequence[int]) -> tuple[int, ...]:
        """Make the numbers from which, together with the seed, random numbers of cases follow.

        Parameters
        ----------
        numbers : sequence of int

        Returns
        -------
        tuple of int
        """
        return tuple(numbers) if self.each is None else tuple(int(self.each[number], 16) for number in numbers)

    def digests(self) -> dict[str, str]:
        """Make the digests of what the results depend on.

        Returns
        -------
        dict of str to str
            By what a reader would call it.

        Raises
        ------
        InputError
            If `shared` is not made of plain values, and neither `inputs` nor `depends` is given.
        """
        given = self.shared if self.inputs is None else self.inputs
        data = given if self.each is None else self.each
        cases = self.cases if isinstance(self.cases, pd.DataFrame) else list(self.cases)
        return {
            "code": function_digest(self.evaluate),
            "data": digest_of(data),
            "cases": digest_of(cases),
            "seed": str(self.seed),
        }


def stream(seed: int, key: int) -> np.random.Generator:
    """Make the random numbers of a case.

    Parameters
    ----------
    seed : int
        Of the run.
    key : int
        Of the case, see `Cases.keys`.

    Returns
    -------
    Generator
    """
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(key,))))
