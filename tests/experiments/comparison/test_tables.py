"""The tables in the terminal, cell by cell, for figures that can be read off."""

import io

import pytest
from rich.console import Console

from experiments.comparison import comparison_table, design_rows, designs_table, scenario_table
from experiments.comparison.tables import WIDE
from tests.experiments.hand import ONLY_BASE, HandRegion, hand_comparison, priced


@pytest.fixture(scope="module")
def found():
    return hand_comparison(incumbent="A", challenger="C")


def cells(table):
    """Rows of a table as lists of texts, with its headings first."""
    columns = [[str(cell) for cell in column.cells] for column in table.columns]
    headings = [str(column.header).replace("\n", " ").replace("- ", "") for column in table.columns]
    return [headings, *map(list, zip(*columns, strict=True))]


def printed(table, width=118):
    console = Console(file=io.StringIO(), width=width)
    console.print(table)
    return console.file.getvalue()


def test_hubs_are_listed_best_first_with_all_their_figures(found):
    """All in k USD: B 1250, A 10 above, C 200 above; regrets 190, 710, 1100; worst cases 1400, 2010, 2000."""
    assert cells(comparison_table(found)) == [
        ["#", "hub", "expected cost, k", "above best, ", "largest regret, ", "best in", "substitute", "complement",
         "worst case, k", "through hub Mt", "unmet Mt"],
        ["1", "Brno", "1.250", "0.0", "190 (1)", "1", "1", "2", "1.40 (1)", "0.00", "0.00"],
        ["2", "Alba", "1.260", "10.0", "710 (2)", "1", "-", "-", "2.01 (3)", "0.00", "0.00"],
        ["3", "Cork", "1.450", "200.0", "1,100 (3)", "1", "2", "1", "2.00 (2)", "0.00", "0.00"],
    ]  # fmt: skip


def test_a_narrow_table_leaves_columns_out(found):
    wide, narrow = (cells(comparison_table(found, width)) for width in (WIDE, WIDE - 1))
    assert len(wide[0]) == 11
    assert narrow[0] == wide[0][:8]
    assert narrow[1][2:4] == ["1.25", "0"]


def test_title_and_caption_say_what_the_table_is_about(found):
    assert comparison_table(found).title == "One hub beside Gate: Hand-made, 3 scenarios, USD a year"
    caption = comparison_table(found).caption
    assert "the rank if Alba is lost" in caption
    assert "Through hub: in “Base”" in caption
    assert "Through" not in comparison_table(found, WIDE - 1).caption


def test_tonnes_through_the_hub_are_those_of_the_first_scenario_and_unmet_the_most_of_all():
    prices = {"base": dict.fromkeys("AB", 100.0), "shock": {"A": 950.0, "B": 800.0}}
    region = HandRegion(prices, direct=None, gateway=2000.0, flow=1e6)
    rows = cells(comparison_table(hand_comparison(region, hubs="AB", weights={"base": 0.5, "shock": 0.5})))
    assert {row[1]: row[-2:] for row in rows[1:]} == {"Brno": ["1.00", "0.00"], "Alba": ["1.00", "1.00"]}


def test_gateways_are_marked():
    rows = cells(comparison_table(hand_comparison(hubs="GA")))
    assert {row[1] for row in rows[1:]} == {"Gate (gateway)", "Alba"}


def test_one_hub_is_printed_bold(found):
    assert [row.style for row in comparison_table(found).rows] == ["bold", None, None]


def test_scenarios_with_their_best_hub_and_the_runner_ups_distance(found):
    assert cells(scenario_table(found)) == [
        ["scenario", "weight", "best hub", "runner-up, by", "Alba: regret (rank)", "Cork: regret (rank)", "unmet Mt"],
        ["Base", "75.0%", "Alba", "Brno, 190", "0 (1)", "490 (3)", "0.00"],
        ["Shock", "25.0%", "Cork", "Brno, 100", "710 (3)", "0 (1)", "0.00"],
        ["What-if", "what if", "Brno", "Alba, 110", "110 (2)", "1.10 k (3)", "0.00"],
    ]


def test_a_narrow_table_of_scenarios_names_no_watched_hubs(found):
    assert cells(scenario_table(found, WIDE - 1))[0] == ["scenario", "weight", "best hub", "runner-up, by", "unmet Mt"]


def test_a_lone_hub_has_no_runner_up():
    rows = cells(scenario_table(hand_comparison(HandRegion(priced()), hubs="A", weights=ONLY_BASE)))
    assert rows[0][4:] == ["Alba: regret (rank)", "unmet Mt"]
    assert rows[1] == ["Base", "100.0%", "Alba", "", "0 (1)", "0.00"]


def test_unmet_demand_of_the_best_hub_is_told_in_megatonnes():
    prices = {"base": {"A": 950.0, "B": 1000.0}}
    region = HandRegion(prices, direct=None, gateway=2000.0, flow=2_500_000.0)
    assert cells(scenario_table(hand_comparison(region, hubs="AB", weights=ONLY_BASE)))[1][-1] == "2.50"


def test_designs_by_the_three_risk_measures(found):
    """AB costs 1010, 1410, 910; AC 1010, 1310, 1010; BC 1200, 1300, 900: by regret AB and AC tie at 110."""
    rows = {row["what"]: (row["expected"], row["worst_case"], row["max_regret"]) for row in design_rows(found)}
    assert rows["one hub beside Gate"] == ("Brno", "Brno", "Brno")
    assert rows["two hubs beside Gate"] == ("Alba + Cork", "Brno + Cork", "Alba + Brno (tie)")
    assert rows["one hub with no gateway"] == ("none that is used",) * 3
    assert rows["two hubs with no gateway"] == ("Gate + Brno",) * 3
    assert rows["one hub beside Gate, without direct service"] == ("Brno",) * 3
    assert cells(designs_table(found))[0] == ["hubs", "expected cost", "worst case", "maximum regret"]
    assert len(designs_table(found).rows) == len(rows) == 5


def test_three_hubs_are_said_in_words():
    assert "three hubs beside Gate" in [row["what"] for row in design_rows(hand_comparison(p_max=3))]


def test_tables_fit_the_width_that_is_printed_where_there_is_no_terminal(found):
    for table in (comparison_table(found), scenario_table(found), designs_table(found)):
        assert "…" not in printed(table)
