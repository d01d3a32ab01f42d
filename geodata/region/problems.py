"""Turning a region in a scenario into problems for `optimize`. Nothing is solved here."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from optimize import HubProblem, ScenarioProblem

if TYPE_CHECKING:
    from geodata.region.region import Region
    from geodata.scenarios import Scenario


def hub_problem(
    region: Region,
    scenario: Scenario,
    candidates: Sequence[str] | None,
    *,
    year: int | None = None,
    classes: Sequence[str] | None = None,
    services: str = "all",
) -> HubProblem:
    """Build the hub problem of one scenario; see `Region.problem`."""
    if services not in ("all", "hubs"):
        message = f"services {services!r} is not known; use 'all' (direct service allowed) or 'hubs'"
        raise ValueError(message)
    hubs = region.place_ids(candidates) if candidates is not None else list(region.candidates)
    if not hubs:
        message = "there are no candidate hubs; name some, or give places the role hub_candidate"
        raise ValueError(message)
    chosen = list(region.classes.index) if classes is None else [region.class_id(cls) for cls in classes]
    nodes = region.nodes(hubs)
    order = {place: number for number, place in enumerate(region.places.index)}
    rows = np.array([order[place] for place in nodes], dtype=np.int64)
    positions = np.array([nodes.index(place) for place in hubs], dtype=np.int64)
    numbers = region.hub_numbers(nodes, scenario)
    changes, parameters = scenario.changes, scenario.parameters
    blocks: dict[str, dict[str, Any]] = {}
    for cls in chosen:
        legs = region.model.legs(cls, rows, np.sort(positions), region.changes + changes, parameters)
        flows = region.flows(scenario, cls, year=year).reindex(index=nodes, columns=nodes, fill_value=0.0)
        handling = region.model.handling(
            cls,
            numbers["handling_factor"].to_numpy(),
            numbers["dwell_factor"].to_numpy(),
            parameters,
        )
        blocks[cls] = {
            "flow": flows.to_numpy(),
            "collection_cost": legs.collection,
            "transfer_cost": legs.transfer,
            "distribution_cost": legs.distribution,
            "direct_cost": legs.direct if services == "all" else None,
            "handling_cost": handling,
            "unmet_penalty": region.model.parameters.changed(parameters).get("unmet_usd_per_t", cls=cls),
        }
    capacity = numbers["capacity_t_per_year"].to_numpy()
    return HubProblem.from_blocks(
        blocks=blocks,
        candidates=hubs,
        labels=nodes,
        fixed_cost=numbers["fixed_usd_per_year"].to_numpy(),
        capacity=capacity if np.isfinite(capacity).any() else None,
        metadata={
            "region": region.name,
            "scenario": scenario.name,
            "year": year or region.base_year,
            "flow_unit": "t/year",
            "cost_unit": "USD/t",
            "overrides": tuple(str(item) for item in region.overrides),
        },
    )


def scenario_problem(
    region: Region,
    scenarios: Sequence[str | Scenario],
    candidates: Sequence[str] | None,
    probability: Mapping[str, float] | Sequence[float] | None,
    **options: Any,
) -> ScenarioProblem:
    """Build one problem over several scenarios; see `Region.scenario_problem`."""
    chosen = [region.scenario(item) for item in scenarios]
    names = [item.name for item in chosen]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated or not names:
        message = f"scenarios {repeated} stand twice; name each once" if repeated else "name at least one scenario"
        raise ValueError(message)
    weights = probability if probability is not None else scenario_probabilities(chosen)
    problems = {item.name: region.problem(item, candidates, **options) for item in chosen}
    return ScenarioProblem(problems, probability=weights)


def scenario_probabilities(scenarios: Sequence[Scenario]) -> dict[str, float]:
    r"""Weights that add up to 1, for scenarios taken as the possible states of the world.

    A scenario's probability :math:`p_s` is the share of the time that it is in force. Disruptions that come and go
    independently overlap, so that the shares need not sum to 1; the weights look at the time in which at most one is
    in force, where the undisturbed base has the weight :math:`1 / (1 + \sum_s o_s)` and a scenario
    :math:`o_s / (1 + \sum_s o_s)` with the odds :math:`o_s = p_s / (1 - p_s)`.

    What-if cases, which have no probability, count 0: they enter worst cases and regrets alone. Where nothing has a
    weight (no base, and no scenario with a probability) all count the same.
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
