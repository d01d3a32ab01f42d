"""Every rule of the decision, broken by a design made by hand and kept by the one beside it."""

from dataclasses import replace

import numpy as np
import pytest

from optimize import ScenarioProblem
from optimize.evaluate import evaluate
from optimize.evaluate.rules import RULES
from optimize.run import Design, make_request
from tests.optimize.evaluate.road import A, B, C, D, allocation, design, network, road

FLOW = {(A, D): 10.0, (B, C): 4.0}
TO_OWN = {A: [A], B: [A], C: [D], D: [D]}
"""Single allocation to hubs at both ends of the road."""
TWO_EACH = {A: [A, D], B: [A, B], C: [B, D], D: [B, D]}
"""r-allocation with r = 2 to three hubs."""

# rule: arguments of the problem and of the request, a design that keeps it, one that does not, what is said
CASES = {
    "_hubs_differ": ({}, {"p": 2}, design([A, D]), design([A, A]), "hub 'a' is opened 2 times"),
    "_number_of_hubs": (
        {},
        {"p_min": 1, "p_max": 2},
        design([A, D]),
        design([A, B, D]),
        "3 hubs ('a', 'b', 'd') are open, but 1 to 2 are asked for",
    ),
    "_forced_hubs": (
        {},
        {"p": 2, "open_hubs": ["b"]},
        design([A, B]),
        design([A, D]),
        "'b' has to be open, but is not",
    ),
    "_banned_hubs": (
        {},
        {"p": 2, "closed_hubs": ["b"]},
        design([A, D]),
        design([A, B]),
        "'b' has to be closed, but is",
    ),
    "_allocation_is_told": (
        {},
        {"p": 2, "allocation": "single"},
        design([A, D], uses=TO_OWN),
        design([A, D]),
        "the design does not say which hubs each node uses, as allocation 'single' needs",
    ),
    "_most_hubs_of_a_node": (
        {},
        {"p": 2, "allocation": "single"},
        design([A, D], uses=TO_OWN),
        design([A, D], uses={**TO_OWN, B: [A, D]}),
        "class 'flow': node 'b' uses 2 hubs ('a', 'd'), more than 1",
    ),
    "_one_hub_of_a_node": (
        {"direct_cost": np.ones((4, 4))},
        {"p": 2, "allocation": "single"},
        design([A, D], uses=TO_OWN),
        design([A, D], uses={**TO_OWN, B: []}),
        "class 'flow': node 'b' uses no hub, but under single allocation it has to use one",
    ),
    "_own_hub": (
        {},
        {"p": 2, "allocation": "single"},
        design([A, D], uses=TO_OWN),
        design([A, D], uses={**TO_OWN, A: [D]}),
        "class 'flow': node 'a' has an open hub of its own, but uses 'd'",
    ),
    "_assigned_hubs_are_open": (
        {"direct_cost": np.ones((4, 4))},
        {"p": 2, "allocation": "single"},
        design([A, D], uses=TO_OWN),
        design([A, D], uses={**TO_OWN, B: [C]}),
        "class 'flow': node 'b' is assigned to hub 'c', which is not open",
    ),
    "_links_are_told": (
        {"link_cost": np.ones((4, 4))},
        {"p": 2},
        design([A, D], links=[(A, D)]),
        design([A, D]),
        "the design does not say which hub links are set up",
    ),
    "_links_join_open_hubs": (
        {},
        {"p": 2, "hub_links": 1},
        design([A, D], links=[(A, D)]),
        design([A, D], links=[(A, C)]),
        "the hub link 'a' - 'c' ends at 'c', which is not open",
    ),
    "_links_go_both_ways": (
        {},
        {"p": 2, "hub_links": 1},
        design([A, D], links=[(A, D)]),
        Design((A, D), links=np.triu(network((A, D)))),
        "the hub link 'a' - 'd' is set up in one direction only",
    ),
    "_number_of_links": (
        {},
        {"p": 3, "hub_links": 1},
        design([A, B, D], links=[(A, D)]),
        design([A, B, D], links=[(A, D), (A, B)]),
        "2 hub links ('a' - 'b', 'a' - 'd') are set up, but 1 are asked for",
    ),
}


def faults(problem, asked, of):
    return evaluate(problem, of, make_request(problem, **asked)).faults


@pytest.mark.parametrize("rule", CASES)
def test_a_design_that_breaks_one_rule_is_told_of_that_rule_and_no_other(rule):
    more, asked, _, bad, sentence = CASES[rule]
    told = faults(road(FLOW, **more), asked, bad)
    assert len(told) == 1, told
    assert sentence in told[0]


@pytest.mark.parametrize("rule", CASES)
def test_a_design_that_keeps_every_rule_is_told_of_none(rule):
    more, asked, good, _, _ = CASES[rule]
    assert faults(road(FLOW, **more), asked, good) == ()


def test_every_rule_of_the_decision_has_its_bad_design():
    assert set(CASES) == {rule.__name__ for rule in RULES if rule.__module__ == "optimize.evaluate.rules"}


@pytest.mark.parametrize(("hubs", "broken"), [([A], True), ([A, B], False), ([A, B, C], False), ([A, B, C, D], True)])
def test_the_number_of_hubs_has_a_least_and_a_most(hubs, broken):
    assert bool(faults(road(FLOW), {"p_min": 2, "p_max": 3}, design(hubs))) == broken


@pytest.mark.parametrize("p", [1, 3])
def test_a_given_number_of_hubs_is_that_number(p):
    assert faults(road(FLOW), {"p": p}, design([A, D])) == (f"2 hubs ('a', 'd') are open, but {p} are asked for",)


def test_two_hubs_of_a_node_are_no_more_than_two():
    asked = {"p": 3, "allocation": 2}
    assert faults(road(FLOW), asked, design([A, B, D], uses=TWO_EACH)) == ()
    told = faults(road(FLOW), asked, design([A, B, D], uses={**TWO_EACH, C: [A, B, D]}))
    assert told == ("class 'flow': node 'c' uses 3 hubs ('a', 'b', 'd'), more than 2",)


def test_under_r_allocation_too_a_node_uses_its_own_hub():
    told = faults(road(FLOW), {"p": 3, "allocation": 2}, design([A, B, D], uses={**TWO_EACH, B: [A, D]}))
    assert told == ("class 'flow': node 'b' has an open hub of its own, but uses 'a', 'd'",)


def test_a_place_without_flow_may_do_without_a_hub():
    quiet = road({(A, D): 10.0})
    uses = {A: [A], D: [D]}
    assert faults(quiet, {"p": 2, "allocation": "single"}, design([A, D], uses=uses)) == ()


def test_for_the_centre_a_place_without_flow_needs_a_hub_too():
    quiet = road({(A, D): 10.0})
    uses = {A: [A], B: [A], D: [D]}
    told = faults(quiet, {"p": 2, "allocation": "single", "objective": "center"}, design([A, D], uses=uses))
    assert told == ("class 'flow': node 'c' uses no hub, but under single allocation it has to use one",)


def test_for_the_centre_too_the_allocation_has_to_be_told():
    told = faults(road(FLOW), {"p": 2, "allocation": "single", "objective": "center"}, design([A, D]))
    assert told == ("the design does not say which hubs each node uses, as allocation 'single' needs",)


def test_links_that_lead_nowhere_are_told():
    loop = network((A, D))
    loop[A, A] = True
    told = faults(road(FLOW), {"p": 2, "hub_links": 1}, Design((A, D), links=loop & ~network((A, D))))
    assert told == ("a hub link leads from 'a' to itself",)


def test_fewer_links_than_asked_for_are_told():
    told = faults(road(FLOW), {"p": 2, "hub_links": 1}, design([A, D], links=[]))
    assert told == ("0 hub links (none) are set up, but 1 are asked for",)


class TestScenarios:
    """Two states of the world, one of which may be impossible."""

    problem = ScenarioProblem({"dry": road(FLOW), "flood": road(FLOW)}, {"dry": 1.0, "flood": 0.0})

    def uses(self, dry, flood):
        return Design((A, D), ((allocation(dry),), (allocation(flood),)))

    def faults(self, of, **asked):
        return faults(self.problem, {"p": 2, "allocation": "single", **asked}, of)

    def test_a_fault_says_in_which_scenario_it_is(self):
        told = self.faults(self.uses(TO_OWN, {**TO_OWN, B: [A, D]}))
        assert told == ("class 'flow' of scenario 'flood': node 'b' uses 2 hubs ('a', 'd'), more than 1",)

    def test_what_cannot_happen_needs_no_hubs(self):
        assert self.faults(self.uses(TO_OWN, {})) == ()

    def test_in_the_worst_case_it_does(self):
        told = self.faults(self.uses(TO_OWN, {}), risk="worst_case")
        assert len([each for each in told if "uses no hub" in each]) == 4

    def test_what_can_happen_needs_hubs(self):
        possible = self.problem.replace(probability={"dry": 0.5, "flood": 0.5})
        told = faults(possible, {"p": 2, "allocation": "single"}, self.uses(TO_OWN, {}))
        assert {each.split(":")[0] for each in told} == {"class 'flow' of scenario 'flood'"}


def test_all_broken_rules_are_told_at_once():
    request = make_request(road(FLOW), p=2, open_hubs=["b"], closed_hubs=["c"])
    told = evaluate(road(FLOW), design([A, C, D]), replace(request, allocation="single")).faults
    assert len(told) == 4
