r"""Seeded random instances of any size and of several kinds that are hard for algorithms.

Flows follow a gravity model with noise, :math:`w_{ij} = q_i q_j \, \xi_{ij} / (1 + d_{ij}/\bar d)` with log-normal
masses q and noise :math:`\xi`, because uniform flows make all hubs alike and instances unrealistically hard. The same
arguments and seed always give the same instance.
"""

from dataclasses import dataclass
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
    """Nodes uniformly distributed in a square, with Euclidean distances as costs.

    Parameters
    ----------
    n : int
        Number of nodes.
    seed : int
        Seed of the random generator.
    candidates : int, optional
        Number of candidate hubs, drawn at random; default: all nodes.
    collection, transfer, distribution : float
        The factors chi, alpha and delta on the distance.
    classes : int
        Number of commodity classes: blocks with their own flows and with tariffs that differ by up to a factor of two.
    fixed_cost : float, optional
        Mean fixed cost of a hub, as a fraction of the cost of serving all flow through the best single hub; each cost
        is drawn within 30% of the mean. Default: no fixed costs.
    tightness : float, optional
        Capacities: at 0 the mean capacity is two thirds of all flow, at 1 it is a quarter; each is drawn within 30% of
        the mean. Default: no capacities.
    density : float
        Fraction of the pairs that have flow, in (0, 1].

    Returns
    -------
    HubProblem
        Its `metadata` has ``coordinates`` (n, 2) in a square of side 100, ``seed`` and ``name``.

    Examples
    --------
    >>> random_euclidean(20, seed=1, candidates=8)
    HubProblem(20 nodes, 8 candidate hubs, 1 block)
    """
    rng = np.random.default_rng(seed)
    places = rng.uniform(0.0, 100.0, (n, 2))
    factors = (collection, transfer, distribution)
    kind = _Kind(seed, candidates, factors, classes, fixed_cost, tightness, density)
    return _problem(rng, places, _distances(places), kind)


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
    """Nodes in clusters, like cities in regions, which gives many hub sets of nearly equal cost.

    Parameters
    ----------
    n, seed
        As for `random_euclidean`.
    clusters : int, optional
        Number of clusters; default: about the square root of n.
    spread : float
        Standard deviation of a cluster, in a square of side 100.
    candidates, collection, transfer, distribution, classes, fixed_cost, tightness, density
        As for `random_euclidean`.

    Returns
    -------
    HubProblem
        As from `random_euclidean`.
    """
    rng = np.random.default_rng(seed)
    centres = rng.uniform(0.0, 100.0, (clusters or max(2, round(n**0.5)), 2))
    places = centres[rng.integers(len(centres), size=n)] + rng.normal(0.0, spread, (n, 2))
    factors = (collection, transfer, distribution)
    kind = _Kind(seed, candidates, factors, classes, fixed_cost, tightness, density)
    return _problem(rng, places, _distances(places), kind)


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
    """Costs that violate the triangle inequality and, by default, differ by direction.

    Parameters
    ----------
    n, seed
        As for `random_euclidean`.
    asymmetric : bool
        Whether costs differ by direction.
    unreachable, free : float
        Fractions of the pairs of nodes with infinite and with zero cost.
    candidates, collection, transfer, distribution, classes, fixed_cost, tightness, density
        As for `random_euclidean`.

    Returns
    -------
    HubProblem
        As from `random_euclidean`.
    """
    rng = np.random.default_rng(seed)
    places = rng.uniform(0.0, 100.0, (n, 2))
    cost = _distances(places) * rng.lognormal(0.0, 0.6, (n, n))
    draw = rng.uniform(size=(n, n))
    if not asymmetric:
        upper = np.triu_indices(n, 1)
        for matrix in (cost, draw):
            matrix.T[upper] = matrix[upper]
    cost[draw < free] = 0.0
    cost[draw > 1.0 - unreachable] = np.inf
    np.fill_diagonal(cost, 0.0)
    factors = (collection, transfer, distribution)
    return _problem(rng, places, cost, _Kind(seed, candidates, factors, classes, fixed_cost, tightness, density))


@dataclass(frozen=True)
class _Kind:
    """The arguments that all kinds of instances share, see `random_euclidean`."""

    seed: int
    candidates: int | None
    factors: tuple[float, float, float]
    classes: int
    fixed_cost: float | None
    tightness: float | None
    density: float


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


def _problem(rng: np.random.Generator, places: FloatArray, cost: FloatArray, kind: _Kind) -> HubProblem:
    n, classes = len(places), kind.classes
    collection, transfer, distribution = kind.factors
    distance = _distances(places)
    blocks: dict[str, dict[str, Any]] = {}
    for c in range(classes):
        tariff = 1.0 if classes == 1 else rng.uniform(0.7, 1.4)
        blocks["flow" if classes == 1 else f"class {c + 1}"] = {
            "flow": _flow(rng, distance, kind.density),
            "cost": cost * tariff,
            "collection": collection,
            "transfer": transfer,
            "distribution": distribution,
        }
    chosen = kind.candidates
    fixed = capacity = None
    if kind.fixed_cost is not None:
        finite = np.where(np.isfinite(cost), cost, 0.0)
        to_hub, from_hub = collection * finite, distribution * finite
        serving = sum(b["flow"].sum(axis=1) @ to_hub + b["flow"].sum(axis=0) @ from_hub.T for b in blocks.values())
        fixed = kind.fixed_cost * serving.min() * rng.uniform(0.7, 1.3, n)
    if kind.tightness is not None:
        total = sum(b["flow"].sum() for b in blocks.values())
        capacity = total * rng.uniform(0.7, 1.3, n) / (1.5 + 2.5 * kind.tightness)
    return HubProblem.from_blocks(
        blocks,
        fixed_cost=fixed,
        capacity=capacity,
        candidates=None if chosen is None else sorted(rng.choice(n, size=chosen, replace=False).tolist()),
        metadata={"coordinates": places, "seed": kind.seed, "name": f"random {n}"},
    )
