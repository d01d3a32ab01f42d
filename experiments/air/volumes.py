"""What hubs and flights would be worth at other volumes, and for dearer goods."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import pandas as pd

from experiments.air.breakeven import TOLERANCE, Crossing, crossing
from experiments.air.flights import AIR
from experiments.air.hubs import hub_costs
from experiments.air.question import AirQuestion
from experiments.comparison import TIE_USD
from geodata import Change, Region, ServiceChange

GROWTH, FLIGHTS, VALUE = "trade", "trade and flights", "value"
KINDS = {
    GROWTH: "trade of these classes",
    FLIGHTS: "trade of these classes with as many more flights",
    VALUE: "value of a tonne (tonnes unchanged)",
}
"""What is multiplied."""
VALUE_STEP = 2.0


def scaled_region(region: Region, classes: Sequence[str], kind: str, factor: float) -> Region:
    """Multiply the trade of some classes, that and the departures of all flights, or the value of their tonnes.

    Parameters
    ----------
    region : Region
    classes : sequence of str
        Ids of the classes.
    kind : {"trade", "trade and flights", "value"}
        With more flights the wait for the next one is shorter, and there is more room. ``"value"`` leaves the tonnes
        as they are: an hour of a tonne costs that many times as much, and so does a tonne that is not moved.
    factor : float

    Returns
    -------
    Region
    """
    if kind in (GROWTH, FLIGHTS):
        region = region.with_demand(factor, cls=list(classes))
        if kind == FLIGHTS and factor > 0:
            some = any(row["mode"] == AIR for row in region.data["links"])
            flights = [Change(mode=(AIR,), wait=1.0 / factor, capacity=factor)] if some else []
            some = any(AIR in row["modes"] for row in region.data["services"])
            lines = [ServiceChange(mode=(AIR,), departures=factor)] if some else []
            return region.with_overrides(*flights, *lines)
        return region
    for cls in classes:
        for parameter in ("time_percent_per_day", "unmet_usd_per_t"):
            region = region.with_parameter(parameter, factor=factor, cls=cls)
    return region


def crossing_row(of: str, name: str, kind: str, gain: Callable[[float], float], first: float) -> dict[str, object]:
    """Look for the factor from which on something pays.

    Parameters
    ----------
    of, name : str
        Id and name of the hub or flight.
    kind : {"trade", "trade and flights", "value"}
        What is multiplied.
    gain : callable
        USD a year at a factor.
    first : float
        Factor of trade at which it would pay if all costs were proportional to tonnes: where to begin.

    Returns
    -------
    dict
        ``of, name, kind, below, above, gain_below_usd, gain_above_usd``, see `Crossing`.
    """
    grown = kind != VALUE
    # a little beyond, so that rounding does not decide where costs are proportional
    found: Crossing = crossing(gain, first * (1.0 + TOLERANCE / 3)) if grown else crossing(gain, step=VALUE_STEP)
    return {
        "of": of,
        "name": name,
        "kind": kind,
        "below": found.below,
        "above": found.above,
        "gain_below_usd": found.gain_below,
        "gain_above_usd": found.gain_above,
    }


def hub_crossings(
    question: AirQuestion, now: pd.DataFrame, best: int, progress: Callable[[str], None] = lambda _: None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find the factors from which on the best hubs pay, in ``base``.

    Parameters
    ----------
    question : AirQuestion
    now : DataFrame
        `experiments.air.hubs.hub_rows` of ``base``.
    best : int
        How many hubs: those that are closest to paying.
    progress : callable
        Told what is being done.

    Returns
    -------
    crossings : DataFrame
        Three rows for each of these hubs, see `crossing_row`.
    curve : DataFrame
        ``kind, factor, hub, saving_usd`` of all hubs at every factor that was computed.
    """
    computed: dict[tuple[str, float], pd.Series] = {}

    @cache
    def savings(kind: str, factor: float) -> pd.Series:
        changed = scaled_region(question.region, question.classes, kind, factor)
        alone, with_hub = hub_costs(changed, question, "base")
        computed[kind, factor] = alone - with_hub
        return computed[kind, factor]

    # where costs are proportional to tonnes, and a hub's use does not change, this is the factor itself
    first = (now["fixed_usd"] / now["gross_saving_usd"].where(now["gross_saving_usd"] > 0)).fillna(float("inf"))
    records = []
    for at in first.sort_values(kind="stable").index[:best]:
        hub, name = str(now["hub"][at]), str(now["name"][at])
        for kind in KINDS:
            progress(f"{name}: {KINDS[kind]}")

            def gain(factor: float, kind: str = kind, hub: str = hub) -> float:
                return float(savings(kind, factor)[hub]) - TIE_USD

            records.append(crossing_row(hub, name, kind, gain, float(first[at])))
    for kind in KINDS:
        savings(kind, 1.0)
    curve = [
        {"kind": kind, "factor": factor, "hub": str(hub), "saving_usd": float(value)}
        for (kind, factor), values in sorted(computed.items(), key=lambda item: item[0])
        for hub, value in values.items()
    ]
    return pd.DataFrame(records), pd.DataFrame(curve)
