"""Hub sets that cannot be improved in one measure without being worse in another."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import numpy as np

from optimize.decide.designs import list_designs
from optimize.decide.look_up import checked, whole_number
from optimize.decide.measures import Measures, measured, named_measures
from optimize.late import pd
from optimize.problem import BoolArray, FloatArray, Problem


def undominated(values: FloatArray) -> BoolArray:
    """Mark the points that no other point dominates: none is as small everywhere and smaller somewhere.

    Parameters
    ----------
    values : (m, d) array

    Returns
    -------
    (m,) bool array
        False for points that are not finite; equal points stand or fall together.

    Examples
    --------
    >>> undominated(np.array([[1.0, 5.0], [2.0, 5.0], [2.0, 3.0], [2.0, 3.0]])).tolist()
    [True, False, True, True]
    """
    left = np.flatnonzero(np.isfinite(values).all(axis=1))
    # what comes earlier in this order is dominated by nothing that comes later
    left = left[np.lexsort(values[left].T[::-1])]
    front = np.zeros(len(values), dtype=bool)
    while len(left):
        best = values[left[0]]
        same = (values[left] == best).all(axis=1)
        front[left[same]] = True
        left = left[(values[left] < best).any(axis=1)]
    return front


def frontier(
    scenarios: Problem,
    p_max: int,
    measures: Measures = ("expected", "worst_case"),
    *,
    p_min: int = 1,
    open_hubs: Iterable[Hashable] = (),
    closed_hubs: Iterable[Hashable] = (),
) -> pd.DataFrame:
    """Find, for each number of hubs, all hub sets that are Pareto-optimal in the measures.

    Parameters
    ----------
    scenarios : ScenarioProblem or HubProblem
    p_max : int
        Largest number of hubs.
    measures : list of str or mapping
        Two or more risk measures of `solve`, all to be as small as possible; a mapping gives measures names of their
        own: ``{"tail": {"risk": "cvar", "cvar_level": 0.95}}``. Regrets are against the best sets of the same size.
    p_min : int
        Smallest number of hubs.
    open_hubs, closed_hubs : iterable of labels
        Hubs that must be open, and that must not.

    Returns
    -------
    DataFrame
        A row for each hub set: ``p``, ``hubs``, and a column for each measure; by p, then by the first measure. Sets
        that are equal in all measures are all there; none that cannot serve all flow.

    Raises
    ------
    InputError
        If arguments cannot be used, or the costs of hub sets have no closed form.
    """
    named = named_measures(measures)
    most = whole_number(p_max, 1, checked(scenarios, "scenarios").h, "p_max", "the number of candidates")
    least = whole_number(p_min, 1, most, "p_min", "which is p_max")
    designs = list_designs(scenarios, range(least, most + 1), open_hubs, closed_hubs)
    rows = []
    for p in range(least, most + 1):
        of_size = designs.of_size(p)
        if not len(of_size):  # fewer than the hubs that have to be open
            continue
        values = np.column_stack(list(measured(of_size, named).values()))
        found = np.flatnonzero(undominated(values))
        found = found[np.lexsort(values[found].T[::-1])]
        rows += [(p, of_size.hubs(int(at)), *values[at]) for at in found]
    return pd.DataFrame(rows, columns=["p", "hubs", *named])
