"""What crossings do on links, written down by plain loops over the rows."""

import itertools
import math

import numpy as np
import pytest

from geodata.network.borders import build_border
from geodata.values import Choice, build_parameters


def by_hand(data, ids, forward, choice):
    """Dwell, reloading, fee and capacity by going through the rows, general ones first."""
    classes, table = data.class_ids, data["crossings"]
    picked = {
        "dwell_h": [
            row["dwell_h"] if math.isnan(row[f"dwell_h_{choice}"]) else row[f"dwell_h_{choice}"] for row in table
        ],
        "reload_h": [row["reload_h"] for row in table],
        "fee_usd_per_t": [
            row["fee_usd_per_t"] if math.isnan(row[f"fee_usd_per_t_{choice}"]) else row[f"fee_usd_per_t_{choice}"]
            for row in table
        ],
    }
    cells = {name: np.full((len(classes), len(ids)), math.nan) for name in picked}
    capacity = np.full(len(ids), math.inf)
    for number, (link, ahead) in itertools.product(range(len(classes)), enumerate(forward)):
        for at, row in sorted(
            enumerate(table), key=lambda item: (item[1]["class"] != "", item[1]["direction"] not in ("", "both"))
        ):
            wanted = {"": True, "both": True, "forward": ahead, "backward": not ahead}[row["direction"]]
            if row["link"] == ids[link] and wanted and row["class"] in ("", classes[number]):
                for name, values in picked.items():
                    if not math.isnan(values[at]):
                        cells[name][number, link] = values[at]
                if not row["class"]:
                    for column, tonnes in (("capacity_trains_per_day", 1200.0), ("capacity_trucks_per_day", 18.0)):
                        if not math.isnan(row[column]):
                            capacity[link] = min(capacity[link], row[column] * tonnes * 365)
    return cells, capacity


@pytest.mark.parametrize("level", ["low", "high"])
def test_crossings_are_written_down_as_plain_loops_do(edit, level):
    edit.add("crossings.csv", link="bud-beg-rail", direction="backward", dwell_h=7, dwell_h_low=3, dwell_h_high=9,
             reload_h=2, capacity_trains_per_day=4, source="example", confidence="assumed")  # fmt: skip
    edit.add("crossings.csv", **{"link": "bud-beg-rail", "class": "parcels", "direction": "forward",
             "fee_usd_per_t": 5, "source": "example", "confidence": "assumed"})  # fmt: skip
    edit.add("crossings.csv", link="bud-beg-road", direction="forward", reload_h=1, capacity_trucks_per_day=100,
             source="example", confidence="assumed")  # fmt: skip
    region = edit.region(level=level)
    links = region.model.links
    border = build_border(region.data, links.ids, links.forward, build_parameters(region.data, Choice()), Choice(level))
    cells, capacity = by_hand(region.data, links.ids, links.forward.tolist(), level)
    assert np.array_equal(border.reload_h, cells["reload_h"], equal_nan=True)
    assert np.array_equal(border.dwell_h, np.nan_to_num(cells["dwell_h"]))
    assert np.array_equal(border.fee_usd_per_t, np.nan_to_num(cells["fee_usd_per_t"]))
    assert border.capacity_t == pytest.approx(capacity)


def test_other_numbers_of_vehicles_change_the_capacity_alone(danube_region):
    before, after = danube_region, danube_region.with_parameters({"tonnes_per_truck": 9.0})
    road = [name.endswith("road") for name in before.model.links.ids]
    assert np.array_equal(before.model.links.dwell_h, after.model.links.dwell_h)
    twice, once = before.model.links.capacity_t, after.model.links.capacity_t
    limited = np.isfinite(twice)
    assert (limited & road).any()
    assert np.array_equal(twice[limited & road], 2 * once[limited & road])
    assert np.array_equal(twice[~np.array(road)], once[~np.array(road)])
