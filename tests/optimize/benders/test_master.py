"""The master: what it hands out as proven is below every hub set, whatever the solver says."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import HubProblem, ScenarioProblem
from optimize.benders.certificate import Domain
from optimize.benders.instance import make_instance
from optimize.benders.master import Master, scenario_weights
from optimize.benders.separation import Mixture, separate
from optimize.run import Clock, Workers, make_request
from tests.oracles.benders import objectives, random_case, scaled_instance
from tests.oracles.risk import REGRETS, RISKS

seeds = st.integers(0, 10_000)


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_every_certificate_is_below_every_hub_set(seed):
    case = scaled_instance(seed)
    if case is None:
        return
    problem, request, instance, domain, _ = case
    sets, value = objectives(problem, request)
    value *= instance.scale
    rng = np.random.default_rng(seed)
    master = Master(instance, domain)
    with Workers() as workers:
        for _ in range(3):
            point = rng.random(instance.h) * (rng.random(instance.h) < 0.7)
            at = Mixture.at(point, master.shares)
            for cuts in separate(instance, master.shares, at, rng.random(instance.h), workers, Clock()):
                master.add_cuts(cuts)
            solved = master.solve()
            assert solved is not None
            _, certificate = solved
            where = {int(k): x for x, k in enumerate(instance.alive)}
            for hubs, v in zip(sets, value, strict=True):
                claimed = certificate.constant + certificate.slope[[where[k] for k in hubs]].sum()
                assert claimed <= v + 1e-9 * max(abs(v), abs(certificate.constant), 1e-9)


@pytest.mark.parametrize("level", [0.0, 0.6, 0.95])
def test_scenario_weights_obey_the_risk_measure(level):
    problem, request = next(
        (p, r)
        for p, r in map(random_case, range(500))
        if r.risk == "cvar" and r.measure.cvar_level == 0.5 and len(p.scenarios) > 2
    )
    instance = make_instance(problem, request)
    chances = np.array([s.probability for s in problem.scenarios if s.probability > 0])
    rng = np.random.default_rng(0)
    for proposed in (np.zeros(instance.groups), rng.normal(size=instance.groups), 9 * np.ones(instance.groups)):
        weight = scenario_weights(instance, level * proposed)
        assert (weight >= 0).all()
        assert (weight <= chances / 0.5 + 1e-12).all()
        assert weight.sum() == pytest.approx(1.0)


@pytest.mark.parametrize("risk", [risk for risk in RISKS if risk not in REGRETS])
def test_multipliers_that_a_poor_solver_makes_up_still_give_a_bound(risk):
    """Ten times too much on every cut, or nothing: the certificate is below every hub set all the same."""
    found = 0
    for seed in range(400):
        problem, request = random_case(seed)
        if request.risk != risk:
            continue
        instance = make_instance(problem, request)
        instance = instance.capped(instance.ceiling(request.p_max))
        opened = np.isin(instance.alive, sorted(request.open_hubs))
        master = Master(instance, Domain(opened, ~opened, request.p_min, min(request.p_max, instance.h)))
        with Workers() as workers:
            half = Mixture.at(np.full(instance.h, 0.5), master.shares)
            for cuts in separate(instance, master.shares, half, np.zeros(instance.h), workers, Clock()):
                master.add_cuts(cuts)
        if not len(master.constant):
            continue
        found += 1
        sets, value = objectives(problem, request)
        where = {int(k): x for x, k in enumerate(instance.alive)}
        rows = 1 + len(instance.envelope.parts) * instance.groups
        for size in (0.0, 0.3, 10.0):
            certificate = master._certificate(np.full(rows + len(master.constant), size))
            for hubs, cost in zip(sets, value, strict=True):
                claimed = certificate.constant + certificate.slope[[where[k] for k in hubs]].sum()
                assert claimed <= cost * (1 + 1e-9) + 1e-9
        if found == 12:
            return
    pytest.fail("no such cases")


def test_regret_takes_the_scenarios_own_optima_off_the_bound():
    """One scenario, one hub: the regret of its only hub set is its cost less what it is measured against."""
    cost = np.array([[0.0, 4.0], [4.0, 0.0]])
    problem = HubProblem(np.ones((2, 2)), cost, candidates=[0])
    request = make_request(ScenarioProblem({"a": problem}), p=1, risk="max_regret")
    instance = make_instance(ScenarioProblem({"a": problem}), replace(request, own_optimum=(10.0,))).capped(100.0)
    master = Master(instance, Domain(np.zeros(1, dtype=bool), np.ones(1, dtype=bool), 1, 1))
    at = Mixture.at(np.ones(1), master.shares)
    with Workers() as workers:
        for cuts in separate(instance, master.shares, at, np.zeros(1), workers, Clock()):
            master.add_cuts(cuts)
    _, certificate = master.solve()
    # 0 -> 1 and 1 -> 0 cost 4 each, 1 -> 1 goes there and back: 16 in all
    assert certificate.constant + certificate.slope[0] == pytest.approx(6.0)
