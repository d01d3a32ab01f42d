r"""The n-node instance that the Australia Post generator derives from the 200 nodes.

Ernst and Krishnamoorthy (1996) order the nodes by y and cut them into five bands of (nearly) equal size, then order
each band by x and cut it into n/5 boxes of (nearly) equal size; the first bands and boxes are larger by one if the
numbers do not divide. Boxes are numbered along x, band after band. The flow from box P to box Q is the sum of the flows
of their nodes, :math:`\bar w_{PQ} = \sum_{i \in P} \sum_{j \in Q} w_{ij}`, and the coordinates of a box are the mean of
those of its nodes, weighted by :math:`O_i + D_i`.
"""

import numpy as np

from optimize.problem import FloatArray, IntArray

BANDS = 5
"""Number of bands, by the definition of the set."""


def boxes(coordinates: FloatArray, n: int) -> IntArray:
    """Assign every node to a box.

    Parameters
    ----------
    coordinates : (N, 2) array
        Places of the nodes.
    n : int
        Number of boxes, a multiple of 5 and at most N.

    Returns
    -------
    (N,) int array
        Box of each node, 0 .. n-1.

    Raises
    ------
    ValueError
        If n is not possible.

    Examples
    --------
    >>> along_x = np.column_stack([np.arange(10.0), np.zeros(10)])
    >>> boxes(along_x, 5).tolist()
    [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    """
    if n % BANDS or not BANDS <= n <= len(coordinates):
        msg = (
            f"cannot derive {n} nodes from {len(coordinates)}: n has to be a multiple of {BANDS}, "
            f"from {BANDS} to {len(coordinates)}"
        )
        raise ValueError(msg)
    box = np.empty(len(coordinates), dtype=np.int64)
    x, y = coordinates.T
    first = 0
    for band in np.array_split(np.lexsort((x, y)), BANDS):
        along = band[np.lexsort((y[band], x[band]))]
        for members in np.array_split(along, n // BANDS):
            box[members] = first
            first += 1
    return box


def reduce_nodes(coordinates: FloatArray, flow: FloatArray, n: int) -> tuple[FloatArray, FloatArray]:
    """Derive the n-node instance.

    Parameters
    ----------
    coordinates : (N, 2) array
        Places of the nodes.
    flow : (N, N) array
        Quantity sent from i to j.
    n : int
        Number of nodes of the derived instance, a multiple of 5 and at most N.

    Returns
    -------
    coordinates : (n, 2) array
        Places of the boxes.
    flow : (n, n) array
        Flows between the boxes.

    Raises
    ------
    ValueError
        If n is not possible, or a box has no flow.
    """
    member = np.zeros((n, len(coordinates)))
    member[boxes(coordinates, n), np.arange(len(coordinates))] = 1.0
    turnover = flow.sum(axis=0) + flow.sum(axis=1)
    weight = member @ turnover
    if not (weight > 0).all():
        msg = f"box {int(np.argmin(weight))} of the derived {n}-node instance has no flow, so it has no place"
        raise ValueError(msg)
    return (member @ (turnover[:, None] * coordinates)) / weight[:, None], member @ flow @ member.T
