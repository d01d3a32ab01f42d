"""Maps of a region: projection, outlines of countries, lines of links, labels, colours. Knows no study."""

from experiments.maps.closures import link_effects
from experiments.maps.labels import Label, place_labels
from experiments.maps.land import SOURCE, countries_within, degree_box
from experiments.maps.lines import great_circles, link_lines
from experiments.maps.projection import Frame, degrees_of, projection, projection_words
from experiments.maps.style import (
    BORDER,
    DARK,
    EFFECTS,
    FAINT,
    INK,
    LAND,
    LIGHT,
    MODES,
    OTHERS,
    SERIES,
    WATER,
    Palette,
    regret_colour,
)
from experiments.maps.whole import cut_at_antimeridian, land_within, projected

__all__ = [
    "BORDER",
    "DARK",
    "EFFECTS",
    "FAINT",
    "INK",
    "LAND",
    "LIGHT",
    "MODES",
    "OTHERS",
    "SERIES",
    "SOURCE",
    "WATER",
    "Frame",
    "Label",
    "Palette",
    "countries_within",
    "cut_at_antimeridian",
    "degree_box",
    "degrees_of",
    "great_circles",
    "land_within",
    "link_effects",
    "link_lines",
    "place_labels",
    "projected",
    "projection",
    "projection_words",
    "regret_colour",
]
