"""Random nasty instances: enumeration against the compact models with HiGHS and with CBC, and the evaluator.

Run by hand: ``python -m tests.fuzz.fuzz_compact --cases 2000 --seed 1 [--solvers highs,cbc]``. The test suite runs a
slice of it. Every case is made from its seed alone, so that a failure can be repeated with ``--seed S --cases 1``.
"""

import argparse
import sys
import time
from dataclasses import replace

import numpy as np

from optimize import HubProblem, InputError, ScenarioProblem
from optimize.compact import run
from optimize.evaluate.evaluation import evaluate
from optimize.methods import method as registered
from optimize.methods import with_own_optima
from optimize.risk import Expected
from optimize.run import Limits
from optimize.run.request import make_request
from optimize.run.result import Status
from tests.oracles import compact as oracle
from tests.oracles.risk import RISKS, parameters

RELATIVE = 2e-5


def costs(rng, n, style):
    """A cost matrix: metric, random, with zeros, or with missing ways."""
    if style == "metric":
        points = rng.random((n, 2))
        return np.round(np.linalg.norm(points[:, None] - points[None, :], axis=2), 3)
    matrix = np.round(rng.random((n, n)) * rng.choice([1.0, 10.0]), 2)
    if style == "zeros":
        matrix[rng.random((n, n)) < 0.3] = 0.0
    if style == "missing":
        matrix[rng.random((n, n)) < rng.choice([0.1, 0.3])] = np.inf
    if rng.random() < 0.6:
        np.fill_diagonal(matrix, 0.0)
    return matrix


def block(rng, n, big):
    """The arguments of one block."""
    flow = np.round(rng.random((n, n)) * 10, 1) * (rng.random((n, n)) < rng.choice([0.3, 0.7, 1.0]))
    if rng.random() < 0.3:
        node = rng.integers(n)
        flow[node] = flow[:, node] = 0.0
    style = rng.choice(["metric", "random", "zeros", "missing"])
    spec = {"flow": flow * big, "cost": costs(rng, n, style), "weight": float(rng.choice([1.0, 1.0, 0.5, 3.0]))}
    if rng.random() < 0.4:
        spec |= {"collection": 3.0, "transfer": 0.75, "distribution": 2.0}
    else:
        spec |= {"transfer": float(rng.choice([0.0, 0.2, 0.6, 1.0]))}
    for leg in ("collection_cost", "transfer_cost", "distribution_cost"):
        if rng.random() < 0.15:
            spec[leg] = costs(rng, n, rng.choice(["random", "zeros", "missing"]))
    if rng.random() < 0.3:
        spec["handling_cost"] = np.round(rng.random(n), 2)
    if rng.random() < 0.25:
        direct = np.round(rng.random((n, n)) * 4, 2)
        direct[rng.random((n, n)) < 0.5] = np.inf
        spec["direct_cost"] = direct
    if rng.random() < (0.6 if style == "missing" else 0.2):
        spec["unmet_penalty"] = float(rng.choice([1.0, 8.0, 100.0]))
    return spec


def problem(rng, n, blocks, big, h, allocation):
    """One state of the world."""
    specs = {f"class {b}": block(rng, n, big) for b in range(blocks)}
    total = sum(s["flow"].sum() for s in specs.values())
    options = {}
    if rng.random() < 0.5:
        scale = total * big**0 * 2.0
        options["fixed_cost"] = np.round(rng.random(n) * scale * rng.choice([0.05, 0.5]), 1)
    if rng.random() < 0.4:
        size = rng.choice([0.4, 0.7, 1.2]) * total
        capacity = np.round(rng.random(n) * size + 0.2 * total, 1)
        capacity[rng.random(n) < 0.2] = rng.choice([0.0, np.inf])
        options["capacity"] = capacity
    return specs, options


def case(seed):
    """Make a problem and the arguments of a request."""
    rng = np.random.default_rng(seed)
    allocation = ["multiple", "single", 2][rng.integers(3)]
    n = int(rng.integers(2, 6 if allocation == "multiple" else 5))
    h = int(rng.integers(1, n + 1))
    candidates = sorted(rng.choice(n, h, replace=False).tolist())
    big = float(rng.choice([1.0, 1.0, 1e-3, 1e9]))
    count = int(rng.choice([1, 1, 2, 3])) if allocation == "multiple" else int(rng.choice([1, 1, 2]))
    blocks = int(rng.choice([1, 1, 2]))
    capacity_on = str(rng.choice(["collection", "throughput"]))
    made = []
    for _ in range(count):
        specs, options = problem(rng, n, blocks, big, h, allocation)
        made.append(HubProblem.from_blocks(specs, candidates=candidates, capacity_on=capacity_on, **options))
    whole = made[0]
    if count > 1:
        chance = rng.dirichlet(np.ones(count))
        if rng.random() < 0.2:
            chance = np.eye(count)[0]
        names = [f"s{s}" for s in range(count)]
        whole = ScenarioProblem(dict(zip(names, made, strict=True)), list(chance / chance.sum()))
    asked = {"allocation": allocation}
    if rng.random() < 0.6:
        asked["p"] = int(rng.integers(1, h + 1))
    if count > 1:
        asked["risk"] = str(rng.choice(RISKS))
        asked |= parameters(asked["risk"], rng, count)
    if h > 1 and rng.random() < 0.2:
        which = int(rng.choice(candidates))
        asked["open_hubs" if rng.random() < 0.5 or asked.get("p") == h else "closed_hubs"] = [which]
    return whole, asked


def check(seed, solvers=("HiGHS", "CBC"), method=run):
    """Compare one case; return what is wrong, or an empty string, and whether it was feasible."""
    whole, asked = case(seed)
    request = make_request(whole, **asked)
    best = oracle.optimum(whole, request)
    if best == np.inf:
        return _refused(whole, request), False
    if request.measure.against_optimum:
        try:
            request, _ = with_own_optima(registered("compact"), whole, request, Limits())
        except InputError as refusal:  # an optimum of 0, beside a scenario that has none
            return "" if best is None and request.measure.is_relative else str(refusal), False
    if best is not None and request.measure.against_optimum:
        own = [oracle.optimum(*_alone(whole, request, s)) for s in range(len(whole.scenarios))]
        both = zip(own, request.own_optimum, strict=True)
        if any(o is not None and abs(o - r) > RELATIVE * max(1.0, abs(o)) for o, r in both):
            return f"own optima {request.own_optimum} against {own}", True
    size = _size(whole, request, best)
    for solver in solvers:
        found = method(whole, request, Limits(solver=solver))
        if best is None:
            if found.status is not Status.INFEASIBLE:
                return f"{solver}: {found.status} {found.explanation} for an infeasible case", False
            continue
        if found.status is not Status.OPTIMAL or found.design is None:
            return f"{solver}: {found.status} {found.explanation}; optimum {best}", True
        value = evaluate(whole, found.design, request)
        if value.faults:
            return f"{solver}: {value.faults}", True
        if abs(value.objective - best) > RELATIVE * size:
            return f"{solver}: found {value.objective}, optimum {best}", True
        if found.bound > best + RELATIVE * size:
            return f"{solver}: bound {found.bound} above the optimum {best}", True
        if found.bound < best - 10 * RELATIVE * size:
            return f"{solver}: bound {found.bound} far below the optimum {best}", True
    return "", best is not None


def _refused(whole, request):
    """A regret relative to an optimum of 0 is refused."""
    try:
        with_own_optima(registered("compact"), whole, request, Limits())
    except InputError:
        return ""
    return "a regret relative to an optimum of 0 was not refused"


def _alone(whole, request, s):
    name = list(whole.problems)[s]
    return ScenarioProblem({name: whole.problems[name]}), replace(request, measure=Expected())


def _size(whole, request, best):
    """What a difference is measured by: a regret may be 0 where costs are large."""
    if best is None:
        return 1.0
    if request.measure.is_relative:
        return max(abs(best), 1.0)
    flow = sum(block.flow.sum() for scenario in whole.scenarios for block in scenario.blocks)
    return max(abs(best), max(request.own_optimum or (0.0,)), 1e-3, 1e-6 * flow)


def main():
    """Run many cases and say what failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--solvers", default="HiGHS,CBC")
    given = parser.parse_args()
    failures, feasible, start = [], 0, time.process_time()
    for seed in range(given.seed, given.seed + given.cases):
        try:
            wrong, possible = check(seed, tuple(given.solvers.split(",")))
        except Exception as error:
            wrong, possible = f"{type(error).__name__}: {error}", False
        feasible += possible
        if wrong:
            failures.append(seed)
            print(f"seed {seed}: {wrong}", flush=True)
    seconds = time.process_time() - start
    print(f"{given.cases} cases ({feasible} feasible), {len(failures)} failures, {seconds:.0f} processor seconds")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
