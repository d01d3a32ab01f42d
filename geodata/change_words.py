"""Changes in words, for readers of results."""

from __future__ import annotations

from collections.abc import Iterable

from geodata.changes import (
    LINK_ADDITIONS,
    LINK_FACTORS,
    CellChange,
    Change,
    DemandChange,
    InputChange,
    ParameterChange,
    ServiceChange,
)

FEW = 4
"""Names that are told; of more, the others are counted."""
_UNITS = {"add_time_h": "time {} h", "add_dwell_h": "dwell {} h", "add_fee_usd_per_t": "fee {} USD/t"}


def change_words(change: Change | CellChange | DemandChange | InputChange | ParameterChange | ServiceChange) -> str:
    """Say what a change acts on and what it does.

    Parameters
    ----------
    change : any change
        Of a scenario or a variant of a region.

    Returns
    -------
    str

    Examples
    --------
    >>> change_words(Change(country=("IRN",), mode=("rail",), close=True))
    'links of country IRN, mode rail: closed'
    >>> change_words(ParameterChange("handling_factor", factor=0.7, place="TAS"))
    'handling_factor (TAS): x 0.7'
    """
    if isinstance(change, Change):
        return _of_links(change)
    if isinstance(change, ServiceChange):
        keys = [("services", change.services), ("mode", change.mode), ("place", change.place)]
        effects = [*_switches(change.close, change.open), *_factors(change, ("departures", "tariff"))]
        return f"scheduled services{_selected(keys)}: {_joined(effects)}"
    if isinstance(change, DemandChange):
        keys = [("exporter", change.exporter), ("importer", change.importer), ("country", change.country)]
        return f"trade{_selected([*keys, ('class', change.cls)])}: x {change.factor:g}"
    if isinstance(change, InputChange):
        if change.origin or len(change.inputs) > FEW:
            return f"{len(change.inputs)} uncertain inputs set{f': {change.origin}' if change.origin else ''}"
        return "; ".join(f"{name}: = {value:g}" for name, value in change.inputs.items())
    if isinstance(change, CellChange):
        return f"{change.column} of {change.row}: {_number(change.value, change.factor, change.add)}"
    where = [text for text in (change.cls, change.mode, change.service, change.place, change.country) if text]
    at = f" ({', '.join(where)})" if where else ""
    return f"{change.parameter}{at}: {_number(change.value, change.factor, change.add)}"


def _of_links(change: Change) -> str:
    keys = [(name, getattr(change, name)) for name in ("links", "corridor", "country", "place", "mode")]
    keys += [("class", change.cls), ("service", change.service)]
    added = [
        _UNITS[name].format(f"{value:+g}".replace("+", "+ ").replace("-", "- "))
        for name in LINK_ADDITIONS
        if (value := getattr(change, name))
    ]
    effects = [*_switches(change.close, change.open), *_factors(change, LINK_FACTORS), *added]
    way = "" if change.direction == "both" else f", {change.direction} alone"
    alone = ", of no other corridor" if change.exclusive else ""
    return f"links{_selected(keys)}{alone}{way}: {_joined(effects)}"


def _selected(keys: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    """What is selected, empty where it is all."""
    told = []
    for key, names in keys:
        if names:
            more = f" and {len(names) - FEW} more" if len(names) > FEW else ""
            listed = " or ".join(names[:FEW]) + more
            told.append(listed if key in ("links", "services") else f"{key} {listed}")
    if not told:
        return ""
    return f" {', '.join(told)}" if told[0].split(" ")[0] not in _NAMED else f" of {', '.join(told)}"


_NAMED = ("corridor", "country", "place", "mode", "class", "service", "exporter", "importer")


def _switches(close: bool, opened: bool) -> list[str]:
    return ["closed"] if close else ["opened"] if opened else []


def _factors(change: Change | ServiceChange, names: Iterable[str]) -> list[str]:
    return [f"{name} x {value:g}" for name in names if (value := getattr(change, name)) != 1.0]


def _joined(effects: list[str]) -> str:
    return ", ".join(effects) or "as it is"


def _number(value: float | str | None, factor: float, add: float) -> str:
    parts = [] if value is None else [f"= {value}" if isinstance(value, str) else f"= {value:g}"]
    parts += [f"x {factor:g}"] if factor != 1.0 else []
    parts += [f"{'-' if add < 0 else '+'} {abs(add):g}"] if add else []
    return ", ".join(parts) or "x 1"
