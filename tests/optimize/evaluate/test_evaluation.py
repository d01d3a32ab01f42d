"""What designs are worth: every objective by hand, random designs against plain loops, and the audit."""

from dataclasses import replace

import numpy as np
import pytest

from optimize import HubProblem, InputError, ScenarioProblem, evaluate_hubs
from optimize.evaluate import audit, evaluate
from optimize.rules import Objective, Routing
from optimize.run import Design, make_request
from tests.optimize.evaluate.road import COST, A, B, C, D, allocation, design, network, road
from tests.oracles import evaluator as oracle
from tests.oracles.families import nasty_case

FLOW = {(A, D): 10.0, (B, C): 4.0}
GOOD = ((A, D, B, C), (B, C, B, C))
COST_OF_GOOD = 10 * 8.6 + 4 * 1.6
"""Over b and c, from `test_pricing`."""


def worth(problem, of, **asked):
    return evaluate(problem, of, make_request(problem, **{"p": len(of.hubs), **asked})).objective


# ----------------------------------------------------------------------------------------------------- total cost


def test_the_cost_of_the_flow():
    assert worth(road(FLOW), design([B, C], *GOOD)) == pytest.approx(COST_OF_GOOD)


def test_without_paths_every_flow_takes_its_cheapest():
    # 8.6 over both hubs; b-c: 1.6 over both, 2 + 0.4 over c, 0.2 + 4 over b
    assert worth(road(FLOW), Design((B, C))) == pytest.approx(COST_OF_GOOD)


def test_open_hubs_pay_their_fixed_cost():
    problem = road(FLOW, fixed_cost=[1.0, 20.0, 300.0, 4000.0])
    assert worth(problem, design([B, C], *GOOD)) == pytest.approx(COST_OF_GOOD + 320.0)


def test_links_are_set_up_once_at_the_price_of_their_cheaper_direction():
    price = np.full((4, 4), 50.0)
    price[B, C], price[C, B] = 7.0, 9.0
    problem = road(FLOW, link_cost=price)
    assert worth(problem, design([B, C], *GOOD, links=[(B, C)])) == pytest.approx(COST_OF_GOOD + 7.0)
    both = design([B, C, D], *GOOD, links=[(B, C), (C, D)])
    assert worth(problem, both) == pytest.approx(COST_OF_GOOD + 57.0)


def test_links_that_are_free_cost_nothing():
    assert worth(road(FLOW), design([B, C], *GOOD, links=[(B, C)]), hub_links=1) == pytest.approx(COST_OF_GOOD)


def test_classes_count_by_their_weights():
    legs = {"flow": road({(A, D): 10.0}).blocks[0].flow, "cost": COST}
    problem = HubProblem.from_blocks(
        {"bulk": {**legs, "weight": 0.5}, "parcels": {**legs, "weight": 3.0}, "none": {**legs, "weight": 0.0}}
    )
    assert worth(problem, Design((B,))) == pytest.approx(3.5 * 60.0)


def test_a_flow_without_a_way_costs_infinity():
    assert worth(road(FLOW), design([B, C], (A, D, "direct"), (B, C, B, C))) == np.inf


def test_each_scenario_pays_its_own_hubs_and_flows():
    dry, flood = road(FLOW, fixed_cost=[1.0] * 4), road({(A, D): 20.0}, fixed_cost=[0, 5.0, 0, 0])
    problem = ScenarioProblem({"dry": dry, "flood": flood}, [0.75, 0.25])
    found = evaluate(problem, Design((B, C)), make_request(problem, p=2))
    assert found.scenario_cost == pytest.approx([COST_OF_GOOD + 2.0, 172.0 + 5.0])
    assert found.objective == pytest.approx(0.75 * (COST_OF_GOOD + 2.0) + 0.25 * 177.0)
    assert worth(problem, Design((B, C)), risk="worst_case") == pytest.approx(177.0)


# --------------------------------------------------------------------------------------------- the other objectives


def test_the_centre_is_the_dearest_pair_with_flow_or_without():
    # over b alone c-d costs 2 + 0.2 + 10 and a-d 1 + 0.2 + 10; d-d, 5 + 0.2 + 10, does not count
    assert worth(road(FLOW), Design((B,)), objective="center") == pytest.approx(12.2)


def test_under_single_allocation_the_way_to_a_hub_and_back_counts():
    uses = {A: [B], B: [B], C: [B], D: [B]}
    of = design([B], uses=uses)
    assert worth(road(FLOW), of, objective="center", allocation="single") == pytest.approx(15.2)


def test_the_centre_of_classes_is_the_dearest_of_all_whatever_their_weights():
    legs = {"flow": road(FLOW).blocks[0].flow, "cost": COST}
    problem = HubProblem.from_blocks({"bulk": legs, "parcels": {**legs, "collection": 3.0, "weight": 0.01}})
    assert worth(problem, Design((B,)), objective="center") == pytest.approx(3 * 5 + 2.0)


def test_the_flow_that_is_covered_counts_by_weight():
    flow = road(FLOW).blocks[0].flow
    problem = HubProblem.from_blocks({"bulk": {"flow": flow, "cost": COST, "weight": 2.0}})
    # over b: a-d costs 6, b-c costs 2
    assert worth(problem, Design((B,)), objective="max_covering", threshold=2.0) == 8.0
    assert worth(problem, Design((B,)), objective="max_covering", threshold=6.0) == 28.0
    assert worth(problem, Design((B,)), objective="max_covering", threshold=1.9) == 0.0


@pytest.mark.parametrize(("risk", "expected"), [("worst_case", 4.0), ("expected", 0.9 * 14 + 0.1 * 4), ("cvar", 9.0)])
def test_of_covered_flow_the_bad_case_is_the_least(risk, expected):
    far = road(FLOW, collection=3.0, handling_cost=None)  # a-d costs 13 over b
    problem = ScenarioProblem({"near": road(FLOW, handling_cost=None), "far": far}, [0.9, 0.1])
    value = worth(problem, Design((B,)), objective="max_covering", threshold=11.0, risk=risk, cvar_level=0.8)
    assert value == pytest.approx(expected)


def test_the_regret_of_covered_flow_is_what_is_missed_and_below_zero():
    problem = road(FLOW, handling_cost=None)
    request = make_request(problem, p=1, objective="max_covering", threshold=4.0, risk="max_regret")
    value = evaluate(problem, Design((B,)), replace(request, own_optimum=(14.0,))).objective
    assert value == -10.0  # 4 of 14 are covered: as an objective to maximise, -10


def test_covered_flow_of_nothing_is_no_negative_zero():
    value = worth(road(FLOW), Design((B,)), objective="max_covering", threshold=0.1)
    assert str(value) == "0.0"


def test_hubs_that_cover_are_counted_or_paid():
    asked = {"objective": "set_covering", "threshold": 20.0}
    assert worth(road(FLOW), Design((B, C)), **asked) == 2.0
    assert worth(road(FLOW, fixed_cost=[0, 5.0, 7.0, 0]), Design((B, C)), **asked) == 12.0
    free_here = ScenarioProblem({"free": road(FLOW), "paid": road(FLOW, fixed_cost=[0, 5.0, 0, 0])}, [0.5, 0.5])
    assert evaluate(free_here, Design((B, C)), make_request(free_here, p=2, **asked)).scenario_cost.tolist() == [
        0.0,
        5.0,
    ]


# --------------------------------------------------------------------------------------------------- random designs


def random_design(rng, problem, request, *, links, paths):
    """Hubs, allocations, links and paths at random; paths over any hubs, or none, in random shares."""
    hubs = tuple(sorted(rng.choice(problem.h, request.p_min, replace=False).tolist()))

    def uses():
        mask = np.zeros((problem.n, problem.h), dtype=bool)
        r = 1 if request.allocation == "single" else int(request.allocation)
        for node in range(problem.n):
            mask[node, rng.choice(hubs, min(r, len(hubs)), replace=False)] = True
        return mask

    def ways(block):
        pairs = np.repeat(np.arange(block.n**2), 2)
        ends = rng.choice([*hubs, -1, -2], (2, len(pairs)))
        ends[:, (ends < 0).any(axis=0)] = ends.min(axis=0)[(ends < 0).any(axis=0)]
        half = np.repeat(rng.random(block.n**2), 2)
        half[1::2] = 1.0 - half[::2]
        return Routing(pairs // block.n, pairs % block.n, ends[0], ends[1], half)

    built = None
    if links:
        built = np.triu(rng.random((problem.h, problem.h)) < 0.6, 1)
        closed = np.setdiff1d(np.arange(problem.h), hubs)
        built[closed] = built[:, closed] = False
        built |= built.T
    multiple = request.allocation == "multiple"
    return Design(
        hubs,
        None if multiple else tuple(tuple(uses() for _ in s.blocks) for s in problem.scenarios),
        tuple(tuple(ways(b) for b in s.blocks) for s in problem.scenarios) if paths else None,
        built,
    )


@pytest.mark.parametrize("objective", ["cost", "center", "set_covering", "max_covering"])
@pytest.mark.parametrize("start", range(0, 120, 30))
def test_random_designs_are_worth_what_plain_loops_say(objective, start):
    for seed in range(start, start + 30):
        rng = np.random.default_rng([seed, 7])
        features = {"links": False, "discount": False}
        if objective == "cost":
            features = {"links": seed % 3 == 0, "discount": seed % 3 == 1}
        problem, request = nasty_case(seed, objective, several=seed % 2 == 0, **features)
        if request.measure.against_optimum:
            request = replace(request, own_optimum=tuple(rng.random(len(problem.scenarios)) * 10))
        of = random_design(rng, problem, request, links=features["links"], paths=seed % 4 > 1)
        found = evaluate(problem, of, request)
        expected, values = oracle.value(problem, of, request)
        assert found.scenario_cost == pytest.approx(values, rel=1e-9), seed
        assert found.objective == pytest.approx(expected, rel=1e-9), seed


# ----------------------------------------------------------------------------------------------------------- audit


def audited(stated, problem=None, of=None, **asked):
    problem = road(FLOW) if problem is None else problem
    of = design([B, C], *GOOD) if of is None else of
    return audit(problem, of, make_request(problem, **{"p": 2, **asked}), stated)


@pytest.mark.parametrize("unit", [1e-9, 1.0, 1e9])
@pytest.mark.parametrize(("off", "refused"), [(0.0, False), (1e-8, False), (-1e-8, False), (1e-5, True), (-1e-5, True)])
def test_an_audit_agrees_to_six_digits_in_every_unit(unit, off, refused):
    problem = road({pair: unit * amount for pair, amount in FLOW.items()})
    stated = unit * COST_OF_GOOD * (1 + off)
    if refused:
        with pytest.raises(InputError, match=r"stated as .* but evaluates to"):
            audited(stated, problem)
    else:
        assert audited(stated, problem).objective == pytest.approx(unit * COST_OF_GOOD)


def test_an_audit_tells_broken_rules_and_the_wrong_value_at_once():
    with pytest.raises(InputError) as told:
        audited(1.0, of=design([B, C], (A, D, B, D), (B, C, B, C)), open_hubs=["a"])
    assert len(told.value.faults) == 3


def test_an_audit_refuses_a_bad_design_though_the_value_is_right():
    with pytest.raises(InputError, match="has to be open"):
        audited(COST_OF_GOOD, open_hubs=["a"])


@pytest.mark.parametrize("stated", [np.nan, np.inf, -COST_OF_GOOD])
def test_an_audit_refuses_what_is_no_value(stated):
    with pytest.raises(InputError, match="evaluates to"):
        audited(stated)


def test_a_regret_is_known_to_the_digits_of_the_costs():
    problem = road(FLOW)
    request = replace(make_request(problem, p=2, risk="max_regret"), own_optimum=(COST_OF_GOOD - 1e-7,))
    audit(problem, design([B, C], *GOOD), request, 0.0)
    with pytest.raises(InputError, match="evaluates to"):
        audit(problem, design([B, C], *GOOD), request, 1e-3)


def test_an_objective_of_nothing_has_to_be_stated_as_nothing():
    nothing = road({(A, A): 1.0}, handling_cost=None)
    assert audited(0.0, nothing, Design((A, B))).objective == 0.0
    with pytest.raises(InputError, match="evaluates to"):
        audited(1e-7, nothing, Design((A, B)))


# ---------------------------------------------------------------------------------------------------- evaluate_hubs


def test_hubs_priced_by_scenario_and_class():
    problem = road(FLOW, direct_cost=np.where(COST == 6, 1.0, np.inf), unmet_penalty=1.5)
    table = evaluate_hubs(problem, ["c", "b"])
    assert table.index.tolist() == [("base", "flow")]
    row = table.loc["base", "flow"]
    # a-d goes direct for 1, b-c is left for 1.5 where hubs take 1.6
    assert row.to_dict() == {"cost": 16.0, "flow": 14.0, "hub_flow": 0.0, "direct_flow": 10.0, "unmet_flow": 4.0}
    assert evaluate_hubs(road(FLOW), ["c", "b"]).loc[("base", "flow"), "hub_flow"] == 14.0


def test_weights_count_in_the_cost_of_hubs_and_not_in_flows():
    legs = {"flow": road({(A, D): 10.0}).blocks[0].flow, "cost": COST, "weight": 2.0}
    row = evaluate_hubs(HubProblem.from_blocks({"bulk": legs}), [B]).iloc[0]
    assert (row["cost"], row["flow"]) == (120.0, 10.0)


def test_hubs_that_are_none_are_refused():
    with pytest.raises(InputError, match="'x'"):
        evaluate_hubs(road(FLOW), ["x"])
    with pytest.raises(InputError, match="hubs is empty: name at least one"):
        evaluate_hubs(road(FLOW), [])
    with pytest.raises(InputError, match="hubs: 'ab' is not a node"):
        evaluate_hubs(road(FLOW), "ab")


def test_a_text_alone_is_one_hub():
    assert evaluate_hubs(road(FLOW), "b").equals(evaluate_hubs(road(FLOW), ["b"]))


def test_the_paths_of_every_scenario_and_class_come_with_the_value():
    problem = ScenarioProblem({"dry": road(FLOW), "flood": road(FLOW)})
    given = design([B, C], *GOOD)
    of = Design(given.hubs, routing=given.routing * 2)
    found = evaluate(problem, of, make_request(problem, p=2))
    assert [each[0] for each in found.routings] == [each[0] for each in of.routing]
    assert found.faults == ()


def test_an_unknown_objective_is_no_objective():
    request = replace(make_request(road(FLOW), p=2), objective=Objective("speed"))
    with pytest.raises(KeyError):
        evaluate(road(FLOW), Design((B, C)), request)


def test_closed_hubs_and_links_of_a_design_need_not_fit_for_it_to_be_priced():
    of = Design((B,), ((allocation({A: [D], B: [B], C: [B], D: [D]}),),), links=network((A, D)))
    found = evaluate(road(FLOW), of, make_request(road(FLOW), p=2))
    assert len(found.faults) > 1
