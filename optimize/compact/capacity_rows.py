r"""Capacities of hubs, over all commodity classes of a scenario together, as every formulation adds them.

With :math:`L_k` the flow that counts against hub k ("collection": what it takes in from origins; "throughput": also
what it takes in from other hubs) and :math:`\Gamma_k` its capacity in the scenario,

.. math::
    \tfrac{1}{\Gamma_k} L_k \le z_k \quad (1), \qquad
    \sum_k \tfrac{\min(\Gamma_k, W)}{W} z_k \ge 1 \quad (2),
    \qquad L_k = 0 \text{ where } \Gamma_k = 0, \quad (3)

with W the flow that has no outside option (no row (2) if there is none); for whole z, (2) follows from (1) and helps
the bound. Rows that no flow can violate are left out.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from optimize.problem import FloatArray, IntArray, Scenario
from optimize.solvers import Model


@dataclass(eq=False)
class HubLoads:
    """Linear expressions of the load of every hub of one scenario.

    Attributes
    ----------
    hub, column, coefficient : lists of arrays
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
        """Count ``coefficient * x[column]`` against each hub."""
        h, c, v = np.broadcast_arrays(
            np.asarray(hub, np.int64), np.asarray(column, np.int64), np.asarray(coefficient, np.float64)
        )
        self.hub.append(h.ravel())
        self.column.append(c.ravel())
        self.coefficient.append(v.ravel())


def add_capacity(model: Model, z: IntArray, scenario: Scenario, loads: HubLoads, capacity_on: str) -> None:
    """Add rows (1)-(3) of a scenario."""
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
