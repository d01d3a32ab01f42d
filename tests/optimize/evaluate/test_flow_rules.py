"""Every rule of the flow, broken by a design made by hand and kept by the one beside it; the same in every unit."""

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem
from optimize.evaluate import evaluate
from optimize.evaluate.flow_rules import FLOW_RULES
from optimize.run import Design, make_request
from tests.optimize.evaluate.road import COST, A, B, C, D, design, road, routing

FLOW = {(A, D): 10.0, (B, C): 4.0}
TO_OWN = {A: [A], B: [A], C: [D], D: [D]}
TWO = {"p": 2}
SINGLE = {"p": 2, "allocation": "single"}
LINKED = {"p": 3, "hub_links": 1}
COVERED = {"objective": "set_covering", "p_max": 2, "threshold": 8.6}
B_TO_C = (B, C, B, C)
GOOD = ((A, D, B, C), B_TO_C)

# rule: arguments of the problem and of the request, a design that keeps it, one that does not, what is said
CASES = {
    "_shares_are_not_negative": (
        {},
        TWO,
        design([B, C], *GOOD),
        design([B, C], (A, D, B, C, 1.2), (A, D, B, B, -0.2), B_TO_C),
        "class 'flow': the path from 'a' to 'd' takes a negative share of its flow, -0.2",
    ),
    "_shares_sum_to_one": (
        {},
        TWO,
        design([B, C], (A, D, B, C, 0.7), (A, D, B, B, 0.3), B_TO_C),
        design([B, C], (A, D, B, C, 0.7), (A, D, B, B, 0.1), B_TO_C),
        "class 'flow': the shares of the flow from 'a' to 'd' sum to 0.8, not to 1",
    ),
    "_flow_passes_open_hubs": (
        {},
        TWO,
        design([B, C], *GOOD),
        design([B, C], (A, D, B, D), B_TO_C),
        "class 'flow': the path from 'a' to 'd' passes hub 'd', which is not open",
    ),
    "_flow_passes_assigned_hubs": (
        {},
        SINGLE,
        design([A, D], (A, D, A, D), (B, C, A, D), uses=TO_OWN),
        design([A, D], (A, D, A, D), (B, C, D, D), uses=TO_OWN),
        "class 'flow': the path from 'b' to 'c' uses hub 'd', which 'b' is not assigned to",
    ),
    "_transfer_has_a_way": (
        {},
        LINKED,
        design([A, B, C], (A, D, B, C), B_TO_C, links=[(B, C)]),
        design([A, B, C], (A, D, A, C), B_TO_C, links=[(B, C)]),
        "class 'flow': the path from 'a' to 'd' moves from hub 'a' to hub 'c', which no hub links connect",
    ),
    "_capacities": (
        {"capacity": [99.0, 14.0, 99.0, 99.0]},
        TWO,
        design([B, C], *GOOD),
        design([B, C], (A, D, B, C), B_TO_C, (D, A, B, B)),
        "hub 'b' takes in 16.8 in scenario 'base', 20% over its capacity 14",
    ),
    "_all_flow_is_covered": (
        {},
        COVERED,
        design([B, C], *GOOD),
        design([B, C], (A, D, B, B), B_TO_C),
        "class 'flow': the path from 'a' to 'd' is not covered: it costs 11.2, the threshold is 8.6",
    ),
}


def made(rule, more):
    """Make the problem of a case; the overloaded hub has one flow more."""
    return road({**FLOW, (D, A): 2.8} if rule == "_capacities" else FLOW, **more)


def faults(problem, asked, of):
    return evaluate(problem, of, make_request(problem, **asked)).faults


@pytest.mark.parametrize("rule", CASES)
def test_a_design_that_breaks_one_rule_is_told_of_that_rule_and_no_other(rule):
    more, asked, _, bad, sentence = CASES[rule]
    assert faults(made(rule, more), asked, bad) == (sentence,)


@pytest.mark.parametrize("rule", CASES)
def test_a_design_that_keeps_every_rule_is_told_of_none(rule):
    more, asked, good, _, _ = CASES[rule]
    assert faults(road(FLOW, **more), asked, good) == ()


def test_every_rule_of_the_flow_has_its_bad_design():
    assert set(CASES) == {rule.__name__ for rule in FLOW_RULES}


def test_the_first_example_and_the_number_of_the_others_are_told():
    of = design([B, C], (A, D, B, D), (B, C, B, D))
    (told,) = faults(road(FLOW), TWO, of)
    assert told.endswith("passes hub 'd', which is not open (and 1 more path)")
    (told,) = faults(road({**FLOW, (A, C): 1.0}), TWO, design([B, C], (A, D, B, B)))
    assert told.endswith("from 'a' to 'c' sum to 0, not to 1 (and 1 more flow)")


def test_the_first_hub_has_to_be_open_too():
    (told,) = faults(road(FLOW), TWO, design([B, C], (A, D, D, C), B_TO_C))
    assert "passes hub 'd'" in told


def test_the_destination_keeps_to_its_hubs_too():
    (told,) = faults(road(FLOW), SINGLE, design([A, D], (A, D, A, A), (B, C, A, D), uses=TO_OWN))
    assert told == "class 'flow': the path from 'a' to 'd' uses hub 'a', which 'd' is not assigned to"


def test_a_pair_without_flow_may_go_anywhere_open():
    of = design([A, D], (A, D, A, D), (B, C, A, D), (C, B, D, D), uses=TO_OWN)
    assert faults(road(FLOW), SINGLE, of) == ()


def test_paths_of_no_share_are_no_paths():
    of = design([B, C], *GOOD, (A, D, D, D, 0.0), (A, D, A, A, 1e-12))
    assert faults(road(FLOW), TWO, of) == ()


@pytest.mark.parametrize("share", [1e-6, -1e-6])
def test_a_millionth_of_a_flow_over_a_closed_hub_or_less_than_nothing_is_told(share):
    of = design([B, C], (A, D, B, C, 1.0 - share), (A, D, D, D, share), B_TO_C)
    assert len(faults(road(FLOW), TWO, of)) >= 1


def test_a_flow_without_any_path_is_told():
    (told,) = faults(road(FLOW), TWO, design([B, C], (A, D, B, C)))
    assert told == "class 'flow': the shares of the flow from 'b' to 'c' sum to 0, not to 1"


@pytest.mark.parametrize(("lost", "broken"), [(1e-7, False), (1e-5, True), (-1e-5, True)])
def test_shares_sum_to_one_as_well_as_a_solver_can_tell(lost, broken):
    of = design([B, C], (A, D, B, C, 1.0 - lost), B_TO_C)
    assert bool(faults(road(FLOW), TWO, of)) == broken


def test_what_stays_outside_needs_no_hubs():
    problem = road(FLOW, direct_cost=COST, unmet_penalty=99.0, capacity=np.zeros(4))
    assert faults(problem, TWO, design([B, C], (A, D, "direct"), (B, C, "unmet"))) == ()


def test_flow_on_a_way_over_several_links_is_fine():
    of = design([A, B, C], (A, D, A, C), B_TO_C, links=[(A, B), (B, C)])
    assert faults(road(FLOW), {"p": 3, "hub_links": 2}, of) == ()


# ----------------------------------------------------------------------------------------------------- capacities


UNITS = [1e-9, 1.0, 1e9]


def loaded(unit, excess, capacity_on="collection", room=14.0):
    """Fourteen units and an excess enter at b, two of them having come to c from elsewhere."""
    flow = np.zeros((4, 4))
    flow[A, D], flow[B, C], flow[D, C] = 10.0, 4.0 + excess, 2.0
    capacity = np.array([99.0, room, 99.0, 99.0])
    return HubProblem(flow * unit, COST, capacity=capacity * unit, capacity_on=capacity_on)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("capacity_on", ["collection", "throughput"])
def test_twenty_percent_over_a_capacity_is_refused_in_every_unit(unit, capacity_on):
    problem = loaded(unit, 2.8, capacity_on)
    (told,) = faults(problem, TWO, design([B, C], (A, D, B, C), B_TO_C, (D, C, C, C)))
    assert "hub 0 " not in told
    assert "20% over its capacity" in told


@pytest.mark.parametrize("unit", UNITS)
def test_a_solvers_rounding_is_accepted_in_every_unit(unit):
    of = design([B, C], (A, D, B, C), B_TO_C, (D, C, C, C))
    assert faults(loaded(unit, 14.0 * 1e-7), TWO, of) == ()
    assert len(faults(loaded(unit, 14.0 * 1e-5), TWO, of)) == 1


@pytest.mark.parametrize("unit", UNITS)
def test_a_hub_without_any_room_takes_nothing_in_any_unit(unit):
    of = design([B, C], (A, D, B, C), B_TO_C, (D, C, C, C))
    assert len(faults(loaded(unit, 0.0, room=0.0), TWO, of)) == 1
    tiny = design([B, C], (A, D, C, C), (B, C, C, C), (D, C, C, C), (A, D, B, C, 1e-11))
    assert faults(loaded(unit, 0.0, room=0.0), TWO, tiny) == ()


def test_a_full_hub_is_not_overrun():
    assert faults(loaded(1.0, 0.0), TWO, design([B, C], (A, D, B, C), B_TO_C, (D, C, C, C))) == ()


def test_throughput_counts_what_comes_from_other_hubs_and_collection_does_not():
    of = design([B, C], (A, D, C, B), (B, C, B, B), (D, C, C, C))
    assert faults(loaded(1.0, 0.0, "collection", room=13.0), TWO, of) == ()
    (told,) = faults(loaded(1.0, 0.0, "throughput", room=13.0), TWO, of)
    assert "takes in 14 in scenario 'base', 7.69% over its capacity 13" in told


def test_throughput_counts_what_only_passes_on_its_way_over_links():
    problem = road({(A, C): 10.0}, capacity=[99.0, 9.0, 99.0, 99.0], capacity_on="throughput")
    of = design([A, B, C], (A, C, A, C), links=[(A, B), (B, C)])
    (told,) = faults(problem, {"p": 3, "hub_links": 2}, of)
    assert "hub 'b' takes in 10" in told


def test_all_classes_share_the_room_of_a_hub():
    legs = {"flow": road({(A, D): 5.0}).blocks[0].flow, "cost": COST}
    problem = HubProblem.from_blocks({"bulk": legs, "parcels": legs}, capacity=[9.0] * 4)
    assert len(faults(problem, {"p": 1}, Design((B,)))) == 1
    assert faults(problem.replace(capacity=[10.0] * 4), {"p": 1}, Design((B,))) == ()


def test_a_scenario_has_capacities_of_its_own():
    wide, narrow = road(FLOW, capacity=[99.0] * 4), road(FLOW, capacity=[99.0, 13.0, 99.0, 99.0])
    problem = ScenarioProblem({"wide": wide, "narrow": narrow, "free": road(FLOW)})
    (told,) = faults(problem, {"p": 1}, Design((B,)))
    assert "scenario 'narrow'" in told


# ------------------------------------------------------------------------------------------------------- covering


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(("threshold", "broken"), [(8.6, False), (8.6 * (1 - 1e-12), False), (8.59, True)])
def test_the_threshold_is_kept_in_every_unit_of_cost(unit, threshold, broken):
    problem = road(FLOW, cost=unit * COST, handling_cost=[0.1 * unit, 0.2 * unit, 0.4 * unit, 0.8 * unit])
    asked = {"objective": "set_covering", "p_max": 2, "threshold": threshold * unit}
    assert bool(faults(problem, asked, design([B, C]))) == broken


def test_where_costs_count_flow_may_be_beyond_any_threshold():
    assert faults(road(FLOW), TWO, design([B, C], (A, D, B, B), B_TO_C)) == ()
    covering = {"objective": "max_covering", "p": 2, "threshold": 1.0}
    assert faults(road(FLOW), covering, design([B, C])) == ()


def test_pairs_without_flow_need_no_cover():
    paths = Design((B, C), routing=((routing((A, D, B, C), B_TO_C, (A, A, C, C)),),))
    assert faults(road(FLOW), COVERED, paths) == ()
