"""Blocks of classes: what may board a service, and what pays at hubs in third customs areas."""

import itertools

import numpy as np
import pytest

from geodata import ParameterChange, ServiceChange
from geodata.region.blocks import by_service, class_freight, service_use
from optimize import evaluate_hubs

CLASSES = ["containers", "parcels"]


def by_class(problem):
    """Sum of the blocks' flows of each class."""
    total = {cls: np.zeros((problem.n, problem.n)) for cls in problem.metadata["class_of_block"].values()}
    for block in problem.blocks:
        total[problem.metadata["class_of_block"][block.name]] += block.flow
    return total


def assert_blocks_add_up(region):
    problem = region.problem()
    assert [block.name for block in problem.blocks] == list(problem.metadata["class_of_block"])
    for cls, flow in by_class(problem).items():
        flows = region.flows(cls=cls).reindex(index=problem.labels, columns=problem.labels, fill_value=0.0)
        assert flow == pytest.approx(flows.to_numpy())


# -- scheduled services ------------------------------------------------------------------------------------------------


@pytest.fixture
def trains(edit):
    """A daily train Budapest - Bucharest that takes 100 t, and rarely one Vienna - Budapest for parcels."""
    edit.services(
        {"id": "east", "stops": "BUD;BUH", "departures_per_week": 7, "t_per_departure": 100},
        {"id": "west", "stops": "VIE;BUD", "departures_per_week": 1, "t_per_departure": 5, "classes": "parcels"},
        full=0.5,
    )
    return edit


def test_a_class_without_services_is_one_block(danube_region):
    problem = danube_region.problem()
    assert problem.metadata["class_of_block"] == {"containers": "containers", "parcels": "parcels"}
    assert_blocks_add_up(danube_region)


def test_full_loads_are_a_block_of_their_own(trains):
    region = trains.region()
    names = region.problem().metadata["class_of_block"]
    assert names["containers"] == names["containers/scheduled"] == "containers"
    assert_blocks_add_up(region)


def test_full_loads_want_the_service_where_it_is_cheaper_than_going_without(trains):
    region = trains.region()
    item = class_freight(region.state(), "containers", region.candidates)
    cheaper = item.legs.scheduled.cost < item.legs.direct
    assert cheaper.any()
    assert not cheaper.all()
    assert item.wants == pytest.approx(np.where(cheaper, 0.5 * item.flow, 0.0))


def test_what_is_dearer_than_staying_at_home_takes_no_room(trains):
    region = trains.region().with_parameter("unmet_usd_per_t", value=90.0)
    item = class_freight(region.state(), "containers", region.candidates)
    cost = item.legs.scheduled.cost
    assert (item.wants[cost >= 90] == 0).all()
    assert ((cost >= 90) & (cost < item.legs.direct) & (item.flow > 0)).any()
    assert item.wants.any()


def test_room_is_shared_out_in_proportion_among_all_who_want_it(trains):
    region = trains.region()
    state = region.state()
    freight = [class_freight(state, cls, region.candidates) for cls in CLASSES]
    ids, room = region.model.timetable.ids, region.model.timetable.capacity_t
    wanted = np.zeros(len(ids))
    for item in freight:
        for i, j in np.argwhere(item.wants > 0):
            wanted[item.legs.scheduled.service[i, j]] += item.wants[i, j]
    use = service_use(freight)
    assert use == pytest.approx(wanted / room)
    assert (use > 1).any()
    carried = np.zeros(len(ids))
    for item in freight:
        sent = by_service(item, use)
        for i, j in np.argwhere(sent > 0):
            service = item.legs.scheduled.service[i, j]
            carried[service] += sent[i, j]
            assert sent[i, j] / item.wants[i, j] == pytest.approx(min(1.0, room[service] / wanted[service]))
    assert carried == pytest.approx(np.minimum(wanted, room))


def test_what_is_left_behind_goes_as_if_the_service_were_not_there(trains):
    region = trains.region()
    problem, without = region.problem(), region.with_overrides(ServiceChange(close=True)).problem()
    blocks, old = ({block.name: block for block in made.blocks} for made in (problem, without))
    legs = region.leg_costs(cls="containers")
    assert (blocks["containers"].direct == old["containers"].direct).all()
    assert (blocks["containers/scheduled"].direct == np.minimum(legs.direct, legs.scheduled.cost)).all()
    for name in ("collection", "distribution"):
        assert (getattr(blocks["containers/scheduled"], name) == getattr(old["containers"], name)).all()


def test_a_share_of_full_loads_above_1_is_1(trains):
    region = trains.region().with_parameter("full_load_share", factor=10.0)
    item = class_freight(region.state(), "containers", region.candidates)
    assert (item.wants <= item.flow).all()
    assert (region.problem().blocks[0].flow >= 0).all()


def test_a_class_alone_has_the_room_that_it_has_among_all(trains):
    region = trains.region()
    together = {block.name: block.flow for block in region.problem().blocks}
    alone = {block.name: block.flow for block in region.problem(classes=["parcels"]).blocks}
    assert set(alone) == {name for name in together if name.startswith("parcels")}
    for name, flow in alone.items():
        assert flow == pytest.approx(together[name])


def test_without_direct_service_there_is_no_block_of_full_loads(trains):
    region = trains.region()
    problem = region.problem(services="hubs")
    assert problem.metadata["class_of_block"] == {"containers": "containers", "parcels": "parcels"}
    assert all(block.direct is None for block in problem.blocks)
    assert problem.total_flow == pytest.approx(region.problem().total_flow)


def test_closing_all_services_gives_the_region_without_them(trains):
    shut = trains.region().with_overrides(ServiceChange(close=True)).problem()
    (trains.folder / "services.csv").unlink()
    assert_same_problem(shut, trains.region().problem())


def assert_same_problem(one, other):
    assert [block.name for block in one.blocks] == [block.name for block in other.blocks]
    for a, b in zip(one.blocks, other.blocks, strict=True):
        for name in ("flow", "collection", "transfer", "distribution", "direct", "handling", "unmet_penalty"):
            assert np.array_equal(getattr(a, name), getattr(b, name)), name


def test_services_that_save_nothing_leave_one_block(trains):
    dear = trains.region().with_overrides(ServiceChange(tariff=100.0)).problem()
    assert list(dear.metadata["class_of_block"]) == CLASSES


# -- third countries ---------------------------------------------------------------------------------------------------

CHARGE = {"HUN": 30.0, "SRB": 20.0, "ROU": 10.0}
AREA = {"AUT": "EU", "HUN": "EU", "SRB": "SRB", "BGR": "EU", "ROU": "ROU"}


@pytest.fixture
def customs(edit):
    """The EU without Romania; holding goods of others costs 30 USD/t in Hungary, 20 in Serbia and 10 in Romania."""
    edit.column("countries.csv", "customs_area", AUT="EU", HUN="EU", BGR="EU")
    edit.column("parameters.csv", "country")
    for country, usd in CHARGE.items():
        edit.add("parameters.csv", parameter="third_country_usd_per_t", country=country, central=usd)
    return edit


def hub_path_charges(region, problem):
    """The charge of each path i -> k -> m -> j, by the definition."""
    country = region.places["country"]
    area, charge = (
        [AREA[country[place]] for place in problem.labels],
        [CHARGE.get(country[place], 0.0) for place in problem.labels],
    )
    hubs = [problem.labels.index(place) for place in problem.candidates]
    for i, j in itertools.product(range(problem.n), repeat=2):
        for k, m in itertools.product(hubs, repeat=2):
            held = {k, m}
            yield i, j, k, m, sum(charge[hub] for hub in held if area[hub] not in (area[i], area[j]))


@pytest.mark.parametrize("cls", CLASSES)
def test_every_way_pays_at_each_hub_that_is_a_third_country_to_both_ends(customs, cls):
    region = customs.region()
    problem, plain = region.problem(classes=[cls]), region.with_parameter("third_country_usd_per_t", value=0.0)
    (free,) = plain.problem(classes=[cls]).blocks
    position = {problem.labels.index(place): at for at, place in enumerate(problem.candidates)}
    charged = 0
    for i, j, k, m, charge in hub_path_charges(region, problem):
        mine = [block for block in problem.blocks if block.flow[i, j] > 0]
        assert len(mine) == (free.flow[i, j] > 0)
        for block in mine:
            a, b = position[k], position[m]
            extra = (block.collection[i, a] + block.transfer[a, b] + block.distribution[b, j]) - (
                free.collection[i, a] + free.transfer[a, b] + free.distribution[b, j]
            )
            assert extra == pytest.approx(charge)
            charged += charge > 0
    assert charged > 0
    assert_blocks_add_up(region)


def test_the_time_that_goods_are_held_costs_what_it_costs_the_class(customs):
    customs.drop("parameters.csv", lambda row: row["parameter"] != "third_country_usd_per_t")
    customs.add("parameters.csv", parameter="third_country_h", country="SRB", central=48)
    customs.add("parameters.csv", parameter="third_country_h", country="SRB", **{"class": "parcels"}, central=24)
    state = customs.region().state()
    assert state.third_country_usd_per_t("containers", "BEG") == pytest.approx(2 * 3000 * 0.005)
    assert state.third_country_usd_per_t("parcels", "BEG") == pytest.approx(20000 * 0.01)
    assert state.third_country_usd_per_t("parcels", "BUD") == 0


def test_a_country_without_an_area_is_one_of_its_own(customs):
    state = customs.region().state()
    assert [state.customs_area(place) for place in ("VIE", "BUD", "BEG", "CND")] == ["EU", "EU", "SRB", "ROU"]


def test_a_charge_may_change_in_a_scenario(customs):
    customs.scenario("union", "[[parameter]]\nparameter = 'third_country_usd_per_t'\ncountry = 'SRB'\nvalue = 0\n")
    region = customs.region()
    assert region.state("union").third_country_usd_per_t("parcels", "BEG") == 0
    assert region.state("union").third_country_usd_per_t("parcels", "BUD") == 30


def test_where_no_hub_charges_a_class_is_one_block(customs):
    problem = customs.region().problem(candidates=["SOF", "VIE"])
    assert list(problem.metadata["class_of_block"]) == CLASSES


def test_a_class_of_which_nothing_is_sent_keeps_a_block(customs):
    region = customs.region().with_demand(0.0, cls="parcels")
    names = region.problem().metadata["class_of_block"]
    assert names["parcels"] == "parcels"
    assert region.problem().total_flow > 0


def test_services_and_customs_areas_divide_a_class_together(customs):
    customs.services({"stops": "VIE;BUD;BUH", "departures_per_week": 7, "t_per_departure": 100})
    region = customs.region()
    assert_blocks_add_up(region)
    names = list(region.problem().metadata["class_of_block"])
    assert len(names) == len(set(names))
    assert any("/scheduled/" in name for name in names)


def test_charges_reach_the_cost_of_a_design(customs):
    """With one hub open, the charge of each tonne that would pass it is known by hand."""
    region = customs.region().with_parameter("unmet_usd_per_t", value=1e6)
    free = region.with_parameter("third_country_usd_per_t", value=0.0)
    problems = [each.problem(candidates=["BEG"], services="hubs") for each in (region, free)]
    costs = [evaluate_hubs(problem, ["BEG"])["cost"].sum() for problem in problems]
    country = region.places["country"]
    outside = [AREA[country[place]] != "SRB" for place in problems[0].labels]
    foreign = sum(block.flow[np.ix_(outside, outside)].sum() for block in problems[1].blocks)
    assert costs[0] - costs[1] == pytest.approx(20 * foreign)


def test_changes_by_country_are_checked(customs):
    region = customs.region()
    with pytest.raises(ValueError, match="unknown country 'SRV'"):
        region.with_parameter("third_country_usd_per_t", value=1.0, country="SRV")
    changed = region.with_overrides(ParameterChange("third_country_usd_per_t", factor=0.5, country="HUN"))
    assert changed.state().third_country_usd_per_t("parcels", "BUD") == 15
