"""Filling the table of hub sets: one branch of the tree of hub sets at a time, in compiled code."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial

import numpy as np

from optimize.errors import InputError, report
from optimize.kernels import PreparedBlock, cheapest, prepare, walk_subtree
from optimize.problem import Block, FloatArray, IntArray, Problem, find_labels
from optimize.run import Clock, OutOfTimeError, Workers, thread_count
from optimize.table.order import ListedSets, count_sets, list_sets
from optimize.table.pooled import PooledProblem

MEMORY_LIMIT_BYTES = 4e9
"""Size of the largest table that `HubSetTable.build` makes: a judgement, half the memory of a small computer."""

_KEPT = 4  # prepared blocks: as many threads as are usual may be at different ones


@dataclass(frozen=True)
class Branches:
    """The data that all branches share.

    Attributes
    ----------
    largest : bool
        Whether a set's value is the largest unit cost of a pair instead of the total cost.
    forced : (f,) int array
        Positions of the candidates that are in every set.
    elements : (c,) int array
        Positions of the candidates that may be added to them.
    extra : int
        How many of them may be added at most.
    """

    largest: bool
    forced: IntArray
    elements: IntArray
    extra: int

    def branch(self, block: Block, start: int) -> FloatArray:
        """Compute the values of one branch in one block.

        Parameters
        ----------
        block : Block
        start : int
            Position in `elements` of the first element that is added to the forced hubs; -1 = none is added.

        Returns
        -------
        (sets,) array
            Values of the sets of the branch, in the order of the table.
        """
        view = self._compressed(block)
        root = np.empty(view.weight.shape)
        cheapest(view, self.forced, root)
        if start < 0:
            return np.array([root.max(initial=0.0) if self.largest else (view.weight * root).sum()])
        out = np.empty(count_sets(len(self.elements) - start - 1, self.extra - 1))
        walk_subtree(view, root, self.forced, self.elements, start, self.extra, self.largest, out)
        return out

    @cached_property
    def _compressed(self) -> Callable[[Block], PreparedBlock]:
        """Prepare a block; the branches of one block follow each other, so that few have to be kept."""
        return lru_cache(maxsize=_KEPT)(partial(compressed, every_pair=self.largest))


def compressed(block: Block, *, every_pair: bool = False) -> PreparedBlock:
    """Prepare a block without the nodes that send (or receive) nothing.

    Parameters
    ----------
    block : Block
    every_pair : bool
        Whether all pairs of different nodes count, with weight 1, instead of the pairs with flow.

    Returns
    -------
    PreparedBlock
    """
    view = prepare(block)
    return view._replace(weight=1.0 - np.eye(block.n)).compressed() if every_pair else view.compressed()


def vary(
    problem: Problem | PooledProblem,
    forced: Iterable[Hashable],
    banned: Iterable[Hashable],
    p_max: int | None,
    objective: str,
    limited: bool = False,
) -> tuple[list[int], IntArray]:
    """Check that a table can be made, and separate the forced hubs from those that vary.

    Parameters
    ----------
    problem : HubProblem, ScenarioProblem or PooledProblem
    forced, banned : iterable of labels
        Hubs that are in every set, and in none.
    p_max : int or None
        Largest size of a set, forced hubs included.
    objective : {"cost", "center"}
        What a set's value is.
    limited : bool
        Whether capacities count.

    Returns
    -------
    list of int
        Positions of the forced hubs among the candidates, ascending.
    (c,) int array
        Positions of the candidates that vary, ascending.

    Raises
    ------
    InputError
        If no table can be made; it reports all faults at once.
    """
    faults = _unsuitable(problem, objective, limited)
    fixed = sorted(find_labels(forced, problem.candidates, "forced", faults, positions=False))
    out = set(find_labels(banned, problem.candidates, "banned", faults, positions=False))
    rest = np.array([k for k in range(problem.h) if k not in out and k not in fixed], dtype=np.int64)
    if p_max is None or not 1 <= p_max <= len(fixed) + len(rest):
        faults.append(f"p_max is {p_max}: it has to be between 1 and the {len(fixed) + len(rest)} candidates")
    elif len(fixed) > p_max:
        faults.append(f"{len(fixed)} hubs are forced, more than p_max = {p_max}")
    if faults:
        raise InputError(faults)
    return fixed, rest


def choose(
    problem: Problem | PooledProblem, sets: Iterable[Iterable[Hashable]], more: bool, objective: str, limited: bool
) -> ListedSets:
    """Check that a table of some sets can be made.

    Parameters
    ----------
    problem : HubProblem, ScenarioProblem or PooledProblem
    sets : iterable of iterables of labels
        The sets.
    more : bool
        Whether it is said otherwise, too, which sets there are.
    objective : {"cost", "center"}
        What a set's value is.
    limited : bool
        Whether capacities count.

    Returns
    -------
    ListedSets

    Raises
    ------
    InputError
        If no table can be made; it reports all faults at once.
    """
    faults = _unsuitable(problem, objective, limited)
    if objective == "center":
        faults.append("a list of sets is for the objective 'cost': build a table of all, and keep some by only()")
    if more:
        faults.append("sets names the sets: leave p_max out, and forced and banned hubs")
    report(faults)
    return ListedSets.of(list_sets(sets, problem.candidates))


def _unsuitable(problem: Problem | PooledProblem, objective: str, limited: bool) -> list[str]:
    """Say why there is no table of a problem."""
    faults = []
    if objective not in ("cost", "center"):
        faults.append(f"objective is {objective!r}: the table supports 'cost' and 'center'")
    if problem.link_cost is not None or problem.discount is not None:
        faults.append("hub link costs and flow-dependent discounts have no closed form: use method='compact'")
    if limited and objective != "cost":
        faults.append("capacities count for the objective 'cost' alone: leave them out with capacities=False")
    if objective == "center" and isinstance(problem, PooledProblem):
        faults.append("a pooled problem has pairs with flow alone, 'center' is about all: use a HubProblem")
    return faults


def check_size(problem: Problem | PooledProblem, sets: int, numbers: int = 1) -> None:
    """Check that a table is not too large.

    Parameters
    ----------
    problem : HubProblem, ScenarioProblem or PooledProblem
    sets : int
        Number of hub sets.
    numbers : int
        How many numbers it keeps of each set in each scenario.

    Raises
    ------
    InputError
        If the table is larger than `MEMORY_LIMIT_BYTES`.
    """
    if sets * len(problem.scenarios) * numbers * 8 > MEMORY_LIMIT_BYTES:
        msg = (
            f"the table would hold {sets:,} hub sets x {len(problem.scenarios)} scenarios, more than "
            f"{MEMORY_LIMIT_BYTES / 1e9:.0f} GB: lower p_max, name fewer candidates, or use method='benders'"
        )
        raise InputError([msg])


def first_rows(elements: int, extra: int) -> list[int]:
    """First row of each branch of the table.

    Parameters
    ----------
    elements : int
        Number of candidates that vary.
    extra : int
        How many of them may be in a set.

    Returns
    -------
    list of int
        The row of the forced hubs alone, then the first row of the branch of each element.
    """
    rows = [0]
    at = 1
    if extra > 0:
        for start in range(elements):
            rows.append(at)
            at += count_sets(elements - start - 1, extra - 1)
    return rows


def fill(problem: Problem, branches: Branches, threads: int | None, clock: Clock) -> FloatArray:
    """Compute the cost of every hub set in every scenario, without fixed costs.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    branches : Branches
        Which hub sets, and whether a set's value is its total cost or its largest unit cost.
    threads : int or None
        None: one for each processor that this process may use.
    clock : Clock
        Says when to give up, and takes progress reports.

    Returns
    -------
    (sets, s) array

    Raises
    ------
    OutOfTimeError
        If the clock is over before the table is finished.
    """
    elements, extra = len(branches.elements), branches.extra
    cost = np.zeros((count_sets(elements, extra), len(problem.scenarios)))
    jobs = [
        (s, block, start)
        for s, scenario in enumerate(problem.scenarios)
        for block in scenario.blocks
        for start in range(-1, elements if extra > 0 else 0)
    ]
    first_row = first_rows(elements, extra)
    with Workers(thread_count(threads)) as workers:
        branch_values = workers.map(lambda job: branches.branch(job[1], job[2]), jobs)
        # add up in the order of the jobs, so that sums are rounded in the same way in every run
        for done, ((s, _, start), values) in enumerate(zip(jobs, branch_values, strict=True), start=1):
            rows = slice(first_row[start + 1], first_row[start + 1] + len(values))
            if branches.largest:
                cost[rows, s] = np.maximum(cost[rows, s], values)
            else:
                cost[rows, s] += values
            clock.tell("table", done=done, total=len(jobs))
            if clock.over and done < len(jobs):
                raise OutOfTimeError(clock.stopped or "the table of hub sets was not finished in time")
    return cost
