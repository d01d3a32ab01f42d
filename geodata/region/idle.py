"""Changes that alter nothing: whether any number changes from which costs, times, room and flows follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from geodata.arrays import FloatArray
from geodata.change_words import change_words
from geodata.files import SERVICES
from geodata.region.flows import flows_in
from geodata.region.inputs import Inputs
from geodata.region.overrides import Override
from geodata.region.state import State
from geodata.scenarios import BASE, CellChange, InputChange, Scenario

KINDS = {"changes": "change", "demand": "demand", "parameters": "parameter", "services": "service"}
"""Fields of a scenario that hold changes, and what they are called in its file."""


def altered(one: State, other: State) -> bool:
    """Tell whether two states of a region differ in any number.

    Parameters
    ----------
    one, other : State
        Of regions with the same places, links, classes and services.

    Returns
    -------
    bool
    """
    return any(
        not np.array_equal(mine, its, equal_nan=True)
        for mine, its in zip(_numbers(one), _numbers(other), strict=True)
    )  # fmt: skip


def _numbers(state: State) -> Iterator[FloatArray]:
    """All numbers that problems, routes and flows are made of, those first that change most often."""
    classes, model, places = state.chosen_classes(None), state.model, state.model.links.places
    yield state.link_capacity
    for cls in classes:
        for service in SERVICES:
            costs = state.arc_costs(cls, service)
            yield costs.weight
            usable = np.isfinite(costs.weight)
            for part in (*costs.money.values(), *costs.hours.values()):
                yield np.where(usable, part, 0.0)
    hubs = state.hub_numbers(places)
    yield hubs.to_numpy(dtype=np.float64)
    countries = {state.inputs.data.countries_of_places[place]: place for place in places}
    for cls in classes:
        yield state.handling_cost(cls, hubs)
        yield np.array([state.third_country_usd_per_t(cls, place) for place in countries.values()])
        growth = state.parameters.get("growth_percent_per_year", cls=cls)
        yield np.array([state.unmet_usd_per_t(cls), state.full_load_share(cls), growth])
        yield np.array([state.room_per_t(cls), SERVICES.index(model.direct_service[cls])])
    running = model.timetable.changed(state.services, places)
    yield np.where(running.class_ok.any(axis=0), running.capacity_t, 0.0)
    yield running.class_ok.astype(np.float64)
    for cls in classes:
        legs = model.scheduled(cls, state.changes, state.scenario.parameters, state.services)
        yield legs.cost
        yield legs.each[3]
    for cls in classes:
        for unit in ("t", "usd"):
            yield flows_in(state, cls, unit=unit).to_numpy()


def idle_changes(state: State) -> list[tuple[str, Any]]:
    """Return changes of a scenario that alter no number, neither alone nor beside the others.

    Parameters
    ----------
    state : State
        The region in the scenario.

    Returns
    -------
    list of (str, change)
        With where each stands: ``change 1``, ``parameter 2`` ..., counted within the scenario written out.
    """
    undisturbed = replace(state, scenario=BASE)
    found = []
    for field, kind in KINDS.items():
        changes: Sequence[Any] = getattr(state.scenario, field)
        for number, change in enumerate(changes):
            alone: dict[str, Any] = {field: (change,)}
            if altered(replace(state, scenario=Scenario("alone", **alone)), undisturbed):
                continue
            others: dict[str, Any] = {field: (*changes[:number], *changes[number + 1 :])}
            if not altered(replace(state, scenario=replace(state.scenario, **others)), state):
                found.append((f"{kind} {number + 1}", change))
    return found


def idle_overrides(inputs: Inputs, scenarios: Sequence[Scenario]) -> list[Override]:
    """Return changes of a variant of a region that alter no number in any of some scenarios.

    Parameters
    ----------
    inputs : Inputs
        The variant.
    scenarios : sequence of Scenario
        Settled.

    Returns
    -------
    list of changes
        None of inputs, which are compared where they are made.
    """
    found: list[Override] = []
    for edit in inputs.edits:
        before, after = (replace(inputs, data=data) for data in (edit.before, edit.after))
        if not any(altered(State(before, item), State(after, item)) for item in scenarios):
            found += edit.changes
    for number, change in enumerate(inputs.overrides):
        if isinstance(change, CellChange | InputChange):
            continue
        without = replace(inputs, overrides=(*inputs.overrides[:number], *inputs.overrides[number + 1 :]))
        if not any(altered(State(without, item), State(inputs, item)) for item in scenarios):
            found.append(change)
    return found


def idle_words(state: State) -> list[str]:
    """Say which changes of a scenario alter nothing.

    Parameters
    ----------
    state : State
        The region in the scenario.

    Returns
    -------
    list of str
        Sentences without their full stops.
    """
    scenario, idle = state.scenario, idle_changes(state)
    if idle and len(idle) == sum(len(getattr(scenario, field)) for field in KINDS):
        told = "; ".join(change_words(change) for _, change in idle)
        return [f"scenario {scenario.name} alters nothing: {told}"]
    return [f"{where} of scenario {scenario.name} alters nothing: {change_words(change)}" for where, change in idle]
