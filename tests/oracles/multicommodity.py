"""Multicommodity flow as one linear program over arcs, solved by SciPy: nothing in common with route generation."""

import numpy as np
from scipy import sparse
from scipy.optimize import linprog


def arc_flow_optimum(problem):
    """Optimal objective of a MulticommodityProblem."""
    cost, equal, supply, limits = [], [], [], []
    incidence = np.zeros((problem.nodes, problem.arcs))
    incidence[problem.tail, np.arange(problem.arcs)] += 1
    incidence[problem.head, np.arange(problem.arcs)] -= 1
    for cls, start, end, quantity in zip(problem.cls, problem.origin, problem.destination, problem.demand, strict=True):
        usable = np.isfinite(problem.cost[cls])
        cost += [problem.cost[cls][usable], problem.penalty[[cls]]]
        unmet = np.zeros((problem.nodes, 1))
        unmet[start], unmet[end] = 1, -1
        equal.append(np.hstack([incidence[:, usable], unmet]))
        balance = np.zeros(problem.nodes)
        balance[start], balance[end] = quantity, -quantity
        supply.append(balance)
        limits.append(np.hstack([problem.usage.toarray()[:, usable], np.zeros((problem.resources, 1))]))
    finite = np.isfinite(problem.capacity)
    outcome = linprog(
        np.concatenate(cost),
        A_ub=np.hstack(limits)[finite],
        b_ub=problem.capacity[finite],
        A_eq=sparse.block_diag([sparse.coo_matrix(part) for part in equal], format="csr"),
        b_eq=np.concatenate(supply),
        method="highs",
    )
    assert outcome.status == 0, outcome.message
    return outcome.fun


def lagrangian_value(problem, price):
    """Bound at given prices, pair by pair, shortest paths by Bellman's recursion."""
    total = -float(price @ np.where(price > 0, problem.capacity, 0.0))
    for cls, start, end, quantity in zip(problem.cls, problem.origin, problem.destination, problem.demand, strict=True):
        weight = problem.cost[cls] + problem.usage.toarray().T @ price
        reached = np.full(problem.nodes, np.inf)
        reached[start] = 0.0
        for _ in range(problem.nodes):
            np.minimum.at(reached, problem.head, reached[problem.tail] + weight)
        total += quantity * min(reached[end], problem.penalty[cls])
    return total
