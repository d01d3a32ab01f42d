"""A network with capacities in which some nodes exist only where a hub is opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from optimize.brief import Brief
from optimize.errors import InputError, report
from optimize.flows import MulticommodityProblem
from optimize.problem import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class HubNetwork(Brief):
    """Freight on a network with capacities, and nodes that routes may pass only where a hub is open.

    Parameters
    ----------
    flow : MulticommodityProblem
        Demand, arcs and capacities with all candidates open. An arc that begins or ends at a candidate's node exists
        only if the hub is open, one between two candidates only if both are. What a hub can take is a capacity that
        the arcs into its node use.
    hub_node : (candidates,) int array
        Node of each candidate, each once. No demand starts or ends there: give a place that is a candidate and has
        demand two nodes, with arcs between them.
    fixed_cost : (candidates,) array, optional
        Cost of each open hub, finite; default 0.
    labels : sequence, optional
        Names of the candidates, each once; default 0, 1, ...

    Raises
    ------
    InputError
        If the arrays cannot be used; it reports all faults at once.
    """

    flow: MulticommodityProblem
    hub_node: IntArray
    fixed_cost: FloatArray | None = None
    labels: Sequence[Any] | None = None

    def __post_init__(self) -> None:
        node = np.atleast_1d(np.asarray(self.hub_node, dtype=np.int64))
        fixed = np.zeros(len(node)) if self.fixed_cost is None else np.asarray(self.fixed_cost, dtype=np.float64)
        object.__setattr__(self, "hub_node", node)
        object.__setattr__(self, "fixed_cost", fixed)
        object.__setattr__(self, "labels", tuple(range(len(node)) if self.labels is None else self.labels))
        report(_faults(self))

    @property
    def candidates(self) -> int:
        """Number of candidates."""
        return len(self.hub_node)

    @cached_property
    def hub_of_node(self) -> IntArray:
        """(nodes,) candidate of each node; -1 where it is none."""
        of = np.full(self.flow.nodes, -1)
        of[self.hub_node] = np.arange(self.candidates)
        return of

    def fixed(self, hubs: Sequence[int]) -> float:
        """Add up the fixed costs of some candidates.

        Parameters
        ----------
        hubs : sequence of int
            Their positions.

        Returns
        -------
        float
        """
        assert self.fixed_cost is not None  # noqa: S101  # made in __post_init__
        return float(self.fixed_cost[list(hubs)].sum())

    def with_open(self, hubs: Sequence[int]) -> MulticommodityProblem:
        """Make the problem with a set of hubs open and all other candidates closed.

        Parameters
        ----------
        hubs : sequence of int
            Positions of the open ones.

        Returns
        -------
        MulticommodityProblem
            With the arcs of `flow`; those of closed hubs cost ``inf``.
        """
        shut = np.ones(self.candidates + 1, dtype=np.bool_)
        shut[[*hubs, -1]] = False
        barred = shut[self.hub_of_node[self.flow.tail]] | shut[self.hub_of_node[self.flow.head]]
        return replace(self.flow, cost=np.where(barred, np.inf, self.flow.cost))

    def positions(self, labels: Sequence[Any], argument: str) -> tuple[int, ...]:
        """Find candidates by their labels.

        Parameters
        ----------
        labels : sequence
        argument : str
            What they were given as, for the message.

        Returns
        -------
        tuple of int
            Their positions in order, each once.

        Raises
        ------
        InputError
            If a label is not known.
        """
        known = {label: at for at, label in enumerate(self.labels or ())}
        unknown = [label for label in labels if label not in known]
        if unknown:
            names = ", ".join(str(label) for label in known)
            raise InputError([f"{argument} names {unknown}, which are no candidates; these are {names}"])
        return tuple(sorted({known[label] for label in labels}))


def _faults(network: HubNetwork) -> list[str]:
    flow, node, count = network.flow, network.hub_node, len(network.hub_node)
    fixed, labels = np.asarray(network.fixed_cost), tuple(network.labels or ())
    if node.ndim != 1 or ((node < 0) | (node >= flow.nodes)).any():
        return [f"hub_node has to be a list of nodes 0 ... {flow.nodes - 1}"]
    faults = []
    if len(np.unique(node)) < count:
        faults.append("hub_node names a node twice; each candidate has a node of its own")
    if np.isin(np.r_[flow.origin, flow.destination], node).any():
        faults.append("demand starts or ends at the node of a candidate; give the place a second node, joined by arcs")
    if fixed.shape != (count,) or not np.isfinite(fixed).all():
        faults.append(f"fixed_cost has to be one finite number for each of the {count} candidates")
    if len(labels) != count or len(set(labels)) < count:
        faults.append(f"labels have to be {count} different names, one for each candidate")
    return faults
