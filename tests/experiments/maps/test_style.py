"""Colours that all can tell apart."""

from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from experiments.maps.style import DARK, EFFECTS, LIGHT, MODES, OTHERS, SERIES, regret_colour
from geodata.files import MODES as MODES_OF_LINKS

# fmt: off
VISION = {
    "full": np.eye(3),
    # severity 1.0 in the tables of Machado et al. (2009), on linear RGB
    "protan": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                        [-0.003882, -0.048116, 1.051998]]),
    "deutan": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                        [-0.01182, 0.04294, 0.968881]]),
    "tritan": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                        [0.004733, 0.691367, 0.3039]]),
}
# fmt: on


def lab(colour, vision="full"):
    """CIELAB (D65) of a colour as an eye sees it."""
    rgb = np.array(to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(VISION[vision] @ linear, 0, 1)
    xyz = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]]
    )
    f = xyz @ seen / [0.95047, 1.0, 1.08883]
    f = np.where(f > 0.008856, np.cbrt(f), 7.787 * f + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(one, two, vision="full"):
    """CIEDE2000 (Sharma, Wu and Dalal 2005)."""
    (l1, a1, b1), (l2, a2, b2) = lab(one, vision), lab(two, vision)
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    stretch = 1.5 - 0.5 * np.sqrt(mean**7 / (mean**7 + 25.0**7))
    c1, c2 = np.hypot(a1 * stretch, b1), np.hypot(a2 * stretch, b2)
    h1, h2 = (np.degrees(np.arctan2(b, a * stretch)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180
    hue = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    h = (h1 + h2 + 360 * (abs(h1 - h2) > 180)) / 2
    t = sum(k * np.cos(np.radians(n * h + at)) for k, n, at in
            ((1, 0, 0), (-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.2, 4, -63)))  # fmt: skip
    dl = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2))
    dc, dh = (c2 - c1) / (1 + 0.045 * chroma), hue / (1 + 0.015 * chroma * t)
    turned = -2 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7)) * np.sin(np.radians(60 * np.exp(-(((h - 275) / 25) ** 2))))
    return float(np.sqrt(dl**2 + dc**2 + dh**2 + turned * dc * dh))


def test_the_measure_is_that_of_its_authors():
    """Two pairs of grey, of which the lightness alone is different: by hand from the formula."""
    assert apart("#ffffff", "#ffffff") == 0
    assert apart("#000000", "#ffffff") == pytest.approx(100.0, abs=0.1)


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_modes_and_effects_can_be_told_apart(palette, vision):
    lines = {**palette.modes, **palette.effects}
    lines.pop("better")  # as opened: what is better for freight
    close = {
        (a, b): round(apart(lines[a], lines[b], vision), 1)
        for a, b in combinations(lines, 2)
        if apart(lines[a], lines[b], vision) < 12
    }
    assert close == {}


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_more_less_and_closed_can_be_told_apart(palette, vision):
    colours = (palette.more, palette.less, palette.effects["closed"], palette.faint)
    assert min(apart(a, b, vision) for a, b in combinations(colours, 2)) >= 11


@pytest.mark.parametrize("vision", VISION)
def test_colours_of_a_series_can_be_told_apart(vision):
    # nine colours are at the limit of what impaired eyes can tell: bars stand in the order of the legend as well
    assert min(apart(a, b, vision) for a, b in combinations((*SERIES, OTHERS), 2)) >= (10 if vision == "full" else 4)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_lines_and_texts_stand_off_the_ground(palette):
    for ground in (palette.land, palette.water):
        lines = (
            *palette.modes.values(),
            *palette.effects.values(),
            palette.more,
            palette.less,
            palette.flow,
            palette.back,
        )
        assert min(abs(lab(line)[0] - lab(ground)[0]) for line in lines) > 24
        assert abs(lab(palette.ink)[0] - lab(ground)[0]) > 60
        assert abs(lab(palette.soft)[0] - lab(ground)[0]) > 45


@pytest.mark.parametrize("dark", [False, True])
def test_the_more_regret_the_nearer_to_the_ground(dark):
    light = np.array([lab(regret_colour(share, dark=dark))[0] for share in np.linspace(0, 1, 41)])
    steps = np.diff(light)
    assert (steps < 0).all() if dark else (steps > 0).all()
    assert abs(steps).min() > 0.8


def test_what_is_beyond_the_ends_counts_as_the_ends():
    assert regret_colour(-1) == regret_colour(0) == LIGHT.ramp[0]
    assert regret_colour(2) == regret_colour(1) == LIGHT.ramp[-1]


def test_every_mode_and_effect_has_a_colour_and_a_name():
    assert set(MODES) == set(MODES_OF_LINKS) == set(LIGHT.modes) == set(DARK.modes)
    assert set(EFFECTS) == {"closed", "worse", "better", "opened"} == set(LIGHT.effects) == set(DARK.effects)
