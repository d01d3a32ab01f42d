"""What the page is made of beside its numbers: scripts and styles, and the policy that lets no others run."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from experiments.maps import DARK, LIGHT, Palette, regret_colour

SCRIPTS = ("text.js", "data.js", "flows.js", "state.js", "card.js", "map.js", "marks.js", "tables.js", "effect.js",
           "download.js", "main.js")  # fmt: skip
"""Parts of the page's script, in order; they are one script, within one function."""
_URLS = re.compile(r"[^{}]*\{[^{}]*url\([^{}]*\}")


@cache
def leaflet_script() -> str:
    """Read the script of Leaflet, which draws the map.

    Returns
    -------
    str
        Leaflet 1.9.4 as the package ``django-js-lib-leaflet`` carries it.

    Raises
    ------
    ModuleNotFoundError
        If the package is not installed.
    """
    text = (files("js_lib_leaflet") / "static" / "js_lib_leaflet" / "leaflet.js").read_text(encoding="utf-8")
    # what browsers' tools would load
    return re.sub(r"\n//# sourceMappingURL=.*", "", text)


@cache
def leaflet_style() -> str:
    """Read the style sheet of Leaflet.

    Returns
    -------
    str
        Without the rules that load pictures, which the page does not use.
    """
    text = (files("js_lib_leaflet") / "static" / "js_lib_leaflet" / "leaflet.css").read_text(encoding="utf-8")
    return _URLS.sub("", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))


@cache
def page_script() -> str:
    """Join the page's own script.

    Returns
    -------
    str
    """
    folder = files("experiments.report") / "templates" / "script"
    parts = [(folder / name).read_text(encoding="utf-8") for name in SCRIPTS]
    return '"use strict";\n(() => {\n' + "\n".join(parts) + "})();\n"


LEVELS = 7
"""Colours of regret, that of none included."""


def palette_style(palette: Palette, *, dark: bool) -> str:
    """Write a palette as variables of a style sheet.

    Parameters
    ----------
    palette : Palette
    dark : bool
        Whether it is that for dark ground.

    Returns
    -------
    str
        ``--land`` and so on; ``--q0`` to ``--q6``, the colours of regret from none to the largest, and ``--t0`` to
        ``--t6``, black or white, whichever is easier to read on them.
    """
    told = {name: getattr(palette, name) for name in ("land", "water", "border", "flow", "more", "less")}
    told |= dict(palette.effects)
    for level in range(LEVELS):
        told[f"q{level}"] = regret_colour(level / (LEVELS - 1), dark=dark)
        told[f"t{level}"] = "#000" if luminance(told[f"q{level}"]) > 0.179 else "#fff"
    return "".join(f"--{name}:{value};" for name, value in told.items())


def luminance(colour: str) -> float:
    """Measure how light a colour is, as the Web Content Accessibility Guidelines do.

    Parameters
    ----------
    colour : str
        Hexadecimal.

    Returns
    -------
    float
        0 for black, 1 for white; black and white text stand out equally at 0.179.

    Examples
    --------
    >>> luminance("#000000"), round(luminance("#ffffff"), 6)
    (0.0, 1.0)
    """
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def page_style() -> str:
    """Join the style sheets of the map and of the page.

    Returns
    -------
    str
    """
    own = (files("experiments.report") / "templates" / "report.css").read_text(encoding="utf-8")
    light, dark = palette_style(LIGHT, dark=False), palette_style(DARK, dark=True)
    themes = f":root {{ {light} }} @media screen and (prefers-color-scheme:dark) {{ :root {{ {dark} }} }}"
    return leaflet_style() + themes + own


def digest(text: str) -> str:
    """Name a script or style sheet as a security policy does.

    Parameters
    ----------
    text : str
        All that stands between the tags.

    Returns
    -------
    str

    Examples
    --------
    >>> digest("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def policy() -> str:
    """Write the page's content security policy: its own scripts and styles, by their digests, and nothing else.

    Returns
    -------
    str
    """
    scripts = " ".join(digest(text) for text in (leaflet_script(), page_script()))
    return (
        f"default-src 'none'; script-src {scripts}; style-src {digest(page_style())}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def leaflet_licence() -> str:
    """Read the licence of Leaflet, which goes where its script goes.

    Returns
    -------
    str
    """
    return (files("experiments.report") / "templates" / "leaflet-licence.txt").read_text(encoding="utf-8")


def parts() -> dict[str, Markup]:
    """Collect what the page's template puts between its tags.

    Returns
    -------
    dict
        ``leaflet``, ``script``, ``style`` and ``policy``.
    """
    # files of this package and of Leaflet, no word of a user's in them
    texts = {"leaflet": leaflet_script(), "script": page_script(), "style": page_style(), "policy": policy()}
    return {name: Markup(text) for name, text in texts.items()}  # noqa: S704
