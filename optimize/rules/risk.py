r"""How the costs of scenarios are put together into one objective.

With probabilities :math:`\pi_s` and costs :math:`c_s`: expected :math:`\sum_s \pi_s c_s`; worst case
:math:`\max_s c_s`; maximum regret :math:`\max_s (c_s - c_s^*)` with :math:`c_s^*` the scenario's own optimum; and

.. math::
    \mathrm{CVaR}_\beta = \min_\nu \; \nu + \frac{1}{1-\beta} \sum_s \pi_s (c_s - \nu)^+

(Rockafellar and Uryasev 2000), the mean of the worst :math:`1-\beta` of the probability.
"""

import numpy as np

from optimize.problem import FloatArray


def combine(
    costs: FloatArray,
    probability: FloatArray,
    risk: str,
    *,
    cvar_level: float = 0.9,
    own_optimum: FloatArray | None = None,
) -> FloatArray:
    """Put scenario costs together.

    Parameters
    ----------
    costs : (..., s) array
        Cost in each scenario, on the last axis.
    probability : (s,) array
    risk : {"expected", "worst_case", "max_regret", "cvar"}
    cvar_level : float
        beta of CVaR, in [0, 1).
    own_optimum : (s,) array
        Each scenario's own optimal cost; needed by "max_regret".

    Returns
    -------
    (...) array

    Examples
    --------
    >>> float(combine(np.array([1.0, 5.0]), np.array([0.75, 0.25]), "expected"))
    2.0
    """
    if risk == "expected":
        # 0 * inf is nan: a scenario of no probability does not count
        counted = probability > 0
        return costs[..., counted] @ probability[counted]
    if risk == "worst_case":
        return costs.max(axis=-1)
    if risk == "max_regret":
        if own_optimum is None:
            msg = "max_regret needs every scenario's own optimum"
            raise ValueError(msg)
        return (costs - own_optimum).max(axis=-1)
    if risk == "cvar":
        return _cvar(costs, probability, cvar_level)
    msg = f"unknown risk measure {risk!r}"
    raise ValueError(msg)


def _cvar(costs: FloatArray, probability: FloatArray, level: float) -> FloatArray:
    """Mean of the worst (1 - level) of the probability: fill it up from the dearest scenario down."""
    order = np.argsort(-costs, axis=-1, kind="stable")
    ordered = np.take_along_axis(costs, order, axis=-1)
    chance = probability[order]
    before = np.cumsum(chance, axis=-1) - chance
    tail = 1.0 - level
    taken = np.clip(tail - before, 0.0, chance)
    with np.errstate(invalid="ignore"):
        parts = np.where(taken > 0, taken * ordered, 0.0)
    # rounding may leave a sliver of the tail unfilled; divide by what was taken
    return parts.sum(axis=-1) / taken.sum(axis=-1)
