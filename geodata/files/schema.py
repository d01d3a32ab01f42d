"""The columns of a region's files, as tables that reader, validator and template share."""

from __future__ import annotations

from geodata.files.columns import Column, TableSpec, listed, number, text

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


def _schedule(*, filled: bool) -> tuple[Column, ...]:
    """Columns of what leaves so many times a week and takes so much."""
    return (
        number("departures_per_week_low", low=0.01),
        number("departures_per_week", low=0.01, filled=filled),
        number("departures_per_week_high", low=0.01),
        number("t_per_departure", low=0.01, filled=filled),
        number("fill", low=0.001, high=1.0, default=1.0),
        number("usd_per_departure_low"),
        number("usd_per_departure"),
        number("usd_per_departure_high"),
        number("stop_h", default=0.0),
    )


_ORIGIN = (text("source", free=True), text("confidence", choices=CONFIDENCES), text("note", free=True))
_CAUSE = text("cause")  # what uncertain numbers of a row share with others
FIRST_YEAR, LAST_YEAR = 1900, 2200
_YEAR = number("year", low=FIRST_YEAR, high=LAST_YEAR)

SOURCES = TableSpec(
    "sources.csv",
    (
        text("id", filled=True),
        text("title", filled=True, free=True),
        text("publisher", free=True),
        text("url", free=True),
        text("year", free=True),
        text("licence", free=True),
        text("note", free=True),
    ),
    key=("id",),
)
PLACES = TableSpec(
    "places.csv",
    (
        text("id", filled=True),
        text("name", filled=True),
        text("country", filled=True),
        Column("lat", "number", True, True, -90, 90, hint="are lat and lon exchanged? degrees are wanted"),
        Column("lon", "number", True, True, -180, 180, hint="are lat and lon exchanged? degrees are wanted"),
        listed("roles", choices=ROLES, required=True),
        number("population"),
        number("mass_factor", default=1.0),
        listed("aliases"),
        *_ORIGIN,
    ),
    key=("id",),
)
LINKS = TableSpec(
    "links.csv",
    (
        text("id", filled=True),
        text("from", filled=True),
        text("to", filled=True),
        text("mode", filled=True, choices=MODES),
        text("direction", choices=("both", "forward"), default="both"),
        number("gauge_from_mm"),
        number("gauge_to_mm"),
        number("length_km", filled=True, above=0.0),
        number("speed_kmh", above=0.0, high=1200),
        number("time_h"),
        number("wait_h", default=0.0),
        number("capacity_t_per_year"),
        number("tariff_factor", default=1.0),
        number("tariff_factor_back"),
        *_schedule(filled=False),
        listed("services", choices=SERVICES),
        listed("classes"),
        listed("corridors"),
        listed("through"),
        text("status", choices=("open", "planned"), default="open"),
        _CAUSE,
        *_ORIGIN,
    ),
    key=("id",),
)
CROSSINGS = TableSpec(
    "crossings.csv",
    (
        text("link", filled=True),
        text("class"),
        text("direction", choices=DIRECTIONS),
        number("dwell_h_low"),
        number("dwell_h"),
        number("dwell_h_high"),
        number("reload_h"),
        number("fee_usd_per_t_low"),
        number("fee_usd_per_t"),
        number("fee_usd_per_t_high"),
        number("capacity_trains_per_day"),
        number("capacity_trucks_per_day"),
        _YEAR,
        _CAUSE,
        *_ORIGIN,
    ),
    key=("link", "class", "direction"),
    required=False,
)
CLASSES = TableSpec(
    "classes.csv",
    (
        text("id", filled=True),
        text("name", filled=True),
        number("tonnes_per_teu", above=0.0),
        text("direct_service", filled=True, choices=SERVICES),
        text("source", free=True),
        text("confidence", choices=CONFIDENCES),
        text("note", free=True),
    ),
    key=("id",),
)
PARAMETERS = TableSpec(
    "parameters.csv",
    (
        text("parameter", filled=True),
        text("class"),
        text("mode", choices=MODES),
        text("service", choices=SERVICES),
        text("place"),
        text("country"),
        number("low"),
        number("central", filled=True),
        number("high"),
        text("unit", free=True),
        _YEAR,
        _CAUSE,
        *_ORIGIN,
    ),
    key=("parameter", "class", "mode", "service", "place", "country"),
    label="{0} {1} {2} {3} {4} {5}",
)
HUBS = TableSpec(
    "hubs.csv",
    (
        text("place", filled=True),
        number("handling_factor_low"),
        number("handling_factor", default=1.0),
        number("handling_factor_high"),
        number("dwell_factor", default=1.0),
        number("fixed_usd_per_year_low"),
        number("fixed_usd_per_year", default=0.0),
        number("fixed_usd_per_year_high"),
        number("capacity_t_per_year"),
        number("capacity_teu_per_year_low"),
        number("capacity_teu_per_year"),
        number("capacity_teu_per_year_high"),
        _CAUSE,
        *_ORIGIN,
    ),
    key=("place",),
    required=False,
)
COUNTRIES = TableSpec(
    "countries.csv",
    (
        text("iso3", filled=True),
        text("name", filled=True),
        number("gdp_bn_usd", filled=True, above=0.0),
        number("population_m", filled=True, above=0.0),
        text("group"),
        text("customs_area"),
        _YEAR,
        *_ORIGIN,
    ),
    key=("iso3",),
)
PRODUCTION = TableSpec(
    "production.csv",
    (
        text("place", filled=True),
        text("class", filled=True),
        text("flow", filled=True, choices=("export", "import")),
        number("weight", filled=True),
        _YEAR,
        *_ORIGIN,
    ),
    key=("place", "class", "flow"),
    required=False,
    label="{0} {1} {2}",
)
LINES = TableSpec(
    "services.csv",
    (
        text("id", filled=True),
        text("name", filled=True),
        listed("modes", choices=MODES, required=True),
        listed("stops", required=True),
        text("direction", choices=("both", "forward"), default="both"),
        *_schedule(filled=True),
        number("tariff_factor", default=1.0),
        listed("classes"),
        text("status", choices=("open", "planned"), default="open"),
        _YEAR,
        _CAUSE,
        *_ORIGIN,
    ),
    key=("id",),
    required=False,
)
TRADE = TableSpec(
    "trade.csv",
    (
        text("exporter", filled=True),
        text("importer", filled=True),
        text("class"),
        number("value_bn_usd", filled=True),
        number("value_bn_usd_low"),
        number("value_bn_usd_high"),
        number("mass_mt"),
        _YEAR,
        _CAUSE,
        *_ORIGIN,
    ),
    key=("exporter", "importer", "class"),
    label="{0} -> {1} {2}",
)
REFERENCES = TableSpec(
    "references.csv",
    (
        text("id", filled=True),
        text("kind", filled=True, choices=REFERENCE_KINDS),
        listed("from"),
        listed("to"),
        listed("via"),
        listed("mode", choices=MODES),
        text("class"),
        text("service", choices=SERVICES),
        text("scope", choices=SCOPES, default="door"),
        text("scenario", default="base"),
        text("use", choices=("fitted", "seen", "fresh")),
        number("low"),
        number("value", filled=True),
        number("high"),
        text("unit", free=True),
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
    "production": PRODUCTION,
    "services": LINES,
    "references": REFERENCES,
}

# (low, central, high) columns whose numbers must rise in that order
_SCHEDULE_TRIPLES = tuple(
    (f"{name}_low", name, f"{name}_high") for name in ("departures_per_week", "usd_per_departure")
)
TRIPLES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "links": _SCHEDULE_TRIPLES,
    "services": _SCHEDULE_TRIPLES,
    "crossings": (
        ("dwell_h_low", "dwell_h", "dwell_h_high"),
        ("fee_usd_per_t_low", "fee_usd_per_t", "fee_usd_per_t_high"),
    ),
    "parameters": (("low", "central", "high"),),
    "hubs": tuple(
        (f"{name}_low", name, f"{name}_high")
        for name in ("handling_factor", "fixed_usd_per_year", "capacity_teu_per_year")
    ),
    "trade": (("value_bn_usd_low", "value_bn_usd", "value_bn_usd_high"),),
    "references": (("low", "value", "high"),),
}

# parameters that the models read, with the keys each may have; anything else is a study's own scalar
PARAMETER_KEYS: dict[str, tuple[str, ...]] = {
    "tariff_usd_per_tkm": ("class", "mode", "service", "country"),
    "speed_kmh": ("mode", "service", "country"),
    "terminal_usd_per_t": ("class", "mode", "service", "place"),
    "terminal_h": ("class", "mode", "service", "place"),
    "transfer_usd_per_t": ("class", "mode", "service", "place"),
    "transfer_h": ("class", "mode", "service", "place"),
    "gauge_usd_per_t": ("class", "service", "place", "mode"),
    "gauge_h": ("class", "service", "place", "mode"),
    "consolidation_wait_h": ("class", "mode", "service", "place"),
    "hub_handling_usd_per_t": ("class",),
    "hub_handling_h": ("class",),
    "third_country_usd_per_t": ("class", "country"),
    "third_country_h": ("class", "country"),
    "full_load_share": ("class",),
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
POSITIVE = ("value_usd_per_t", "speed_kmh")
"""Parameters that must be above 0."""
SHARES = ("full_load_share", "reexport_share")
"""Parameters that must not be above 1."""
HUB_NUMBERS = (
    "handling_factor",
    "dwell_factor",
    "fixed_usd_per_year",
    "capacity_t_per_year",
    "capacity_teu_per_year",
)
