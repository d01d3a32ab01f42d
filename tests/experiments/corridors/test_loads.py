"""What links carry in a corridor study."""

import numpy as np
import pandas as pd
import pytest

from experiments.corridors.loads import corridor_titles, link_loads


def test_links_carry_what_their_routes_do(tiny_study):
    """Added up route by route, in plain loops."""
    run = tiny_study.runs["base"]
    network, routes = run.network, run.flow.routes
    links = network.links.reset_index(drop=True)
    start = tiny_study.region.data["links"].frame().set_index("id")["from"]
    by_hand: dict[tuple[str, bool], float] = {}
    arcs, on_arc = routes.arcs.tocsr(), network.arc_links.tocsr()
    for route in range(len(routes.quantity)):
        for arc in arcs[[route]].nonzero()[1]:
            for link in on_arc[[arc]].nonzero()[1]:
                key = (links["link"][link], links["from"][link] == start[links["link"][link]])
                by_hand[key] = by_hand.get(key, 0.0) + routes.quantity[route]
    table = link_loads(tiny_study, "base")
    for link in table.index:
        assert table["forward_t"][link] == pytest.approx(by_hand.get((link, True), 0.0))
        assert table["backward_t"][link] == pytest.approx(by_hand.get((link, False), 0.0))
    assert table["forward_t"].sum() > 0


def test_every_link_has_a_row_in_the_order_of_the_file(tiny_study):
    table = link_loads(tiny_study, "west-cut")
    assert list(table.index) == list(tiny_study.region.data["links"].frame()["id"])
    assert table.loc["mid-west", ["forward_t", "backward_t"]].tolist() == [0.0, 0.0]
    assert table["full"].dtype == np.bool_


def test_a_narrow_link_is_full_and_carries_its_capacity(tiny_study):
    table = link_loads(tiny_study, "base")
    priced = tiny_study.bottlenecks
    full = set(priced[(priced["scenario"] == "base") & (priced["price_usd_per_t"] > 0)]["link"])
    assert set(table.index[table["full"]]) == full == {"north-mid"}
    assert max(table.loc["north-mid", ["forward_t", "backward_t"]]) == pytest.approx(100_000.0)


def test_scenarios_of_one_title_are_told_apart():
    run = type("Run", (), {"title": "Closed"})
    study = type("Study", (), {"runs": {"a": run, "b": run}})
    assert corridor_titles(study) == {"a": "Closed [a]", "b": "Closed [b]"}
    assert pd.Series(corridor_titles(study)).is_unique
