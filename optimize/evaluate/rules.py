"""The rules that the decision has to keep: how many hubs and which, who uses them, which links join them.

A rule takes a priced design and says in sentences what is broken, where and how far. The rules of the flow are in
`optimize.evaluate.flow_rules`.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from optimize.evaluate.design import PlacedBlock, PricedDesign
from optimize.evaluate.flow_rules import FLOW_RULES, Rule


def broken_rules(case: PricedDesign) -> tuple[str, ...]:
    """Check a design against every rule.

    Parameters
    ----------
    case : PricedDesign

    Returns
    -------
    tuple of str
        What is broken; empty for an admissible design.
    """
    return tuple(fault for rule in RULES for fault in rule(case))


def _hubs_differ(case: PricedDesign) -> Iterator[str]:
    """No hub is opened twice."""
    hub, times = np.unique(np.array(case.design.hubs, dtype=np.int64), return_counts=True)
    for k, number in zip(hub[times > 1], times[times > 1], strict=True):
        yield f"hub {case.hub(k)} is opened {number} times"


def _number_of_hubs(case: PricedDesign) -> Iterator[str]:
    """As many hubs are open as were asked for."""
    request, number = case.request, len(case.design.hubs)
    if not request.p_min <= number <= request.p_max:
        asked = f"{request.p_min}" if request.p is not None else f"{request.p_min} to {request.p_max}"
        yield f"{number} hubs ({case.hubs(case.design.hubs)}) are open, but {asked} are asked for"


def _forced_hubs(case: PricedDesign) -> Iterator[str]:
    """Hubs that have to be open are open."""
    for k in sorted(case.request.open_hubs - set(case.design.hubs)):
        yield f"hub {case.hub(k)} has to be open, but is not"


def _banned_hubs(case: PricedDesign) -> Iterator[str]:
    """Hubs that have to be closed are closed."""
    for k in sorted(case.request.closed_hubs & set(case.design.hubs)):
        yield f"hub {case.hub(k)} has to be closed, but is open"


def _allocation_is_told(case: PricedDesign) -> Iterator[str]:
    """Unless every node may use every hub, the design says which hubs each node uses."""
    if case.request.allocation != "multiple" and case.design.assigned is None:
        yield f"the design does not say which hubs each node uses, as allocation {case.request.allocation!r} needs"


def _most_hubs_of_a_node(case: PricedDesign) -> Iterator[str]:
    """No node uses more hubs than allowed."""
    if case.request.allocation == "multiple":
        return
    most = 1 if case.request.allocation == "single" else int(case.request.allocation)
    for place, assigned in _assigned(case):
        used = assigned.sum(axis=1)
        for i in np.flatnonzero(used > most).tolist():
            names = case.hubs(np.flatnonzero(assigned[i]))
            yield f"{place.where}: node {case.node(i)} uses {used[i]} hubs ({names}), more than {most}"


def _one_hub_of_a_node(case: PricedDesign) -> Iterator[str]:
    """Under single allocation no node with pairs that count is left without a hub."""
    if case.request.allocation != "single":
        return
    for place, assigned in _assigned(case):
        for i in np.flatnonzero(_nodes_that_count(case, place) & ~assigned.any(axis=1)).tolist():
            yield f"{place.where}: node {case.node(i)} uses no hub, but under single allocation it has to use one"


def _own_hub(case: PricedDesign) -> Iterator[str]:
    r"""A node with an open hub of its own uses it (:math:`x_{kk} = z_k`) under single and r-allocation."""
    if case.request.allocation == "multiple":
        return
    hubs = np.flatnonzero(case.open_hubs)
    nodes = case.problem.candidate_index[hubs]
    for place, assigned in _assigned(case):
        for i in nodes[_nodes_that_count(case, place)[nodes] & ~assigned[nodes, hubs]]:
            names = case.hubs(np.flatnonzero(assigned[i])) or "none"
            yield f"{place.where}: node {case.node(i)} has an open hub of its own, but uses {names}"


def _assigned_hubs_are_open(case: PricedDesign) -> Iterator[str]:
    """Nodes are assigned to open hubs."""
    for place, assigned in _assigned(case):
        for i, k in np.argwhere(assigned & ~case.open_hubs):
            yield f"{place.where}: node {case.node(i)} is assigned to hub {case.hub(k)}, which is not open"


def _links_are_told(case: PricedDesign) -> Iterator[str]:
    """Where hub links are a decision, the design says which ones are set up."""
    chosen = case.problem.link_cost is not None or case.request.hub_links is not None
    if chosen and case.design.links is None:
        yield "the design does not say which hub links are set up"


def _links_join_open_hubs(case: PricedDesign) -> Iterator[str]:
    """Hub links lead from an open hub to another one."""
    for k, m in _links(case):
        if k == m:
            yield f"a hub link leads from {case.hub(k)} to itself"
        for end in {k, m}:
            if not case.open_hubs[end]:
                yield f"the hub link {case.hub(k)} - {case.hub(m)} ends at {case.hub(end)}, which is not open"


def _links_go_both_ways(case: PricedDesign) -> Iterator[str]:
    """A hub link serves both directions."""
    links = case.design.links
    for k, m in _links(case):
        if links is not None and links[k, m] != links[m, k]:
            yield f"the hub link {case.hub(k)} - {case.hub(m)} is set up in one direction only"


def _number_of_links(case: PricedDesign) -> Iterator[str]:
    """As many hub links are set up as were asked for."""
    asked = case.request.hub_links
    built = [f"{case.hub(k)} - {case.hub(m)}" for k, m in _links(case)]
    if case.design.links is not None and asked is not None and len(built) != asked:
        yield f"{len(built)} hub links ({', '.join(built) or 'none'}) are set up, but {asked} are asked for"


RULES: tuple[Rule, ...] = (
    _hubs_differ,
    _number_of_hubs,
    _forced_hubs,
    _banned_hubs,
    _allocation_is_told,
    _most_hubs_of_a_node,
    _one_hub_of_a_node,
    _own_hub,
    _assigned_hubs_are_open,
    _links_are_told,
    _links_join_open_hubs,
    _links_go_both_ways,
    _number_of_links,
    *FLOW_RULES,
)
"""All rules, in the order in which their faults are told."""


def _assigned(case: PricedDesign) -> Iterator[tuple[PlacedBlock, npt.NDArray[np.bool_]]]:
    """Blocks whose nodes are assigned to hubs."""
    for place in case.each_block():
        if place.assigned is not None:
            yield place, place.assigned


def _nodes_that_count(case: PricedDesign, place: PlacedBlock) -> npt.NDArray[np.bool_]:
    """(n,) nodes whose pairs the objective looks at: those with flow, or, for the p-hub centre, all."""
    if case.request.objective.name == "center":
        return np.full(len(place.flow), place.counts)
    return np.asarray(place.counts & (place.flow.any(axis=0) | place.flow.any(axis=1)))


def _links(case: PricedDesign) -> list[tuple[int, int]]:
    """Ends of the hub links that are set up in any direction, each once."""
    links = case.design.links
    return [] if links is None else [(int(k), int(m)) for k, m in np.argwhere(np.triu(links | links.T))]
