"""Scripts and styles of the page, and the policy that lets no others run."""

import base64
import hashlib
import re
from importlib.resources import files

import pytest

from experiments.maps import DARK, LIGHT
from experiments.report.assets import (
    SCRIPTS,
    digest,
    leaflet_licence,
    leaflet_script,
    leaflet_style,
    luminance,
    page_script,
    page_style,
    palette_style,
    parts,
    policy,
)


def test_leaflet_is_there_with_its_notice_and_licence():
    assert "Leaflet 1.9.4" in leaflet_script()
    assert "Agafonkin" in leaflet_script()
    assert "Redistributions in binary form must reproduce" in leaflet_licence()


def test_nothing_would_be_loaded():
    assert "url(" not in page_style()
    assert "@import" not in page_style()
    assert "sourceMappingURL" not in leaflet_script()
    assert ".leaflet-pane" in leaflet_style()
    assert not re.search(r"fetch\(|XMLHttpRequest|\bimport\(|eval\(|new Function", page_script())


def test_no_script_can_end_its_element():
    for text in (leaflet_script(), page_script()):
        assert "</script" not in text.lower()
        assert "<!--" not in text
    assert "</style" not in page_style().lower()


def test_the_pages_script_writes_texts_and_no_markup():
    """A class may be called ``<img onerror=...>``."""
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser", page_script())
    assert not re.search(r"""setAttribute\(["'](style|on)""", page_script())


def test_all_parts_of_the_script_are_in_it():
    folder = files("experiments.report") / "templates" / "script"
    assert sorted(item.name for item in folder.iterdir() if item.name.endswith(".js")) == sorted(SCRIPTS)
    for name in SCRIPTS:
        assert (folder / name).read_text(encoding="utf-8") in page_script()


def test_the_policy_names_each_script_and_style_by_its_digest_and_allows_nothing_inline():
    assert "unsafe" not in policy()
    assert policy().startswith("default-src 'none';")
    for text in (leaflet_script(), page_script(), page_style()):
        own = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{own}'" == digest(text)
        assert digest(text) in policy()
    assert sorted(parts()) == ["leaflet", "policy", "script", "style"]


@pytest.mark.parametrize(("palette", "dark"), [(LIGHT, False), (DARK, True)])
def test_texts_on_colours_of_regret_can_be_read_and_lightness_runs_one_way(palette, dark):
    told = dict(re.findall(r"--(\w+):(#\w+);", palette_style(palette, dark=dark)))
    light = [luminance(told[f"q{level}"]) for level in range(7)]
    assert light == sorted(light, reverse=dark)
    for level in range(7):
        ink = 0.0 if told[f"t{level}"] == "#000" else 1.0
        low, high = sorted([ink, light[level]])
        assert (high + 0.05) / (low + 0.05) >= 4.5
    assert told["closed"] == palette.effects["closed"]
