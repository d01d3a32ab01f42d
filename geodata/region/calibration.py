"""Model against observation: every row of references.csv beside the model's own number."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy.optimize import brentq

from geodata.arrays import IntArray
from geodata.faults import UnknownNameError
from geodata.files import Record
from geodata.region.flows import flows_in
from geodata.region.inputs import Inputs
from geodata.region.state import State
from geodata.region.travel import assignment_in, cheapest_route
from geodata.routes import Assignment, Trip

TOLERANCE = 0.10  # a definition: what counts as agreement where a reference gives no low and high
CLOSE = 0.15  # a definition: how near to the value of a reference the model must be as well to meet it
TEU_PER_FEU = 2  # a definition: a forty-foot container is two twenty-foot ones
COLUMNS = ["id", "kind", "scope", "use", "from", "to", "via", "class", "scenario", "unit", "modelled", "low", "value",
           "high", "ratio", "within", "within_15_percent", "met", "miss", "source", "confidence", "note"]  # fmt: skip


def calibrate(inputs: Inputs) -> pd.DataFrame:
    """Compare the model with every reference.

    Parameters
    ----------
    inputs : Inputs
        The region.

    Returns
    -------
    DataFrame
        Indexed by reference id: ``kind, scope, use, from, to, via, class, scenario, unit, modelled, low, value, high,
        ratio`` (modelled / value), ``within`` (low <= modelled <= high), ``within_15_percent`` (of the value), ``met``
        (both), ``miss`` (what is off, empty when met), ``source, confidence, note``.
    """
    records = [_compared(row, model_value(inputs, row)) for row in inputs.data["references"]]
    return pd.DataFrame(records, columns=COLUMNS).set_index("id")


def _compared(row: Record, modelled: float) -> Record:
    """One row of the comparison."""
    low, high = _bounds(row)
    within = low <= modelled <= high
    close = abs(modelled - row["value"]) <= CLOSE * abs(row["value"]) * (1 + 1e-9)
    lists = {name: ";".join(row[name]) for name in ("from", "to", "via")}
    found = {
        "modelled": modelled,
        "low": low,
        "high": high,
        "ratio": modelled / row["value"] if row["value"] else math.nan,
        "within": within,
        "within_15_percent": close,
        "met": within and close,
        "miss": "" if within and close else _miss(row, modelled, low, high),
    }
    return {name: {**row, **lists, **found}[name] for name in COLUMNS}


def model_value(inputs: Inputs, row: Record) -> float:
    """Return the model's own number for one reference.

    Parameters
    ----------
    inputs : Inputs
        The region.
    row : dict
        A row of references.csv.

    Returns
    -------
    float
        In the unit of the reference; NaN when the model has no such route or flow.
    """
    state = State(inputs, inputs.scenario(row["scenario"]))
    if row["kind"] in ("share_percent", "mass_mt"):
        return _flow_value(state, row)
    return _route_value(state, row)


def fit_parameter(inputs: Inputs, parameter: str | tuple[str, ...], reference: str, low: float, high: float) -> float:
    """Find the value of a parameter at which the model meets a reference, e.g. the deterrence for a trade share.

    Parameters
    ----------
    inputs : Inputs
        The region.
    parameter : str or tuple
        Name, or ``(name, class, mode, service, place)``.
    reference : str
        Id of a row of references.csv.
    low, high : float
        Values to search between; the model must be below the reference at one and above it at the other.

    Returns
    -------
    float
        The value; put it into parameters.csv, or pass it to `Region.with_parameters`.

    Raises
    ------
    UnknownNameError
        When there is no such reference or parameter.
    ValueError
        When the reference is not met between ``low`` and ``high``; the message has both ends' numbers.
    """
    rows = {row["id"]: row for row in inputs.data["references"]}
    if reference not in rows:
        message = f"unknown reference {reference!r}; the region has {', '.join(rows)}"
        raise UnknownNameError(message)
    row = rows[reference]

    def gap(value: float) -> float:
        return model_value(inputs.with_parameters({parameter: value}), row) - float(row["value"])

    ends = gap(low), gap(high)
    if not np.isfinite(ends).all() or ends[0] * ends[1] > 0:
        message = (
            f"{parameter} between {low:g} and {high:g} gives {ends[0] + row['value']:.4g} to "
            f"{ends[1] + row['value']:.4g}, never the observed {row['value']:.4g}; widen the search or accept the miss"
        )
        raise ValueError(message)
    return float(brentq(gap, low, high, xtol=1e-6 * max(abs(high), 1e-6)))


def _bounds(row: Record) -> tuple[float, float]:
    """Lowest and highest number that count as agreement."""
    low = row["value"] * (1 - TOLERANCE) if math.isnan(row["low"]) else row["low"]
    high = row["value"] * (1 + TOLERANCE) if math.isnan(row["high"]) else row["high"]
    return float(low), float(high)


def _miss(row: Record, modelled: float, low: float, high: float) -> str:
    """Say in words what is off."""
    if math.isnan(modelled):
        return "the model has no such route" if row["from"] and row["to"] else "the model has no such flow"
    if low <= modelled <= high:
        off, value = (
            abs(modelled - row["value"]) / abs(row["value"] or 1.0),
            f"{row['value']:.4g} {row['unit']}".strip(),
        )
        return f"{modelled:.4g} is within {low:.4g} to {high:.4g}, but {off:.0%} off the observed {value}"
    side = "below" if modelled < low else "above"
    return f"{modelled:.4g} is {side} the observed {low:.4g} to {high:.4g} {row['unit']}".strip()


def _route_value(state: State, row: Record) -> float:
    cls = state.inputs.class_id(row["class"] or None)
    service = row["service"] or state.model.direct_service[cls]
    trip = Trip(row["from"][0], row["to"][0], cls, service, row["via"])
    route = cheapest_route(state, trip, row["mode"])
    if route is None:
        return math.nan
    station = row["scope"] == "station"
    if row["kind"] == "distance_km":
        return route.length_km
    if row["kind"] == "transit_days":
        return route.station_days if station else route.total_days
    price = route.station_price_usd_per_t if station else route.price_usd_per_t
    if row["kind"] == "cost_usd_per_feu":
        price *= TEU_PER_FEU * float(state.inputs.classes["tonnes_per_teu"].to_dict()[cls])
    return price


def _flow_value(state: State, row: Record) -> float:
    if row["via"]:
        passed = _assigned(state, row)
        tonnes = [passed.through(entry) for entry in row["via"]]
        if row["kind"] == "mass_mt":
            return tonnes[0] / 1e6
        return 100.0 * tonnes[0] / sum(tonnes) if sum(tonnes) > 0 else math.nan
    start, end = _demand_places(state.inputs, row["from"]), _demand_places(state.inputs, row["to"])
    if row["kind"] == "mass_mt":
        sent = flows_in(state, row["class"] or None).to_numpy()
        return float(sent[np.ix_(start, end)].sum()) / 1e6
    sent = flows_in(state, row["class"] or None, unit="usd").to_numpy()
    both = sent + sent.T
    return 100.0 * float(both[np.ix_(start, end)].sum()) / float(both[start].sum())


def _assigned(state: State, row: Record) -> Assignment:
    """Freight on links: all of it, or that between two groups of places in either direction."""
    between = None
    if row["from"] or row["to"]:
        count = len(state.inputs.demand.places)
        between = np.zeros((count, count), dtype=np.bool_)
        start = _demand_places(state.inputs, row["from"]) if row["from"] else np.arange(count)
        end = _demand_places(state.inputs, row["to"]) if row["to"] else np.arange(count)
        between[np.ix_(start, end)] = True
        between[np.ix_(end, start)] = True
    return assignment_in(state, row["class"] or None, row["service"] or None, between=between)


def _demand_places(inputs: Inputs, names: Iterable[str]) -> IntArray:
    """Positions, among the demand places, of places and of the places of countries."""
    wanted = set(names)
    places = inputs.data.demand_places
    return np.array([i for i, row in enumerate(places) if wanted & {row["id"], row["country"]}], dtype=np.int64)
