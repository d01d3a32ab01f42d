"""Turning a region in a scenario into problems for `optimize`. Nothing is solved here."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from geodata.region.blocks import class_blocks, class_freight, service_use
from geodata.region.state import State
from geodata.scenarios import Scenario
from optimize import HubProblem, ScenarioProblem

CAPACITY_ON = "throughput"
"""What the room of hubs limits: all that passes them."""


def hub_problem(
    state: State,
    candidates: Sequence[str] | None = None,
    *,
    year: int | None = None,
    classes: Sequence[str] | None = None,
    services: str = "all",
    trunk: Sequence[str] = (),
) -> HubProblem:
    """Return the hub problem of one scenario, flows in t/year, costs in USD/t.

    A class is one block, or several where its loads differ in what they may do or must pay: see
    `geodata.region.blocks`. ``metadata["class_of_block"]`` names the class of each block, and
    ``metadata["full_load_blocks"]`` those whose direct cost is that of a scheduled service where it is cheaper.

    Parameters
    ----------
    state : State
        The region and scenario.
    candidates : sequence of str, optional
        Ids or names of the candidate hubs; default the region's own.
    year : int, optional
        Year to which trade is grown; default the base year.
    classes : sequence of str, optional
        Classes to take; default all.
    services : {"all", "hubs"}
        ``"hubs"`` leaves direct service out, so that all freight must pass a hub.
    trunk : sequence of str
        Modes that may be used between hubs, ``("air",)`` for hubs of air cargo; all when empty.

    Returns
    -------
    HubProblem

    Raises
    ------
    ValueError
        When ``services`` is not known, there are no candidate hubs, or a name is not known.
    """
    hubs = state.chosen_hubs(candidates)
    check_services(services, hubs)
    nodes = state.nodes(hubs)
    numbers = state.hub_numbers(nodes)
    chosen = state.chosen_classes(classes)
    freight = {cls: class_freight(state, cls, hubs, year, trunk) for cls in classes_sharing(state, chosen)}
    use = service_use(list(freight.values()))
    blocks: dict[str, dict[str, Any]] = {}
    class_of_block: dict[str, str] = {}
    full_loads: list[str] = []
    for cls in chosen:
        for name, full, block in class_blocks(state, freight[cls], use, numbers, direct=services == "all"):
            blocks[name] = block
            class_of_block[name] = cls
            full_loads += [name] * full
    capacity = state.hub_room(numbers)
    return HubProblem.from_blocks(
        blocks=blocks,
        candidates=hubs,
        labels=nodes,
        fixed_cost=numbers["fixed_usd_per_year"].to_numpy(),
        capacity=capacity if np.isfinite(capacity).any() else None,
        capacity_on=CAPACITY_ON,
        metadata={
            "region": state.inputs.name,
            "scenario": state.scenario.name,
            "year": year or state.inputs.base_year,
            "flow_unit": "t/year",
            "cost_unit": "USD/t",
            "capacity_unit": "TEU/year" if state.hub_room_in_teu else "t/year",
            "t_per_capacity_unit": 1.0 / state.room_per_t(state.inputs.reference_class),
            "class_of_block": class_of_block,
            "full_load_blocks": tuple(full_loads),
            "overrides": tuple(str(item) for item in state.inputs.overrides),
        },
    )


def check_services(services: str, hubs: Sequence[str]) -> None:
    """Refuse services that are not known, and a problem without hubs.

    Parameters
    ----------
    services : {"all", "hubs"}
        ``"hubs"`` leaves direct service out.
    hubs : sequence of str
        Ids of the candidate hubs.

    Raises
    ------
    ValueError
        When ``services`` is not known, or there are no candidate hubs.
    """
    if services not in ("all", "hubs"):
        message = f"services {services!r} is not known; use 'all' (direct service allowed) or 'hubs'"
        raise ValueError(message)
    if not hubs:
        message = "there are no candidate hubs; name some, or give places the role hub_candidate"
        raise ValueError(message)


def classes_sharing(state: State, chosen: Sequence[str]) -> Sequence[str]:
    """Return the classes that compete for the room of scheduled services: those that are left out as well.

    Parameters
    ----------
    state : State
        The region and scenario.
    chosen : sequence of str
        Ids of the classes of a problem.

    Returns
    -------
    sequence of str
    """
    return state.model.classes if len(state.model.timetable) else chosen


def scenario_problem(
    states: Sequence[State],
    candidates: Sequence[str] | None = None,
    *,
    probability: Mapping[str, float] | Sequence[float] | None = None,
    year: int | None = None,
    classes: Sequence[str] | None = None,
    services: str = "all",
) -> ScenarioProblem:
    """Return one problem over several scenarios.

    Parameters
    ----------
    states : sequence of State
        One region in its scenarios, each once.
    candidates : sequence of str, optional
        Ids or names of the candidate hubs; default the region's own.
    probability : mapping or sequence, optional
        Weights by scenario name, or in the order of ``states``; default `scenario_probabilities`.
    year : int, optional
        Year to which trade is grown; default the base year.
    classes : sequence of str, optional
        Classes to take; default all.
    services : {"all", "hubs"}
        ``"hubs"`` leaves direct service out.

    Returns
    -------
    ScenarioProblem

    Raises
    ------
    ValueError
        When there is no scenario, or one is given twice.
    """
    weights = checked_weights(states, probability)
    problems = {
        state.scenario.name: hub_problem(state, candidates, year=year, classes=classes, services=services)
        for state in states
    }
    return ScenarioProblem(problems, probability=weights)


def checked_weights(
    states: Sequence[State], probability: Mapping[str, float] | Sequence[float] | None = None
) -> Mapping[str, float] | Sequence[float]:
    """Return the weights of scenarios, each of which is there once.

    Parameters
    ----------
    states : sequence of State
        One region in its scenarios.
    probability : mapping or sequence, optional
        Weights as given; default `scenario_probabilities`.

    Returns
    -------
    mapping or sequence

    Raises
    ------
    ValueError
        When there is no scenario, or one is given twice.
    """
    names = [state.scenario.name for state in states]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated or not names:
        message = f"scenarios {repeated} are given twice; name each once" if repeated else "name at least one scenario"
        raise ValueError(message)
    return scenario_probabilities([state.scenario for state in states]) if probability is None else probability


def scenario_probabilities(scenarios: Sequence[Scenario]) -> dict[str, float]:
    r"""Return weights that add up to 1, for scenarios taken as the possible states of the world.

    A scenario's probability :math:`p_s` is the share of the time that it is in force. Disruptions that come and go
    independently overlap, so that the shares need not sum to 1; the weights are conditional on at most one being in
    force: the undisturbed base has the weight :math:`1 / (1 + \sum_s o_s)` and a scenario
    :math:`o_s / (1 + \sum_s o_s)` with the odds :math:`o_s = p_s / (1 - p_s)`.

    What-if cases, which have no probability, have weight 0: they enter worst cases and regrets alone. Where nothing
    has a weight (no base, and no scenario with a probability) all have the same.

    Parameters
    ----------
    scenarios : sequence of Scenario
        Scenarios with different names; the one named ``base`` is the undisturbed state.

    Returns
    -------
    dict
        Weight of each scenario, by name.
    """
    odds = {item.name: 1.0 if item.name == "base" else _odds(item.probability) for item in scenarios}
    if math.inf in odds.values():  # in force all the time
        odds = {name: float(value == math.inf) for name, value in odds.items()}
    total = sum(odds.values())
    return {name: value / total if total > 0 else 1.0 / len(odds) for name, value in odds.items()}


def _odds(probability: float | None) -> float:
    if not probability:
        return 0.0
    return probability / (1.0 - probability) if probability < 1.0 else math.inf
