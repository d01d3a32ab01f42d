"""What a loss costs: with hubs fixed, and with the hub chosen anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.comparison import MEASURES, usage
from experiments.failures.elements import Element, without
from experiments.question import Design, Study, design_tables
from geodata import Scenario
from optimize import HubProblem
from optimize.problem import without_capacity

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
    """

    study: Study
    state: Scenario
    elements: dict[str, Element]
    kept: str = ""
    cost_usd: float = np.nan
    unmet_t: float = 0.0

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
        ``cost_fixed_usd, cost_rechosen_usd``: what it costs more a year than the design before; ``hub_after``, the best
        hub beside the gateways that are left; ``unmet_t``, tonnes a year that become unmet with hubs fixed.
    """
    lost = found_element(stakes.elements, str(case["loss"]))
    after = without(stakes.state, lost.links)
    costs = hub_costs(stakes.study, after, lost.hubs)
    left = "" if stakes.kept in lost.hubs else stakes.kept
    fixed, best = costs[left], best_hub(costs, left)
    extra = fixed - stakes.cost_usd
    unmet = 0.0
    if np.isfinite(fixed) and abs(extra) >= UNCHANGED_USD:
        gateways = tuple(hub for hub in stakes.study.gateways if hub not in lost.hubs)
        hubs = Design(gateways, (left,) if left else ()).open
        unmet = unmet_tonnes(stakes.study, after, hubs) - stakes.unmet_t
    return {
        "cost_fixed_usd": extra,
        "cost_rechosen_usd": costs[best] - stakes.cost_usd,
        "hub_after": best,
        "unmet_t": unmet,
    }


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


def hub_costs(study: Study, state: Scenario, lost: tuple[str, ...] = ()) -> dict[str, float]:
    """Find what each single hub beside the gateways costs in a state of the world.

    Parameters
    ----------
    study : Study
    state : Scenario
    lost : tuple of str
        Hubs that cannot be open.

    Returns
    -------
    dict of str to float
        USD a year, fixed costs included; the empty name stands for the gateways alone, or for no hub at all.
    """
    gateways = tuple(hub for hub in study.gateways if hub not in lost)
    free = [hub for hub in study.hubs if hub not in study.gateways and hub not in lost]
    designs = [Design(gateways, (hub,)) for hub in free]
    asked = [Design(gateways), *designs] if gateways else designs
    costs: dict[str, float] = {} if gateways else {"": _without_hubs(problem_of(study, state))}
    if asked:
        table = design_tables(study, asked, scenarios=[state], probability=[1.0])[gateways]
        values = table.objective_values("expected")
        costs |= {"".join(design.hubs): float(values[table.row(design.open)]) for design in asked}
    return costs


def problem_of(study: Study, state: Scenario) -> HubProblem:
    """Make the hub problem of a study in a state of the world.

    Parameters
    ----------
    study : Study
    state : Scenario

    Returns
    -------
    HubProblem
    """
    problem = study.region.problem(state, list(study.candidates), classes=study.classes or None, trunk=study.trunk)
    return problem if study.room else without_capacity(problem)


def unmet_tonnes(study: Study, state: Scenario, hubs: tuple[str, ...]) -> float:
    """Find the freight that is not carried, as nothing costs less than leaving it.

    Parameters
    ----------
    study : Study
    state : Scenario
    hubs : tuple of str
        The open hubs.

    Returns
    -------
    float
        Tonnes a year.
    """
    problem = problem_of(study, state)
    if not hubs:
        return float(sum(block.flow[_stays_behind(block)].sum() for block in problem.blocks))
    return float(usage(problem, hubs, hubs[0])[:, MEASURES.index("unmet_t")].sum())


def _stays_behind(block: Any) -> Any:
    """Pairs that are not carried where there is no hub."""
    if block.direct is None:
        return np.ones(block.flow.shape, dtype=np.bool_)
    return np.isinf(block.direct) if block.unmet_penalty is None else block.unmet_penalty < block.direct


def _without_hubs(problem: HubProblem) -> float:
    total = 0.0
    for block in problem.blocks:
        sent = block.flow > 0
        outside = np.full(block.flow.shape, np.inf) if block.outside is None else block.outside
        total += float(block.weight * (block.flow[sent] @ outside[sent]))
    return total
