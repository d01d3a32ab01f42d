"""The suite of records."""

import math

import numpy as np

from experiments.benchmark.records import record_cases
from optimize.instances import write_orlib


def test_bundled_instances_have_the_seconds_of_the_paper():
    cases = {case.name: case for case in record_cases(None)}
    assert cases["USApHMP AP200, p=5"].record_s == 1157
    assert cases["USApHMP AP200, p=5"].request == {"allocation": "single", "p": 5}
    assert cases["CSAHLP AP200LT"].request == {"allocation": "single"}
    assert math.isnan(cases["UMApHMP AP200, p=10"].record_s)
    published = [case for case in cases.values() if case.family == "published"]
    assert {case.problem(None).n for case in published} == {100, 175, 200}
    assert not any("I250" in name for name in cases)


def test_hubs_with_capacities_and_a_given_number_cost_nothing():
    cases = {case.name: case for case in record_cases(None)}
    problem = cases["CSApHMP AP200LT, p=10"].problem(None)
    assert not np.any(problem.fixed_cost)
    assert np.all(np.isfinite(problem.capacity))
    assert cases["CSApHMP AP200LT, p=10"].request == {"allocation": "single", "p": 10}


def test_grids_come_with_them():
    grid = next(case for case in record_cases(None) if "19 x 19" in case.name)
    assert grid.problem(None).n == 361
    assert grid.request == {"p": 2, "allocation": "single"}


def test_the_large_set_is_taken_from_the_users_folder(tmp_path):
    (tmp_path / "iset").mkdir()
    write_orlib(tmp_path / "iset" / "I300.txt", np.ones((3, 3)), [[0, 0], [3, 4], [6, 8]], p=2)
    large = {case.name: case for case in record_cases(tmp_path) if case.name.split()[1].startswith("I")}
    assert set(large) == {"USAHLP I300", "CSAHLP I300", "UMAHLP I300"}
    assert large["CSAHLP I300"].problem(tmp_path).capacity is not None
    assert large["USAHLP I300"].problem(tmp_path).capacity is None
    assert large["CSAHLP I300"].record_s == 1194
