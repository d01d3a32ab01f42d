"""Cases, and which ways can solve them."""

import pytest

from experiments.benchmark.cases import WAYS, Case, chosen_ways
from optimize import InputError

PLAIN = Case("plain", "nodes", "random_euclidean", {"n": 6, "seed": 1}, {"p": 2})


def takers(**change):
    case = Case(**{**vars(PLAIN), **change})
    return {way.name for way in WAYS if way.takes(case)}


def test_every_way_takes_the_cases_that_it_can_solve():
    everything = {"compact HiGHS", "compact CBC", "auto"}
    assert takers() == everything | {"benders", "enumeration", "heuristic"}
    assert takers(request={"p": 2, "allocation": "single"}) == everything | {"single", "heuristic"}
    assert takers(request={"p": 2, "allocation": 2}) == everything
    assert takers(request={"p": 2, "hub_links": 1}) == everything
    assert takers(request={"p": 2, "objective": "center"}) == everything
    assert takers(reader="random_discounts") == everything
    assert takers(arguments={"n": 6, "seed": 1, "tightness": 0.5}) == everything


def test_the_compact_model_runs_by_any_solver_that_is_there():
    way = chosen_ways(["auto", "compact highs"])[1]
    assert (way.name, way.options["method"]) == ("compact HiGHS", "compact")
    with pytest.raises(InputError, match="solver 'nonesuch'"):
        chosen_ways(["compact nonesuch"])
    with pytest.raises(ValueError, match="'compact NAME' with the name of another solver"):
        chosen_ways(["magic"])
    assert chosen_ways(None) == list(WAYS)
