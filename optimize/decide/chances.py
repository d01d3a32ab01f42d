"""The probability with which each hub is lost, as users give it."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real
from typing import Any

import numpy as np

from optimize.errors import InputError, report
from optimize.late import pd
from optimize.problem import FloatArray, Problem, few, find_label


def chances_of(problem: Problem, given: Any) -> FloatArray:
    """Check probabilities.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    given : float, mapping or Series of label to float, or (h,) array
        One number for all candidates, or one for each of them; nodes that are no candidates may have one too.

    Returns
    -------
    (h,) array
        In [0, 1].

    Raises
    ------
    InputError
        If a candidate has none, or numbers are no probabilities.
    """
    if isinstance(given, (Mapping, pd.Series)):
        values = _by_label(problem, given)
    elif isinstance(given, Real) and not isinstance(given, bool):
        values = [given] * problem.h
    elif isinstance(given, (list, tuple, np.ndarray)) and np.ndim(given) == 1:
        values = list(given)
        if len(values) != problem.h:
            raise InputError([f"probability has {len(values)} numbers: give one for each of {problem.h} candidates"])
    else:
        raise InputError([f"probability is {given!r:.50}: give one number, or one for each hub by its label"])
    try:
        chances = np.array([float(x) for x in values])
    except (TypeError, ValueError) as error:
        raise InputError([f"probability: {error}: give numbers from 0 to 1"]) from None
    bad = [f"{x!r} ({c:g})" for x, c in zip(problem.candidates, chances, strict=True) if not 0.0 <= c <= 1.0]
    report([f"probability is not from 0 to 1 for {few(bad)}"] if bad else [])
    return chances


def _by_label(problem: Problem, given: Any) -> list[Any]:
    faults: list[str] = []
    where = {int(node): k for k, node in enumerate(problem.candidate_index)}
    values: list[Any] = [None] * problem.h
    for label, value in given.items():
        node = find_label(label, problem.labels, "probability", faults)
        if node is not None and node in where:
            if values[where[node]] is not None:
                faults.append(f"probability is given more than once for {problem.labels[node]!r}")
            values[where[node]] = value
    missing = [repr(x) for x, value in zip(problem.candidates, values, strict=True) if value is None]
    if missing and not faults:
        faults.append(f"probability is not given for {few(missing)}: a hub that never fails has 0")
    report(faults)
    return values
