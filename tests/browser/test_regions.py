"""Odd regions open: the Pacific, a pole, sixty hubs, one hub, no gateway, a single scenario."""

import numpy as np
import pandas as pd
import pytest

from tests.browser.conftest import quick, settled, write_page
from tests.experiments.tiny import write_tiny


def moved(folder, east=0.0, north=0.0):
    """The tiny region elsewhere on the globe."""
    write_tiny(folder)
    places = pd.read_csv(folder / "places.csv")
    places["lon"] = (places["lon"] + east + 180.0) % 360.0 - 180.0
    places["lat"] = np.minimum(places["lat"] + north, 89.5)
    places.to_csv(folder / "places.csv", index=False)
    return folder


def crowded(folder, count=60):
    """The tiny region with so many candidates near each other."""
    write_tiny(folder)
    places, links = pd.read_csv(folder / "places.csv"), pd.read_csv(folder / "links.csv")
    rng = np.random.default_rng(1)
    ids = [f"H{at:02d}" for at in range(count)]
    spots = {"lat": 41 + rng.normal(0, 0.8, count), "lon": 62 + rng.normal(0, 1.5, count)}
    more = pd.DataFrame({"id": ids, "country": "CCC", **spots, "roles": "demand;hub_candidate", "population": 100000})
    more["name"] = [f"Hubtown number {at}" for at in range(count)]
    roads = pd.DataFrame({"from": "MID", "to": ids, "mode": "road", "length_km": 500, "status": "open"})
    roads["id"] = "road-" + roads["to"]
    more, roads = (frame.assign(source="made-up", confidence="assumed") for frame in (more, roads))
    pd.concat([places, more]).to_csv(folder / "places.csv", index=False)
    pd.concat([links, roads]).to_csv(folder / "links.csv", index=False)
    toml = (folder / "region.toml").read_text().replace('["NOR", "SOU", "MID"]', str(ids).replace("'", '"'))
    (folder / "region.toml").write_text(toml)
    return folder


REGIONS = {
    "pacific": (lambda folder: moved(folder, east=105.0), {}),
    "polar": (lambda folder: moved(folder, north=46.0), {}),
    "southern": (lambda folder: moved(folder, north=-85.0), {}),
    "sixty hubs": (crowded, {"p_max": 1}),
    "one hub": (write_tiny, {"hubs": ["NOR"]}),
    "no gateway": (write_tiny, {"gateways": []}),
    "gateway compared": (write_tiny, {"hubs": ["GAT", "NOR"]}),
}


@pytest.mark.parametrize("which", REGIONS)
def test_odd_regions_open_and_show_their_flows(opened, tmp_path, which):
    write, asked = REGIONS[which]
    found = quick(write(tmp_path / "region"), scenarios=["base", "north-closed"], **asked)
    with opened(write_page(found, tmp_path), "#scenario=north-closed") as page:
        settled(page)
        frame = page.locator("#map").bounding_box()
        assert page.locator('[data-role="flow"]').count() > 5
        assert page.locator('[data-role="closure"]').count() >= 1
        hub = page.locator(".hub-on" if page.locator(".hub-on").count() else ".hub.gateway").first.bounding_box()
        assert frame["x"] <= hub["x"] + 14 <= frame["x"] + frame["width"]
        assert frame["y"] <= hub["y"] + 14 <= frame["y"] + frame["height"]
        assert page.locator("#ranking tbody tr").count() >= 1
        assert page.locator("#table tbody tr").count() >= 1
        lines = page.eval_on_selector_all("#map path.link", "(all) => all.map((one) => one.getAttribute('d'))")
        assert not any("NaN" in line for line in lines)
        boxes = [one.bounding_box() for one in page.locator(".hub:not(.small)").all()]
        for at, a in enumerate(boxes):
            for b in boxes[at + 1 :]:
                apart = np.hypot(a["x"] - b["x"], a["y"] - b["y"])
                assert apart >= 22
        for hub in page.locator(".hub:has(.leader)").all()[:3]:
            hub.hover()
            assert page.inner_text("#tip").startswith(hub.get_attribute("aria-label").split(",")[0])
        assert page.locator(".hub:has(.leader)").count() >= 1 or which != "sixty hubs"
        page.mouse.move(0, 0)
        names = [one.bounding_box() for one in page.locator(".name").all()]
        for at, a in enumerate(names):
            for b in names[at + 1 :]:
                over_x = min(a["x"] + a["width"], b["x"] + b["width"]) - max(a["x"], b["x"])
                over_y = min(a["y"] + a["height"], b["y"] + b["height"]) - max(a["y"], b["y"])
                assert over_x < 6 or over_y < 6
