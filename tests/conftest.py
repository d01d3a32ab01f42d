"""Fixtures for all tests: small instances by name."""

import os
import signal

import numpy as np
import pytest
from hypothesis import settings

from optimize import HubProblem, ScenarioProblem

# a change is not to be refused for an example that has nothing to do with it; at home every run tries new ones
settings.register_profile("any machine", deadline=None)  # a busy one takes long at times
settings.load_profile("any machine")
settings.register_profile("ci", settings.get_profile("any machine"), derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


@pytest.fixture
def ctrl_c():
    """Let Ctrl-C interrupt, here and in processes started here: where the tests run in the background, as in
    `nohup make test &`, the shell has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def nasty_problem(seed, n=5, **overrides):
    """Make a small problem with everything that trips methods: asymmetric, non-metric, zero and infinite costs,
    self flows, nodes without flow, handling, fixed costs, fewer candidates than nodes, sometimes outside options."""
    rng = np.random.default_rng(seed)
    cost = rng.random((n, n)) * 10
    cost[rng.random((n, n)) < 0.15] = 0.0
    cost[rng.random((n, n)) < 0.1] = np.inf
    flow = rng.integers(0, 4, (n, n)).astype(float)
    if rng.random() < 0.5:
        flow[rng.integers(n)] = 0.0
    arguments = {
        "flow": flow,
        "cost": cost,
        "transfer": rng.choice([0.2, 0.7, 1.0]),
        "collection": rng.choice([1.0, 3.0]),
        "handling_cost": rng.random(n) if rng.random() < 0.5 else None,
        "fixed_cost": rng.random(n) * 20 if rng.random() < 0.5 else None,
        "candidates": sorted(rng.choice(n, size=rng.integers(3, n + 1), replace=False).tolist()),
        "direct_cost": rng.random((n, n)) * 30 if rng.random() < 0.3 else None,
        "unmet_penalty": 40.0 if rng.random() < 0.7 else None,
    }
    return HubProblem(**{**arguments, **overrides})


def nasty_scenarios(seed, n=5, count=3):
    """Make scenarios of nasty problems over the same candidates."""
    rng = np.random.default_rng(seed)
    candidates = sorted(rng.choice(n, size=4, replace=False).tolist())
    chances = rng.dirichlet(np.ones(count))
    problems = {
        f"s{i}": nasty_problem(int(rng.integers(1 << 30)), n, candidates=candidates, unmet_penalty=50.0)
        for i in range(count)
    }
    return ScenarioProblem(problems, dict(zip(problems, chances / chances.sum(), strict=True)))
