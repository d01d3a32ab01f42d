"""The verdict's tables follow from the draws of its cases."""

import pandas as pd
import pytest

from experiments import robustness, verdict
from experiments.question import Study
from experiments.wins import lead_over
from optimize import InputError


def test_claims_are_those_of_the_draws(judgement):
    table = judgement.claims()
    assert table["gateways"].tolist() == ["GAT", ""]
    again = robustness(judgement.study, draws=20, seed=2, pairs=False)
    for (_, row), gateways in zip(table.iterrows(), [("GAT",), ()], strict=True):
        costs = again.draws[[f"{'+'.join(gateways)}>{hub}" for hub in ("NOR", "SOU", "MID")]]
        costs = costs.set_axis(["NOR", "SOU", "MID"], axis=1)
        lead = lead_over(costs, "NOR")
        assert row["first_rival"] == lead.rival
        assert row["first_lead_mean_usd"] == pytest.approx(lead.mean, rel=1e-9)
        other = lead_over(costs, "SOU", ["MID"])
        assert row["second_share"] == pytest.approx(other.share)
        parts = {lead.holds, other.holds}
        wanted = "refuted" if "no" in parts else "undecided" if "undecided" in parts else "confirmed"
        assert row["claim"] == wanted


def test_shares_of_a_case_add_up(judgement):
    assert judgement.shares().groupby("gateways")["share_best"].sum().tolist() == pytest.approx([1.0, 1.0])


def test_nothing_to_judge_is_refused(tiny):
    with pytest.raises(InputError, match="gateway"):
        verdict(str(tiny), draws=2, hubs=["GAT"], air=False)


def test_steps_are_kept_and_taken_again(tiny, tmp_path):
    study = Study.of(str(tiny), hubs=["NOR", "SOU"])
    first = verdict(study, draws=2, air=False, store=tmp_path)
    second = verdict(study, draws=2, air=False, store=tmp_path, resume=True)
    assert second.draws.run.reused == 2
    pd.testing.assert_frame_equal(first.claims(), second.claims())
