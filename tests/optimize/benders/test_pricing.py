"""Hub sets priced in stages: exact below the cutoff, and not below it otherwise."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.benders.master import Master
from optimize.benders.pricing import Pricer
from optimize.benders.separation import Mixture, separate
from optimize.benders.shares import make_shares
from optimize.run import Clock, Workers
from tests.oracles.benders import objectives, scaled_instance

seeds = st.integers(0, 10_000)


@settings(max_examples=80, deadline=None)
@given(seeds)
def test_prices_and_additions_agree_with_the_oracle(seed):
    case = scaled_instance(seed)
    if case is None:
        return
    problem, request, instance, domain, ceiling = case
    sets, value = objectives(problem, request)
    value *= instance.scale
    where = {int(k): x for x, k in enumerate(instance.alive)}
    width = max(len(s) for s in sets)
    rows = np.array([[where[k] for k in s] + [-1] * (width - len(s)) for s in sets])
    size = np.array([len(s) for s in sets])
    finite = value <= ceiling * (1 + 1e-9)
    shares = make_shares(instance)
    with Workers(2) as workers:
        master = Master(instance, domain)
        at = Mixture.at(np.full(instance.h, 0.4), shares)
        for cuts in separate(instance, shares, at, np.zeros(instance.h), workers, Clock()):
            master.add_cuts(cuts)
        pricer = Pricer(instance, shares, master.constant, master.slope, master.share, workers)
        cutoff = float(np.median(value[finite])) if finite.any() else ceiling
        priced = pricer.values(rows, size, cutoff)
        hub_sets = instance.hub_sets(workers)
        added = [hub_sets.additions(row[: s - 1], row[s - 1 : s])[0] for row, s in zip(rows, size, strict=True)]
        exact = np.array(added)
    slack = 1e-9 * max(cutoff, 1e-9)
    assert priced[value < cutoff - slack] == pytest.approx(value[value < cutoff - slack], rel=1e-9)
    assert (priced[value > cutoff + slack] >= cutoff - slack).all()
    assert exact[finite] == pytest.approx(value[finite], rel=1e-9)
    assert (exact[~finite] > ceiling).all() or not (~finite).any()
