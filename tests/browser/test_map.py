"""The map as people see it: flows, closures, pointing, keys and fingers."""

import io

import numpy as np
import pytest
from PIL import Image

from tests.browser.conftest import PHONE, choose, settled

SIGNS = {"closed": "#b40f20", "worse": "#9a4a00", "better": "#1f5f49", "opened": "#1f5f49"}
NEEDED = 100


def coloured(page, colour):
    """How many pixels of the map have a colour."""
    picture = Image.open(io.BytesIO(page.locator("#map").screenshot())).convert("RGB")
    wanted = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)])
    return int((np.abs(np.asarray(picture).astype(int) - wanted).max(axis=2) <= 6).sum())


def test_every_scenario_of_the_bundled_region_shows_where_it_acts(opened, bundled_page):
    with opened(bundled_page) as page:
        names = page.eval_on_selector_all('[data-control="scenario"] option', "(all) => all.map((one) => one.value)")
        assert len(names) > 20
        shown = {}
        for name in names[1:]:
            choose(page, "scenario", name)
            signs = page.locator('[data-role="closure"]')
            kind = signs.first.get_attribute("data-effect")
            box = page.locator("#map").bounding_box()
            marks = [sign.bounding_box() for sign in signs.all()]
            assert all(mark["width"] >= 14 and mark["height"] >= 14 for mark in marks)
            middles = [(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2) for mark in marks]
            inside = [
                box["x"] < x < box["x"] + box["width"] and box["y"] < y < box["y"] + box["height"] for x, y in middles
            ]
            assert any(inside), name
            assert page.locator(".sign-name").count() >= 1, name
            shown[name] = coloured(page, SIGNS[kind])
        assert {name: count for name, count in shown.items() if count < NEEDED} == {}


def test_the_bundled_page_is_small_and_a_change_takes_less_than_50_ms(opened, bundled_page):
    assert bundled_page.stat().st_size < 1_200_000
    with opened(bundled_page) as page:
        words = page.inner_text('[data-role="headline"]').split()
        assert 3 <= len(words) <= 15
        quickest = page.evaluate(
            """() => ["scenario", "hubs", "measure", "class", "layer"].map((name) => {
                const control = document.querySelector(`[data-control="${name}"]`);
                const times = [];
                for (let turn = 0; turn < 6; turn++) {
                    control.selectedIndex = 1 - (turn % 2);
                    const start = performance.now();
                    control.dispatchEvent(new Event("change"));
                    times.push(performance.now() - start);
                }
                return Math.min(...times);
            })"""
        )
        assert max(quickest) < 50


def test_flows_have_a_key_and_the_change_two_colours(opened, tiny_page):
    with opened(tiny_page) as page:
        assert page.locator('[data-role="flow"]').count() > 5
        assert "Tonnes a year" in page.inner_text("#key")
        assert page.locator("#key svg path").count() == 3
        choose(page, "scenario", "north-closed")
        choose(page, "layer", "change")
        kinds = page.eval_on_selector_all(
            '[data-role="flow"]', "(all) => [...new Set(all.map((one) => one.getAttribute('class')))].sort()"
        )
        assert kinds == ["flow less", "flow more"]
        choose(page, "scenario", "base")
        assert "nothing to compare" in page.inner_text("#key")


def test_no_flow_goes_over_a_closed_link(opened, tiny_page):
    with opened(tiny_page, "#scenario=north-closed") as page:
        drawn = page.eval_on_selector_all('[data-role="flow"]', "(all) => all.map((one) => one.dataset.link)")
        assert not {"gate-north", "north-mid"} & set(drawn)
        assert page.locator("path.touched.closed.over").count() == 2


def test_signs_lie_above_flows_and_hubs(opened, tiny_page):
    with opened(tiny_page, "#scenario=north-closed") as page:
        top = page.eval_on_selector_all(
            '[data-role="closure"]',
            """(signs) => signs.map((sign) => { const at = sign.getBoundingClientRect();
                document.querySelectorAll('.leaflet-pane').forEach((pane) => { pane.style.pointerEvents = 'auto'; });
                sign.style.pointerEvents = 'auto';
                return sign.contains(document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2)); })""",
        )
        assert top
        assert all(top)


def test_pointing_at_a_link_tells_tonnes_days_and_cost_and_choosing_it_more(opened, tiny_page):
    with opened(tiny_page) as page:
        page.locator("button", has_text="All").first.click()
        page.wait_for_timeout(400)
        at = page.evaluate(
            """() => { const path = document.querySelector('[data-link="mid-west"]');
                const box = path.getBoundingClientRect();
                return [box.x + box.width / 2, box.y + box.height / 2]; }"""
        )
        page.mouse.move(*at)
        tip = page.inner_text("#tip")
        assert "Midtown \u2013 Westport, rail, 950 km" in tip
        assert "USD/t" in tip
        page.mouse.click(*at)
        card = page.inner_text("#card")
        for words in ("Midtown → Westport", "Tonnes a year", "Capacity", "Time", "Cost", "Goods", "Parcels"):
            assert words in card
        page.keyboard.press("Escape")
        assert page.locator("#card").is_hidden()


def test_a_hub_shows_its_catchment_by_mouse_and_by_key(opened, tiny_page):
    with opened(tiny_page) as page:
        hub = page.locator(".hub-on")
        hub.click()
        assert "Catchment" in page.inner_text("#card")
        assert page.locator("path.spoke").count() >= 1
        page.locator("#card .close").click()
        assert page.locator("path.spoke").count() == 0
        hub.focus()
        page.keyboard.press("Enter")
        assert "Catchment" in page.inner_text("#card")


def zoom_of(page):
    """Width of the scale bar's metres in pixels."""
    return page.evaluate(
        """() => { const bar = document.querySelector('.leaflet-control-scale-line');
            const [size, unit] = bar.innerText.split(' ');
            return parseFloat(bar.style.width) / (size * (unit === 'km' ? 1000 : 1)); }"""
    )


def test_wheel_buttons_and_keys_zoom_and_arrows_move(opened, tiny_page):
    with opened(tiny_page, reduced_motion="reduce") as page:
        box, first = page.locator("#map").bounding_box(), zoom_of(page)
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.wheel(0, -400)
        page.wait_for_timeout(150)
        wheeled = zoom_of(page)
        assert wheeled > first
        page.locator("#map").focus()
        page.keyboard.press("+")
        keyed = zoom_of(page)
        assert keyed > wheeled
        page.locator(".leaflet-control-zoom-out").click()
        assert zoom_of(page) < keyed
        before = page.locator(".hub").first.bounding_box()
        page.locator("#map").focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(150)
        assert page.locator(".hub").first.bounding_box()["x"] < before["x"]


def test_two_fingers_zoom_and_one_scrolls_the_page(opened, tiny_page):
    with opened(tiny_page, viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce") as page:
        page.evaluate("window.scrollTo(0, document.querySelector('#map').getBoundingClientRect().top + scrollY - 100)")
        box, first = page.locator("#map").bounding_box(), zoom_of(page)
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        fingers = page.context.new_cdp_session(page)

        def touch(kind, *apart):
            points = [{"x": x + side, "y": y, "id": at} for at, side in enumerate(apart)]
            fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        touch("touchStart", -30, 30)
        for far in (40, 55, 70, 90):
            touch("touchMove", -far, far)
        touch("touchEnd")
        page.wait_for_timeout(200)
        assert zoom_of(page) > 1.3 * first


def test_on_a_phone_the_map_stands_on_the_first_screen_and_nothing_sticks_out(opened, tiny_page, bundled_page):
    for path in (tiny_page, bundled_page):
        with opened(path, viewport=PHONE, has_touch=True, is_mobile=True) as page:
            box = page.locator("#map").bounding_box()
            assert box["y"] + box["height"] <= PHONE["height"]
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("how", [{}, {"viewport": PHONE, "has_touch": True, "is_mobile": True}])
def test_hubs_can_be_hit_and_do_not_lie_on_one_another(opened, bundled_page, how):
    with opened(bundled_page, **how) as page:
        boxes = [hub.bounding_box() for hub in page.locator(".hub:not(.small)").all()]
        assert boxes
        assert all(box["width"] >= 24 and box["height"] >= 24 for box in boxes)
        settled(page)
