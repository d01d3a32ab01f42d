"""Worlds and cases: which there are, and what is judged in each."""

import pytest

from experiments import robustness
from experiments.judgement.cases import AIR, ALL, judged, worlds_of
from experiments.question import Study
from optimize import InputError
from tests.experiments.air.airborne import write_airborne
from tests.experiments.uncertainty.conftest import write_unsure


def test_a_region_without_flights_has_no_air_freight_to_judge(tiny):
    worlds, left_out = worlds_of(Study.of(str(tiny)))
    assert [(world.year, world.freight) for world in worlds] == [(2023, ALL)]
    assert len(left_out) == 1
    assert left_out[0].startswith("2023, air freight alone: ")


def test_freight_that_flies_is_a_world_of_its_own(tmp_path):
    study = Study.of(str(write_airborne(tmp_path)))
    worlds, left_out = worlds_of(study)
    assert [world.freight for world in worlds] == [ALL, AIR]
    assert worlds[1].study.trunk == ("air",)
    assert left_out == []
    assert [world.freight for world in worlds_of(study, air=False)[0]] == [ALL]


def test_a_year_that_the_region_does_not_have_is_refused(tiny):
    with pytest.raises(InputError, match="1999"):
        worlds_of(Study.of(str(tiny)), [1999], air=False)


def test_each_set_of_gateways_is_a_case(tmp_path):
    study = Study.of(
        str(write_unsure(tmp_path)), gateway_sets=[["GAT"], [], ["MID"]], incumbent="MID", challenger="NOR"
    )
    own, others = worlds_of(study, air=False)[0]
    cases = [case for world in (own, others) for case in judged(world, robustness(world.study, draws=3, pairs=False))]
    assert [case.gateways for case in cases] == [("GAT",), (), ("MID",)]
    assert [world.title for world in (own, others)] == ["2023, all freight", "2023, all freight, other gateways"]
    assert cases[0].claim.incumbent == "MID"
    assert cases[2].claim is None
    assert cases[2].why == "Midtown, the incumbent, is a gateway here"


def test_hubs_that_nobody_names_are_the_best_two_at_central_values(tmp_path):
    study = Study.of(str(write_unsure(tmp_path)))
    world = worlds_of(study, air=False)[0][0]
    (case,) = judged(world, robustness(study, draws=3, pairs=False))
    values = {
        hub: study.region.hub_set_table(
            study.scenarios, list(study.candidates), sets=[("GAT", hub)]
        ).objective_values()[0]
        for hub in study.hubs
    }
    best, second, _ = sorted(values, key=values.get)
    assert (case.claim.incumbent, case.claim.challenger, case.claim.central) == (best, second, best)
