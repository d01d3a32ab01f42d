"""The fields of GMNS 0.96 that carry something of a region, and what they are called here.

https://zephyr-data-specs.github.io/GMNS/: ``node.csv`` and ``link.csv``, units and coordinate system in ``config.csv``,
uses in ``use_definition.csv``. Further columns are allowed: those of places.csv and links.csv go by their own names, so
that nothing is lost on the way out and back.
"""

from __future__ import annotations

from geodata.files import LINKS, MODES, PLACES, Column, TableSpec, number, text

VERSION = "0.96"
KM_PER_MILE = 1.609344

USES = {"rail": "freight_rail", "road": "truck", "air": "air_freight", "ferry": "ferry", "sea": "ship"}
"""Who may use a link of a mode, as `allowed_uses` names it."""
DEFINITIONS = {
    # persons and passenger car equivalents have no meaning off the road
    "freight_rail": (0, 0, "freight trains"),
    "truck": (1, 2, "lorries; cars count as one"),
    "air_freight": (0, 0, "freight by air"),
    "ferry": (0, 0, "ferries that carry wagons or lorries"),
    "ship": (0, 0, "sea-going ships"),
}
"""By use: persons in a vehicle, passenger car equivalents, description."""

WORDS = {
    "rail": ("rail", "railway", "railroad", "train", "freight_rail", "track"),
    "road": (
        "road", "truck", "lorry", "hgv", "auto", "car", "drive", "motorway", "freeway", "expressway", "highway",
        "trunk", "primary", "secondary", "tertiary", "arterial", "principal_arterial", "minor_arterial", "collector",
        "ramp",
        "motorway_link", "trunk_link", "primary_link", "secondary_link", "tertiary_link", "unclassified", "residential",
        "local", "service", "connector", "centroid_connector", "hov", "all",
    ),
    "ferry": ("ferry", "river", "waterway", "barge"),
    "sea": ("sea", "ship", "ocean", "maritime"),
    "air": ("air", "air_freight", "plane", "aeroway", "flight"),
}  # fmt: skip
"""Words of ``facility_type`` and ``allowed_uses`` by mode: the specification leaves them to the writer."""
NO_FREIGHT = ("walk", "pedestrian", "ped", "footway", "bike", "bicycle", "cycleway", "path", "steps", "bus", "transit")
"""Words for links that freight does not use."""
assert tuple(sorted(WORDS)) == tuple(sorted(MODES))  # noqa: S101

LENGTH_UNITS = {
    "km": 1.0, "kilometer": 1.0, "kilometers": 1.0, "kilometre": 1.0, "kilometres": 1.0,
    "m": 0.001, "meter": 0.001, "meters": 0.001, "metre": 0.001, "metres": 0.001,
    "mi": KM_PER_MILE, "mile": KM_PER_MILE, "miles": KM_PER_MILE,
    "ft": 0.0003048, "foot": 0.0003048, "feet": 0.0003048,
}  # fmt: skip
"""Kilometres of a unit of length."""
SPEED_UNITS = {
    "kph": 1.0, "km/h": 1.0, "kmh": 1.0, "kmph": 1.0, "mph": KM_PER_MILE, "mi/h": KM_PER_MILE, "m/s": 3.6, "mps": 3.6,
}  # fmt: skip
"""Kilometres an hour of a unit of speed."""


def _own(spec: TableSpec, without: tuple[str, ...]) -> tuple[Column, ...]:
    """Columns of a region's table that GMNS has no field for; none has to be there."""
    return tuple(
        Column(each.name, each.kind, low=each.low, high=each.high, above=each.above, choices=each.choices,
                default=each.default, free=each.free)
        for each in spec.columns
        if each.name not in without
    )  # fmt: skip


OWN_NODE = _own(PLACES, ("id", "name", "lat", "lon"))
OWN_LINK = _own(LINKS, ("id", "from", "to", "mode", "direction", "length_km"))

NODE = TableSpec(
    "node.csv",
    (
        text("node_id", filled=True),
        text("name"),
        number("x_coord", filled=True, low=None),
        number("y_coord", filled=True, low=None),
        text("node_type", free=True),
        text("zone_id"),
        *OWN_NODE,
    ),
    key=("node_id",),
)
LINK = TableSpec(
    "link.csv",
    (
        text("link_id", filled=True),
        text("from_node_id", filled=True),
        text("to_node_id", filled=True),
        text("directed", filled=True),
        number("length"),
        text("facility_type", free=True),
        number("free_speed"),
        text("allowed_uses", free=True),
        *OWN_LINK,
    ),
    key=("link_id",),
)
CONFIG = TableSpec(
    "config.csv",
    (
        text("dataset_name", free=True),
        text("long_length"),
        text("speed"),
        text("crs", free=True),
    ),
    key=("dataset_name",),
    required=False,
)
