"""The page and the other files: self-contained, complete, and safe with any name."""

import json
import re
from html.parser import HTMLParser

import geopandas as gpd
import pandas as pd
import pytest

from experiments import compare
from experiments.report.export import export
from tests.experiments.tiny import write_tiny

LOADS = {"src", "srcset", "poster", "data", "background", "action", "formaction", "xlink:href"}
VOID = {"meta", "link", "input", "br", "hr", "img"}


class Reader(HTMLParser):
    """Collects what a page would load, its ids and its unclosed elements."""

    def __init__(self):
        super().__init__()
        self.loads, self.ids, self.open, self.labels = [], [], [], []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.loads += [(tag, name, value) for name, value in attrs if name in LOADS]
        self.loads += [(tag, "href", attributes["href"])] if tag == "link" else []
        self.ids += [attributes["id"]] if "id" in attributes else []
        self.labels += [attributes["for"]] if tag == "label" else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()


@pytest.fixture(scope="module")
def page(results):
    return (results / "report.html").read_text(encoding="utf-8")


def embedded(page):
    text = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1]
    return json.loads(text)


def test_the_page_loads_nothing_from_anywhere(page):
    reader = Reader()
    reader.feed(page)
    assert reader.loads == []
    assert reader.open == []
    assert "@import" not in page
    assert not re.search(r"url\(", page)
    assert "default-src 'none'" in page
    assert not re.search(r"fetch\(|XMLHttpRequest|import\(", page)


def test_every_label_has_its_control_and_every_id_is_there_once(page):
    reader = Reader()
    reader.feed(page)
    assert len(reader.ids) == len(set(reader.ids))
    assert set(reader.labels) <= set(reader.ids)


def test_the_page_holds_the_numbers_of_the_comparison(page, found):
    data = embedded(page)
    hubs = [hub["id"] for hub in data["hubs"]]
    assert hubs == list(found.summary["beside"].sort_values("expected_cost_usd").index)
    for _, row in found.hubs.iterrows():
        at, s = hubs.index(row["hub"]), [x["id"] for x in data["scenarios"]].index(row["scenario"])
        assert data["grids"]["regret"][at][s] == pytest.approx(row["regret_usd"] / 1e6, abs=0.01)
        assert data["grids"]["rank"][at][s] == row["rank"]
    assert data["effects"]["north-closed"] == {"gate-north": "closed", "north-mid": "closed"}
    assert data["effects"]["west-road"] == {"west-mid-road": "opened"}
    assert set(data["effects"]["slow-south"].values()) == {"worse"}
    for sentence in found.verdict:
        assert sentence.replace("'", "&#39;") in page


def test_names_cannot_break_out_of_the_page(tmp_path):
    folder = write_tiny(tmp_path / "region", places=("Northtown", "<script>alert(1)</script>&"),
                        north_closed=("North closed", "</script><b>"))  # fmt: skip
    found = compare(str(folder), scenarios=["base", "north-closed"], confirmed=False)
    export(found, tmp_path / "out", {})
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert page.count("</script>") == 2
    assert any("alert" in hub["name"] for hub in embedded(page)["hubs"])


def test_layers_carry_hubs_with_their_figures_places_and_links(results, found):
    hubs = gpd.read_file(results / "hubs.gpkg", layer="hubs")
    assert hubs.crs.to_epsg() == 4326
    assert set(hubs["hub"]) == set(found.study.hubs)
    expected = found.summary["beside"]["expected_cost_usd"]
    assert hubs.set_index("hub")["expected_cost_usd"].to_dict() == pytest.approx(expected.to_dict())
    assert len(gpd.read_file(results / "hubs.gpkg", layer="places")) == 7
    links = gpd.read_file(results / "hubs.gpkg", layer="links").set_index("link")
    assert links.loc["gate-north", "corridors"] == "Trunk;North"
    assert links.loc["gate-north", "length_km"] == 1000


def test_comparison_csv_has_the_columns_that_others_rely_on(results, found):
    table = pd.read_csv(results / "comparison.csv")
    wanted = {"hub", "name", "design", "scenario", "probability", "cost_usd", "rank", "regret_usd", "unmet_t",
              "expected_cost_usd", "worst_case_cost_usd", "max_regret_usd", "expected_rank"}  # fmt: skip
    assert wanted <= set(table.columns)
    assert len(table) == len(found.study.hubs) * len(found.study.scenarios)
    weighted = (table["cost_usd"] * table["probability"]).groupby(table["hub"]).sum()
    assert weighted.to_dict() == pytest.approx(table.groupby("hub")["expected_cost_usd"].first().to_dict())
