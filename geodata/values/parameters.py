"""The numbers of the cost and demand models: looked up by class, mode, service and place."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from geodata.arrays import FloatArray
from geodata.files import RegionData
from geodata.scenarios import ParameterChange
from geodata.values.uncertainty import Choice, Stream
from optimize import InputError


class Keys(NamedTuple):
    """What a value is wanted for.

    Attributes
    ----------
    cls, mode, service, place, country : str
        Empty where it is wanted in general.
    """

    cls: str = ""
    mode: str = ""
    service: str = ""
    place: str = ""
    country: str = ""


@dataclass(frozen=True)
class Entry:
    """One row of parameters.csv with the value in use.

    Attributes
    ----------
    cls, mode, service, place : str
        What the row holds for; an empty one holds for all.
    value : float
        The value, in the unit of the parameter.
    country : str
        As the other keys: where links or the hub lie.
    """

    cls: str
    mode: str
    service: str
    place: str
    value: float
    country: str = ""

    def fits(self, wanted: Keys) -> bool:
        """Tell whether the row holds for some keys.

        Parameters
        ----------
        wanted : Keys
            What a value is wanted for.

        Returns
        -------
        bool
        """
        return _covers(self, wanted)

    def rank(self) -> tuple[int, ...]:
        """Return how specific the row is, for comparison.

        Returns
        -------
        tuple of int
            Number of filled keys; between equals, one with a place goes before one with a country, that before one
            with a class, that before one with a mode.
        """
        filled = [bool(key) for key in (self.place, self.country, self.cls, self.mode, self.service)]
        return (sum(filled), *filled[:4])


@dataclass(frozen=True)
class Parameters:
    """All parameters at the values in use, with the changes of a scenario on top.

    A look-up takes the most specific row that fits, then applies the changes that fit, in their order.

    Attributes
    ----------
    entries : dict
        The rows of each parameter, by its name.
    changes : tuple of ParameterChange
        Changes in force, in the order in which they are applied.

    Examples
    --------
    >>> rows = Entry("", "", "", "", 1.0), Entry("", "rail", "", "", 2.0)
    >>> numbers = Parameters({"tariff": rows}).changed([ParameterChange("tariff", factor=10.0, mode="rail")])
    >>> numbers.get("tariff", mode="road"), numbers.get("tariff", mode="rail")
    (1.0, 20.0)
    """

    entries: dict[str, tuple[Entry, ...]]
    changes: tuple[ParameterChange, ...] = ()
    _cache: dict[tuple[str, Keys], float | None] = field(default_factory=dict, repr=False, compare=False)

    def find(self, name: str, **keys: str) -> float | None:
        """Return a parameter's value, None when no row fits.

        Parameters
        ----------
        name : str
            Name of the parameter.
        **keys : str
            What the value is wanted for: ``cls``, ``mode``, ``service``, ``place``, ``country``.

        Returns
        -------
        float or None

        Raises
        ------
        InputError
            When the changes make it too large to compute with.
        """
        wanted = Keys(**keys)
        key = (name, wanted)
        if key not in self._cache:
            fitting = [e for e in self.entries.get(name, ()) if e.fits(wanted)]
            number = max(fitting, key=Entry.rank).value if fitting else None
            for change in self.changes:
                if change.parameter == name and _covers(change, wanted):
                    if number is not None:
                        number = change.apply(number)
                    elif change.value is not None:
                        number = change.apply(0.0)
            if number is not None and not math.isfinite(number):
                raise InputError([f"parameter {name} is too large to compute with; lower the factors of its changes"])
            self._cache[key] = number
        return self._cache[key]

    def get(self, name: str, *, default: float = 0.0, **keys: str) -> float:
        """Return a parameter's value.

        Parameters
        ----------
        name : str
            Name of the parameter.
        default : float
            The value when no row fits.
        **keys : str
            What the value is wanted for: ``cls``, ``mode``, ``service``, ``place``, ``country``.

        Returns
        -------
        float
        """
        number = self.find(name, **keys)
        return default if number is None else number

    def places(self, name: str) -> set[str]:
        """Return the places that have a value of their own.

        Parameters
        ----------
        name : str
            Name of the parameter.

        Returns
        -------
        set of str
        """
        return self._named(name, "place")

    def countries(self, name: str) -> set[str]:
        """Return the countries that have a value of their own.

        Parameters
        ----------
        name : str
            Name of the parameter.

        Returns
        -------
        set of str
        """
        return self._named(name, "country")

    def _named(self, name: str, key: str) -> set[str]:
        named = {getattr(entry, key) for entry in self.entries.get(name, ())}
        named |= {getattr(change, key) for change in self.changes if change.parameter == name}
        return named - {""}

    def changed(self, changes: Iterable[ParameterChange]) -> Parameters:
        """Return these parameters with more changes on top.

        Parameters
        ----------
        changes : iterable of ParameterChange
            Applied after those that are in force already.

        Returns
        -------
        `Parameters`
        """
        added = tuple(changes)
        return Parameters(self.entries, self.changes + added) if added else self


def _covers(row: Entry | ParameterChange, wanted: Keys) -> bool:
    """Tell whether every key that a row or change has is the one that is asked for."""
    return all(getattr(row, key) in ("", value) for key, value in zip(Keys._fields, wanted, strict=True))


def parameter_values(data: RegionData, choice: Choice) -> FloatArray:
    """Return the value in use of each row of parameters.csv.

    Parameters
    ----------
    data : RegionData
        The files of the region.
    choice : Choice
        Which value uncertain inputs take.

    Returns
    -------
    (rows,) array
    """
    frame = data["parameters"].frame()
    low, central, high = (frame[name].to_numpy(dtype=np.float64) for name in ("low", "central", "high"))
    return choice.pick(low, central, high, stream=Stream.PARAMETERS)


def build_parameters(data: RegionData, choice: Choice, changes: tuple[ParameterChange, ...] = ()) -> Parameters:
    """Collect the rows of parameters.csv.

    Parameters
    ----------
    data : RegionData
        The files of the region.
    choice : Choice
        Which value uncertain inputs take.
    changes : tuple of ParameterChange
        Changes that hold in every scenario.

    Returns
    -------
    `Parameters`
    """
    entries: dict[str, list[Entry]] = {}
    for row, value in zip(data["parameters"], parameter_values(data, choice), strict=True):
        entry = Entry(row["class"], row["mode"], row["service"], row["place"], float(value), row["country"])
        entries.setdefault(row["parameter"], []).append(entry)
    return Parameters({name: tuple(rows) for name, rows in entries.items()}, changes)
