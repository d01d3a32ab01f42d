"""What every set of hubs costs in one scenario, as a case of a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.question import Study
from geodata import Family
from optimize import HubSetTable

SCENARIO = "scenario"


@dataclass(frozen=True)
class AllSets:
    """All sets of up to so many hubs beside the gateways.

    Attributes
    ----------
    study : Study
    p_max : int
        Most hubs of a set, gateways not counted.
    """

    study: Study
    p_max: int

    def table(self, scenario: str) -> HubSetTable:
        """Make the table of hub sets in a scenario.

        Parameters
        ----------
        scenario : str

        Returns
        -------
        HubSetTable
        """
        study = self.study
        most = len(study.gateways) + self.p_max
        family = Family(study.gateways, p_max=min(most, len({*study.gateways, *study.hubs})), capacities=study.room)
        hubs = list(dict.fromkeys([*study.gateways, *study.hubs]))
        return study.region.hub_set_tables(
            [scenario], {"": family}, hubs, probability=[1.0], classes=study.classes or None, trunk=study.trunk
        )[""]


def evaluate_scenario(shared: AllSets, case: dict[str, Any], rng: np.random.Generator) -> dict[str, Any]:  # noqa: ARG001
    """Evaluate all sets in a scenario; the signature is that of `experiments.runs.Cases`.

    Parameters
    ----------
    shared : AllSets
    case : dict
        ``scenario``, its name.
    rng : Generator
        Not used.

    Returns
    -------
    dict of arrays
        ``hubs``, those beside the gateways, ``A+B``, and ``cost_usd``, fixed costs included.
    """
    table = shared.table(str(case[SCENARIO]))
    gateways = set(shared.study.gateways)
    names = ["+".join(str(hub) for hub in table.labels(row) if hub not in gateways) for row in range(len(table))]
    return {"hubs": np.array(names, dtype=object), "cost_usd": table.objective_values("expected")}
