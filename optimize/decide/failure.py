r"""Hubs that fail independently of each other: the best hubs by expected cost.

Hub k is lost with probability :math:`q_k`, and all flow re-routes over the hubs that are left, so that hubs S cost

.. math::
    E(S) = \sum_{T \subset S} \prod_{k \in T} q_k \prod_{k \in S \setminus T} (1 - q_k)\; M(S \setminus T)

(reliable location after Snyder and Daskin 2005; for hubs An, Zhang and Zeng 2015), a look-up in the table of hub sets
for each of the :math:`2^p` outcomes. A loss never makes flows cheaper, so that S costs at least what its flows do
without failures; sets are taken in the order of this bound, until it reaches the best set.
"""

from __future__ import annotations

import time
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from optimize.brief import Brief
from optimize.decide.chances import chances_of
from optimize.decide.look_up import SetCosts, checked, labels_of, measure, whole_number
from optimize.decide.ranks import Ranks
from optimize.late import pd
from optimize.problem import FloatArray, IntArray, Problem
from optimize.run import Status, make_request, relative_gap
from optimize.table import HubSetTable

_MOST_HUBS = 20  # a million outcomes a set
_LOOK_UPS = 1 << 18  # made at once: some 50 MB
_MOST_SHOWN = 1 << 12


@dataclass(frozen=True, eq=False)
class FailurePlan(Brief):
    """The best hubs where hubs may fail.

    Attributes
    ----------
    hubs : tuple of labels
        Open hubs in the order of the nodes; empty if every choice may end with flow that has no way.
    objective : float
        Expected cost over all outcomes; over several scenarios the risk measure of it. ``inf`` without a solution.
    bound : float
        Proven bound: no p hubs have a lower expected cost.
    gap : float
        ``|objective - bound| / |objective|``.
    status : Status
        Equal to a plain string: "optimal" or "infeasible".
    cost_if_nothing_fails : float
        What the hubs cost while all of them work.
    scenario_cost : mapping of str to float
        Expected cost over all outcomes in each scenario.
    outcomes : DataFrame
        Columns ``lost`` (labels), ``probability`` and ``cost`` (over all scenarios), the likeliest outcome first; all
        of them for up to 12 hubs, else the 4,096 likeliest.
    method : str
    seconds : float
        Wall time.
    explanation : str
        Why there is no solution; else empty.
    info : mapping
        Numbers of the run.
    """

    hubs: tuple[Hashable, ...]
    objective: float
    bound: float
    gap: float
    status: Status
    cost_if_nothing_fails: float
    scenario_cost: Mapping[str, float]
    outcomes: pd.DataFrame
    method: str
    seconds: float
    explanation: str = ""
    info: Mapping[str, Any] = field(default_factory=dict)


def failure(
    problem: Problem,
    p: int,
    probability: Any,
    *,
    open_hubs: Iterable[Hashable] = (),
    closed_hubs: Iterable[Hashable] = (),
    risk: str = "expected",
    sunk: bool = False,
    **levels: Any,
) -> FailurePlan:
    """Find the p hubs of least expected cost where hubs fail independently of each other, exactly.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
        With capacities of hubs or without. If all hubs may fail, all flow needs an outside option: `direct_cost` or
        `unmet_penalty`.
    p : int
        Number of hubs, at most 20.
    probability : float, mapping or Series of label to float, or (h,) array
        With which each hub is lost: one number for all, or one for each candidate.
    open_hubs, closed_hubs : iterable of labels
        Hubs that must be open, and hubs that must not.
    risk : {"expected", "worst_case", "cvar", ...}
        The risk measure over the scenarios' expected costs.
    sunk : bool
        Whether lost hubs go on costing their fixed costs. Default: an outcome costs what the hubs that are left cost.
    **levels
        ``cvar_level`` and the like, as for `solve`.

    Returns
    -------
    FailurePlan

    Raises
    ------
    InputError
        For unknown hubs, numbers out of range, a regret, problems with hub link costs or a discount, and tables that
        are too large.

    Examples
    --------
    >>> import numpy as np
    >>> from optimize import HubProblem, decide
    >>> cost = np.array([[0, 1, 2], [1, 0, 1], [2, 1, 0.0]])
    >>> problem = HubProblem(np.ones((3, 3)), cost, labels=["a", "b", "c"], unmet_penalty=10.0)
    >>> plan = decide.failure(problem, 1, {"a": 0.0, "b": 0.5, "c": 0.1})
    >>> plan.hubs, plan.objective, plan.cost_if_nothing_fails
    (('a',), 18.0, 18.0)
    """
    start = time.perf_counter()
    costs = SetCosts(checked(problem), measure(problem, risk, levels))
    number = whole_number(p, 1, min(problem.h, _MOST_HUBS), "p", "candidates of which 2**p outcomes are few enough")
    chances = chances_of(problem, probability)
    request = make_request(problem, p=number, open_hubs=open_hubs, closed_hubs=closed_hubs)
    opened, closed = labels_of(problem, request.open_hubs), labels_of(problem, request.closed_hubs)
    table = HubSetTable.build(problem, number, closed_hubs=closed)
    search = _Search(table, costs, chances, sunk)
    rows = np.flatnonzero(table.allowed(p=number, open_hubs=opened))
    row, expected, looked = search.best(rows)
    value = costs.combined(expected)
    info = {"hub_sets": len(rows), "looked_up": looked}
    if not np.isfinite(value):
        return _no_way(time.perf_counter() - start, info)
    return FailurePlan(
        table.labels(row),
        value,
        value,
        relative_gap(value, value),
        Status.OPTIMAL,
        costs.combined(table.scenario_cost[row]),
        dict(zip(table.scenarios, expected.tolist(), strict=True)),
        search.outcomes(row),
        "enumeration",
        time.perf_counter() - start,
        info=info,
    )


def _no_way(seconds: float, info: Mapping[str, Any]) -> FailurePlan:
    words = "every choice of hubs has an outcome in which some flow has no way, or does not fit"
    remedy = "give `direct_cost` or `unmet_penalty` for what then becomes of it"
    none = pd.DataFrame({"lost": [], "probability": [], "cost": []})
    inf, nan = np.inf, np.nan
    return FailurePlan(
        (), inf, inf, nan, Status.INFEASIBLE, inf, {}, none, "enumeration", seconds, f"{words}: {remedy}", info
    )


class _Search:
    """The expected costs of rows of a table."""

    def __init__(self, table: HubSetTable, costs: SetCosts, chances: FloatArray, sunk: bool) -> None:
        self.table = table
        self.costs = costs
        self.chances = chances
        self.sunk = sunk
        self.ranks = Ranks(table.elements, table.p_max)
        self.fixed = np.stack([costs.fixed([k]) for k in range(len(table.candidates))])

    def best(self, rows: IntArray) -> tuple[int, FloatArray, int]:
        """Best row, its (s,) expected costs, and how many rows were looked at."""
        bound = self.costs.combined(self._bound(rows))
        order = np.argsort(bound, kind="stable")
        chunk = max(1, _LOOK_UPS >> self.table.p_max)
        best, least, of_best, at = int(rows[0]), np.inf, np.full(len(self.costs.probability), np.inf), 0
        while at < len(order) and bound[order[at]] < least:
            some = rows[order[at : at + chunk]]
            expected = self._expected(some)
            values = self.costs.combined(expected)
            first = int(values.argmin())
            if values[first] < least:
                best, least, of_best = int(some[first]), float(values[first]), expected[first]
            at += len(some)
        return best, of_best, at

    def outcomes(self, row: int) -> pd.DataFrame:
        """What may happen to the hubs of a row, the likeliest first."""
        chance, found = self._outcomes(np.array([row]))
        likely = np.argsort(-chance[0], kind="stable")[:_MOST_SHOWN]
        hubs = self.table.positions(row)
        names = self.table.candidates
        costs = self.table.scenario_cost[found[0, likely]]
        if self.sunk:
            costs = costs + self._lost_fixed(hubs, likely)
        return pd.DataFrame(
            {
                "lost": [tuple(names[k] for bit, k in enumerate(hubs) if not mask >> bit & 1) for mask in likely],
                "probability": chance[0, likely],
                "cost": self.costs.combined(costs),
            }
        )

    def _lost_fixed(self, hubs: tuple[int, ...], masks: IntArray) -> FloatArray:
        """(m, s) fixed costs of the hubs whose bits are not set."""
        gone = (masks[:, None] >> np.arange(len(hubs)) & 1) == 0
        fixed: FloatArray = gone @ self.fixed[list(hubs)]
        return fixed

    def _bound(self, rows: IntArray) -> FloatArray:
        """(m, s) cost of the flows while all hubs work, and the fixed costs to be expected."""
        if self.sunk:
            return self.table.scenario_cost[rows]
        saved = self.chances[:, None] * self.fixed
        bound: FloatArray = self.table.scenario_cost[rows] - saved[self.table.order.joined[rows]].sum(axis=1)
        return bound

    def _expected(self, rows: IntArray) -> FloatArray:
        """(m, s) expected costs of rows."""
        chance, found = self._outcomes(rows)
        possible = chance > 0  # 0 * inf is not a number
        expected = np.zeros((len(rows), len(self.costs.probability)))
        for s in range(expected.shape[1]):
            cost = np.where(possible, self.table.scenario_cost[:, s][found], 0.0)
            expected[:, s] = (chance * cost).sum(axis=1)
        if self.sunk:
            lost = self.chances[:, None] * self.fixed
            expected += lost[self.table.order.joined[rows]].sum(axis=1)
        return expected

    def _outcomes(self, rows: IntArray) -> tuple[FloatArray, IntArray]:
        """(m, 2**p) probability of each outcome, and the row of the hubs that are left; bits say which these are."""
        sets = self.table.order.joined[rows]
        m, p = sets.shape
        works = (np.arange(1 << p)[:, None] >> np.arange(p) & 1).astype(bool)
        chance = np.ones((m, 1 << p))
        for bit in range(p):
            lost = self.chances[sets[:, bit], None]
            chance *= np.where(works[None, :, bit], 1.0 - lost, lost)
        left = np.where(works[None], sets[:, None, :], -1).reshape(m << p, p)
        return chance, self.ranks.rows(left).reshape(m, 1 << p)
