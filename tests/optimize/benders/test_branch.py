"""A branch under way: where cuts are made, what is branched on, and what is left of it without some candidates."""

import numpy as np
import pytest

from optimize.benders.branch import Branch
from optimize.benders.certificate import Certificate, Domain


def branch_of(z=None, core=None, free=(True, True, True, True)):
    free = np.array(free)
    domain = Domain(~free, free, 1, 3)
    promise = np.array([3.0, -2.0, 5.0, -1.0])
    branch = Branch(domain, [Certificate(1.0, promise)], promise)
    branch.z, branch.core = (None if x is None else np.array(x) for x in (z, core))
    return branch


def test_cuts_are_made_half_way_to_the_core_and_hardly_open_is_closed():
    assert branch_of().point is None
    assert branch_of([1.0, 0.004, 0.5, 0.0]).point.tolist() == [1.0, 0.0, 0.5, 0.0]
    assert branch_of([1.0, 0.004, 0.5, 0.0], [1.0, 1.0, 0.0, 0.0]).point.tolist() == [1.0, 0.502, 0.25, 0.0]


@pytest.mark.parametrize(
    ("z", "free", "candidate"),
    [
        ([1.0, 0.6, 0.2, 0.0], (True, True, True, True), 1),
        ([1.0, 0.5, 0.2, 0.0], (True, False, True, True), 2),
        ([0.0, 1.0, 0.0, 1e-9], (True, False, True, True), 3),
        (None, (True, True, True, True), 1),
        (None, (True, False, True, True), 3),
    ],
)
def test_the_most_fractional_candidate_is_branched_on_and_else_the_most_promising(z, free, candidate):
    assert branch_of(z, free=free).undecided() == candidate


def test_without_some_candidates_the_others_keep_all_that_is_known_of_them():
    branch = branch_of([1.0, 0.6, 0.2, 0.0], [1.0, 1.0, 0.0, 0.0], (False, True, True, True))
    branch.restrict(np.array([0, 2]))
    assert branch.domain.opened.tolist() == [True, False]
    assert branch.promise.tolist() == branch.certificates[0].slope.tolist() == [3.0, 5.0]
    assert branch.z.tolist() == [1.0, 0.2]
    assert branch.core.tolist() == [1.0, 0.0]
