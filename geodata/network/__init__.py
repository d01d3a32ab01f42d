"""The freight network: links, the graph made of them, and paths through it."""

from geodata.network.distances import above, contract, customise, sweep
from geodata.network.elimination import Elimination, eliminate
from geodata.network.graph import CHANGE, LINK, LOAD, NO_NODE, PASS, SMALLEST_WEIGHT, UNLOAD, Graph, build_graph
from geodata.network.link_state import LinkState, capacity_in, link_state
from geodata.network.links import Links, build_links, links_frame
from geodata.network.paths import cheapest_path
from geodata.network.timetable import Timetable, build_timetable

__all__ = [
    "CHANGE",
    "LINK",
    "LOAD",
    "NO_NODE",
    "PASS",
    "SMALLEST_WEIGHT",
    "UNLOAD",
    "Elimination",
    "Graph",
    "LinkState",
    "Links",
    "Timetable",
    "above",
    "build_graph",
    "build_links",
    "build_timetable",
    "capacity_in",
    "cheapest_path",
    "contract",
    "customise",
    "eliminate",
    "link_state",
    "links_frame",
    "sweep",
]
