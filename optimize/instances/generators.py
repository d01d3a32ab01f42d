r"""Seeded random instances of any size and of the kinds that trip algorithms.

Flows follow a gravity rule with noise, :math:`w_{ij} = q_i q_j \, \xi_{ij} / (1 + d_{ij}/\bar d)` with log-normal
masses q and noise :math:`\xi`, because uniform flows make every hub alike and instances unrealistically hard. The same
arguments and seed give the same instance.
"""

from typing import Any

import numpy as np

from optimize.problem import FloatArray, HubProblem


def random_euclidean(
    n: int,
    *,
    seed: int,
    candidates: int | None = None,
    collection: float = 3.0,
    transfer: float = 0.75,
    distribution: float = 2.0,
    classes: int = 1,
    fixed_cost: float | None = None,
    tightness: float | None = None,
    density: float = 1.0,
) -> HubProblem:
    """Nodes uniform in a square, Euclidean distances.

    Parameters
    ----------
    n : int
        Number of nodes.
    seed : int
    candidates : int, optional
        Number of candidate hubs, drawn at random; default all nodes.
    collection, transfer, distribution : float
        chi, alpha, delta.
    classes : int
        Commodity classes: blocks with flows of their own and tariffs that differ by up to a factor of two.
    fixed_cost : float, optional
        Mean cost of a hub, as a part of the cost of serving all flow through the best single hub; drawn within 30% of
        it.
    tightness : float, optional
        Capacities: at 0 the mean hub takes two thirds of all flow, at 1 a quarter; drawn within 30% of it.
    density : float
        Part of the pairs that have flow.

    Examples
    --------
    >>> random_euclidean(20, seed=1, candidates=8)
    HubProblem(20 nodes, 8 candidate hubs, 1 block)
    """
    rng = np.random.default_rng(seed)
    places = rng.uniform(0.0, 100.0, (n, 2))
    return _problem(rng, places, _distances(places), locals())


def random_clustered(
    n: int,
    *,
    seed: int,
    clusters: int | None = None,
    spread: float = 6.0,
    candidates: int | None = None,
    collection: float = 3.0,
    transfer: float = 0.75,
    distribution: float = 2.0,
    classes: int = 1,
    fixed_cost: float | None = None,
    tightness: float | None = None,
    density: float = 1.0,
) -> HubProblem:
    """Nodes in clusters, as cities in regions: many near-equal hub sets.

    Parameters
    ----------
    clusters : int, optional
        Default about the square root of n.
    spread : float
        Standard deviation of a cluster, in a square of side 100.
    n, seed, candidates, collection, transfer, distribution, classes, fixed_cost, tightness, density
        As for `random_euclidean`.
    """
    rng = np.random.default_rng(seed)
    centres = rng.uniform(0.0, 100.0, (clusters or max(2, round(n**0.5)), 2))
    places = centres[rng.integers(len(centres), size=n)] + rng.normal(0.0, spread, (n, 2))
    return _problem(rng, places, _distances(places), locals())


def random_nonmetric(
    n: int,
    *,
    seed: int,
    asymmetric: bool = True,
    unreachable: float = 0.0,
    free: float = 0.0,
    candidates: int | None = None,
    collection: float = 1.0,
    transfer: float = 0.6,
    distribution: float = 1.0,
    classes: int = 1,
    fixed_cost: float | None = None,
    tightness: float | None = None,
    density: float = 1.0,
) -> HubProblem:
    """Costs that break the triangle inequality and, unless told otherwise, differ by direction.

    Parameters
    ----------
    asymmetric : bool
    unreachable, free : float
        Parts of the node pairs that have infinite and zero cost.
    n, seed, candidates, collection, transfer, distribution, classes, fixed_cost, tightness, density
        As for `random_euclidean`.
    """
    rng = np.random.default_rng(seed)
    places = rng.uniform(0.0, 100.0, (n, 2))
    cost = _distances(places) * rng.lognormal(0.0, 0.6, (n, n))
    kind = rng.uniform(size=(n, n))
    if not asymmetric:
        upper = np.triu_indices(n, 1)
        for matrix in (cost, kind):
            matrix.T[upper] = matrix[upper]
    cost[kind < free] = 0.0
    cost[kind > 1.0 - unreachable] = np.inf
    np.fill_diagonal(cost, 0.0)
    return _problem(rng, places, cost, locals())


def _distances(places: FloatArray) -> FloatArray:
    step = places[:, None, :] - places[None, :, :]
    return np.asarray(np.hypot(step[..., 0], step[..., 1]))


def _flow(rng: np.random.Generator, distance: FloatArray, density: float) -> FloatArray:
    n = len(distance)
    mass = rng.lognormal(0.0, 1.0, n)
    flow = mass[:, None] * mass[None, :] * rng.lognormal(0.0, 0.3, (n, n)) / (1.0 + distance / distance.mean())
    flow[rng.uniform(size=(n, n)) >= density] = 0.0
    np.fill_diagonal(flow, 0.0)
    return np.asarray(flow)


def _problem(rng: np.random.Generator, places: FloatArray, cost: FloatArray, given: dict[str, Any]) -> HubProblem:
    n, classes = len(places), given["classes"]
    distance = _distances(places)
    blocks: dict[str, dict[str, Any]] = {}
    for c in range(classes):
        tariff = 1.0 if classes == 1 else rng.uniform(0.7, 1.4)
        blocks["flow" if classes == 1 else f"class {c + 1}"] = {
            "flow": _flow(rng, distance, given["density"]),
            "cost": cost * tariff,
            "collection": given["collection"],
            "transfer": given["transfer"],
            "distribution": given["distribution"],
        }
    chosen = given["candidates"]
    fixed = capacity = None
    if given["fixed_cost"] is not None:
        finite = np.where(np.isfinite(cost), cost, 0.0)
        to_hub, from_hub = given["collection"] * finite, given["distribution"] * finite
        serving = sum(b["flow"].sum(axis=1) @ to_hub + b["flow"].sum(axis=0) @ from_hub.T for b in blocks.values())
        fixed = given["fixed_cost"] * serving.min() * rng.uniform(0.7, 1.3, n)
    if given["tightness"] is not None:
        total = sum(b["flow"].sum() for b in blocks.values())
        capacity = total * rng.uniform(0.7, 1.3, n) / (1.5 + 2.5 * given["tightness"])
    return HubProblem.from_blocks(
        blocks,
        fixed_cost=fixed,
        capacity=capacity,
        candidates=None if chosen is None else sorted(rng.choice(n, size=chosen, replace=False).tolist()),
        metadata={"coordinates": places, "seed": given["seed"], "name": f"random {n}"},
    )
