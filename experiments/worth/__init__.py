"""What a link, a service or a railway is worth, with hubs chosen again, and from where on it pays."""

from experiments.worth.items import Item
from experiments.worth.page import route_value_page, route_value_sections, write_route_value
from experiments.worth.study import DRAWS, RouteValue, route_value
from experiments.worth.words import route_value_words

__all__ = [
    "DRAWS",
    "Item",
    "RouteValue",
    "route_value",
    "route_value_page",
    "route_value_sections",
    "route_value_words",
    "write_route_value",
]
