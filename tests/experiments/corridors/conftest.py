"""A tiny region with a narrow line, and its corridor study."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

import geodata
from experiments.corridors import choose_hubs, study_corridors
from experiments.corridors.choice import HubChoice, ScenarioChoice
from optimize.networks import HubNetworkDesign
from optimize.run import Status
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
def with_hubs(tmp_path_factory):
    """The tiny region with a small hub at Northtown and a train Faraway - Southtown with little room."""
    folder = write_tiny(
        tmp_path_factory.mktemp("hubs"),
        hubs=("fixed_usd_per_year,source,confidence\nNOR,1.0,100000,",
              "fixed_usd_per_year,capacity_t_per_year,source,confidence\nNOR,1.0,100000,20000,"),
        parameters=("class_share,goods", "full_load_share,goods,,,,0.5,,,made-up,assumed\nclass_share,goods"),
    )  # fmt: skip
    hubs = (folder / "hubs.csv").read_text().replace("SOU,1.1,100000,made-up", "SOU,1.1,100000,,made-up")
    (folder / "hubs.csv").write_text(hubs, encoding="utf-8")
    (folder / "services.csv").write_text(
        "id,name,modes,stops,departures_per_week,t_per_departure,classes,source,confidence\n"
        "far-sou,Far - South,rail,FAR;SOU,7,100,goods,made-up,assumed\n", encoding="utf-8",
    )  # fmt: skip
    return folder


@pytest.fixture(scope="session")
def hub_study(with_hubs):
    """Northtown and the gate open."""
    return study_corridors(geodata.load_region(with_hubs), ["slow-south"], hubs=["northtown", "GAT"])


@pytest.fixture(scope="session")
def flow():
    """Tonnes over a corridor in a scenario."""

    def over(study, corridor, scenario, column="flow_t"):
        frame = study.corridors
        return frame.loc[(frame["corridor"] == corridor) & (frame["scenario"] == scenario), column].sum()

    return over


@pytest.fixture(scope="session")
def narrow_south(tmp_path_factory):
    """The tiny region with a narrow line from the gate to Southtown, and little room at the hub of Northtown."""
    folder = write_tiny(
        tmp_path_factory.mktemp("south"),
        links=("gate-south,GAT,SOU,rail,1150,,", "gate-south,GAT,SOU,rail,1150,60000,"),
        hubs=("fixed_usd_per_year,source,confidence\nNOR,1.0,100000,",
              "fixed_usd_per_year,capacity_t_per_year,source,confidence\nNOR,1.0,100000,2000000,"),
    )  # fmt: skip
    hubs = (folder / "hubs.csv").read_text().replace("SOU,1.1,100000,made-up", "SOU,1.1,100000,,made-up")
    (folder / "hubs.csv").write_text(hubs, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def tiny_choice(narrow_south):
    """Northtown or Southtown beside the gate, undisturbed and with the north closed."""
    region = geodata.load_region(narrow_south)
    return choose_hubs(region, 1, ["north-closed"], hubs=["GAT"], candidates=["northtown", "SOU"])


def design(lower, upper, *, best, status=Status.OPTIMAL, hub_t=9.0):
    """Sets of the gate and one of a, b, c, with what is known of their costs; one route, over the best."""
    sets = (("G", "a"), ("G", "b"), ("G", "c"))
    passed = sparse.csr_array(([1.0], ([0], [best + 1])), shape=(1, 5))
    lower, upper = np.array(lower, dtype=float), np.array(upper, dtype=float)
    return HubNetworkDesign(
        network=SimpleNamespace(
            labels=("G", "a", "b", "c"), hub_node=np.arange(4), flow=SimpleNamespace(head=np.array([0, 1, 2, 3, 4]))
        ),
        status=status,
        hubs=sets[best],
        objective=float(upper[best]),
        bound=float(lower.min()),
        flow=SimpleNamespace(
            unmet=np.array([3.0, 4.0]), routes=SimpleNamespace(arcs=passed, quantity=np.array([hub_t]))
        ),
        sets=sets,
        lower=lower,
        upper=upper,
        solved=lower == upper,
        info={"programmes": 2, "cuts": 3, "seconds": 1.5},
    )


@pytest.fixture
def made_choice():
    """A choice of one hub beside the gate, as a function of what is known with the capacities of links."""

    def made(
        lower=(90.0, 120.0, 105.0), upper=(90.0, 120.0, np.inf), status=Status.OPTIMAL, *, same=False, hub_t=(9.0, 9.0)
    ):
        places = pd.DataFrame({"name": ["Gate", "Alpha", "Beta", "Gamma"]}, index=["G", "a", "b", "c"])
        hubs = pd.DataFrame({"hub": ["G", "a", "b", "c"], "fixed_usd": [1.0, 10.0, 100.0, 1000.0]})
        limited = design(lower, upper, best=0, status=status, hub_t=hub_t[0])
        free = limited if same else design([85.0, 80.0, 84.0], [85.0, 80.0, np.inf], best=1, hub_t=hub_t[1])
        unaware = limited if same else design(lower, upper, best=1)
        run = ScenarioChoice("base", "Undisturbed", SimpleNamespace(hubs=hubs), limited, free, unaware)
        return HubChoice(SimpleNamespace(places=places), 1, ("G",), ("a", "b", "c"), {"base": run})

    return made
