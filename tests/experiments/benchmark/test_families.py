"""The suite of other models."""

from dataclasses import replace

from experiments.benchmark.families import family_cases
from optimize import solve


def test_the_smallest_of_every_model_is_solved_by_what_the_library_chooses():
    smallest = {case.family: case for case in reversed(family_cases())}
    for case in smallest.values():
        roomy = {"tightness": 0.0} if "tightness" in case.arguments else {}
        small = replace(case, arguments={**case.arguments, "n": 6, **roomy})
        assert solve(small.problem(None), **case.request).status == "optimal", case.name
    assert len(smallest) == 9
    assert max(case.size for case in family_cases()) == 200
