"""The example of docs/runs.md: what a new study needs is a function and a dozen lines."""

from experiments.runs import Cases, run_cases
from optimize import solve
from optimize.instances import random_euclidean


def evaluate(shared, case, rng):
    problem = shared["problem"].replace(transfer=case["alpha"] * rng.uniform(0.9, 1.1))
    return {"cost": float(solve(problem, p=case["p"]).objective)}


def test_a_study_of_problems(tmp_path):
    problem = random_euclidean(5, seed=2)
    cases = [{"alpha": alpha, "p": p} for alpha in (0.4, 0.8) for p in (1, 2)]
    results = run_cases(Cases(evaluate, cases, shared={"problem": problem}, seed=1), tmp_path)
    frame = results.frame()
    assert frame[["alpha", "p"]].to_dict("records") == cases
    assert (frame["cost"].groupby(frame["alpha"]).diff().dropna() < 0).all()
    assert len(results.failed) == 0
