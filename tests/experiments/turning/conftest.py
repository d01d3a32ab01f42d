"""One study for all tests: a tiny region in which borders, fixed costs and a disruption are uncertain."""

import pytest

from experiments.question import Study
from experiments.turning import tipping
from experiments.turning.leads import Bench
from tests.experiments.uncertainty.conftest import write_unsure

CHOICE = {"hubs": ["NOR", "SOU", "MID"], "scenarios": ["base", "north-closed"]}
INPUTS = ["hub", "scenario", "crossings.dwell_h[link=gate-south]", "hubs BBB", "country[CCC]", "probability"]


@pytest.fixture(scope="session")
def unsure_study(tmp_path_factory):
    """The question asked of it."""
    return Study.of(str(write_unsure(tmp_path_factory.mktemp("turning"))), **CHOICE)


@pytest.fixture(scope="session")
def bench(unsure_study):
    """Its hubs as things are."""
    return Bench.of(unsure_study)


@pytest.fixture(scope="session")
def tipped(unsure_study):
    """The whole study."""
    return tipping(unsure_study, inputs=INPUTS, grid=2)
