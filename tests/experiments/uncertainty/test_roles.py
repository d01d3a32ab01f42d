"""Costs of hubs in a role are columns of the draws."""

import pandas as pd

from experiments.question import Study
from experiments.uncertainty.roles import role_costs, role_table

DRAWS = pd.DataFrame(
    {
        "GAT>NOR": [1.0, 2.0],
        "GAT>SOU": [3.0, 4.0],
        "GAT>MID": [5.0, 6.0],
        "GAT>NOR+SOU": [7.0, 1.0],
        "GAT>NOR+MID": [8.0, 9.0],
    }
)


def test_each_role_has_its_hubs(tiny):
    study = Study.of(str(tiny))
    assert role_costs(study, DRAWS, "single", "NOR").columns.tolist() == ["NOR", "SOU", "MID"]
    assert role_costs(study, DRAWS, "substitute", "NOR").to_dict("list") == {"SOU": [3.0, 4.0], "MID": [5.0, 6.0]}
    assert role_costs(study, DRAWS, "complement", "NOR").to_dict("list") == {"SOU": [7.0, 1.0], "MID": [8.0, 9.0]}


def test_a_table_of_a_role_names_the_hubs(tiny):
    study = Study.of(str(tiny))
    table = role_table(study, "complement", role_costs(study, DRAWS, "complement", "NOR"))
    assert table[["role", "hub", "name", "share_best"]].to_numpy().tolist() == [
        ["complement", "SOU", "Southtown", 1.0],
        ["complement", "MID", "Midtown", 0.0],
    ]


def test_a_role_without_hubs_is_an_empty_table(tiny):
    study = Study.of(str(tiny), hubs=["NOR"])
    table = role_table(study, "substitute", role_costs(study, DRAWS, "substitute", "NOR"))
    assert table.empty
    assert "share_best" in table
