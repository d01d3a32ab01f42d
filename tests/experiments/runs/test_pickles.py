"""What crosses from process to process: it comes back equal, and carries no memory of what was asked of it."""

import multiprocessing
import os
import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import geodata
from experiments.question import Study
from experiments.runs import digest_of
from optimize import HubSetTable, solve


@pytest.fixture(scope="module")
def region(tiny):
    return geodata.load_region(tiny)


@pytest.fixture(scope="module")
def problem(region):
    return region.problem()


def sent(value):
    return pickle.loads(pickle.dumps(value, protocol=5))  # noqa: S301


def test_a_region_answers_as_before_and_is_no_larger_for_having_been_asked(tiny, region, problem):
    there = sent(region)
    assert digest_of(there.problem()) == digest_of(problem)
    assert digest_of(there) == digest_of(region)
    assert len(pickle.dumps(region)) < 1.2 * len(pickle.dumps(geodata.load_region(tiny)))


def test_a_changed_region_keeps_its_changes(region):
    changed = region.with_hub("MID", fixed_usd_per_year=5.0)
    assert sent(changed).hub_numbers(["MID"]).equals(changed.hub_numbers(["MID"]))
    assert digest_of(sent(changed)) == digest_of(changed) != digest_of(region)


def test_a_state_and_a_scenario_come_back(region):
    name = list(region.scenarios)[1]
    assert sent(region.scenario(name)) == region.scenario(name)
    np.testing.assert_array_equal(sent(region.state(name)).link_capacity, region.state(name).link_capacity)


def test_problems_come_back(region, problem):
    assert digest_of(sent(problem)) == digest_of(problem)
    several = region.scenario_problem(["base", list(region.scenarios)[1]])
    assert digest_of(sent(several).problems) == digest_of(several.problems)


def test_tables_and_solutions_come_back(problem):
    table = HubSetTable.build(problem, p_max=2)
    hubs = problem.candidates[:2]
    assert sent(table).cost(hubs).equals(table.cost(hubs))
    solution = solve(problem, p=2)
    again = sent(solution)
    assert (again.hubs, again.objective, again.status) == (solution.hubs, solution.objective, solution.status)
    np.testing.assert_array_equal(again.flows, solution.flows)


def test_a_study_comes_back(region):
    study = Study.of(region, hubs=["NOR", "SOU"])
    assert digest_of(sent(study)) == digest_of(study)
    assert sent(study).title("north-closed") == "North closed"


def answers(region):
    """What asks caches of the region, and compiled kernels."""
    names = list(region.scenarios)
    table = region.hub_set_table(names, p_max=2)
    return [digest_of(region.problem(name)) for name in names], table.scenario_cost.tolist()


def test_threads_may_ask_one_region_at_once(tiny):
    expected = answers(geodata.load_region(tiny))
    region = geodata.load_region(tiny)
    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(answers, [region] * 6)) == [expected] * 6


def answer_into(pipe, region):
    pipe.send(answers(region))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_process_that_was_forked_finds_the_same(region):
    expected = answers(region)
    ours, theirs = (context := multiprocessing.get_context("fork")).Pipe()
    process = context.Process(target=answer_into, args=(theirs, region))
    process.start()
    assert ours.poll(60)
    assert ours.recv() == expected
    process.join()
