"""The page: self-contained, complete, and safe with any name."""

import json
import re
from html.parser import HTMLParser
from importlib.resources import files

import pandas as pd
import pytest

from experiments import compare
from experiments.report.export import export
from experiments.report.page import cards, embedded, page_data, parameter_rows, scenario_rows, source_rows
from experiments.report.scene import Scene
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


@pytest.fixture(scope="module")
def scene(found):
    return Scene.of(found)


def data_of(page):
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
    data = data_of(page)
    hubs = [hub["id"] for hub in data["hubs"]]
    scenarios = [scenario["id"] for scenario in data["scenarios"]]
    assert hubs == list(found.over_scenarios["beside"].sort_values("expected_cost_usd").index)
    assert scenarios == list(found.study.scenarios)
    for _, row in found.hubs.iterrows():
        at, s = hubs.index(row["hub"]), scenarios.index(row["scenario"])
        assert data["grids"]["regret"][at][s] == pytest.approx(row["regret_usd"] / 1e6, abs=0.006)
        assert data["grids"]["cost"][at][s] == pytest.approx(row["cost_usd"] / 1e6, abs=0.06)
        assert data["grids"]["unmet"][at][s] == pytest.approx(row["unmet_t"] / 1e3, abs=0.06)
        assert data["grids"]["hub"][at][s] == pytest.approx(row["hub_t"] / 1e3, abs=0.06)
        assert data["grids"]["rank"][at][s] == row["rank"]
        through = [by_class[data["measures"].index("hub_t")] for by_class in data["used"][s][at]]
        assert sum(through) == pytest.approx(row["hub_t"] / 1e3, abs=0.2)
    expected = found.over_scenarios["beside"]["expected_regret_usd"]
    assert data["expected"] == pytest.approx([expected[hub] / 1e6 for hub in hubs], abs=0.006)
    assert data["classes"] == ["Goods", "Parcels"]
    for sentence in found.verdict:
        assert sentence.replace("'", "&#39;") in page


def test_effects_of_scenarios_are_on_the_page_and_untouched_links_are_not(page):
    effects = data_of(page)["effects"]
    assert effects["base"] == {}
    assert effects["north-closed"] == {"gate-north": "closed", "north-mid": "closed"}
    assert effects["west-road"] == {"west-mid-road": "opened"}
    assert set(effects["slow-south"].values()) == {"worse"}


def test_links_are_described(page):
    links = data_of(page)["links"]
    assert links["gate-north"]["t"] == "Gate to Northtown, rail, 1,000 km (Trunk; North)"
    assert links["mid-east"]["t"] == "Midtown to Eastfield, rail, 320 km"


def test_names_cannot_break_out_of_the_page(tmp_path):
    folder = write_tiny(tmp_path / "region", places=("Northtown", "<script>alert(1)</script>&"),
                        north_closed=("North closed", "</script><b>"))  # fmt: skip
    found = compare(str(folder), scenarios=["base", "north-closed"], confirmed=False)
    export(found, tmp_path / "out", {})
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert page.count("</script>") == 2
    assert any("alert" in hub["name"] for hub in data_of(page)["hubs"])


def test_only_addresses_of_pages_become_links(tmp_path):
    sources = "id,title,url\nmade-up,Made up,javascript:alert(1)\nother,Other,https://x.org/a\n"
    folder = write_tiny(tmp_path / "region", sources=("id,title\nmade-up,Made up for tests\n", sources))
    export(compare(str(folder), scenarios=["base"], confirmed=False), tmp_path / "out", {})
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert re.findall(r'<a href="([^#"]*)"', page) == ["https://x.org/a"]
    assert "javascript:alert(1)</li>" in page


def test_the_script_puts_no_text_into_markup_and_looks_up_ids_as_such():
    """A class may be called ``<img onerror=...>``, and a link ``constructor``, like something every object has."""
    script = (files("experiments.report") / "templates" / "report.js").read_text(encoding="utf-8")
    [markup] = re.findall(r"innerHTML = (.*?);\n", script, re.DOTALL)
    assert not re.search(r"\.name|\.title|\.text|classes", markup)
    [rows] = re.findall(r"data\.classes\.map\((.*?)\n    }\);", script, re.DOTALL)
    assert "${name}" not in rows
    assert not re.search(r"data\.(effects|links)\[", script)


def test_embedded_data_cannot_end_its_element_and_reads_back():
    text = embedded({"a": "</script>\u2028\u2029<!--", "b": [1, None]})
    assert not re.search("[<\u2028\u2029]", text)
    assert json.loads(text) == {"a": "</script>\u2028\u2029<!--", "b": [1, None]}
    with pytest.raises(ValueError, match="not JSON compliant"):
        embedded({"a": float("inf")})


def test_the_cards_name_the_best_hub_its_lead_and_the_challengers_places(scene, found):
    told = cards(scene)
    best, second = (found.study.name(hub) for hub in found.ranking.index[:2])
    assert told[0] == ("Best single hub", best, "beside Gate")
    assert told[1][0] == "Ahead of the runner-up"
    assert told[1][2] == f"a year, before {second}"
    won = (found.hubs[(found.hubs["rank"] == 1) & (found.hubs["name"] == best)]).shape[0]
    assert told[2] == ("Cheapest in", f"{won} of 5", "scenarios")
    challenger = found.study.name(found.challenger)
    assert told[4] == (f"{challenger} as substitute", "1st of 2", f"if {best} is lost")
    assert told[5][0] == f"{challenger} as complement"
    assert told[5][2] == f"beside {best}"


def test_cards_of_a_comparison_without_runner_up_or_use(tiny):
    lone = Scene.of(compare(str(tiny), hubs=["NOR"], scenarios=["base"], confirmed=False))
    assert [card[0] for card in cards(lone)] == ["Best single hub", "Cheapest in", "Largest regret"]
    assert cards(lone)[2][2] == "never dearer than another hub"
    unused = Scene.of(compare(str(tiny), hubs=["NOR", "SOU"], gateways=[], scenarios=["base"], confirmed=False))
    assert cards(unused) == [("Best single hub", "none", "with no gateway: nothing passes it")]


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


def test_the_script_is_given_what_the_drawing_has(scene):
    shapes = {"whole": [0, 0, 2, 1], "focus": [0, 0, 1, 1], "focus_px": 860.0}
    data = page_data(scene, shapes)
    assert (data["whole"], data["focus"], data["focusPx"]) == ([0, 0, 2, 1], [0, 0, 1, 1], 860.0)
    assert len(data["used"]) == 5
    assert len(data["used"][0]) == 3
