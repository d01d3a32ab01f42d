"""Pictures of a comparison: bars of regrets, maps of tonnes."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest

from optimize import InputError, solve
from tests.experiments.hand import hand_comparison

mpl.use("Agg")


@pytest.fixture(autouse=True)
def closed():
    """All figures are closed at the end."""
    yield
    plt.close("all")


def test_bars_are_regrets_over_all_scenarios_or_in_one():
    found = hand_comparison()
    # B costs 0.75 x 1200 + 0.25 x 1400 = 1250, A 0.75 x 1010 + 0.25 x 2010 = 1260, C 0.75 x 1500 + 0.25 x 1300 = 1450
    assert [bar.get_width() for bar in found.plot().patches] == pytest.approx([0, 10, 200])
    shock = found.plot(scenario="shock")
    assert [bar.get_width() for bar in shock.patches] == pytest.approx([0, 100, 710])


def test_maps_of_flows_and_changes_go_where_they_are_told(found):
    _, ax = plt.subplots()
    assert found.plot("flows", ax=ax, names=False) is ax
    assert "where the freight goes" in "".join(text.get_text() for text in ax.figure.findobj(mpl.text.Text))
    change = found.plot("change", scenario="north-closed")
    assert "what changes" in "".join(text.get_text() for text in change.figure.findobj(mpl.text.Text))


@pytest.mark.parametrize(
    ("kind", "scenario", "fault"),
    [
        ("pie", None, "kind 'pie' is not known; use one of ranking, flows, change"),
        ("ranking", "x", "scenario 'x' was not compared; there are base, "),
        ("change", None, "name another, as scenario="),
        ("change", "base", "name another, as scenario="),
    ],
)
def test_what_cannot_be_drawn_is_told(found, kind, scenario, fault):
    with pytest.raises(InputError, match=fault):
        found.plot(kind, scenario=scenario)


def test_a_solution_of_a_region_is_drawn_on_it(found):
    region = found.study.region
    solution = solve(region.problem("base"), p=1)
    hub = region.places.geometry[solution.hubs[0]]
    (name,) = [text for text in solution.plot(region).texts if text.get_text() == solution.hubs[0]]
    assert name.xy == (hub.x, hub.y)
