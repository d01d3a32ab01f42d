"""The page as text: self-contained, complete, and safe with any name. What browsers make of it: `tests/browser`."""

import json
import re
from html.parser import HTMLParser
from types import SimpleNamespace

import pandas as pd
import pytest

from experiments import compare
from experiments.report.export import export
from experiments.report.page import hub_rows, is_link, parameter_rows, scenario_rows, source_rows, win_rows
from experiments.report.scene import Scene
from tests.experiments.report.test_packing import unpacked
from tests.experiments.tiny import write_tiny

LOADS = {"src", "srcset", "poster", "data", "background", "action", "formaction", "xlink:href"}
MASHHAD = "\u0645\u0634\u0647\u062f"
VOID = {"meta", "link", "input", "br", "hr", "img"}


class Reader(HTMLParser):
    """Collects what a page would load, its ids, inline styles and handlers, and its unclosed elements."""

    def __init__(self):
        super().__init__()
        self.loads, self.ids, self.open, self.inline = [], [], [], []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.loads += [(tag, name, value) for name, value in attrs if name in LOADS]
        self.loads += [(tag, "href", attributes["href"])] if tag == "link" else []
        self.inline += [(tag, name) for name, _ in attrs if name == "style" or name.startswith("on")]
        self.ids += [attributes["id"]] if "id" in attributes else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def page(results):
    return (results / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def scene(found):
    return Scene.of(found)


def data_of(page):
    return unpacked(re.search(r'<script type="text/plain" id="data">(.*?)</script>', page, re.DOTALL)[1])[0]


def test_the_page_loads_nothing_and_has_nothing_inline(page):
    reader = Reader()
    reader.feed(page)
    assert reader.loads == []
    assert reader.inline == []
    assert reader.open == []
    assert len(reader.ids) == len(set(reader.ids))
    assert "default-src 'none'" in page
    assert "unsafe-inline" not in page


def test_what_scripts_find_it_by_is_there(page):
    for name in ("scenario", "hubs", "measure", "class", "layer"):
        assert page.count(f'data-control="{name}"') == 1
    for role in ("headline", "map", "ranking"):
        assert f'data-role="{role}"' in page


def test_sentences_of_the_verdict_and_the_licence_of_the_map_are_on_the_page(page, found):
    for sentence in found.verdict:
        assert sentence.replace("'", "&#39;") in page
    assert "Redistributions in binary form must reproduce" in page


def test_names_cannot_break_out_of_the_page(tmp_path):
    folder = write_tiny(tmp_path / "region", places=("Northtown", "<script>alert(1)</script>&"),
                        north_closed=("North closed", "</script><b>"))  # fmt: skip
    found = compare(str(folder), scenarios=["base", "north-closed"], confirmed=False)
    export(found, tmp_path / "out", {})
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert page.count("</script>") == 3
    assert any("alert" in hub["name"] for hub in data_of(page)["hubs"])


def test_only_addresses_of_pages_become_links(tmp_path):
    sources = "id,title,url\nmade-up,Made up,javascript:alert(1)\nother,Other,https://x.org/a\n"
    folder = write_tiny(tmp_path / "region", sources=("id,title\nmade-up,Made up for tests\n", sources))
    export(compare(str(folder), scenarios=["base"], confirmed=False), tmp_path / "out", {})
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert re.findall(r'<a href="([^#"]*)"', page.partition('id="data"')[0]) == ["https://x.org/a"]
    assert "javascript:alert(1)</li>" in page
    assert [is_link(url) for url in ("https://x.org", " https://x.org", "data:text/html,x")] == [True, False, False]


def test_names_that_are_read_from_right_to_left_are_shut_in(tmp_path):
    folder = write_tiny(tmp_path / "region", places=("Northtown", MASHHAD))
    export(compare(str(folder), scenarios=["base"], confirmed=False), tmp_path / "out", {})
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert f"\u2068{MASHHAD}\u2069" in page
    assert MASHHAD in {hub["name"].strip("\u2068\u2069") for hub in data_of(page)["hubs"]}


def test_scenarios_are_listed_with_weight_and_best_hub(scene, found):
    rows = {row["title"]: row for row in scenario_rows(scene)}
    assert rows["North closed"]["probability"] == "10.0%"
    assert rows["North closed"]["weight"] == "9.5%"  # odds: (1/9) / (1 + 1/9 + 1/19)
    assert rows["Slow south"]["probability"] == ""
    assert rows["Slow south"]["weight"] == "what if"
    for name in found.study.scenarios:
        costs = found.costs()[name].sort_values()
        row = rows[found.study.title(name)]
        assert row["best"] == found.study.name(costs.index[0])
        assert row["margin"].endswith("USD")
    assert rows["West cut off"]["unmet"] > 0


def test_parameters_and_sources_are_listed_without_gaps(scene):
    rows = parameter_rows(scene)
    assert len(rows) == 15
    assert rows[0]["parameter"] == "tariff_usd_per_tkm"
    assert rows[0]["class"] == ""
    assert rows[0]["low"] in ("", 0.02)
    assert [row["id"] for row in source_rows(scene)] == ["made-up"]
    assert all(pd.notna(value) for row in [*rows, *source_rows(scene)] for value in row.values())


def test_hubs_are_listed_with_what_they_bring(found):
    rows = {row["Hub"]: row for row in hub_rows(found)}
    assert rows["Southtown"]["Fixed cost, USD a year"] == "100 k"
    assert rows["Southtown"]["Handling, times the usual"] == "1.1"
    assert rows["Gate"]["Gateway"] == "yes"
    assert rows["Midtown"]["Capacity a year"] == "no limit"


def test_without_draws_there_are_no_shares(found):
    assert found.standing is not None or win_rows(found) == []


def test_the_record_is_on_the_page(page, results):
    record = json.loads((results / "run.json").read_text(encoding="utf-8"))
    assert record["region"]["digest"] in page


def test_shares_of_draws_are_told_and_drawn_with_their_intervals(found):
    columns = ["hub", "share_best", "share_low", "share_high", "lead_mean", "lead_sd"]
    shares = pd.DataFrame([["NOR", 0.75, 0.505, 0.9, 2e6, 1e6], ["SOU", 0.25, 0.1, 0.495, -2e6, 1e6]], columns=columns)
    first, second = win_rows(SimpleNamespace(study=found.study, standing=SimpleNamespace(shares=shares)))
    assert (first["name"], first["share"], first["low"], first["high"]) == ("Northtown", "75.0%", "50.5%", "90.0%")
    assert (first["drawn"], second["drawn"]) == ([75.0, 50.5, 90.0], [25.0, 10.0, 49.5])
