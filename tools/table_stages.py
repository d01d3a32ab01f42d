"""``python -m tools.table_stages``: how long each stage takes from a region's costs to its table of hub sets.

Processor milliseconds, the least of several runs, of one scenario of the bundled region with all its candidates beside
its gateway, by the way of `HubProblem` and by `Region.hub_set_table`. Leg costs are remembered beforehand: they are
timed by themselves.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import geodata
from geodata.region.freight import charges, layout, offers, pair_flows, pooled_scenario
from optimize import HubSetTable, PooledProblem

RUNS = 10


def timed(name: str, work: Callable[[], Any], before: Callable[[], Any] = lambda: None) -> Any:
    """Print how long some work takes, and return what it gives.

    Parameters
    ----------
    name : str
        What it is.
    work : callable
        The work.
    before : callable
        What has to happen before each run, not counted.

    Returns
    -------
    object
    """
    before()
    found, best = work(), float("inf")
    for _ in range(RUNS):
        before()
        start = time.process_time()
        found = work()
        best = min(best, time.process_time() - start)
    sys.stdout.write(f"{name:60s} {best * 1e3:9.2f} ms\n")
    return found


def main() -> None:
    """Time all stages."""
    region = geodata.load_region("central-asia")
    gateways, hubs = region.gateways, [*region.gateways, *region.candidates]
    state, classes = region.state(), region.model.classes
    problem = timed("HubProblem, leg costs remembered", lambda: region.problem("base", hubs))
    for p_max in (2, 3):
        table = timed(
            f"table of the HubProblem, p_max {p_max}",
            lambda size=p_max: HubSetTable.build(problem, size, forced=gateways, threads=1),  # type: ignore[misc]
        )
        sys.stdout.write(f"    {len(table)} sets\n")
    plan = layout(state, hubs)

    def forget() -> None:
        region.__dict__.pop("made", None)

    timed("once a draw: flows", lambda: [pair_flows(state, plan, cls) for cls in classes], forget)
    timed("once a draw: charges at hubs", lambda: [charges(state, plan, cls) for cls in classes], forget)
    offered = timed("what pairs may do without a hub", lambda: offers(state, plan, classes))
    scenario = timed("pairs and legs of all classes", lambda: pooled_scenario(state, plan, offered, classes))
    pooled = timed("checks", lambda: PooledProblem(plan.hubs, (scenario,), "throughput"))
    sys.stdout.write(f"    {len(scenario.freight.flow)} pairs\n")
    timed(
        "pairs that a hub may serve",
        lambda: scenario.crowd,
        lambda: [each.__dict__.pop("crowd", None) for each in (scenario, scenario.freight)],
    )
    sys.stdout.write(f"    {len(scenario.crowd.flow)} pairs\n")
    for p_max in (2, 3):
        for capacities in (True, False):
            timed(
                f"table, p_max {p_max}, {'with' if capacities else 'without'} capacities",
                lambda size=p_max, limited=capacities: HubSetTable.build(  # type: ignore[misc]
                    pooled, size, forced=gateways, capacities=limited, threads=1
                ),
            )
    for p_max in (2, 3):
        timed(
            f"Region.hub_set_table, p_max {p_max}, leg costs remembered",
            lambda size=p_max: region.hub_set_table("base", p_max=size, forced=gateways),  # type: ignore[misc]
        )
    hub_rows, positions = state.places_of(hubs)

    def forget_legs() -> None:
        region.model._memory.clear()  # noqa: SLF001

    timed(
        "leg costs of all classes, arcs included",
        lambda: [state.legs_among(cls, hub_rows, positions) for cls in classes],
        forget_legs,
    )


if __name__ == "__main__":
    main()
