"""One bar of choices changes map, ranking and table; the address keeps what was chosen."""

import pytest

from experiments.report import carried
from tests.browser.conftest import choose, quick, settled, until, write_page
from tests.experiments.tiny import write_tiny

CHOICES = [
    ("scenario", "north-closed"), ("hubs", "best-2"), ("measure", "worst_case"), ("class", "class-parcels"),
    ("layer", "change"),
]  # fmt: skip
MAP = """() => {
    const all = (what, of) => [...document.querySelectorAll(what)].map(of).sort().join();
    return all('#map path.flow', (path) => path.getAttribute('d') + path.getAttribute('class'))
        + all('#map .hub', (hub) => hub.getAttribute('aria-label') + hub.className)
        + document.querySelector('#key').innerText; }"""


def views(page):
    table = page.inner_text("#table") + page.inner_text("#tablewords")
    return [page.evaluate(MAP), page.inner_text('[data-role="ranking"]'), table]


@pytest.mark.parametrize(("control", "value"), CHOICES)
def test_each_choice_changes_map_ranking_and_table(opened, tiny_page, control, value):
    # flows differ from the undisturbed ones in a scenario alone
    state = "#scenario=north-closed" if control != "scenario" else ""
    with opened(tiny_page, state) as page:
        before = views(page)
        choose(page, control, value)
        after = views(page)
        assert [a != b for a, b in zip(before, after, strict=True)] == [True, True, True]


def test_the_address_keeps_what_was_chosen_and_brings_it_back(opened, tiny_page):
    with opened(tiny_page) as page:
        for control, value in CHOICES:
            choose(page, control, value)
        told, state = views(page), page.evaluate("location.hash")
    with opened(tiny_page, state) as page:
        assert views(page) == told
        page.evaluate("location.hash = '#scenario=slow-south&hubs=set-NOR'")
        until(page, "document.querySelector('[data-control=hubs]').value === 'set-NOR'")
        assert page.input_value('[data-control="scenario"]') == "slow-south"


@pytest.mark.parametrize(
    "state", ["#scenario=nowhere&hubs=set-X&measure=constructor&layer=%E0%A4%A", "#x", "#hubs=best-99"]
)
def test_an_address_that_says_nothing_known_opens_the_page_as_ever(opened, tiny_page, state):
    with opened(tiny_page, state) as page:
        assert page.input_value('[data-control="scenario"]') == "base"
        assert page.locator('[data-role="flow"]').count() > 5


def test_rows_cells_and_the_map_choose_a_hub(opened, tiny_page):
    with opened(tiny_page) as page:
        first, second = page.locator("#ranking tbody tr").nth(0), page.locator("#ranking tbody tr").nth(1)
        name = second.locator("th").inner_text()
        assert first.get_attribute("class") == "pick on"
        second.locator("th button").click()
        settled(page)
        assert name in page.inner_text("#effect")
        assert page.locator(".hub-on").get_attribute("aria-label").startswith(name)
        assert page.locator("#table tr.on th").inner_text() == name
        page.locator("#table tbody tr").nth(0).locator("td[data-scenario='2']").click()
        settled(page)
        assert page.input_value('[data-control="scenario"]') == "west-cut"


def test_headings_sort_and_focus_stays(opened, tiny_page):
    with opened(tiny_page) as page:
        heading = page.locator("#ranking thead button").nth(1)
        heading.click()
        names = page.locator("#ranking tbody th").all_inner_texts()
        assert names == sorted(names)
        assert page.locator("#ranking thead th").nth(1).get_attribute("aria-sort") == "ascending"
        assert page.evaluate("document.activeElement.dataset.key") == "ranking-name"
        page.keyboard.press("Enter")
        assert page.locator("#ranking tbody th").all_inner_texts() == sorted(names, reverse=True)


def test_tables_that_the_page_came_with_sort_by_amount(opened, tiny_page):
    with opened(tiny_page) as page:
        table = page.locator('[aria-label="Substitutes and complements"] table')
        table.locator("thead button").nth(1).click()
        costs = table.locator("tbody tr td:nth-child(2)").all_inner_texts()
        assert len(costs) == 3
        assert [float(cost.split()[0]) for cost in costs] == sorted(float(cost.split()[0]) for cost in costs)
        table.locator("thead button").nth(1).click()
        assert table.locator("tbody tr td:nth-child(2)").all_inner_texts() == costs[::-1]


@pytest.mark.parametrize("what", ["ranking", "table", "winners", "effects", "links", "map"])
def test_each_view_is_downloaded(opened, tiny_page, what):
    with opened(tiny_page, "#scenario=north-closed") as page:
        with page.expect_download() as waiting:
            page.locator(f'[data-download="{what}"]').click()
        text = waiting.value.path().read_text(encoding="utf-8")
        if what == "map":
            assert waiting.value.suggested_filename == "map.svg"
            assert text.count("<path") > 20
            assert "Northtown" in text
            assert "<script" not in text
        else:
            assert waiting.value.suggested_filename == f"{what}.csv"
            rows = text.strip().splitlines()
            assert len(rows) >= 4
            assert len({row.count(",") for row in rows if '"' not in row}) == 1


def test_tables_that_the_page_came_with_are_downloaded_as_they_stand(opened, tiny_page):
    with opened(tiny_page) as page:
        table = page.locator('[aria-label="Substitutes and complements"] table')
        with page.expect_download() as waiting:
            page.locator('button[aria-label="Substitutes and complements, as CSV"]').click()
        assert waiting.value.suggested_filename == "substitutes-and-complements.csv"
        rows = waiting.value.path().read_text(encoding="utf-8").strip().splitlines()
        assert len(rows) == 1 + table.locator("tbody tr").count()
        assert rows[1].split(",")[0] == table.locator("tbody th").first.inner_text()


def test_what_closures_do_is_told_at_once_and_shown_at_a_press(opened, tiny_page):
    with opened(tiny_page) as page:
        closures = page.locator("#closures button")
        titles = [text.split("+")[0].strip() for text in closures.all_inner_texts()]
        assert titles
        closures.first.click()
        settled(page)
        assert page.input_value('[data-control="layer"]') == "change"
        assert page.locator('[data-role="closure"][data-effect="closed"]').count() >= 1
        assert titles[0] in page.inner_text("#effect")
        assert closures.first.get_attribute("aria-pressed") == "true"
        closures.first.click()
        settled(page)
        assert page.input_value('[data-control="scenario"]') == "base"
        assert page.input_value('[data-control="layer"]') == "flows"


def test_undisturbed_the_page_tells_where_the_freight_goes(opened, tiny_page):
    with opened(tiny_page) as page:
        assert "busiest link" in page.inner_text("#effect")
        assert page.inner_text("#effects-title") == "Where the freight goes"
        heads = page.locator("#effects table").nth(1).locator("thead th")
        assert heads.all_inner_texts() == ["Corridor", "Here"]
        choose(page, "scenario", "north-closed")
        assert page.inner_text("#effects-title") == "What the scenario does"
        assert heads.count() == 4


def test_a_set_without_flows_says_why_and_which_have_them(opened, tmp_path, monkeypatch):
    # one scenario, two classes, eleven links in both directions: two designs
    monkeypatch.setattr(carried, "MOST_CELLS", 100)
    page = write_page(quick(write_tiny(tmp_path / "region"), scenarios=["base"]), tmp_path)
    with opened(page) as page:
        assert page.locator('[data-role="flow"]').count() > 5
        page.locator("#ranking tbody tr").last.locator("th button").click()
        settled(page)
        name = page.locator("#ranking tbody tr.on th").inner_text()
        assert page.locator('[data-role="flow"]').count() == 0
        for told in (page.inner_text("#key"), page.inner_text("#effect"), page.inner_text("#effects")):
            assert f"No flows are drawn of {name}: the page carries those of 2 sets: single hubs" in told
        choose(page, "hubs", page.locator('[data-control="hubs"] option').nth(0).get_attribute("value"))
        assert page.locator('[data-role="flow"]').count() > 5


def test_what_stays_unmet_is_told_by_class_in_every_scenario(opened, tiny_page):
    with opened(tiny_page) as page:
        row = page.locator("#winners tbody tr", has_text="West cut off")
        named = row.locator("small").all_inner_texts()
        assert named
        assert all(text.split()[:2] in (["unmet:", "Goods"], ["unmet:", "Parcels"]) for text in named)
        assert page.locator("#winners tbody tr", has_text="North closed").locator("small").count() == 0


def test_one_number_is_rounded_the_same_way_everywhere(opened, tiny_page):
    """The ranking, the table and the card say the same of a hub's lead."""
    with opened(tiny_page, "#measure=scenario&scenario=slow-south") as page:
        for row in page.locator("#ranking tbody tr").all():
            name, told = row.locator("th").inner_text(), row.locator("td").nth(1).inner_text().strip()
            cells = page.locator("#table tbody tr", has_text=name)
            shown = cells.locator("td.col").inner_text()
            assert told in (f"+{shown}", "best")
            assert cells.locator("td").nth(0).inner_text() == told
