"""What holds whatever services there are: they never cost anything, and no freight gets lost in them."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from geodata import Region, ServiceChange
from geodata.faults import FaultCollector
from geodata.files.io import parse_rows
from geodata.files.schema import LINES, TABLES
from optimize import evaluate_hubs

ON = {"rail": "VIE;BUD;BEG;SOF;BUH;CND", "road": "VIE;BUD;BEG;SOF;BUH;CND", "ferry": "VIE;CND"}
HEADER = ["id", "name", "modes", "stops", "departures_per_week", "t_per_departure", "stop_h", "tariff_factor"]

lines = st.lists(
    st.sampled_from(["rail", "road", "ferry"]).flatmap(
        lambda mode: st.tuples(
            st.just(mode),
            st.permutations(ON[mode].split(";")).flatmap(
                lambda places: st.integers(2, min(4, len(places))).map(lambda count: ";".join(places[:count]))
            ),
            st.sampled_from([0.5, 3, 14, 168]),
            st.sampled_from([1, 50, 2000, 1_000_000]),
            st.sampled_from([0, 12]),
            st.sampled_from([0, 0.5, 1]),
        )
    ),
    min_size=1,
    max_size=3,
)
some = settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.generate], print_blob=False)


def with_services(region, rows, share=0.6, room_t=None):
    """The region with a services.csv; `room_t` in place of each payload."""
    raw = [
        [f"s{number}", "a line", mode, stops, str(weekly), str(room_t or load_t), str(stop_h), str(factor)]
        for number, (mode, stops, weekly, load_t, stop_h, factor) in enumerate(rows)
    ]
    faults = FaultCollector()
    table = parse_rows(HEADER, raw, LINES, faults)
    assert faults.faults == []
    data = replace(region.data, tables=region.data.tables | {"services": table})
    return Region(data).with_parameter("full_load_share", value=share)


def costs(region, scenario="base"):
    """USD a year without hubs, and with every set of the candidates."""
    problem = region.problem(scenario)
    alone = sum((block.flow * np.minimum(block.direct, block.unmet_penalty)).sum() for block in problem.blocks)
    sets = [hubs for count in range(1, 3) for hubs in combinations(problem.candidates, count)]
    return np.array([alone, *(evaluate_hubs(problem, hubs)["cost"].sum() for hubs in sets)])


@some
@given(rows=lines, share=st.floats(0, 1))
def test_services_never_raise_a_cost(danube_region, rows, share):
    served = with_services(danube_region, rows, share)
    for scenario in ("base", "danube-bridge-closed"):
        assert (costs(served, scenario) <= costs(danube_region, scenario) * (1 + 1e-12)).all()


@some
@given(rows=lines, more=st.sampled_from([1.5, 10.0]))
def test_more_departures_never_raise_a_cost_where_there_is_room(danube_region, rows, more):
    now = with_services(danube_region, rows, room_t=10_000_000)
    then = now.with_overrides(ServiceChange(departures=more))
    assert (costs(then) <= costs(now) * (1 + 1e-12)).all()


@some
@given(rows=lines, share=st.floats(0, 1))
def test_the_blocks_of_a_class_add_up_to_its_flow(danube_region, rows, share):
    problem = with_services(danube_region, rows, share).problem()
    for cls in ("containers", "parcels"):
        blocks = [block for block in problem.blocks if problem.metadata["class_of_block"][block.name] == cls]
        assert all((block.flow >= 0).all() for block in blocks)
        assert sum(block.flow for block in blocks) == pytest.approx(danube_region.flows(cls=cls).to_numpy())


@some
@given(rows=lines)
def test_with_all_services_shut_the_region_is_as_without_them(danube_region, rows):
    problem = with_services(danube_region, rows).with_overrides(ServiceChange(close=True)).problem()
    assert_same(problem, danube_region.problem())


def assert_same(one, other):
    assert [block.name for block in one.blocks] == [block.name for block in other.blocks]
    for a, b in zip(one.blocks, other.blocks, strict=True):
        for name in ("flow", "collection", "transfer", "distribution", "direct", "handling", "unmet_penalty"):
            assert np.array_equal(getattr(a, name), getattr(b, name)), name
    assert np.array_equal(one.fixed_cost, other.fixed_cost)


def test_new_columns_and_files_that_say_nothing_change_nothing(edit, danube_region):
    for name in ("links", "parameters", "hubs", "countries"):
        for column in TABLES[name].columns:
            edit.column(f"{name}.csv", column.name)
    for name in ("services", "production"):
        edit.write(f"{name}.csv", [[column.name for column in TABLES[name].columns]])
    for level in ("low", "central", "high"):
        region = edit.region(level=level)
        assert_same(region.problem(), Region(danube_region.data, region.choice).problem())
    for seed in (1, 2):
        assert_same(edit.region().sample_parameters(seed).problem(), danube_region.sample_parameters(seed).problem())
