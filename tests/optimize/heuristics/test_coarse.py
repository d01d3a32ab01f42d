"""A sample of origins: totals stay what they are on average, and hubs found on it are admissible."""

from importlib import import_module

import numpy as np
import pytest

from optimize.heuristics.coarse import coarse_hubs
from optimize.heuristics.data import SearchBlock, SearchData
from optimize.instances import random_clustered
from optimize.run import Clock, make_request

coarse = import_module("optimize.heuristics.coarse")


@pytest.fixture(scope="module")
def problem():
    return random_clustered(60, seed=2)


def test_a_small_problem_is_not_sampled(problem):
    request = make_request(problem, p=3)
    assert coarse_hubs(SearchData.of(problem, request), Clock(), 1.0) is None


def test_a_large_one_gives_admissible_hubs(problem, monkeypatch):
    monkeypatch.setattr(coarse, "_PAIRS", 1000)
    request = make_request(problem, p=4, open_hubs=[5], closed_hubs=[1, 2])
    hubs = coarse_hubs(SearchData.of(problem, request), Clock(), 5.0)
    assert request.allows(hubs.tolist())


def test_what_a_sample_sends_is_what_all_send_on_average(problem):
    block = SearchBlock.of(problem.blocks[0], make_request(problem, p=1))
    rng = np.random.default_rng(0)
    samples = [coarse._sampled(block, 0.1, rng).view.weight for _ in range(400)]
    total = block.view.weight.sum()
    assert np.mean([w.sum() for w in samples]) == pytest.approx(total, rel=0.02)
    sends = np.array([w.sum(axis=1) > 0 for w in samples])
    assert 20 < sends.sum(axis=1).mean() <= 41
    # the largest origin is always taken, and every one that is keeps the mix of its destinations
    row = int(block.view.weight.sum(axis=1).argmax())
    assert sends[:, row].all()
    assert not sends.all()
    mixes = [w[row] / w[row].sum() for w in samples if w[row].any()]
    assert mixes[0] == pytest.approx(block.view.weight[row] / block.view.weight[row].sum())
