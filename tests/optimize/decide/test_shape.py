"""How a parameter enters the data, and what shape the costs of hub sets have for it."""

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem
from optimize.decide.shape import Watch, numbers_of

ONES, COST = np.ones((3, 3)), np.array([[0, 2, 6], [2, 0, 4], [6, 4, 0.0]])
BASE = HubProblem(ONES, COST, unmet_penalty=9.0)
ROOMY = BASE.replace(capacity=5.0)


def shape_of(make_problem, thetas=(0.0, 1.0, 0.5, 0.3)):
    watch = Watch()
    for theta in thetas:
        watch.look(theta, make_problem(theta))
    return watch.shape()


def mixed(theta, **storm):
    return ScenarioProblem({"calm": BASE, "storm": BASE.replace(**storm)}, [1 - theta, theta])


@pytest.mark.parametrize(
    ("make_problem", "shape"),
    [
        (lambda x: BASE.replace(transfer=x), "concave"),
        (lambda x: BASE.replace(cost=COST * (1 + x)), "concave"),
        (lambda x: BASE.replace(direct_cost=COST + x, handling_cost=2 * x), "concave"),
        (lambda x: BASE.replace(weight=x), "concave"),
        (lambda x: BASE.replace(fixed_cost=[x, 0, 1 - x]), "concave"),
        (lambda x: BASE.replace(flow=ONES * x), "concave"),  # for given hubs even linear
        (lambda x: ROOMY.replace(transfer=x), "concave"),
        (lambda x: ROOMY.replace(capacity=5 + x), "convex"),
        (lambda x: ROOMY.replace(flow=ONES * (1 + x), fixed_cost=x), "convex"),
        (lambda x: mixed(x, transfer=0.5), "concave"),
        (lambda x: ScenarioProblem({"calm": BASE.replace(transfer=x), "storm": BASE.replace(fixed_cost=x)}), "concave"),
        (lambda x: BASE, "concave"),
        # products of two things that vary, and what both shapes would be needed for
        (lambda x: BASE.replace(transfer=x, flow=ONES * (1 + x)), None),
        (lambda x: mixed(x, transfer=x), None),
        (lambda x: ROOMY.replace(capacity=5 + x, transfer=x), None),
        (lambda x: ROOMY.replace(capacity_use=1 + x), None),
        (lambda x: BASE.replace(transfer=x**2), None),
        (lambda x: BASE.replace(transfer=1.0 if x < 0.4 else 2.0), None),
        (lambda x: BASE.replace(cost=np.where(COST == 6, np.inf, COST)) if x > 0.4 else BASE, None),
        (lambda x: BASE.replace(unmet_penalty=None) if x > 0.4 else BASE, None),
    ],
)
def test_the_shape_follows_from_what_varies(make_problem, shape):
    assert shape_of(make_problem) == shape


def test_what_is_seen_later_counts():
    watch = Watch()
    for theta in (0.0, 1.0, 0.5):
        watch.look(theta, BASE.replace(transfer=theta))
    assert watch.shape() == "concave"
    watch.look(0.2, BASE.replace(transfer=0.4))
    assert watch.shape() is None


def test_other_classes_are_another_problem():
    legs = {"flow": ONES, "cost": COST}
    one, two = HubProblem.from_blocks({"a": legs}), HubProblem.from_blocks({"a": legs, "b": legs})
    assert shape_of(lambda x: one if x < 0.9 else two) is None


def test_all_numbers_are_listed():
    kinds = {key[1:] for key in numbers_of(ROOMY)}
    assert {("", "capacity"), ("", "fixed"), ("", "probability"), ("flow", "flow"), ("flow", "use")} <= kinds
    assert ("flow", "unit cost", "transfer") in kinds
