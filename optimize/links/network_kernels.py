r"""Compiled kernels: the best links between given hubs, by branch and bound.

Let f(A) be the cost of all flow where the links in A are set up: every pair takes its cheapest way, over any number of
links in sequence. Branching removes links from A or keeps them for good. In a node with the links A, of which those in
U are not decided, a completion keeps all but some :math:`R \subseteq U`. A pair whose cheapest way over A has the links
P pays at least its cost without any one link of :math:`R \cap P`, so that with :math:`D_e` the most links of a cheapest
way that contains e

.. math::
    f(A \setminus R) \ge f(A) + \sum_{e \in R} \frac{f(A \setminus e) - f(A)}{D_e}.

The set-up costs of links that are kept and these gains of links that are not add up to a bound, least where the links
with the largest gain, less set-up cost, are kept.
"""

from typing import NamedTuple

import numpy as np

from optimize.kernels import kernel
from optimize.links.network_costs import GONE, KEPT, OPEN, Inside, flow_cost, inside_of, mark, mark_longest
from optimize.links.stacked import Stack
from optimize.problem import BoolArray, FloatArray, IntArray


@kernel
def _gains(
    inside: Inside, linked: IntArray, ends: IntArray, longest: IntArray, here: float, stop: float, cost: FloatArray
) -> None:
    """Fill in what flow costs more without each link that is not decided, at least; ``inf`` from `stop` on."""
    for x in range(len(cost)):
        k, m = ends[x, 0], ends[x, 1]
        if linked[k, m] == OPEN:
            mark(linked, k, m, GONE)
            cost[x] = max(here, flow_cost(inside, linked, stop))
            if cost[x] >= stop:
                cost[x] = np.inf
            mark(linked, k, m, OPEN)
    mark_longest(inside, linked, longest)


@kernel
def _least(setup: FloatArray, gain: FloatArray, need: int, order: IntArray, free: int) -> float:
    """Least sum of set-up costs of kept links and gains of the others: `need` of them are kept; -1 = any number."""
    total = 0.0
    if need < 0:
        for place in range(free):
            x = order[place]
            total += min(setup[x], gain[x])
        return total
    # by set-up cost less gain, ascending
    for place in range(1, free):
        x, at = order[place], place
        while at > 0 and setup[order[at - 1]] - gain[order[at - 1]] > setup[x] - gain[x]:
            order[at] = order[at - 1]
            at -= 1
        order[at] = x
    for place in range(free):
        x = order[place]
        total += setup[x] if place < need else gain[x]
    return total


class Tree(NamedTuple):
    """Links of a hub set, and the nodes of its tree that wait.

    Attributes
    ----------
    ends : (links, 2) int array
        Positions among the hubs.
    setup : (links,) array
        Set-up costs.
    state : (most, links) int array
        Of each node that waits, what is decided of each link.
    cost, bound : (most,) arrays
        What all flow costs over its links that are not gone, and what it is worth at least.
    """

    ends: IntArray
    setup: FloatArray
    state: IntArray
    cost: FloatArray
    bound: FloatArray


@kernel
def _tree(price: FloatArray, hubs: IntArray) -> Tree:
    p, count = len(hubs), 0
    ends = np.empty((p * (p - 1) // 2, 2), np.int64)
    for q in range(p):
        for r in range(q + 1, p):
            if price[hubs[q], hubs[r]] < np.inf:
                ends[count, 0], ends[count, 1] = q, r
                count += 1
    setup = np.empty(count)
    for x in range(count):
        setup[x] = price[hubs[ends[x, 0]], hubs[ends[x, 1]]]
    # a child has one link less to decide than its parent, which leaves as many children as it has such links
    most = (count + 1) * (count + 2) // 2 + 1
    return Tree(ends[:count], setup, np.empty((most, count), np.int64), np.empty(most), np.empty(most))


@kernel
def _wait(tree: Tree, size: int, linked: IntArray, link: int, as_what: int, cost: float, bound: float) -> int:
    """Let a node wait in which a link is decided; returns how many there are then."""
    for x in range(len(tree.setup)):
        tree.state[size, x] = linked[tree.ends[x, 0], tree.ends[x, 1]]
    tree.state[size, link] = as_what
    tree.cost[size], tree.bound[size] = cost, bound
    return size + 1


@kernel
def _settle(inside: Inside, tree: Tree, linked: IntArray, keeping: bool, here: float, stop: float) -> float:
    """Keep all links that are not decided, or none; returns the cost of flow and of the links that are kept now."""
    some = False
    for x in range(len(tree.setup)):
        k, m = tree.ends[x, 0], tree.ends[x, 1]
        if linked[k, m] == OPEN:
            if keeping:
                here += tree.setup[x]
            else:
                some = True
                mark(linked, k, m, GONE)
    return flow_cost(inside, linked, stop) if some else here


@kernel
def best_links(
    stack: Stack, price: FloatArray, hubs: IntArray, number: int, cutoff: float, nodes: int, best: BoolArray
) -> tuple[float, float]:
    """Find the best links between hubs.

    Parameters
    ----------
    stack : Stack
    price : (h, h) array
        Set-up cost of each link, symmetric; ``inf`` where there can be none.
    hubs : (p,) int array
        Open hubs.
    number : int
        How many links to set up; -1 = any number.
    cutoff : float
        Only costs below it, of flow and links, are of interest.
    nodes : int
        Most nodes to look at.
    best : (p, p) bool array
        The links, by position in `hubs`: written to if a cost below the cut-off is found.

    Returns
    -------
    float
        The least cost found; ``inf`` if none is below the cut-off.
    float
        No links cost less, if that is below the cut-off.
    """
    p = len(hubs)
    tree = _tree(price, hubs)
    ends, setup = tree.ends, tree.setup
    count = len(setup)
    if number > count:
        return np.inf, np.inf
    inside = inside_of(stack, hubs)
    linked = np.full((p, p), GONE)
    for x in range(count):
        mark(linked, ends[x, 0], ends[x, 1], OPEN)
        tree.state[0, x] = OPEN
    tree.cost[0] = flow_cost(inside, linked, cutoff)
    tree.bound[0] = tree.cost[0]
    size, looked_at, value = 1, 0, np.inf
    cost, gain, order = np.empty(count), np.empty(count), np.empty(count, np.int64)
    longest = np.empty((p, p), np.int64)
    while size > 0 and looked_at < nodes:
        size -= 1
        limit = min(value, cutoff)
        if tree.bound[size] >= limit:
            continue
        looked_at += 1
        here = tree.cost[size]
        kept, free, paid = 0, 0, 0.0
        for x in range(count):
            mark(linked, ends[x, 0], ends[x, 1], tree.state[size, x])
            kept += tree.state[size, x] == KEPT
            free += tree.state[size, x] == OPEN
            paid += setup[x] if tree.state[size, x] == KEPT else 0.0
        if free > 0 and kept != number and kept + free != number:
            _gains(inside, linked, ends, longest, here, limit - paid, cost)
        while True:
            if free == 0 or kept == number or kept + free == number:
                found = paid + _settle(inside, tree, linked, kept != number, here, limit - paid)
                if found < limit:
                    value = found
                    for q in range(p):
                        for r in range(p):
                            best[q, r] = q != r and linked[q, r] != GONE
                break
            at, filled, widest = -1, 0, 0.0
            for x in range(count):
                if linked[ends[x, 0], ends[x, 1]] == OPEN:
                    gain[x] = (cost[x] - here) / longest[ends[x, 0], ends[x, 1]]
                    order[filled] = x
                    filled += 1
                    clear = gain[x] - setup[x]
                    if at < 0 or (clear if number >= 0 else abs(clear)) > widest:
                        at, widest = x, clear if number >= 0 else abs(clear)
            bound = here + paid + _least(setup, gain, number - kept if number >= 0 else -1, order, filled)
            if bound >= limit:
                break
            without = max(bound, cost[at] + paid)
            if number < 0 and cost[at] - here <= setup[at]:
                # it is looked at without this link first, and waits with it
                size = _wait(tree, size, linked, at, KEPT, here, bound)
                size = _wait(tree, size, linked, at, GONE, cost[at], without)
                break
            if without < limit:
                size = _wait(tree, size, linked, at, GONE, cost[at], without)
            mark(linked, ends[at, 0], ends[at, 1], KEPT)
            kept, free, paid = kept + 1, free - 1, paid + setup[at]
    proven = min(value, cutoff)
    for x in range(size):
        proven = min(proven, tree.bound[x])
    return value, proven


@kernel
def best_networks(
    stack: Stack,
    price: FloatArray,
    sets: IntArray,
    size: IntArray,
    fixed: FloatArray,
    number: IntArray,
    cutoff: float,
    nodes: int,
    proven: FloatArray,
    best: BoolArray,
) -> tuple[int, float]:
    """Find the best network among hub sets.

    Parameters
    ----------
    stack, price
        As in `best_links`.
    sets : (rows, width) int array
        Hubs of each set, then anything.
    size : (rows,) int array
        Number of hubs of each.
    fixed : (rows,) array
        What the hubs of each cost.
    number : (rows,) int array
        How many links to set up between them; -1 = any number.
    cutoff : float
        Only costs below it are of interest.
    nodes : int
        Most nodes to look at for one set.
    proven : (rows,) array
        Written to: no network of the set costs less, if that is below what is found.
    best : (width, width) bool array
        Links of the best network, by position in its row: written to if one below the cut-off is found.

    Returns
    -------
    int
        Row of the best network; -1 if none is below the cut-off.
    float
        Its cost.
    """
    row, value = -1, cutoff
    for r in range(len(size)):
        hubs = sets[r, : size[r]]
        found, least = best_links(stack, price, hubs, number[r], value - fixed[r], nodes, best)
        proven[r] = fixed[r] + least
        if fixed[r] + found < value:
            row, value = r, fixed[r] + found
    return row, value
