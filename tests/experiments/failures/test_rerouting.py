"""Tonnes before and after a loss."""

import numpy as np
import pandas as pd
import pytest

from experiments.failures.elements import Element
from experiments.failures.losses import Stakes
from experiments.failures.rerouting import evaluate_carried, rerouting_table
from experiments.question import Study
from geodata import Change, Scenario


def test_tonnes_are_those_of_the_assignment(tiny):
    study = Study.of(str(tiny))
    north = Element("North", "corridor", "North", ("gate-north", "north-mid"))
    found = evaluate_carried(
        Stakes(study, study.region.scenario("base"), {north.key: north}), {"loss": north.key}, np.random.default_rng(0)
    )
    carried = dict(zip(found["carrier"], found["tonnes"], strict=True))
    wanted = study.region.assignment(Scenario("x", changes=(Change(corridor=("North",), close=True),)))
    assert carried["corridor:North"] == 0.0
    for name in ("South", "Trunk"):
        assert carried[f"corridor:{name}"] == pytest.approx(wanted.through(name))
    for link in ("gate-north-road", "mid-west"):
        assert carried[f"link:{link}"] == pytest.approx(wanted.through(link))


def test_what_does_not_change_is_left_out():
    before = [("", "link:a", 5.0), ("", "link:b", 0.0), ("", "link:c", 3.0)]
    after = [("link:a", "link:a", 0.0), ("link:a", "link:b", 5.0), ("link:a", "link:c", 3.0)]
    carried = pd.DataFrame([*before, *after], columns=["loss", "carrier", "tonnes"])
    table = rerouting_table(carried, {"link:b": "B"})
    assert table[["carrier", "carrier_name", "change_t"]].to_numpy().tolist() == [["b", "B", 5.0], ["a", "a", -5.0]]


def test_no_loss_gives_no_rows():
    assert rerouting_table(pd.DataFrame({"loss": [], "carrier": [], "tonnes": []}), {}).empty
