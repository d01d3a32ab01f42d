r"""How much a loss of some hubs may cost at most, compiled: the bound of the search for the worst loss.

Of hubs A, those in C may be lost, r of them. A pair whose cheapest path costs :math:`F_{ij}` costs at most
:math:`U_{ij}` afterwards, the cost of the last of r + 1 paths no two of which share a hub of C: r losses leave one of
them. Only pairs whose cheapest path loses a hub get dearer, so that

.. math::
    M(A \setminus T) \le M(A) + \sum_{k \in T} D_k, \qquad
    D_k = \sum_{ij :\ k \text{ on the path of } ij} w_{ij} (U_{ij} - F_{ij}).
"""

import numpy as np

from optimize.kernels import PreparedBlock, kernel
from optimize.problem import BoolArray, FloatArray, IntArray


@kernel
def add_exposure(block: PreparedBlock, alive: IntArray, may_go: BoolArray, r: int, hits: FloatArray) -> float:
    """Add to `hits` what the pairs on each hub's paths may lose, and give what all pairs cost now.

    Parameters
    ----------
    block : PreparedBlock
        Compressed.
    alive : (p,) int array
        The hubs A.
    may_go : (p,) bool array
        Which of them may be lost.
    r : int
        How many may be lost.
    hits : (p,) array
        Added to: D_k of each hub that may be lost.

    Returns
    -------
    float
    """
    a, t, e, weight, outside = block.a, block.t, block.e, block.weight, block.outside
    p = len(alive)
    here = np.empty(p, dtype=np.bool_)
    now = 0.0
    for i in range(weight.shape[0]):
        for j in range(weight.shape[1]):
            if weight[i, j] <= 0.0:
                continue
            here[:] = True
            first, last = -1, -1
            cost, worst = np.inf, np.inf
            for turn in range(r + 1):
                least, x, y = outside[i, j], -1, -1
                for place in range(p):
                    to_hub = a[i, alive[place]] if here[place] else np.inf
                    if to_hub >= least:
                        continue
                    for other in range(p):
                        way = to_hub + t[alive[place], alive[other]] + e[alive[other], j]
                        if here[other] and way < least:
                            least, x, y = way, place, other
                worst = least
                if turn == 0:
                    cost, first, last = least, x, y
                if x < 0 or not (may_go[x] or may_go[y]):
                    break
                here[x] = not may_go[x]
                here[y] = here[y] and not may_go[y]
            now += weight[i, j] * cost
            if worst > cost:
                more = weight[i, j] * (worst - cost)
                if may_go[first]:
                    hits[first] += more
                if last != first and may_go[last]:
                    hits[last] += more
    return now
