"""What each design costs in a scenario at each level of recourse, as a case of a run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from experiments.question import Design, Study, single_designs, study_problem
from experiments.recovery.course import LEVELS
from optimize import HubProblem, decide
from optimize.problem import with_fields

SCENARIO = "scenario"


@dataclass(frozen=True)
class Designs:
    """The designs that are followed through disruptions.

    Attributes
    ----------
    study : Study
    """

    study: Study

    @property
    def all(self) -> list[Design]:
        """Each single hub beside the gateways, or the gateways alone where there is no other hub."""
        return single_designs(self.study) or [Design(self.study.gateways)]

    def problem(self, scenario: str) -> HubProblem:
        """Make the problem of a scenario.

        Parameters
        ----------
        scenario : str

        Returns
        -------
        HubProblem
            Its candidates are the hubs and the gateways: only these can become backups.
        """
        study = self.study
        return study_problem(study, scenario, list(dict.fromkeys([*study.gateways, *study.hubs])))


def evaluate_levels(shared: Designs, case: dict[str, Any], rng: np.random.Generator) -> list[dict[str, Any]]:  # noqa: ARG001
    """Evaluate all designs in a scenario; the signature is that of `experiments.runs.Cases`.

    Parameters
    ----------
    shared : Designs
    case : dict
        ``scenario``, its name.
    rng : Generator
        Not used.

    Returns
    -------
    list of dict
        One row a design: ``hub, usual_usd, demand_t, usual_unmet_t, usual_demand_t, backup_hub``, and
        ``fixed_usd, fixed_unmet_t`` and so on for each level; USD and tonnes a year.
    """
    name = str(case[SCENARIO])
    before, after = with_same_blocks(shared.problem("base"), shared.problem(name))
    rows = []
    for design in shared.all:
        found = decide.recourse(before, design.open, scenarios={name: after}, unmet=True).set_index("level")
        backup = found.loc["backup", "backup"]
        row: dict[str, Any] = {
            "hub": "+".join(design.hubs),
            "usual_usd": float(found["cost_before"].iloc[0]),
            "usual_unmet_t": float(found["unmet_before"].iloc[0]),
            "usual_demand_t": before.total_flow,
            "demand_t": after.total_flow,
            "backup_hub": "" if backup is None else str(backup),
        }
        row |= {f"{level}_usd": cost for level, cost in zip(LEVELS, found["cost"].tolist(), strict=True)}
        row |= {f"{level}_unmet_t": left for level, left in zip(LEVELS, found["unmet"].tolist(), strict=True)}
        rows.append(row)
    return rows


def with_same_blocks(before: HubProblem, after: HubProblem) -> tuple[HubProblem, HubProblem]:
    """Give two problems the blocks that only one of them has, without flow.

    Parameters
    ----------
    before, after : HubProblem
        Of one region in two states: freight that scheduled services no longer take, say, is not a block there.

    Returns
    -------
    before, after : HubProblem
        With blocks of the same names in the same order. What has no block before is taken to have gone the way that is
        cheapest afterwards.
    """
    blocks = {block.name: block for block in (*after.blocks, *before.blocks)}
    both = []
    for problem in (before, after):
        own = {block.name: block for block in problem.blocks}
        every = [own.get(name) or replace(block, flow=np.zeros_like(block.flow)) for name, block in blocks.items()]
        both.append(with_fields(problem, blocks=tuple(every)))
    return both[0], both[1]
