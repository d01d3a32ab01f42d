"""Results for other programs: layers for a GIS, workbooks; text in them is text."""

from experiments.exports.comparison import about_comparison, comparison_layers
from experiments.exports.geofiles import ENDINGS, write_geopackage, write_layer
from experiments.exports.layer import Layer
from experiments.exports.sheets import comparison_sheets, write_results

__all__ = [
    "ENDINGS",
    "Layer",
    "about_comparison",
    "comparison_layers",
    "comparison_sheets",
    "write_geopackage",
    "write_layer",
    "write_results",
]
