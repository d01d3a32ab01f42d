"""What the kernels of a bound share: the choices that are left, and the solution of the relaxed problem."""

from typing import NamedTuple

import numpy as np

from optimize.kernels import kernel
from optimize.problem import FloatArray, IntArray
from optimize.single.model import BoolArray, Model


class Choices(NamedTuple):
    """Which hubs may be open and which labels clients may take; kernels strike out what is no longer of interest.

    Attributes
    ----------
    ok : (B, n, h) bool array
        Labels that are left.
    state : (h,) int array
        `CLOSED`, `OPEN`, `UNDECIDED`, see `optimize.single.cover`.
    p_min, p_max : int
        Number of hubs.
    """

    ok: BoolArray
    state: IntArray
    p_min: int
    p_max: int


class Relaxation(NamedTuple):
    """Prices of the p-median bound and its fractional solution; kernels write into it.

    Attributes
    ----------
    price : (B, n) array
        lambda: the best prices, from which the next search for better ones starts.
    share : (B, n, h) array
        x, an average over the later rounds.
    usage : (h,) array
        z, the same.
    trade : (h,) array
        What the bound grows by if a hub that is picked were closed, or one that is not were open.
    picked : (h,) bool array
        Hubs that are open in the bound.
    toll : (G, h) array
        nu: what a unit of a hub's capacity is worth in the bound; of no size without capacities.
    factor : (1,) array
        Factor of the step with which the next search for prices starts; carried on from search to search.
    """

    price: FloatArray
    share: FloatArray
    usage: FloatArray
    trade: FloatArray
    picked: BoolArray
    toll: FloatArray
    factor: FloatArray


@kernel
def with_tolls(model: Model, reduced: FloatArray, relaxed: Relaxation) -> FloatArray:
    """Add to the costs of clients at hubs what their demand is worth of the hubs' capacities.

    Parameters
    ----------
    model : Model
    reduced : (B, n, h) array
    relaxed : Relaxation

    Returns
    -------
    (B, n, h) array
        A client at a hub raises the bound by what is above its price here.
    """
    lifted = reduced.copy()
    for b in range(reduced.shape[0]):
        for i in range(reduced.shape[1]):
            for k in range(reduced.shape[2]):
                lifted[b, i, k] += relaxed.toll[model.group[b], k] * model.demand[b, i]
    return lifted


def relaxation(
    price: FloatArray, share: FloatArray, usage: FloatArray, groups: int = 0, factor: FloatArray | None = None
) -> Relaxation:
    """Make a relaxation that writes into given arrays.

    Parameters
    ----------
    price : (B, n) array
        Prices to start from.
    share : (B, n, h) array
        For x.
    usage : (h,) array
        For z.
    groups : int
        Scenarios with capacities.
    factor : (1,) array, optional
        That of an earlier search; 1 by default.

    Returns
    -------
    Relaxation
    """
    h = len(usage)
    start = np.ones(1) if factor is None else factor
    return Relaxation(price, share, usage, np.empty(h), np.empty(h, dtype=np.bool_), np.zeros((groups, h)), start)
