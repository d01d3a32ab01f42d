"""The allocation in models with flows by origin: its variables, and reading it from a solution."""

import numpy as np

from optimize.compact.assignment import add_assignment, assigned_hubs
from optimize.compact.frame import BoolArray, Frame
from optimize.cover import nearest
from optimize.problem import Block, FloatArray, IntArray
from optimize.rules import cheapest_paths, closed_block
from optimize.solvers import ABSENT


class Access:
    """The variables x_ik of every block; for multiple allocation they are those of the hubs.

    Parameters
    ----------
    frame : Frame
        The formulation.

    Attributes
    ----------
    hopeless : str
        Why some node can use no hub; empty if each can use one.
    """

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._x: dict[tuple[int, int], IntArray] = {}
        allocation = frame.request.allocation
        self._most = 0 if allocation == "multiple" else 1 if allocation == "single" else int(allocation)
        self.hopeless = ""

    def add(self, s: int, b: int, block: Block) -> IntArray:
        """Add the variables of a block.

        Parameters
        ----------
        s, b : int
            Position of the scenario, and of the block in it.
        block : Block

        Returns
        -------
        (n, h) int array
            Columns; `ABSENT` where a node cannot use a hub.
        """
        frame = self._frame
        if not self._most:
            return np.broadcast_to(np.where(frame.alive, frame.z, ABSENT), (block.n, len(frame.z)))
        x, possible = add_assignment(frame, (s, b), block, np.ones(block.collection.shape, dtype=bool), self._most)
        if not possible:
            self.hopeless = f"some node has no hub that it can use in class {block.name!r}"
        self._x[s, b] = x
        return x

    def assigned(self, values: FloatArray, hubs: tuple[int, ...]) -> tuple[tuple[BoolArray, ...], ...] | None:
        """Read the hubs that each node uses from a solution.

        Parameters
        ----------
        values : (columns,) array
            Values of the program's variables.
        hubs : tuple of int
            Positions of the open candidates.

        Returns
        -------
        tuple of tuples of (n, h) bool arrays, or None
            By scenario and block; None for multiple allocation.
        """
        if not self._most:
            return None
        problem = self._frame.problem
        return tuple(
            tuple(
                assigned_hubs(problem, self._x[s, b], values, hubs, self._most)
                if (s, b) in self._x
                else nearest(block, np.array(hubs), problem.candidate_index)
                for b, block in enumerate(scenario.blocks)
            )
            for s, scenario in enumerate(problem.scenarios)
        )


def without_path(frame: Frame, links: BoolArray) -> str:
    """Find a flow that has no path, even with every hub and all of some hub links open.

    Parameters
    ----------
    frame : Frame
        The formulation.
    links : (h, h) bool array
        The hub links.

    Returns
    -------
    str
        A message with a remedy; empty if there is no such flow.
    """
    problem = frame.problem
    hubs = np.flatnonzero(frame.alive).tolist()
    for _, scenario in frame.scenarios:
        for block in scenario.blocks:
            cost = cheapest_paths(closed_block(block, hubs, links), hubs)[2]
            lost = np.argwhere((block.flow > 0) & np.isinf(cost))
            if len(lost):
                i, j = lost[0]
                return (
                    f"flow from {problem.labels[i]!r} to {problem.labels[j]!r} has no path even with every hub and "
                    f"every hub link open (scenario {scenario.name!r}, class {block.name!r}; {len(lost)} such flows): "
                    "give it a finite cost, a direct cost or an unmet penalty"
                )
    return ""
