"""Seeded random scenario sets: disruptions of one network."""

import numpy as np

from optimize.errors import report
from optimize.instances.generators import random_euclidean
from optimize.problem import HubProblem, ScenarioProblem


def random_scenarios(
    n: int,
    scenarios: int,
    *,
    seed: int,
    candidates: int | None = None,
    base: HubProblem | None = None,
    closures: float = 0.3,
    hub_failures: float = 0.2,
    penalty: float | None = 3.0,
) -> ScenarioProblem:
    """Disruptions of one network: corridors are closed, hubs fail, demand changes.

    The first scenario is the undisrupted one, with probability one half. In each of the others, with probability
    `closures` a corridor is closed: a random line divides the square, and transport between its two sides costs twice
    as much or is impossible. Each candidate fails with probability `hub_failures` (its legs have infinite cost), and
    the trade of every node changes by a log-normal factor.

    Parameters
    ----------
    n, scenarios : int
        Number of nodes and of scenarios.
    seed : int
        Seed of the random generator.
    candidates : int, optional
        Number of candidate hubs; default: all nodes.
    base : HubProblem, optional
        The undisrupted problem, with ``coordinates`` in its metadata; default: `random_euclidean` of the same seed.
    closures, hub_failures : float
        Probabilities, in [0, 1].
    penalty : float, optional
        Penalty for unmet demand, as a multiple of the most expensive leg. None: all demand must be served; then no hub
        fails, and closed corridors only cost more.

    Returns
    -------
    ScenarioProblem

    Raises
    ------
    InputError
        If there are no scenarios.

    Examples
    --------
    >>> random_scenarios(15, 4, seed=1)
    ScenarioProblem(15 nodes, 15 candidate hubs, 4 scenarios)
    """
    if scenarios < 1:
        report([f"scenarios is {scenarios}: at least one is needed"])
    undisturbed = random_euclidean(n, seed=seed, candidates=candidates) if base is None else base
    rng = np.random.default_rng([seed, scenarios])
    chance = np.concatenate([[1.0], rng.uniform(0.2, 1.0, scenarios - 1)])
    chance[1:] *= 1.0 / max(chance[1:].sum(), 1e-300)
    names = ["base", *(f"disruption {s}" for s in range(1, scenarios))]
    problems = {
        name: _disturbed(undisturbed, rng, closures if s else 0.0, hub_failures if s else 0.0, penalty)
        for s, name in enumerate(names)
    }
    return ScenarioProblem(problems, dict(zip(names, (chance / chance.sum()).tolist(), strict=True)))


def _disturbed(
    base: HubProblem, rng: np.random.Generator, closures: float, failures: float, penalty: float | None
) -> HubProblem:
    places, hubs = np.asarray(base.metadata["coordinates"]), base.candidate_index
    factor = np.ones((base.n, base.n))
    if rng.uniform() < closures:
        direction = rng.normal(size=2)
        side = places @ direction > np.median(places @ direction) + rng.normal(0.0, 10.0)
        factor[side[:, None] != side[None, :]] = 2.0 if penalty is None or rng.uniform() < 0.5 else np.inf
    lost = np.zeros(base.n, dtype=bool)
    if penalty is not None:
        lost[hubs] = rng.uniform(size=base.h) < failures
    factor[:, lost] = factor[lost, :] = np.inf
    trade = rng.lognormal(0.0, 0.25, base.n) if failures or closures else np.ones(base.n)
    blocks = {}
    for block in base.blocks:
        legs = {}
        for leg, part in (("collection", np.s_[:, hubs]), ("distribution", np.s_[hubs, :])):
            legs[f"{leg}_cost"] = np.full((base.n, base.n), np.inf)
            legs[f"{leg}_cost"][part] = _times(getattr(block, leg), factor[part])
        inside = np.ix_(hubs, hubs)
        legs["transfer_cost"] = np.full((base.n, base.n), np.inf)
        legs["transfer_cost"][inside] = _times(block.transfer, factor[inside])
        worst = max(float(cost[np.isfinite(cost)].max()) for cost in (block.collection, block.distribution))
        blocks[block.name] = {
            **legs,
            "flow": block.flow * trade[:, None] * trade[None, :],
            "handling_cost": dict(zip(base.candidates, block.handling, strict=True)),
            "unmet_penalty": None if penalty is None else penalty * worst,
            "weight": block.weight,
            "capacity_use": block.capacity_use,
        }
    return HubProblem.from_blocks(
        blocks,
        fixed_cost=dict(zip(base.candidates, base.fixed_cost, strict=True)),
        candidates=base.candidates,
        labels=base.labels,
        metadata=base.metadata,
    )


def _times(cost: np.ndarray, factor: np.ndarray) -> np.ndarray:
    """``cost * factor``, infinite where the factor is, even if the cost is zero."""
    with np.errstate(invalid="ignore"):
        return np.where(np.isinf(factor), np.inf, cost * factor)
