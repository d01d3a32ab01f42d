"""The table of hub sets as a tidy frame and as a dataset: every number in its place."""

import itertools
import sys

import numpy as np
import pytest

from optimize import HubProblem, HubSetTable, InputError, ScenarioProblem


@pytest.fixture(scope="module")
def problems():
    rng = np.random.default_rng(7)
    return {name: HubProblem(rng.random((4, 4)), rng.random((4, 4)), labels=list("abcd")) for name in ("calm", "storm")}


@pytest.fixture(scope="module")
def table(problems):
    return HubSetTable.build(ScenarioProblem(problems, {"calm": 0.75, "storm": 0.25}), p_max=2)


def cost_of(problem, hubs):
    """Cheapest way of each pair by one or two of the hubs, added up."""
    block, at = problem.blocks[0], ["abcd".index(hub) for hub in hubs]
    ways = [
        block.collection[:, k, None] + block.transfer[k, m] + block.distribution[None, m, :] for k in at for m in at
    ]
    return float((block.flow * np.min(ways, axis=0)).sum()) if at else np.inf


def test_the_frame_has_a_row_for_each_set_and_scenario(table, problems):
    frame = table.to_frame()
    assert len(frame) == (1 + 4 + 6) * 2
    for row in frame.itertuples():
        assert row.cost == pytest.approx(cost_of(problems[row.scenario], row.hubs))
        assert row.size == len(row.hubs)
        assert row.probability == {"calm": 0.75, "storm": 0.25}[row.scenario]


def test_the_dataset_finds_costs_by_hubs_and_scenario(table, problems):
    pytest.importorskip("xarray")
    found = table.to_xarray()
    assert dict(found.sizes) == {"set": 11, "scenario": 2, "hub": 4}
    with_b = found.where(found.open.sel(hub="b", drop=True) & (found["size"] == 2), drop=True)
    assert sorted(with_b.hubs.values) == ["a+b", "b+c", "b+d"]
    for each in with_b.set.values:
        hubs = str(found.hubs.sel(set=each).item()).split("+")
        cost = float(found.cost.sel(set=each, scenario="storm"))
        assert cost == pytest.approx(cost_of(problems["storm"], hubs))
    expected = (found.cost * found.probability).sum("scenario")

    def mean(hubs):
        return 0.75 * cost_of(problems["calm"], hubs) + 0.25 * cost_of(problems["storm"], hubs)

    best = min(itertools.combinations("abcd", 2), key=mean)
    pairs = expected.where(found["size"] == 2)
    assert found.hubs.isel(set=int(pairs.argmin("set"))).item() == "+".join(best)


def test_labels_stay_whole_numbers_where_all_are(problems):
    pytest.importorskip("xarray")
    block = problems["calm"].blocks[0]
    numbered = HubSetTable.build(HubProblem(block.flow, block.transfer), p_max=1).to_xarray()
    assert numbered.hub.values.tolist() == [0, 1, 2, 3]


def test_the_dataset_goes_through_a_dictionary(table):
    xarray = pytest.importorskip("xarray")
    found = table.to_xarray()
    assert xarray.Dataset.from_dict(found.to_dict()).equals(found)


def test_without_xarray_the_extra_is_named(table, monkeypatch):
    monkeypatch.setitem(sys.modules, "xarray", None)
    with pytest.raises(InputError, match=r"labelled arrays need the package xarray.*silkhub\[xarray\]"):
        table.to_xarray()
