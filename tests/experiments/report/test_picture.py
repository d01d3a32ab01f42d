"""The picture."""

import matplotlib.pyplot as plt
import pytest
from matplotlib import image

from experiments.report.hub_map import hub_map
from experiments.report.picture import ranking_bars
from experiments.report.scenario_map import scenario_map
from experiments.report.scene import Scene


@pytest.fixture(scope="module")
def scene(found):
    return Scene.of(found)


@pytest.fixture
def axes():
    figure, axes = plt.subplots()
    yield axes
    plt.close(figure)


def texts(axes):
    return [text.get_text() for text in axes.texts]


def test_the_picture_has_its_size_and_something_on_it(results):
    picture = image.imread(results / "map.png")
    height, width, _ = picture.shape
    assert width == 2250
    assert 1300 < height < 4000
    assert picture[..., :3].std() > 0.05


def test_the_main_map_names_every_hub_with_its_rank(scene, found, axes):
    hub_map(scene, axes, 1.4, 7.0)
    for rank, hub in enumerate(found.ranking.index, start=1):
        assert f"{rank}  {found.study.name(hub)}" in texts(axes)


def test_the_bars_are_regrets_in_the_order_of_the_ranking(scene, found, axes):
    ranking_bars(scene, axes)
    widths = [bar.get_width() for bar in axes.patches]
    regrets = found.ranking["expected_regret_usd"]
    assert widths == pytest.approx((regrets / regrets.max() * max(widths)).tolist())
    assert [label.get_text().split("  ")[0] for label in axes.get_yticklabels()] == ["1", "2", "3"]
    assert axes.get_xlabel().startswith("m USD a year")


def test_a_scenarios_map_says_who_is_best_by_how_much_and_what_stays_unmet(scene, found, axes):
    scenario_map(scene, axes, "west-cut", scene.land(scene.overview, 50_000))
    rows = found.hubs[found.hubs["scenario"] == "west-cut"].sort_values("cost_usd")
    title, told, weight = texts(axes)
    assert title == "West cut off"
    assert told.startswith(f"{rows.iloc[0]['name']}, by ")
    assert "; unmet " in told
    assert weight.endswith("%")


def test_a_map_of_a_what_if_case_has_no_weight(scene, axes):
    scenario_map(scene, axes, "slow-south", scene.land(scene.overview, 50_000))
    assert texts(axes)[2] == "what if"
    assert "unmet" not in texts(axes)[1]
