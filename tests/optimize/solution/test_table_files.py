"""Flows and allocation as files: what is in them, by every suffix."""

import json

import numpy as np
import pandas as pd
import pytest

from optimize import HubProblem, InputError, ScenarioProblem, solve
from tests.conftest import nasty_problem

READERS = {
    ".csv": pd.read_csv,
    ".json": lambda path: pd.DataFrame(json.loads(path.read_text())),
    ".parquet": pd.read_parquet,
}


def line(**more):
    """Three places a unit apart; 'mid' is the cheapest hub of one."""
    cost = np.array([[0, 1, 2], [1, 0, 1], [2, 1, 0.0]])
    arguments = {"collection": 3.0, "transfer": 0.5, "distribution": 2.0, "labels": ["=west", "mid", "east"]}
    return HubProblem(np.array([[0, 0, 4], [0, 0, 0], [1, 0, 0.0]]), cost, **{**arguments, **more})


@pytest.mark.parametrize("suffix", READERS)
def test_flows_by_leg(tmp_path, suffix):
    """By hand: 4 units west to east and 1 back, over one hub in the middle: 3 in, 2 out, 0.25 to pass."""
    path = tmp_path / f"flows{suffix}"
    solve(line(handling_cost=0.25), p=1, open_hubs=["mid"]).write_flows(path)
    table = READERS[suffix](path)
    west = "'=west" if suffix == ".csv" else "=west"
    assert table.columns.tolist() == [
        *("scenario", "block", "origin", "destination", "first_hub", "last_hub", "flow", "unit_cost", "cost"),
        *(f"cost_{leg}" for leg in ("collection", "transfer", "distribution", "handling", "direct", "unmet")),
    ]
    rows = table.set_index(["origin", "destination"])
    assert rows.loc[(west, "east")].tolist() == ["base", "flow", "mid", "mid", 4, 5.25, 21, 12, 0, 8, 1, 0, 0]
    assert rows.loc[("east", west)].tolist() == ["base", "flow", "mid", "mid", 1, 5.25, 5.25, 3, 0, 2, 0.25, 0, 0]


@pytest.mark.parametrize("seed", range(6))
def test_the_parts_of_a_cost_add_up_to_it(tmp_path, seed):
    problem = ScenarioProblem(
        {"a": nasty_problem(seed, candidates=[0, 1, 2, 3]), "b": nasty_problem(seed, candidates=[0, 1, 2, 3])}
    )
    solution = solve(problem, p=2, allocation="single" if seed % 2 else "multiple")
    if not solution.hubs:
        pytest.skip("there is no solution")
    solution.write_flows(tmp_path / "x.csv")
    table = pd.read_csv(tmp_path / "x.csv")
    parts = table[[column for column in table.columns if column.startswith("cost_")]].sum(axis=1)
    np.testing.assert_allclose(parts, table["cost"], rtol=1e-12, atol=1e-9)
    np.testing.assert_allclose(table["flow"].sum(), problem.problems["a"].total_flow * 2)


def test_costs_over_several_hub_links_and_with_a_discount_add_up(tmp_path):
    rng = np.random.default_rng(4)
    cost = rng.random((5, 5)) + 1
    np.fill_diagonal(cost, 0)
    flow = rng.random((5, 5))
    for problem, asked in (
        (HubProblem(flow, cost, transfer=0.3, handling_cost=0.1, link_cost=np.full((5, 5), 0.1)), {"hub_links": 2}),
        (HubProblem(flow, cost, handling_cost=0.1, discount=((0.0, 1.0), (0.5, 0.4))), {}),
    ):
        solve(problem, p=3, allocation="single", **asked).write_flows(tmp_path / "x.json")
        table = pd.DataFrame(json.loads((tmp_path / "x.json").read_text()))
        parts = table[[column for column in table.columns if column.startswith("cost_")]].sum(axis=1)
        assert (table["cost_transfer"] > 0).any()
        np.testing.assert_allclose(parts, table["cost"], rtol=1e-9)


@pytest.mark.parametrize("suffix", READERS)
def test_direct_and_unmet_demand_stand_beside_numbered_hubs(tmp_path, suffix):
    direct = np.full((3, 3), np.inf)
    direct[2, 0] = 1.0
    problem = line(labels=[7, 8, 9], direct_cost=direct, unmet_penalty=2.0)
    path = tmp_path / f"x{suffix}"
    solve(problem, p=1, open_hubs=[8]).write_flows(path)
    table = READERS[suffix](path).set_index("origin")
    assert table.loc[7, ["first_hub", "cost", "cost_unmet", "cost_direct"]].tolist() == ["unmet", 8, 8, 0]
    assert table.loc[9, ["first_hub", "cost", "cost_unmet", "cost_direct"]].tolist() == ["direct", 1, 0, 1]


@pytest.mark.parametrize("suffix", READERS)
def test_single_allocation_has_a_row_for_each_node(tmp_path, suffix):
    path = tmp_path / f"x{suffix}"
    solve(line(labels=[1, 2, 3]), p=1, open_hubs=[2], allocation="single").write_allocation(path)
    assert READERS[suffix](path).to_dict("list") == {
        "scenario": ["base"] * 3,
        "block": ["flow"] * 3,
        "node": [1, 2, 3],
        "hub": [2, 2, 2],
    }


def test_multiple_allocation_has_a_row_for_each_pair_by_class_and_scenario(tmp_path):
    legs = {"flow": np.array([[0, 1], [1, 0.0]]), "cost": np.array([[0, 1], [1, 0.0]])}
    one = HubProblem.from_blocks({"bulk": legs, "parcels": legs}, labels=["a", "b"])
    solve(ScenarioProblem({"x": one, "y": one}), p=1, open_hubs=["a"]).write_allocation(tmp_path / "x.csv")
    table = pd.read_csv(tmp_path / "x.csv")
    assert table.columns.tolist() == ["scenario", "block", "origin", "destination", "first_hub", "last_hub"]
    assert len(table) == 2 * 2 * 2
    assert set(table["first_hub"]) == {"a"}


def test_other_suffixes_and_folders_are_refused(tmp_path):
    solution = solve(line(), p=1)
    (tmp_path / "y.csv").mkdir()
    for write in (solution.write_flows, solution.write_allocation):
        with pytest.raises(InputError, match=r"as \.csv, \.json, \.parquet"):
            write(tmp_path / "x.xlsx")
        with pytest.raises(InputError, match="is a folder"):
            write(tmp_path / "y.csv")


def test_without_a_solution_there_is_nothing_to_write(tmp_path):
    stranded = line(direct_cost=None, candidates=["mid"])
    nowhere = solve(stranded.replace(cost=np.where(np.eye(3), 0.0, np.inf)), p=1)
    assert nowhere.status == "infeasible"
    with pytest.raises(ValueError, match="there is no solution"):
        nowhere.write_flows(tmp_path / "x.csv")
    assert not (tmp_path / "x.csv").exists()
