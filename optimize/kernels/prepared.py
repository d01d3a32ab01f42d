r"""A block as the algorithms see it: one view of legs, weights and outside options, prepared once and shared by all.

A path of flow from node i over hubs k and m to node j costs :math:`a_{ik} + t_{km} + e_{mj}` for each unit, handling
included, and :math:`o_{ij}` is the pair's outside option. Everything else that an algorithm wants (scaled weights, a
price in place of ``inf``, fewer candidates) is made of this view by replacing some of its arrays.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from optimize.problem import Block, FloatArray, IntArray, Scenario


class PreparedBlock(NamedTuple):
    """Contiguous arrays of a block; a named tuple, so that compiled kernels take it as one argument.

    Attributes
    ----------
    a : (n, h) array
        Cost from each origin to each candidate as its first hub, that hub's handling included; ``inf`` = no way.
    t : (h, h) array
        Cost between hubs with the second hub's handling, zero on the diagonal.
    e : (h, n) array
        Cost from each candidate as the last hub to each destination.
    weight : (n, n) array
        What a unit of a pair's cost counts in the objective: flow times the block's weight.
    outside : (n, n) array
        Unit cost of the outside option; ``inf`` where there is none.
    """

    a: FloatArray
    t: FloatArray
    e: FloatArray
    weight: FloatArray
    outside: FloatArray

    def restricted(self, hubs: IntArray) -> "PreparedBlock":
        """Give the view with some of the candidates alone.

        Parameters
        ----------
        hubs : (p,) int array
            Positions of the candidates to keep.

        Returns
        -------
        PreparedBlock
        """
        return self._replace(
            a=np.ascontiguousarray(self.a[:, hubs]),
            t=np.ascontiguousarray(self.t[np.ix_(hubs, hubs)]),
            e=np.ascontiguousarray(self.e[hubs]),
        )

    def arranged(self, order: IntArray) -> "PreparedBlock":
        """Give the view with the nodes in another order.

        Parameters
        ----------
        order : (n,) int array

        Returns
        -------
        PreparedBlock
        """
        return self._replace(
            a=self.a[order],
            e=np.ascontiguousarray(self.e[:, order]),
            weight=self.weight[np.ix_(order, order)],
            outside=self.outside[np.ix_(order, order)],
        )

    def origins(self, first: int, last: int) -> "PreparedBlock":
        """Give the view of the pairs that start at nodes ``first <= i < last``.

        Parameters
        ----------
        first, last : int

        Returns
        -------
        PreparedBlock
            Its `a`, `weight` and `outside` have last - first rows.
        """
        rows = slice(first, last)
        return self._replace(a=self.a[rows], weight=self.weight[rows], outside=self.outside[rows])

    def compressed(self) -> "PreparedBlock":
        """Give the view without the origins and destinations whose pairs all weigh nothing.

        Returns
        -------
        PreparedBlock
            The outside option of pairs that weigh nothing is 0, so that no infinite cost is multiplied by 0.
        """
        rows, columns = np.flatnonzero(self.weight.any(axis=1)), np.flatnonzero(self.weight.any(axis=0))
        if (len(rows), len(columns)) == self.weight.shape:
            return self._replace(outside=np.where(self.weight > 0, self.outside, 0.0))
        weight = np.ascontiguousarray(self.weight[np.ix_(rows, columns)])
        return PreparedBlock(
            np.ascontiguousarray(self.a[rows]),
            self.t,
            np.ascontiguousarray(self.e[:, columns]),
            weight,
            np.where(weight > 0, self.outside[np.ix_(rows, columns)], 0.0),
        )


def prepare(block: Block) -> PreparedBlock:
    """Prepare a block.

    Parameters
    ----------
    block : Block

    Returns
    -------
    PreparedBlock
    """
    outside = np.full(block.flow.shape, np.inf) if block.outside is None else block.outside
    return PreparedBlock(
        np.ascontiguousarray(block.collection_handled),
        np.ascontiguousarray(block.transfer_handled),
        np.ascontiguousarray(block.distribution),
        np.ascontiguousarray(block.weight * block.flow),
        np.ascontiguousarray(outside),
    )


def prepare_scenarios(scenarios: Iterable[Scenario]) -> tuple[tuple[PreparedBlock, ...], ...]:
    """Prepare the blocks of all scenarios; a block that several scenarios share is prepared once.

    Parameters
    ----------
    scenarios : iterable of Scenario

    Returns
    -------
    tuple of tuples of PreparedBlock
        For each scenario its blocks.
    """
    known: dict[int, PreparedBlock] = {}
    listed = list(scenarios)
    for scenario in listed:
        for block in scenario.blocks:
            if id(block) not in known:
                known[id(block)] = prepare(block)
    return tuple(tuple(known[id(block)] for block in scenario.blocks) for scenario in listed)
