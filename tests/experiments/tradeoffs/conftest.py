"""One study of the tiny region for all tests."""

import pytest

from experiments import frontier
from tests.experiments.tiny import write_tiny


@pytest.fixture(scope="session")
def weighed(tmp_path_factory):
    """All scenarios, what-if cases too, and up to three hubs."""
    folder = write_tiny(tmp_path_factory.mktemp("weighed"))
    return frontier(str(folder), scenarios=["base", "north-closed", "west-cut", "slow-south"])
