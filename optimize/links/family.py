"""What the search over hub sets has to know of a family of problems with hub links."""

from typing import NamedTuple, Protocol

from optimize.problem import FloatArray, IntArray, Problem
from optimize.run import Design


class Priced(NamedTuple):
    """What was found among some hub sets.

    Attributes
    ----------
    proven : (rows,) array
        For each set: no design with it costs less, if that is below what is found.
    value : float
        Least objective found below the cut-off; ``inf`` if there is none.
    design : Design or None
        A design of that objective.
    """

    proven: FloatArray
    value: float
    design: Design | None


class Family(Protocol):
    """A family of problems whose hub sets can be priced."""

    @property
    def is_exact(self) -> bool:
        """Whether optima are proven to the last digits, and not to the gap of a solver."""

    @property
    def relaxed(self) -> Problem:
        """The problem without links as a decision, in which no hub set costs more."""

    def price(self, sets: IntArray, size: IntArray, cutoff: float, nodes: int) -> Priced:
        """Find the best design among hub sets.

        Parameters
        ----------
        sets : (rows, width) int array
            Positions of the open candidates of each set, then -1.
        size : (rows,) int array
            Number of hubs of each.
        cutoff : float
            Only objectives below it are of interest.
        nodes : int
            Most nodes to look at for one set.

        Returns
        -------
        Priced
        """

    def roughly(self, hubs: IntArray) -> float:
        """Estimate the least objective of a hub set, in a moment.

        Parameters
        ----------
        hubs : (p,) int array

        Returns
        -------
        float
        """
