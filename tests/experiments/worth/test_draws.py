"""Items in a draw."""

import numpy as np
import pytest

import geodata
from experiments.question import Study
from experiments.worth.draws import DrawnItems, evaluate_draw
from experiments.worth.items import link_item
from experiments.worth.values import Worlds


@pytest.mark.parametrize("every", [False, True])
def test_worth_in_a_draw_is_the_difference_in_that_draws_region(routes, every):
    study = Study.of(str(routes), scenarios=["base", "north-closed"])
    draws = study.region.sample_inputs(2, 1)
    shared = DrawnItems(Worlds(study), (link_item(study.region, "gate-mid"),), draws, every)
    rows = evaluate_draw(shared, {"draw": 1}, np.random.default_rng(0))
    world = draws.region(1)
    open_ = world.with_overrides(geodata.Change(links=("gate-mid",), open=True))
    weight = {"base": 0.9, "north-closed": 0.1} if every else {"base": 1.0}
    saved = sum(
        share
        * (
            where.hub_set_table([name], forced=["GAT"], p_max=1).objective_values("expected")[0]
            * (1.0 if where is world else -1.0)
        )
        for name, share in weight.items()
        for where in (world, open_)
    )
    assert rows[0]["worth_usd"] == pytest.approx(saved, rel=1e-6)
