"""Maps of a region: projection, outlines of countries, lines of links, labels, colours. Knows no study."""

from experiments.maps.closures import link_effects
from experiments.maps.labels import Label, place_labels
from experiments.maps.land import SOURCE, countries_within, degree_box
from experiments.maps.lines import link_lines
from experiments.maps.projection import Frame, degrees_of, projection
from experiments.maps.style import BORDER, EFFECTS, FAINT, INK, LAND, MODES, WATER, regret_colour

__all__ = [
    "BORDER",
    "EFFECTS",
    "FAINT",
    "INK",
    "LAND",
    "MODES",
    "SOURCE",
    "WATER",
    "Frame",
    "Label",
    "countries_within",
    "degree_box",
    "degrees_of",
    "link_effects",
    "link_lines",
    "place_labels",
    "projection",
    "regret_colour",
]
