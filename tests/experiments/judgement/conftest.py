"""Verdicts on the tiny region with uncertain inputs: one without air freight, one made of it."""

import pytest

from experiments import verdict
from tests.experiments.uncertainty.conftest import write_unsure


@pytest.fixture(scope="session")
def judgement(tmp_path_factory):
    """Verdict with 20 draws, beside the region's gateway and beside none."""
    folder = write_unsure(tmp_path_factory.mktemp("judgement"))
    return verdict(str(folder), draws=20, seed=2, incumbent="NOR", challenger="SOU", gateway_sets=[["GAT"], []])
