"""Switching values: how far a parameter must move before other hubs are the best."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any

import numpy as np

from optimize.decide.breakpoints import NONE, switching_values
from optimize.decide.designs import TIE, Designs, Labels, Number, list_designs
from optimize.decide.look_up import checked
from optimize.decide.shape import Watch
from optimize.decide.whole import solve_wholly
from optimize.errors import InputError, report
from optimize.late import pd
from optimize.problem import FloatArray, Problem

MakeProblem = Callable[[float], Problem]


class _Costs:
    """The costs of all hub sets as a function of the parameter."""

    def __init__(
        self,
        make_problem: MakeProblem,
        p: Number,
        limits: dict[str, Any],
        risk: str,
        options: dict[str, Any],
    ) -> None:
        self.make_problem, self.p, self.limits, self.risk, self.options = make_problem, p, limits, risk, options
        self.watch = Watch()
        self.designs: Designs | None = None
        self.known: dict[float, FloatArray] = {}

    def __call__(self, theta: float) -> FloatArray:
        if theta not in self.known:
            problem = checked(self.make_problem(theta), f"make_problem({theta!r})")
            designs = list_designs(problem, self.p, **self.limits)
            if self.designs is None:
                self.designs = designs
            elif designs.problem.candidates != self.designs.problem.candidates:
                words = "make_problem has to return problems with the same candidates"
                raise InputError([f"{words}: those at {theta!r} are others than at the first value"])
            self.watch.look(theta, problem)
            self.known[theta] = designs.values(self.risk, **self.options)
        return self.known[theta]

    def shape(self) -> str | None:
        """What the cost of each hub set is known to be as a function of the parameter."""
        return self.watch.shape() if self.risk == "expected" else None

    def hubs(self, design: int) -> Labels:
        """Labels of a hub set; none for `NONE`."""
        assert self.designs is not None  # noqa: S101
        return () if design == NONE else self.designs.hubs(design)


def switching(
    make_problem: MakeProblem,
    low: float,
    high: float,
    p: Number = None,
    *,
    grid: int = 33,
    tolerance: float = 1e-9,
    risk: str = "expected",
    open_hubs: Iterable[Hashable] = (),
    closed_hubs: Iterable[Hashable] = (),
    **options: Any,
) -> pd.DataFrame:
    """Find all values of a parameter at which other hubs become the best, each confirmed by solving on both sides.

    Where the parameter enters the data linearly, and the cost of every hub set is therefore concave or convex in it
    (see `optimize.decide.shape`: a tariff, a discount, a fixed cost, a probability, flows, a capacity), all switches
    are found, and it is proven that there are no others. Elsewhere (a parameter of flows and unit costs at once, a
    measure of risk, data that jump) they are looked for between the values of a grid: hubs that are the best only
    between two neighbouring values are missed, so take a finer one where that matters.

    Parameters
    ----------
    make_problem : callable
        Takes a value of the parameter and returns a HubProblem or ScenarioProblem, always with the same candidates.
    low, high : float
        Range of the parameter.
    p : int, range or None
        Number of hubs; ``range(1, 4)`` = 1 to 3; None = any number.
    grid : int
        Number of values in the grid.
    tolerance : float
        Width, as a share of the range, down to which an interval with a switch is divided.
    risk : str
        Risk measure, as for `solve`.
    open_hubs, closed_hubs : iterable of labels
        Hubs that must be open, and that must not.
    **options
        Numbers that the risk measure takes (``cvar_level``).

    Returns
    -------
    DataFrame
        A row for each switch, by ``theta``: ``hubs_before`` and ``hubs_after``, the best hubs below and above (of sets
        that cost the same the first in the order of the candidates; empty where there is no solution); ``cost`` at
        theta; ``method``, "exact" or "bracketed"; ``lower``, ``upper``, values around theta at which `solve` was
        called; ``confirmed``, whether it found nothing better than these hubs there.

    Raises
    ------
    InputError
        If arguments cannot be used, the problems have different candidates, or the costs of hub sets have no closed
        form.

    Examples
    --------
    >>> from optimize import HubProblem
    >>> flow, cost = np.ones((3, 3)) - np.eye(3), np.array([[0, 2, 4], [2, 0, 3], [4, 3, 0.0]])
    >>> rent = lambda x: HubProblem(flow, cost, fixed_cost={"b": x}, labels="abc")
    >>> found = switching(rent, 0.0, 20.0, p=1)
    >>> found[["theta", "hubs_before", "hubs_after", "method"]].values.tolist()
    [[4.0, ('b',), ('a',), 'exact']]
    """
    if not callable(make_problem):
        raise InputError([f"make_problem is a {type(make_problem).__name__}: give a function of the parameter"])
    report(_not_numbers({"low": low, "high": high}))
    limits: dict[str, Any] = {"open_hubs": _listed(open_hubs), "closed_hubs": _listed(closed_hubs)}
    costs = _Costs(make_problem, p, limits, risk, options)
    # two ends, the middle and two uneven values in between tell whether the data are on a line
    for share in (0.0, 1.0, 0.5, 0.2360679774997897, 0.8541019662496845):
        costs(float(low) + share * (float(high) - float(low)))
    shape = costs.shape()
    found = switching_values(costs, low, high, shape=shape, grid=grid, tolerance=tolerance)
    if shape is not None and costs.shape() != shape:  # seen only now: the data are not on a line
        found = switching_values(costs, low, high, grid=grid, tolerance=tolerance)
    rows = []
    for row in found.to_dict("records"):
        sides = ((row["lower"], row["before"]), (row["upper"], row["after"]))
        confirmed = row["confirmed"] and all(_solved(costs, theta, design) for theta, design in sides)
        rows.append(
            {
                "theta": row["theta"],
                "hubs_before": costs.hubs(row["before"]),
                "hubs_after": costs.hubs(row["after"]),
                **{name: row[name] for name in ("cost", "method", "lower", "upper")},
                "confirmed": confirmed,
            }
        )
    columns = ["theta", "hubs_before", "hubs_after", "cost", "method", "lower", "upper", "confirmed"]
    return pd.DataFrame(rows, columns=columns)


def _solved(costs: _Costs, theta: float, design: int) -> bool:
    """Whether `solve` finds nothing better than a hub set."""
    low, high = (costs.p.start, costs.p.stop - 1) if isinstance(costs.p, range) else (costs.p, costs.p)
    solution = solve_wholly(
        costs.make_problem(theta),
        p_min=low,
        p_max=high,
        method="enumeration",
        risk=costs.risk,
        **costs.limits,
        **costs.options,
    )
    if design == NONE:
        return solution.status == "infeasible"
    value = float(costs(theta)[design])
    return solution.status == "optimal" and abs(value - solution.objective) <= TIE * max(abs(value), TIE)


def _not_numbers(given: dict[str, Any]) -> list[str]:
    return [
        f"{name} is {value!r:.50}: it has to be a number"
        for name, value in given.items()
        if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating)
    ]


def _listed(hubs: Any) -> list[Hashable]:
    return [hubs] if isinstance(hubs, str) or not isinstance(hubs, Iterable) else list(hubs)
