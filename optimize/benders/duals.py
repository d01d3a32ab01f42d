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

from optimize.compiled import kernel

_EMPTY = 1e-11


@kernel
def transport(count, cost, z, u, left, right, flow, price, tag, done, reached):  # type: ignore[no-untyped-def]
    """Solve the pair's transport problem; fill ``u[:count]`` and return alpha.

    Parameters
    ----------
    count : int
        Number of hubs with z > 0; node `count` stands for "no further hub".
    cost : (count + 1, count + 1) array
        Symmetric F; loops in the last row and column, the outside option in the corner, ``inf`` on the diagonal.
    z : (>= count,) array
    u : (>= count,) array
        Filled.
    left, right, flow, price, tag, done, reached : arrays
        Work space: (nodes,), (nodes,), (nodes, nodes), (2, nodes), (2, nodes), (2, nodes), (2, nodes).
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
    rest = 1.0
    alpha = 0.0
    while rest > 1e-9:
        # Dijkstra over reduced costs, from every left node with supply to the first right node with room
        for k in range(nodes):
            done[0, k] = False
            done[1, k] = False
            tag[1, k] = np.inf
            tag[0, k] = np.inf
            if left[k] > _EMPTY:
                tag[0, k] = 0.0
                reached[0, k] = -1
        length = np.inf
        end = -1
        while end < 0:
            nearest = np.inf
            at = -1
            side = 0
            for k in range(nodes):
                if not done[0, k] and tag[0, k] < nearest:
                    nearest = tag[0, k]
                    at = k
                    side = 0
            for k in range(nodes):
                if not done[1, k] and tag[1, k] < nearest:
                    nearest = tag[1, k]
                    at = k
                    side = 1
            done[side, at] = True
            if side == 0:
                base = nearest + price[0, at]
                for m in range(nodes):
                    way = max(base + cost[at, m] - price[1, m], nearest)
                    if way < tag[1, m] and not done[1, m]:
                        tag[1, m] = way
                        reached[1, m] = at
            elif right[at] > _EMPTY:
                length = nearest
                end = at
            else:
                for k in range(nodes):
                    if flow[k, at] > _EMPTY and not done[0, k]:
                        way = nearest + max(price[1, at] - cost[k, at] - price[0, k], 0.0)
                        if way < tag[0, k]:
                            tag[0, k] = way
                            reached[0, k] = at
        for k in range(nodes):
            price[0, k] += min(tag[0, k], length)
            price[1, k] += min(tag[1, k], length)
        amount = min(rest, right[end])
        m = end
        while True:
            k = reached[1, m]
            if reached[0, k] < 0:
                amount = min(amount, left[k])
                break
            m = reached[0, k]
            amount = min(amount, flow[k, m])
        right[end] -= amount
        m = end
        while True:
            k = reached[1, m]
            flow[k, m] += amount
            if reached[0, k] < 0:
                left[k] -= amount
                break
            m = reached[0, k]
            flow[k, m] -= amount
        rest -= amount
        alpha = price[1, end]
    for k in range(count):
        u[k] = 0.5 * (price[0, k] + max(0.0, alpha - price[1, k]))
    return alpha


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
    left, right, flow, price, tag, done, reached = work
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
        alpha = transport(count, cost, z, u, left, right, flow, price, tag, done, reached)
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
    nodes = count + 1
    forth = np.empty((h, h))
    back = np.empty((h, h))
    work = (
        np.empty(nodes),
        np.empty(nodes),
        np.empty((nodes, nodes)),
        np.empty((2, nodes)),
        np.empty((2, nodes)),
        np.empty((2, nodes), dtype=np.bool_),
        np.empty((2, nodes), dtype=np.int64),
    )
    for i in range(first, last):
        for k in range(h):
            for m in range(h):
                forth[k, m] = a[i, k] + t[k, m]
                back[k, m] = a[i, m] + t[m, k]
        constant[i - first] = cut_origin(weight[i], a[i], forth, back, e, outside[i], z, count, slope[i - first], work)
