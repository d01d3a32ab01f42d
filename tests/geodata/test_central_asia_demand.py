"""The bundled region's demand: totals of the sources, direction, class, shares."""

import numpy as np
import pytest

CA5 = ["KAZ", "KGZ", "TJK", "TKM", "UZB"]
OBSERVED_BN_USD = {  # both directions, 2023, as the sources have them
    ("CHN", "KAZ"): 41.02,
    ("CHN", "KGZ"): 19.8,
    ("CHN", "UZB"): 14.0,
    ("CHN", "TJK"): 3.9,
    ("RUS", "KAZ"): 26.0,
    ("RUS", "UZB"): 9.9,
    ("RUS", "KGZ"): 2.9,
    ("RUS", "TJK"): 1.7,
    ("RUS", "TKM"): 1.6,
    ("RUS", "AZE"): 4.4,
    ("RUS", "GEO"): 2.4,
    ("KAZ", "UZB"): 4.4,
    ("KAZ", "KGZ"): 1.3179,
    ("KAZ", "TJK"): 1.1488,
    ("UZB", "TUR"): 3.09,
    ("UZB", "KOR"): 2.34,
    ("TKM", "UZB"): 1.09,
    ("TKM", "TUR"): 2.6,
}


def listed(region, exporter, importer):
    trade = region.data["trade"].frame()
    chosen = (trade["exporter"] == exporter) & (trade["importer"] == importer)
    return float(trade.loc[chosen, "value_bn_usd"].sum())


def by_country(region, flows):
    countries = region.places["country"].reindex(flows.index)
    return flows.groupby(countries).sum().T.groupby(countries).sum().T


@pytest.mark.parametrize(("pair", "total"), OBSERVED_BN_USD.items())
def test_trade_adds_up_to_the_sources(central_asia, pair, total):
    assert listed(central_asia, *pair) + listed(central_asia, *pair[::-1]) == pytest.approx(total, abs=1e-9)


def test_country_totals_are_exact_after_balancing(central_asia):
    for cls in central_asia.classes.index:
        for unit, column in (("usd", "value_usd"), ("t", "mass_t")):
            sent = by_country(central_asia, central_asia.flows("base", cls, unit=unit))
            trade = central_asia.trade().frame()
            trade = trade[trade["class"] == cls]
            for row in trade.itertuples():
                given = getattr(row, column)
                assert sent.loc[row.exporter, row.importer] == pytest.approx(given, rel=1e-9)


def test_china_kazakhstan_in_the_balanced_flows(central_asia):
    sent = by_country(central_asia, central_asia.flows("kyrgyz-reexport-off", unit="usd"))
    assert sent.loc["CHN", "KAZ"] / 1e9 == pytest.approx(24.70, rel=1e-9)
    assert (sent.loc["CHN", "KAZ"] + sent.loc["KAZ", "CHN"]) / 1e9 == pytest.approx(41.02, rel=1e-9)


def test_kazakhstan_ranks_first_of_the_five_with_china(central_asia):
    totals = {c: listed(central_asia, "CHN", c) + listed(central_asia, c, "CHN") for c in CA5}
    assert max(totals, key=totals.get) == "KAZ"


def test_china_with_the_five_less_turkmen_gas(central_asia):
    total = sum(listed(central_asia, "CHN", c) + listed(central_asia, c, "CHN") for c in CA5)
    gas = 9.6 - listed(central_asia, "TKM", "CHN")
    assert 9.0 < gas < 9.6
    assert total + gas == pytest.approx(89.4, abs=0.2)


def test_growth_scenario_scales_trade_with_china_and_nothing_else(central_asia):
    base, grown = (by_country(central_asia, central_asia.flows(s, unit="usd")) for s in ("base", "china-trade-grows"))
    assert grown.loc["CHN", "KAZ"] / base.loc["CHN", "KAZ"] == pytest.approx(1.179)
    assert grown.loc["KAZ", "CHN"] / base.loc["KAZ", "CHN"] == pytest.approx(1.179)
    assert grown.loc["RUS", "KAZ"] == pytest.approx(base.loc["RUS", "KAZ"])


def test_flows_are_directed_and_differ_by_class(central_asia):
    bulk = by_country(central_asia, central_asia.flows("base", "bulk"))
    machinery = by_country(central_asia, central_asia.flows("base", "machinery"))
    assert bulk.loc["KAZ", "CHN"] > 5 * bulk.loc["CHN", "KAZ"]
    assert machinery.loc["CHN", "KAZ"] > 1e6 > machinery.loc["KAZ", "CHN"]
    assert machinery.loc["CHN", "TJK"] > 0


def test_tonnes_over_the_two_rail_posts(central_asia):
    table = central_asia.calibration()
    split, mass = table.loc["s-posts"], table.loc["m-kz-cn-rail"]
    assert split["value"] == 58
    assert 0 < split["modelled"] < 100
    assert mass["modelled"] == pytest.approx(28, rel=0.15)


def test_rail_between_kazakhstan_and_uzbekistan(central_asia):
    assert central_asia.calibration().loc["m-kz-uz-rail", "within"]


def test_kyrgyz_reexport_can_be_switched(central_asia):
    on, off = (by_country(central_asia, central_asia.flows(s, "containers")) for s in ("base", "kyrgyz-reexport-off"))
    assert on.loc["KGZ", "KAZ"] > 2 * off.loc["KGZ", "KAZ"]
    assert on.loc["CHN", "KGZ"] == pytest.approx(off.loc["CHN", "KGZ"])


def test_doubling_uzbek_trade(central_asia):
    base, doubled = (by_country(central_asia, central_asia.flows(s)) for s in ("base", "uzbekistan-trade-doubles"))
    assert doubled["UZB"].sum() == pytest.approx(2 * base["UZB"].sum(), rel=1e-6)


def test_nothing_is_sent_home_or_negative(central_asia):
    sent = central_asia.flows()
    assert (sent.to_numpy() >= 0).all()
    domestic = by_country(central_asia, sent)
    assert np.diag(domestic).sum() == 0


def test_bulk_hardly_uses_hubs_and_through_trains_none(central_asia):
    def share(cls):
        costs = central_asia.leg_costs("base", cls, ["XIY", "ALA"])
        hubs = [costs.labels.index(place) for place in ("XIY", "ALA")]
        best = np.full_like(costs.direct, np.inf)
        for first in hubs:
            for last in hubs:
                between = 0.0 if first == last else costs.transfer[first, last]
                best = np.minimum(best, costs.collection[:, [first]] + between + costs.distribution[[last], :])
        flows = central_asia.flows("base", cls).reindex(index=list(costs.labels), columns=list(costs.labels))
        weight = flows.fillna(0.0).to_numpy()
        return weight[best < costs.direct - 1e-9].sum() / weight.sum()

    assert share("through") < 0.02
    assert share("bulk") < 0.05
    assert share("containers") > 2 * share("bulk")
