"""Columns and rows of hubs, couples, allocations and covering paths, by what solutions they leave."""

import numpy as np
import pytest

from optimize import HubProblem
from optimize.cover.model import add_agreement, add_allocation, add_couples, add_hubs, add_paths, set_entries
from optimize.cover.sets import agreement, cover_sets
from optimize.run import make_request
from optimize.solvers import ABSENT, Model, solve_model


def problem():
    """Four places in a row; all may be hubs."""
    place = np.arange(4.0)
    return HubProblem(np.ones((4, 4)), np.abs(place[:, None] - place), transfer=0.5)


def hubs_of(**asked):
    model = Model("test")
    alive = np.array([True, True, False, True])
    return model, add_hubs(model, make_request(problem(), closed_hubs=[2], **asked), alive), alive


@pytest.mark.parametrize(("asked", "least", "most"), [({"p": 2}, 2, 2), ({"p_min": 1, "p_max": 3}, 1, 3)])
def test_the_number_of_hubs_and_the_forced_ones(asked, least, most):
    for sense, number in ((1.0, least), (-1.0, most)):
        model, z, _ = hubs_of(open_hubs=[3], **asked)
        assert z[2] == ABSENT
        model.add_cost(z[z != ABSENT], sense)
        report = solve_model(model)
        opened = report.values[z[z != ABSENT]].round()
        assert opened.sum() == number
        assert opened[-1] == 1.0


def test_a_couple_counts_only_if_both_are_open():
    model, z, _ = hubs_of(p=2)
    first, second = np.array([0, 0, 1]), np.array([1, 3, 3])
    y = add_couples(model, z, first, second, np.array([True, False, True]))
    assert (y == ABSENT).tolist() == [False, True, False]
    model.add_cost(y[[0, 2]], [-1.0, -2.0])
    report = solve_model(model)
    assert report.values[y[[0, 2]]].round().tolist() == [0.0, 1.0]
    assert report.values[z[[0, 1, 3]]].round().tolist() == [0.0, 1.0, 1.0]


@pytest.mark.parametrize(("r", "exactly", "most"), [(1, True, 4), (2, False, 8), (1, False, 4)])
def test_a_node_has_at_most_r_open_hubs_and_a_hub_s_node_its_own(r, exactly, most):
    model, z, alive = hubs_of(p=3)
    own = problem().candidate_index
    x = add_allocation(model, z, np.broadcast_to(alive, (4, 4)), own, r, exactly=exactly)
    assert [x[k, k] == z[k] for k in (0, 1, 3)] == [True] * 3
    assert (x[:, 2] == ABSENT).all()
    model.add_cost(x[x != ABSENT], -1.0)
    report = solve_model(model)
    assert -report.objective == pytest.approx(most)


def test_entries_are_rows_and_columns_of_what_covers():
    model, z, alive = hubs_of(p=2)
    (block,) = problem().blocks
    sets = cover_sets(block, np.ones((4, 4), dtype=bool), 2.6, alive, np.ones((4, 4)))
    y = add_couples(model, z, sets.first, sets.second, sets.couple.any(axis=0))
    rows, columns = set_entries(sets, z, y)
    model.add_rows(rows, columns, 1.0, ">=", np.ones(len(sets.weight)))
    report = solve_model(model)
    opened = [k for k in (0, 1, 3) if report.values[z[k]] > 0.5]
    assert len(opened) == 2
    for i in range(4):
        for j in range(4):
            assert min(abs(i - k) + 0.5 * abs(k - m) + abs(m - j) for k in opened for m in opened) <= 2.6


def test_nodes_whose_hubs_do_not_agree_are_kept_apart():
    model, z, alive = hubs_of(p=3)
    (block,) = problem().blocks
    own, everyone = problem().candidate_index, np.ones((4, 4), dtype=bool)
    found = agreement(block, everyone, 2.6, alive, np.zeros(4, dtype=bool), own)
    x = add_allocation(model, z, found.hubs & alive, own)
    add_agreement(model, x, found)
    report = solve_model(model)
    hub_of = np.array([[report.values[c] if c != ABSENT else 0.0 for c in row] for row in x]).argmax(axis=1)
    assert hub_of[[0, 1, 3]].tolist() == [0, 1, 3]
    for i in range(4):
        for j in range(4):
            k, m = hub_of[i], hub_of[j]
            assert abs(i - k) + 0.5 * abs(k - m) + abs(m - j) <= 2.6


def test_covering_paths_run_over_hubs_that_both_ends_use():
    model, z, alive = hubs_of(p=3)
    (block,) = problem().blocks
    y = add_allocation(model, z, np.broadcast_to(alive, (4, 4)), problem().candidate_index, 1, exactly=False)
    wanted = np.zeros((4, 4), dtype=bool)
    wanted[0, 3] = wanted[2, 0] = True
    paths = add_paths(model, y, block, wanted, 1.6)
    assert list(zip(paths.origin.tolist(), paths.destination.tolist(), strict=True)) == [(0, 3), (2, 0)]
    # 0 -> 0 -> 3 -> 3 costs 1.5; from 2 at least 1 to the next hub, and then 0.5
    assert np.bincount(paths.pair, minlength=2).tolist() == [1, 1]
    model.add_cost(paths.column, -1.0)
    assert -solve_model(model).objective == pytest.approx(2.0)
