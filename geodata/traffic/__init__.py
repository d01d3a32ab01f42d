"""Where the freight of a design travels: tonnes on links, and what moving them costs, in parts."""

from geodata.traffic.parts import PARTS
from geodata.traffic.sent import Paths, Sent, class_paths, hub_positions, is_on_network, sent
from geodata.traffic.touching import touching
from geodata.traffic.ways import LEGS, ClassWays, Moved

__all__ = [
    "LEGS",
    "PARTS",
    "ClassWays",
    "Moved",
    "Paths",
    "Sent",
    "class_paths",
    "hub_positions",
    "is_on_network",
    "sent",
    "touching",
]
