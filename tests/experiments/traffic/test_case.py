"""A scenario that is asked about: its problem, its classes, and two directions of links beside each other."""

import numpy as np
import pytest

from experiments.question import Study
from experiments.traffic import Case
from experiments.traffic.case import both_ways, region_of


def test_a_region_a_name_and_a_study_are_one_region(tiny, region, study):
    assert region_of(region) is region
    assert region_of(study) is region
    assert region_of(str(tiny)).name == "tiny"


def test_hubs_that_are_no_candidates_can_be_asked_about(region):
    case = Case.of(region, "base", ["WES"])
    assert set(case.problem.candidates) == {"NOR", "SOU", "MID", "WES"}
    assert case.positions(["WES", "NOR"]) == sorted(
        list(case.problem.candidates).index(place) for place in ("WES", "NOR")
    )


def test_a_study_says_which_classes_count(region):
    case = Case.of(Study.of(region, classes=["parcels"]), "base", [])
    assert case.classes == ("parcels",)
    assert list(case.paths([])) == ["parcels"]


def test_an_unknown_scenario_is_refused(region):
    with pytest.raises(ValueError, match="nowhere"):
        Case.of(region, "nowhere", [])


def test_paths_have_all_freight(region):
    case = Case.of(region, "base", [])
    for cls, paths in case.paths(["NOR", "SOU"]).items():
        assert paths.tonnes.sum() == pytest.approx(region.flows(cls=cls).to_numpy().sum())


def test_directions_stand_side_by_side_in_the_order_of_the_file(region):
    links = region.model.links
    loads = np.where(links.forward, 1.0, 2.0) + 10.0 * np.arange(len(links))
    found = both_ways(links, np.stack([loads, loads]))
    ids = list(dict.fromkeys(links.ids))
    assert found.shape == (2, len(ids), 2)
    for directed, (name, forward) in enumerate(zip(links.ids, links.forward, strict=True)):
        assert found[1, ids.index(name), 0 if forward else 1] == loads[directed]
