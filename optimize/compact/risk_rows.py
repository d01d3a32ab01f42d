r"""The risk measure as rows and objective coefficients, for all compact formulations.

A formulation gives each scenario's cost :math:`c_s(x) = c_s^0 + \sum_q c_{sq} x_q`; with probabilities
:math:`\pi_s` the objective is

- expected: :math:`\min \sum_s \pi_s c_s(x)`;
- worst case: :math:`\min \eta` with :math:`\eta \ge c_s(x)` for all s; (1)
- maximum regret: :math:`\min \eta` with :math:`\eta \ge c_s(x) - c_s^*`, where :math:`c_s^*` is the scenario's own
  optimum, found beforehand; (2)
- CVaR: :math:`\min \nu + \frac{1}{1-\beta} \sum_s \pi_s \delta_s` with :math:`\delta_s \ge c_s(x) - \nu`,
  :math:`\delta_s \ge 0` (Rockafellar and Uryasev 2000). (3)

A scenario of probability 0 does not enter the expected cost and CVaR: it is left out, and may be impossible to serve.
The variables :math:`\eta, \nu, \delta` are measured in units of the size of the costs, which keeps the coefficients of
the rows near 1.
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
    """Add the objective (1)-(3) to a model.

    Parameters
    ----------
    model : Model
        A minimisation.
    problem : HubProblem or ScenarioProblem
    request : Request
        With `own_optimum` if the risk measure is "max_regret"; `solve` sets it.
    costs : dict of int to ScenarioCost
        By position, for each of the `counted_scenarios`.
    unit : float
        Rough size of the costs.

    Raises
    ------
    ValueError
        For "max_regret" without `own_optimum`.
    """
    probability = {s: problem.scenarios[s].probability for s in costs}
    if request.risk == "expected":
        for s, cost in costs.items():
            columns, coefficients = cost.joined()
            model.add_cost(columns, probability[s] * coefficients)
        constant = float(sum(probability[s] * cost.constant for s, cost in costs.items()))
        # the constant is a column of the model, so that the solver's relative gap includes it
        model.add_variables(1, low=1.0, up=1.0, cost=constant)
        return
    level = model.add_variables(1, low=-np.inf, cost=unit)
    beyond: dict[int, IntArray] = {}
    if request.risk == "cvar":
        total = sum(probability.values())
        for s in costs:
            price = unit * probability[s] / (total * (1.0 - request.cvar_level))
            beyond[s] = model.add_variables(1, cost=price)
    for s, cost in costs.items():
        columns, coefficients = cost.joined()
        constant = cost.constant
        if request.risk == "max_regret":
            if request.own_optimum is None:
                msg = "max_regret needs every scenario's own optimum"
                raise ValueError(msg)
            constant -= request.own_optimum[s]
        over = np.concatenate([level, beyond.get(s, np.zeros(0, dtype=np.int64)), columns])
        value = np.concatenate([np.ones(len(over) - len(columns)), -coefficients / unit])
        model.add_rows(np.zeros(len(over), dtype=np.int64), over, value, ">=", constant / unit)
