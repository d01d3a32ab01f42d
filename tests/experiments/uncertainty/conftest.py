"""A tiny region in which the costs of two hubs, a border and a disruption are uncertain."""

import pytest

from experiments.uncertainty import robustness
from tests.experiments.tiny import FILES, write_tiny

HUBS = """\
place,handling_factor,fixed_usd_per_year_low,fixed_usd_per_year,fixed_usd_per_year_high,source,confidence
NOR,1.0,100000,20000000,60000000,made-up,assumed
SOU,1.1,100000,20000000,90000000,made-up,assumed
MID,1.0,90000000,140000000,230000000,made-up,assumed
"""
CROSSINGS = """\
link,class,direction,dwell_h_low,dwell_h,dwell_h_high,reload_h,fee_usd_per_t,source,confidence
gate-north,,,2,20,200,4,6,made-up,assumed
gate-south,,,2,12,100,4,6,made-up,assumed
"""
OFTEN = """\
per_year_low = 0.5
per_year = 1.0
per_year_high = 4.0
duration_days = 30
probability_source = "made-up"
confidence = "assumed"
"""


def write_unsure(folder):
    """Write the region: who is the best hub depends on the draw."""
    return write_tiny(
        folder,
        hubs=(FILES["hubs.csv"], HUBS),
        crossings=(FILES["crossings.csv"], CROSSINGS),
        north_closed=("probability = 0.1\n", OFTEN),
    )


@pytest.fixture
def unsure(tmp_path):
    """Folder of the region."""
    return write_unsure(tmp_path / "unsure")


@pytest.fixture(scope="session")
def drawn(tmp_path_factory):
    """A study of 100 draws of it, between three hubs."""
    folder = write_unsure(tmp_path_factory.mktemp("drawn"))
    return robustness(str(folder), hubs=["NOR", "SOU", "MID"], draws=100, seed=4)
