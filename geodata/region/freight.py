"""What a region sends in a scenario, pair by pair, as tables of hub sets take it: the blocks without their matrices.

Most of it is the same in many scenarios or variants: what follows from the files alone is made once for all variants of
a region, flows and numbers of hubs once for all scenarios that do not change them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np

from geodata.arrays import BoolArray, FloatArray, IntArray
from geodata.costs import LegCosts
from geodata.demand import trade_parameters
from geodata.files import HUB_NUMBERS
from geodata.region.blocks import boarding, class_legs, taken_by_service, wanting
from geodata.region.flows import flows_in
from geodata.region.state import State
from optimize import Freight, PooledScenario

FLOW_PARAMETERS = frozenset({"deterrence_per_1000km", "growth_percent_per_year"})
"""Parameters that flows depend on, beside those of trade."""


@dataclass(frozen=True)
class Layout:
    """The nodes of a hub problem, and at which hubs their pairs are in a third customs area.

    Attributes
    ----------
    nodes, hubs : tuple of str
        Ids of places, in the order of places.csv.
    rows : (n,) int array
        Row numbers of the nodes among all places.
    positions : (h,) int array
        Positions of the hubs among the nodes.
    demand : (d,) int array
        Positions of the demand places among the nodes.
    tariff : (n * n,) int array
        Which row of ``abroad`` is that of a pair.
    abroad : (t, h) array of bool
        Whether a hub is in neither of the customs areas of a pair's ends.
    """

    nodes: tuple[str, ...]
    hubs: tuple[str, ...]
    rows: IntArray
    positions: IntArray
    demand: IntArray
    tariff: IntArray
    abroad: BoolArray


@dataclass(frozen=True)
class PairFlows:
    """What a class sends between the nodes.

    Attributes
    ----------
    at : (pairs,) int array
        Row times the number of nodes, plus column, of each pair with flow.
    flow : (pairs,) array
        Tonnes a year.
    """

    at: IntArray
    flow: FloatArray


@dataclass(frozen=True)
class HubCosts:
    """The numbers of the hubs.

    Attributes
    ----------
    handling_factor, dwell_factor, fixed_cost, room : (h,) arrays
        See `State.hub_numbers` and `State.hub_room`.
    """

    handling_factor: FloatArray
    dwell_factor: FloatArray
    fixed_cost: FloatArray
    room: FloatArray


@dataclass(frozen=True)
class Offer:
    """What the pairs of a class may do without a hub.

    Attributes
    ----------
    pairs : PairFlows
    legs : LegCosts
    outside : (pairs,) array
        USD/t on one's own, or of not being carried.
    scheduled : (pairs,) array
        USD/t by scheduled service, and by that of the two which is cheaper.
    service : (pairs,) int array
        Which service of the timetable.
    wants : (pairs,) array
        Tonnes that want it.
    """

    pairs: PairFlows
    legs: LegCosts
    outside: FloatArray
    scheduled: FloatArray
    service: IntArray
    wants: FloatArray


def layout(state: State, hubs: Sequence[str]) -> Layout:
    """Return the nodes of a hub problem, made once for all variants of a region.

    Parameters
    ----------
    state : State
        The region and scenario.
    hubs : sequence of str
        Ids of the hubs, in any order.

    Returns
    -------
    Layout
    """
    data = state.inputs.data

    def make() -> Layout:
        nodes = state.nodes(hubs)
        number = {place: at for at, place in enumerate(nodes)}
        rows, positions = state.places_of(hubs)
        area = np.unique([state.customs_area(place) for place in nodes], return_inverse=True)[1]
        of_hubs = area[positions]
        own = np.unique(of_hubs)
        # areas without a hub are alike: every hub is abroad
        end = np.searchsorted(own, area)
        end = np.where(np.isin(area, own), end, len(own))
        ends = list(combinations_with_replacement(range(len(own) + 1), 2))
        row = np.zeros((len(own) + 1, len(own) + 1), dtype=np.int64)
        for at, (one, other) in enumerate(ends):
            row[one, other] = row[other, one] = at
        home = np.searchsorted(own, of_hubs)
        return Layout(
            tuple(nodes),
            tuple(nodes[at] for at in positions),
            rows,
            positions,
            np.array([number[place] for place in state.inputs.demand.places], dtype=np.int64),
            row[end[:, None], end[None, :]].ravel(),
            np.array([[at not in pair for at in home.tolist()] for pair in ends]),
        )

    found: Layout = data.made.once(("layout", frozenset(hubs)), [data["places"], data["countries"]], make)
    return found


def pair_flows(state: State, plan: Layout, cls: str, year: int | None = None) -> PairFlows:
    """Return what a class sends, made once for all scenarios that do not change it.

    Parameters
    ----------
    state : State
        The region and scenario.
    plan : Layout
        The nodes.
    cls : str
        Id of the class.
    year : int, optional
        Year to which trade is grown; default the base year.

    Returns
    -------
    PairFlows
    """
    inputs, scenario = state.inputs, state.scenario
    names = FLOW_PARAMETERS | trade_parameters(inputs.data)
    changes = tuple(change for change in scenario.parameters if change.parameter in names)

    def make() -> PairFlows:
        flow = flows_in(state, cls, year=year).to_numpy()
        i, j = np.nonzero(flow)
        return PairFlows(plan.demand[i] * len(plan.nodes) + plan.demand[j], flow[i, j])

    found: PairFlows = inputs.made.once(("flows", cls, year, scenario.demand, changes), [plan], make)
    return found


def hub_costs(state: State, plan: Layout) -> HubCosts:
    """Return the numbers of the hubs, made once for all scenarios that do not change them.

    Parameters
    ----------
    state : State
        The region and scenario.
    plan : Layout
        The nodes.

    Returns
    -------
    HubCosts
    """
    changes = tuple(change for change in state.scenario.parameters if change.parameter in HUB_NUMBERS)

    def make() -> HubCosts:
        numbers = state.hub_numbers(plan.hubs)
        handling, dwell, fixed = (
            numbers[name].to_numpy(dtype=np.float64)
            for name in ("handling_factor", "dwell_factor", "fixed_usd_per_year")
        )
        return HubCosts(handling, dwell, fixed, state.hub_room(numbers))

    found: HubCosts = state.inputs.made.once(("hubs", changes), [plan], make)
    return found


def room_per_t(state: State, cls: str) -> float:
    """Return what a tonne takes of the room of a hub, see `State.room_per_t`; looked up once for many scenarios.

    Parameters
    ----------
    state : State
        The region and scenario.
    cls : str
        Id of the class.

    Returns
    -------
    float
    """
    changes = tuple(change for change in state.scenario.parameters if change.parameter in HUB_NUMBERS)
    found: float = state.inputs.made.once(("room of a tonne", cls, changes), [], lambda: state.room_per_t(cls))
    return found


def charges(state: State, plan: Layout, cls: str) -> FloatArray:
    """Return what a tonne costs that passes each hub, made once for all scenarios with the same parameters.

    Parameters
    ----------
    state : State
        The region and scenario.
    plan : Layout
        The nodes.
    cls : str
        Id of the class.

    Returns
    -------
    (t, h) array
        USD/t, by tariff: handling, and what goods pay in a third customs area.
    """

    def make() -> FloatArray:
        numbers = hub_costs(state, plan)
        handling = state.model.handling(cls, numbers.handling_factor, numbers.dwell_factor, state.scenario.parameters)
        third = np.array([state.third_country_usd_per_t(cls, hub) for hub in plan.hubs])
        return handling + np.where(plan.abroad, third, 0.0)

    found: FloatArray = state.inputs.made.once(("charges", cls, state.scenario.parameters), [plan], make)
    return found


def offers(
    state: State, plan: Layout, classes: Sequence[str], year: int | None = None, trunk: Sequence[str] = ()
) -> dict[str, Offer]:
    """Return what the pairs of some classes may do without a hub.

    Parameters
    ----------
    state : State
        The region and scenario.
    plan : Layout
        The nodes.
    classes : sequence of str
        Ids of the classes.
    year : int, optional
        Year to which trade is grown; default the base year.
    trunk : sequence of str
        Modes that may be used between hubs; all when empty.

    Returns
    -------
    dict of str to Offer
    """
    found = {}
    for cls in classes:
        legs, pairs = class_legs(state, cls, plan.rows, plan.positions, trunk), pair_flows(state, plan, cls, year)
        outside = np.minimum(legs.direct.take(pairs.at), state.unmet_usd_per_t(cls))
        if legs.scheduled is None:
            nothing = np.zeros(len(outside))
            found[cls] = Offer(pairs, legs, outside, outside, nothing.astype(np.int64), nothing)
            continue
        cost, service = legs.scheduled.cost.take(pairs.at), legs.scheduled.service.take(pairs.at)
        wants = wanting(state.full_load_share(cls), pairs.flow, cost, outside)
        found[cls] = Offer(pairs, legs, outside, np.minimum(outside, cost), service, wants)
    return found


def pooled_scenario(
    state: State,
    plan: Layout,
    offered: Mapping[str, Offer],
    classes: Sequence[str],
    *,
    direct: bool = True,
    probability: float = 1.0,
) -> PooledScenario:
    """Return what some classes send in a scenario, as tables of hub sets take it.

    Parameters
    ----------
    state : State
        The region and scenario.
    plan : Layout
        The nodes.
    offered : mapping of str to Offer
        Of all classes that share the room of scheduled services.
    classes : sequence of str
        Ids of the classes to send.
    direct : bool
        Whether freight may go without a hub.
    probability : float
        Of the scenario.

    Returns
    -------
    PooledScenario
    """
    use = taken_by_service(
        (item.wants, item.service, item.legs.scheduled.capacity_t)
        for item in offered.values()
        if item.legs.scheduled is not None
    )
    parts: list[tuple[int, IntArray, FloatArray, FloatArray]] = []
    for number, cls in enumerate(classes):
        item = offered[cls]
        at, flow = item.pairs.at, item.pairs.flow
        if not direct:
            parts.append((number, at, flow, np.full(len(at), state.unmet_usd_per_t(cls))))
            continue
        on = np.flatnonzero(item.wants)
        boards = boarding(item.wants[on], item.service[on], use)
        rest = flow.copy()
        rest[on] -= boards
        parts.append((number, at, rest, item.outside))
        parts.append((number, at[on], boards, item.scheduled[on]))
    which = np.repeat([number for number, *_ in parts], [len(at) for _, at, *_ in parts])
    pair, flow, outside = (np.concatenate([part[k] for part in parts]) for k in (1, 2, 3))
    origin, destination = np.divmod(pair, len(plan.nodes))
    hubs, numbers = plan.positions, hub_costs(state, plan)
    freight = Freight(
        classes=tuple(classes),
        collection=np.stack([offered[cls].legs.collection[:, hubs] for cls in classes]),
        transfer=np.stack([_between(offered[cls].legs.transfer, hubs) for cls in classes]),
        distribution=np.stack([offered[cls].legs.distribution[hubs, :] for cls in classes]),
        charge=np.concatenate([charges(state, plan, cls) for cls in classes]),
        weight=np.ones(len(classes)),
        capacity_use=np.array([room_per_t(state, cls) for cls in classes]),
        cls=which,
        tariff=which * len(plan.abroad) + plan.tariff.take(pair),
        origin=origin,
        destination=destination,
        flow=flow,
        outside=outside,
    )
    room = numbers.room if np.isfinite(numbers.room).any() else None
    return PooledScenario(state.scenario.name, probability, freight, numbers.fixed_cost, room)


def _between(transfer: FloatArray, hubs: IntArray) -> FloatArray:
    """Costs between the hubs, none from a hub to itself."""
    found = transfer[np.ix_(hubs, hubs)]
    np.fill_diagonal(found, 0.0)
    return found
