"""Flows of the designs that the page shows."""

import numpy as np
import pandas as pd
import pytest

from experiments import compare
from experiments.comparison import winning_design
from experiments.report import carried as module
from experiments.report.carried import Moved, carried_by, drawn_design, shown_designs
from experiments.traffic import design_traffic
from tests.experiments.tiny import write_tiny


@pytest.fixture(scope="module")
def carried(found):
    return carried_by(found)


def test_all_single_hubs_and_all_winners_are_shown_the_best_first(found):
    designs = [set(hubs) for hubs in shown_designs(found)]
    assert designs[0] == {"GAT", str(found.ranking.index[0])}
    assert all({"GAT", hub} in designs for hub in found.study.hubs)
    for row in found.best[found.best["design"] == "beside"].itertuples():
        assert {"GAT", *row.hubs} in designs
    assert len(designs) == len({frozenset(hubs) for hubs in designs})
    # of three hubs there are three pairs and one triple
    assert len(designs) == 3 + 3 + 1


def test_large_regions_show_fewer(found, monkeypatch):
    # 5 scenarios, 2 classes, 11 links in 2 directions: 220 numbers a design
    monkeypatch.setattr(module, "MOST_CELLS", 500)
    assert len(shown_designs(found)) == 2
    monkeypatch.setattr(module, "MOST_CELLS", 1)
    assert len(shown_designs(found)) == 1


@pytest.mark.parametrize(("design", "scenario"), [(0, "base"), (1, "north-closed"), (2, "west-cut")])
def test_tonnes_costs_and_catchments_are_those_of_each_design_by_itself(carried, found, design, scenario):
    s = found.study.scenarios.index(scenario)
    hubs = carried.designs[design]
    alone = design_traffic(found.study, scenario, hubs)
    links = alone.links.groupby(["link", "class"])[["forward_t", "backward_t"]].sum()
    for at, link in enumerate(carried.links):
        for c, cls in enumerate(found.classes):
            told = links.loc[(link, cls)].tolist() if (link, cls) in links.index else [0.0, 0.0]
            shown = carried.tonnes[design, s, [2 * at, 2 * at + 1], c].tolist()
            assert shown == pytest.approx(told, rel=1e-5, abs=0.1)
    assert carried.parts[design, s].sum() == pytest.approx(found.table.cost(hubs, scenario), rel=1e-9)
    assert carried.unmet[design, s].sum() == pytest.approx(alone.unmet["unmet_t"].sum(), rel=1e-5, abs=0.1)
    near = alone.catchment.sort_values("tonnes").drop_duplicates("place", keep="last").set_index("place")
    for at, place in enumerate(carried.places):
        if place in near.index:
            assert carried.hubs[carried.nearest[design, s, at]] == near.loc[place, "hub"]
            assert carried.served[design, s, at] == pytest.approx(near.loc[place, "tonnes"], rel=1e-5)
        else:
            assert carried.nearest[design, s, at] == -1


def test_parts_are_named_and_classes_in_the_comparisons_order(carried, found):
    assert carried.part_names == ("tariff", "border", "gauge", "handling", "time", "fixed", "unmet")
    assert carried.tonnes.shape[-1] == len(found.classes)
    assert np.isfinite(carried.parts).all()


def test_without_gateways_single_hubs_are_the_designs(tmp_path):
    found = compare(str(write_tiny(tmp_path)), gateways=[], scenarios=["base"], confirmed=False)
    assert {frozenset(hubs) for hubs in shown_designs(found)} >= {frozenset([hub]) for hub in ("NOR", "SOU", "MID")}


def test_page_pictures_and_layers_have_the_tonnes_of_one_pass(found):
    moved = Moved.of(found)
    winning = winning_design(found)
    at = [set(hubs) for hubs in moved.table.designs].index(set(winning))
    for s, scenario in enumerate(found.study.scenarios):
        alone = design_traffic(found.study, scenario, winning)
        for name in ("links", "link_use", "hubs", "catchment", "parts", "unmet"):
            pd.testing.assert_frame_equal(getattr(moved.winner[scenario], name), getattr(alone, name))
        told = alone.links[["forward_t", "backward_t"]].to_numpy().sum()
        assert moved.table.tonnes[at, s].sum(dtype="float64") == pytest.approx(told, rel=1e-6)
    assert len(moved.table.designs) == len(shown_designs(found))


def test_the_design_that_is_drawn_is_carried_even_where_no_hub_is_worth_having(tmp_path):
    region = write_tiny(tmp_path / "region")
    found = compare(str(region), hubs=["GAT"], scenarios=["base"], confirmed=False, draws=0)
    assert {frozenset(hubs) for hubs in Moved.of(found).table.designs} >= {frozenset(drawn_design(found))}
