"""Colours of maps and charts, the same in the picture and on the page; readable with impaired colour vision."""

from __future__ import annotations

from matplotlib.colors import LinearSegmentedColormap, to_hex

LAND, WATER, BORDER, INK, FAINT = "#f6f3ec", "#dce7ed", "#cdc5b6", "#1f2933", "#7b8794"
"""Background of maps, text, and what stands back."""
MODES = {
    "rail": ("#34496b", "rail"),
    "road": ("#b0834a", "road"),
    "air": ("#8d6fb8", "air freight"),
    "ferry": ("#0f9aa8", "ferry"),
    "sea": ("#5a9bd4", "deep sea"),
}
"""Colour and name of each mode, in the order of the legend."""
EFFECTS = {
    "closed": ("#c8102e", "closed"),
    "worse": ("#e8871e", "slower, dearer or narrower"),
    "better": ("#2e8b57", "better"),
    "opened": ("#2e8b57", "opened"),
}
"""Colour and name of what a scenario does to a link (see `link_effects`)."""
_RAMP = ["#08415c", "#1f7a8c", "#6bb3a3", "#cfd8a8", "#f2d492", "#e6a15c"]
REGRET = LinearSegmentedColormap.from_list("regret", _RAMP)
"""Dark = no regret, light = the largest."""


def regret_colour(share: float) -> str:
    """Colour a regret: dark for none, light for the largest.

    Parameters
    ----------
    share : float
        Regret as a share of the largest; what is outside 0 to 1 counts as the nearer end.

    Returns
    -------
    str
        Hexadecimal colour.
    """
    # a whole number would be an index into the colours
    return to_hex(REGRET(float(min(max(share, 0.0), 1.0))))
