"""Links that would carry more than their capacity under the winning design, as a comparison does not limit links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from experiments.comparison.figures import Figures
from experiments.question import Study
from experiments.text import count, listed, rows, tonnes, usd
from geodata.region import CapacitatedNetwork, capacitated_network
from optimize.brief import Brief
from optimize.flows import MulticommodityFlow, solve_multicommodity
from optimize.run import Status

MOST_PAIRS = 300_000
"""Demands above which this is left to ``silkhub corridors``: the bundled region has 67,000, which take five seconds."""
FREE_SECONDS, KEPT_SECONDS = 60.0, 10.0
"""Longest times for the loads, and for what keeping the capacities costs; what takes longer is left out."""
GAP = 1e-6
FULL = 1.0 + 1e-6
"""Load over capacity up to which a link counts as within it: what is above is no rounding."""
NAMED = 3
"""Most links of a sentence."""


@dataclass(frozen=True, eq=False)
class Overload(Brief):
    """What links carry where their capacities do not count.

    Attributes
    ----------
    hubs : tuple of str
        The open hubs.
    scenario : str
    links : DataFrame or None
        Directed links above their capacity, the fullest first: ``link, from, to, mode, corridors, load_t, capacity_t,
        use``, tonnes a year. None where it would take too long.
    keeping_usd : float
        What it costs a year to keep the capacities of links; NaN where it takes too long.
    """

    hubs: tuple[str, ...]
    scenario: str
    links: pd.DataFrame | None
    keeping_usd: float = np.nan


def winning_design(found: Figures) -> tuple[str, ...]:
    """Return the hubs that the headline is about.

    Parameters
    ----------
    found : Figures

    Returns
    -------
    tuple of str
        The gateways and the best hub; the gateways alone where no hub is worth having.
    """
    best = str(found.ranking.index[0])
    return found.study.gateways if found.unused(found.headline) else found.headline.single(best)


def overload(study: Study, hubs: Sequence[str]) -> Overload:
    """Find the links that all freight together loads above their capacity, each on its cheapest way.

    Hubs and scheduled services take no more than they have room for, links whatever comes. What goods pay at hubs in
    third countries is left out, as in `capacitated_network`.

    Parameters
    ----------
    study : Study
        Its first scenario counts.
    hubs : sequence of str
        Ids of the open hubs.

    Returns
    -------
    Overload
    """
    scenario = study.scenarios[0]
    nothing = Overload(tuple(hubs), scenario, None)
    if _pairs_at_most(study) > MOST_PAIRS:
        return nothing
    network = capacitated_network(study.region.state(scenario), classes=study.classes or None, hubs=hubs)
    free = network.limits(links=False, hubs=study.room)
    flow = solve_multicommodity(replace(network.problem, capacity=free), gap=GAP, time_limit=FREE_SECONDS)
    if flow.status is not Status.OPTIMAL:
        return nothing
    links = _above(network, flow)
    if links.empty:
        return replace(nothing, links=links, keeping_usd=0.0)
    kept = network.limits(hubs=study.room)
    within = solve_multicommodity(replace(network.problem, capacity=kept), gap=GAP, time_limit=KEPT_SECONDS)
    proven = within.status is Status.OPTIMAL
    return replace(nothing, links=links, keeping_usd=within.objective - flow.objective if proven else np.nan)


def _pairs_at_most(study: Study) -> int:
    places = len(study.region.data.demand_places)
    return places**2 * len(study.classes or study.region.classes)


def _above(network: CapacitatedNetwork, flow: MulticommodityFlow) -> pd.DataFrame:
    count_of = len(network.limited)
    load, capacity = flow.load[:count_of], network.problem.capacity[:count_of]
    frame = network.links.loc[network.limited, ["link", "from", "to", "mode", "corridors"]].assign(
        load_t=load,
        capacity_t=capacity,
        use=np.divide(load, capacity, out=np.where(load > 0, np.inf, 0.0), where=capacity > 0),
    )
    frame["corridors"] = frame["corridors"].map(";".join)
    above = frame[(frame["use"] > FULL) & (frame["load_t"] - frame["capacity_t"] > 1.0)]
    return above.sort_values("use", ascending=False, kind="stable").reset_index(drop=True)


def overload_words(study: Study, found: Overload) -> str:
    """Put the links above their capacity into sentences.

    Parameters
    ----------
    study : Study
    found : Overload

    Returns
    -------
    str
    """
    hubs = f"{listed([study.name(hub) for hub in found.hubs])} open" if found.hubs else "no hub open"
    more = _asked_again(study, found.hubs)
    if found.links is None:
        return f"Which links would be above their capacity with {hubs} takes longer to say: `{more}` does."
    where = f"in “{study.title(found.scenario)}”, with {hubs} and all freight on its cheapest ways"
    if found.links.empty:
        return f"No link is above its own capacity {where}."
    named = [f"{row['mode']} {study.name(row['from'])} to {study.name(row['to'])} ({use_words(row['use'])})"
             for row in rows(found.links.head(NAMED))]  # fmt: skip
    others = len(found.links) - len(named)
    verb = "is loaded above its" if len(found.links) == 1 else "are loaded above their"
    told = listed([*named, *([count(others, "other")] if others else [])])
    text = f"{count(len(found.links), 'directed link')} {verb} own capacity {where}: {told}."
    if np.isnan(found.keeping_usd):
        return f"{text} What keeping to the capacities costs takes longer to say: `{more}` does."
    return f"{text} Keeping to the capacities of links costs {usd(found.keeping_usd)} a year more."


def _asked_again(study: Study, hubs: tuple[str, ...]) -> str:
    """Return the command that opens these hubs and no others."""
    own = set(study.region.gateways) <= set(hubs)
    return "silkhub corridors" + ("" if own else " --gateways none") + (f" --hubs {','.join(hubs)}" if hubs else "")


def overload_rows(study: Study, found: Overload) -> list[tuple[str, ...]]:
    """List the links above their capacity in words.

    Parameters
    ----------
    study : Study
    found : Overload

    Returns
    -------
    list of tuples of str
        Link, from - to, mode, load, capacity, how full.
    """
    return [
        (row["link"], f"{study.name(row['from'])} - {study.name(row['to'])}", row["mode"], tonnes(row["load_t"]),
         tonnes(row["capacity_t"]), use_words(row["use"]))
        for row in ([] if found.links is None else rows(found.links))
    ]  # fmt: skip


def use_words(use: float) -> str:
    """Say how full a link is.

    Parameters
    ----------
    use : float
        Load over capacity; inf where there is no capacity at all.

    Returns
    -------
    str

    Examples
    --------
    >>> use_words(1.487), use_words(12.3), use_words(float("inf"))
    ('1.49 times', '12.3 times', 'no room at all')
    """
    return "no room at all" if np.isinf(use) else f"{use:.3g} times"
