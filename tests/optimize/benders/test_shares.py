"""How the cost is split into shares: every block and origin in exactly one of them."""

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem
from optimize.benders.instance import make_instance
from optimize.benders.shares import make_shares
from optimize.run import make_request


def shares_of(n, blocks, scenarios, risk="worst_case"):
    legs = {f"b{b}": {"flow": np.ones((n, n)), "cost": np.ones((n, n))} for b in range(blocks)}
    problem = ScenarioProblem({f"s{s}": HubProblem.from_blocks(legs) for s in range(scenarios)})
    instance = make_instance(problem, make_request(problem, p=1, risk=risk))
    return instance, make_shares(instance)


@pytest.mark.parametrize(("n", "blocks", "scenarios"), [(3, 1, 1), (5, 2, 3), (30, 7, 4), (6, 3, 150), (8, 1, 500)])
@pytest.mark.parametrize("risk", ["expected", "worst_case"])
def test_every_block_is_in_one_bundle_of_its_own_group(n, blocks, scenarios, risk):
    instance, shares = shares_of(n, blocks, scenarios, risk)
    assert sorted(b for bundle in shares.bundles for b in bundle) == list(range(blocks * scenarios))
    for bundle, group in zip(shares.bundles, shares.group, strict=True):
        assert bundle
        assert {instance.pieces[b].group for b in bundle} == {group}
    assert shares.count == len(shares.bundles) * shares.clusters
    assert shares.count <= max(400, instance.groups)


def test_neighbouring_origins_share_a_cluster():
    _, shares = shares_of(30, 1, 40)
    assert shares.clusters == 10
    assert np.bincount(shares.cluster).tolist() == [3] * 10
    assert (np.diff(shares.cluster) >= 0).all()
    assert shares.share_group.tolist() == [g for g in range(40) for _ in range(10)]
