r"""The hubs that each node uses: variables and rows that single and r-allocation have in common.

.. math::
    x_{ik} \in \{0, 1\}, \quad \sum_k x_{ik} = 1 \ (\text{single}) \text{ or } \le r, \quad x_{ik} \le z_k,
    \quad x_{kk} = z_k \ (\text{a hub's own node uses it})

for each block of each scenario separately. :math:`x_{kk}` and :math:`z_k` are the same column. There are no variables
for nodes without flow in a block, and for hubs that a node cannot use.
"""

import numpy as np

from optimize.compact.frame import BoolArray, Frame
from optimize.problem import Block, IntArray, Problem
from optimize.solvers import ABSENT

_USED = 0.5  # a binary above it is 1: solvers return whole numbers within 1e-6


def add_assignment(
    frame: Frame, where: tuple[int, int], block: Block, allowed: BoolArray, most: int
) -> tuple[IntArray, bool]:
    """Add the variables and rows of a block.

    Parameters
    ----------
    frame : Frame
        The formulation.
    where : pair of int
        Positions of the scenario and of the block in it.
    block : Block
    allowed : (n, h) bool array
        Hubs that each node can use.
    most : int
        Number of hubs that a node may use; 1 = exactly one.

    Returns
    -------
    columns : (n, h) int array
        Columns of x; `ABSENT` where there is no variable.
    possible : bool
        False if there is a node with flow that can use no hub.
    """
    model, z = frame.model, frame.z
    own = np.asarray(frame.problem.candidate_index)
    hub = np.arange(len(z))
    active = (block.out_flow > 0) | (block.in_flow > 0)
    usable = allowed & frame.alive[None, :] & active[:, None]
    x = np.full(usable.shape, ABSENT, dtype=np.int64)
    itself = np.zeros(usable.shape, dtype=bool)
    itself[own, hub] = True
    free = usable & ~itself
    node, k = np.nonzero(free)
    x[node, k] = uses = model.add_variables(len(node), up=1.0, integer=True)
    model.describe(uses, "uses", lambda: {"scenario": where[0], "block": where[1], "node": node, "hub": k})
    x[own, hub] = np.where(usable[own, hub], z, ABSENT)
    # a hub that its own node cannot use cannot be open
    barred = np.flatnonzero(active[own] & ~usable[own, hub] & frame.alive)
    if barred.size:
        model.add_rows(np.arange(len(barred)), z[barred], 1.0, "==", np.zeros(len(barred)))

    row = np.arange(len(node))
    model.add_rows(
        np.concatenate([row, row]),
        np.concatenate([x[node, k], z[k]]),
        np.concatenate([np.ones(len(row)), -np.ones(len(row))]),
        "<=",
        np.zeros(len(row)),
    )
    user, used = np.nonzero(x != ABSENT)
    place = np.cumsum(active) - 1
    rhs = np.full(int(active.sum()), float(most))
    model.add_rows(place[user], x[user, used], 1.0, "==" if most == 1 else "<=", rhs)
    return x, bool((x[active] != ABSENT).any(axis=1).all())


def assigned_hubs(
    problem: Problem, x: IntArray, values: np.typing.NDArray[np.float64], hubs: tuple[int, ...], most: int
) -> BoolArray:
    """Read the hubs that the nodes of a block use from a solution.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    x : (n, h) int array
        From `add_assignment`.
    values : (columns,) array
        Values of the program's variables.
    hubs : tuple of int
        Positions of the open candidates.
    most : int
        Number of hubs that a node may use.

    Returns
    -------
    (n, h) bool array
        A node without variables uses its own hub, or the first one.
    """
    value = np.where(x == ABSENT, 0.0, values[x])
    closed = np.setdiff1d(np.arange(problem.h), hubs)
    value[:, closed] = 0.0
    used = value > _USED
    if most == 1:
        used[:] = False
        best = value.argmax(axis=1)
        rows = np.flatnonzero(value.max(axis=1) > 0)
        used[rows, best[rows]] = True
    nobody = np.asarray(~used.any(axis=1))
    used[nobody, hubs[0]] = True
    for k in hubs:
        node = problem.candidate_index[k]
        if nobody[node]:
            used[node] = False
            used[node, k] = True
    return used
