"""Where the freight goes in a comparison, as a picture."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib import image
from matplotlib.colors import to_rgb

from experiments import compare
from experiments.maps import EFFECTS, LIGHT
from experiments.report.carried import drawn_design
from experiments.report.flow_picture import best_words, draw_flows, flow_table
from experiments.report.scene import Scene
from experiments.traffic import design_traffic
from tests.experiments.tiny import write_tiny


def pixels(path, colour):
    picture = image.imread(path)[..., :3]
    return int((np.abs(picture - np.array(to_rgb(colour))).max(axis=-1) < 0.03).sum())


def test_the_picture_shows_flows_changes_and_closures(results):
    assert pixels(results / "flows.png", LIGHT.flow) > 1_000
    assert pixels(results / "flows.png", LIGHT.less) > 300
    assert pixels(results / "flows.png", EFFECTS["closed"][0]) > 150


def test_it_leaves_no_figure_behind(found, tmp_path):
    before = plt.get_fignums()
    draw_flows(Scene.of(found), tmp_path / "flows.svg")
    assert plt.get_fignums() == before
    assert "North closed" in (tmp_path / "flows.svg").read_text()


def test_flows_are_those_of_the_headlines_design(found):
    hubs = drawn_design(found)
    assert hubs == found.overload.hubs
    table = flow_table(Scene.of(found))
    assert list(table.columns) == list(found.study.scenarios)
    for scenario in ("base", "west-cut"):
        links = design_traffic(found.study, scenario, hubs).links
        carried = (links["forward_t"] + links["backward_t"]).groupby(links["link"]).sum()
        assert table[scenario][table[scenario] > 0].to_dict() == pytest.approx(carried.to_dict(), rel=1e-5)


def test_the_words_below_name_the_best_hub_and_its_lead(found):
    rows = found.hubs[found.hubs["scenario"] == "west-cut"].sort_values("cost_usd")
    words = best_words(found, "west-cut")
    assert words.startswith(f"{rows.iloc[0]['name']}, by ")
    assert "; unmet " in words
    assert "unmet" not in best_words(found, "slow-south")


@pytest.mark.parametrize("degrees", [105.0, -70.0])
def test_a_region_looks_the_same_wherever_it_lies(tmp_path, degrees):
    """Over the antimeridian and over the Atlantic: the network is as large as at home, so that no line is torn."""

    def drawn(turn):
        folder = write_tiny(tmp_path / str(turn))
        places = pd.read_csv(folder / "places.csv")
        places["lon"] = (places["lon"] + turn + 180.0) % 360.0 - 180.0
        places.to_csv(folder / "places.csv", index=False)
        found = compare(str(folder), hubs=["NOR"], scenarios=["base"], confirmed=False, draws=0)
        draw_flows(Scene.of(found), tmp_path / f"{turn}.png")
        return pixels(tmp_path / f"{turn}.png", LIGHT.flow)

    assert drawn(degrees) == pytest.approx(drawn(0.0), rel=0.05)
