"""A tiny region with a narrow line, and its corridor study."""

import pytest

import geodata
from experiments.corridors import study_corridors
from tests.experiments.tiny import write_tiny


@pytest.fixture(scope="session")
def narrow(tmp_path_factory):
    """The tiny region with a narrow line Northtown - Midtown."""
    change = ("north-mid,NOR,MID,rail,950,,North", "north-mid,NOR,MID,rail,950,100000,North")
    return write_tiny(tmp_path_factory.mktemp("narrow"), links=change)


@pytest.fixture(scope="session")
def tiny_study(narrow):
    return study_corridors(geodata.load_region(narrow), ["north-closed", "west-cut", "slow-south"])


@pytest.fixture(scope="session")
def flow():
    """Tonnes over a corridor in a scenario."""

    def over(study, corridor, scenario, column="flow_t"):
        frame = study.corridors
        return frame.loc[(frame["corridor"] == corridor) & (frame["scenario"] == scenario), column].sum()

    return over
