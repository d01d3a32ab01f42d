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

import numpy as np

from optimize.kernels import kernel

_EMPTY = 1e-11


@kernel
def _find_supply(k, cost, left, near, supplier):  # type: ignore[no-untyped-def]
    """Note for right node k the left node with supply that is nearest."""
    near[k] = np.inf
    for m in range(left.shape[0]):
        if left[m] > _EMPTY and cost[k, m] < near[k]:
            near[k] = cost[k, m]
            supplier[k] = m


@kernel
def _shortest_path(cost, left, right, flow, price, tag, done, reached, near, supplier):  # type: ignore[no-untyped-def]
    """Raise the prices by the shortest way from supply to room (Dijkstra on reduced costs); return where it ends.

    Left nodes with supply have price 0 and way 0, and the best of them for each right node is known: only right nodes
    without room, and left nodes without supply behind them, are ever scanned.
    """
    nodes = left.shape[0]
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
def transport(count, cost, z, u, left, right, flow, price, tag, done, reached, path, near, supplier):  # type: ignore[no-untyped-def]
    """Solve the pair's transport problem by successive shortest paths; fill ``u[:count]`` and return alpha.

    Parameters
    ----------
    count : int
        Number of hubs with z > 0; node `count` stands for "no further hub".
    cost : (count + 1, count + 1) array
        Symmetric F; loops in the last row and column, the outside option in the corner, ``inf`` on the diagonal.
    z : (>= count,) array
    u : (>= count,) array
        Filled.
    left, right, flow, price, tag, done, reached, path, near, supplier : arrays
        Work space, see `workspace`.
    """
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
        _find_supply(k, cost, left, near, supplier)
    rest = 1.0
    alpha = 0.0
    while rest > _EMPTY:
        end = _shortest_path(cost, left, right, flow, price, tag, done, reached, near, supplier)
        alpha = price[1, end]
        # the way goes path[0, 0] -> path[1, 0], back to path[0, 1] -> path[1, 1], ..., listed from its end
        steps = 0
        m = end
        while True:
            k = reached[1, m]
            path[0, steps] = k
            path[1, steps] = m
            steps += 1
            if left[k] > _EMPTY:
                break
            m = reached[0, k]
        # as costs are symmetric, the same way from right to left is a shortest one as well
        for mirrored in range(2):
            near_side, far_side = (0, 1) if mirrored == 0 else (1, 0)
            first = path[0, steps - 1] if mirrored == 0 else end
            last = end if mirrored == 0 else path[0, steps - 1]
            amount = min(rest, left[first], right[last])
            for q in range(steps - 1):
                if mirrored == 0:
                    amount = min(amount, flow[path[0, q], path[1, q + 1]])
                else:
                    amount = min(amount, flow[path[1, q + 1], path[0, q]])
            if amount <= _EMPTY:
                continue
            left[first] -= amount
            right[last] -= amount
            rest -= amount
            for q in range(steps):
                flow[path[near_side, q], path[far_side, q]] += amount
                if q + 1 < steps:
                    if mirrored == 0:
                        flow[path[0, q], path[1, q + 1]] -= amount
                    else:
                        flow[path[1, q + 1], path[0, q]] -= amount
            if left[first] <= _EMPTY:
                for m in range(nodes):
                    if supplier[m] == first:
                        _find_supply(m, cost, left, near, supplier)
    for k in range(count):
        u[k] = 0.5 * (price[0, k] + max(0.0, alpha - price[1, k]))
    return alpha


@kernel
def workspace(nodes):  # type: ignore[no-untyped-def]
    """Allocate what `transport` works in."""
    return (
        np.empty(nodes),  # left: supply not yet sent
        np.empty(nodes),  # right: room not yet used
        np.empty((nodes, nodes)),  # flow, left to right
        np.empty((2, nodes)),  # price of left and of right nodes
        np.empty((2, nodes)),  # tag: length of the shortest way to left and right nodes
        np.empty(nodes, dtype=np.bool_),  # done: right nodes scanned
        np.empty((2, nodes), dtype=np.int64),  # reached: node before on the shortest way
        np.empty((2, nodes), dtype=np.int64),  # path: left and right nodes on it
        np.empty(nodes),  # near: cost of the cheapest arc from a left node with supply
        np.empty(nodes, dtype=np.int64),  # supplier: that left node
    )


@kernel
def cut_origin(weight, a, forth, back, e, outside, z, count, slope, work):  # type: ignore[no-untyped-def]
    """Add up the optimal duals of one origin's pairs: fill `slope` (h,) with sum w u; return sum w alpha.

    Parameters
    ----------
    weight, outside : (n,) arrays
        Of the pairs that start here.
    a : (h,) array
        Collection cost of this origin.
    forth, back : (h, h) arrays
        ``a[k] + t[k, m]`` and ``a[m] + t[m, k]``.
    e : (n, h) array
        Distribution cost, a row a destination.
    z : (h,) array
        Fractions open, falling; the first `count` are positive.
    slope : (h,) array
        Filled.
    work : tuple of arrays
        Work space of `transport`.
    """
    h = a.shape[0]
    cost = np.empty((count + 1, count + 1))
    u = np.empty(h)
    left, right, flow, price, tag, done, reached, path, near, supplier = work
    total = 0.0
    for k in range(h):
        slope[k] = 0.0
    for j in range(weight.shape[0]):
        if weight[j] == 0.0:
            continue
        end = e[j]
        for k in range(count):
            loop = a[k] + end[k]
            cost[k, count] = loop
            cost[count, k] = loop
            cost[k, k] = np.inf
            for m in range(k):
                edge = min(forth[k, m] + end[m], back[k, m] + end[k])
                cost[k, m] = edge
                cost[m, k] = edge
        cost[count, count] = outside[j]
        alpha = transport(count, cost, z, u, left, right, flow, price, tag, done, reached, path, near, supplier)
        # (3)-(4) to the last bit: the prices carry rounding
        for k in range(count):
            u[k] = max(u[k], alpha - cost[k, count])
            for m in range(k):
                short = alpha - cost[k, m] - u[m]
                u[k] = max(u[k], short)
        for k in range(count, h):
            u[k] = max(0.0, alpha - a[k] - end[k])
        for k in range(h - 1):
            short = alpha - u[k]
            first = max(k + 1, count)
            for m in range(first, h):
                need = short - min(forth[k, m] + end[m], back[k, m] + end[k])
                u[m] = max(u[m], need)
        total += weight[j] * alpha
        for k in range(h):
            slope[k] += weight[j] * u[k]
    return total


@kernel
def cut_origins(weight, a, t, e, outside, z, count, first, last, constant, slope):  # type: ignore[no-untyped-def]
    """Make the cuts ``cost of origin first + r >= constant[r] - slope[r] @ z`` of the origins before `last`.

    Parameters
    ----------
    weight, outside : (n, n) arrays
    a, t, e : (n, h), (h, h), (n, h) arrays
        Legs, candidates in the order of falling z (ties: the most promising first); `e` has a row a destination.
    z : (h,) array
    count : int
        Number of candidates with z > 0.
    first, last : int
    constant, slope : (last - first,), (last - first, h) arrays
        Filled.
    """
    h = a.shape[1]
    forth = np.empty((h, h))
    back = np.empty((h, h))
    work = workspace(count + 1)
    for i in range(first, last):
        for k in range(h):
            for m in range(h):
                forth[k, m] = a[i, k] + t[k, m]
                back[k, m] = a[i, m] + t[m, k]
        constant[i - first] = cut_origin(weight[i], a[i], forth, back, e, outside[i], z, count, slope[i - first], work)
