"""Tonnes on corridors of the tiny region: planned links count for nothing, parallel ones are added up."""

import pytest

from experiments.traffic import design_traffic
from tests.experiments.tiny import write_tiny

DESIGN = ["GAT", "SOU"]
GATE_SOUTH = "gate-south,GAT,SOU,rail,1150,,Trunk;South,open,made-up,derived\n"


def corridors(folder, links):
    traffic = design_traffic(str(write_tiny(folder, links=links)), "base", DESIGN)
    return traffic, traffic.corridors.set_index(["corridor", "class"])["flow_t"]


def test_a_planned_railway_takes_nothing_from_a_corridor(region, tmp_path):
    planned = "new-south,GAT,MID,rail,1800,,South,planned,made-up,derived\n"
    _, found = corridors(tmp_path, (GATE_SOUTH, GATE_SOUTH + planned))
    without = design_traffic(region, "base", DESIGN).corridors.set_index(["corridor", "class"])["flow_t"]
    assert without["South"].min() > 0
    assert found.to_dict() == pytest.approx(without.to_dict())


def test_what_goes_by_one_way_is_added_to_what_goes_by_the_other(tmp_path):
    """All freight of Faraway uses one of its two links, both of the corridor, and never both."""
    rail = "far-gate,FAR,GAT,rail,950,,Trunk,open,made-up,derived\n"
    text = (
        "far-gate,FAR,GAT,rail,950,,Twin,open,made-up,derived\nfar-south,FAR,SOU,rail,1900,,Twin,open,made-up,derived\n"
    )
    traffic, found = corridors(tmp_path, (rail, text))
    by_link = traffic.links.groupby(["link", "class"])[["forward_t", "backward_t"]].sum().sum(axis=1)
    for cls in traffic.classes:
        both = by_link.get(("far-gate", cls), 0.0) + by_link.get(("far-south", cls), 0.0)
        assert both > max(by_link.get(("far-gate", cls), 0.0), by_link.get(("far-south", cls), 0.0)) > 0
        assert found["Twin", cls] == pytest.approx(both)
