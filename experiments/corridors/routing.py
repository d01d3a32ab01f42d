"""Running the corridor study: names checked, then all freight of each scenario routed with and without capacities."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from experiments.corridors.names import known_countries, known_hubs, opened
from experiments.corridors.study import CorridorRun, CorridorStudy
from experiments.question import Asked
from experiments.text import distinct
from geodata import Region, Scenario
from geodata.region import capacitated_network
from optimize import InputError
from optimize.flows import solve_multicommodity

Progress = Callable[[str, int, int], None]

GAP = 1e-6
"""Relative gap at which a scenario counts as solved: on the bundled region's 42 bn USD it is 42,000 USD a year, well
below what is shown. A smaller one takes more rounds of route generation."""


def study_corridors(
    region: Region,
    scenarios: Sequence[str | Scenario] | None = None,
    *,
    hubs: Sequence[str] = (),
    gateways: Sequence[str] | None = None,
    classes: Sequence[str] | None = None,
    start: Sequence[str] = (),
    end: Sequence[str] = (),
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> CorridorStudy:
    """Route all freight of each scenario within the capacities of links, scheduled services and open hubs.

    Parameters
    ----------
    region : Region
    scenarios : sequence of str or Scenario, optional
        Default: the region's own. ``base`` is added in front, as the others are compared with it; empty: it alone.
    hubs : sequence of str
        Ids, names or aliases of the hubs that are open beside the gateways; default none.
    gateways : sequence of str, optional
        Hubs that are open as well; default the region's own, as in a comparison. No gateways: an empty sequence.
    classes : sequence of str, optional
        Commodity classes that travel, by id or name; default all.
    start, end : sequence of str
        Countries (ISO3) or groups whose exports and imports are counted on corridors; empty = all.
    time_limit : float, optional
        Seconds for each scenario, once with and once without the capacities of links.
    progress : callable, optional
        Called with the scenario's title, how many are finished, and how many there are.

    Returns
    -------
    CorridorStudy

    Raises
    ------
    InputError
        Naming all unknown scenarios, hubs and countries.
    """
    faults: list[str] = []
    asked = Asked(region, faults)
    named = () if scenarios is not None and not len(scenarios) else asked.scenarios(scenarios)
    kinds = asked.classes(classes)
    region = asked.region
    gates = opened(region, gateways, faults)
    open_hubs = tuple(dict.fromkeys((*gates, *known_hubs(region, hubs, faults))))
    senders, receivers = (known_countries(region, given, faults) for given in (start, end))
    if faults:
        raise InputError(faults)
    names = list(dict.fromkeys(["base", *named]))
    titles = distinct({name: region.scenario(name).title or name for name in names})
    runs: dict[str, CorridorRun] = {}
    for done, (name, title) in enumerate(titles.items()):
        if progress is not None:
            progress(title, done, len(names))
        runs[name] = _run(region, name, title, open_hubs, kinds, time_limit)
    if progress is not None:
        progress("", len(names), len(names))
    words = [f"{word} {', '.join(given)}" for word, given in (("from", start), ("to", end)) if given]
    return CorridorStudy(region, runs, senders, receivers, " ".join(words), open_hubs, kinds, gates)


def _run(
    region: Region, name: str, title: str, hubs: tuple[str, ...], classes: tuple[str, ...], time_limit: float | None
) -> CorridorRun:
    state = region.state(name)
    network = capacitated_network(state, classes=classes or None, hubs=hubs)
    without = replace(network.problem, capacity=network.limits(links=False))
    flow = solve_multicommodity(network.problem, gap=GAP, time_limit=time_limit)
    unlimited = solve_multicommodity(without, gap=GAP, time_limit=time_limit)
    fixed = float(state.hub_numbers(hubs)["fixed_usd_per_year"].sum())
    return CorridorRun(name, title, network, flow, unlimited, fixed)
