"""Whatever stands in a solution file: a solution that is worth what it says, or a refusal."""

import copy
import json
import math
from functools import cache

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from optimize import HubProblem, HubSolution, ScenarioProblem, solve
from tests.fuzz.frame import few, file_of, value_or_refusal

COST = np.array([[0.0, 2.0, 4.0, 9.0], [2.0, 0.0, 3.0, 8.0], [5.0, 3.0, 0.0, 1.0], [9.0, 7.0, 1.0, 0.0]])
FLOW = np.array([[0, 3, 0, 8.0], [1, 0, 2, 0], [4, 0, 1, 1], [0, 6, 0, 0]])
PLAIN = HubProblem(FLOW, COST, transfer=0.5, labels=list("abcd"), candidates=["a", "c", "d"])
MODELS = {
    "multiple": (PLAIN, {"p": 2}),
    "single": (PLAIN, {"p": 2, "allocation": "single"}),
    "two hubs a node": (PLAIN, {"p": 3, "allocation": 2}),
    "capacity": (PLAIN.replace(capacity=[8.0] * 4, unmet_penalty=9.0, direct_cost=2 * COST), {"p": 2}),
    "links": (PLAIN.replace(link_cost=COST), {"p": 3}),
    "covering": (PLAIN, {"p": 2, "objective": "covering", "threshold": 3.0}),
    "regret": (
        ScenarioProblem({"dry": PLAIN, "flood": PLAIN.replace(transfer=2.0)}, [0.75, 0.25]),
        {"p": 2, "risk": "max_regret"},
    ),
    "relative regret": (
        ScenarioProblem({"dry": PLAIN, "flood": PLAIN.replace(transfer=2.0)}, [0.75, 0.25]),
        {"p": 2, "risk": "relative_regret"},
    ),
    "bounds": (
        ScenarioProblem({"dry": PLAIN, "flood": PLAIN.replace(transfer=2.0)}, [0.75, 0.25]),
        {"p": 2, "risk": "probability_bounds", "probability_low": [0.2, 0.1], "probability_high": [0.7, 0.6]},
    ),
}


@cache
def saved(model):
    """A problem and what is saved of its solution."""
    problem, asked = MODELS[model]
    with file_of("", "x.json") as path:
        solve(problem, **asked).save(path)
        return problem, json.loads(path.read_text(encoding="utf-8"))


SCALARS = st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | st.text(max_size=4) | st.integers()
WORDS = st.sampled_from(["inf", "-inf", "nan", "optimal", "infeasible", "single", "multiple", "center", "max_regret"])
VALUES = st.recursive(
    SCALARS | WORDS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
)


def spoil(data, part):
    """Change something somewhere in plain data."""
    place = part
    while isinstance(place, (dict, list)) and place:
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        inner = place[key]
        if not isinstance(inner, (dict, list)) or not inner or data.draw(st.integers(0, 3)) == 0:
            way = data.draw(st.sampled_from(["value", "value", "value", "drop", "twice"]))
            if way == "drop":
                del place[key]
            elif way == "twice" and isinstance(place, list):
                place.insert(key, copy.deepcopy(inner))
            else:
                place[key] = data.draw(VALUES)
            return
        place = inner


def looked_at(solution):
    """Everything that a solution that was read can be asked."""
    assert solution.summary()
    if solution.design is None:
        assert solution.hubs == ()
        assert solution.status not in ("optimal", "feasible")
        return
    assert math.isfinite(solution.objective)
    assert len(solution.hubs) == len(set(solution.hubs))
    sense = solution.request.objective.sense
    assert sense * (solution.objective - solution.bound) >= -1e-6 * abs(solution.objective)
    assert np.isfinite(solution.flows["flow"]).all()
    for table in (solution.legs, solution.cost_by_leg, solution.throughput, solution.unmet, solution.allocation):
        assert table is not None


@few
@given(model=st.sampled_from(sorted(MODELS)), changes=st.integers(0, 3), data=st.data())
def test_a_solution_with_values_changed(model, changes, data):
    problem, plain = saved(model)
    plain = copy.deepcopy(plain)
    for _ in range(changes):
        spoil(data, plain)
    with file_of(json.dumps(plain), "x.json") as path:
        solution = value_or_refusal(HubSolution.load, path, problem)
    if solution is None:
        assert changes
        return
    looked_at(solution)
    with file_of("", "y.json") as again:
        solution.save(again)
        assert HubSolution.load(again, problem).hubs == solution.hubs


@few
@given(raw=st.binary(max_size=40) | st.text(max_size=40).map(str.encode) | VALUES.map(lambda x: json.dumps(x).encode()))
@example(raw=b"[" * 100_000)
@example(raw=b'{"format": ' + b"9" * 5000 + b"}")
def test_any_file(raw):
    with file_of(raw, "x.json") as path:
        assert value_or_refusal(HubSolution.load, path, PLAIN) is None


@few
@given(data=st.data(), model=st.sampled_from(sorted(MODELS)))
def test_a_solution_with_its_text_changed(data, model):
    problem, plain = saved(model)
    raw = bytearray(json.dumps(plain).encode())
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    with file_of(bytes(raw), "x.json") as path:
        solution = value_or_refusal(HubSolution.load, path, problem)
    if solution is not None:
        looked_at(solution)
