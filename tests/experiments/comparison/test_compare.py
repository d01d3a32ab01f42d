"""The comparison against plain recomputation, and its verdict when the data change."""

import re

import numpy as np
import pandas as pd
import pytest

import geodata
from experiments import compare
from experiments.comparison.study import Study
from experiments.comparison.tables import design_rows
from optimize import InputError
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


def test_ranks_regrets_and_figures_over_all_scenarios_follow_from_the_costs(found):
    costs = found.hubs.pivot_table(index="hub", columns="scenario", values="cost_usd")
    chance = pd.Series(found.study.probability)[costs.columns]
    for _, row in found.hubs.iterrows():
        column = costs[row["scenario"]]
        assert row["rank"] == 1 + (column < column[row["hub"]] - 0.01).sum()
        assert row["regret_usd"] == pytest.approx(column[row["hub"]] - column.min())
        own = costs.loc[row["hub"]]
        assert row["expected_cost_usd"] == pytest.approx((own * chance).sum())
        assert row["worst_case_cost_usd"] == pytest.approx(own.max())
        assert row["max_regret_usd"] == pytest.approx((own - costs.min()).max())


def test_weights_are_odds_and_what_if_cases_count_nothing(found):
    weight = found.study.probability
    assert sum(weight.values()) == pytest.approx(1.0)
    assert weight["slow-south"] == weight["west-road"] == 0.0
    assert weight["north-closed"] / weight["base"] == pytest.approx(0.1 / 0.9)
    assert weight["west-cut"] / weight["base"] == pytest.approx(0.05 / 0.95)


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


def test_substitute_and_complement_are_ranked_beside_the_incumbent(tiny):
    found = compare(str(tiny), scenarios=["base"], incumbent="Northtown", challenger="SOU", confirmed=False)
    problem = problem_of(found.study, "base")
    table = found.summary["beside"]
    north = oracle.design(problem, [GATEWAY, "NOR"])[0]
    for hub in ("SOU", "MID"):
        instead, beside = oracle.design(problem, [GATEWAY, hub])[0], oracle.design(problem, [GATEWAY, "NOR", hub])[0]
        assert table.loc[hub, "substitute_loss_usd"] == pytest.approx(instead - north)
        assert table.loc[hub, "complement_saving_usd"] == pytest.approx(north - beside)
    assert sorted(table["substitute_rank"].dropna()) == [1, 2]
    assert pd.isna(table.loc["NOR", "substitute_rank"])
    assert any("With Northtown lost, Southtown is" in sentence for sentence in found.verdict)


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


def test_a_hub_that_never_pays_is_said_to_be_no_better_than_the_gateways(tiny):
    region = geodata.load_region(tiny)
    for hub in ("NOR", "SOU", "MID"):
        region = region.with_hub(hub, fixed_usd_per_year=1e10)
    found = compare(region, hubs=["NOR", "SOU", "MID", "GAT"], scenarios=["base"], confirmed=False)
    assert found.verdict[0].startswith("No further hub pays for itself")
    assert found.hubs.set_index("hub").loc["GAT", "rank"] == 1


def test_a_hub_that_costs_more_than_it_saves_is_not_praised(tiny):
    region = geodata.load_region(tiny)
    for hub in ("NOR", "SOU"):
        region = region.with_hub(hub, fixed_usd_per_year=1e10)
    found = compare(region, hubs=["NOR", "SOU"], scenarios=["base"], confirmed=False)
    assert "a year more than Gate alone" in found.verdict[0]


def test_a_lone_hub_that_nothing_passes_is_said_to_be_worthless(tiny):
    found = compare(str(tiny), hubs=["NOR", "SOU"], gateways=[], scenarios=["base"], confirmed=False)
    assert (found.hubs["hub_t"] == 0).all()
    assert found.verdict[0] == "No single hub on its own is worth having: all freight goes direct."
    assert not any("It is cheapest" in sentence or "lost" in sentence for sentence in found.verdict)
    assert design_rows(found)[0]["expected"] == "none that is used"


def test_a_hub_that_is_compared_with_nothing_is_called_no_best(tiny):
    alone = compare(str(tiny), hubs=["NOR"], gateways=[], scenarios=["base"], confirmed=False)
    assert alone.verdict[0].startswith("No single hub on its own is worth having")
    beside = compare(str(tiny), hubs=["NOR"], scenarios=["base"], confirmed=False)
    assert beside.verdict[0].startswith("Northtown is the only hub beside Gate that was compared; it saves")


def test_one_scenario_is_named(tiny):
    found = compare(str(tiny), scenarios=["north-closed"], confirmed=False)
    assert "in “North closed” it costs" in found.verdict[0]
    assert not any("all scenarios" in sentence or "every scenario" in sentence for sentence in found.verdict)


def test_hubs_that_cost_the_same_are_said_to(tiny):
    region = geodata.load_region(tiny)
    gap = compare(region, hubs=["NOR", "SOU"], scenarios=["base"], confirmed=False).costs()["base"]
    dearer = region.with_hub(str(gap.idxmin()), fixed_usd_per_year=1e5 + float(gap.max() - gap.min()))
    tied = compare(dearer, hubs=["NOR", "SOU"], scenarios=["base"], confirmed=False)
    assert "Northtown" in tied.verdict[0]
    assert "Southtown" in tied.verdict[0]
    assert "are equally good as the single hub beside Gate; each saves" in tied.verdict[0]


def test_a_second_hub_that_does_not_pay_is_said_to_cost_more(tiny):
    region = geodata.load_region(tiny).with_hub("SOU", fixed_usd_per_year=1e10)
    found = compare(region, hubs=["NOR", "SOU", "MID"], scenarios=["base"], incumbent="NOR", challenger="SOU",
                    confirmed=False)  # fmt: skip
    told = " ".join(found.verdict)
    assert re.search(r"Beside Northtown it is the 2nd best of 2 complements and costs [\d.]+ bn USD a year more", told)
    assert not any("saves another -" in sentence for sentence in found.verdict)


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


def test_gateways_alone_are_nothing_to_compare(tiny):
    found = compare(str(tiny), hubs=["gate"], scenarios=["base"])
    assert found.verdict[0].startswith("Nothing is compared")


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


def test_all_unusable_arguments_are_named_at_once(tiny):
    with pytest.raises(InputError) as error:
        Study.of(str(tiny), hubs=["northtown", "nowhere"], gateways=["gone"], scenarios=["base", "never"])
    assert len(error.value.faults) == 3
    for name in ("nowhere", "gone", "never"):
        assert name in str(error.value)


def test_more_hubs_than_candidates_is_refused(tiny):
    with pytest.raises(InputError, match="p is 4, but there are only 3 candidate hubs"):
        Study.of(str(tiny), p_max=4)
    with pytest.raises(InputError, match="at least one hub"):
        Study.of(str(tiny), p_max=0)


def test_an_incumbent_has_to_be_compared(tiny):
    with pytest.raises(InputError, match="add it to them"):
        Study.of(str(tiny), hubs=["NOR", "SOU"], incumbent="midtown")
    with pytest.raises(InputError, match="name two hubs"):
        Study.of(str(tiny), incumbent="NOR", challenger="northtown")
