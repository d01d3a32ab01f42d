"""A capacitated multicommodity flow problem and its solution, as arrays."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from scipy import sparse

from optimize.brief import Brief
from optimize.errors import report
from optimize.problem import FloatArray, IntArray
from optimize.run import Status


@dataclass(frozen=True, eq=False)
class MulticommodityProblem(Brief):
    """Demand of several classes on one network whose arcs use shared capacities.

    Parameters
    ----------
    nodes : int
        Number of nodes.
    tail, head : (arcs,) int arrays
        Start and end node of each arc; parallel arcs are allowed.
    cost : (classes, arcs) array
        Cost per unit of flow of each class, >= 0; ``inf`` = closed to the class.
    usage : (resources, arcs) sparse array
        Amount of each capacity used by one unit of flow on each arc, >= 0. The capacity of one arc is a row with a
        single 1; a capacity shared by both directions of a link is a row with two.
    capacity : (resources,) array
        In units of flow, >= 0; ``inf`` = unlimited.
    cls, origin, destination : (pairs,) int arrays
        Class, origin node and destination node of each demand; origin and destination differ.
    demand : (pairs,) array
        Units of flow, >= 0 and finite.
    penalty : (classes,) array
        Penalty per unit of demand that is not met, >= 0 and finite.

    Raises
    ------
    InputError
        If the arrays cannot be used; it reports all faults at once.
    """

    nodes: int
    tail: IntArray
    head: IntArray
    cost: FloatArray
    usage: sparse.csr_array
    capacity: FloatArray
    cls: IntArray
    origin: IntArray
    destination: IntArray
    demand: FloatArray
    penalty: FloatArray

    def __post_init__(self) -> None:
        for name in ("tail", "head", "cls", "origin", "destination"):
            object.__setattr__(self, name, np.asarray(getattr(self, name), dtype=np.int64))
        for name in ("cost", "capacity", "demand", "penalty"):
            object.__setattr__(self, name, np.asarray(getattr(self, name), dtype=np.float64))
        object.__setattr__(self, "usage", sparse.csr_array(self.usage))
        report(_faults(self))

    @property
    def classes(self) -> int:
        """Number of classes."""
        return len(self.penalty)

    @property
    def arcs(self) -> int:
        """Number of arcs."""
        return len(self.tail)

    @property
    def pairs(self) -> int:
        """Number of demands."""
        return len(self.demand)

    @property
    def resources(self) -> int:
        """Number of capacities."""
        return len(self.capacity)


def _faults(problem: MulticommodityProblem) -> list[str]:
    nodes, arcs, classes, pairs = problem.nodes, problem.arcs, problem.classes, problem.pairs
    shapes = {
        "head": (problem.head.shape, (arcs,)),
        "cost": (problem.cost.shape, (classes, arcs)),
        "usage": (problem.usage.shape, (problem.resources, arcs)),
        "cls": (problem.cls.shape, (pairs,)),
        "origin": (problem.origin.shape, (pairs,)),
        "destination": (problem.destination.shape, (pairs,)),
    }
    faults = [f"{name} has the shape {has}; it should be {want}" for name, (has, want) in shapes.items() if has != want]
    if faults:
        return faults
    limits = {"tail": nodes, "head": nodes, "origin": nodes, "destination": nodes, "cls": classes}
    for name, limit in limits.items():
        values = getattr(problem, name)
        if ((values < 0) | (values >= limit)).any():
            faults.append(f"{name} holds numbers outside 0 ... {limit - 1}; positions start at 0")
    if (problem.origin == problem.destination).any():
        faults.append("some demands start and end at the same node; leave them out")
    for name in ("cost", "capacity", "demand", "penalty"):
        values = getattr(problem, name)
        if np.isnan(values).any() or (values < 0).any():
            faults.append(f"{name} holds negative or missing numbers; they have to be at least 0")
    if not np.isfinite(problem.demand).all() or not np.isfinite(problem.penalty).all():
        faults.append("demand and penalty have to be finite")
    if not np.isfinite(problem.usage.data).all() or (problem.usage.data < 0).any():
        faults.append("usage holds negative, infinite or missing numbers; they have to be finite and at least 0")
    return faults


@dataclass(frozen=True, eq=False)
class Columns(Brief):
    """Routes, some of which may be empty (unmet demand).

    Attributes
    ----------
    pair : (columns,) int array
        Position of the demand that each route serves.
    cost : (columns,) array
        Cost per unit of flow; the penalty for an empty route.
    arcs : (columns, arcs) sparse array
        1 where a route uses an arc.
    usage : (columns, resources) sparse array
        Use of each capacity per unit of flow.
    """

    pair: IntArray
    cost: FloatArray
    arcs: sparse.csr_array
    usage: sparse.csr_array

    def __len__(self) -> int:
        return len(self.pair)

    def __add__(self, other: Columns) -> Columns:
        return Columns(
            np.concatenate([self.pair, other.pair]),
            np.concatenate([self.cost, other.cost]),
            sparse.vstack([self.arcs, other.arcs], format="csr"),
            sparse.vstack([self.usage, other.usage], format="csr"),
        )

    def take(self, which: IntArray) -> Columns:
        """Select some of the routes.

        Parameters
        ----------
        which : (m,) int array
            Their positions.

        Returns
        -------
        Columns
        """
        return Columns(self.pair[which], self.cost[which], self.arcs[which], self.usage[which])


@dataclass(frozen=True, eq=False)
class RouteFlow:
    """The routes of a solution that carry flow.

    Attributes
    ----------
    pair : (routes,) int array
        Position of the demand that each route serves.
    quantity : (routes,) array
        Units of flow on each route.
    arcs : (routes, arcs) sparse array
        1 where a route uses an arc.
    """

    pair: IntArray
    quantity: FloatArray
    arcs: sparse.csr_array

    def over(self, arcs: IntArray) -> FloatArray:
        """Flow of the routes that use at least one of some arcs.

        Parameters
        ----------
        arcs : (m,) int array
            Positions of the arcs.

        Returns
        -------
        (routes,) array
            Units of flow, 0 on routes that use none of them.
        """
        marked = np.zeros(self.arcs.shape[1])
        marked[arcs] = 1.0
        return np.where(self.arcs @ marked > 0, self.quantity, 0.0)


@dataclass(frozen=True, eq=False)
class MulticommodityFlow(Brief):
    """A solution with its bound.

    Attributes
    ----------
    problem : MulticommodityProblem
        The problem that was solved.
    status : Status
        OPTIMAL within the gap asked for, or FEASIBLE if stopped at the time limit.
    objective : float
        Cost of the flow plus penalties of unmet demand.
    bound : float
        Proven lower bound on the objective of any solution.
    uncapacitated : float
        Optimal objective without capacities.
    routes : RouteFlow
        The routes that carry flow.
    unmet : (pairs,) array
        Units of demand that are not met.
    price : (resources,) array
        Dual of each capacity: the decrease of the objective per additional unit of capacity, for a small change.
    generated : Columns
        All routes that the search found for pairs with more than one, for a `RoutePool`.
    info : dict
        ``rounds``, ``columns``, ``rows``, ``seconds``, ``free_load`` (loads without capacities) and ``trace``: seconds,
        bound and incumbent of each round.
    """

    problem: MulticommodityProblem
    status: Status
    objective: float
    bound: float
    uncapacitated: float
    routes: RouteFlow
    unmet: FloatArray
    price: FloatArray
    generated: Columns
    info: dict[str, Any] = field(default_factory=dict)

    @property
    def gap(self) -> float:
        """Relative difference between objective and bound."""
        return (self.objective - self.bound) / max(abs(self.objective), 1e-300) if self.objective > self.bound else 0.0

    @cached_property
    def flow(self) -> FloatArray:
        """(classes, arcs) units on each arc."""
        of_route = self.problem.cls[self.routes.pair]
        flow = np.zeros((self.problem.classes, self.problem.arcs))
        for cls in range(self.problem.classes):
            flow[cls] = self.routes.arcs.T @ np.where(of_route == cls, self.routes.quantity, 0.0)
        return flow

    @cached_property
    def load(self) -> FloatArray:
        """(resources,) use of each capacity."""
        return np.asarray(self.problem.usage @ self.flow.sum(axis=0))
