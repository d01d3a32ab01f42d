r"""Optimal duals of the path model, one pair of nodes at a time: the kernel that makes Benders cuts.

For a pair, edges :math:`e = \{k, m\}` (the cheaper of both directions) and loops :math:`\{k\}` cost
:math:`F_e`, and hubs are open to the fraction :math:`z_k`:

.. math::
    \min \sum_e F_e x_e \quad
    \text{s.t. } \sum_e x_e = 1 \;(1), \quad \sum_{e \ni k} x_e \le z_k \;(2), \quad x \ge 0, \\
    \max\; \alpha - \sum_k z_k u_k \quad
    \text{s.t. } u_k + u_m \ge \alpha - F_{km} \;(3), \quad u_k \ge \alpha - F_{kk} \;(4), \quad u \ge 0

(Marín, Cánovas and Landete 2006). Any :math:`(\alpha, u)` that obeys (3)-(4) gives a cut that holds for all z
(Camargo, Miranda and Luna 2008; Contreras, Cordeau and Laporte 2011).

The primal is a fractional matching, hence half of a *transport problem on the double cover*: each hub appears on a
left and on a right side with capacity :math:`z_k / 2`, an edge becomes both of its directions, a loop becomes an edge
to a hub of unlimited capacity, and one unit goes from left to right. Its node prices, averaged over both sides, are an
optimal u. Successive shortest paths solve it exactly, which is what makes the cuts strong: greedy covers of (3) leave
the root bound half a percent below the linear program's.

Only hubs with :math:`z_k > 0` take part in the transport problem. The others' u costs nothing at z and has to be large
enough for (3)-(4): they are raised in the order in which the hubs are given, so that the least promising hubs,
which come last, carry the burden.
"""

from typing import NamedTuple

import numpy as np

from optimize.kernels import kernel
from optimize.problem import BoolArray, FloatArray, IntArray

_EMPTY = 1e-11  # supply, room or flow below this is none: of one unit that is sent, far above rounding


class Workspace(NamedTuple):
    """What `transport` works in, allocated once for many pairs; "left" and "right" are the sides of the double cover.

    Attributes
    ----------
    left, right : (nodes,) arrays
        Supply not yet sent, room not yet used.
    flow : (nodes, nodes) array
        From left to right.
    price, tag : (2, nodes) arrays
        Of left and of right nodes: their price, and the length of the shortest way to them.
    done : (nodes,) bool array
        Right nodes that have been scanned.
    reached, path : (2, nodes) int arrays
        The node before on the shortest way; left and right nodes of the way at hand, listed from its end.
    near, supplier : (nodes,) arrays
        Cost of the cheapest arc to each right node from a left node with supply, and that left node.
    """

    left: FloatArray
    right: FloatArray
    flow: FloatArray
    price: FloatArray
    tag: FloatArray
    done: BoolArray
    reached: IntArray
    path: IntArray
    near: FloatArray
    supplier: IntArray


@kernel
def workspace(nodes: int) -> Workspace:
    """Allocate what `transport` works in.

    Parameters
    ----------
    nodes : int
        Hubs that may take part, and one.

    Returns
    -------
    Workspace
    """
    return Workspace(
        np.empty(nodes),
        np.empty(nodes),
        np.empty((nodes, nodes)),
        np.empty((2, nodes)),
        np.empty((2, nodes)),
        np.empty(nodes, dtype=np.bool_),
        np.empty((2, nodes), dtype=np.int64),
        np.empty((2, nodes), dtype=np.int64),
        np.empty(nodes),
        np.empty(nodes, dtype=np.int64),
    )


@kernel
def _find_supply(k: int, nodes: int, cost: FloatArray, left: FloatArray, near: FloatArray, supplier: IntArray) -> None:
    """Note for right node k the left node with supply that is nearest."""
    near[k] = np.inf
    for m in range(nodes):
        if left[m] > _EMPTY and cost[k, m] < near[k]:
            near[k] = cost[k, m]
            supplier[k] = m


@kernel
def _start(count: int, cost: FloatArray, z: FloatArray, work: Workspace) -> None:
    """Set out with nothing sent: hubs supply and take half of z, "no further hub" all there is."""
    left, right, flow, price, near, supplier = work.left, work.right, work.flow, work.price, work.near, work.supplier
    nodes = count + 1
    for k in range(nodes):
        supply = 0.5 * z[k] if k < count else 2.0
        left[k] = supply
        right[k] = supply
        price[0, k] = 0.0
        price[1, k] = 0.0
        for m in range(nodes):
            flow[k, m] = 0.0
    for k in range(nodes):
        _find_supply(k, nodes, cost, left, near, supplier)


@kernel
def _shortest_path(nodes: int, cost: FloatArray, work: Workspace) -> int:
    """Raise the prices by the shortest way from supply to room (Dijkstra on reduced costs); return where it ends.

    Left nodes with supply have price 0 and way 0, and the best of them for each right node is known: only right nodes
    without room, and left nodes without supply behind them, are ever scanned.
    """
    left, right, flow, price, tag = work.left, work.right, work.flow, work.price, work.tag
    done, reached, near, supplier = work.done, work.reached, work.near, work.supplier
    for m in range(nodes):
        tag[0, m] = np.inf
        tag[1, m] = max(near[m] - price[1, m], 0.0)
        reached[1, m] = supplier[m]
        done[m] = False
    while True:
        length = np.inf
        at = -1
        for m in range(nodes):
            if not done[m] and tag[1, m] < length:
                length = tag[1, m]
                at = m
        if right[at] > _EMPTY:
            break
        done[at] = True
        for k in range(nodes):
            if flow[k, at] > _EMPTY and left[k] <= _EMPTY and tag[0, k] == np.inf:
                tag[0, k] = length  # arcs with flow have reduced cost 0
                reached[0, k] = at
                base = length + price[0, k]
                for m in range(nodes):
                    way = max(base + cost[k, m] - price[1, m], length)
                    if way < tag[1, m]:
                        tag[1, m] = way
                        reached[1, m] = k
    for k in range(nodes):
        if left[k] <= _EMPTY:
            price[0, k] += min(tag[0, k], length)
        price[1, k] += min(tag[1, k], length)
    return at


@kernel
def _trace(end: int, work: Workspace) -> int:
    """List the way that ends at a right node, from its end on; return how many arcs go from left to right.

    The way goes path[0, 0] -> path[1, 0], back to path[0, 1] -> path[1, 1], and so on.
    """
    left, reached, path = work.left, work.reached, work.path
    steps = 0
    m = end
    while True:
        k = reached[1, m]
        path[0, steps] = k
        path[1, steps] = m
        steps += 1
        if left[k] > _EMPTY:
            return steps
        m = reached[0, k]


@kernel
def transport(count: int, cost: FloatArray, z: FloatArray, u: FloatArray, work: Workspace) -> float:
    """Solve the pair's transport problem by successive shortest paths.

    Parameters
    ----------
    count : int
        Number of hubs; node `count` stands for "no further hub".
    cost : (> count, > count) array
        Symmetric F; loops in the last row and column, the outside option in the corner, ``inf`` on the diagonal.
    z : (>= count,) array
    u : (>= count,) array
        The first `count` entries are filled.
    work : Workspace

    Returns
    -------
    float
        alpha.
    """
    left, right, flow, path, near, supplier = work.left, work.right, work.flow, work.path, work.near, work.supplier
    price = work.price
    _start(count, cost, z, work)
    rest = 1.0
    alpha = 0.0
    while rest > _EMPTY:
        end = _shortest_path(count + 1, cost, work)
        alpha = price[1, end]
        steps = _trace(end, work)
        # As costs are symmetric, the same way from right to left is a shortest one as well. Sending along a way is
        # written out here because a function of so many arrays, called twice a way, makes cuts take 1.7 times as long.
        for side in range(2):
            other = 1 - side
            first, last = path[side, (1 - side) * (steps - 1)], path[other, side * (steps - 1)]
            amount = min(rest, left[first], right[last])
            for q in range(steps - 1):
                # back arcs: left node q with the right node after it, or mirrored
                back = flow[path[0, q], path[1, q + 1]] if side == 0 else flow[path[1, q + 1], path[0, q]]
                amount = min(amount, back)
            if amount <= _EMPTY:
                continue
            left[first] -= amount
            right[last] -= amount
            rest -= amount
            for q in range(steps):
                flow[path[side, q], path[other, q]] += amount
            for q in range(steps - 1):
                if side == 0:
                    flow[path[0, q], path[1, q + 1]] -= amount
                else:
                    flow[path[1, q + 1], path[0, q]] -= amount
            if left[first] <= _EMPTY:
                for m in range(count + 1):
                    if supplier[m] == first:
                        _find_supply(m, count + 1, cost, left, near, supplier)
    for k in range(count):
        u[k] = 0.5 * (price[0, k] + max(0.0, alpha - price[1, k]))
    return alpha
