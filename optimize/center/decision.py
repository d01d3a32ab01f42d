"""Which hubs cover every pair within given limits: the question that bisection asks, decided by a tree search."""

from collections.abc import Sequence

import numpy as np

from optimize.center.allocation import allocate, begin_allocation, stuck_pairs
from optimize.center.bits import unpacked
from optimize.center.kernels import Question, count_couples, joined, make_rows, narrow, uncovered
from optimize.center.tree import new_tree
from optimize.center.walk import COVERED, DONE, walk
from optimize.cover import BoolArray, Case, CoverDesign
from optimize.problem import FloatArray, IntArray, Problem
from optimize.run import Clock, Request

MOST_BITS = 63
"""Hubs to which nodes can be allocated: a set of bits in a word of 64, of which one stays free, so that 2^p fits."""
_STEPS = 2_000  # steps of the walk between two looks at the clock: small against the delay, large against the overhead
_BUDGET = 100  # steps of allocating the nodes between two looks at the clock
# pairs that the walk sees at first, those that are hard to cover: more take time to set up, fewer let hubs pass that
# others stop; and how many of those that hubs leave uncovered are added at once (judgements)
_FIRST_PAIRS, _MORE_PAIRS = 500, 32
_HARD_PAIRS = 100  # whose nodes are allocated before all are: enough to stop most hub sets (a judgement)
_SAMPLE = 32  # hubs whose couples are counted to rank pairs by difficulty: a better order, against 32^2 checks per pair


class Decision:
    """Searches for hubs that cover every pair; what it learns from one search serves the next.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
        Its allocation is "multiple" or "single".
    cases : sequence of Case
        Blocks with the pairs that count.
    clock : Clock
    """

    def __init__(self, problem: Problem, request: Request, cases: Sequence[Case], clock: Clock) -> None:
        self.clock, self.request, self.cases = clock, request, cases
        self.n, self.h = problem.n, problem.h
        self.own = np.asarray(problem.candidate_index)
        self.alive = np.isin(np.arange(problem.h), sorted(request.closed_hubs), invert=True)
        self.single = request.allocation == "single"
        self.collect = np.ascontiguousarray([case.block.collection_handled for case in cases])
        self.transfer = np.ascontiguousarray([case.block.transfer_handled for case in cases])
        self.distribute = np.ascontiguousarray([case.block.distribution for case in cases])
        self.pairs = self._all_pairs()
        self.nodes = 0
        self._first_pairs = _FIRST_PAIRS

    def _all_pairs(self) -> IntArray:
        """(m, 3) case, origin and destination of the pairs that count; where both ways are the same, once."""
        parts = []
        for c, case in enumerate(self.cases):
            once = self.single or _same_both_ways(case)
            i, j = np.nonzero(np.triu(case.needed | case.needed.T) if once else case.needed)
            parts.append(np.column_stack([np.full(len(i), c), i, j]))
        return np.ascontiguousarray(np.vstack(parts), dtype=np.int64)

    def sort_pairs(self, limits: FloatArray) -> None:
        """Let the pairs come first that the fewest couples of hubs cover.

        Parameters
        ----------
        limits : (c,) array
            Largest unit cost that counts as covered, for each case.
        """
        question = self.question(limits)._replace(pairs=self.pairs)
        hubs = np.flatnonzero(self.alive)
        sample = np.ascontiguousarray(hubs[:: -(-len(hubs) // _SAMPLE)])
        self.pairs = self.pairs[np.argsort(count_couples(question, sample), kind="stable")]

    def _free(self, limits: FloatArray) -> np.typing.NDArray[np.bool_]:
        """(c, n, n) pairs that do not count or are covered by their outside option."""
        free = [~case.needed for case in self.cases]
        for c, case in enumerate(self.cases):
            if case.block.outside is not None:
                free[c] |= case.block.outside <= limits[c]
        return np.ascontiguousarray(free)

    def question(self, limits: FloatArray) -> Question:
        """Ask whether some hubs cover every pair within limits.

        Parameters
        ----------
        limits : (c,) array
            Largest unit cost that counts as covered, for each case.

        Returns
        -------
        Question
        """
        free = self._free(limits)
        c, i, j = self.pairs.T
        open_pairs = ~(free[c, i, j] & free[c, j, i]) if self.single else ~free[c, i, j]
        pairs = np.ascontiguousarray(self.pairs[open_pairs])
        return Question(self.collect, self.transfer, self.distribute, free, limits, self.single, pairs, self.own)

    def search(self, limits: FloatArray, p_min: int, p_max: int) -> CoverDesign | None:
        """Search for hubs within limits.

        Parameters
        ----------
        limits : (c,) array
            Largest unit cost that counts as covered, for each case.
        p_min, p_max : int
            Least and largest number of hubs.

        Returns
        -------
        CoverDesign or None
            None if there are none.

        Raises
        ------
        OutOfTimeError
        """
        question = self.question(limits)
        forced = np.array(sorted(self.request.open_hubs), dtype=np.int64)
        alive, allowed = self._narrowed(question)
        if not alive[forced].all():
            return None
        seen = np.arange(min(self._first_pairs, len(question.pairs)))
        rows = make_rows(question, alive, allowed, seen)
        tree = new_tree(rows, alive, self.own, forced, p_max, single=self.single)
        state = tree.state
        while True:
            self.clock.check()
            ended = walk(rows, tree, p_max, _STEPS)
            self.nodes += int(state[3])
            state[3] = 0
            if ended == DONE:
                return None
            if ended != COVERED:
                continue
            count = int(state[0])
            hubs = tree.chosen[:count].copy()
            left = self._missed(question, hubs)
            if len(left):
                rows = joined(question, rows, make_rows(question, alive, allowed, left))
                tree = tree._replace(order=np.concatenate([np.arange(len(tree.order), len(rows.origin)), tree.order]))
                self._put_first(question.pairs[left])
                continue
            found = self._finish(hubs, question, p_min)
            if found is not None:
                return found
            others = np.zeros(0, dtype=np.int64)
            if count < p_max:
                others = np.flatnonzero(unpacked(tree.usable, self.h))
            tree.branch[count, : len(others)] = others
            tree.size[count], tree.place[count], state[2] = len(others), 0, 1

    def _missed(self, question: Question, hubs: IntArray) -> IntArray:
        """Some pairs that hubs do not cover, or that show that they cannot all be covered at once."""
        left = uncovered(question, hubs, _MORE_PAIRS)
        if len(left) or not self.single or len(self.cases) > 1:
            return np.asarray(left)
        apart = stuck_pairs(question, hubs, _MORE_PAIRS)
        place_of = np.zeros((self.n, self.n), dtype=np.int64)
        place_of[tuple(question.pairs[:, 1:].T)] = np.arange(len(question.pairs))
        return np.unique(place_of[tuple(apart.T)])

    def _narrowed(self, question: Question) -> tuple[BoolArray, BoolArray]:
        """Candidates that may be open, and for each case the hubs that each node may use, at a radius."""
        alive = self.alive.copy()
        allowed = np.ascontiguousarray(np.broadcast_to(alive, self.collect.shape))
        while self.single and narrow(question, alive, allowed):
            self.clock.check()
        return alive, allowed

    def _put_first(self, pairs: IntArray) -> None:
        """Let the walks at other radii see some pairs from the beginning."""
        code = (self.pairs[:, 0] * self.n + self.pairs[:, 1]) * self.n + self.pairs[:, 2]
        hard = np.isin(code, (pairs[:, 0] * self.n + pairs[:, 1]) * self.n + pairs[:, 2])
        self.pairs = np.ascontiguousarray(np.vstack([self.pairs[hard], self.pairs[~hard]]))
        self._first_pairs += len(pairs)

    def _finish(self, hubs: IntArray, question: Question, p_min: int) -> CoverDesign | None:
        """Make a solution from hubs that cover each pair by itself, if possible."""
        if not self.single:
            spare = [k for k in np.flatnonzero(self.alive) if k not in hubs]
            filled = np.sort(np.concatenate([hubs, spare[: max(0, p_min - len(hubs))]]).astype(np.int64))
            return CoverDesign(filled, None)
        if len(hubs) < p_min:
            return None
        hubs = np.sort(hubs)
        assigned = []
        # the nodes of the pairs that are the hardest to cover stop most hubs, at a small part of the work
        hard, everyone = np.unique(self.pairs[:_HARD_PAIRS, 1:]), np.arange(self.n)
        for c in range(len(self.cases)):
            if self._allocated(question, c, hubs, hard) is None:
                return None
            place = self._allocated(question, c, hubs, everyone)
            if place is None:
                return None
            assigned.append(np.eye(self.h, dtype=bool)[hubs[place]])
        return CoverDesign(hubs, assigned)

    def _allocated(self, question: Question, c: int, hubs: IntArray, nodes: IntArray) -> IntArray | None:
        """Position of the hub of each of some nodes, so that their pairs are covered; None if that is impossible."""
        search = begin_allocation(question, c, hubs, nodes)
        done = -1
        while done < 0:
            self.clock.check()
            done = allocate(search, _BUDGET)
        return search.place if done else None


def _same_both_ways(case: Case) -> bool:
    """Whether what covers a pair covers it in the other direction too."""
    block = case.block
    legs = (block.collection_handled, block.distribution.T), (block.transfer_handled, block.transfer_handled.T)
    outside = block.outside is None or np.array_equal(block.outside, block.outside.T)
    return outside and bool((case.needed == case.needed.T).all()) and all(np.array_equal(a, b) for a, b in legs)
