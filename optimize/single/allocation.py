"""Exact single allocation to given hubs: a quadratic semi-assignment problem."""

from dataclasses import replace

import numpy as np

from optimize.problem import IntArray
from optimize.run import Clock, Limits, Request
from optimize.single.heuristic import Incumbent, Neighbourhoods
from optimize.single.model import Model, restricted
from optimize.single.search import Search


def solve_allocation(
    model: Model,
    hubs: tuple[int, ...],
    *,
    start: IntArray | None = None,
    clock: Clock | None = None,
    gap: float = 1e-7,
) -> tuple[Incumbent, float]:
    """Find the best allocation of every block of a model to the hubs.

    Parameters
    ----------
    model : Model
        See `optimize.single.model.build_model`.
    hubs : tuple of int
        Open hubs, positions in the model.
    start : (B, n) int array, optional
        An allocation to start from.
    clock : Clock, optional
        When to stop; default: when it is done.
    gap : float
        Relative gap that is good enough.

    Returns
    -------
    Incumbent
        Its value, fixed costs included, is `model.ceiling` or more if no feasible allocation was found.
    float
        Proven bound.
    """
    chosen = np.array(sorted(hubs), dtype=np.int64)
    small = restricted(model, chosen)
    request = Request(len(chosen), len(chosen), "single", open_hubs=frozenset(range(len(chosen))))
    place = np.full(len(model.fixed), -1, dtype=np.int64)
    place[chosen] = np.arange(len(chosen))
    neighbourhoods = Neighbourhoods(small, request, np.random.default_rng(0))
    incumbent = neighbourhoods.allocate(np.arange(len(chosen)), None if start is None else place[start])
    search = Search(small, request, Limits(Clock() if clock is None else clock.silent(), gap), incumbent)
    bound = search.run()
    found = replace(search.incumbent, hubs=tuple(int(k) for k in chosen), hub_of=chosen[search.incumbent.hub_of])
    return found, bound
