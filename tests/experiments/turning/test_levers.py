"""What can be moved, how far, and by which names."""

import pickle

import pytest

from experiments.question import Study
from experiments.turning.levers import Part, chosen_levers, list_levers
from optimize import InputError
from tests.experiments.tiny import write_tiny


@pytest.fixture(scope="module")
def levers(unsure_study):
    return {lever.id: lever for lever in list_levers(unsure_study)}


def test_every_uncertain_input_is_there_and_more(unsure_study, levers):
    assert set(unsure_study.region.uncertain_inputs().index) <= set(levers)
    assert {"country[AAA]", "probability[north-closed]", "hubs BBB"} <= set(levers)


def test_an_input_goes_from_0_to_four_times_as_far_as_its_cell_may(levers):
    dwell = levers["crossings.dwell_h[link=gate-south]"]
    assert (dwell.floor, dwell.low, dwell.central, dwell.high, dwell.ceiling) == (0.0, 2.0, 12.0, 100.0, 100.0)
    fixed = levers["hubs.fixed_usd_per_year[place=NOR]"]
    assert (fixed.floor, fixed.ceiling) == (0.0, 80e6)
    often = levers["scenarios.per_year[scenario=north-closed]"]
    assert often.ceiling == 4.0
    assert levers["probability[base]"].ceiling == 1.0


def test_a_share_stays_a_share(tmp_path):
    row = "full_load_share,,,,0.5,0.6,0.9,share,made-up,assumed\n"
    anchor = "unmet_usd_per_t,,,,,900,,USD/t,made-up,assumed\n"
    study = Study.of(str(write_tiny(tmp_path, parameters=(anchor, anchor + row))))
    share = next(lever for lever in list_levers(study) if lever.id.startswith("parameters.full_load_share"))
    assert share.ceiling == pytest.approx(1.0)


def test_a_cause_takes_all_its_inputs_along():
    part = Part("x", 2.0, 4.0, 10.0)
    assert [part.at(position) for position in (0.0, 0.25, 0.5, 0.75, 1.0)] == [2.0, 3.0, 4.0, 7.0, 10.0]


def test_levers_move_what_they_say(unsure_study, levers):
    region = unsure_study.region
    moved = levers["hubs BBB"].world(region, 1.0).uncertain_inputs()["value"]
    assert moved["hubs.fixed_usd_per_year[place=NOR]"] == 60e6
    assert moved["hubs.fixed_usd_per_year[place=SOU]"] == 90e6
    assert moved["hubs.fixed_usd_per_year[place=MID]"] == 140e6
    assert levers["country[CCC]"].world(region, 2.0) == region.with_demand(2.0, country="CCC")


def test_capacities_without_low_and_high_can_be_moved(tmp_path):
    head, row = "place,handling_factor,fixed_usd_per_year,", "NOR,1.0,100000,"
    hubs = f"{head}capacity_t_per_year,source,confidence\n{row}500000,made-up,assumed\n"
    old = f"{head}source,confidence\n{row}made-up,assumed\nSOU,1.1,100000,made-up,assumed\n"
    folder = write_tiny(tmp_path, hubs=(old, hubs))
    found = {lever.id: lever for lever in list_levers(Study.of(str(folder)))}
    room = found["capacity_t_per_year[NOR]"]
    assert (room.low, room.central, room.high, room.ceiling) == (250000.0, 500000.0, 1e6, 2e6)
    world = room.world(Study.of(str(folder)).region, 7.0)
    assert world.hub_numbers(["NOR"])["capacity_t_per_year"].tolist() == [7.0]
    assert "capacity_t_per_year[NOR]" not in {lever.id for lever in list_levers(Study.of(str(folder), room=False))}


def test_levers_are_chosen_by_id_cause_and_kind(levers):
    found = chosen_levers(tuple(levers.values()), ["hubs BBB", "country[AAA]", "scenario"])
    assert [lever.id for lever in found] == [
        "hubs.fixed_usd_per_year[place=NOR]",
        "hubs.fixed_usd_per_year[place=SOU]",
        "scenarios.per_year[scenario=north-closed]",
        "hubs BBB",
        "country[AAA]",
    ]


def test_unknown_names_are_refused_with_names_like_them(levers):
    with pytest.raises(InputError, match=r"'hubs BB' is no input.*hubs BBB"):
        chosen_levers(tuple(levers.values()), ["hubs BB"])
    with pytest.raises(InputError, match="no input is named"):
        chosen_levers(tuple(levers.values()), [])


def test_levers_can_be_sent_to_other_processes(levers):
    assert pickle.loads(pickle.dumps(levers)) == levers  # noqa: S301
