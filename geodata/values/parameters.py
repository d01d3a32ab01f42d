"""The numbers of the cost and demand models: looked up by class, mode, service and place."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from geodata.arrays import FloatArray, IntArray
from geodata.files import MODES, POSITIVE, RegionData
from geodata.scenarios import ParameterChange
from geodata.values.uncertainty import Choice, Stream
from optimize import InputError
from optimize.brief import Brief


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


def rank(row: Keys) -> tuple[int, ...]:
    """Return how specific a row is, for comparison.

    Parameters
    ----------
    row : Keys
        What the row holds for; an empty key holds for all.

    Returns
    -------
    tuple of int
        Number of filled keys; between equals, one with a place goes before one with a country, that before one with a
        class, that before one with a mode.
    """
    filled = [bool(key) for key in (row.place, row.country, row.cls, row.mode, row.service)]
    return (sum(filled), *filled[:4])


class Rows:
    """Which row of parameters.csv answers what: the same for all values that the rows may have, so found once.

    Parameters
    ----------
    names : sequence of str
        Parameter of each row.
    keys : sequence of Keys
        What each row holds for.
    """

    def __init__(self, names: Sequence[str], keys: Sequence[Keys]) -> None:
        self.of: dict[str, list[tuple[Keys, int]]] = {}
        for number, (name, key) in enumerate(zip(names, keys, strict=True)):
            self.of.setdefault(name, []).append((key, number))
        self._found: dict[tuple[str, Keys], int] = {}
        self._grids: dict[tuple[object, ...], IntArray] = {}

    def find(self, name: str, wanted: Keys) -> int:
        """Return the most specific row that fits.

        Parameters
        ----------
        name : str
            Name of the parameter.
        wanted : Keys
            What a value is wanted for.

        Returns
        -------
        int
            -1 when none fits.
        """
        key = (name, wanted)
        if key not in self._found:
            fitting = [(rank(row), -number) for row, number in self.of.get(name, ()) if _covers(row, wanted)]
            self._found[key] = -max(fitting)[1] if fitting else -1
        return self._found[key]

    def named(self, name: str, key: str) -> set[str]:
        """Return what has rows of its own.

        Parameters
        ----------
        name : str
            Name of the parameter.
        key : {"place", "country"}
            What is asked for.

        Returns
        -------
        set of str
        """
        return {getattr(row, key) for row, _ in self.of.get(name, ())} - {""}

    def grid(self, name: str, cls: str, service: str, key: str, items: tuple[str, ...]) -> IntArray:
        """Return the rows that fit each mode and each of some places or countries.

        Parameters
        ----------
        name : str
            Name of the parameter.
        cls, service : str
            What a value is wanted for.
        key : {"place", "country"}
            What the items are.
        items : tuple of str
            Places or countries; an empty one stands for what holds in general.

        Returns
        -------
        (modes, items) array
            -1 where none fits.
        """
        whole = (name, cls, service, key, items)
        if whole not in self._grids:
            own = self.named(name, key)
            table = np.empty((len(MODES), len(items)), dtype=np.int64)
            for number, mode in enumerate(MODES):
                wanted = Keys(cls, mode, service)
                table[number] = self.find(name, wanted)
                for at, item in enumerate(items):
                    if item in own:
                        table[number, at] = self.find(name, wanted._replace(**{key: item}))
            self._grids[whole] = table
        return self._grids[whole]


@dataclass(frozen=True)
class Parameters(Brief):
    """All parameters at the values in use, with the changes of a scenario on top.

    A look-up takes the most specific row that fits, then applies the changes that fit, in their order.

    Attributes
    ----------
    rows : Rows
        What the rows hold for.
    values : (rows,) array
        The value in use of each.
    changes : tuple of ParameterChange
        Changes in force, in the order in which they are applied.

    Examples
    --------
    >>> numbers = Parameters.of({"tariff": {Keys(): 1.0, Keys(mode="rail"): 2.0}})
    >>> numbers = numbers.changed([ParameterChange("tariff", factor=10.0, mode="rail")])
    >>> numbers.get("tariff", mode="road"), numbers.get("tariff", mode="rail")
    (1.0, 20.0)
    """

    rows: Rows
    values: FloatArray
    changes: tuple[ParameterChange, ...] = ()
    _cache: dict[tuple[str, Keys], float | None] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def _padded(self) -> FloatArray:
        """The values, and NaN for row -1."""
        return np.append(self.values, np.nan)

    @classmethod
    def of(cls, values: Mapping[str, Mapping[Keys, float]]) -> Parameters:
        """Return the parameters with some values.

        Parameters
        ----------
        values : mapping
            By name, values by what they hold for.

        Returns
        -------
        `Parameters`
        """
        flat = [(name, keys, value) for name, rows in values.items() for keys, value in rows.items()]
        rows = Rows([name for name, _, _ in flat], [keys for _, keys, _ in flat])
        return cls(rows, np.array([value for _, _, value in flat], dtype=np.float64))

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
            When the changes make it negative, or too large to compute with.
        """
        wanted = Keys(**keys)
        key = (name, wanted)
        if key not in self._cache:
            row = self.rows.find(name, wanted)
            number = float(self.values[row]) if row >= 0 else None
            for change in self.changes:
                if change.parameter == name and _covers(change, wanted):
                    if number is not None:
                        number = change.apply(number)
                    elif change.value is not None:
                        number = change.apply(0.0)
            if number is not None:
                _check_range(name, number, number)
            self._cache[key] = number
        return self._cache[key]

    def grid(self, name: str, cls: str, service: str, key: str, items: tuple[str, ...]) -> FloatArray:
        """Return a parameter's values for each mode and each of some places or countries: `find` for many at once.

        Parameters
        ----------
        name : str
            Name of the parameter.
        cls, service : str
            What the values are wanted for.
        key : {"place", "country"}
            What the items are.
        items : tuple of str
            Places or countries; an empty one stands for what holds in general.

        Returns
        -------
        (modes, items) array
            NaN where no row fits.

        Raises
        ------
        InputError
            When the changes make it negative, or too large to compute with.
        """
        found = self.rows.grid(name, cls, service, key, items)
        values = self._padded[found]
        other = "country" if key == "place" else "place"
        for change in self.changes:
            fits = change.cls in ("", cls) and change.service in ("", service) and not getattr(change, other)
            if change.parameter == name and fits:
                own = getattr(change, key)
                modes = [number for number, mode in enumerate(MODES) if change.mode in ("", mode)]
                here = np.ix_(modes, [at for at, item in enumerate(items) if own in ("", item)])
                if change.value is not None:
                    values[here] = change.apply(0.0)
                else:
                    with np.errstate(over="ignore"):  # what overflows is refused, unless it is set to something else
                        values[here] *= change.factor or np.where(np.isinf(values[here]), 1.0, 0.0)
                        values[here] += change.add
        if not np.isnan(values).all():
            _check_range(name, float(np.nanmin(values)), float(np.nanmax(values)))
        return values

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
        return Parameters(self.rows, self.values, self.changes + added) if added else self


def _check_range(name: str, least: float, most: float) -> None:
    """Refuse what changes made of a parameter where it cannot be computed with."""
    if not math.isfinite(most):
        raise InputError([f"parameter {name} is too large to compute with; lower the factors of its changes"])
    if least < 0 or (least == 0 and name in POSITIVE):
        wanted = "above 0" if name in POSITIVE else "at least 0"
        raise InputError([f"parameter {name} becomes {least:g} by its changes, and must be {wanted}; take less away"])


def _covers(row: Keys | ParameterChange, wanted: Keys) -> bool:
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
    table = data["parameters"]
    return choice.pick(table.array("low"), table.array("central"), table.array("high"), stream=Stream.PARAMETERS)


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
    table = data["parameters"]

    def rows() -> Rows:
        keys = [Keys(row["class"], row["mode"], row["service"], row["place"], row["country"]) for row in table]
        return Rows([row["parameter"] for row in table], keys)

    return Parameters(data.made.once("parameters", [table], rows), parameter_values(data, choice), changes)
