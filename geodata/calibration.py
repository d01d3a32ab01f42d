"""Model against observation: every row of references.csv beside the model's own number."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.optimize import brentq

from geodata.arrays import IntArray
from geodata.faults import UnknownNameError

if TYPE_CHECKING:
    from geodata.region import Region
    from geodata.routes import Assignment

TOLERANCE = 0.10  # where a reference gives no low and high
TEU_PER_FEU = 2


def calibrate(region: Region) -> pd.DataFrame:
    """Compare the model with every reference.

    Returns
    -------
    DataFrame
        Indexed by reference id: ``kind, from, to, via, class, scenario, unit, modelled, low, value, high, ratio``
        (modelled / value), ``within`` (low <= modelled <= high), ``miss`` (what is off, empty when within),
        ``source, confidence, note``.
    """
    records = []
    for row in region.data["references"]:
        modelled = model_value(region, row)
        low, high = bounds(row)
        within = low <= modelled <= high
        ratio = modelled / row["value"] if row["value"] else math.nan
        records.append(
            {
                "id": row["id"],
                "kind": row["kind"],
                "from": ";".join(row["from"]),
                "to": ";".join(row["to"]),
                "via": ";".join(row["via"]),
                "class": row["class"],
                "scenario": row["scenario"],
                "unit": row["unit"],
                "modelled": modelled,
                "low": low,
                "value": row["value"],
                "high": high,
                "ratio": ratio,
                "within": within,
                "miss": "" if within else describe_miss(row, modelled, low, high),
                "source": row["source"],
                "confidence": row["confidence"],
                "note": row["note"],
            }
        )
    names = ["id", "kind", "from", "to", "via", "class", "scenario", "unit", "modelled", "low", "value", "high",
             "ratio", "within", "miss", "source", "confidence", "note"]  # fmt: skip
    return pd.DataFrame(records, columns=names).set_index("id")


def bounds(row: dict[str, Any]) -> tuple[float, float]:
    """Return what counts as agreement."""
    low = row["value"] * (1 - TOLERANCE) if math.isnan(row["low"]) else row["low"]
    high = row["value"] * (1 + TOLERANCE) if math.isnan(row["high"]) else row["high"]
    return float(low), float(high)


def describe_miss(row: dict[str, Any], modelled: float, low: float, high: float) -> str:
    """Say in words what is off."""
    if math.isnan(modelled):
        return "the model has no such route" if row["from"] and row["to"] else "the model has no such flow"
    side = "below" if modelled < low else "above"
    return f"{modelled:.4g} is {side} the observed {low:.4g} to {high:.4g} {row['unit']}".strip()


def model_value(region: Region, row: dict[str, Any]) -> float:
    """Return the model's number for one reference, NaN when it has none."""
    if row["kind"] in ("share_percent", "mass_mt"):
        return _flow_value(region, row)
    return _route_value(region, row)


def _route_value(region: Region, row: dict[str, Any]) -> float:
    cls = row["class"] or region.reference_class
    route = region.route(
        row["from"][0], row["to"][0], cls, row["service"] or None, row["scenario"], via=row["via"], modes=row["mode"]
    )
    if route is None:
        return math.nan
    if row["kind"] == "distance_km":
        return route.length_km
    if row["kind"] == "transit_days":
        return route.station_days if row["scope"] == "station" else route.total_days
    price = route.station_price_usd_per_t if row["scope"] == "station" else route.price_usd_per_t
    if row["kind"] == "cost_usd_per_feu":
        price *= TEU_PER_FEU * float(region.classes["tonnes_per_teu"].to_dict()[cls])
    return price


def _flow_value(region: Region, row: dict[str, Any]) -> float:
    cls = row["class"] or None
    if row["via"]:
        passed = _assigned(region, row)
        tonnes = [passed.through(entry) for entry in row["via"]]
        if row["kind"] == "mass_mt":
            return tonnes[0] / 1e6
        return 100.0 * tonnes[0] / sum(tonnes) if sum(tonnes) > 0 else math.nan
    unit = "t" if row["kind"] == "mass_mt" else "usd"
    flows = region.flows(row["scenario"], cls, unit=unit)
    start, end = demand_places(region, row["from"]), demand_places(region, row["to"])
    sent = flows.to_numpy()
    if row["kind"] == "mass_mt":
        return float(sent[np.ix_(start, end)].sum()) / 1e6
    both = sent + sent.T
    return 100.0 * float(both[np.ix_(start, end)].sum()) / float(both[start].sum())


def _assigned(region: Region, row: dict[str, Any]) -> Assignment:
    between = None
    if row["from"] or row["to"]:
        names = [str(name) for name in region.flows().index]
        between = np.zeros((len(names), len(names)), dtype=np.bool_)
        start = demand_places(region, row["from"]) if row["from"] else np.arange(len(names))
        end = demand_places(region, row["to"]) if row["to"] else np.arange(len(names))
        between[np.ix_(start, end)] = True
        between[np.ix_(end, start)] = True
    return region.assignment(row["scenario"], row["class"] or None, row["service"] or None, between=between)


def demand_places(region: Region, names: Iterable[str]) -> IntArray:
    """Return positions, among the demand places, of places and countries' places."""
    wanted = set(names)
    places = region.flows().index
    country = region.places["country"]
    chosen = [i for i, place in enumerate(places) if place in wanted or country[place] in wanted]
    return np.array(chosen, dtype=np.int64)


def fit_parameter(region: Region, parameter: str | tuple[str, ...], reference: str, low: float, high: float) -> float:
    """Find the value of a parameter at which the model meets a reference, e.g. the deterrence for a trade share.

    Parameters
    ----------
    parameter : str or tuple
        Name, or ``(name, class, mode, service, place)``.
    reference : str
        Id of a row of references.csv.
    low, high : float
        Values to search between; the modelled number must lie on both sides of the reference there.

    Returns
    -------
    float
        The value; put it into parameters.csv, or pass it to `Region.with_parameters`.

    Raises
    ------
    ValueError
        When the reference is not met between ``low`` and ``high``; the message has both ends' numbers.
    """
    rows = {row["id"]: row for row in region.data["references"]}
    if reference not in rows:
        message = f"unknown reference {reference!r}; the region has {', '.join(rows)}"
        raise UnknownNameError(message)
    row = rows[reference]

    def gap(value: float) -> float:
        return model_value(region.with_parameters({parameter: value}), row) - float(row["value"])

    ends = gap(low), gap(high)
    if not np.isfinite(ends).all() or ends[0] * ends[1] > 0:
        message = (
            f"{parameter} between {low:g} and {high:g} gives {ends[0] + row['value']:.4g} to "
            f"{ends[1] + row['value']:.4g}, never the observed {row['value']:.4g}; widen the search or accept the miss"
        )
        raise ValueError(message)
    return float(brentq(gap, low, high, xtol=1e-6 * max(abs(high), 1e-6)))
