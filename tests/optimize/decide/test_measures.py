"""Names of risk measures, and several of them at once."""

import pytest

from optimize import InputError
from optimize.decide.designs import list_designs
from optimize.decide.measures import measured, named_measures
from tests.conftest import nasty_scenarios


def test_measures_go_by_the_names_of_solve_or_by_names_of_their_own():
    assert named_measures("cvar") == {"cvar": {"risk": "cvar"}}
    assert list(named_measures(None)) == ["expected", "worst_case", "max_regret", "cvar"]
    assert named_measures({"tail": {"risk": "cvar", "cvar_level": 0.5}})["tail"]["cvar_level"] == 0.5


def test_no_measure_and_one_without_a_risk_are_refused():
    with pytest.raises(InputError, match="at least one"):
        named_measures([])
    with pytest.raises(InputError, match="tail"):
        named_measures({"tail": {"cvar_level": 0.5}})


def test_an_unknown_measure_is_refused_by_solves_own_words():
    designs = list_designs(nasty_scenarios(1), 2)
    with pytest.raises(InputError, match="risk is 'luck'"):
        measured(designs, named_measures(["luck"]))


def test_levels_reach_their_measure():
    designs = list_designs(nasty_scenarios(1), 2)
    given = {"none": {"risk": "cvar", "cvar_level": 0.0}, "all": {"risk": "cvar", "cvar_level": 0.999999}}
    values = measured(designs, named_measures(given))
    assert values["none"] == pytest.approx(designs.values("expected"))
    assert values["all"] == pytest.approx(designs.values("worst_case"))
