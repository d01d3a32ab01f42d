"""The block: flows between nodes, and the unit costs of the legs of their paths over hubs.

A hub problem is one decision, which hubs to open, and a weighted list of blocks that the open hubs serve. A commodity
class is a block; a disruption scenario is a set of blocks with a probability.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from optimize.brief import Brief
from optimize.pickles import Slim
from optimize.problem.frozen import Frozen

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Block(Brief, Frozen):
    r"""Flows of one commodity class and the unit costs of the legs that may carry them.

    With :math:`n` nodes and :math:`h` candidate hubs (in the order of `HubProblem.candidate_index`), the path from
    node i over hubs k and m to node j costs per unit of flow

    .. math::
        F_{ij}(k,m) = a_{ik} + h_k + [k \neq m]\,(t_{km} + h_m) + e_{mj}.

    The outside option of a pair is the cheaper of direct service and the penalty for leaving its demand unserved.

    Attributes
    ----------
    name : str
        Name of the commodity class.
    flow : (n, n) array
        Quantity sent from i to j, >= 0.
    collection : (n, h) array
        a_ik, unit cost from an origin to its first hub; ``inf`` where there is no connection, as in all leg costs.
    transfer : (h, h) array
        t_km, unit cost between hubs, zero on the diagonal.
    distribution : (h, n) array
        e_mj, unit cost from the last hub to the destination.
    handling : (h,) array
        h_k, unit cost of passing through each hub.
    direct : (n, n) array or None
        Unit cost of direct service, without a hub; None = not offered.
    unmet_penalty : (n, n) array or None
        Penalty per unit of demand that is left unserved; None = all demand must be served.
    weight : float
        Factor of this block's cost in the objective.
    capacity_use : float
        What a unit of flow takes of a hub's capacity: as where capacities are in containers and flows in tonnes.
    """

    name: str
    flow: FloatArray
    collection: FloatArray
    transfer: FloatArray
    distribution: FloatArray
    handling: FloatArray
    direct: FloatArray | None = None
    unmet_penalty: FloatArray | None = None
    weight: float = 1.0
    capacity_use: float = 1.0

    @property
    def n(self) -> int:
        """Number of nodes."""
        return self.flow.shape[0]

    @cached_property
    def collection_handled(self) -> FloatArray:
        """(n, h) collection cost including handling at the first hub: a_ik in the algorithms."""
        return self.collection + self.handling[None, :]

    @cached_property
    def transfer_handled(self) -> FloatArray:
        """(h, h) transfer cost including handling at the second hub, zero on the diagonal: t_km in the algorithms."""
        handled = self.transfer + self.handling[None, :]
        np.fill_diagonal(handled, 0.0)
        return handled

    @cached_property
    def outside(self) -> FloatArray | None:
        """(n, n) unit cost of the outside option, or None if every pair has to use a hub."""
        if self.direct is None:
            return self.unmet_penalty
        if self.unmet_penalty is None:
            return self.direct
        return np.minimum(self.direct, self.unmet_penalty)

    @cached_property
    def out_flow(self) -> FloatArray:
        """(n,) O_i, the flow that starts at each node."""
        return self.flow.sum(axis=1)

    @cached_property
    def out_room(self) -> FloatArray:
        """(n,) what the flow that starts at each node takes of the capacity of its first hub."""
        return self.capacity_use * self.out_flow

    @cached_property
    def in_flow(self) -> FloatArray:
        """(n,) D_j, the flow that ends at each node."""
        return self.flow.sum(axis=0)


@dataclass(frozen=True, eq=False)
class Scenario(Slim, Brief):
    """One state of the world that the hubs have to serve: its blocks, its probability, its hub costs.

    Attributes
    ----------
    name : str
        Name of the scenario.
    probability : float
        In [0, 1].
    blocks : tuple of Block
        The commodity classes of this scenario.
    fixed_cost : (h,) array
        Cost of having each candidate open in this scenario.
    capacity : (h,) array or None
        Capacity of each candidate, in units of flow; ``inf`` = unlimited.
    """

    name: str
    probability: float
    blocks: tuple[Block, ...]
    fixed_cost: FloatArray
    capacity: FloatArray | None = None

    @property
    def is_limited(self) -> bool:
        """Whether any hub has a finite capacity."""
        return self.capacity is not None and bool(np.isfinite(self.capacity).any())

    @property
    def limits(self) -> FloatArray:
        """(h,) capacities, ``inf`` everywhere if there are none."""
        return np.full(len(self.fixed_cost), np.inf) if self.capacity is None else self.capacity
