"""One study of the tiny region for all tests."""

import pytest

from experiments import resilience
from tests.experiments.tiny import write_tiny

LASTING = "per_year = 0.5\nduration_days = 30\nrecovery_days = 10\n"


def write_lasting(folder):
    """Write the region; the west is cut off for 30 days, and 10 more until all is as before."""
    return write_tiny(folder, west_cut=("probability = 0.05\n", LASTING))


@pytest.fixture(scope="session")
def followed(tmp_path_factory):
    """Three hubs through one disruption; loads are rerouted after 7 days, a backup hub opens after 20."""
    folder = write_lasting(tmp_path_factory.mktemp("followed"))
    return resilience(str(folder), react_days=7, backup_days=20)
