"""Hubs (and allocations) that cover all pairs that count: the program, and reading its solution."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimize.brief import Brief
from optimize.cover.model import (
    add_agreement,
    add_allocation,
    add_couples,
    add_hubs,
    add_paths,
    set_entries,
)
from optimize.cover.radius import BoolArray, Case, pair_costs
from optimize.cover.sets import agreement, cover_sets, within_outside, without_supersets
from optimize.problem import Block, FloatArray, IntArray, Problem
from optimize.rules import cheapest_paths
from optimize.run import Clock, Design, Limits, OutOfTimeError, Request, Status
from optimize.solvers import ABSENT, Model, solve_model


@dataclass(frozen=True, eq=False)
class CoverDesign(Brief):
    """Open hubs, and for each case the hubs that each node may use.

    Attributes
    ----------
    hubs : (p,) int array
        Positions of the open candidates.
    assigned : list of (n, h) bool arrays, or None
        For each case, the hubs that each node may use; None = all (multiple allocation).
    """

    hubs: IntArray
    assigned: list[BoolArray] | None

    @classmethod
    def of(cls, design: Design, cases: Sequence[Case]) -> "CoverDesign":
        """Take a complete decision.

        Parameters
        ----------
        design : Design
        cases : sequence of Case

        Returns
        -------
        CoverDesign
        """
        given = design.assigned
        assigned = None if given is None else [given[case.scenario][case.position] for case in cases]
        return cls(np.array(design.hubs, dtype=np.int64), assigned)

    def costs(self, position: int, block: Block) -> FloatArray:
        """Unit costs of all pairs of a case.

        Parameters
        ----------
        position : int
            Position of the case.
        block : Block
            The block of the case.

        Returns
        -------
        (n, n) array
        """
        if self.assigned is None:
            return pair_costs(block, self.hubs)
        assigned = self.assigned[position]
        if (assigned.sum(axis=1) == 1).all():
            return pair_costs(block, self.hubs, assigned.argmax(axis=1))
        return cheapest_paths(block, self.hubs.tolist(), assigned)[2]

    def radius(self, cases: Sequence[Case]) -> float:
        """Radius of the design: the largest cost of a pair that counts, as its case counts it.

        Parameters
        ----------
        cases : sequence of Case

        Returns
        -------
        float
        """
        return max(case.value(self.costs(c, case.block)[case.needed].max(initial=0.0)) for c, case in enumerate(cases))

    def design(self, problem: Problem, cases: Sequence[Case]) -> Design:
        """Make the complete decision.

        Parameters
        ----------
        problem : HubProblem or ScenarioProblem
        cases : sequence of Case

        Returns
        -------
        Design
            Nodes of blocks that are not a case are allocated to their nearest hubs.
        """
        hubs = tuple(int(k) for k in self.hubs)
        if self.assigned is None:
            return Design(hubs)
        known = {(case.scenario, case.position): a for case, a in zip(cases, self.assigned, strict=True)}
        return Design(
            hubs,
            tuple(
                tuple(
                    known[s, b] if (s, b) in known else nearest(block, self.hubs, problem.candidate_index)
                    for b, block in enumerate(scenario.blocks)
                )
                for s, scenario in enumerate(problem.scenarios)
            ),
        )


def nearest(block: Block, hubs: IntArray, own: IntArray) -> BoolArray:
    """Allocate each node to the hub with the least cost of collection plus distribution.

    Parameters
    ----------
    block : Block
    hubs : (p,) int array
        Positions of the open candidates.
    own : (h,) int array
        Node of each candidate, which is allocated to it if it is open.

    Returns
    -------
    (n, h) bool array
        One True per row.
    """
    there_and_back = block.collection_handled[:, hubs] + block.distribution[hubs].T
    hub_of = hubs[there_and_back.argmin(axis=1)]
    hub_of[own[hubs]] = hubs
    return np.asarray(np.eye(len(own), dtype=bool)[hub_of])


@dataclass(frozen=True, eq=False)
class CoverProgram(Brief):
    """A covering program and the variables from which its solution is read.

    Attributes
    ----------
    model : Model
        The program, without an objective.
    z : (h,) int array
        Columns of the hubs; `ABSENT` for those that may not be open.
    access : list of (n, h) int arrays, or None
        For each case, the columns of the allocation; None for multiple allocation.
    """

    model: Model
    z: IntArray
    access: list[IntArray] | None

    def read(self, values: FloatArray, problem: Problem, cases: Sequence[Case]) -> CoverDesign:
        """Read hubs and allocations from a solution.

        Parameters
        ----------
        values : (columns,) array
            Values of the program's variables.
        problem : HubProblem or ScenarioProblem
        cases : sequence of Case

        Returns
        -------
        CoverDesign
        """
        there = self.z != ABSENT
        hubs = np.flatnonzero(there)[values[self.z[there]] > 0.5]
        if self.access is None:
            return CoverDesign(hubs, None)
        assigned = []
        for case, x in zip(cases, self.access, strict=True):
            chosen = (x != ABSENT) & (values[np.maximum(x, 0)] > 0.5)
            free = ~chosen.any(axis=1)
            chosen[free] = nearest(case.block, hubs, problem.candidate_index)[free]
            assigned.append(chosen)
        return CoverDesign(hubs, assigned)


def cover_program(
    problem: Problem,
    request: Request,
    cases: Sequence[Case],
    limits: Sequence[float],
    alive: BoolArray,
    clock: Clock | None = None,
) -> CoverProgram | None:
    """Build the program that covers every pair that counts.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    cases : sequence of Case
        Blocks with the pairs that count.
    limits : sequence of float
        Largest unit cost that counts as covered, for each case.
    alive : (h,) bool array
        Candidates that may be open.
    clock : Clock, optional
        Building the program ends with an `OutOfTimeError` when it is over.

    Returns
    -------
    CoverProgram or None
        None if the program obviously has no solution.
    """
    own = problem.candidate_index
    forced = np.isin(np.arange(problem.h), sorted(request.open_hubs))
    model = Model("cover", clock=clock)
    if request.allocation == "single":
        both = list(zip(cases, limits, strict=True))
        found = [agreement(c.block, c.needed, limit, alive, forced, own, model.look) for c, limit in both]
        for each in found:
            alive = np.asarray(alive & each.hubs[own, np.arange(problem.h)])
        if not all((each.hubs & alive).any(axis=1).all() for each in found) or not alive[forced].all():
            return None
        z = add_hubs(model, request, alive)
        access = []
        for case, limit, each in zip(cases, limits, found, strict=True):
            wanted = case.needed & ~within_outside(case.block, limit)
            concerned = np.asarray(wanted.any(axis=0) | wanted.any(axis=1))
            x = add_allocation(model, z, each.hubs & alive & concerned[:, None], own)
            add_agreement(model, x, each.only(alive))
            access.append(x)
        return CoverProgram(model, z, access)
    z = add_hubs(model, request, alive)
    if request.allocation == "multiple":
        for case, limit in zip(cases, limits, strict=True):
            ones = np.ones(case.needed.shape)
            sets = without_supersets(cover_sets(case.block, case.needed, limit, alive, ones, model.look))
            if not (sets.single.any(axis=1) | sets.couple.any(axis=1)).all():
                return None
            y = add_couples(model, z, sets.first, sets.second, np.asarray(sets.couple.any(axis=0)))
            rows, columns = set_entries(sets, z, y)
            model.add_rows(rows, columns, 1.0, ">=", np.ones(len(sets.weight)))
        return CoverProgram(model, z, None)
    access = []
    for case, limit in zip(cases, limits, strict=True):
        everyone = np.broadcast_to(alive, (problem.n, problem.h))
        y = add_allocation(model, z, everyone, own, int(request.allocation), exactly=False)
        paths = add_paths(model, y, case.block, case.needed, limit)
        if len(np.unique(paths.pair)) < len(paths.origin):
            return None
        model.add_rows(paths.pair, paths.column, 1.0, ">=", np.ones(len(paths.origin)))
        access.append(y)
    return CoverProgram(model, z, access)


def solve_cover(
    problem: Problem,
    request: Request,
    limits: Limits,
    cases: Sequence[Case],
    radii: Sequence[float],
    alive: BoolArray,
) -> CoverDesign | None:
    """Find any hubs that cover every pair that counts.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    limits : Limits
    cases : sequence of Case
        Blocks with the pairs that count.
    radii : sequence of float
        Largest unit cost that counts as covered, for each case.
    alive : (h,) bool array
        Candidates that may be open.

    Returns
    -------
    CoverDesign or None
        None if it is proven that no hubs do.

    Raises
    ------
    OutOfTimeError
        If the solver stopped without an answer.
    """
    program = cover_program(problem, request, cases, radii, alive, limits.clock)
    if program is None:
        return None
    # any solution will do: the objective is constant if p is fixed, and the gap may be anything
    program.model.add_cost(program.z[program.z != ABSENT], 1.0)
    report = solve_model(program.model, replace(limits.silent(), gap=1.0))
    if report.values is not None:
        return program.read(report.values, problem, cases)
    if report.status is Status.INFEASIBLE:
        return None
    msg = f"the solver stopped without an answer: {report.message}"
    raise OutOfTimeError(msg)
