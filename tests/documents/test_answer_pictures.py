"""The pictures of docs/answer.md are drawn, and show what the page says of them."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

import geodata
from examples.answer_pictures import lead, legs, regret, roles, savings, worth
from experiments import compare
from tests.places import CHECKOUT


@pytest.fixture(autouse=True)
def put_away():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def danube(tmp_path_factory):
    return geodata.load_region(geodata.new_region(tmp_path_factory.mktemp("regions") / "danube"))


def words(axes):
    return [text.get_text() for text in axes.texts]


def test_a_hub_on_its_own_costs_its_fixed_cost_and_a_pair_that_of_a_gateway_more(danube):
    saved = savings(danube, np.array([0.95, 1.0, 1.09, 1.1]))
    # the page: beside Vienna up to 1.1 times, a pair at no more than 0.95 times, one hub never
    assert (saved["beside"] > 0).tolist() == [True, True, True, False]
    assert (saved["pair"] > 0).tolist() == [True, False, False, False]
    assert saved["alone"].to_numpy() == pytest.approx(-4e6)  # the least fixed cost in hubs.csv
    assert (saved["beside"] - saved["pair"]).to_numpy() == pytest.approx(5e6)  # Vienna's
    assert len(worth(saved, "Vienna").get_lines()) == 4


def test_the_best_hub_of_each_scenario_has_no_regret(danube):
    found = compare(danube, draws=0, confirmed=False)
    shown = regret(found)
    assert words(shown).count("best") == 3  # in two scenarios, and by the largest regret
    assert next(label.get_text() for label in shown.get_yticklabels()) == "Bucharest"
    first = roles(found, "Bucharest")
    assert next(label.get_text() for label in first.get_yticklabels()) == "Bucharest"


def test_a_lead_is_drawn_in_order_with_its_mean():
    shown = lead(pd.DataFrame({"A": [1e6, 4e6, 2e6], "B": [3e6, 3e6, 3e6]}), "A", "B")
    assert [bar.get_height() for bar in shown.patches[:3]] == pytest.approx([-1.0, 1.0, 2.0])
    assert "ahead in 67% of draws" in shown.get_title(loc="left")


def test_the_ways_of_freight_are_named():
    assert {"gateway", "hub"} <= set(words(legs()))


@pytest.mark.parametrize("name", ["legs", "worth", "regret", "roles", "lead"])
def test_pictures_of_the_page_are_small(name):
    assert (CHECKOUT / "docs" / "images" / "answer" / f"{name}.png").stat().st_size < 100_000
