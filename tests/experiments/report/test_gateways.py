"""Rows of the page on gateways and their room."""

from experiments.report.gateways import gateway_rows, sweep_rows
from tests.experiments.hand import ONLY_BASE, HandRegion, hand_comparison, priced


def test_rows_are_words():
    region = HandRegion(priced(), capacity={"G": 4.0})
    found = hand_comparison(region, weights=ONLY_BASE, gateway_sets=(("G",),), incumbent="A", challenger="C")
    (row,) = gateway_rows(found)
    assert [row[key] for key in ("gateways", "hub", "runner_up", "saves")] == ["Gate *", "Alba", "Brno, 70", "390"]
    assert (row["incumbent"], row["challenger"]) == ("1", "3")
    last = sweep_rows(found)[-1]
    assert (last["room"], last["hub"], last["saves"]) == ("no limit", "Alba", "990")
    assert sweep_rows(found)[3]["room"].startswith("1 x: ")
