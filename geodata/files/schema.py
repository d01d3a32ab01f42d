"""The columns of a region's files, as tables that reader, validator and template share."""

from __future__ import annotations

from dataclasses import dataclass

CONFIDENCES = ("observed", "derived", "assumed")
MODES = ("rail", "road", "air", "ferry", "sea")
SERVICES = ("consolidated", "single")
DIRECTIONS = ("both", "forward", "backward")
ROLES = ("demand", "hub_candidate", "gateway", "border", "port", "terminal", "junction", "airport")
GAUGES_MM = (600, 610, 750, 760, 762, 891, 914, 950, 1000, 1050, 1067, 1372, 1435, 1520, 1524, 1600, 1668, 1676)
REFERENCE_KINDS = (
    "transit_days",
    "cost_usd_per_feu",
    "cost_usd_per_t",
    "distance_km",
    "share_percent",
    "mass_mt",
)
SCOPES = ("door", "station")

LARGEST: tuple[tuple[str, float], ...] = (
    ("_h", 1e5),  # eleven years
    ("_km", 1e7),
    ("usd_per_t", 1e7),
    ("usd_per_year", 1e15),
    ("bn_usd", 1e6),  # ten times what the world produces in a year
    ("_mt", 1e6),  # a hundred times the world's trade
    ("_t_per_year", 1e15),
    ("_per_day", 1e7),
    ("factor", 1e6),
    ("population", 1e11),
    ("population_m", 1e5),
    ("tonnes_per_teu", 1e4),
)
"""Largest sensible numbers, by how a column's name ends: a slip of the pen must not become an answer."""
LARGEST_VALUE = 1e12
"""Of numbers whose unit is not in their name, as those of parameters."""


@dataclass(frozen=True)
class Column:
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
class TableSpec:
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


def _text(
    name: str,
    *,
    required: bool = False,
    filled: bool = False,
    choices: tuple[str, ...] = (),
    default: str | None = None,
    free: bool = False,
) -> Column:
    return Column(name, "text", required or filled, filled, choices=choices, default=default, free=free)


def _number(
    name: str,
    *,
    required: bool = False,
    filled: bool = False,
    low: float | None = 0.0,
    high: float | None = None,
    above: float | None = None,
    default: float | None = None,
) -> Column:
    if above is not None:
        low = None
    if high is None:
        high = next((largest for ending, largest in LARGEST if name.endswith(ending)), LARGEST_VALUE)
    return Column(name, "number", required or filled, filled, low, high, above, (), default)


def _list(name: str, *, choices: tuple[str, ...] = (), required: bool = False) -> Column:
    return Column(name, "list", required, False, choices=choices)


_ORIGIN = (_text("source", free=True), _text("confidence", choices=CONFIDENCES), _text("note", free=True))
FIRST_YEAR, LAST_YEAR = 1900, 2200
_YEAR = _number("year", low=FIRST_YEAR, high=LAST_YEAR)

SOURCES = TableSpec(
    "sources.csv",
    (
        _text("id", filled=True),
        _text("title", filled=True, free=True),
        _text("publisher", free=True),
        _text("url", free=True),
        _text("year", free=True),
        _text("licence", free=True),
        _text("note", free=True),
    ),
    key=("id",),
)
PLACES = TableSpec(
    "places.csv",
    (
        _text("id", filled=True),
        _text("name", filled=True),
        _text("country", filled=True),
        Column("lat", "number", True, True, -90, 90, hint="are lat and lon exchanged? degrees are wanted"),
        Column("lon", "number", True, True, -180, 180, hint="are lat and lon exchanged? degrees are wanted"),
        _list("roles", choices=ROLES, required=True),
        _number("population"),
        _number("mass_factor", default=1.0),
        _list("aliases"),
        *_ORIGIN,
    ),
    key=("id",),
)
LINKS = TableSpec(
    "links.csv",
    (
        _text("id", filled=True),
        _text("from", filled=True),
        _text("to", filled=True),
        _text("mode", filled=True, choices=MODES),
        _text("direction", choices=("both", "forward"), default="both"),
        _number("gauge_from_mm"),
        _number("gauge_to_mm"),
        _number("length_km", filled=True, above=0.0),
        _number("speed_kmh", above=0.0, high=1200),
        _number("time_h"),
        _number("wait_h", default=0.0),
        _number("capacity_t_per_year"),
        _number("tariff_factor", default=1.0),
        _list("services", choices=SERVICES),
        _list("classes"),
        _list("corridors"),
        _list("through"),
        _text("status", choices=("open", "planned"), default="open"),
        *_ORIGIN,
    ),
    key=("id",),
)
CROSSINGS = TableSpec(
    "crossings.csv",
    (
        _text("link", filled=True),
        _text("class"),
        _text("direction", choices=DIRECTIONS),
        _number("dwell_h_low"),
        _number("dwell_h"),
        _number("dwell_h_high"),
        _number("reload_h"),
        _number("fee_usd_per_t_low"),
        _number("fee_usd_per_t"),
        _number("fee_usd_per_t_high"),
        _number("capacity_trains_per_day"),
        _number("capacity_trucks_per_day"),
        _YEAR,
        *_ORIGIN,
    ),
    key=("link", "class", "direction"),
    required=False,
)
CLASSES = TableSpec(
    "classes.csv",
    (
        _text("id", filled=True),
        _text("name", filled=True),
        _number("tonnes_per_teu", above=0.0),
        _text("direct_service", filled=True, choices=SERVICES),
        _text("source", free=True),
        _text("confidence", choices=CONFIDENCES),
        _text("note", free=True),
    ),
    key=("id",),
)
PARAMETERS = TableSpec(
    "parameters.csv",
    (
        _text("parameter", filled=True),
        _text("class"),
        _text("mode", choices=MODES),
        _text("service", choices=SERVICES),
        _text("place"),
        _number("low"),
        _number("central", filled=True),
        _number("high"),
        _text("unit", free=True),
        _YEAR,
        *_ORIGIN,
    ),
    key=("parameter", "class", "mode", "service", "place"),
    label="{0} {1} {2} {3} {4}",
)
HUBS = TableSpec(
    "hubs.csv",
    (
        _text("place", filled=True),
        _number("handling_factor_low"),
        _number("handling_factor", default=1.0),
        _number("handling_factor_high"),
        _number("dwell_factor", default=1.0),
        _number("fixed_usd_per_year", default=0.0),
        _number("capacity_t_per_year"),
        *_ORIGIN,
    ),
    key=("place",),
    required=False,
)
COUNTRIES = TableSpec(
    "countries.csv",
    (
        _text("iso3", filled=True),
        _text("name", filled=True),
        _number("gdp_bn_usd", filled=True, above=0.0),
        _number("population_m", filled=True, above=0.0),
        _text("group"),
        _YEAR,
        *_ORIGIN,
    ),
    key=("iso3",),
)
TRADE = TableSpec(
    "trade.csv",
    (
        _text("exporter", filled=True),
        _text("importer", filled=True),
        _text("class"),
        _number("value_bn_usd", filled=True),
        _number("value_bn_usd_low"),
        _number("value_bn_usd_high"),
        _number("mass_mt"),
        _YEAR,
        *_ORIGIN,
    ),
    key=("exporter", "importer", "class"),
    label="{0} -> {1} {2}",
)
REFERENCES = TableSpec(
    "references.csv",
    (
        _text("id", filled=True),
        _text("kind", filled=True, choices=REFERENCE_KINDS),
        _list("from"),
        _list("to"),
        _list("via"),
        _list("mode", choices=MODES),
        _text("class"),
        _text("service", choices=SERVICES),
        _text("scope", choices=SCOPES, default="door"),
        _text("scenario", default="base"),
        _number("low"),
        _number("value", filled=True),
        _number("high"),
        _text("unit", free=True),
        _YEAR,
        *_ORIGIN,
    ),
    key=("id",),
    required=False,
)

TABLES: dict[str, TableSpec] = {
    "sources": SOURCES,
    "places": PLACES,
    "links": LINKS,
    "crossings": CROSSINGS,
    "classes": CLASSES,
    "parameters": PARAMETERS,
    "hubs": HUBS,
    "countries": COUNTRIES,
    "trade": TRADE,
    "references": REFERENCES,
}

# (low, central, high) columns whose numbers must rise in that order
TRIPLES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "crossings": (
        ("dwell_h_low", "dwell_h", "dwell_h_high"),
        ("fee_usd_per_t_low", "fee_usd_per_t", "fee_usd_per_t_high"),
    ),
    "parameters": (("low", "central", "high"),),
    "hubs": (("handling_factor_low", "handling_factor", "handling_factor_high"),),
    "trade": (("value_bn_usd_low", "value_bn_usd", "value_bn_usd_high"),),
    "references": (("low", "value", "high"),),
}

# parameters that the models read, with the keys each may have; anything else is a study's own scalar
PARAMETER_KEYS: dict[str, tuple[str, ...]] = {
    "tariff_usd_per_tkm": ("class", "mode", "service"),
    "speed_kmh": ("mode", "service"),
    "terminal_usd_per_t": ("class", "mode", "service", "place"),
    "terminal_h": ("class", "mode", "service", "place"),
    "transfer_usd_per_t": ("class", "mode", "service", "place"),
    "transfer_h": ("class", "mode", "service", "place"),
    "gauge_usd_per_t": ("class", "service", "place", "mode"),
    "gauge_h": ("class", "service", "place", "mode"),
    "consolidation_wait_h": ("class", "mode", "service", "place"),
    "hub_handling_usd_per_t": ("class",),
    "hub_handling_h": ("class",),
    "value_usd_per_t": ("class",),
    "time_percent_per_day": ("class",),
    "unmet_usd_per_t": ("class",),
    "deterrence_per_1000km": ("class",),
    "class_share": ("class",),
    "growth_percent_per_year": ("class",),
    "reexport_share": ("class",),
    "tonnes_per_train": (),
    "tonnes_per_truck": (),
}
HUB_NUMBERS = ("handling_factor", "dwell_factor", "fixed_usd_per_year", "capacity_t_per_year")
