r"""Which hubs the bound opens: the cheapest ones, and with capacities enough of them for all demand.

.. math::
    \min_z \sum_k \rho_k z_k, \qquad p_{\min} \le \sum_k z_k \le p_{\max}, \qquad
    \sum_k \Gamma_{gk} z_k \ge D_g \text{ for every scenario } g, \qquad z \in \{0, 1\}^h

The covering rows are implied by the rows of the whole model, but not by its Lagrangean relaxation with binary z
(Contreras, Diaz and Fernandez 2009).
"""

import numpy as np

from optimize.kernels import kernel
from optimize.problem import FloatArray, IntArray
from optimize.single.model import BoolArray, Model

CLOSED, OPEN, UNDECIDED = 0, 1, 2
"""States of a hub."""

_MOST_NODES = 3000
"""Parts that the choice of hubs with capacities may visit before the linear relaxation has to do: a better bound,
against time in every round (a judgement)."""


@kernel
def ranking(values: FloatArray) -> IntArray:
    """Sort; one kernel for all, as sorting takes long to compile.

    Parameters
    ----------
    values : (m,) array

    Returns
    -------
    (m,) int array
        Positions in ascending order of the values.
    """
    order: IntArray = np.argsort(values)
    return order


@kernel
def select_by_number(
    rho: FloatArray, state: IntArray, p_min: int, p_max: int, picked: BoolArray
) -> tuple[float, float, float]:
    """Pick the cheapest hubs by their number.

    Parameters
    ----------
    rho : (h,) array
        Cost of each hub; ``inf`` where it is closed.
    state : (h,) int array
        `CLOSED`, `OPEN`, `UNDECIDED`.
    p_min, p_max : int
        Number of hubs.
    picked : (h,) bool array
        Written: the hubs that are picked.

    Returns
    -------
    total : float
        Sum of their costs; ``inf`` if there are too few hubs.
    leaves : float
        The rho that leaves when another undecided hub is opened.
    comes : float
        The rho that comes when a picked hub is closed.
    """
    h = rho.shape[0]
    total, size = 0.0, 0
    for k in range(h):
        picked[k] = state[k] == OPEN
        if picked[k]:
            total += rho[k]
            size += 1
    last, following, count = 0.0, np.inf, 0
    for k in ranking(rho):
        if state[k] != UNDECIDED:
            continue
        if size < p_min or (size < p_max and rho[k] < 0):
            picked[k] = True
            total += rho[k]
            last = rho[k]
            size += 1
            count += 1
        else:
            following = rho[k]
            break
    if size < p_min:
        return np.inf, 0.0, np.inf
    leaves = 0.0 if count == 0 else (last if size == p_max else max(0.0, last))
    comes = following if size == p_min else min(0.0, following)
    if p_max == size and count == 0:
        leaves = -np.inf  # no room for another hub
    return total, leaves, comes


@kernel
def demand_of_groups(model: Model) -> FloatArray:
    """Add up the quantity that the hubs of each scenario have to take in, a little less for rounding.

    Parameters
    ----------
    model : Model

    Returns
    -------
    (G,) array
        Of no size without capacities.
    """
    total = np.zeros(model.capacity.shape[0])
    for b in range(model.demand.shape[0]):
        if len(total) > 0:
            total[model.group[b]] += model.demand[b].sum()
    return total * (1 - 1e-9)


@kernel
def _order(rho: FloatArray, state: IntArray, capacity: FloatArray) -> IntArray:
    """Undecided hubs: those that pay for themselves, then the others by what their capacity costs."""
    h = rho.shape[0]
    key = np.empty(h)
    for k in range(h):
        if state[k] != UNDECIDED:
            key[k] = np.inf
        elif rho[k] <= 0:
            key[k] = -1.0
        else:
            key[k] = min(rho[k] / max(capacity[k], 1e-300), 1e300)
    order = ranking(key)
    left = 0
    for k in range(h):
        left += state[k] == UNDECIDED
    return order[:left]


@kernel
def _relaxed_cover(
    rho: FloatArray, capacity: FloatArray, order: IntArray, start: int, without: int, short: float
) -> float:
    """Least cost of fractional hubs ``order[start:]`` that hold `short`, hub `without` left out."""
    total = 0.0
    for position in range(start, order.shape[0]):
        k = order[position]
        if k == without:
            continue
        if rho[k] <= 0:
            total += rho[k]
            short -= capacity[k]
        elif short > 0:
            part = min(1.0, short / capacity[k]) if capacity[k] > 0 else 0.0
            total += part * rho[k]
            short -= capacity[k]
        else:
            break
    return total if short <= 0 else np.inf


@kernel
def relaxed_cover(
    model: Model, rho: FloatArray, state: IntArray, demand: FloatArray, flipped: int, opened: bool
) -> float:
    """Bound the cost of hubs that hold all demand, one hub being fixed.

    Parameters
    ----------
    model : Model
    rho : (h,) array
        Cost of each hub; ``inf`` where it is closed.
    state : (h,) int array
        `CLOSED`, `OPEN`, `UNDECIDED`.
    demand : (G,) array
        From `demand_of_groups`.
    flipped : int
        Hub that is fixed; -1 = none.
    opened : bool
        Whether that hub is open.

    Returns
    -------
    float
        ``inf`` if the hubs cannot hold the demand; ``-inf`` without capacities.
    """
    best = -np.inf
    for g in range(model.capacity.shape[0]):
        base, short = 0.0, demand[g]
        for k in range(rho.shape[0]):
            if state[k] == OPEN or (k == flipped and opened):
                base += rho[k]
                short -= model.capacity[g, k]
        order = _order(rho, state, model.capacity[g])
        best = max(best, base + _relaxed_cover(rho, model.capacity[g], order, np.int64(0), flipped, short))
    return best


@kernel
def _holds(model: Model, demand: FloatArray, picked: BoolArray) -> bool:
    for g in range(model.capacity.shape[0]):
        held = 0.0
        for k in range(picked.shape[0]):
            if picked[k]:
                held += model.capacity[g, k]
        if held < demand[g]:
            return False
    return True


@kernel
def select(
    model: Model, rho: FloatArray, state: IntArray, p_min: int, p_max: int, demand: FloatArray, picked: BoolArray
) -> float:
    """Pick the cheapest hubs, with capacities such that all demand has room.

    Parameters
    ----------
    model : Model
    rho : (h,) array
        Cost of each hub; ``inf`` where it is closed.
    state : (h,) int array
        `CLOSED`, `OPEN`, `UNDECIDED`.
    p_min, p_max : int
        Number of hubs.
    demand : (G,) array
        From `demand_of_groups`.
    picked : (h,) bool array
        Written: the hubs that are picked.

    Returns
    -------
    float
        Sum of their costs or, where the search takes too long, a bound on it; ``inf`` if no hubs will do.
    """
    by_number = select_by_number(rho, state, p_min, p_max, picked)[0]
    if len(demand) == 0 or by_number == np.inf or _holds(model, demand, picked):
        return by_number
    fallback = max(by_number, relaxed_cover(model, rho, state, demand, np.int64(-1), np.bool_(False)))
    if fallback == np.inf:
        return fallback
    # depth first over the undecided hubs, in before out
    # a hub holds no more than all demand; infinite room could not be given back when the hub is taken out again
    room = np.minimum(model.capacity, demand.reshape(-1, 1))
    order = _order(rho, state, model.capacity[0])
    count = order.shape[0]
    inside = np.zeros(count, dtype=np.bool_)
    chosen = np.zeros(rho.shape[0], dtype=np.bool_)
    total, size = 0.0, 0
    short = demand.copy()
    for k in range(rho.shape[0]):
        if state[k] == OPEN:
            chosen[k] = True
            total += rho[k]
            size += 1
            for g in range(len(demand)):
                short[g] -= room[g, k]
    best, position, nodes, forward = np.inf, 0, 0, True
    while True:
        if forward:
            nodes += 1
            if nodes > _MOST_NODES:
                return fallback
            enough = size >= p_min and short.max() <= 0
            if enough and total < best:
                best = total
                picked[:] = chosen
            pays = position < count and (not enough or rho[order[position]] < 0) and size < p_max
            if pays:
                rest = _relaxed_cover(rho, model.capacity[0], order, position, np.int64(-1), short[0])
                pays = total + rest < best
            if pays:
                k = order[position]
                inside[position] = True
                chosen[k] = True
                total += rho[k]
                size += 1
                for g in range(len(demand)):
                    short[g] -= room[g, k]
                position += 1
            else:
                forward = False
        else:
            position -= 1
            while position >= 0 and not inside[position]:
                position -= 1
            if position < 0:
                return max(best, fallback)
            k = order[position]
            inside[position] = False
            chosen[k] = False
            total -= rho[k]
            size -= 1
            for g in range(len(demand)):
                short[g] += room[g, k]
            position += 1
            forward = True
