"""Shares and leads against draws that are priced one by one, and what must not change them."""

import numpy as np
import pandas as pd
import pytest

from experiments import robustness
from experiments.question import Study
from optimize import InputError, solve
from tests.experiments.uncertainty.conftest import write_unsure


def _by_hand(folder, draws, seed):
    """Costs of the single hubs, by the region's own problems and the solver."""
    study = Study.of(str(folder))
    plan = study.region.sample_inputs(draws, seed)
    costs = []
    for world in plan:
        odds = {name: world.scenarios[name].probability for name in ("north-closed", "west-cut")}
        weight = {"base": 1.0} | {name: share / (1 - share) for name, share in odds.items()}
        row = {}
        for hub in study.hubs:
            values = [
                solve(world.problem(name, candidates=["GAT", hub]), p=2, method="enumeration").objective
                for name in weight
            ]
            row[hub] = float(np.average(values, weights=list(weight.values())))
        costs.append(row)
    return pd.DataFrame(costs)


def test_shares_and_leads_are_those_of_the_draws(tmp_path):
    folder = write_unsure(tmp_path)
    found = robustness(str(folder), draws=12, seed=8).hubs.set_index("hub")
    costs = _by_hand(folder, 12, 8)
    winner = costs.idxmin(axis=1)
    assert len(set(winner)) > 1, "the region should be undecided"
    for hub in costs:
        lead = costs.drop(columns=hub).min(axis=1) - costs[hub]
        assert found.loc[hub, "share_best"] == pytest.approx((winner == hub).mean())
        assert found.loc[hub, "lead_mean"] == pytest.approx(lead.mean(), rel=1e-6)
        assert found.loc[hub, "lead_sd"] == pytest.approx(lead.std(), rel=1e-6)


def test_another_seed_gives_shares_within_the_intervals(drawn):
    again = robustness(drawn.study, draws=100, seed=77).hubs.set_index("hub")["share_best"]
    for row in drawn.hubs.itertuples():
        # two samples of 100 differ by more than one interval of a single one in some of a hundred pairs
        half = (row.share_high - row.share_low) / 2
        assert abs(again[row.hub] - row.share_best) < 2 * half


def test_substitutes_and_complements_leave_the_incumbent_out(drawn):
    substitutes = drawn.roles[drawn.roles["role"] == "substitute"]
    assert drawn.incumbent not in set(substitutes["hub"])
    assert substitutes["share_best"].sum() == pytest.approx(1.0)
    assert set(drawn.roles["role"]) == {"single", "substitute", "complement"}
    assert len(drawn.sets) == 3


def test_the_named_incumbent_is_taken(tmp_path):
    found = robustness(str(write_unsure(tmp_path)), draws=4, incumbent="SOU", pairs=False)
    assert found.incumbent == "SOU"
    assert found.sets.empty
    assert set(found.roles.query("role == 'complement'")["hub"]) == {"NOR", "MID"}


def test_every_number_on_its_own_spreads_less_than_numbers_that_share_a_cause(tmp_path):
    folder = write_unsure(tmp_path)
    spread = {
        rho: robustness(str(folder), hubs=["NOR", "MID"], draws=80, seed=1, correlation=rho).draws["GAT>NOR"].std()
        for rho in (0.0, 1.0)
    }
    assert spread[0.0] > 0
    assert spread[1.0] > 0
    assert spread[0.0] != spread[1.0]


def test_one_hub_alone_always_wins(tmp_path):
    found = robustness(str(write_unsure(tmp_path)), hubs=["NOR"], draws=3)
    assert found.hubs["share_best"].tolist() == [1.0]
    assert found.standing is None
    assert found.sensitivity.empty


def test_without_anything_uncertain_all_draws_are_the_same(tiny):
    found = robustness(str(tiny), draws=3)
    assert found.hubs["share_best"].max() == 1.0
    assert found.hubs["lead_sd"].max() == pytest.approx(0.0, abs=1e-3)


def test_draws_are_kept_and_taken_again(tmp_path):
    folder = write_unsure(tmp_path / "region")
    first = robustness(str(folder), draws=4, store=tmp_path / "kept")
    second = robustness(str(folder), draws=4, store=tmp_path / "kept", resume=True)
    assert second.run.reused == 4
    pd.testing.assert_frame_equal(first.draws, second.draws)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"draws": 0}, "number of draws"),
        ({"method": "dice"}, "dice"),
        ({"correlation": 2.0}, "correlation"),
        ({"years": -1}, "years"),
        ({"hubs": ["GAT"]}, "every hub is a gateway"),
    ],
)
def test_what_makes_no_sense_is_refused(tiny, wrong, words):
    with pytest.raises(InputError, match=words):
        robustness(str(tiny), **{"draws": 2, **wrong})
