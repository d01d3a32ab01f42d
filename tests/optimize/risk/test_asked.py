"""Measures by name and parameters."""

import pytest

from optimize.errors import InputError
from optimize.risk import Cvar, MeanCvar, RobustProbability
from optimize.risk.asked import make_measure, measure_of


def test_a_level_has_a_default():
    assert measure_of("cvar", {}, ["a"]) == Cvar(0.9)
    assert measure_of("mean_cvar", {"cvar_weight": 0.3}, ["a"]) == MeanCvar(0.9, 0.3)


def test_a_parameter_may_be_any_number():
    assert measure_of("robust_probability", {"radius": 1}, ["a"]) == RobustProbability(1.0)


@pytest.mark.parametrize(
    ("risk", "given", "said"),
    [
        ("hope", {}, "use one of expected, worst_case"),
        (3, {}, "risk is 3"),
        (["cvar"], {}, "risk is"),
        ("mean_cvar", {}, "needs cvar_weight"),
        ("mean_cvar", {"cvar_weight": 1.5}, "from 0 to 1"),
        ("mean_cvar", {"cvar_weight": 0.5, "cvar_level": 1.0}, "below 1"),
        ("robust_probability", {}, "needs radius"),
        ("robust_probability", {"radius": -0.1}, "from 0 to 1"),
        ("robust_probability", {"radius": float("nan")}, "from 0 to 1"),
        ("robust_probability", {"radius": 10**400}, "from 0 to 1"),
        ("robust_probability", {"radius": "far"}, "has to be a number"),
        ("expected", {"radius": 0.1}, "for 'robust_probability'"),
        ("cvar", {"cvar_weight": 0.1}, "for 'mean_cvar'"),
        ("worst_case", {"probability_low": [0.1]}, "for 'probability_bounds'"),
        ("expected", {"cvar_level": 2.0}, "below 1"),
        ("cvar", {"luck": 1}, "'luck' is no parameter"),
    ],
)
def test_what_cannot_be_asked_is_refused(risk, given, said):
    with pytest.raises(InputError) as caught:
        measure_of(risk, given, ["a", "b"])
    assert said in str(caught.value)


def test_all_faults_are_told_at_once():
    faults = []
    assert make_measure("mean_cvar", {"cvar_level": 2, "cvar_weight": 2, "radius": 2}, ["a"], faults) is None
    assert len(faults) == 3
