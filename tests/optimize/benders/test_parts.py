"""The parts of the decomposition: pair duals, certificates, walks over hub sets, prices."""

from concurrent.futures import ThreadPoolExecutor
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from optimize.benders.certificate import Certificate, Domain
from optimize.benders.duals import cut_origins
from optimize.benders.evaluation import additions
from optimize.benders.instance import make_instance
from optimize.benders.local_search import greedy, improve
from optimize.benders.master import Master, scenario_weights
from optimize.benders.pricing import Pricer
from optimize.benders.separation import separate
from optimize.benders.shares import make_shares
from optimize.benders.subsets import SetWalk
from optimize.run import Clock
from tests.oracles.benders import objectives, random_case

seeds = st.integers(0, 10_000)


@pytest.fixture(scope="module")
def pool():
    with ThreadPoolExecutor(2) as executor:
        yield executor


def pair_primal(cost_of, outside, z):
    """The pair's linear program, constraints (1)-(2), by an LP solver."""
    h = len(z)
    edges = [(k, m) for k in range(h) for m in range(k, h)]
    c = [cost_of(k, m) for k, m in edges] + [outside]
    rows = [[1.0 if j in e else 0.0 for e in edges] + [0.0] for j in range(h)]
    finite = [(0, None) if np.isfinite(x) else (0, 0) for x in c]
    c = [x if np.isfinite(x) else 0.0 for x in c]
    return linprog(c, A_ub=rows, b_ub=z, A_eq=[[1.0] * len(c)], b_eq=[1.0], bounds=finite).fun


def random_legs(seed):
    rng = np.random.default_rng(seed)
    n, h = int(rng.integers(2, 4)), int(rng.integers(1, 7))
    a, e = rng.random((n, h)), rng.random((n, h))
    t = rng.random((h, h)) * rng.choice([0.1, 1.0])
    if rng.random() < 0.4:
        a, t, e = (np.round(4 * x) for x in (a, t, e))
    if rng.random() < 0.4:
        for x in (a, t, e):
            x[rng.random(x.shape) < 0.2] = np.inf
    np.fill_diagonal(t, 0.0)
    outside = np.full((n, n), rng.choice([2.0, 50.0]))
    z = -np.sort(-rng.choice([0.0, 0.25, 0.5, 1.0, rng.random(), rng.random()], h))
    return a, t, e, outside, z


@settings(max_examples=150, deadline=None)
@given(seeds)
def test_pair_duals_are_feasible_and_optimal(seed):
    a, t, e, outside, z = random_legs(seed)
    n, h = a.shape
    weight = np.zeros((n, n))
    weight[0, 1] = 1.0  # one pair at a time: the cut's slope is the pair's u
    constant, slope = np.empty(1), np.empty((1, h))
    cut_origins(weight, a, t, e, outside, z, int((z > 0).sum()), 0, 1, constant, slope)
    alpha, u = constant[0], slope[0]

    def cost_of(k, m):
        return min(a[0, k] + t[k, m] + e[1, m], a[0, m] + t[m, k] + e[1, k])

    assert alpha <= outside[0, 1] + 1e-9
    assert (u >= 0).all()
    for k in range(h):
        assert u[k] >= alpha - cost_of(k, k) - 1e-12
        for m in range(k):
            assert u[k] + u[m] >= alpha - cost_of(k, m) - 1e-12
    assert alpha - u @ z == pytest.approx(pair_primal(cost_of, outside[0, 1], z), abs=1e-7)


def scaled_instance(seed):
    problem, request = random_case(seed)
    request = request if request.risk != "max_regret" else None
    if request is None:
        return None
    instance = make_instance(problem, request)
    ceiling = instance.ceiling(request.p_max)
    instance = instance.capped(ceiling).scaled(1e4 / max(ceiling, 1e-3))
    opened = np.isin(instance.alive, sorted(request.open_hubs))
    domain = Domain(opened, ~opened, request.p_min, min(request.p_max, instance.h))
    return problem, request, instance, domain, 1e4 * ceiling / max(ceiling, 1e-3)


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
    with ThreadPoolExecutor(1) as pool:
        for _ in range(3):
            point = rng.random(instance.h) * (rng.random(instance.h) < 0.7)
            for cuts in separate(instance, master.shares, point, rng.random(instance.h), pool, Clock()):
                master.add_cuts(cuts)
            solved = master.solve()
            assert solved is not None
            _, certificate = solved
            where = {int(k): x for x, k in enumerate(instance.alive)}
            for hubs, v in zip(sets, value, strict=True):
                claimed = certificate.constant + certificate.slope[[where[k] for k in hubs]].sum()
                assert claimed <= v + 1e-9 * max(abs(v), abs(certificate.constant), 1e-9)


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
    with ThreadPoolExecutor(2) as pool:
        master = Master(instance, domain)
        for cuts in separate(instance, shares, np.full(instance.h, 0.4), np.zeros(instance.h), pool, Clock()):
            master.add_cuts(cuts)
        pricer = Pricer(instance, shares, master.constant, master.slope, master.share, pool, 2)
        cutoff = float(np.median(value[finite])) if finite.any() else ceiling
        priced = pricer.values(rows, size, cutoff)
        added = [
            additions(instance, row[: s - 1].tolist(), pool)[row[s - 1]] for row, s in zip(rows, size, strict=True)
        ]
        exact = np.array(added)
    slack = 1e-9 * max(cutoff, 1e-9)
    assert priced[value < cutoff - slack] == pytest.approx(value[value < cutoff - slack], rel=1e-9)
    assert (priced[value > cutoff + slack] >= cutoff - slack).all()
    assert exact[finite] == pytest.approx(value[finite], rel=1e-9)
    assert (exact[~finite] > ceiling).all() or not (~finite).any()


def random_domain(seed):
    rng = np.random.default_rng(seed)
    h = int(rng.integers(1, 9))
    state = rng.integers(0, 4, h)
    low = int(rng.integers(1, h + 1))
    domain = Domain(state == 0, state > 1, low, int(rng.integers(low, h + 1)))
    certificates = [Certificate(float(rng.normal()), rng.normal(size=h).round(1)) for _ in range(3)]
    return domain, certificates, float(rng.normal()), rng


def members(domain):
    opened, free = np.flatnonzero(domain.opened), np.flatnonzero(domain.free)
    for size in range(domain.p_min, domain.p_max + 1):
        for more in combinations(free, max(0, size - len(opened))):
            if len(opened) + len(more) == size and size > 0:
                yield tuple(sorted([*opened.tolist(), *(int(k) for k in more)]))


def claims(certificate, hubs):
    return certificate.constant + certificate.slope[list(hubs)].sum()


@settings(max_examples=200, deadline=None)
@given(seeds)
def test_certificate_minima_are_those_of_all_members(seed):
    domain, certificates, cutoff, _ = random_domain(seed)
    everyone = list(members(domain))
    for certificate in certificates:
        least = min((claims(certificate, s) for s in everyone), default=np.inf)
        assert certificate.bound(domain) == pytest.approx(least)
        tighter = certificate.tightened(domain, cutoff)
        kept = {s for s in everyone if claims(certificate, s) < cutoff - 1e-9}
        assert kept <= set(members(tighter))


@settings(max_examples=200, deadline=None)
@given(seeds, st.integers(1, 5))
def test_the_walk_lists_what_no_certificate_excludes(seed, rows):
    domain, certificates, cutoff, rng = random_domain(seed)
    expected = {s for s in members(domain) if all(claims(c, s) < cutoff - 1e-9 for c in certificates)}
    near = {s for s in members(domain) if all(claims(c, s) < cutoff + 1e-9 for c in certificates)}
    if domain.empty:
        assert not expected
        return
    walk = SetWalk(domain, certificates)
    listed = [
        tuple(sorted(int(k) for k in row[:size]))
        for sets, sizes in walk.batches(cutoff, rows)
        for row, size in zip(sets, sizes, strict=True)
    ]
    assert len(listed) == len(set(listed)) == walk.count(cutoff, 10_000)
    assert expected <= set(listed) <= near
    if walk.most > 0:
        sets, sizes = walk.sample(cutoff, 3, 2, rng)
        assert {tuple(sorted(int(k) for k in row[:size])) for row, size in zip(sets, sizes, strict=True)} <= set(listed)


def test_local_search_keeps_forced_hubs_and_numbers(pool):
    for seed in range(40):
        problem, request = random_case(seed)
        if request.risk == "max_regret":
            continue
        instance = make_instance(problem, request)
        instance = instance.capped(instance.ceiling(request.p_max))
        forced = [k for k in range(instance.h) if int(instance.alive[k]) in request.open_hubs]
        p_max = min(request.p_max, instance.h)
        hubs, value = greedy(instance, forced, request.p_min, p_max, pool)
        better, lower = improve(instance, hubs, value, forced, request.p_min, p_max, pool, Clock())
        assert lower <= value
        assert request.allows(int(instance.alive[k]) for k in better)
        assert additions(instance, better, pool)[better[0]] == pytest.approx(lower, rel=1e-9)


@pytest.mark.parametrize("level", [0.0, 0.6, 0.95])
def test_scenario_weights_obey_the_risk_measure(level):
    problem, request = next(
        (p, r)
        for p, r in map(random_case, range(500))
        if r.risk == "cvar" and r.cvar_level == 0.5 and len(p.scenarios) > 2
    )
    instance = make_instance(problem, request)
    rng = np.random.default_rng(0)
    for proposed in (np.zeros(instance.groups), rng.normal(size=instance.groups), 9 * np.ones(instance.groups)):
        weight = scenario_weights(instance, level * proposed)
        assert (weight >= 0).all()
        assert (weight <= instance.probability / 0.5 + 1e-12).all()
        assert weight.sum() == pytest.approx(1.0)
