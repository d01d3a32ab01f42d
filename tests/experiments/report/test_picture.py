"""The picture."""

import matplotlib.pyplot as plt
import pytest
from matplotlib import image

from experiments.report.picture import ranking_bars
from experiments.report.scene import Scene


@pytest.fixture(scope="module")
def scene(found):
    return Scene.of(found)


@pytest.fixture
def axes():
    figure, axes = plt.subplots()
    yield axes
    plt.close(figure)


def test_the_picture_has_its_size_and_something_on_it(results):
    picture = image.imread(results / "map.png")
    height, width, _ = picture.shape
    assert width == 2250
    assert 1300 < height < 4000
    assert picture[..., :3].std() > 0.05


def test_the_bars_are_regrets_in_the_order_of_the_ranking(scene, found, axes):
    ranking_bars(scene, axes)
    widths = [bar.get_width() for bar in axes.patches]
    regrets = found.ranking["expected_regret_usd"]
    assert widths == pytest.approx((regrets / regrets.max() * max(widths)).tolist())
    assert [label.get_text().split("  ")[0] for label in axes.get_yticklabels()] == ["1", "2", "3"]
    assert axes.get_xlabel().startswith("m USD a year")
