"""The restricted master: by hand, with its prices, and the fine for what is over a capacity."""

import numpy as np
import pytest
from scipy import sparse

from optimize.flows.commodities import MulticommodityProblem
from optimize.flows.route_master import Columns, RouteMaster


def two_ways(capacity=6.0):
    """Ten units from 0 to 1, over a cheap arc that takes six or a dear one; unmoved a unit costs 9."""
    return MulticommodityProblem(
        nodes=2, tail=[0, 0], head=[1, 1], cost=[[1.0, 4.0]], usage=sparse.csr_array(np.array([[1.0, 0.0]])),
        capacity=[capacity], cls=[0], origin=[0], destination=[1], demand=[10.0], penalty=[9.0],
    )  # fmt: skip


def route(problem, arcs, cost):
    over = sparse.csr_array(np.array([arcs], dtype=float))
    return Columns(np.array([0]), np.array([cost]), over, sparse.csr_array(over @ problem.usage.T))


def test_the_first_routes_load_the_capacities():
    problem = two_ways()
    assert RouteMaster(problem, route(problem, [1, 0], 1.0)).load.tolist() == [10.0]


def test_what_is_over_is_fined_until_another_route_is_there():
    problem = two_ways()
    master = RouteMaster(problem, route(problem, [1, 0], 1.0))
    master.limit(np.array([0]))
    assert master.active.tolist() == [0]
    alone = master.solve(None)
    assert not alone.fits
    fine = alone.price[0]
    assert 0 < fine < 18.0
    while master.raise_fine():
        pass
    assert master.solve(None).price[0] > fine
    master.add(route(problem, [0, 1], 4.0))
    point = master.solve(None)
    assert point.fits
    assert point.quantity.tolist() == pytest.approx([4.0])
    assert point.added == pytest.approx(4 * 3.0)
    # another unit of the cheap arc saves the difference of both; the pair's own row has room left
    assert point.price == pytest.approx([3.0])
    assert point.rent == pytest.approx([0.0])


def test_a_pair_without_another_route_has_no_row_and_no_rent():
    problem = two_ways()
    master = RouteMaster(problem, route(problem, [1, 0], 1.0))
    master.limit(np.array([0]))
    assert master.rows == 1
    master.add(route(problem, [0, 1], 4.0))
    assert master.rows == 2
    assert len(master.columns) == 1


def test_no_more_than_the_demand_goes_over_the_other_routes():
    """A route that costs less than the first one takes all ten units, and a unit of demand is worth the difference."""
    problem = two_ways(capacity=100.0)
    master = RouteMaster(problem, route(problem, [0, 1], 4.0))
    master.limit(np.array([0]))
    master.add(route(problem, [1, 0], 1.0))
    point = master.solve(None)
    assert point.quantity.tolist() == pytest.approx([10.0])
    assert point.added == pytest.approx(-30.0)
    assert point.rent == pytest.approx([3.0])
    assert point.price == pytest.approx([0.0])
