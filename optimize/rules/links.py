r"""Incomplete hub networks: the cost of transfer when only some of the links between hubs are set up.

With links :math:`L` between open hubs, transfer flow may travel over several links in sequence and pays the handling at
every hub that it passes. The cost between two hubs is then that of the shortest path

.. math::
    \bar t_{km} = \min \Big\{ t_{l_0 l_1} + \sum_{q=1}^{r-1} (h_{l_q} + t_{l_q l_{q+1}}) :
    l_0 = k,\ l_r = m,\ \{l_q, l_{q+1}\} \in L \Big\}, \qquad \bar t_{kk} = 0,

which replaces :math:`t_{km}` in every formula of a complete hub network (handling at the first and at the last hub is
counted there as usual).
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from optimize.problem import Block, FloatArray


def closed_transfer(block: Block, hubs: Sequence[int], links: npt.NDArray[np.bool_]) -> FloatArray:
    """Unit cost of the cheapest transfer between open hubs over one or more links.

    Parameters
    ----------
    block : Block
    hubs : sequence of int
        Positions of the open candidates; flow passes through no others.
    links : (h, h) bool array
        Hub links that are set up; ``links[k, m]`` allows the direction from k to m.

    Returns
    -------
    (h, h) array
        Replaces `Block.transfer`: includes handling at the hubs in between, but not at the first and at the last hub;
        zero on the diagonal; ``inf`` where no path over the links exists.

    Examples
    --------
    >>> import numpy as np
    >>> from optimize.problem.problem import HubProblem
    >>> cost = np.array([[0, 1, 5], [1, 0, 1], [5, 1, 0.0]])
    >>> block = HubProblem(np.ones((3, 3)), cost, handling_cost=0.5).blocks[0]
    >>> path = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], dtype=bool)
    >>> closed_transfer(block, (0, 1, 2), path)
    array([[0. , 1. , 2.5],
           [1. , 0. , 1. ],
           [2.5, 1. , 0. ]])
    """
    open_hubs = np.asarray(hubs, dtype=np.int64)
    inside = np.ix_(open_hubs, open_hubs)
    within = np.where(links[inside], block.transfer[inside], np.inf)
    np.fill_diagonal(within, 0.0)
    for middle, hub in enumerate(open_hubs):
        over = within[:, middle, None] + block.handling[hub] + within[None, middle, :]
        np.minimum(within, over, out=within)
    # a detour over a hub without handling cost and back is not a transfer
    np.fill_diagonal(within, 0.0)
    closed = np.full_like(block.transfer, np.inf)
    closed[inside] = within
    np.fill_diagonal(closed, 0.0)
    return closed


def closed_block(block: Block, hubs: Sequence[int], links: npt.NDArray[np.bool_]) -> Block:
    """Make a block in which every transfer costs as much as its cheapest path over the links that are set up.

    Parameters
    ----------
    block : Block
    hubs : sequence of int
        Positions of the open candidates.
    links : (h, h) bool array
        Hub links that are set up.

    Returns
    -------
    Block
        With `closed_transfer` as its transfer costs.
    """
    return replace(block, transfer=closed_transfer(block, hubs, links))
