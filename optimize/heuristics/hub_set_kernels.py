r"""Compiled kernels: what a hub set costs in multiple allocation, and what it costs with one hub more.

With :math:`v_{im} = \min_{k \in S} a_{ik} + t_{km}` a pair costs
:math:`c_{ij} = \min(o_{ij}, \min_{m \in S} v_{im} + e_{mj})`, o being the outside option. A newcomer l brings paths
with l as their first hub and paths with l as their last,

.. math::
    q_{ij} = \min\bigl(a_{il} + \min_{m \in S \cup l} (t_{lm} + e_{mj}),\;
                       \min_{k \in S \cup l} (a_{ik} + t_{kl}) + e_{lj}\bigr),

so S + l costs :math:`\sum_{ij} w_{ij} \min(c_{ij}, q_{ij})`: two additions a pair, in vector code.

Two other measures of a pair serve other objectives: :math:`w_{ij} \max(c_{ij}, \tau)` with a floor tau, whose
minimisation drives all costs below tau (centre), and :math:`w_{ij} [c_{ij} > T]` with a limit T (covering).
"""

import numpy as np

from optimize.kernels import kernel


@kernel
def price_set(a, t, e, w, outside, floor, limit, hubs, cost):  # type: ignore[no-untyped-def]
    """Fill `cost` (n, n) with every pair's cheapest cost, the floor where nothing flows; return the measure."""
    n, p = w.shape[0], len(hubs)
    v = np.empty(p)
    total = 0.0
    for i in range(n):
        for place in range(p):
            v[place] = np.inf
        for k in hubs:
            to_hub = a[i, k]
            for place in range(p):
                x = to_hub + t[k, hubs[place]]
                v[place] = min(v[place], x)
        for j in range(n):
            cost[i, j] = outside[i, j] if w[i, j] > 0.0 else floor
        for place in range(p):
            before, m = v[place], hubs[place]
            for j in range(n):
                x = before + e[m, j]
                cost[i, j] = min(cost[i, j], x)
        row = 0.0
        if limit < np.inf:
            for j in range(n):
                row += w[i, j] if cost[i, j] > limit else 0.0
        else:
            for j in range(n):
                cost[i, j] = max(cost[i, j], floor)
                row += w[i, j] * cost[i, j]
        total += row
    return total


@kernel
def price_additions(a_t, t, e, w, sends, floor, limit, hubs, cost, newcomers, saved):  # type: ignore[no-untyped-def]
    """Fill `saved` (newcomers,): how much each newcomer lowers the measure; `a_t` is (h, n).

    Origins that do not send (`sends`) are passed over.
    """
    n = w.shape[0]
    v = np.empty(n)
    near = np.empty(n)
    for row in range(len(newcomers)):
        new = newcomers[row]
        for j in range(n):
            near[j] = e[new, j]
            v[j] = a_t[new, j]
        for m in hubs:
            over, back = t[new, m], t[m, new]
            for j in range(n):
                x = over + e[m, j]
                near[j] = min(near[j], x)
                y = a_t[m, j] + back
                v[j] = min(v[j], y)
        gain = 0.0
        for i in range(n):
            if not sends[i]:
                continue
            to_new, to_first = a_t[new, i], v[i]
            part = 0.0
            if limit < np.inf:
                for j in range(n):
                    x = to_new + near[j]
                    y = to_first + e[new, j]
                    part += w[i, j] if (cost[i, j] > limit) & (min(x, y) <= limit) else 0.0
            else:
                for j in range(n):
                    x = to_new + near[j]
                    y = to_first + e[new, j]
                    less = cost[i, j] - max(min(x, y), floor)
                    part += w[i, j] * less if less > 0.0 else 0.0
            gain += part
        saved[row] = gain
