"""The table of known optima fits the instances: every row's hubs and allocation cost what the row says."""

import numpy as np
import pytest

from optimize.instances import load, optima
from tests.published import published_problem

TABLE = optima()


def test_the_table_has_what_the_papers_have():
    assert len(TABLE) > 250
    assert set(TABLE["status"]) == {"optimal"}
    assert len(optima(proven=False)) > len(TABLE)
    row = TABLE[(TABLE.problem == "USApHMP") & (TABLE.dataset == "CAB") & (TABLE.n == 25) & (TABLE.p == 3)]
    of_alpha = row.set_index("alpha")
    assert of_alpha.hubs[0.2] == (4, 12, 17)
    assert of_alpha.optimum[0.2] == pytest.approx(767.35, abs=0.005)
    assert TABLE["source"].all()


def priced(problem, hubs, row):
    """What a set of hubs costs by the formulas of the literature."""
    block, fixed = problem.blocks[0], problem.fixed_cost
    open_ = [problem.labels.index(hub) for hub in hubs]
    flow, n = block.flow, problem.n
    if row.allocation == "single":
        at = np.array([problem.labels.index(hub) for hub in row.assigned])
        unit = (
            block.collection[np.arange(n), at][:, None]
            + block.transfer[np.ix_(at, at)]
            + block.distribution[at, np.arange(n)][None, :]
        )
    else:
        paths = (
            block.collection[:, open_][:, :, None, None]
            + block.transfer[np.ix_(open_, open_)][None, :, :, None]
            + block.distribution[open_, :][None, None, :, :]
        )
        unit = paths.min(axis=(1, 2))
    if row.objective == "center":
        return unit.max() if row.allocation == "single" else unit[~np.eye(n, dtype=bool)].max()
    return float((flow * unit).sum() + fixed[open_].sum())


@pytest.mark.parametrize("problem", sorted(set(TABLE["problem"]) - {"USApHCP"}))  # which states no allocation
def test_the_hubs_of_every_row_cost_what_it_says(problem):
    rows = list(TABLE[TABLE["problem"] == problem].itertuples())
    assert len(rows) > 5
    for row in rows:
        assert len(row.hubs) == row.p
        assert priced(published_problem(row), row.hubs, row) == pytest.approx(row.optimum, rel=1e-6, abs=0.006), row


def test_capacities_hold_where_the_paper_has_them():
    for row in TABLE[TABLE.problem == "CSAHLP"].itertuples():
        problem = load(row.instance)
        collected = dict.fromkeys(row.hubs, 0.0)
        for node, hub in enumerate(row.assigned):
            collected[hub] += problem.blocks[0].out_flow[node]
        assert all(collected[hub] <= problem.capacity[hub - 1] + 1e-6 for hub in row.hubs)
