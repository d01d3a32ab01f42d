"""Tables of the corridor study, and which rows they show."""

from types import SimpleNamespace

import pandas as pd
import pytest
from rich.text import Text

from experiments.corridors import bottleneck_table, corridor_tables, cost_table
from experiments.corridors.tables import SCENARIOS_ACROSS, leading_bottlenecks, leading_corridors


def cells(table):
    columns = [[str(cell) for cell in column.cells] for column in table.columns]
    headings = [str(column.header).replace("\n", " ") for column in table.columns]
    return [headings, *map(list, zip(*columns, strict=True))]


FLOWS = pd.DataFrame(
    {"base": [5.0, 9.0, 1.0, 0.5, 0.3], "closed": [5.0, 9.1, 0.0, 1.5, 0.3]},
    index=["steady", "large", "shut", "gains", "small"],
)


@pytest.mark.parametrize(
    ("most", "shown"),
    [
        (2, ["large", "gains"]),  # the one that changes most (by 1, the first of two), and the largest
        (4, ["large", "steady", "gains", "shut"]),
        (9, ["large", "steady", "gains", "shut", "small"]),
    ],
)
def test_half_of_the_corridors_are_those_that_change_most(most, shown):
    frame = FLOWS.copy()
    frame.loc["gains", "closed"] = 1.6
    assert leading_corridors(frame, most) == shown


def test_where_nothing_changes_the_largest_are_shown():
    assert leading_corridors(FLOWS[["base"]], 2) == ["large", "steady"]


def study_of(flows, titles=None, whose=""):
    runs = {name: SimpleNamespace(title=(titles or {}).get(name, name.title())) for name in flows.columns}
    return SimpleNamespace(flows_mt=flows, runs=runs, whose=whose)


def test_shifts_of_more_than_a_tenth_are_coloured():
    flows = pd.DataFrame(
        {"base": [10.0, 10.0, 10.0, 0.0, 0.0], "closed": [10.9, 11.1, 8.9, 0.004, 0.006]}, index=[*"abcde"]
    )
    [table] = corridor_tables(study_of(flows))
    rows = {row[0]: row[1:] for row in zip(*[column.cells for column in table.columns], strict=True)}
    assert {name: list(row) for name, row in rows.items()} == {
        "a": ["10.00", "10.90"],
        "b": ["10.00", Text("11.10", style="green")],
        "c": ["10.00", Text("8.90", style="red")],
        "d": ["0.00", "0.00"],
        "e": ["0.00", Text("0.01", style="green")],
    }


def test_many_scenarios_take_several_tables_each_with_the_base():
    names = ["base", *[f"s{i}" for i in range(SCENARIOS_ACROSS)]]
    tables = list(corridor_tables(study_of(pd.DataFrame(1.0, index=["a"], columns=names))))
    assert [cells(table)[0][1:] for table in tables] == [["Base", "S0", "S1", "S2", "S3", "S4"], ["Base", "S5"]]


def test_the_base_alone_is_one_table_and_says_whose_freight_it_is():
    [table] = corridor_tables(study_of(FLOWS[["base"]], whose="to Union"))
    assert cells(table)[0] == ["corridor", "Base"]
    assert table.title == "Freight over corridors, Mt a year to Union"


def links(*rows):
    names = ["scenario", "link", "from", "to", "mode", "capacity_t", "unlimited_load_t", "price_usd_per_t"]
    return pd.DataFrame(rows, columns=names)


BOTTLENECKS = links(
    ("one", "wide", "A", "B", "rail", 2_000_000.0, 3e6, 5.0),  # a tenth is worth 1 m
    ("one", "dear", "C", "D", "road", 1_000.0, 3e3, 300.0),  # 30 k
    ("one", "third", "C", "D", "road", 1_000.0, 3e3, 200.0),
    ("one", "free", "E", "F", "rail", 9_000_000.0, 3e6, 0.0),
    ("base", "small", "A", "B", "ferry", 100.0, 2e2, 10.0),  # 100
)


def bottlenecks(frame=BOTTLENECKS):
    runs = {name: SimpleNamespace(title=name.title()) for name in ("base", "one")}
    return SimpleNamespace(bottlenecks=frame, runs=runs)


def test_links_are_shown_by_what_a_tenth_more_would_be_worth_no_scenario_left_out():
    frame = leading_bottlenecks(bottlenecks())
    assert frame["link"].tolist() == ["small", "wide", "dear", "third"]
    assert frame["worth_usd"].tolist() == [100.0, 1_000_000.0, 30_000.0, 20_000.0]
    assert leading_bottlenecks(bottlenecks(), most=4)["link"].tolist() == ["small", "wide", "dear"]
    assert leading_bottlenecks(bottlenecks(), most=1)["link"].tolist() == ["small", "wide", "dear"]


def test_the_table_of_bottlenecks():
    assert cells(bottleneck_table(bottlenecks()))[:3] == [
        ["scenario", "link", "from - to", "mode", "capacity", "wanted", "USD/t", "10%"],
        ["Base", "small", "A - B", "ferry", "100 t", "200 t", "10", "100"],
        ["One", "wide", "A - B", "rail", "2.00 Mt", "3.00 Mt", "5", "1.00 m"],
    ]


def test_the_table_of_costs():
    row = {
        "title": "Closed", "cost_usd": 1_234_567.0, "above_base_usd": 1_000.0, "due_to_capacity_usd": 2_000_000.0,
        "unmet_t": 4_500.0, "unlimited_unmet_t": 4_000.0, "full_links": 3, "gap": 3.2e-7, "seconds": 1.26,
    }  # fmt: skip
    table = cost_table(SimpleNamespace(costs=pd.DataFrame([row, {**row, "gap": 0.0}])))
    assert cells(table) == [
        ["scenario", "cost", "above base", "due to capacities", "unmet", "unmet without capacities", "full links",
         "gap", "s"],
        ["Closed", "1.235 m", "1.00 k", "2.00 m", "4.50 kt", "4.00 kt", "3", "3e-07", "1.3"],
        ["Closed", "1.235 m", "1.00 k", "2.00 m", "4.50 kt", "4.00 kt", "3", "0", "1.3"],
    ]  # fmt: skip
