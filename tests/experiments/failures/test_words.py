"""Sentences follow from the tables."""

from dataclasses import replace

from experiments.failures import criticality_words


def test_the_worst_loss_is_named_with_its_price(lost):
    row = ("Tunnel", "corridor", "Tunnel", 2e9, 1e9, "SOU", "Southtown", 5e6, 0.25, "a;b")
    table = lost.table.head(1).copy()
    table.loc[0] = row
    found = replace(
        lost, table=table, pairs=lost.pairs.head(0), rerouting=lost.rerouting.head(0), attack=lost.attack.head(0)
    )
    first, moved, unmet = criticality_words(found)
    lead = "With Gate + Northtown, the corridor Tunnel is worst to lose"
    assert first == f"{lead}: 2.00 bn USD a year, 25.0% of the cost before."
    where = "In 1 of 1 loss on the network that cost anything"
    assert moved == f"{where}, Midtown is no longer the best single hub: Southtown in 1."
    assert unmet == "Most freight becomes unmet when Tunnel is lost: 5.00 Mt a year."


def test_losses_that_cost_nothing_are_told(lost):
    found = replace(lost, table=lost.table.head(0))
    assert criticality_words(found) == ["With Gate + Northtown, no loss that was looked at costs anything."]


def test_freight_without_a_way_has_no_price(lost):
    table = lost.table.head(1).assign(cost_fixed_usd=float("inf"), cost_rechosen_usd=float("inf"), unmet_t=0.0)
    assert criticality_words(replace(lost, table=table))[0].endswith("is worst to lose: some freight then has no way.")


def test_the_adversary_is_told_with_the_hub_to_fortify(lost):
    row = lost.attack.iloc[0]
    text = criticality_words(lost)[-1]
    assert lost.study.name(row["lost"]) in text
    assert f"{lost.study.name(row['fortified'])} is the one to fortify" in text
