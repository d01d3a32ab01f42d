"""Draws of all uncertain inputs together."""

import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from scipy.stats import kstest, spearmanr, triang

from geodata import UnknownNameError
from tests.geodata.region.test_service_properties import assert_same

ROAD = [f"parameters.tariff_usd_per_tkm[mode=road,service={service}]" for service in ("single", "consolidated")]
OTHER = "parameters.speed_kmh[mode=rail]"


def rank_correlation(draws, one, other):
    frame = draws.frame()
    return spearmanr(frame[one], frame[other]).statistic


def spearman(rho):
    """Rank correlation of two normal numbers with correlation `rho` (Pearson 1907)."""
    return 6 / np.pi * np.arcsin(rho / 2)


@pytest.mark.parametrize("method", ["latin", "sobol", "random"])
def test_every_input_keeps_its_triangle(danube_region, method):
    frame = danube_region.sample_inputs(1500, 7, method).frame()
    known = danube_region.uncertain_inputs()
    for name in [*ROAD, OTHER, "hubs.handling_factor[place=BUD]", "crossings.dwell_h[link=bud-beg-rail]"]:
        low, mode, high = known.loc[name, ["low", "central", "high"]]
        shape = triang((mode - low) / (high - low), low, high - low)
        assert kstest(frame[name], shape.cdf).pvalue > 1e-3
        assert frame[name].mean() == pytest.approx((low + mode + high) / 3, abs=4 * shape.std() / np.sqrt(1500))


@pytest.mark.parametrize("rho", [0.0, 0.3, 0.8])
def test_inputs_of_a_cause_have_its_correlation(danube_region, rho):
    draws = danube_region.sample_inputs(4000, 3, correlation=rho)
    assert rank_correlation(draws, *ROAD) == pytest.approx(spearman(rho), abs=0.05)


def test_inputs_of_two_causes_do_not_depend_on_each_other(danube_region):
    draws = danube_region.sample_inputs(4000, 3, correlation=1.0)
    assert rank_correlation(draws, ROAD[0], OTHER) == pytest.approx(0.0, abs=0.05)


def test_at_correlation_1_a_cause_moves_together(danube_region):
    draws = danube_region.sample_inputs(50, 1, correlation=1.0)
    for i in (0, 17):
        quantiles = draws.input_quantiles(i)
        assert quantiles[ROAD[0]] == quantiles[ROAD[1]] == draws.quantiles.loc[i, "tariffs road"]


def test_correlations_by_cause_leave_the_others_at_their_default(danube_region):
    draws = danube_region.sample_inputs(4000, 5, correlation={"tariffs road": 0.9})
    assert rank_correlation(draws, *ROAD) == pytest.approx(spearman(0.9), abs=0.05)
    rail = [f"parameters.tariff_usd_per_tkm[mode=rail,service={service}]" for service in ("single", "consolidated")]
    assert rank_correlation(draws, *rail) == pytest.approx(spearman(0.5), abs=0.05)


def test_a_latin_hypercube_meets_every_interval_once(danube_region):
    quantiles = danube_region.sample_inputs(200, 1, "latin").quantiles
    for cause in quantiles:
        assert sorted(np.floor(quantiles[cause] * 200).astype(int)) == list(range(200))


def test_sobol_points_are_evener_than_random_ones(danube_region):
    def unevenness(method):
        quantiles = danube_region.sample_inputs(256, 1, method).quantiles.to_numpy()
        counts = [np.histogram2d(quantiles[:, 0], quantiles[:, k], bins=8)[0] for k in range(1, 6)]
        return np.std(counts)

    assert unevenness("sobol") < 0.7 * unevenness("random")


@pytest.mark.parametrize("method", ["latin", "sobol", "random"])
def test_equal_seeds_give_equal_draws_in_any_order_and_process(danube_region, method):
    one, again, other = (danube_region.sample_inputs(20, seed, method) for seed in (1, 1, 2))
    later = pickle.loads(pickle.dumps(again))  # noqa: S301 - our own
    for i in (13, 2):
        assert one.values(i).equals(later.values(i))
        assert not one.values(i).equals(other.values(i))


@pytest.mark.parametrize("method", ["sobol", "random"])
def test_the_first_draws_are_those_of_a_shorter_plan(danube_region, method):
    long, short = (danube_region.sample_inputs(n, 4, method) for n in (50, 10))
    assert long.frame().head(10).equals(short.frame())


def test_the_draws_of_an_input_do_not_depend_on_its_company(edit):
    before = edit.region().sample_inputs(30, 4).frame()
    edit.drop("parameters.csv", lambda row: row["parameter"] != "growth_percent_per_year")
    edit.drop("hubs.csv", lambda row: row["place"] != "BUD")
    after = edit.region().sample_inputs(30, 4).frame()
    common = before.columns.intersection(after.columns)
    alone = [name for name in common if name.startswith("hubs")]
    assert after[common.drop(alone)].equals(before[common.drop(alone)])


def test_a_draw_is_a_region_with_these_values(danube_region):
    draws = danube_region.sample_inputs(3, 1)
    region = draws.region(2)
    assert region.uncertain_inputs()["value"].equals(draws.values(2).rename("value").rename_axis("input"))
    assert_same(region.problem(), danube_region.with_inputs(draws.values(2).to_dict()).problem())
    assert [str(item) for item in region.overrides] == [
        f"InputChange({len(draws.ids)} inputs: draw 2 of 3, latin, seed 1, correlation 0.5)"
    ]
    assert len(list(draws)) == len(draws) == 3


def test_inputs_that_are_set_are_not_drawn(danube_region):
    draws = danube_region.with_inputs({ROAD[0]: 0.1}).sample_inputs(3, 1)
    assert ROAD[0] not in draws.ids
    assert {region.uncertain_inputs().loc[ROAD[0], "value"] for region in draws} == {0.1}
    assert draws.frame()[OTHER].equals(danube_region.sample_inputs(3, 1).frame()[OTHER])


def test_weights_of_scenarios_follow_each_draw(central_asia):
    draws = central_asia.sample_inputs(3, 1)
    for i in range(3):
        item = draws.region(i).scenarios["khorgos-closed"]
        per_year = draws.values(i)["scenarios.per_year[scenario=khorgos-closed]"]
        assert item.probability == pytest.approx(per_year * (10 + 14 / 2) / 365)


def test_a_plan_is_pickled_without_its_numbers(danube_region):
    draws = danube_region.sample_inputs(5000, 1)
    draws.values(0)
    assert len(pickle.dumps(draws)) < len(pickle.dumps(danube_region)) + 500


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"n": 0}, "number of draws"),
        ({"n": 2.5}, "number of draws"),
        ({"seed": -1}, "seed"),
        ({"method": "halton"}, "latin, sobol, random"),
        ({"correlation": 1.5}, "1.5 is not a number from 0 to 1"),
        ({"correlation": {"tariffs road": -0.5}}, "-0.5 of tariffs road"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(danube_region, wrong, words):
    with pytest.raises(ValueError, match=words):
        danube_region.sample_inputs(**({"n": 5, "seed": 1} | wrong))


def test_a_cause_that_is_not_there_is_refused(danube_region):
    with pytest.raises(UnknownNameError, match="tariffs road"):
        danube_region.sample_inputs(5, 1, correlation={"tariffs roads": 0.5})


def test_there_is_no_draw_beyond_the_plan(danube_region):
    draws = danube_region.sample_inputs(5, 1)
    for i in (-1, 5):
        with pytest.raises(IndexError, match="0 to 4"):
            draws.region(i)


def test_a_region_in_which_all_is_certain_has_draws_without_inputs(edit):
    for file in ("parameters.csv", "crossings.csv", "hubs.csv", "trade.csv"):
        header, *rows = edit.rows(file)
        ends = [number for number, name in enumerate(header) if name.endswith(("low", "high"))]
        edit.write(file, [header, *(["" if at in ends else cell for at, cell in enumerate(row)] for row in rows)])
    region = edit.region()
    assert region.uncertain_inputs().empty
    for method in ("latin", "sobol", "random"):
        draws = region.sample_inputs(4, 1, method)
        assert draws.frame().shape == (4, 0)
        assert_same(draws.region(3).problem(), region.problem())
    assert_same(region.with_quantiles({}).problem(), region.with_inputs({}).problem())


def test_threads_share_what_is_made_once(danube_region):
    draws = danube_region.sample_inputs(12, 1)
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda i: draws.region(i).problem().blocks[0].transfer, range(12)))
    alone = [danube_region.sample_inputs(12, 1).region(i).problem().blocks[0].transfer for i in range(12)]
    assert all(np.array_equal(one, other) for one, other in zip(together, alone, strict=True))
