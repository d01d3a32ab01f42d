"""Many designs in many scenarios: the same as one by one."""

import numpy as np
import pytest

from experiments.traffic import COSTS, design_traffic, traffic_table

DESIGNS = [["GAT"], ["GAT", "SOU"], ["GAT", "NOR", "Midtown"]]
SCENARIOS = ["base", "West cut off", "west-road"]


@pytest.fixture(scope="module")
def table(study):
    return traffic_table(study, DESIGNS, SCENARIOS)


def test_every_cell_is_what_the_design_alone_has(table, study):
    assert table.tonnes.shape == (3, 3, 2, len(table.links), 2)
    assert table.tonnes.dtype == np.float32
    for d, hubs in enumerate(DESIGNS):
        for s, scenario in enumerate(SCENARIOS):
            alone = design_traffic(study, scenario, hubs)
            wide = alone.links.groupby(["class", "link"])[["forward_t", "backward_t"]].sum()
            for c, cls in enumerate(table.classes):
                expected = wide.loc[cls].reindex(list(table.links), fill_value=0.0).to_numpy()
                assert table.tonnes[d, s, c] == pytest.approx(expected, rel=1e-6, abs=1e-3)
                assert table.unmet_t[d, s, c] == pytest.approx(alone.unmet["unmet_t"][c], rel=1e-6)
            assert table.cost_usd[d, s] == pytest.approx(alone.parts[list(COSTS)].to_numpy())
            through = alone.hubs.pivot_table(index="class", columns="hub", values="tonnes").reindex(
                index=list(table.classes), columns=list(table.hubs), fill_value=0.0
            )
            over = alone.corridors.pivot_table(index="class", columns="corridor", values="flow_t")
            over = over.reindex(index=list(table.classes), columns=list(table.corridors))
            assert table.corridor_t[d, s] == pytest.approx(over.to_numpy(), rel=1e-6, abs=1e-3)
            assert table.hub_t[d, s] == pytest.approx(through.to_numpy(), rel=1e-6, abs=1e-3)


def test_costs_are_those_of_the_table_of_hub_sets(table, region):
    costs = region.hub_set_table(["base", "west-cut", "west-road"], ["GAT", "NOR", "SOU", "MID"], 3)
    for d, hubs in enumerate(table.designs):
        for s, scenario in enumerate(table.scenarios):
            assert table.cost_usd[d, s].sum() == pytest.approx(costs.cost(hubs, scenario), rel=1e-11)


def test_names_are_ids_in_the_table(table):
    assert table.designs[2] == ("GAT", "NOR", "MID")
    assert table.scenarios == ("base", "west-cut", "west-road")


def test_two_runs_give_the_same(table, study):
    again = traffic_table(study, DESIGNS, SCENARIOS)
    assert again.tonnes.tobytes() == table.tonnes.tobytes()
    assert again.cost_usd.tobytes() == table.cost_usd.tobytes()


@pytest.mark.parametrize(("designs", "scenarios"), [([], ["base"]), ([["GAT"]], [])])
def test_nothing_asked_is_refused(region, designs, scenarios):
    with pytest.raises(ValueError, match="at least one of each"):
        traffic_table(region, designs, scenarios)


def test_catchments_are_those_of_each_design(table, study):
    for d, hubs in enumerate(DESIGNS):
        alone = design_traffic(study, "West cut off", hubs).catchment
        wide = alone.pivot_table(index="place", columns="hub", values="tonnes").reindex(
            index=list(table.places), columns=list(table.hubs)
        )
        assert table.served_t[d, 1] == pytest.approx(wide.fillna(0.0).to_numpy(), rel=1e-5, abs=1.0)
