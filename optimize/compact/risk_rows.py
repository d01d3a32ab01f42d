r"""The risk measure as rows and objective coefficients, for all compact formulations.

A formulation gives each scenario's cost :math:`c_s(x) = c_s^0 + \sum_q c_{sq} x_q`. The measure weighs
:math:`y_s = d_s (c_s(x) - r_s)`, the cost or the excess over the scenario's own optimum, which is found beforehand,
with weights b and parts p of caps :math:`k^p` and weight :math:`m_p` (`optimize.risk`). The objective is

.. math::
    \min \; \sum_s b_s y_s + \sum_p \Bigl( m_p \nu_p + \sum_s k^p_s \delta_{ps} \Bigr), \qquad
    \nu_p + \delta_{ps} \ge y_s, \quad \delta_{ps} \ge 0 \qquad (1)

with rows where :math:`k^p_s > 0`, and without :math:`\delta_{ps}` where :math:`k^p_s = m_p`. The expected cost has no
parts; worst case and regrets have :math:`k_s = m = 1`, so that (1) is the usual epigraph; CVaR has
:math:`k_s = \pi_s / (1 - \beta)`, as in Rockafellar and Uryasev 2000.

A scenario that can have no weight is left out, and may be impossible to serve. The variables :math:`\nu, \delta` are
measured in units of the size of the costs, which keeps the coefficients of the rows near 1.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from optimize.problem import FloatArray, IntArray, Problem
from optimize.run import Request
from optimize.solvers import Model


@dataclass(eq=False)
class ScenarioCost:
    """Cost of one scenario as a linear expression in the model's columns.

    Attributes
    ----------
    constant : float
        The constant part.
    columns, coefficients : lists of arrays
        The terms, in several parts.
    """

    constant: float = 0.0
    columns: list[IntArray] = field(default_factory=list)
    coefficients: list[FloatArray] = field(default_factory=list)

    def add(self, columns: npt.ArrayLike, coefficients: npt.ArrayLike) -> None:
        """Add the terms ``coefficients * x[columns]``.

        Parameters
        ----------
        columns : int array_like
            Column numbers.
        coefficients : float or array_like
            Costs per unit of the columns; broadcast against `columns`.
        """
        where, value = np.broadcast_arrays(np.asarray(columns, np.int64), np.asarray(coefficients, np.float64))
        self.columns.append(where.ravel())
        self.coefficients.append(value.ravel())

    def joined(self) -> tuple[IntArray, FloatArray]:
        """Join the parts of the expression.

        Returns
        -------
        (terms,) int array
            Columns.
        (terms,) array
            Coefficients.
        """
        if not self.columns:
            return np.zeros(0, dtype=np.int64), np.zeros(0)
        return np.concatenate(self.columns), np.concatenate(self.coefficients)


def add_risk(model: Model, problem: Problem, request: Request, costs: dict[int, ScenarioCost], unit: float) -> None:
    """Add the objective (1) to a model.

    Parameters
    ----------
    model : Model
        A minimisation.
    problem : HubProblem or ScenarioProblem
    request : Request
        With `own_optimum` if the risk measure needs it; `solve` sets it.
    costs : dict of int to ScenarioCost
        By position, for each of the `counted_scenarios`.
    unit : float
        Rough size of what is weighed: of the costs, or 1 for costs relative to optima.

    Raises
    ------
    ValueError
        For a measure against the scenarios' own optima without `own_optimum`.
    """
    envelope, factor = request.envelope(problem), request.factor(problem)
    weighed = {s: _times(cost, factor[s], request.reference(problem)[s]) for s, cost in costs.items()}
    if (envelope.base > 0).any():
        constant = 0.0
        for s in map(int, np.flatnonzero(envelope.base)):
            columns, coefficients = weighed[s].joined()
            model.add_cost(columns, envelope.base[s] * coefficients)
            constant += float(envelope.base[s]) * weighed[s].constant
        # the constant is a column of the model, so that the solver's relative gap includes it
        model.add_variables(1, low=1.0, up=1.0, cost=constant)
    for part in envelope.parts:
        level = model.add_variables(1, low=-np.inf, cost=unit * part.mass)
        for s in map(int, np.flatnonzero(part.cap)):
            free = part.free[s]
            beyond = np.zeros(0, dtype=np.int64) if free else model.add_variables(1, cost=unit * float(part.cap[s]))
            columns, coefficients = weighed[s].joined()
            over = np.concatenate([level, beyond, columns])
            value = np.concatenate([np.ones(len(over) - len(columns)), -coefficients / unit])
            model.add_rows(np.zeros(len(over), dtype=np.int64), over, value, ">=", weighed[s].constant / unit)


def _times(cost: ScenarioCost, factor: float, reference: float) -> ScenarioCost:
    """What is weighed of a scenario: its cost less the reference, times the factor."""
    columns, coefficients = cost.joined()
    return ScenarioCost(float(factor * (cost.constant - reference)), [columns], [factor * coefficients])
