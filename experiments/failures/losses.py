"""What a loss costs: with hubs fixed, and with the hub chosen anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.comparison import MEASURES, usage
from experiments.failures.elements import Element, without
from experiments.question import Design, Study, study_problem
from geodata import Family, Scenario
from optimize import HubProblem, HubSetTable
from optimize.problem import Block, BoolArray

UNCHANGED_USD = 1.0
"""A loss that costs less a year is none, and leaves no freight behind."""


@dataclass(frozen=True)
class Stakes:
    """What all losses are measured against.

    Attributes
    ----------
    study : Study
    state : Scenario
        The world before the loss.
    elements : dict of str to Element
        What may be lost, by key.
    kept : str
        The hub of the design beside the gateways; empty = gateways alone.
    cost_usd, unmet_t : float
        Of the design before the loss, a year.
    best : str
        The single hub that costs least before the loss; empty = gateways alone.
    best_usd : float
        What it costs.
    """

    study: Study
    state: Scenario
    elements: dict[str, Element]
    kept: str = ""
    cost_usd: float = np.nan
    unmet_t: float = 0.0
    best: str = ""
    best_usd: float = np.nan

    @property
    def open_hubs(self) -> tuple[str, ...]:
        """Hubs of the design."""
        return Design(self.study.gateways, (self.kept,) if self.kept else ()).open


def evaluate_loss(stakes: Stakes, case: dict[str, Any], rng: np.random.Generator) -> dict[str, Any]:  # noqa: ARG001
    """Evaluate the loss of an element; the signature is that of `experiments.runs.Cases`.

    Parameters
    ----------
    stakes : Stakes
    case : dict
        ``loss``, key of the element, or of two joined by `` & ``.
    rng : Generator
        Not used.

    Returns
    -------
    dict
        ``cost_fixed_usd``: what the design costs more a year than before; ``cost_rechosen_usd``: what the best single
        hub costs more than the best before; ``hub_after``, that hub; ``unmet_t``, tonnes a year that become unmet with
        hubs fixed.
    """
    lost = found_element(stakes.elements, str(case["loss"]))
    after = without(stakes.state, lost.links)
    costs = costs_after(stakes.study, after, lost.hubs)
    left = "" if stakes.kept in lost.hubs else stakes.kept
    best = best_hub(costs, stakes.best if stakes.best in costs else left)
    extra = costs[left] - stakes.cost_usd
    unmet = 0.0
    if np.isfinite(extra) and abs(extra) >= UNCHANGED_USD and not all_goes_direct(stakes.study, after):
        problem = problem_without(stakes.study, after, lost.hubs)
        gateways = tuple(hub for hub in stakes.study.gateways if hub not in lost.hubs)
        unmet = unmet_tonnes(problem, Design(gateways, (left,) if left else ()).open) - stakes.unmet_t
    elif np.isfinite(extra) and abs(extra) >= UNCHANGED_USD:
        unmet = -stakes.unmet_t
    return {
        "cost_fixed_usd": extra,
        "cost_rechosen_usd": costs[best] - stakes.best_usd,
        "hub_after": best,
        "unmet_t": unmet,
    }


def costs_after(study: Study, state: Scenario, lost: tuple[str, ...] = ()) -> dict[str, float]:
    """Find what each single hub beside the gateways costs in a state: as `hub_costs`, without making the problem.

    Parameters
    ----------
    study : Study
    state : Scenario
    lost : tuple of str
        Hubs that cannot be open.

    Returns
    -------
    dict of str to float
        USD a year, see `hub_costs`.
    """
    left = [hub for hub in dict.fromkeys([*study.gateways, *study.hubs]) if hub not in lost]
    gateways = [hub for hub in study.gateways if hub in left]
    if not gateways:  # what all costs without a hub is in no table
        return hub_costs(study, problem_without(study, state, lost), lost)
    family = Family(gateways, p_max=len(gateways) + (len(left) > len(gateways)), capacities=study.room)
    table = study.region.hub_set_tables(
        [state], {"": family}, left, probability=[1.0], classes=study.classes or None, trunk=study.trunk
    )[""]
    return _by_hub(table, gateways)


def _by_hub(table: HubSetTable, gateways: Sequence[str]) -> dict[str, float]:
    """Costs of a table's sets by the hub beside the gateways."""
    values = table.objective_values("expected")
    names = ["".join(str(hub) for hub in table.labels(row) if hub not in gateways) for row in range(len(table))]
    return {name: float(value) for name, value in zip(names, values, strict=True)}


def all_goes_direct(study: Study, state: Scenario) -> bool:
    """Tell whether every place sends to every other one without a hub for less than the penalty of leaving it.

    Parameters
    ----------
    study : Study
    state : Scenario

    Returns
    -------
    bool
        If so, no freight is left, whatever hubs are open.
    """
    world = study.region.state(state)
    hubs = list(dict.fromkeys([*study.gateways, *study.hubs]))
    return all(
        bool((world.leg_costs(cls, hubs).direct < world.unmet_usd_per_t(cls)).all())
        for cls in world.chosen_classes(study.classes or None)
    )


def found_element(elements: dict[str, Element], key: str) -> Element:
    """Look up an element, or two that are lost together.

    Parameters
    ----------
    elements : dict of str to Element
    key : str

    Returns
    -------
    Element
    """
    if key in elements:
        return elements[key]
    first = next(one for one in elements if key.startswith(f"{one} & ") and key[len(one) + 3 :] in elements)
    return elements[first].with_other(elements[key[len(first) + 3 :]])


def best_hub(costs: dict[str, float], kept: str) -> str:
    """Choose the hub that costs least.

    Parameters
    ----------
    costs : dict of str to float
        As `hub_costs` returns them.
    kept : str
        The hub that stays where no other is cheaper.

    Returns
    -------
    str
    """
    best = min(costs, key=lambda hub: costs[hub])
    return best if costs[best] < costs[kept] - UNCHANGED_USD else kept


def problem_without(study: Study, state: Scenario, lost: tuple[str, ...] = ()) -> HubProblem:
    """Make the problem whose candidates are the hubs and gateways that are left.

    Parameters
    ----------
    study : Study
    state : Scenario
    lost : tuple of str
        Hubs that cannot be open.

    Returns
    -------
    HubProblem
        With all hubs as candidates where none is left, as a problem has to have some.
    """
    every = list(dict.fromkeys([*study.gateways, *study.hubs]))
    return study_problem(study, state, [hub for hub in every if hub not in lost] or every)


def hub_costs(study: Study, problem: HubProblem, lost: tuple[str, ...] = ()) -> dict[str, float]:
    """Find what each single hub beside the gateways costs.

    Parameters
    ----------
    study : Study
    problem : HubProblem
        As `problem_without` returns it.
    lost : tuple of str
        Hubs that cannot be open.

    Returns
    -------
    dict of str to float
        USD a year, fixed costs included; the empty name stands for the gateways alone, or for no hub at all.
    """
    left = {str(hub) for hub in problem.candidates} - set(lost)
    if not left:
        return {"": _without_hubs(problem)}
    gateways = [hub for hub in study.gateways if hub in left]
    most = len(gateways) + (1 if left - set(gateways) else 0)
    table = HubSetTable.build(problem, most, forced=gateways, threads=1)
    costs = _by_hub(table, gateways)
    return costs if gateways else {"": _without_hubs(problem), **costs}


def unmet_tonnes(problem: HubProblem, hubs: tuple[str, ...]) -> float:
    """Find the freight that is not carried, as nothing costs less than leaving it.

    Parameters
    ----------
    problem : HubProblem
    hubs : tuple of str
        The open hubs.

    Returns
    -------
    float
        Tonnes a year.
    """
    behind = float(sum(block.flow[_stays_behind(block)].sum() for block in problem.blocks))
    if not hubs or behind == 0:  # what goes direct for less than the penalty is never left
        return behind
    return float(usage(problem, hubs, hubs[0])[:, MEASURES.index("unmet_t")].sum())


def _stays_behind(block: Block) -> BoolArray:
    """Pairs that are not carried where there is no hub."""
    if block.direct is None:
        return np.ones(block.flow.shape, dtype=np.bool_)
    return np.isinf(block.direct) if block.unmet_penalty is None else ~(block.direct <= block.unmet_penalty)


def _without_hubs(problem: HubProblem) -> float:
    total = 0.0
    for block in problem.blocks:
        sent = block.flow > 0
        outside = np.full(block.flow.shape, np.inf) if block.outside is None else block.outside
        total += float(block.weight * (block.flow[sent] @ outside[sent]))
    return total
