"""The hub sets that a decision chooses among, each with its exact cost in every scenario."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from optimize.decide.look_up import checked
from optimize.errors import InputError
from optimize.problem import FloatArray, IntArray, Problem, without_weightless_gaps
from optimize.run import Request, make_request
from optimize.table import HubSetTable

Labels = tuple[Hashable, ...]
Number = int | range | None
"""How many hubs: a number, a range of numbers such as ``range(1, 4)`` for 1 to 3, or None for any number."""

TIE = 1e-9  # relative: costs that differ by less are equal, as sums of many terms may be rounded that much


@dataclass(frozen=True, eq=False)
class Designs:
    """Hub sets of a problem: some rows of the table of all hub sets.

    Attributes
    ----------
    problem : HubProblem or ScenarioProblem
    table : HubSetTable
    rows : (m,) int array
        Rows of the table; sets of the same size are in lexicographic order.
    """

    problem: Problem
    table: HubSetTable
    rows: IntArray

    def __len__(self) -> int:
        """Count the sets."""
        return len(self.rows)

    @cached_property
    def cost(self) -> FloatArray:
        """(m, s) cost of each set in each scenario, fixed costs included; ``inf`` where some flow has no way."""
        return self.table.scenario_cost[self.rows]

    @cached_property
    def size(self) -> IntArray:
        """(m,) number of hubs of each set."""
        return self.table.size[self.rows]

    @property
    def probability(self) -> FloatArray:
        """(s,) probability of each scenario."""
        return self.table.probability

    @cached_property
    def expected(self) -> FloatArray:
        """(m,) expected cost of each set."""
        return self.values("expected")

    def hubs(self, at: int) -> Labels:
        """Labels of the hubs of a set.

        Parameters
        ----------
        at : int
            Position in `rows`.

        Returns
        -------
        tuple of labels
            In the order of the nodes.
        """
        return self.table.labels(int(self.rows[at]))

    def of_size(self, p: int) -> "Designs":
        """Keep the sets of one size.

        Parameters
        ----------
        p : int

        Returns
        -------
        Designs
        """
        return replace(self, rows=self.rows[self.size == p])

    def values(self, risk: str = "expected", **options: Any) -> FloatArray:
        """Apply a risk measure; regrets are against the best of these sets.

        Parameters
        ----------
        risk : str
            As for `solve`.
        **options
            Numbers that the measure takes, as `solve` calls them (``cvar_level``).

        Returns
        -------
        (m,) array
            ``inf`` for a set that cannot serve all flow.

        Raises
        ------
        InputError
            If the measure cannot be used, or a regret would be relative to an optimum of 0.
        """
        request = make_request(self.problem, risk=risk, **options)
        own = self.cost.min(axis=0, initial=np.inf)
        relative = request.measure.is_relative
        if relative and (own == 0).any():
            names = ", ".join(np.array(self.table.scenarios)[own == 0])
            words = f"the best hubs cost 0 in scenarios {names}, which no regret can be relative to"
            raise InputError([f"{words}: use risk='max_regret', or leave them out"])
        # a scenario that no set can serve has no optimum to compare with; all regrets are infinite there
        request = replace(request, own_optimum=tuple(float(x) if np.isfinite(x) else float(relative) for x in own))
        with np.errstate(invalid="ignore"):
            values = request.combine(self.cost, self.probability)
        return np.where(np.isfinite(values), values, np.inf)


def sized(
    problem: Problem, p: Number, open_hubs: Iterable[Hashable] = (), closed_hubs: Iterable[Hashable] = ()
) -> Request:
    """Check how many hubs may be open, and which must and must not.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    p : int, range or None
    open_hubs, closed_hubs : iterable of labels
        As for `solve`.

    Returns
    -------
    Request

    Raises
    ------
    InputError
        If they cannot be used; it reports all faults at once.
    """
    if isinstance(p, range):
        if len(p) == 0 or p.step != 1:
            raise InputError([f"p is {p}: a range of hub numbers holds at least one, and leaves none out"])
        return make_request(problem, p_min=p.start, p_max=p.stop - 1, open_hubs=open_hubs, closed_hubs=closed_hubs)
    return make_request(problem, p=p, open_hubs=open_hubs, closed_hubs=closed_hubs)


def list_designs(
    problem: Problem, p: Number, open_hubs: Iterable[Hashable] = (), closed_hubs: Iterable[Hashable] = ()
) -> Designs:
    """List the hub sets of a size with their costs.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    p : int, range or None
        Number of hubs.
    open_hubs, closed_hubs : iterable of labels
        Hubs that must be open, and that must not.

    Returns
    -------
    Designs

    Raises
    ------
    InputError
        If arguments cannot be used, or the costs of hub sets have no closed form (hub link costs, discounts).
    """
    request = sized(checked(problem), p, open_hubs, closed_hubs)
    priced = without_weightless_gaps(problem)
    table = HubSetTable.build(
        priced,
        request.p_max,
        forced=[problem.candidates[k] for k in request.open_hubs],
        banned=[problem.candidates[k] for k in request.closed_hubs],
    )
    return Designs(priced, table, np.flatnonzero(table.size >= request.p_min))


def first_least(values: FloatArray, among: FloatArray | None = None) -> int:
    """Position of the least value, up to rounding the first one.

    Parameters
    ----------
    values : (m,) array
    among : (m,) array, optional
        Decides between values that are equal up to rounding: the least of these is taken.

    Returns
    -------
    int
    """
    least = values.min()
    if not np.isfinite(least):
        return int(values.argmin())
    tied = np.flatnonzero(values <= least + TIE * abs(least))
    if among is None:
        return int(tied[0])
    return int(tied[among[tied].argmin()])
