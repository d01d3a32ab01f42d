r"""Each node at one of the given hubs, within their room: nodes shifted and exchanged, however room is counted.

With :math:`C_k` the nodes of a block that use hub k and :math:`\rho_{ij}` the room that a flow takes, the block takes
of hub k

.. math::
    \sum_{i \in C_k} \sum_j \rho_{ij} \quad \text{(collection)}, \qquad
    \sum_{i \in C_k} \sum_j (\rho_{ij} + \rho_{ji}) - \sum_{i, j \in C_k} \rho_{ij} \quad \text{(throughput)},

as flows between its own nodes enter a hub once. What a shift of a node, or an exchange of two, changes in cost and in
room is found for all of them at once from the flows between each node and the nodes of each hub. Overfull hubs are
relieved first, by the moves that cost least for what they relieve; then moves are made that pay and overfill no hub
(after Ernst and Krishnamoorthy 1999).
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from optimize.problem import BoolArray, FloatArray, IntArray
from optimize.run import Clock

_BETTER = 1e-9  # part of the cost from which a move counts: less is rounding
_ROUNDED_UP = 1 + 1e-9  # factor of a capacity that rounding of sums may use
_STEPS = 10  # moves for each node at most, so that it ends even where rounding misleads


@dataclass
class FittedBlock:
    """The nodes of one block at their hubs.

    Attributes
    ----------
    linear : (n, p) array
        What the end legs of each node cost at each hub.
    weight : (n, n) array
        What a unit of transfer cost of each flow counts.
    transfer : (p, p) array
    room : (n, n) array
        Room that each flow takes.
    movable : (n,) bool array
        Nodes that may use another hub.
    both : bool
        Whether flow takes room at its last hub as well as at its first.
    place : (n,) int array
        Hub of each node.
    """

    linear: FloatArray
    weight: FloatArray
    transfer: FloatArray
    room: FloatArray
    movable: BoolArray
    both: bool
    place: IntArray
    _between: dict[str, FloatArray] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.weight = self.weight.copy()
        np.fill_diagonal(self.weight, 0.0)
        self.place = self.place.copy()
        at = np.eye(len(self.transfer))[self.place]
        # flow from, and to, each node by the hub of its other end
        self._between = {
            "sent": self.weight @ at,
            "got": self.weight.T @ at,
            "out": self.room @ at,
            "in": self.room.T @ at,
        }
        self._own, self._all = np.diag(self.room).copy(), self.room.sum(axis=1)
        if self.both:
            self._all = self._all + self.room.sum(axis=0)

    @property
    def load(self) -> FloatArray:
        """(p,) room taken of each hub."""
        at = np.eye(len(self.transfer))[self.place]
        within = (at * self._between["out"]).sum(axis=0) if self.both else 0.0
        load: FloatArray = self._all @ at - within
        return load

    @property
    def cost(self) -> FloatArray:
        """(n, p) what each node would cost at each hub while all others stay."""
        between = self._between
        return self.linear + between["sent"] @ self.transfer.T + between["got"] @ self.transfer

    def leaving(self) -> FloatArray:
        """How the load of a hub changes that a node leaves.

        Returns
        -------
        (n,) array
        """
        if not self.both:
            return -self._all
        rows = np.arange(len(self.place))
        within = self._between["out"][rows, self.place] + self._between["in"][rows, self.place]
        left: FloatArray = within - self._all - self._own
        return left

    def entering(self) -> FloatArray:
        """How the load of a hub changes to which a node comes from another hub.

        Returns
        -------
        (n, p) array
        """
        if not self.both:
            return np.broadcast_to(self._all[:, None], self.linear.shape)
        entered: FloatArray = (self._all - self._own)[:, None] - self._between["out"] - self._between["in"]
        return entered

    def move(self, i: int, to: int) -> None:
        """Let a node use another hub.

        Parameters
        ----------
        i, to : int
            The node, and the place of the hub.
        """
        now = self.place[i]
        self.place[i] = to
        for name, flow in (
            ("sent", self.weight[:, i]),
            ("got", self.weight[i]),
            ("out", self.room[:, i]),
            ("in", self.room[i]),
        ):
            self._between[name][:, now] -= flow
            self._between[name][:, to] += flow


@dataclass(frozen=True)
class _Moves:
    """What moves change.

    Attributes
    ----------
    gain : array
        Change of cost; ``inf`` where there is no such move.
    change : array
        Change of what is taken beyond the capacities.
    """

    gain: FloatArray
    change: FloatArray

    def relieving(self) -> tuple[Any, ...] | None:
        """The move that costs least for what it relieves; None if none relieves."""
        ratio = np.full(self.gain.shape, np.inf)
        helps = (self.change < 0) & np.isfinite(self.gain)
        ratio[helps] = self.gain[helps] / -self.change[helps]
        return _least(ratio, np.inf)

    def paying(self, least: float) -> tuple[Any, ...] | None:
        """The move that saves most and overfills no hub; None if none saves as much as `least`."""
        return _least(np.where(self.change <= 0, self.gain, np.inf), -least)


def _least(values: FloatArray, below: float) -> tuple[Any, ...] | None:
    at = np.unravel_index(int(values.argmin()), values.shape)
    return at if values[at] < below else None


def fit(blocks: list[FittedBlock], capacity: FloatArray, clock: Clock | None = None) -> float:
    """Relieve overfull hubs, then save cost.

    Parameters
    ----------
    blocks : list of FittedBlock
        Of one scenario; changed.
    capacity : (p,) array
        Of the hubs; ``inf`` never binds.
    clock : Clock, optional
        When to stop saving cost.

    Returns
    -------
    float
        Room taken beyond the capacities, at all hubs together; 0 where all fits.
    """
    capacity = capacity * _ROUNDED_UP
    for step in range(_STEPS * sum(len(block.place) for block in blocks)):
        load = np.sum([block.load for block in blocks], axis=0)
        over = float(np.maximum(load - capacity, 0.0).sum())
        if over <= 0 and clock is not None and clock.over and step:
            return 0.0
        if not any(_step(block, load, capacity, over > 0) for block in blocks):
            return over
    return over


def _step(block: FittedBlock, load: FloatArray, capacity: FloatArray, relieve: bool) -> bool:
    """Make the best move of a block, an exchange where no shift will do; say whether there was one."""
    cost = block.cost
    least = _BETTER * float(np.abs(cost[np.arange(len(cost)), block.place]).sum() / len(cost) + 1e-300)
    shifts = _shifts(block, cost, load, capacity)
    found = shifts.relieving() if relieve else shifts.paying(least)
    if found is not None:
        block.move(int(found[0]), int(found[1]))
        return True
    swaps = _swaps(block, cost, load, capacity)
    found = swaps.relieving() if relieve else swaps.paying(least)
    if found is None:
        return False
    i, j = (int(each) for each in found)
    k, m = int(block.place[i]), int(block.place[j])
    block.move(i, m)
    block.move(j, k)
    return True


def _over(load: FloatArray, capacity: FloatArray) -> FloatArray:
    return np.maximum(load - capacity, 0.0)


def _shifts(block: FittedBlock, cost: FloatArray, load: FloatArray, capacity: FloatArray) -> _Moves:
    """Each node at each hub."""
    place, rows, now = block.place, np.arange(len(block.place)), _over(load, capacity)
    left = _over(load[place] + block.leaving(), capacity[place]) - now[place]
    change = left[:, None] + _over(load + block.entering(), capacity) - now
    gain = cost - cost[rows, place][:, None]
    gain[~block.movable] = np.inf
    gain[rows, place] = np.inf
    return _Moves(gain, change)


def _swaps(block: FittedBlock, cost: FloatArray, load: FloatArray, capacity: FloatArray) -> _Moves:
    """Each two nodes at each other's hub."""
    place, rows, now = block.place, np.arange(len(block.place)), _over(load, capacity)
    # the room of flows between the two counts at both hubs again
    joint = block.room + block.room.T if block.both else 0.0
    left, entered = block.leaving(), block.entering()[:, place]
    after = load[place] + left
    change = _over(after[:, None] + entered.T + joint, capacity[place][:, None]) - now[place][:, None]
    change = change + change.T
    gain = cost[:, place] - cost[rows, place][:, None]
    transfer = block.transfer[place][:, place]
    gain = gain + gain.T + (block.weight + block.weight.T) * (transfer + transfer.T)
    fixed = ~block.movable
    gain[fixed] = np.inf
    gain[:, fixed] = np.inf
    gain[place[:, None] == place[None, :]] = np.inf
    return _Moves(gain, change)
