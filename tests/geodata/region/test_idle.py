"""What alters nothing: held against all that a user can read of a state, computed with and without each change."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geodata
from geodata import CellChange, Change, DemandChange, ParameterChange, Scenario, ServiceChange
from geodata.region.idle import altered, idle_changes, idle_overrides

KINDS = {Change: "changes", DemandChange: "demand", ParameterChange: "parameters", ServiceChange: "services"}


def readings(region, scenario):
    """All numbers that can be read: networks, flows, and the hub problem in which every place may be a hub."""
    for cls in region.classes.index:
        for service in ("single", "consolidated"):
            edges = region.network_in(scenario, cls, service).edges(keys=True, data=True)
            yield sorted(
                (tail, head, key, *(str(data[name]) for name in ("cost", "time_h", "capacity")))
                for tail, head, key, data in edges
            )
            yield region.arcs(scenario, cls, service).to_numpy().astype(str).tolist()
        yield region.flows(scenario, cls=cls).to_numpy().tolist()
    yield region.state(scenario).hub_numbers(region.places.index).astype(str).to_numpy().tolist()
    problem = region.problem(scenario, candidates=list(region.places.index))
    for block in problem.blocks:
        for name in ("flow", "collection", "transfer", "distribution", "direct_cost", "handling_cost"):
            yield np.asarray(getattr(block, name, 0.0)).astype(str).tolist()


def scenario_of(*changes):
    fields = {name: tuple(item for item in changes if type(item) is kind) for kind, name in KINDS.items()}
    return Scenario("mine", **fields)


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    return geodata.load_region(geodata.new_region(tmp_path_factory.mktemp("idle") / "danube"))


MODES = st.sampled_from(["rail", "road", "ferry"])
FACTORS = st.sampled_from([1.0, 1.0, 0.5, 2.0])
LINK_CHANGES = st.builds(
    lambda links, mode, switch, numbers, cls, service: Change(
        links=links, mode=mode, cls=cls, service=service, close=switch == "close", open=switch == "open", **numbers
    ),
    st.sampled_from([(), ("sof-buh-rail",), ("vie-cnd-river",), ("vie-bud-road", "vie-bud-rail")]),
    st.one_of(st.just(()), MODES.map(lambda mode: (mode,))),
    st.sampled_from(["", "", "close", "open"]),
    st.dictionaries(st.sampled_from(["time", "tariff", "dwell", "fee", "capacity", "wait", "reload"]), FACTORS),
    st.sampled_from([(), ("parcels",)]),
    st.sampled_from([(), ("single",), ("consolidated",)]),
)
PARAMETERS = st.builds(
    ParameterChange,
    st.sampled_from(["tariff_usd_per_tkm", "terminal_usd_per_t", "transfer_h", "consolidation_wait_h"]),
    st.sampled_from([None, None, 24.0]),
    FACTORS,
    mode=st.sampled_from(["", "rail", "air"]),
    service=st.sampled_from(["", "consolidated"]),
) | st.builds(
    ParameterChange, st.sampled_from(["handling_factor", "fixed_usd_per_year", "capacity_t_per_year"]),
    factor=FACTORS, place=st.sampled_from(["", "BEG", "VIE"]),
)  # fmt: skip
DEMAND = st.builds(
    DemandChange, FACTORS, exporter=st.sampled_from([(), ("AUT",), ("SRB",)]), importer=st.sampled_from([(), ("BGR",)])
)


@given(change=LINK_CHANGES | PARAMETERS | DEMAND)
@settings(max_examples=60, deadline=None)
def test_a_change_that_passes_the_gate_alters_a_number_or_is_told_to_alter_none(region, change):
    try:
        scenario = region.scenario(scenario_of(change))
    except ValueError:
        return  # it selects nothing
    same = list(readings(region, scenario)) == list(readings(region, "base"))
    assert bool(idle_changes(region.state(scenario))) == same


@pytest.mark.parametrize(
    "change",
    [
        Change(mode="rail", links="vie-bud-rail", capacity=0.5),
        Change(links="vie-bud-road", open=True),
        Change(links="sof-buh-rail", time=2),
        Change(mode="road", tariff=1.0),
        Change(links="vie-cnd-river", service="single", time=2),
        ParameterChange("tariff_usd_per_tkm", factor=2, mode="air"),
        ParameterChange("capacity_teu_per_year", factor=0.5, place="BEG"),
        ParameterChange("hub_handling_h", value=8.0),
        ParameterChange("tonnes_per_train", factor=2),
        DemandChange(3, exporter="AUT", importer="BGR"),
    ],
)
def test_changes_that_look_like_something_and_do_nothing(region, change):
    found = idle_changes(region.state(scenario_of(change)))
    assert [item for _, item in found] == [change]
    assert region.idle([scenario_of(change)])[0].startswith("scenario mine alters nothing: ")


def test_a_change_that_needs_another_is_not_idle_beside_it(region):
    opened, slow = Change(links="sof-buh-rail", open=True), Change(links="sof-buh-rail", time=2)
    for both in ((opened, slow), (slow, opened)):
        assert idle_changes(region.state(scenario_of(*both))) == []


def test_what_is_said_twice_is_not_idle(region):
    shut = Change(links="vie-bud-road", close=True)
    assert idle_changes(region.state(scenario_of(shut, shut))) == []


def test_a_growth_rate_counts_though_it_moves_other_years_alone(region):
    assert idle_changes(region.state(scenario_of(ParameterChange("growth_percent_per_year", factor=2)))) == []


def test_one_of_several_changes_is_named_by_its_number(region):
    shut, nothing = Change(links="vie-bud-road", close=True), Change(links="vie-bud-rail", capacity=2)
    told = region.idle([scenario_of(shut, nothing)])
    assert told == ("change 2 of scenario mine alters nothing: links vie-bud-rail: capacity x 2",)


def test_changes_in_every_scenario_count_where_any_scenario_feels_them(region):
    slow = Change(links="sof-buh-rail", time=2)
    base, opened = region.scenarios["base"], scenario_of(Change(links="sof-buh-rail", open=True))
    variant = region.with_overrides(slow, Change(mode="road", tariff=2))
    assert idle_overrides(variant, [base]) == [slow]
    assert idle_overrides(variant, [base, opened]) == []
    assert variant.idle() == ("a change alters nothing: links sof-buh-rail: time x 2",)


def test_two_states_differ_if_any_number_does(region):
    assert not altered(region.state(), region.state())
    assert altered(region.state(), region.with_parameter("unmet_usd_per_t", factor=2).state())


@pytest.mark.parametrize(
    ("table", "row", "column", "how"),
    [
        ("places", "VIE", "mass_factor", {"factor": 2.0}),
        ("links", "vie-bud-rail", "length_km", {"add": 10.0}),
        ("links", "vie-bud-rail", "stop_h", {"value": 7.0}),
        ("crossings", "bud-beg-rail", "capacity_trains_per_day", {"factor": 1.01}),
        ("classes", "parcels", "tonnes_per_teu", {"factor": 2.0}),
    ],
)
def test_a_cell_is_idle_when_no_number_that_can_be_read_follows_from_it(region, table, row, column, how):
    changed = region.with_overrides(CellChange(table, row, column, **{"value": None, "factor": 1.0, "add": 0.0} | how))
    same = list(map(str, readings(changed, "base"))) == list(map(str, readings(region, "base")))
    assert bool(changed.idle()) == same
