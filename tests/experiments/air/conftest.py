"""The airborne region, and its study."""

import pytest

import geodata
from experiments.air import AirQuestion, study_air
from tests.experiments.air.airborne import write_airborne


@pytest.fixture(scope="session")
def airborne(tmp_path_factory):
    """Folder of the airborne region; not to be changed."""
    return write_airborne(tmp_path_factory.mktemp("airborne"))


@pytest.fixture(scope="session")
def region(airborne):
    return geodata.load_region(airborne)


@pytest.fixture(scope="session")
def question(region):
    return AirQuestion.of(region, scenarios=["hub-shut"], flights=["fly-hub"])


@pytest.fixture(scope="session")
def study(question):
    return study_air(question)
