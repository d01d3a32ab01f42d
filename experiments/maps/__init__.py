"""Maps of a region."""

from experiments.maps.drawing import drawing
from experiments.maps.picture import draw_map
from experiments.maps.scene import Scene
from experiments.maps.style import EFFECTS, FAINT, INK, MODES

__all__ = [
    "EFFECTS",
    "FAINT",
    "INK",
    "MODES",
    "Scene",
    "draw_map",
    "drawing",
]
