"""Tables of the corridor study, and which rows they show."""

from types import SimpleNamespace

import pandas as pd
import pytest
from rich.text import Text

from experiments.corridors import bottleneck_table, corridor_tables, cost_table, open_words, room_table
from experiments.corridors.tables import SCENARIOS_ACROSS, leading_bottlenecks, leading_corridors, leading_rooms


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


NO_SERVICES = SimpleNamespace(data={"services": ()})
COSTS = {
    "title": "Closed", "cost_usd": 1_234_567.0, "above_base_usd": 1_000.0, "due_to_capacity_usd": 2_000_000.0,
    "hub_fixed_usd": 30_000.0, "unmet_t": 4_500.0, "unlimited_unmet_t": 4_000.0, "full_links": 3, "gap": 3.2e-7,
    "seconds": 1.26,
}  # fmt: skip


def test_the_table_of_costs():
    frame = pd.DataFrame([COSTS, {**COSTS, "gap": 0.0}])
    table = cost_table(SimpleNamespace(costs=frame, hubs=(), classes=(), region=NO_SERVICES))
    assert cells(table) == [
        ["scenario", "cost", "above base", "due to capacities", "unmet", "unmet without capacities", "full links",
         "gap", "s"],
        ["Closed", "1.235 m", "1.00 k", "2.00 m", "4.50 kt", "4.00 kt", "3", "3e-07", "1.3"],
        ["Closed", "1.235 m", "1.00 k", "2.00 m", "4.50 kt", "4.00 kt", "3", "0", "1.3"],
    ]  # fmt: skip
    assert table.caption.startswith(
        "All classes travel door to door by their own direct service; no hub is open. Due to capacities"
    )


def test_the_table_of_costs_names_open_hubs_and_their_fixed_costs():
    region = SimpleNamespace(data={"services": ("a train",)})
    study = SimpleNamespace(
        costs=pd.DataFrame([COSTS]),
        hubs=("A", "B"),
        hub_names=["Aville", "Beton"],
        classes=("c",),
        class_names=["Coal"],
        region=region,
    )
    table = cost_table(study)
    assert cells(table)[0][3:6] == ["due to capacities", "hubs, fixed", "unmet"]
    assert cells(table)[1][3:6] == ["2.00 m", "30.0 k", "4.50 kt"]
    assert table.caption.startswith(
        "Coal alone travels door to door by its own direct service, full loads also by scheduled services, or over "
        "hubs: Aville and Beton are open. Costs are without the hubs' fixed costs."
    )


def rooms(*rows):
    names = ["scenario", "kind", "id", "from", "to", "unit", "capacity", "load", "unlimited_load", "use", "price_usd"]
    runs = {name: SimpleNamespace(title=name.title()) for name in ("base", "one")}
    return SimpleNamespace(rooms=pd.DataFrame(rows, columns=names), runs=runs)


ROOMS = rooms(
    ("one", "service", "dear", "A", "B", "t", 1_000.0, 1e3, 3e3, 1.0, 50.0),  # 50 k
    ("one", "service", "wide", "A", "B", "t", 2_000_000.0, 2e6, 3e6, 1.0, 5.0),  # 10 m
    ("one", "service", "free", "B", "A", "t", 2_000_000.0, 1e6, 1e6, 0.5, 0.0),
    ("one", "hub", "C", "C", "C", "TEU", 10_000.0, 9e3, 9e3, 0.9, 0.0),
    ("base", "service", "dear", "A", "B", "t", 1_000.0, 1e3, 3e3, 1.0, 50.0),
)


@pytest.mark.parametrize(
    ("gateways", "hubs", "chosen", "words"),
    [
        ("", "", None, "Open hubs: none."),
        ("G", "G", None, "Open hubs: Gate (gateway)."),
        ("GH", "GHAB", ("B",), "Open hubs: Gate and Haven (gateways), Aville (as asked), Beton (chosen)."),
        ("G", "G", (), "Open hubs: Gate (gateway); none was chosen, as no hub is worth having."),
    ],
)
def test_the_first_line_says_which_hubs_are_open_and_why(gateways, hubs, chosen, words):
    names = {"G": "Gate", "H": "Haven", "A": "Aville", "B": "Beton"}
    study = SimpleNamespace(gateways=tuple(gateways), hubs=tuple(hubs), hub_names=[names[hub] for hub in hubs])
    assert open_words(study, chosen=chosen) == words


def test_all_hubs_are_shown_and_the_services_whose_room_is_worth_most():
    assert leading_rooms(ROOMS)["id"].tolist() == ["dear", "C", "wide", "dear", "free"]
    assert leading_rooms(ROOMS, most=4)["id"].tolist() == ["dear", "C", "wide", "dear"]


def test_the_table_of_rooms():
    assert cells(room_table(ROOMS))[:4] == [
        ["scenario", "room", "from - to", "capacity", "load", "use", "wanted", "price"],
        ["Base", "service dear", "A - B", "1.00 kt", "1.00 kt", "100%", "3.00 kt", "50"],
        ["One", "hub C", "", "10.0 k TEU", "9.00 k TEU", "90%", "9.00 k TEU", "0"],
        ["One", "service wide", "A - B", "2.00 Mt", "2.00 Mt", "100%", "3.00 Mt", "5"],
    ]
    assert room_table(rooms()) is None
