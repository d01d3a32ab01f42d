"""Running the choice of hubs: names checked, then each scenario's hubs chosen with and without capacities of links."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from experiments.corridors.choice import GAP, HubChoice, ScenarioChoice
from experiments.corridors.names import known_hubs, opened
from experiments.question import Asked
from experiments.text import distinct
from geodata import Region, Scenario
from geodata.region import capacitated_network
from optimize import InputError
from optimize.networks import HubNetwork, HubNetworkDesign, hub_network_design

Progress = Callable[[str, int, int], None]

BEST = 5
"""Sets whose cost is worked out, to tell by how much the first is ahead; of the others a bound is enough."""


def choose_hubs(
    region: Region,
    p: int,
    scenarios: Sequence[str | Scenario] | None = None,
    *,
    hubs: Sequence[str] = (),
    gateways: Sequence[str] | None = None,
    candidates: Sequence[str] | None = None,
    classes: Sequence[str] | None = None,
    best: int = BEST,
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> HubChoice:
    """Choose the hubs with which all freight is cheapest within the capacities of links, services and hubs.

    Parameters
    ----------
    region : Region
    p : int
        How many to choose, beside ``hubs`` and ``gateways``.
    scenarios : sequence of str or Scenario, optional
        Each is a choice of its own. Default: ``base`` alone, which is added in front of others.
    hubs : sequence of str
        Ids, names or aliases of hubs that are open anyway, beside the gateways.
    gateways : sequence of str, optional
        Hubs that are open anyway as well; default the region's own, as in a comparison. No gateways: an empty sequence.
    candidates : sequence of str, optional
        Ids, names or aliases of the hubs to choose from; default the region's own.
    classes : sequence of str, optional
        Commodity classes that travel, by id or name; default all.
    best : int
        How many of the best sets to cost to the end.
    time_limit : float, optional
        Seconds for each scenario, once with and once without the capacities of links.
    progress : callable, optional
        Called with the scenario's title, how many are finished, and how many there are.

    Returns
    -------
    HubChoice

    Raises
    ------
    InputError
        Naming all unknown scenarios and hubs, or if there are not p candidates.
    KeyboardInterrupt
        After Ctrl-C, within seconds.
    """
    faults: list[str] = []
    asked = Asked(region, faults)
    named = () if scenarios is None else asked.scenarios(scenarios)
    kinds = asked.classes(classes)
    region = asked.region
    given = tuple(dict.fromkeys((*opened(region, gateways, faults), *known_hubs(region, hubs, faults))))
    wanted = known_hubs(region, region.candidates if candidates is None else candidates, faults)
    free = tuple(hub for hub in wanted if hub not in given)
    if not faults and not 1 <= p <= len(free):
        faults.append(f"{p} hubs cannot be chosen from {len(free)} candidates beside those that are open anyway")
    if faults:
        raise InputError(faults)
    every = list(dict.fromkeys(["base", *named]))
    titles = distinct({name: region.scenario(name).title or name for name in every})
    runs: dict[str, ScenarioChoice] = {}
    for done, (name, title) in enumerate(titles.items()):
        if progress is not None:
            progress(title, done, len(every))
        network = capacitated_network(region.state(name), classes=kinds or None, hubs=(*given, *free))
        chooser = _Chooser(given, len(given) + p, best, time_limit)
        limited = chooser.choose(network.choice())
        unlimited = chooser.choose(network.choice(links=False))
        runs[name] = ScenarioChoice(
            name, title, network, limited, unlimited, chooser.cost_of(unlimited.hubs, limited)
        )  # fmt: skip
    if progress is not None:
        progress("", len(every), len(every))
    return HubChoice(region, p, given, free, runs)


class _Chooser:
    """The question, asked of several networks."""

    def __init__(self, given: tuple[str, ...], p: int, best: int, time_limit: float | None) -> None:
        self.given, self.p, self.best, self.time_limit = given, p, best, time_limit

    def choose(self, network: HubNetwork, only: tuple[str, ...] | None = None) -> HubNetworkDesign:
        found = hub_network_design(
            network,
            self.p,
            open_hubs=self.given if only is None else only,
            best=self.best,
            gap=GAP,
            time_limit=self.time_limit,
        )
        if found.info["stopped"]:
            raise KeyboardInterrupt
        return found

    def cost_of(self, hubs: tuple[str, ...], known: HubNetworkDesign) -> HubNetworkDesign:
        """The set as a design of its own."""
        return known if hubs == known.hubs else self.choose(known.network, only=hubs)
