r"""Scenario costs put together into one number, from the definitions of the risk measures.

With probabilities :math:`\pi_s` and costs :math:`c_s`: the mean :math:`\sum_s \pi_s c_s`; the worst case
:math:`\max_s c_s`; the maximum regret :math:`\max_s (c_s - c_s^*)` with :math:`c_s^*` the scenario's own optimum; and

.. math::
    \mathrm{CVaR}_\beta = \min_\nu \; \nu + \frac{1}{1 - \beta} \sum_s \pi_s \max(c_s - \nu, 0)

(Rockafellar and Uryasev 2000). The function of :math:`\nu` is convex and bends at the scenarios' costs alone, so its
least value is at one of them. The worst case and the regret look at every scenario; the other two leave out scenarios
of probability 0, even if they cannot be served.
"""

import numpy as np

from optimize.problem import FloatArray
from optimize.run import Request


def risk_value(cost: FloatArray, probability: FloatArray, request: Request, own_optimum: FloatArray | None) -> float:
    """Put the costs of scenarios together by the risk measure that was asked for.

    Parameters
    ----------
    cost : (s,) array
        In each scenario, less is better.
    probability : (s,) array
    request : Request
        Its `risk` and `cvar_level`.
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
    if request.risk == "worst_case":
        return float(np.max(cost))
    if request.risk == "max_regret":
        if own_optimum is None:
            msg = "the maximum regret needs every scenario's own optimum"
            raise ValueError(msg)
        return float(np.max(cost - own_optimum))
    possible = probability > 0
    cost, chance = cost[possible], probability[possible]
    if request.risk == "expected":
        return float(np.sum(chance * cost))
    if request.risk == "cvar":
        return _cvar(cost, chance, request.cvar_level)
    msg = f"unknown risk measure {request.risk!r}"
    raise ValueError(msg)


def _cvar(cost: FloatArray, chance: FloatArray, level: float) -> float:
    if np.isinf(cost).any():
        return float(np.max(cost))  # the worst outcome is in every tail
    beyond = np.maximum(cost[None, :] - cost[:, None], 0.0) @ chance
    return float(np.min(cost + beyond / (1.0 - level)))
