"""What the map marks in a scenario beside links: places whose demand, handling or services change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from experiments.text import listed, percent
from geodata import DemandChange, ParameterChange, Region, ServiceChange


@dataclass(frozen=True)
class Mark:
    """A place where a scenario acts.

    Attributes
    ----------
    place : str
        Id.
    words : str
        What happens there.
    """

    place: str
    words: str


def place_marks(region: Region, scenario: str) -> list[Mark]:
    """Find the places where a scenario changes demand, a number of a place or country, or scheduled services.

    Parameters
    ----------
    region : Region
    scenario : str
        Name.

    Returns
    -------
    list of Mark
        One a place; a country is marked at its place of most people.
    """
    state = region.scenario(scenario)
    told: dict[str, list[str]] = {}
    for demand in state.demand:
        for place in _capitals(region, demand.country or demand.importer or demand.exporter):
            told.setdefault(place, []).append(_demand_words(demand))
    for change in state.parameters:
        for place in _of_parameter(region, change):
            told.setdefault(place, []).append(_parameter_words(change))
    for service in state.services:
        for place in _of_services(region, service):
            told.setdefault(place, []).append(_service_words(service))
    return [Mark(place, "; ".join(dict.fromkeys(words))) for place, words in told.items()]


def _capitals(region: Region, countries: Iterable[str]) -> list[str]:
    """The place of most people of each country."""
    places = region.places
    found = []
    for country in countries:
        inside = places[places["country"] == country]
        if not inside.empty:
            found.append(str(inside["population"].fillna(0.0).idxmax()))
    return found


def _of_parameter(region: Region, change: ParameterChange) -> list[str]:
    if change.place:
        return [change.place] if change.place in region.places.index else []
    return _capitals(region, [change.country] if change.country else [])


def _of_services(region: Region, change: ServiceChange) -> list[str]:
    if change.place:
        return [place for place in change.place if place in region.places.index]
    stops = {row["id"]: row["stops"] for row in region.data["services"]}
    return [str(stops[service][0]) for service in change.services if stops.get(service)]


def _demand_words(change: DemandChange) -> str:
    sides = [f"from {listed(change.exporter)}" if change.exporter else "",
             f"to {listed(change.importer)}" if change.importer else "",
             f"of {listed(change.country)}" if change.country else ""]  # fmt: skip
    classes = f" ({listed(change.cls)})" if change.cls else ""
    return f"trade {' '.join(filter(None, sides))}{classes} {_factor(change.factor)}"


def _parameter_words(change: ParameterChange) -> str:
    name = change.parameter.replace("_", " ")
    told = [] if change.value is None else [f"set to {change.value:g}"]
    told += [_factor(change.factor)] if change.factor != 1.0 else []
    return f"{name} {' and '.join(told)}"


def _service_words(change: ServiceChange) -> str:
    told = ["stops"] if change.close else ["starts"] if change.open else []
    told += [f"departures {_factor(change.departures)}"] if change.departures != 1.0 else []
    told += [f"tariff {_factor(change.tariff)}"] if change.tariff != 1.0 else []
    return f"{listed(change.services) or 'scheduled services'}: {', '.join(told)}"


def _factor(factor: float) -> str:
    sign = "+" if factor > 1 else "\u2212"
    return f"{sign}{percent(abs(factor - 1))}"
