"""A draw against the region with the same numbers, solved by itself; simulated years against their shares."""

import numpy as np
import pytest

from experiments.question import Design, Study, single_designs
from experiments.uncertainty.draws import DrawnWorlds, evaluate_draw, joint_states
from geodata import combined
from optimize import solve

RNG = np.random.default_rng(0)


def _worlds(folder, years=0):
    study = Study.of(str(folder))
    designs = (Design(study.gateways), *single_designs(study))
    return DrawnWorlds(study, study.region.sample_inputs(5, seed=3), designs, years=years, seed=9)


def _cost(study, world, scenario, hubs):
    return solve(world.problem(scenario, candidates=list(study.candidates)), p=len(hubs), open_hubs=hubs).objective


def test_a_draw_costs_what_its_numbers_cost_when_they_are_set(unsure):
    shared = _worlds(unsure)
    found = evaluate_draw(shared, {"draw": 2}, RNG)
    world = shared.study.region.with_inputs(dict(shared.draws.values(2)))
    odds = {"base": 1.0}
    for name in ("north-closed", "west-cut"):
        share = world.scenarios[name].probability
        odds[name] = share / (1 - share)
    for design in shared.designs:
        wanted = sum(odds[name] * _cost(shared.study, world, name, design.open) for name in odds) / sum(odds.values())
        assert found[design.key] == pytest.approx(wanted, rel=1e-9)


def test_draws_differ_and_come_again(unsure):
    one, other = (evaluate_draw(_worlds(unsure), {"draw": number}, RNG) for number in (0, 1))
    assert one != other
    assert evaluate_draw(_worlds(unsure), {"draw": 0}, RNG) == one


def test_a_simulated_year_costs_the_mixture_of_its_states(unsure):
    shared = _worlds(unsure, years=2)
    found = evaluate_draw(shared, {"draw": 1}, RNG)
    world = shared.draws.region(1)
    years = world.sample_years(2, 9 + 1 * 2, ["north-closed", "west-cut"])
    wanted = 0.0
    for year in years:
        for parts, share in year.items():
            state = combined("+".join(parts) or "none", [world.scenarios[part] for part in parts])
            wanted += share / 2 * _cost(shared.study, world, state, ["GAT", "SOU"])
    assert found["GAT>SOU"] == pytest.approx(wanted, rel=1e-9)


def test_states_of_years_have_the_whole_time_and_the_shares_of_the_scenarios(tiny):
    study = Study.of(str(tiny))
    states, shares = joint_states(study, study.region, 4000, 1)
    assert sum(shares) == pytest.approx(1.0)
    in_force = sum(
        share
        for state, share in zip(states, shares, strict=True)
        if "north-closed" in (state if isinstance(state, str) else "+".join(state.combine or [state.name]))
    )
    assert in_force == pytest.approx(0.1, abs=0.02)
