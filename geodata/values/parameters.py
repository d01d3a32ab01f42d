"""The numbers of the cost and demand models: looked up by class, mode, service and place."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from geodata.arrays import FloatArray
from geodata.files import RegionData
from geodata.scenarios import ParameterChange
from geodata.values.uncertainty import Choice, Stream
from optimize import InputError


@dataclass(frozen=True)
class Entry:
    """One row of parameters.csv with the value in use.

    Attributes
    ----------
    cls, mode, service, place : str
        What the row holds for; an empty one holds for all.
    value : float
        The value, in the unit of the parameter.
    """

    cls: str
    mode: str
    service: str
    place: str
    value: float

    def fits(self, cls: str, mode: str, service: str, place: str) -> bool:
        """Tell whether the row holds for these keys.

        Parameters
        ----------
        cls, mode, service, place : str
            What a value is wanted for.

        Returns
        -------
        bool
        """
        return _covers(self, cls, mode, service, place)

    def rank(self) -> tuple[int, bool, bool, bool]:
        """Return how specific the row is, for comparison.

        Returns
        -------
        tuple
            Number of filled keys; between equals, one with a place goes before one with a class, that before one with
            a mode.
        """
        filled = [bool(key) for key in (self.place, self.cls, self.mode, self.service)]
        return (sum(filled), filled[0], filled[1], filled[2])


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
    _cache: dict[tuple[str, str, str, str, str], float | None] = field(default_factory=dict, repr=False, compare=False)

    def find(self, name: str, *, cls: str = "", mode: str = "", service: str = "", place: str = "") -> float | None:
        """Return a parameter's value, None when no row fits.

        Parameters
        ----------
        name : str
            Name of the parameter.
        cls, mode, service, place : str
            What the value is wanted for.

        Returns
        -------
        float or None

        Raises
        ------
        InputError
            When the changes make it too large to compute with.
        """
        key = (name, cls, mode, service, place)
        if key not in self._cache:
            fitting = [e for e in self.entries.get(name, ()) if e.fits(cls, mode, service, place)]
            number = max(fitting, key=Entry.rank).value if fitting else None
            for change in self.changes:
                if change.parameter == name and _covers(change, cls, mode, service, place):
                    if number is not None:
                        number = change.apply(number)
                    elif change.value is not None:
                        number = change.apply(0.0)
            if number is not None and not math.isfinite(number):
                raise InputError([f"parameter {name} is too large to compute with; lower the factors of its changes"])
            self._cache[key] = number
        return self._cache[key]

    def get(
        self,
        name: str,
        *,
        cls: str = "",
        mode: str = "",
        service: str = "",
        place: str = "",
        default: float = 0.0,
    ) -> float:
        """Return a parameter's value.

        Parameters
        ----------
        name : str
            Name of the parameter.
        cls, mode, service, place : str
            What the value is wanted for.
        default : float
            The value when no row fits.

        Returns
        -------
        float
        """
        number = self.find(name, cls=cls, mode=mode, service=service, place=place)
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
        named = {entry.place for entry in self.entries.get(name, ())}
        named |= {change.place for change in self.changes if change.parameter == name}
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


def _covers(keys: Entry | ParameterChange, cls: str, mode: str, service: str, place: str) -> bool:
    """Tell whether every key that a row or change has is the one that is asked for."""
    return (
        keys.cls in ("", cls)
        and keys.mode in ("", mode)
        and keys.service in ("", service)
        and keys.place in ("", place)
    )


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
        entry = Entry(row["class"], row["mode"], row["service"], row["place"], float(value))
        entries.setdefault(row["parameter"], []).append(entry)
    return Parameters({name: tuple(rows) for name, rows in entries.items()}, changes)
