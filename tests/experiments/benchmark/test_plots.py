"""Performance profiles and growth."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from experiments.benchmark.plots import drawings, growth, performance_profile, profile_times
from experiments.benchmark.summary import summarise


@pytest.fixture
def axis():
    figure, axis = plt.subplots()
    yield axis
    plt.close(figure)


def test_profiles_count_only_proofs(runs, axis):
    times = profile_times(summarise(runs, 60.0))
    assert list(times.columns) == ["compact HiGHS", "benders"]
    assert np.isinf(times.loc["b", "compact HiGHS"])
    performance_profile(summarise(runs, 60.0), 60.0, ax=axis)
    heights = {line.get_label(): line.get_ydata()[-1] for line in axis.get_lines()}
    assert heights == {"compact HiGHS": 0.5, "benders": 1.0}


def test_a_profile_rises_at_the_factor_of_the_fastest(runs, axis):
    performance_profile(summarise(runs, 60.0), 60.0, ax=axis)
    compact = next(line for line in axis.get_lines() if line.get_label() == "compact HiGHS")
    assert compact.get_xdata()[1] == pytest.approx(8.0)


def test_growth_is_over_the_size_with_hollow_marks_where_nothing_was_proven(runs, axis):
    growth(summarise(runs, 60.0), 60.0, ax=axis)
    lines = {line.get_label(): line for line in axis.get_lines()}
    assert lines["compact HiGHS"].get_xdata().tolist() == [10, 20]
    assert lines["compact HiGHS"].get_ydata().tolist() == [4.0, 60.0]
    hollow = [line for line in axis.get_lines() if line.get_markerfacecolor() == "white"]
    assert sorted(len(line.get_xdata()) for line in hollow) == [0, 1, 1]


def test_only_plots_that_have_rows_are_drawn(runs, tmp_path):
    plots = drawings(summarise(runs, 60.0), 60.0)
    assert list(plots) == ["profile_multiple.png", "growth_nodes.png"]
    for name, draw in plots.items():
        draw(tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(b"\x89PNG")
    single = drawings(summarise(runs.assign(allocation="single", family="scenarios"), 60.0), 60.0)
    assert list(single) == ["profile_single.png", "growth_scenarios.png"]
    assert drawings(pd.DataFrame(), 60.0) == {}
