"""The page says what it is given, refers to nothing outside, and lets no name become markup."""

import re

import pandas as pd
import pytest

from experiments.pages import Page, Picture, Section, Shown, page_html
from experiments.pages.page import cell_text


def _page(**more):
    frame = pd.DataFrame(
        {"hub": ["<b>Osh</b>", "Almaty"], "lead_usd": [2.5e6, float("nan")], "share_best": [0.5, 0.25]}
    )
    table = Shown("Hubs", frame, {"hub": "Hub", "lead_usd": "Lead", "share_best": "Best in"}, role="ranking", **more)
    picture = Picture("a.png", lambda path: path.write_bytes(b"PNG"), "A line that rises")
    return Page("A region: a study", "Osh wins.", ["It is near."], [Section("Figures", ["Look."], [picture], [table])])


def test_everything_that_is_given_is_on_the_page(tmp_path):
    (tmp_path / "a.png").write_bytes(b"PNG")
    text = page_html(_page(), {"a.png": tmp_path / "a.png"}, {"seed": 7})
    for wanted in (
        "Osh wins.",
        "It is near.",
        "Look.",
        "A line that rises",
        "2.50 m USD",
        "50.0%",
        "seed",
        'data-role="ranking"',
    ):
        assert wanted in text
    assert '<h1 data-role="headline">Osh wins.</h1>' in text


def test_the_page_refers_to_nothing_outside(tmp_path):
    (tmp_path / "a.png").write_bytes(b"PNG")
    text = page_html(_page(), {"a.png": tmp_path / "a.png"})
    assert re.findall(r'(?:src|href)="(?!data:|#)[^"]*"', text) == []
    assert "UE5H" in text  # the picture itself, in base64


def test_names_do_not_become_markup():
    text = page_html(_page(), {})
    assert "<b>Osh" not in text
    assert "&lt;b&gt;Osh" in text


def test_a_picture_that_is_missing_is_named():
    assert "a.png could not be drawn" in page_html(_page(), {})


def test_rows_that_are_left_out_are_counted():
    assert "1 further rows are in the CSV file" in page_html(_page(most=1), {})


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        ("cost_usd", 3.0e9, "3.00 bn USD"),
        ("share_low", 0.125, "12.5%"),
        ("hubs", ("Osh", "Almaty"), "Osh + Almaty"),
        ("rank", 3.0, "3"),
        ("factor", 0.73456, "0.7346"),
        ("exact", True, "yes"),
        ("lead_usd", float("nan"), ""),
        ("hub", None, ""),
        ("rank", pd.NA, ""),
    ],
)
def test_a_cell_is_written_by_its_unit(column, value, text):
    assert cell_text(column, value) == text
