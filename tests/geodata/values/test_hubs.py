"""Numbers of hubs: those of hubs.csv, defaults for all other places, changes in turn."""

import numpy as np
import pytest

from geodata import ParameterChange
from geodata.values.hubs import changed_hubs, hub_table
from geodata.values.uncertainty import Choice


@pytest.fixture
def table(danube_region):
    return hub_table(danube_region.data, Choice())


def test_hubs_have_their_row_and_other_places_the_defaults(table):
    assert list(table.index) == ["VIE", "BUD", "BEG", "SOF", "BUH", "CND"]
    assert table.loc["BEG"].tolist() == [0.8, 1, 8e6, np.inf, np.inf]
    assert table.loc["SOF"].tolist() == [1, 1, 0, np.inf, np.inf]


def test_an_uncertain_handling_factor_takes_its_level(danube_region):
    for level, factor in (("low", 0.8), ("central", 0.9), ("high", 1.1)):
        assert hub_table(danube_region.data, Choice(level)).loc["BUH", "handling_factor"] == factor


def test_changes_apply_in_their_order_at_one_hub_or_at_all(table):
    changes = [
        ParameterChange("handling_factor", factor=2.0),
        ParameterChange("handling_factor", value=0.1, place="BEG"),
        ParameterChange("handling_factor", factor=3.0, place="BEG"),
        ParameterChange("capacity_t_per_year", value=5e5, place="BUD"),
        ParameterChange("terminal_h", value=7.0),
    ]
    changed = changed_hubs(table, ["BUD", "BEG"], changes)
    assert changed["handling_factor"].tolist() == pytest.approx([2.0, 0.3])
    assert changed["capacity_t_per_year"].tolist() == [5e5, np.inf]
    assert table.loc["BEG", "handling_factor"] == 0.8


@pytest.mark.parametrize("name", ["fixed_usd_per_year", "capacity_teu_per_year"])
def test_fixed_costs_and_capacities_take_their_level(edit, name):
    for end, number in (("_low", 2), ("", 4), ("_high", 9)):
        edit.column("hubs.csv", name + end, BEG=number)
    data = edit.region().data
    for level, number in (("low", 2), ("central", 4), ("high", 9)):
        assert hub_table(data, Choice(level)).loc["BEG", name] == number
    drawn = [hub_table(data, Choice("central", seed)).loc["BEG", name] for seed in range(3)]
    assert len(set(drawn)) == 3
    assert all(2 <= number <= 9 for number in drawn)


def test_draws_of_one_number_are_not_those_of_another(edit):
    for name in ("fixed_usd_per_year", "capacity_teu_per_year"):
        for end, number in (("_low", 0), ("", 1), ("_high", 2)):
            edit.column("hubs.csv", name + end, BEG=number)
    table = hub_table(edit.region().data, Choice("central", 1))
    assert table.loc["BEG", "fixed_usd_per_year"] != table.loc["BEG", "capacity_teu_per_year"]
