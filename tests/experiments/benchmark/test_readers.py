"""The large set, and instances with discounts."""

import gzip

import numpy as np
import pytest

from experiments.benchmark.readers import equal_cells, random_discounts, read_large_set

# n; places; flows; p; chi, alpha, delta; fixed costs
FILE = "3\n0 0\n30 40\n60 80\n0 1 2\n3 0 4\n5 6 0\n1\n3 0.75 2\n11 12 13\n"


@pytest.fixture(params=["I3.txt", "I3.txt.gz"])
def path(tmp_path, request):
    target = tmp_path / request.param
    target.write_bytes(gzip.compress(FILE.encode()) if request.param.endswith("gz") else FILE.encode())
    return target


def test_distances_are_five_times_the_euclidean_ones_and_fixed_costs_stand_at_the_end(path):
    problem = read_large_set(path)
    assert problem.fixed_cost.tolist() == [11, 12, 13]
    assert problem.blocks[0].transfer[0, 1] == pytest.approx(0.75 * 5 * 50 / 1000)
    assert problem.capacity is None


def test_capacities_are_those_of_the_paper_by_hand(path):
    out, through = np.array([3.0, 7.0, 11.0]), np.array([11.0, 14.0, 17.0])
    along = 50 * np.array([0.0, 1.0, 2.0])  # places are on a line
    away = abs(along - through @ along / through.sum()) / 1000
    expected = [(0 + 3 * away[i] * out[i] / (5 * away.max() * 11)) * out[i] for i in range(3)]
    assert read_large_set(path, capacities=True).capacity == pytest.approx(np.array(expected))


def test_cells_of_a_grid_send_each_other_one_unit_and_neighbours_are_one_apart():
    problem = equal_cells(3, transfer=0.5)
    block = problem.blocks[0]
    assert block.flow.sum() == 9 * 8
    assert np.diag(block.flow).tolist() == [0] * 9
    assert block.transfer[0, 1] == block.transfer[0, 3] == 0.5
    assert block.transfer[0, 8] == pytest.approx(0.5 * 8**0.5)


def test_a_discount_is_concave_and_begins_at_a_share_of_all_flow():
    problem = random_discounts(6, seed=3)
    pieces = [(fixed / problem.total_flow, slope) for fixed, slope in problem.discount]
    # one line meets the next at 2% and at 8% of all flow
    assert pieces == [(0, 1), pytest.approx((0.25 * 0.02, 0.75)), pytest.approx((0.25 * 0.02 + 0.25 * 0.08, 0.5))]
