r"""Risk measures: one objective from the costs of all scenarios.

With probabilities :math:`\pi_s` and costs :math:`c_s`: expected cost :math:`\sum_s \pi_s c_s`; worst case
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
    """Apply a risk measure to scenario costs.

    Parameters
    ----------
    costs : (..., s) array
        Cost in each scenario, on the last axis.
    probability : (s,) array
        Probability of each scenario, summing to 1.
    risk : {"expected", "worst_case", "max_regret", "cvar"}
        The risk measure.
    cvar_level : float
        The level beta of CVaR, in [0, 1).
    own_optimum : (s,) array, optional
        Each scenario's own optimal cost; needed for "max_regret".

    Returns
    -------
    (...) array
        In the unit of the costs.

    Raises
    ------
    ValueError
        For an unknown risk measure, and for "max_regret" without `own_optimum`.

    Examples
    --------
    >>> float(combine(np.array([1.0, 5.0]), np.array([0.75, 0.25]), "expected"))
    2.0
    """
    if risk == "expected":
        # 0 * inf is nan: leave out scenarios of probability 0
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
    """Mean cost over the worst (1 - level) of the probability, filled from the most expensive scenario down."""
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
