"""A comparison tells what it found: in words, in a line, in a notebook."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import geodata
from tests.experiments.hand import hand_comparison
from tests.experiments.tiny import write_tiny


def test_the_summary_has_the_verdict_and_the_hubs_in_their_order():
    found = hand_comparison()
    lines = found.summary().splitlines()
    assert lines[: len(found.verdict)] == list(found.verdict)
    told = [line.split() for line in lines if line.strip()[:1].isdigit()]
    # B costs 1200 and 1400, A 1010 and 2010, C 1500 and 1300, which weigh 3/4 and 1/4
    assert [row[1] for row in told] == ["Brno", "Alba", "Cork"]


def test_a_comparison_is_short_and_its_html_is_whole(found):
    assert repr(found).startswith("Comparison(study=Study(region=Region(tiny: 7 places")
    assert len(repr(found)) < 2000
    page = ET.fromstring(found._repr_html_().replace("<details open>", "<details>"))  # noqa: S314
    assert page.find("pre/bdi").text == found.summary()
    assert "hubs" in [item.find("bdi").text for item in page.iter("summary")]


def test_names_with_marks_stay_names(tmp_path, found):
    name = "<b>Mid"
    region = geodata.load_region(write_tiny(tmp_path, places=("Midtown", name)))
    odd = replace(found, study=replace(found.study, region=region))
    assert name in odd.summary()
    assert "&lt;b&gt;Mid" in odd._repr_html_()
    assert "<b>" not in odd._repr_html_()


def test_regions_and_studies_are_short(found):
    for each in (found.study, found.study.region, found.study.region.data, found.table, found.overload, found.run):
        assert len(repr(each)) < 2000, type(each)
        assert len(each._repr_html_()) < 50_000, type(each)
    told = found.study.region._repr_html_()
    assert "A tiny region" in told
    assert "parcels" in told


def test_its_page_is_that_which_compare_writes(found):
    page = found.explore()
    assert page.title == "A tiny region: comparison of hubs"
    assert page.html.startswith("<!doctype html>")
    assert "Midtown is the best single hub" in page.html
    assert page._repr_html_().startswith("<iframe srcdoc=")


def test_tables_for_papers_have_the_hubs_in_their_order():
    found = hand_comparison()
    rows = [line.split(" | ")[1] for line in found.to_markdown().splitlines()[2:]]
    assert rows == ["Brno", "Alba", "Cork"]
    assert found.to_latex("tab:x").count(r"\\") == 4
    assert r"\label{tab:x}" in found.to_latex("tab:x")
