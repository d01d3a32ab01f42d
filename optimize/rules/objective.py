r"""The objective as a value: what is added up or looked for, in which direction, and which pairs of nodes count.

========== =========================================================== ======================================
name       objective                                                   source
========== =========================================================== ======================================
cost       least total cost, fixed costs of hubs included              O'Kelly 1987; Campbell 1994
center     least largest cost of a pair of nodes                       Campbell 1994
set_cov... fewest hubs (or least fixed cost) so that every flow has a  Campbell 1994; Kara and Tansel 2003
           way within a threshold
max_cov... most flow that has a way within a threshold                 Campbell 1994
========== =========================================================== ======================================
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

OBJECTIVES = ("cost", "center", "covering", "set_covering", "max_covering")
"""Names that users give; "covering" is "set_covering" or "max_covering", as the number of hubs is free or given."""

_WITHIN = 1e-9  # relative to the threshold: costs that should equal it differ from it by rounding of their sums


@dataclass(frozen=True)
class Objective:
    """What makes a design good.

    Attributes
    ----------
    name : {"cost", "center", "set_covering", "max_covering"}
    threshold : float or None
        Covering: the largest unit cost at which a pair counts as covered.

    Examples
    --------
    >>> most = Objective("max_covering", 5.0)
    >>> most.sense, most.is_covering, most.has_capacities
    (-1.0, True, False)
    """

    name: str = "cost"
    threshold: float | None = None

    @property
    def sense(self) -> float:
        """1 where less is better, -1 where more is: the objective times this is minimised."""
        return -1.0 if self.name == "max_covering" else 1.0

    @property
    def adds_costs(self) -> bool:
        """Whether it is the total cost."""
        return self.name == "cost"

    @property
    def is_largest(self) -> bool:
        """Whether it is the largest cost of a pair; flows, weights and fixed costs do not enter."""
        return self.name == "center"

    @property
    def is_covering(self) -> bool:
        """Whether only what is within the threshold counts; unmet demand cannot be bought off."""
        return self.name in ("set_covering", "max_covering")

    @property
    def counts_hubs(self) -> bool:
        """Whether every flow has to be covered, and hubs are what costs."""
        return self.name == "set_covering"

    @property
    def counts_covered(self) -> bool:
        """Whether it is the flow covered, which is maximised."""
        return self.name == "max_covering"

    @property
    def has_capacities(self) -> bool:
        """Whether capacities of hubs count."""
        return self.adds_costs

    def within(self, unit_cost: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
        """Which unit costs are covered."""
        limit = float(self.threshold or 0.0)
        covered: npt.NDArray[np.bool_] = unit_cost <= limit + _WITHIN * max(1.0, abs(limit))
        return covered
