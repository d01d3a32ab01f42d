"""One study of the tiny region for all tests."""

import pytest

from experiments import criticality
from tests.experiments.tiny import write_tiny


@pytest.fixture(scope="session")
def lost(tmp_path_factory):
    """Northtown is kept, though Midtown would cost less."""
    folder = write_tiny(tmp_path_factory.mktemp("lost"))
    return criticality(str(folder), incumbent="NOR", worst=4, p=3)
