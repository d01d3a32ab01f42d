"""Traffic of a design in the tiny region: what is on which link, followed with a pencil and added up."""

import numpy as np
import pytest

from experiments.question import Study
from experiments.traffic import COSTS, Case, corridor_traffic, design_traffic
from tests.experiments.tiny import write_tiny

DESIGN = ["GAT", "SOU"]


@pytest.fixture(scope="module")
def base(region):
    return design_traffic(region, "base", DESIGN)


@pytest.fixture(scope="module")
def over(region):
    """Paths of each class, with places and hubs by name."""
    case = Case.of(region, "base", DESIGN)
    names, hubs = [str(label) for label in case.problem.labels], [str(hub) for hub in case.problem.candidates]
    return {
        cls: [
            (names[i], names[j], hubs[k] if k >= 0 else "", hubs[m] if m >= 0 else "", tonnes)
            for i, j, k, m, tonnes in zip(
                paths.origin, paths.destination, paths.first, paths.last, paths.tonnes, strict=True
            )
        ]
        for cls, paths in case.paths(DESIGN).items()
    }


def test_parts_add_up_to_the_cost_of_the_design(region):
    table = region.hub_set_table(["base", "west-cut", "slow-south"], ["GAT", "NOR", "SOU", "MID"], 3)
    for scenario in table.scenarios:
        for hubs in (["GAT"], ["GAT", "SOU"], ["GAT", "NOR", "MID"]):
            traffic = design_traffic(region, scenario, hubs)
            assert traffic.cost_usd == pytest.approx(table.cost(hubs, scenario), rel=1e-11)
            assert list(traffic.parts) == ["class", *COSTS]


def test_faraway_reaches_the_rest_of_the_world_by_one_railway(base, over):
    """Far-gate is the only link of Faraway: all that it sends and gets is on it."""
    rows = base.links[base.links["link"] == "far-gate"].groupby("class")[["forward_t", "backward_t"]].sum()
    for cls, paths in over.items():
        assert rows.loc[cls, "forward_t"] == pytest.approx(sum(t for i, j, *_, t in paths if i == "FAR" and j != "FAR"))
        assert rows.loc[cls, "backward_t"] == pytest.approx(
            sum(t for i, j, *_, t in paths if j == "FAR" and i != "FAR")
        )


def test_transfers_are_between_the_hubs(base, over):
    """Between the gate and Southtown trains take the direct railway, 1150 km: by Northtown it is road, or 2750 km."""
    between = base.links[base.links["part"] == "transfer"]
    assert set(between["link"]) == {"gate-south"}
    for cls, paths in over.items():
        west = sum(t for _, _, k, m, t in paths if (k, m) == ("GAT", "SOU"))
        assert between.loc[between["class"] == cls, "forward_t"].sum() == pytest.approx(west)
    assert between["forward_t"].sum() > 0


def test_hubs_and_their_catchments_add_up(base, over):
    for hub in DESIGN:
        rows = base.hubs[base.hubs["hub"] == hub].set_index("class")["tonnes"]
        for cls, paths in over.items():
            assert rows[cls] == pytest.approx(sum(t for *_, k, m, t in paths if hub in (k, m)))
    everything = [path for paths in over.values() for path in paths]
    for row in base.catchment.itertuples():
        sent = sum(t for i, _, k, _, t in everything if (i, k) == (row.place, row.hub))
        got = sum(t for _, j, _, m, t in everything if (j, m) == (row.place, row.hub))
        whole = sum(t * ((i == row.place) + (j == row.place)) for i, j, *_, t in everything)
        assert row.tonnes == pytest.approx(sent + got)
        assert row.share == pytest.approx((sent + got) / whole)
    assert (base.hubs["capacity_t"] == np.inf).all()


def test_what_is_cut_off_is_unmet_and_costs_its_penalty(region):
    traffic = design_traffic(region, "West cut off", DESIGN)
    flows = {cls: region.flows(cls=cls) for cls in ("goods", "parcels")}
    for row in traffic.unmet.itertuples():
        west = flows[row[1]].loc["WES"].sum() + flows[row[1]]["WES"].sum() - flows[row[1]].loc["WES", "WES"]
        assert row.unmet_t == pytest.approx(west)
    assert traffic.parts["cost_unmet_usd"].to_numpy() == pytest.approx(900 * traffic.unmet["unmet_t"].to_numpy())
    assert "mid-west" not in set(traffic.links["link"])


def test_corridors_count_a_tonne_once(base, over):
    """The Trunk has the one link of Faraway, and that of Westport: each tonne counts once, though it uses both."""
    found = corridor_traffic(base).set_index(["corridor", "class"])
    busiest = base.links.groupby(["class", "link"])[["forward_t", "backward_t"]].sum().sum(axis=1)
    trunk = ["far-gate", "gate-north", "gate-south", "mid-west"]
    for cls, paths in over.items():
        certain = sum(t for i, j, *_, t in paths if {i, j} & {"FAR", "WES"} and i != j)
        assert certain * (1 - 1e-9) <= found.loc[("Trunk", cls), "flow_t"] <= sum(t for *_, t in paths)
        assert found.loc[("Trunk", cls), "busiest_link_t"] == pytest.approx(
            max(busiest.get((cls, link), 0.0) for link in trunk)
        )


def test_use_is_that_of_the_fuller_direction(tmp_path):
    folder = write_tiny(tmp_path, links=("far-gate,FAR,GAT,rail,950,,", "far-gate,FAR,GAT,rail,950,100000,"))
    traffic = design_traffic(str(folder), "base", DESIGN)
    (row,) = traffic.link_use.itertuples()
    tonnes = traffic.links[traffic.links["link"] == "far-gate"][["forward_t", "backward_t"]].sum()
    assert (row.link, row.capacity) == ("far-gate", 100_000)
    assert row.use == pytest.approx(tonnes.max() / 100_000)
    assert row.use > 1


def test_room_counts_unless_the_study_says_not(tmp_path):
    """Southtown has room for 10,000 t."""
    old, new = "fixed_usd_per_year,", "fixed_usd_per_year,capacity_t_per_year,"
    rows = "source,confidence\nNOR,1.0,100000,{0}made-up,assumed\nSOU,1.1,100000,{1}made-up,assumed\n"
    folder = write_tiny(tmp_path, hubs=(old + rows.format("", ""), new + rows.format(",", "10000,")))
    free, limited = (Study.of(str(folder), room=room) for room in (False, True))
    through = [
        design_traffic(study, "base", DESIGN).hubs.query("hub == 'SOU'")["tonnes"].sum() for study in (free, limited)
    ]
    assert through[0] > 10_000
    assert through[1] == pytest.approx(10_000)
    assert design_traffic(limited, "base", DESIGN).hubs.query("hub == 'SOU'")["capacity_t"].tolist() == [10_000] * 2


def test_no_hub_at_all_sends_all_direct(region):
    traffic = design_traffic(region, "base", [])
    assert set(traffic.links["part"]) == {"direct"}
    assert traffic.hubs.empty
    assert traffic.catchment.empty
    assert repr(traffic) == "Traffic(design=no hub, scenario=base)"


def test_unknown_names_are_refused(region):
    with pytest.raises(ValueError, match="Atlantis"):
        design_traffic(region, "base", ["Atlantis"])


def test_corridors_of_a_question_are_those_of_its_traffic(region, base):
    assert corridor_traffic(region, "base", DESIGN).equals(base.corridors)
