r"""The objective as a value: what is optimised, in which direction, and which pairs of nodes count.

============ ============================================================= ==================================
name         objective                                                     source
============ ============================================================= ==================================
cost         minimum total cost, fixed costs of hubs included              O'Kelly 1987; Campbell 1994
center       minimum of the largest cost between two nodes                 Campbell 1994
set_covering fewest hubs (or least fixed cost) such that every flow has a  Campbell 1994; Kara and Tansel 2003
             path within the threshold
max_covering maximum flow that has a path within the threshold             Campbell 1994
============ ============================================================= ==================================
"""

from dataclasses import dataclass

OBJECTIVES = ("cost", "center", "covering", "set_covering", "max_covering")
"""Names that users may give; "covering" is "set_covering" if the number of hubs is free, else "max_covering"."""

# relative to the threshold: sums of four legs are exact to about 5e-16, and the evaluator allows 1e-9
_ROUNDING = 5e-10


@dataclass(frozen=True)
class Objective:
    """What is minimised or maximised.

    Attributes
    ----------
    name : {"cost", "center", "set_covering", "max_covering"}
        See the table above.
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
        """1 if the objective is minimised, -1 if it is maximised: the objective times this is minimised."""
        return -1.0 if self.name == "max_covering" else 1.0

    @property
    def adds_costs(self) -> bool:
        """Whether the objective is the total cost."""
        return self.name == "cost"

    @property
    def is_largest(self) -> bool:
        """Whether the objective is the largest cost of a pair; flows, weights and fixed costs do not enter it."""
        return self.name == "center"

    @property
    def is_covering(self) -> bool:
        """Whether the objective counts what is covered; demand that is left unserved at a penalty is not."""
        return self.name in ("set_covering", "max_covering")

    @property
    def counts_hubs(self) -> bool:
        """Whether every flow has to be covered and the number, or the fixed cost, of hubs is minimised."""
        return self.name == "set_covering"

    @property
    def counts_covered(self) -> bool:
        """Whether the objective is the covered flow, which is maximised."""
        return self.name == "max_covering"

    @property
    def has_capacities(self) -> bool:
        """Whether capacities of hubs are supported with this objective."""
        return self.adds_costs

    @property
    def limit(self) -> float:
        """Covering: largest unit cost that counts as covered, which is the threshold plus an allowance for rounding.

        The allowance is relative to the threshold, so that the same pairs are covered in every unit of cost.
        """
        return float(self.threshold or 0.0) * (1.0 + _ROUNDING)
