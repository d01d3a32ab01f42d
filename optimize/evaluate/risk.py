r"""Scenario costs put together into one number, from the definitions of the risk measures.

With probabilities :math:`\pi_s` and costs :math:`c_s`: the mean :math:`\sum_s \pi_s c_s`; the worst case
:math:`\max_s c_s`; the maximum regret :math:`\max_s (c_s - c_s^*)` with :math:`c_s^*` the scenario's own optimum; the
maximum relative regret :math:`\max_s (c_s - c_s^*) / |c_s^*|`;

.. math::
    \mathrm{CVaR}_\beta = \min_\nu \; \nu + \frac{1}{1 - \beta} \sum_s \pi_s \max(c_s - \nu, 0)

(Rockafellar and Uryasev 2000), alone or mixed with the mean; and the largest mean over probabilities q that are not
known exactly. Where these keep to bounds, :math:`l \le q \le u`, or to a total variation distance :math:`\epsilon` of
:math:`\pi`, it is, by linear programming duality,

.. math::
    \sum_s l_s c_s + \min_\nu \Bigl( \bigl(1 - \sum_s l_s\bigr) \nu + \sum_s (u_s - l_s) \max(c_s - \nu, 0) \Bigr)
    \quad\text{and}\quad
    \epsilon \max_s c_s + \min_\nu \Bigl( (1 - \epsilon) \nu + \sum_s \pi_s \max(c_s - \nu, 0) \Bigr).

All these functions of :math:`\nu` are convex and bend at the scenarios' costs alone, so that their least value is at
one of them. Scenarios that can have no weight are left out, even if they cannot be served.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from optimize.problem import FloatArray
from optimize.risk import Cvar, Expected, MeanCvar, ProbabilityBounds, RiskMeasure, RobustProbability, WorstCase
from optimize.run import Request

_ROUNDING = 1e-12  # of a sum of probabilities


def risk_value(cost: FloatArray, probability: FloatArray, request: Request, own_optimum: FloatArray | None) -> float:
    """Put the costs of scenarios together by the risk measure that was asked for.

    Parameters
    ----------
    cost : (s,) array
        In each scenario, less is better.
    probability : (s,) array
    request : Request
        Its `measure`.
    own_optimum : (s,) array or None
        Each scenario's own optimum, for the regret.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        For an unknown measure, and for a regret without the scenarios' own optima.
    """
    measure = request.measure
    if measure.against_optimum:
        if own_optimum is None:
            msg = f"the risk measure {measure.name!r} needs every scenario's own optimum"
            raise ValueError(msg)
        cost = cost - own_optimum
        if measure.is_relative:
            cost = cost / np.abs(own_optimum)
    for kind, value in _VALUES:
        if isinstance(measure, kind):
            return value(measure, cost, probability)
    msg = f"unknown risk measure {request.risk!r}"
    raise ValueError(msg)


def can_count(probability: FloatArray, request: Request) -> npt.NDArray[np.bool_]:
    """Say which scenarios can make a difference.

    Parameters
    ----------
    probability : (s,) array
    request : Request
        Its `measure`.

    Returns
    -------
    (s,) bool array
    """
    measure = request.measure
    if isinstance(measure, WorstCase) or (isinstance(measure, RobustProbability) and measure.radius > 0):
        return np.ones(len(probability), dtype=bool)
    if isinstance(measure, ProbabilityBounds):
        low, high = np.array(measure.probability_low), np.array(measure.probability_high)
        return np.asarray((low > 0) | ((high > 0) & (low.sum() < 1 - _ROUNDING)))
    return np.asarray(probability > 0)


def size_of(cost: FloatArray, request: Request) -> float:
    """Size of the numbers that the objective is a difference of: a regret may be small where costs are large.

    Parameters
    ----------
    cost : (s,) array
        In each scenario.
    request : Request

    Returns
    -------
    float
        In the unit of the objective; what cannot be served is left out.
    """
    size = np.abs(cost)
    if request.measure.is_relative and request.own_optimum is not None:
        size = size / np.abs(np.array(request.own_optimum))
    return float(size[np.isfinite(size)].max(initial=0.0))


def _worst(_: WorstCase, cost: FloatArray, __: FloatArray) -> float:
    return float(np.max(cost))


def _mean(_: Expected, cost: FloatArray, probability: FloatArray) -> float:
    possible = probability > 0
    return float(np.sum(probability[possible] * cost[possible]))


def _tail(measure: Cvar | MeanCvar, cost: FloatArray, probability: FloatArray) -> float:
    return _spread(cost, probability / (1.0 - measure.cvar_level), 1.0)


def _mixed(measure: MeanCvar, cost: FloatArray, probability: FloatArray) -> float:
    mean, tail = _mean(Expected(), cost, probability), _tail(measure, cost, probability)
    return mean if np.isinf(mean) else (1.0 - measure.cvar_weight) * mean + measure.cvar_weight * tail


def _moved(measure: RobustProbability, cost: FloatArray, probability: FloatArray) -> float:
    if measure.radius == 0:
        return _mean(Expected(), cost, probability)
    dearest = float(np.max(cost))
    if np.isinf(dearest) or measure.radius == 1:
        return dearest
    return measure.radius * dearest + _spread(cost, probability, 1.0 - measure.radius)


def _bounded(measure: ProbabilityBounds, cost: FloatArray, _: FloatArray) -> float:
    low, high = np.array(measure.probability_low), np.array(measure.probability_high)
    left = 1.0 - float(low.sum())
    certain = low > 0
    value = float(np.sum(low[certain] * cost[certain]))
    return value + _spread(cost, high - low, left) if left > _ROUNDING else value


def _spread(cost: FloatArray, most: FloatArray, weight: float) -> float:
    """The largest weighted cost where a total weight is spread, with at most so much on each scenario."""
    possible = most > 0
    cost, most = cost[possible], most[possible]
    if np.isinf(cost).any():
        return np.inf  # some weight is on the worst outcome
    if not cost.size:
        return 0.0
    beyond = np.maximum(cost[None, :] - cost[:, None], 0.0) @ most
    return float(np.min(weight * cost + beyond))


_VALUES: tuple[tuple[type[RiskMeasure], Callable[..., float]], ...] = (
    (WorstCase, _worst),
    (Expected, _mean),
    (Cvar, _tail),
    (MeanCvar, _mixed),
    (RobustProbability, _moved),
    (ProbabilityBounds, _bounded),
)
"""The value of each measure; regrets are worst cases of what exceeds the optimum."""
