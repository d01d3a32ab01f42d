"""Pictures for papers and slides: maps of flows and changes, rankings, shares, frontiers; data in, axes out."""

from experiments.pictures.charts import plot_corridors, plot_frontier, plot_ranking, plot_shares
from experiments.pictures.flow_maps import plot_change, plot_flows, plot_network
from experiments.pictures.hub_maps import plot_catchments
from experiments.pictures.multiples import plot_scenarios
from experiments.pictures.sizes import SIZES, picture_style, write_picture

__all__ = [
    "SIZES",
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
    "write_picture",
]
