"""The figures of a comparison by hub and scenario."""

import sys

import pytest

from optimize import InputError


def test_every_figure_is_found_by_hub_and_scenario(found):
    pytest.importorskip("xarray")
    labelled = found.to_xarray()
    assert set(labelled.cost_usd.dims) == {"hub", "scenario"}
    assert len(labelled.hub) * len(labelled.scenario) == len(found.hubs)
    for row in found.hubs.itertuples():
        assert float(labelled.cost_usd.sel(hub=row.hub, scenario=row.scenario)) == row.cost_usd
    assert labelled.cost_usd.attrs == {"units": "USD a year"}
    assert labelled.name.sel(hub="NOR").item() == "Northtown"


def test_figures_of_all_scenarios_stand_beside(found):
    pytest.importorskip("xarray")
    labelled = found.to_xarray()
    expected = (labelled.cost_usd * labelled.probability).sum("scenario")
    for hub in labelled.hub.values:
        assert float(labelled.overall_expected_cost_usd.sel(hub=hub)) == pytest.approx(float(expected.sel(hub=hub)))


def test_without_xarray_the_extra_is_named(found, monkeypatch):
    monkeypatch.setitem(sys.modules, "xarray", None)
    with pytest.raises(InputError, match=r"silkhub\[xarray\]"):
        found.to_xarray()
