"""The worlds of a budget of closures: which there are, what hubs cost in them, and what cannot be."""

import numpy as np
import pytest

from optimize import HubProblem, InputError
from optimize.decide.worlds import Worlds
from tests.optimize.decide import links


def test_combinations_are_all_up_to_the_budget_or_the_largest_alone():
    make = links.random_worlds(0)
    assert Worlds(make, links.NAMES, 2, "expected", {}).combinations == links.all_closed(2)
    largest = Worlds(make, links.NAMES, 2, "expected", {}, monotone=True).combinations
    assert largest == [closed for closed in links.all_closed(2) if len(closed) in (0, 2)]
    assert Worlds(make, [], 0, "expected", {}).combinations == [()]


def test_costs_are_those_of_plain_loops_and_the_worst_is_found_among_what_is_not_safe():
    make = links.random_worlds(3, scenarios=2)
    worlds = Worlds(make, links.NAMES, 2, "worst_case", {})
    assert worlds.cost((0, 2), ("pass",)) == pytest.approx(links.cost(make, (0, 2), ("pass",), "worst_case"))
    closed, cost = worlds.worst((0, 2), frozenset(["north"]))
    assert "north" not in closed
    assert cost == pytest.approx(links.worst(make, (0, 2), 2, ["north"], "worst_case"))


def test_costs_of_all_sets_are_those_of_plain_loops():
    make = links.random_worlds(4)
    costs, table = Worlds(make, links.NAMES, 1, "expected", {}).costs_of_sets(("ferry",), 2, ("a",), ("e",))
    found = {table.positions(row): cost for row, cost in enumerate(costs) if len(table.positions(row)) == 2}
    assert found == pytest.approx({(0, k): links.cost(make, (0, k), ("ferry",)) for k in (1, 2, 3)})


def test_a_world_is_made_once():
    made = []

    def make(closed):
        made.append(closed)
        return links.random_worlds(0)(closed)

    worlds = Worlds(make, links.NAMES, 1, "expected", {})
    for hubs in ((0, 1), (1, 2)):
        worlds.worst(hubs)
    assert sorted(made) == sorted(links.all_closed(1))


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"make_problem": 3}, "make_problem is a int"),
        ({"closures": "north"}, "list of names"),
        ({"closures": ["a", "b", "a"]}, "more than once: 'a'"),
        ({"gamma": 5}, "gamma is 5.*from 0 to 4"),
        ({"closures": range(60), "gamma": 5}, "lower gamma"),
        ({"risk": "max_regret"}, "regret"),
        ({"make_problem": lambda closed: None}, "NoneType"),
        ({"make_problem": lambda closed: HubProblem(np.ones((2, 2)), np.ones((2, 2)), discount=[(0, 1)])}, "discount"),
    ],
)
def test_what_makes_no_worlds_is_refused(given, fault):
    asked = {"make_problem": links.random_worlds(0), "closures": links.NAMES, "gamma": 1, "risk": "expected"}
    with pytest.raises(InputError, match=fault):
        Worlds(**asked | given, levels={})


def test_worlds_with_other_candidates_are_refused():
    def make(closed):
        return HubProblem(np.ones((3, 3)), np.ones((3, 3)), candidates=[0, 1] if closed else [0, 2])

    with pytest.raises(InputError, match="other nodes or candidates"):
        Worlds(make, ["x"], 1, "expected", {}).worst((0,))
