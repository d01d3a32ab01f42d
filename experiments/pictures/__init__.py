"""Pictures for papers and slides: maps of flows and changes, rankings, shares, frontiers; data in, axes out."""

from experiments.pictures.charts import plot_frontier, plot_ranking, plot_shares
from experiments.pictures.corridor_table import plot_corridors
from experiments.pictures.flow_maps import plot_change, plot_flows, plot_network
from experiments.pictures.hub_maps import plot_catchments
from experiments.pictures.multiples import plot_scenarios
from experiments.pictures.sheet import shortened
from experiments.pictures.sizes import SIZES, picture_style, small, write_picture
from experiments.pictures.strip import fitted, round_below, text_width

__all__ = [
    "SIZES",
    "fitted",
    "picture_style",
    "plot_catchments",
    "plot_change",
    "plot_corridors",
    "plot_flows",
    "plot_frontier",
    "plot_network",
    "plot_ranking",
    "plot_scenarios",
    "plot_shares",
    "round_below",
    "shortened",
    "small",
    "text_width",
    "write_picture",
]
