"""Nobody is shut out: axe finds nothing at A or AA, in no mode; paper and forced colours keep what is shown."""

import re
from importlib.resources import files

import pytest

from tests.browser.conftest import DESK, PHONE, choose, until

axe = pytest.importorskip(
    "axe_playwright_python", reason="axe-playwright-python is not installed: no page is checked by axe"
)
WHERE = """() => { const { dataset, className, id } = document.activeElement;
    return dataset.control || dataset.key || className || id; }"""
RULES = '{runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}'
HOW = {
    "desk": {},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": PHONE, "has_touch": True, "is_mobile": True},
    "forced colours": {"forced_colors": "active"},
}


def faults(page):
    """What axe has to say, a line a rule."""
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate(f"axe.run(document, {RULES})")
    nodes = [(rule["id"], node) for rule in found["violations"] for node in rule["nodes"][:3]]
    return [f"{rule}: {node['html'][:160]} {node['failureSummary'][:200]}" for rule, node in nodes]


@pytest.mark.parametrize("how", HOW)
def test_axe_finds_nothing(opened, tiny_page, how):
    with opened(tiny_page, "#scenario=north-closed&layer=change", **HOW[how]) as page:
        page.locator(".hub-on").dispatch_event("keydown", {"key": "Enter"})
        page.eval_on_selector_all("details", "(all) => all.forEach((one) => { one.open = true; })")
        assert faults(page) == []


def test_axe_finds_nothing_on_the_bundled_page(opened, bundled_page):
    with opened(bundled_page, "#scenario=khorgos-closed") as page:
        assert faults(page) == []


def test_all_that_can_be_chosen_is_reached_by_the_tabulator(opened, tiny_page):
    with opened(tiny_page) as page:
        reached = set()
        for _ in range(60):
            page.keyboard.press("Tab")
            reached.add(page.evaluate(WHERE))
        assert {"scenario", "hubs", "measure", "class", "layer"} <= reached
        assert any("hub" in name.split() for name in reached)
        assert any(name.startswith("row-") for name in reached)


MOST_SHEETS = 20
A4 = {"width": 1047, "height": 718}
"""A4, laid across, less its margins, in pixels of CSS."""


@pytest.mark.parametrize("dark", [False, True])
def test_paper_shows_every_scenario_in_light_colours_with_details_open(opened, bundled_page, dark):
    with opened(
        bundled_page, "#scenario=khorgos-closed", viewport=A4, color_scheme="dark" if dark else "light"
    ) as page:
        titles = page.eval_on_selector_all(
            '[data-control="scenario"] option', "(all) => all.map((one) => one.innerText)"
        )
        page.emulate_media(media="print", color_scheme="dark" if dark else "light")
        until(page, "document.querySelectorAll('#paper th').length > 0")
        heads = page.eval_on_selector_all(
            "#paper thead th:not(:first-child)",
            """(all) => all.map((one) => { const box = one.getBoundingClientRect();
                return [one.innerText, box.left, box.right, box.width]; })""",
        )
        assert [head[0] for head in heads] == titles
        assert all(left >= 0 and right <= A4["width"] and width > 20 for _, left, right, width in heads)
        assert page.evaluate("document.documentElement.scrollWidth") <= A4["width"]
        assert page.evaluate("[...document.querySelectorAll('details')].every((one) => one.open)")
        assert "Khorgos closed" in page.inner_text("#choices")
        assert page.locator(".choices").is_hidden()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(31, 41, 51)"
        corridors = page.locator("#effects table").nth(1).locator("tbody tr")
        assert corridors.count() > 15
        assert corridors.last.is_visible()
        paper = page.pdf(prefer_css_page_size=True)
        assert 5 < len(re.findall(rb"/Type\s*/Page[^s]", paper)) <= MOST_SHEETS


def test_without_scripts_the_page_still_says_what_was_found(browser, tiny_page):
    context = browser.new_context(viewport=DESK, offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto(tiny_page.as_uri())
    assert "Without scripts there is no map" in page.inner_text("main")
    assert "hub" in page.inner_text("h1")
    context.close()


def test_a_browser_that_cannot_unpack_says_so(browser, tiny_page):
    context = browser.new_context(viewport=DESK, offline=True)
    context.add_init_script("delete window.DecompressionStream")
    page = context.new_page()
    page.goto(tiny_page.as_uri())
    page.wait_for_selector("#failed:not([hidden])")
    assert "DecompressionStream is missing" in page.inner_text("#failed")
    context.close()


def test_choices_change_nothing_for_who_cannot_see_colours_alone(opened, tiny_page):
    with opened(tiny_page) as page:
        choose(page, "scenario", "north-closed")
        assert page.locator('[data-role="closure"]').first.inner_text() == "\u00d7"
        assert "closed" in page.locator('[data-role="closure"]').first.get_attribute("aria-label")
