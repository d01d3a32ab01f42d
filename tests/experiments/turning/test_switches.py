"""Switching values against problems that are solved on both sides of them, from outside."""

import pickle

import numpy as np
import pytest

from experiments.question import Study
from experiments.turning import find_switches, switching_rows
from experiments.turning.levers import list_levers
from experiments.turning.switches import Moves, look, search
from optimize import InputError, solve
from tests.experiments.turning.conftest import CHOICE, INPUTS
from tests.experiments.uncertainty.conftest import write_unsure


def _winner(study, world):
    """The best of the three hubs, each solved in each scenario by itself."""
    problem = world.scenario_problem(list(study.scenarios), candidates=list(study.candidates))
    found = solve(problem, p=2, open_hubs=list(study.gateways), risk="expected")
    return next(hub for hub in found.hubs if hub not in study.gateways)


def test_every_switch_is_one_when_it_is_solved_on_both_sides(unsure_study, tipped):
    levers = {lever.id: lever for lever in list_levers(unsure_study)}
    table = tipped.rows[tipped.rows["switch"].notna() & (tipped.rows["kind"] != "probability")]
    assert len(table) >= 4
    for row in table.to_dict("records"):
        lever, away = levers[row["input"]], np.sign(row["switch"] - row["central"])
        inside, outside = (row["switch"] * (1 + away * step) for step in (-1e-4, 1e-4))
        assert row["confirmed"]
        assert _winner(unsure_study, lever.world(unsure_study.region, inside)) == row["hub_before"] == "SOU"
        assert _winner(unsure_study, lever.world(unsure_study.region, outside)) == row["hub_after"]


def test_a_fixed_cost_switches_where_the_lead_is_used_up(tipped):
    rows = tipped.rows.set_index("input")
    own = rows.loc["hubs.fixed_usd_per_year[place=SOU]"]
    assert own["switch"] == pytest.approx(20e6 + tipped.switches.bench.lead, rel=1e-6)
    assert own["method"] == "exact"
    assert own["switch_factor"] == pytest.approx(own["switch"] / 20e6)


def test_leads_at_low_and_high_are_those_of_the_hub_that_is_best_now(unsure_study, tipped):
    row = tipped.rows.set_index("input").loc["crossings.dwell_h[link=gate-south]"]
    world = unsure_study.region.with_inputs({"crossings.dwell_h[link=gate-south]": 100.0})
    problem = world.scenario_problem(list(unsure_study.scenarios), candidates=list(unsure_study.candidates))
    cost = {
        hub: solve(problem, p=2, open_hubs=["GAT", hub], risk="expected").objective for hub in ("NOR", "SOU", "MID")
    }
    assert row["lead_high_usd"] == pytest.approx(min(cost["NOR"], cost["MID"]) - cost["SOU"])
    leads = [row["lead_low_usd"], row["lead_high_usd"], tipped.switches.bench.lead]
    assert row["swing_usd"] == pytest.approx(max(leads) - min(leads))


def test_what_lies_beyond_low_and_high_is_told_apart(tipped):
    for row in tipped.rows[tipped.rows["switch"].notna()].to_dict("records"):
        assert row["within"] == (row["low"] <= row["switch"] <= row["high"])


def test_only_the_closest_are_searched(unsure_study):
    found = switching_rows(unsure_study, inputs=["hub", "crossing"], most=1, screen=0)
    searched = found[found["method"] != "screened"]
    least = found[["lead_low_usd", "lead_high_usd"]].min(axis=1)
    assert searched["input"].tolist() == [found.loc[least.idxmin(), "input"]]
    assert found[found["method"] == "screened"]["within"].isna().all()


def test_a_case_is_the_same_in_another_process(unsure_study, bench):
    levers = {lever.id: lever for lever in list_levers(unsure_study)}
    here = Moves(bench, levers, 1)
    there = pickle.loads(pickle.dumps(here))  # noqa: S301
    for evaluate in (look, search):
        case = {"input": "hubs.fixed_usd_per_year[place=SOU]"}
        one, other = (evaluate(moves, case, np.random.default_rng(0)) for moves in (here, there))
        assert one == other


def test_a_single_hub_has_nothing_to_lose_to(tmp_path):
    study = Study.of(str(write_unsure(tmp_path)), hubs=["NOR"], scenarios=["base"])
    found = find_switches(study, inputs=["hub"])
    assert found.rows["switch"].isna().all()
    assert len(found.rows) == 3


def test_a_region_without_uncertain_inputs_still_has_countries(tiny):
    found = switching_rows(str(tiny), scenarios=["base"], most=1)
    assert set(found["kind"]) == {"country"}


@pytest.mark.parametrize("wrong", [{"most": -1}, {"screen": 1.5}, {"inputs": ["nothing"]}])
def test_arguments_that_make_no_sense_are_refused(unsure_study, wrong):
    with pytest.raises(InputError):
        switching_rows(unsure_study, **wrong)


def test_hubs_that_are_gateways_alone_are_refused(unsure_study):
    with pytest.raises(InputError, match="every hub is a gateway"):
        switching_rows(unsure_study.region, hubs=["GAT"], scenarios=["base"])


def test_the_inputs_of_the_study_are_those_of_the_call(tipped):
    assert set(tipped.rows["kind"]) == {"hub", "scenario", "crossing", "cause", "country", "probability"}
    assert len(INPUTS) == 6
    assert CHOICE["hubs"] == list(tipped.switches.bench.hubs)
