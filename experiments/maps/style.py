"""Colours of maps and charts, the same in the pictures and on the page; readable with impaired colour vision.

The colours of modes and effects are at least 12 apart (CIEDE2000; 2 can just be told) for full colour vision and as
protanopes, deuteranopes and tritanopes see them (Machado, Oliveira and Fernandes 2009, "A physiologically-based model
for simulation of color vision deficiency"), on light and on dark ground.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from matplotlib.colors import LinearSegmentedColormap, to_hex

from optimize.brief import Brief


@dataclass(frozen=True)
class Palette(Brief):
    """The colours of a map, hexadecimal.

    Attributes
    ----------
    land, water, border : str
        The ground.
    ink, soft, faint : str
        Text; text that stands back; what is hardly more than the ground, such as links without flow.
    modes, effects : mapping of str to str
        By mode of transport; by what a scenario does to a link.
    flow, back : str
        Flows, and those against a line's direction.
    more, less : str
        Where there is more than in the state that is compared with, and less.
    ramp : tuple of str
        From no regret to the largest: the lightness changes one way.
    """

    land: str
    water: str
    border: str
    ink: str
    soft: str
    faint: str
    modes: Mapping[str, str]
    effects: Mapping[str, str]
    flow: str
    back: str
    more: str
    less: str
    ramp: tuple[str, ...]


_RAMP = ("#08415c", "#1f6a85", "#4a938f", "#8fb985", "#dcd68c")

LIGHT = Palette(
    land="#f6f3ec", water="#dce7ed", border="#cdc5b6", ink="#1f2933", soft="#52606d", faint="#a9b2bb",
    modes=MappingProxyType(
        {"rail": "#34496c", "road": "#a58a67", "air": "#8b53b8", "ferry": "#109a8f", "sea": "#8390c9"}
    ),
    effects=MappingProxyType({"closed": "#c81023", "worse": "#e0751b", "better": "#2e725a", "opened": "#2e725a"}),
    flow="#1b4f72", back="#5b9bb5", more="#1c5fb0", less="#d0660f", ramp=_RAMP,
)  # fmt: skip
"""On light ground, and in print."""

DARK = Palette(
    land="#2a343c", water="#16222c", border="#455460", ink="#e8ebee", soft="#a3b0bb", faint="#4a5763",
    modes=MappingProxyType(
        {"rail": "#a6c6d5", "road": "#aa7911", "air": "#8e8eb6", "ferry": "#3ce6b9", "sea": "#5875fa"}
    ),
    effects=MappingProxyType({"closed": "#fa517a", "worse": "#f09f4b", "better": "#41a992", "opened": "#41a992"}),
    flow="#8fc7e8", back="#4f86a8", more="#6fb1ff", less="#ff9a3c", ramp=_RAMP[::-1],
)  # fmt: skip
"""On dark ground."""

LAND, WATER, BORDER, INK, FAINT = LIGHT.land, LIGHT.water, LIGHT.border, LIGHT.ink, "#7b8794"
"""Background of maps, text, and what stands back."""
MODES = {
    "rail": (LIGHT.modes["rail"], "rail"),
    "road": (LIGHT.modes["road"], "road"),
    "air": (LIGHT.modes["air"], "air freight"),
    "ferry": (LIGHT.modes["ferry"], "ferry"),
    "sea": (LIGHT.modes["sea"], "deep sea"),
}
"""Colour and name of each mode, in the order of the legend."""
EFFECTS = {
    "closed": (LIGHT.effects["closed"], "closed"),
    "worse": (LIGHT.effects["worse"], "slower, dearer or narrower"),
    "better": (LIGHT.effects["better"], "better"),
    "opened": (LIGHT.effects["opened"], "opened"),
}
"""Colour and name of what a scenario does to a link (see `link_effects`)."""
SERIES = ("#332288", "#cc6677", "#117733", "#88ccee", "#aa4499", "#ddcc77", "#44aa99", "#882255", "#999933")
"""Colours of things that have no order, such as hubs (the scheme "muted" of Tol 2021, "Colour schemes", SRON)."""
OTHERS = "#dddddd"
"""The colour of all others together."""
_REGRET = {
    False: LinearSegmentedColormap.from_list("regret", LIGHT.ramp),
    True: LinearSegmentedColormap.from_list("regret on dark ground", DARK.ramp),
}


def regret_colour(share: float, *, dark: bool = False) -> str:
    """Colour a regret: farthest from the ground for none, nearest to it for the largest.

    Parameters
    ----------
    share : float
        Regret as a share of the largest; what is outside 0 to 1 counts as the nearer end.
    dark : bool
        Whether the ground is dark.

    Returns
    -------
    str
        Hexadecimal colour.
    """
    # a whole number would be an index into the colours
    return to_hex(_REGRET[dark](float(min(max(share, 0.0), 1.0))))
