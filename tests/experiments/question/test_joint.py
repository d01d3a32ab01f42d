"""Several disruptions at once: states, weights and the scenarios that stand for them."""

import pytest

import geodata
from experiments.comparison import Study
from experiments.question.joint import joint_states
from optimize import InputError


@pytest.fixture
def region(tmp_path):
    folder = tmp_path / "region"
    geodata.new_region(folder)
    slow = '[[change]]\nmode = ["road"]\ntime = 1.5\n'
    for name, share in (("often", "probability = 0.5\n"), ("seldom", "probability = 0.2\n"), ("what-if", "")):
        (folder / "scenarios" / f"{name}.toml").write_text(share + slow)
    return geodata.load_region(folder)


def test_weights_are_shares_of_the_draws_and_those_of_independent_disruptions(region):
    changed, weight = joint_states(region, ["base", "often", "seldom", "what-if"], 20_000, 1)
    assert sum(weight.values()) == pytest.approx(1.0)
    expected = {"base": 0.5 * 0.8, "often": 0.5 * 0.8, "seldom": 0.5 * 0.2, "often+seldom": 0.5 * 0.2, "what-if": 0.0}
    assert weight == pytest.approx(expected, abs=0.015)
    both = changed.scenarios["often+seldom"]
    assert both.changes == (*region.scenarios["often"].changes, *region.scenarios["seldom"].changes)
    assert "often+seldom" not in region.scenarios


def test_equal_seeds_give_equal_states(region):
    first, again = (joint_states(region, ["base", "often", "seldom"], 50, 7)[1] for _ in range(2))
    assert first == again
    assert next(iter(first)) == "base"


def test_a_study_takes_the_states_that_were_drawn(region):
    study = Study.of(region, scenarios=["base", "often", "seldom"], joint=200, seed=3)
    assert set(study.scenarios) == {"base", "often", "seldom", "often+seldom"}
    assert sum(study.probability.values()) == pytest.approx(1.0)
    assert study.region.problem(scenario="often+seldom") is not None


def test_a_negative_number_of_draws_is_refused(region):
    with pytest.raises(InputError, match="joint draws"):
        Study.of(region, joint=-1)
