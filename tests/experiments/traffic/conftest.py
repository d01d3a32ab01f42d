"""The tiny region as it is, and its study."""

import pytest

import geodata
from experiments.question import Study


@pytest.fixture(scope="session")
def region(tiny):
    return geodata.load_region(tiny)


@pytest.fixture(scope="session")
def study(region):
    return Study.of(region, scenarios=["base", "north-closed", "west-cut", "slow-south", "west-road"])
