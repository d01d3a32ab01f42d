"""Running the corridor study: names, order, progress."""

import pytest

import geodata
from experiments.corridors import study_corridors
from optimize import InputError
from tests.experiments.tiny import write_tiny


@pytest.fixture(scope="module")
def grouped(tmp_path_factory):
    """The tiny region in which two countries are a group."""
    folder = write_tiny(tmp_path_factory.mktemp("grouped"))
    (folder / "countries.csv").write_text(
        "iso3,name,gdp_bn_usd,population_m,group,source,confidence\nAAA,Aland,100,10,,made-up,assumed\n"
        "BBB,Bland,50,8,Union,made-up,assumed\nCCC,Cland,80,5,Union,made-up,assumed\n", encoding="utf-8"
    )  # fmt: skip
    return geodata.load_region(folder)


def test_the_base_comes_first_and_each_scenario_once(grouped):
    told = []
    study = study_corridors(grouped, ["West cut off", "base", "west-cut"], progress=lambda *step: told.append(step))
    assert list(study.runs) == ["base", "west-cut"]
    assert [run.title for run in study.runs.values()] == ["Undisturbed", "West cut off"]
    assert told == [("Undisturbed", 0, 2), ("West cut off", 1, 2), ("", 2, 2)]


def test_without_scenarios_the_regions_own_are_taken(grouped):
    assert list(study_corridors(grouped).runs) == ["base", "north-closed", "west-cut"]
    assert list(study_corridors(grouped, []).runs) == ["base"]


def test_a_group_is_its_members_and_each_country_counts_once(grouped):
    study = study_corridors(grouped, [], start=["aaa"], end=["Union", "CCC"])
    assert (study.start, study.end) == (("AAA",), ("BBB", "CCC"))
    assert study.whose == "from aaa to Union, CCC"
    assert study_corridors(grouped, []).whose == ""


def test_unknown_scenarios_hubs_and_countries_are_named_together(grouped):
    with pytest.raises(InputError) as caught:
        study_corridors(grouped, ["no-such"], hubs=["nowhere", "NOR"], start=["XXX"], end=["YYY"])
    assert len(caught.value.faults) == 4
    assert all(name in str(caught.value) for name in ("no-such", "nowhere", "XXX", "YYY", "groups are Union"))


def test_hubs_are_found_by_name_and_count_once(hub_study, with_hubs):
    assert hub_study.hubs == ("GAT", "NOR")
    assert hub_study.hub_names == ["Gate (dry port)", "Northtown"]
    region = geodata.load_region(with_hubs)
    assert study_corridors(region, [], hubs=["NOR", "northtown"], gateways=[]).hubs == ("NOR",)


def test_the_gateways_are_open_unless_others_are_named(grouped):
    assert study_corridors(grouped, []).hubs == ("GAT",)
    assert study_corridors(grouped, [], hubs=["northtown"]).hubs == ("GAT", "NOR")
    other = study_corridors(grouped, [], hubs=["GAT"], gateways=["MID"])
    assert (other.hubs, other.gateways) == (("MID", "GAT"), ("MID",))
    assert study_corridors(grouped, [], gateways=[]).hubs == ()
    with pytest.raises(InputError, match="nowhere"):
        study_corridors(grouped, [], gateways=["nowhere"])


def test_a_region_without_groups_says_so(tiny):
    with pytest.raises(InputError, match="groups are none"):
        study_corridors(geodata.load_region(tiny), [], start=["XXX"])


def test_the_second_flow_has_no_capacities(tiny_study):
    run = tiny_study.runs["base"]
    assert (run.flow.problem.capacity == 100_000).all()
    assert (run.unlimited.problem.capacity == float("inf")).all()
    assert run.unlimited.objective < run.flow.objective
