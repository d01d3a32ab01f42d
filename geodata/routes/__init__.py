"""Routes through the network, and freight assigned to them."""

from geodata.routes.assignment import Assignment, ClassLoad, assign, load_links
from geodata.routes.route import Route, Trip, find_route, passable

__all__ = [
    "Assignment",
    "ClassLoad",
    "Route",
    "Trip",
    "assign",
    "find_route",
    "load_links",
    "passable",
]
