"""What the page's script is given."""

import numpy as np
import pytest

from experiments.report.carried import carried_by
from experiments.report.payload import QUANTA, differences, payload
from experiments.report.scene import Scene
from experiments.traffic import corridor_traffic
from tests.experiments.report.test_packing import read, unpacked


@pytest.fixture(scope="module")
def scene(found):
    return Scene.of(found)


@pytest.fixture(scope="module")
def data(scene):
    return unpacked(payload(scene, carried_by(scene.found)))[:2]


def test_differences_are_small_where_designs_and_scenarios_are_alike_and_give_the_values_back():
    rng = np.random.default_rng(0)
    design, scenario = rng.integers(0, 900, (3, 1, 8)), rng.integers(0, 900, (1, 4, 8))
    values = (design + scenario).astype(float)
    left = differences(values)
    rows = {(d, s): left[4 * d + s] for d in range(3) for s in range(4)}
    assert all((rows[d, s] == 0).all() for d in (1, 2) for s in (1, 2, 3))
    values[2, 3, 5] += 7
    left = differences(values)
    for d in range(3):
        for s in range(4):
            own = left[0] + (left[4 * d] if d else 0) + (left[s] if s else 0) + (left[4 * d + s] if d and s else 0)
            assert own.tolist() == values[d, s].tolist()


def test_names_links_and_scenarios_are_there(data, found):
    head, arrays = data
    assert [hub["id"] for hub in head["hubs"]] == list(found.table.candidates)
    assert [hub["id"] for hub in head["hubs"] if hub["gateway"]] == ["GAT"]
    assert [place["id"] for place in head["placeNames"]] == list(found.study.region.places.index)
    assert [cls["name"] for cls in head["classes"]] == ["Goods", "Parcels"]
    north = next(scenario for scenario in head["scenarios"] if scenario["id"] == "north-closed")
    ids = [link[0] for link in head["links"]]
    assert {ids[int(at)]: effect for at, effect in north["effects"].items()} == {"gate-north": 1, "north-mid": 1}
    west = next(scenario for scenario in head["scenarios"] if scenario["id"] == "west-road")
    assert {ids[int(at)] for at in west["effects"]} == {"west-mid-road"}
    assert head["corridors"] == ["North", "South", "Trunk"]
    assert arrays["places"].size == 2 * len(head["placeNames"])


def test_hours_and_costs_of_links_follow_the_scenario(data, found):
    head, arrays = data
    at = [link[0] for link in head["links"]].index("gate-south")
    slow = [scenario["id"] for scenario in head["scenarios"]].index("slow-south")
    base = arrays["linkFacts"].reshape(-1, 3)[2 * at]
    begin, end = arrays["factEnds"][slow - 1], arrays["factEnds"][slow]
    changed = dict(
        zip(arrays["factAt"][begin:end].tolist(), arrays["factValues"].reshape(-1, 3)[begin:end].tolist(), strict=True)
    )
    assert base[0] == -1  # no capacity
    assert base[1] == pytest.approx(1150 / 30 + 12 + 4, abs=1e-3)
    assert changed[2 * at][1] == pytest.approx(2 * 1150 / 30 + 12 + 4, abs=1e-3)
    closed = [scenario["id"] for scenario in head["scenarios"]].index("north-closed")
    begin, end = arrays["factEnds"][closed - 1], arrays["factEnds"][closed]
    north = [link[0] for link in head["links"]].index("gate-north")
    assert -2.0 in arrays["factValues"].reshape(-1, 3)[begin:end][arrays["factAt"][begin:end] == 2 * north]


def test_flows_come_back_to_three_digits(data, scene, found):
    head, arrays = data
    carried = carried_by(found)
    numbers = read(arrays["flowBytes"][: arrays["flowEnds"][0]])
    flow = np.zeros(2 * len(head["links"]) * 2)
    at = -1
    for gap, value in zip(numbers[::2], numbers[1::2], strict=True):
        at += gap + 1
        flow[at] = value * head["flows"]["quantum"]
    order = [carried.links.index(link[0]) for link in head["links"]]
    both = np.column_stack([2 * np.array(order), 2 * np.array(order) + 1]).ravel()
    expected = carried.tonnes[0, 0][both].ravel()
    assert flow == pytest.approx(expected, abs=float(expected.max()) / QUANTA)
    assert head["flows"]["sets"][0] >= 0


def test_corridors_carry_what_the_design_sends_over_them(data, found):
    head, arrays = data
    numbers = read(arrays["overBytes"][: arrays["overEnds"][0]])
    over = np.zeros(len(head["corridors"]) * len(head["classes"]))
    at = -1
    for gap, value in zip(numbers[::2], numbers[1::2], strict=True):
        at += gap + 1
        over[at] = value * head["flows"]["quantum"]
    told = corridor_traffic(found.study, "base", carried_by(found).designs[0])
    expected = [
        told[(told["corridor"] == name) & (told["class"] == cls["id"])]["flow_t"].iloc[0]
        for name in head["corridors"]
        for cls in head["classes"]
    ]
    assert over == pytest.approx(expected, abs=head["flows"]["quantum"])
    assert max(expected) > 0


def test_without_flows_the_page_has_the_rest(scene):
    head, arrays = unpacked(payload(scene, None))[:2]
    assert "flows" not in head
    assert "flowBytes" not in arrays
    assert arrays["cost"].size == head["sets"]["count"] * 5
