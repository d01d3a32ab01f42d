"""The comparison of a made-up region, held against plain recomputation over all paths."""

import re

import numpy as np
import pandas as pd
import pytest

import geodata
from experiments import compare
from tests.experiments.hand import HandRegion, hand_comparison, hand_study
from tests.experiments.tiny import write_tiny
from tests.oracles import comparison as oracle

GATEWAY = "GAT"


def problem_of(study, scenario):
    return study.region.problem(scenario, list(study.candidates))


def test_every_hub_has_a_row_in_every_scenario(found):
    assert len(found.hubs) == 3 * 5
    assert not found.hubs.duplicated(["hub", "scenario"]).any()


def test_costs_unmet_and_tonnes_agree_with_every_path_priced_by_hand(found):
    for scenario in found.study.scenarios:
        problem = problem_of(found.study, scenario)
        rows = found.hubs[found.hubs["scenario"] == scenario].set_index("hub")
        for hub in found.study.hubs:
            cost, unmet, over = oracle.design(problem, [GATEWAY, hub])
            assert rows.loc[hub, "cost_usd"] == pytest.approx(cost, rel=1e-9)
            assert rows.loc[hub, "unmet_t"] == pytest.approx(unmet, abs=1e-6)
            assert rows.loc[hub, "hub_t"] == pytest.approx(over[hub], rel=1e-9)
            alone, _, _ = oracle.design(problem, [hub])
            assert rows.loc[hub, "alone_cost_usd"] == pytest.approx(alone, rel=1e-9)
            forced, _, _ = oracle.design(problem, [GATEWAY, hub], direct=False)
            assert rows.loc[hub, "no_direct_cost_usd"] == pytest.approx(forced, rel=1e-9)


def test_tonnes_add_up(found):
    rows = found.hubs
    assert np.allclose(rows["any_hub_t"] + rows["direct_t"] + rows["unmet_t"], rows["flow_t"])
    assert (rows["hub_t"] <= rows["any_hub_t"] + 1e-9).all()


def test_best_pair_is_the_best_of_all_pairs(found):
    study = found.study
    problems = {name: problem_of(study, name) for name in study.scenarios}
    pairs = [("NOR", "SOU"), ("NOR", "MID"), ("SOU", "MID")]
    expected = {
        pair: sum(
            study.probability[name] * oracle.design(problems[name], [GATEWAY, *pair])[0]
            for name in study.scenarios
            if study.probability[name]
        )
        for pair in pairs
    }
    best = min(expected, key=expected.get)
    rows = found.best[(found.best["design"] == "beside") & (found.best["further_hubs"] == 2)]
    row = rows[rows["criterion"] == "expected"].iloc[0]
    assert set(row["hubs"]) == set(best)
    assert row["value_usd"] == pytest.approx(expected[best])
    assert row["margin_usd"] == pytest.approx(sorted(expected.values())[1] - expected[best])


def test_the_mixed_integer_solver_confirms(found):
    assert found.confirmation is not None
    assert [check.method for check in found.confirmation.checks] == ["benders", "benders", "compact"]
    assert found.confirmation.agrees


def test_more_trade_of_a_hubs_country_changes_the_verdict(tmp_path, found):
    assert found.verdict[0].startswith("Midtown is the best single hub")
    folder = write_tiny(tmp_path, trade=("AAA,BBB,4.0", "AAA,BBB,16.0"))
    grown = compare(str(folder), scenarios=["base", "north-closed"], confirmed=False)
    assert grown.verdict[0].startswith("Southtown is the best single hub")


def test_cheaper_handling_at_a_hub_lowers_its_cost_and_no_other(tmp_path, found):
    folder = write_tiny(tmp_path, hubs=("SOU,1.1,", "SOU,0.55,"))
    halved = compare(str(folder), scenarios=["base"], confirmed=False).costs()["base"]
    before = found.costs()["base"]
    assert halved["SOU"] < before["SOU"]
    assert halved[["NOR", "MID"]].to_dict() == before[["NOR", "MID"]].to_dict()


def test_a_dearer_hub_changes_the_verdict(tiny):
    region = geodata.load_region(tiny).with_hub("MID", fixed_usd_per_year=5e8)
    dearer = compare(region, scenarios=["base", "north-closed"], confirmed=False)
    assert dearer.verdict[0].startswith("Southtown is the best single hub")


def test_names_decide_nothing(tiny, tmp_path, found):
    """The same region under other ids and names: the same costs, and the same verdict under the new names."""
    ids = {"GAT": "Q1", "FAR": "Q2", "NOR": "Q3", "SOU": "Q4", "MID": "Q5", "WES": "Q6", "EAS": "Q7"}
    names = {"Gate (dry port)": "Rho", "Faraway": "Tau", "Northtown": "Zeta", "Southtown": "Alpha", "Midtown": "Beta",
             "Westport": "Iota", "Eastfield": "Chi"}  # fmt: skip
    for path in tiny.rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            for old, new in (ids | names).items():
                text = re.sub(rf"\b{re.escape(old)}(?!\w)", new, text)
            target = tmp_path / path.relative_to(tiny)
            target.parent.mkdir(exist_ok=True)
            target.write_text(text, encoding="utf-8")
    renamed = compare(str(tmp_path), scenarios=list(found.study.scenarios), confirmed=False)
    costs = found.costs().rename(index=ids)
    pd.testing.assert_frame_equal(renamed.costs().loc[costs.index], costs)
    told = " ".join(found.verdict)
    for old, new in ({"Gate": "Rho"} | names).items():
        told = told.replace(old, new)
    assert " ".join(renamed.verdict) == told


def test_demand_that_nobody_can_reach_is_reported(found):
    rows = found.hubs[found.hubs["scenario"] == "west-cut"]
    assert (rows["unmet_t"] > 0).all()
    assert any("stays unmet" in sentence and "West cut off" in sentence for sentence in found.verdict)


def test_a_region_without_gateways_compares_hubs_alone(tmp_path):
    folder = write_tiny(tmp_path, region=('gateways = ["GAT"]', "gateways = []"),
                        places=("demand;gateway", "demand"))  # fmt: skip
    found = compare(str(folder), scenarios=["base"], confirmed=False)
    assert [family.name for family in found.families] == ["alone", "no_direct"]
    assert (found.hubs["design"] == "alone").all()


def test_hub_capacities_are_told_but_do_not_limit(tmp_path):
    folder = write_tiny(tmp_path, hubs=(
        "place,handling_factor,fixed_usd_per_year,source,confidence\nNOR,1.0,100000,",
        "place,handling_factor,fixed_usd_per_year,capacity_t_per_year,source,confidence\nNOR,1.0,100000,5000,",
    ))  # fmt: skip
    (folder / "hubs.csv").write_text(
        (folder / "hubs.csv").read_text().replace("SOU,1.1,100000,", "SOU,1.1,100000,,"), encoding="utf-8"
    )
    found = compare(str(folder), scenarios=["base"])
    assert found.capacity_t.to_dict() == {"NOR": 5000.0}
    assert found.confirmation.agrees


# -- how it runs, on the hand-made study -----------------------------------------------------------------------------


class Steps(list):
    """Remembers what progress it was told; stops the run at a step."""

    def __init__(self, stop=None):
        super().__init__()
        self.stop = stop

    def __call__(self, what, done, total):
        self.append((what, done, total))
        if done == self.stop:
            raise KeyboardInterrupt


def test_progress_counts_the_scenarios_that_are_finished():
    steps = Steps()
    compare(hand_study(), progress=steps)
    assert steps[:2] == [("Base", 0, 3), ("Shock", 1, 3)]  # then they are so quick that several are told at once
    assert steps[-2:] == [("", 3, 3), ("confirming with the mixed-integer solver", 3, 3)]


def test_stopped_it_keeps_what_is_finished_and_goes_on_from_there(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        compare(hand_study(), store=tmp_path, confirmed=False, progress=Steps(stop=1))
    found = compare(hand_study(), store=tmp_path, resume=True, confirmed=False)
    assert found.run.reused == 1
    pd.testing.assert_frame_equal(found.hubs, hand_comparison().hubs)
    pd.testing.assert_frame_equal(found.best, hand_comparison().best)


def test_without_resume_nothing_is_taken_from_the_store(tmp_path):
    compare(hand_study(), store=tmp_path, confirmed=False)
    assert compare(hand_study(), store=tmp_path, confirmed=False).run.reused == 0
    assert compare(hand_study(), store=tmp_path, confirmed=False, resume=True).run.reused == 3
    assert compare(hand_study(), resume=True, confirmed=False).run.reused == 0


def test_other_inputs_are_other_results_and_those_of_each_are_kept(tmp_path):
    compare(hand_study(), store=tmp_path, confirmed=False)

    def reused(*arguments, **options):
        return compare(hand_study(*arguments, **options), store=tmp_path, resume=True, confirmed=False).run.reused

    dearer = HandRegion({**HandRegion().prices, "shock": {"A": 300.0, "B": 141.0, "C": 130.0}})
    assert reused(dearer) == 0
    assert reused(HandRegion(fixed={"A": 11.0})) == 0
    assert reused(hubs="AB") == 0
    assert reused(gateways="") == 0
    assert reused(p_max=3) == 0
    assert reused(room=False) == 0
    assert reused(weights={"base": 0.5, "shock": 0.5}) == 2  # one scenario less
    assert reused(weights={"base": 0.5, "shock": 0.25, "what-if": 0.25}) == 3  # costs do not hang on weights
    assert reused(incumbent="C") == 3
    assert reused(dearer) == 3


def test_scenarios_that_are_alike_are_kept_apart(tmp_path):
    """Twins have the same numbers; each has a table under its own name."""
    twins = HandRegion({"base": {"A": 1.0, "B": 2.0}, "twin": {"A": 1.0, "B": 2.0}})
    study = hand_study(twins, hubs="AB", weights={"base": 0.5, "twin": 0.5})
    compare(study, store=tmp_path, confirmed=False)
    found = compare(study, store=tmp_path, resume=True, confirmed=False)
    assert found.table.scenarios == ("base", "twin")
    assert found.run.reused == 2


def test_times_are_told_for_the_scenarios_the_draws_the_confirmation_and_the_whole():
    found = hand_comparison(confirmed=True)
    assert list(found.seconds) == ["scenarios", "draws", "confirmation", "total"]
    assert found.seconds["total"] >= sum(found.seconds.values()) - found.seconds["total"]
    assert "confirmation" not in hand_comparison().seconds
    assert hand_comparison().confirmation is None
