r"""Links between open hubs: what a unit pays to get from one hub to another over them, and which ones it rides on.

Where a design sets up only some links, flow may ride over several and is handled at every hub that it enters. With
:math:`d_{km} = t_{km} + h_m` for a link that is set up, :math:`d_{kk} = 0` and :math:`d_{km} = \infty` without a link,
the cheapest ways over at most :math:`2, 4, 8, \dots` links are the squares of the matrix d in the algebra of minimum
and plus:

.. math::
    d_{km} \leftarrow \min_l \, (d_{kl} + d_{lm}).

Each squaring keeps the hub l at which a way that it found falls into two halves, so that flow can be followed back
from ways to single links.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimize.problem import Block, FloatArray, IntArray

NO_HALVES = -1
"""In place of the hub at which a way is cut: the way was known before the squaring."""


@dataclass(frozen=True, eq=False)
class Links:
    """Ways between candidate hubs.

    Attributes
    ----------
    cost : (h, h) array
        Unit cost of the cheapest way from one hub to another: its links, and the handling at each hub entered, the
        last one included. 0 on the diagonal, ``inf`` where there is no way.
    halves : tuple of (h, h) int arrays
        For each squaring the hub at which the ways that it found are cut, else `NO_HALVES`.
    """

    cost: FloatArray
    halves: tuple[IntArray, ...] = ()

    def flow_on_links(self, flow: FloatArray) -> FloatArray:
        """Follow flow from hub to hub to the single links that it rides on.

        Parameters
        ----------
        flow : (h, h) array
            From each first to each last hub.

        Returns
        -------
        (h, h) array
            On each directed link.
        """
        left = flow.copy()
        for middle in reversed(self.halves):
            k, m = np.nonzero((middle != NO_HALVES) & (left > 0))
            via, moved = middle[k, m], left[k, m]
            left[k, m] = 0.0
            np.add.at(left, (k, via), moved)
            np.add.at(left, (via, m), moved)
        return left

    def along(self, of_link: FloatArray) -> FloatArray:
        """Add up along every way what is given for single links.

        Parameters
        ----------
        of_link : (h, h) array

        Returns
        -------
        (h, h) array
            From each first to each last hub.
        """
        total = of_link.copy()
        for middle in self.halves:
            k, m = np.nonzero(middle != NO_HALVES)
            via = middle[k, m]
            total[k, m] = total[k, via] + total[via, m]
        return total


def every_link(block: Block) -> Links:
    """Links between all hubs, of which a way takes one.

    Parameters
    ----------
    block : Block

    Returns
    -------
    Links
    """
    cost: FloatArray = block.transfer + block.handling
    cost[np.diag_indices_from(cost)] = 0.0
    return Links(cost)


def built_links(block: Block, hubs: IntArray, built: npt.NDArray[np.bool_]) -> Links:
    """Cheapest ways over the links that are set up, through open hubs alone.

    Parameters
    ----------
    block : Block
    hubs : (p,) int array
        Open candidates.
    built : (h, h) bool array
        Links that are set up; ``built[k, m]`` allows the direction from k to m.

    Returns
    -------
    Links

    Examples
    --------
    >>> import numpy as np
    >>> from optimize.problem import HubProblem
    >>> cost = np.array([[0, 1, 5], [1, 0, 1], [5, 1, 0.0]])
    >>> block = HubProblem(np.ones((3, 3)), cost, handling_cost=0.5).blocks[0]
    >>> path = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], dtype=bool)
    >>> built_links(block, np.arange(3), path).cost
    array([[0. , 1.5, 3. ],
           [1.5, 0. , 1.5],
           [3. , 1.5, 0. ]])
    """
    inside = np.ix_(hubs, hubs)
    single = every_link(block).cost
    among = np.where(built[inside] | np.eye(len(hubs), dtype=bool), single[inside], np.inf)
    halves = []
    # a way through p hubs has p - 1 links at most
    for _ in range(max(0, len(hubs) - 2).bit_length()):
        squared, middle = _squared(among)
        shorter = squared < among
        if not shorter.any():
            break
        among = np.where(shorter, squared, among)
        cut = np.full(single.shape, NO_HALVES, dtype=np.int64)
        cut[inside] = np.where(shorter, hubs[middle], NO_HALVES)
        halves.append(cut)
    cost = np.full_like(single, np.inf)
    cost[np.diag_indices_from(cost)] = 0.0
    cost[inside] = among
    return Links(cost, tuple(halves))


def _squared(cost: FloatArray) -> tuple[FloatArray, IntArray]:
    """Min-plus square of a matrix, a row at a time, and where each minimum is."""
    square, middle = np.empty_like(cost), np.empty(cost.shape, dtype=np.int64)
    for k, row in enumerate(cost):
        over = row[:, None] + cost
        middle[k] = over.argmin(axis=0)
        square[k] = over.min(axis=0)
    return square, middle
