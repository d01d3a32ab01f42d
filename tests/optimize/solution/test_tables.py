"""Tables of paths and legs, each number by hand."""

import numpy as np
import pytest

from optimize import HubProblem
from optimize.evaluate import price_design
from optimize.rules import DIRECT, UNMET, Routing
from optimize.run import Design
from optimize.solution.tables import leg_table, named, path_table


@pytest.fixture(scope="module")
def problem():
    """Three places; a and c may be hubs, a hub costs half a unit to pass."""
    cost = np.array([[0.0, 1.0, 4.0], [2.0, 0.0, 3.0], [5.0, 6.0, 0.0]])
    return HubProblem(
        np.array([[0.0, 10.0, 8.0], [6.0, 0.0, 4.0], [2.0, 0.0, 0.0]]),
        cost,
        transfer=0.5,
        handling_cost=0.5,
        direct_cost=np.full((3, 3), 7.0),
        unmet_penalty=9.0,
        labels=["a", "b", "c"],
        candidates=["a", "c"],
    )


@pytest.fixture(scope="module")
def priced(problem):
    """a -> b split over a, and over c and a; a -> c over a and c; b -> a direct; b -> c unserved; c -> a not at all."""
    routing = Routing(
        origin=np.array([0, 0, 0, 1, 1, 2]),
        destination=np.array([1, 1, 2, 0, 2, 0]),
        first=np.array([0, 1, 0, DIRECT, UNMET, 0]),
        last=np.array([0, 0, 1, DIRECT, UNMET, 0]),
        share=np.array([0.75, 0.25, 1.0, 1.0, 1.0, 0.0]),
    )
    ((block,),) = price_design(problem, Design((0, 1)), [[routing]])
    return block


def test_paths_that_carry_something_with_their_cost(problem, priced):
    table = path_table(problem, priced)
    rows = [tuple(row) for row in table.itertuples(index=False)]
    assert rows == [
        ("a", "b", "a", "a", 7.5, 0 + 0.5 + 1, 7.5 * 1.5),
        ("a", "b", "c", "a", 2.5, 4 + 0.5 + 2.5 + 0.5 + 1, 2.5 * 8.5),
        ("a", "c", "a", "c", 8.0, 0 + 0.5 + 2 + 0.5 + 0, 8.0 * 3.0),
        ("b", "a", "direct", "direct", 6.0, 7.0, 42.0),
        ("b", "c", "unmet", "unmet", 4.0, 9.0, 36.0),
    ]


def test_legs_are_summed_and_priced_without_handling(problem, priced):
    table = leg_table(problem, priced)
    columns = (table[name] for name in ("leg", "from", "to", "flow", "cost"))
    found = {(leg, start, end): (flow, cost) for leg, start, end, flow, cost in zip(*columns, strict=True)}
    assert found == {
        ("collection", "a", "a"): (15.5, 0.0),
        ("collection", "a", "c"): (2.5, 10.0),
        ("transfer", "a", "c"): (8.0, 16.0),
        ("transfer", "c", "a"): (2.5, 6.25),
        ("distribution", "a", "b"): (10.0, 10.0),
        ("distribution", "c", "c"): (8.0, 0.0),
        ("direct", "b", "a"): (6.0, 42.0),
        ("unmet", "b", "c"): (4.0, 36.0),
    }


def test_each_hub_that_is_passed_is_handled_once(priced):
    # one hub for 7.5, two for 2.5 and for 8
    assert priced.handling_cost == pytest.approx(0.5 * (7.5 + 2 * 2.5 + 2 * 8))


def test_labels_may_be_tuples():
    assert named((("a", 1), ("b", 2)), [1, 0]).tolist() == [("b", 2), ("a", 1)]
