"""What a column and a file of a region are."""

from __future__ import annotations

from dataclasses import dataclass

from optimize.brief import Brief

LARGEST: tuple[tuple[str, float], ...] = (
    ("_h", 1e5),  # eleven years
    ("_km", 1e7),
    ("usd_per_t", 1e7),
    ("usd_per_year", 1e15),
    ("bn_usd", 1e6),  # ten times what the world produces in a year
    ("_mt", 1e6),  # a hundred times the world's trade
    ("_t_per_year", 1e15),
    ("_teu_per_year", 1e14),
    ("per_week", 1e5),
    ("t_per_departure", 1e7),
    ("usd_per_departure", 1e10),
    ("_per_day", 1e7),
    ("factor", 1e6),
    ("factor_back", 1e6),
    ("population", 1e11),
    ("population_m", 1e5),
    ("tonnes_per_teu", 1e4),
)
"""Largest sensible numbers, by how a column's name ends: a slip of the pen must not become an answer."""
LARGEST_VALUE = 1e12
"""Of numbers whose unit is not in their name, as those of parameters."""


@dataclass(frozen=True)
class Column(Brief):
    """One column.

    Attributes
    ----------
    name : str
        Its name.
    kind : {"text", "number", "list"}
        What its cells hold.
    required, filled : bool
        Whether the column must be there, and every cell of it be filled.
    low, high : float or None
        Smallest and largest number.
    above : float or None
        Number that cells must be above.
    choices : tuple of str
        Words that are known; any when empty.
    default : str, float or None
        Value of an empty cell.
    hint : str
        Remedy for a number out of range.
    free : bool
        Whether a text is prose, which may be long and have several lines.
    """

    name: str
    kind: str = "text"
    required: bool = False
    filled: bool = False
    low: float | None = None
    high: float | None = None
    above: float | None = None
    choices: tuple[str, ...] = ()
    default: str | float | None = None
    hint: str = ""
    free: bool = False


@dataclass(frozen=True)
class TableSpec(Brief):
    """One file.

    Attributes
    ----------
    file : str
        Its name.
    columns : tuple of Column
        Its columns, in order.
    key : tuple of str
        Columns that no two rows may have the same of.
    required : bool
        Whether the region needs it.
    label : str
        What a row is about, as a format of its key.
    """

    file: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    required: bool = True
    label: str = "{0}"

    def column(self, name: str) -> Column:
        """Return a column.

        Parameters
        ----------
        name : str
            Its name.

        Returns
        -------
        Column
        """
        return next(column for column in self.columns if column.name == name)


def text(
    name: str,
    *,
    required: bool = False,
    filled: bool = False,
    choices: tuple[str, ...] = (),
    default: str | None = None,
    free: bool = False,
) -> Column:
    """Return a column of texts.

    Parameters
    ----------
    name : str
        Its name.
    required, filled : bool
        Whether the column must be there, and every cell be filled.
    choices : tuple of str
        Words that are known; any when empty.
    default : str, optional
        Value of an empty cell.
    free : bool
        Whether it is prose.

    Returns
    -------
    Column
    """
    return Column(name, "text", required or filled, filled, choices=choices, default=default, free=free)


def number(
    name: str,
    *,
    required: bool = False,
    filled: bool = False,
    low: float | None = 0.0,
    high: float | None = None,
    above: float | None = None,
    default: float | None = None,
) -> Column:
    """Return a column of numbers.

    Parameters
    ----------
    name : str
        Its name.
    required, filled : bool
        Whether the column must be there, and every cell be filled.
    low, high : float or None
        Smallest and largest number; largest by default as `LARGEST` says.
    above : float or None
        Number that cells must be above; then ``low`` does not count.
    default : float, optional
        Value of an empty cell; NaN when not given.

    Returns
    -------
    Column
    """
    if above is not None:
        low = None
    if high is None:
        central = name.removesuffix("_low").removesuffix("_high")
        high = next((largest for ending, largest in LARGEST if central.endswith(ending)), LARGEST_VALUE)
    return Column(name, "number", required or filled, filled, low, high, above, (), default)


def listed(name: str, *, choices: tuple[str, ...] = (), required: bool = False) -> Column:
    """Return a column of lists, items separated by semicolons.

    Parameters
    ----------
    name : str
        Its name.
    choices : tuple of str
        Words that are known; any when empty.
    required : bool
        Whether the column must be there.

    Returns
    -------
    Column
    """
    return Column(name, "list", required, False, choices=choices)
