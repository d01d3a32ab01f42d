"""Changes of the world: of links, scheduled services, trade, numbers of the models, and cells of a region's files."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from geodata.coerce import (
    LARGEST_ADDITION,
    LARGEST_FACTOR,
    flag_given,
    name_given,
    names_given,
    number_given,
)
from optimize import InputError
from optimize.brief import Brief

LINK_FACTORS = ("time", "tariff", "dwell", "fee", "capacity", "wait", "reload")
LINK_ADDITIONS = ("add_time_h", "add_dwell_h", "add_fee_usd_per_t")
DIRECTIONS = ("both", "forward", "backward")


@dataclass(frozen=True)
class Change:
    """A change of some links: selectors, and effects on the links selected.

    An empty selector selects all links. Where several are filled, a link must match each of them, by any one of its
    items.

    Attributes
    ----------
    links, corridor, mode : tuple of str
        Ids of links, names of corridors, modes.
    country : tuple of str
        Links with an end in one of the countries, or that pass through it.
    place : tuple of str
        Links with an end at one of the places.
    exclusive : bool
        Whether ``corridor`` spares links that belong to other corridors too.
    direction : {"both", "forward", "backward"}
        Direction of travel, against the row of links.csv.
    cls, service : tuple of str
        Classes and services that the change holds for; all when empty.
    close, open : bool
        Closes the links, or opens planned ones. Closing wins.
    time, tariff, dwell, fee, capacity, wait, reload : float
        Factors on moving time, tariff, dwell and fee at the crossing, capacity, wait for a departure and reloading.
    add_time_h, add_dwell_h : float
        Hours added to moving and dwell, after the factors.
    add_fee_usd_per_t : float
        USD/t added to the fee, after the factor.
    """

    links: tuple[str, ...] = ()
    corridor: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    exclusive: bool = False
    direction: str = "both"
    cls: tuple[str, ...] = ()
    service: tuple[str, ...] = ()
    close: bool = False
    open: bool = False
    time: float = 1.0
    tariff: float = 1.0
    dwell: float = 1.0
    fee: float = 1.0
    capacity: float = 1.0
    wait: float = 1.0
    reload: float = 1.0
    add_time_h: float = 0.0
    add_dwell_h: float = 0.0
    add_fee_usd_per_t: float = 0.0

    def __post_init__(self) -> None:
        """Bring what was given to one form, or refuse it."""
        _settle(self, names=("links", "corridor", "country", "place", "mode", "cls", "service"))
        _settle(self, flags=("exclusive", "close", "open"), factors=LINK_FACTORS)
        for key in LINK_ADDITIONS:
            added = number_given(getattr(self, key), key, low=-LARGEST_ADDITION, high=LARGEST_ADDITION)
            object.__setattr__(self, key, added)
        if self.direction not in DIRECTIONS:
            raise InputError([f"direction cannot be {self.direction!r}; use one of {', '.join(DIRECTIONS)}"])


@dataclass(frozen=True)
class ServiceChange:
    """A change of some scheduled services: selectors, and effects on those selected.

    An empty selector selects all. Where several are filled, a service must match each of them, by any one of its items.

    Attributes
    ----------
    services, mode, place : tuple of str
        Ids of services, modes that one uses, places that it stops at.
    close, open : bool
        Stops them, or starts planned ones. Closing wins.
    departures, tariff : float
        Factors on the departures a week (the wait and the room follow) and on the tariff.
    """

    services: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    close: bool = False
    open: bool = False
    departures: float = 1.0
    tariff: float = 1.0

    def __post_init__(self) -> None:
        """Bring what was given to one form, or refuse it."""
        names = ("services", "mode", "place")
        _settle(self, names=names, flags=("close", "open"), factors=("departures", "tariff"))


@dataclass(frozen=True)
class DemandChange:
    """Trade multiplied, for flows that match every filled selector.

    Attributes
    ----------
    factor : float
        What the trade is multiplied by.
    exporter, importer, country : tuple of str
        Countries by ISO 3166 alpha-3 code; ``country`` is either side of the trade.
    cls : tuple of str
        Classes.
    """

    factor: float = 1.0
    exporter: tuple[str, ...] = ()
    importer: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    cls: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Bring what was given to one form, or refuse it."""
        _settle(self, names=("exporter", "importer", "country", "cls"), factors=("factor",))


class _OfNumber:
    """A change of a number: set, multiplied, moved."""

    value: Any
    factor: float
    add: float

    def apply(self, number: float) -> float:
        """Return the changed number.

        Parameters
        ----------
        number : float
            The number before.

        Returns
        -------
        float
        """
        return (number if self.value is None else float(self.value)) * self.factor + self.add


@dataclass(frozen=True)
class ParameterChange(_OfNumber):
    """A parameter, or a number of hubs.csv, set or multiplied where the keys match.

    Attributes
    ----------
    parameter : str
        Name of the parameter, or column of hubs.csv.
    value : float or None
        What it is set to; None leaves it.
    factor : float
        What it is multiplied by, after ``value``.
    cls, mode, service, place, country : str
        Where the change holds; an empty key stands for all.
    add : float
        What is added to it, after the factor; may be negative, but the number may not become so.
    """

    parameter: str
    value: float | None = None
    factor: float = 1.0
    cls: str = ""
    mode: str = ""
    service: str = ""
    place: str = ""
    country: str = ""
    add: float = 0.0

    def __post_init__(self) -> None:
        """Bring what was given to one form, or refuse it."""
        for key in ("parameter", "cls", "mode", "service", "place", "country"):
            object.__setattr__(self, key, name_given(getattr(self, key), "class" if key == "cls" else key))
        if not self.parameter:
            raise InputError(["a change of a parameter needs its name, as in parameters.csv or hubs.csv"])
        if self.value is not None:
            object.__setattr__(self, "value", number_given(self.value, self.parameter))
        object.__setattr__(self, "factor", number_given(self.factor, self.parameter))
        object.__setattr__(self, "add", number_given(self.add, self.parameter, low=-math.inf))


@dataclass(frozen=True)
class InputChange(Brief):
    """Uncertain inputs of a region set to values, as if their central cells in the files were changed.

    Attributes
    ----------
    inputs : dict
        Values by the ids of the inputs, see `Region.uncertain_inputs`.
    origin : str
        Where the values come from when they are too many to tell, e.g. ``"draw 17 of 1000, seed 1"``.
    """

    inputs: dict[str, float]
    origin: str = ""

    def __str__(self) -> str:
        if self.origin:
            return f"InputChange({len(self.inputs)} inputs: {self.origin})"
        # in full, as records tell by it what was set
        return f"InputChange(inputs={self.inputs!r}, origin={self.origin!r})"


@dataclass(frozen=True)
class CellChange(_OfNumber):
    """A cell of a region's files changed, in every scenario, as if it were changed there.

    Where the cell has a low and a high beside it, they are multiplied and moved with it; a cell that is set is certain.

    Attributes
    ----------
    table : str
        Which file, without its ending: ``links``, ``places``, ``services`` ...
    row : str
        The row's first key, as the id of a link. Of `crossings`, which may have several rows of a link, all.
    column : str
        Which column.
    value : float, str or None
        What the cell is set to, a text where the column holds names; None leaves it.
    factor, add : float
        What it is multiplied by, and what is then added.
    """

    table: str
    row: str
    column: str
    value: float | str | None = None
    factor: float = 1.0
    add: float = 0.0

    def __post_init__(self) -> None:
        """Bring what was given to one form, or refuse it."""
        for key in ("table", "row", "column"):
            object.__setattr__(self, key, name_given(getattr(self, key), key))
        if self.value is not None and not isinstance(self.value, str):
            object.__setattr__(self, "value", number_given(self.value, self.column, low=-math.inf))
        object.__setattr__(self, "factor", number_given(self.factor, self.column))
        object.__setattr__(self, "add", number_given(self.add, self.column, low=-math.inf))


def _settle(
    change: Any, names: tuple[str, ...] = (), flags: tuple[str, ...] = (), factors: tuple[str, ...] = ()
) -> None:
    """Bring some fields of a change to one form."""
    for key in names:
        object.__setattr__(change, key, names_given(getattr(change, key), key))
    for key in flags:
        object.__setattr__(change, key, flag_given(getattr(change, key), key))
    for key in factors:
        object.__setattr__(change, key, number_given(getattr(change, key), key, high=LARGEST_FACTOR))
