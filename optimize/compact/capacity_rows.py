r"""Rows for the capacities of hubs, over all commodity classes of a scenario together, for all formulations.

With :math:`L_k` the flow that uses the capacity of hub k ("collection": flow from origins; "throughput": also flow from
other hubs) and :math:`\Gamma_k` its capacity in the scenario,

.. math::
    \tfrac{1}{\Gamma_k} L_k \le z_k \quad (1), \qquad
    \sum_k \tfrac{\min(\Gamma_k, W)}{W} z_k \ge 1 \quad (2),
    \qquad L_k = 0 \text{ where } \Gamma_k = 0, \quad (3)

with W the flow that has no outside option (there is no row (2) if W = 0). For integer z, (2) follows from (1); it
strengthens the bound. Rows that no flow can violate are left out.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from optimize.problem import FloatArray, IntArray, Scenario
from optimize.solvers import Model


@dataclass(eq=False)
class HubLoads:
    """The load of every hub in one scenario, as linear expressions in the model's columns.

    Attributes
    ----------
    hub, column, coefficient : lists of arrays
        The terms, in several parts.
    bound_to_serve : float
        Flow that has no outside option.
    total : float
        All flow.
    """

    hub: list[IntArray] = field(default_factory=list)
    column: list[IntArray] = field(default_factory=list)
    coefficient: list[FloatArray] = field(default_factory=list)
    bound_to_serve: float = 0.0
    total: float = 0.0

    def add(self, hub: npt.ArrayLike, column: npt.ArrayLike, coefficient: npt.ArrayLike) -> None:
        """Add the terms ``coefficient * x[column]`` to the loads of hubs.

        Parameters
        ----------
        hub : int array_like
            Positions of the candidates.
        column : int array_like
            Column numbers.
        coefficient : float or array_like
            Flow per unit of the columns; all three are broadcast against each other.
        """
        h, c, v = np.broadcast_arrays(
            np.asarray(hub, np.int64), np.asarray(column, np.int64), np.asarray(coefficient, np.float64)
        )
        self.hub.append(h.ravel())
        self.column.append(c.ravel())
        self.coefficient.append(v.ravel())


def add_capacity(model: Model, z: IntArray, scenario: Scenario, loads: HubLoads, capacity_on: str) -> None:
    """Add rows (1)-(3) for a scenario.

    Parameters
    ----------
    model : Model
    z : (h,) int array
        Columns of the hubs.
    scenario : Scenario
        With the capacities; nothing is added if it has none.
    loads : HubLoads
        Loads of the hubs in this scenario.
    capacity_on : {"collection", "throughput"}
        What the loads count.
    """
    if scenario.capacity is None or not loads.hub:
        return
    capacity = scenario.capacity
    hub, column = np.concatenate(loads.hub), np.concatenate(loads.column)
    coefficient = np.concatenate(loads.coefficient)
    most = 2.0 * loads.total if capacity_on == "throughput" else loads.total
    tight = np.flatnonzero((capacity > 0) & (capacity < most))
    place = np.full(len(z), -1)
    place[tight] = np.arange(len(tight))
    entries = place[hub] >= 0
    row, col = place[hub[entries]], column[entries]
    value = coefficient[entries] / capacity[hub[entries]]
    model.add_rows(
        np.concatenate([row, np.arange(len(tight))]),
        np.concatenate([col, z[tight]]),
        np.concatenate([value, -np.ones(len(tight))]),
        "<=",
        np.zeros(len(tight)),
    )
    without = (capacity[hub] == 0) & (coefficient > 0)
    if without.any():
        closed = np.unique(column[without])
        model.add_rows(np.arange(len(closed)), closed, 1.0, "==", np.zeros(len(closed)))
    need = loads.bound_to_serve
    if need > 0:
        model.add_rows(0, z, np.minimum(capacity, need) / need, ">=", [1.0])
