"""Choosing between low, central and high, and drawing in between."""

import numpy as np
import pytest

import geodata
from geodata.values.uncertainty import Choice, Stream, triangular


def test_triangular_quantiles():
    low, mode, high = (np.full(3, x) for x in (0.0, 1.0, 4.0))
    found = triangular(np.array([0.0, 0.25, 1.0]), low, mode, high)
    assert found == pytest.approx([0.0, 1.0, 4.0])  # a quarter of the mass lies below the mode
    assert triangular(np.array([0.3]), *(np.array([2.0]),) * 3) == 2.0


def test_draws_have_the_mean_of_the_triangle():
    n = 20_000
    draws = Choice(seed=1).pick(np.full(n, 1.0), np.full(n, 2.0), np.full(n, 6.0), stream=0)
    assert draws.min() >= 1
    assert draws.max() <= 6
    assert draws.mean() == pytest.approx(3.0, abs=0.03)


def test_a_number_without_bounds_is_certain():
    nan = np.array([np.nan])
    assert Choice(seed=3).pick(nan, np.array([5.0]), nan, stream=0) == 5.0


def test_an_unknown_level_is_refused(danube):
    with pytest.raises(ValueError, match="use one of low, central, high"):
        geodata.load_region(danube, level="medium")


def test_each_kind_of_number_is_drawn_independently_of_the_others():
    n = 20_000
    low, mode, high = (np.full(n, value) for value in (0.0, 1.0, 2.0))
    draws = [Choice(seed=1).pick(low, mode, high, stream=stream) for stream in Stream]
    assert np.corrcoef(draws) == pytest.approx(np.eye(len(draws)), abs=0.03)


def test_the_tables_of_a_region_do_not_share_a_stream(edit):
    """The first uncertain number of every table has the same triangle; drawn from one stream, all would be equal."""
    triangle = dict(zip(("low", "central", "high"), ("1", "2", "3"), strict=True))
    for level, text in triangle.items():
        edit.cell("parameters.csv", 2, level, text)
        end = "" if level == "central" else f"_{level}"
        for file, name in (("crossings.csv", "dwell_h"), ("crossings.csv", "fee_usd_per_t"),
                           ("hubs.csv", "handling_factor"), ("trade.csv", "value_bn_usd")):  # fmt: skip
            edit.cell(file, 2, name + end, text)
    region = edit.region().sample_parameters(7)
    road = region.route("BUD", "BEG", modes=["road"])
    drawn = [
        region.parameters["value"].iloc[0],
        road.days["waiting_border"] * 24,
        road.cost_usd_per_t["border_fees"],
        region.hub_numbers(["BUD"])["handling_factor"].item(),
        region.trade().frame().groupby(["exporter", "importer"])["value_usd"].sum()["AUT", "HUN"] / 1e9,
    ]
    assert all(1 < number < 3 for number in drawn)
    assert len({round(number, 9) for number in drawn}) == len(drawn)


def test_the_median_and_the_quartiles_of_a_triangle():
    """Distribution function of the triangle from 1 over 2 to 6 by hand: (x - 1)^2 / 5 and 1 - (6 - x)^2 / 20."""
    low, mode, high = (np.full(3, value) for value in (1.0, 2.0, 6.0))
    rising, falling = 1 + np.sqrt(5 * 0.1), 6 - np.sqrt(20 * 0.5)
    found = triangular(np.array([0.1, 0.5, 0.2]), low, mode, high)
    assert found == pytest.approx([rising, falling, 2.0])
