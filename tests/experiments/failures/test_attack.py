"""The adversary's view, against all losses of all hubs tried one by one."""

from itertools import combinations

import pytest

from experiments.failures.attack import attack_table, best_set
from experiments.question import Study
from optimize import solve


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A study without gateways, and what each set of its hubs costs."""
    from tests.experiments.tiny import write_tiny

    study = Study.of(str(write_tiny(tmp_path_factory.mktemp("attack"))), gateways=[])
    problem = study.region.problem("base")
    sets = [chosen for size in (1, 2, 3) for chosen in combinations(study.hubs, size)]
    costs = {frozenset(chosen): solve(problem, p=len(chosen), open_hubs=list(chosen)).objective for chosen in sets}
    return study, costs


def test_the_best_set_is_that_of_all(world):
    study, costs = world
    pairs = {chosen: cost for chosen, cost in costs.items() if len(chosen) == 2}
    found = best_set(study, study.region.scenario("base"), 2)
    assert frozenset(found) == min(pairs, key=pairs.get)


def test_the_worst_loss_and_the_hub_to_fortify_are_those_of_all(world):
    study, costs = world
    hubs = frozenset(study.hubs)
    table = attack_table(study, study.region.scenario("base"), 3).set_index("lost_count")
    for number in (1, 2):
        losses = {frozenset(lost): costs[hubs - set(lost)] for lost in combinations(study.hubs, number)}
        row = table.loc[number]
        assert row["cost_usd"] == pytest.approx(max(losses.values()))
        assert row["extra_usd"] == pytest.approx(max(losses.values()) - costs[hubs])
        safe = {kept: max(cost for lost, cost in losses.items() if kept not in lost) for kept in study.hubs}
        assert row["extra_fortified_usd"] == pytest.approx(min(safe.values()) - costs[hubs])
        assert safe[row["fortified"]] == pytest.approx(min(safe.values()))


def test_no_hub_to_lose_gives_no_rows(world):
    study, _ = world
    assert attack_table(study, study.region.scenario("base"), 0).empty
    assert attack_table(study, study.region.scenario("base"), 1).empty
