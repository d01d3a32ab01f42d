"""Trade tables: classes, masses, groups, re-exports, shocks and growth."""

import numpy as np
import pytest

import geodata


def table(region, scenario="base", **options):
    frame = region.trade(scenario, **options).frame()
    return frame.set_index(["exporter", "importer", "class"])


def test_a_total_is_split_by_class_share(danube_region):
    trade = table(danube_region)
    assert trade.loc[("AUT", "HUN", "containers"), "value_usd"] == pytest.approx(0.9 * 7e9)
    assert trade.loc[("AUT", "HUN", "parcels"), "value_usd"] == pytest.approx(0.1 * 7e9)
    assert trade.loc[("AUT", "HUN", "containers"), "mass_t"] == pytest.approx(0.9 * 7e9 / 3000)


def test_a_mass_that_is_given_is_kept(danube_region):
    assert table(danube_region).loc[("SRB", "BGR", "containers"), "mass_t"] == pytest.approx(0.5e6)
    assert ("SRB", "BGR", "parcels") not in table(danube_region).index


def test_a_total_beside_a_class_gives_the_rest_to_the_others(edit):
    edit.add("trade.csv", exporter="SRB", importer="BGR", value_bn_usd=1.0, mass_mt=0.6, source="example")
    trade = table(geodata.load_region(edit.folder))
    assert trade.loc[("SRB", "BGR", "containers"), "value_usd"] == pytest.approx(0.8e9)
    assert trade.loc[("SRB", "BGR", "parcels"), "value_usd"] == pytest.approx(0.2e9)
    assert trade.loc[("SRB", "BGR", "parcels"), "mass_t"] == pytest.approx(0.1e6)


def test_a_group_is_split_by_gdp(edit):
    rows = edit.rows("countries.csv")
    for row in rows[1:]:
        if row[0] in ("AUT", "HUN"):
            row[rows[0].index("group")] = "EU"
    edit.write("countries.csv", rows)
    edit.drop("trade.csv", lambda row: row["importer"] != "ROU" or row["exporter"] not in ("AUT", "HUN"))
    edit.add("trade.csv", exporter="EU", importer="ROU", value_bn_usd=72, source="example")
    trade = table(geodata.load_region(edit.folder))
    assert trade.loc[("AUT", "ROU", "containers"), "value_usd"] == pytest.approx(0.9 * 51e9)
    assert trade.loc[("HUN", "ROU", "containers"), "value_usd"] == pytest.approx(0.9 * 21e9)


@pytest.fixture
def reexporting(edit):
    path = edit.folder / "region.toml"
    block = '\n[[reexport]]\ncountry = "HUN"\norigin = "AUT"\ndestinations = { ROU = 3, SRB = 1 }\n'
    path.write_text(path.read_text(encoding="utf-8") + block, encoding="utf-8")
    edit.add("parameters.csv", parameter="reexport_share", low=0, central=0.4, high=0.6)
    return geodata.load_region(edit.folder)


def test_reexports_go_on_by_weight_and_stay_in_the_imports(reexporting, danube_region):
    with_, without = table(reexporting)["value_usd"], table(danube_region)["value_usd"]
    more = with_ - without
    assert more["HUN", "ROU", "containers"] == pytest.approx(0.75 * 0.4 * 0.9 * 7e9)
    assert more["HUN", "SRB", "parcels"] == pytest.approx(0.25 * 0.4 * 0.1 * 7e9)
    assert more["AUT", "HUN", "containers"] == 0


def test_reexports_are_a_switch(reexporting, danube_region):
    off = reexporting.with_parameters({"reexport_share": 0})
    assert (table(off)["value_usd"] == table(danube_region)["value_usd"]).all()
    scenario = geodata.Scenario("off", parameters=(geodata.ParameterChange("reexport_share", value=0.0),))
    assert (table(reexporting, scenario)["value_usd"] == table(danube_region)["value_usd"]).all()


def test_demand_shocks_multiply_what_they_name(danube_region):
    base = table(danube_region)["mass_t"]
    shocks = {
        geodata.DemandChange(2.0, exporter=("HUN",)): lambda e, i, c: e == "HUN",
        geodata.DemandChange(2.0, importer=("HUN",)): lambda e, i, c: i == "HUN",
        geodata.DemandChange(2.0, country=("HUN",)): lambda e, i, c: "HUN" in (e, i),
        geodata.DemandChange(2.0, exporter=("HUN",), cls=("parcels",)): lambda e, i, c: e == "HUN" and c == "parcels",
        geodata.DemandChange(2.0): lambda e, i, c: True,
    }
    for shock, named in shocks.items():
        shocked = table(danube_region, geodata.Scenario("x", demand=(shock,)))["mass_t"]
        expected = [value * (2 if named(*key) else 1) for key, value in base.items()]
        assert shocked.to_numpy() == pytest.approx(np.array(expected)), shock


def test_trade_grows_by_the_year(danube_region):
    later = table(danube_region, year=2026)["value_usd"]
    assert (later / table(danube_region)["value_usd"]).to_numpy() == pytest.approx(1.03**3)


def test_flows_add_up_to_trade_exactly(danube_region, central_asia):
    for region, scenarios in ((danube_region, ["base"]), (central_asia, ["base", "kyrgyz-reexport-off"])):
        for scenario in scenarios:
            trade = region.trade(scenario)
            country = region.places["country"]
            for index, cls in enumerate(trade.classes):
                for unit, totals in (("usd", trade.value_usd), ("t", trade.mass_t)):
                    flows = region.flows(scenario, cls, unit=unit)
                    summed = flows.groupby(country).sum().T.groupby(country).sum().T
                    summed = summed.loc[list(trade.countries), list(trade.countries)].to_numpy()
                    np.testing.assert_allclose(summed, totals[index], rtol=1e-9)


def test_closing_a_corridor_leaves_demand_alone(central_asia):
    assert central_asia.flows("khorgos-closed").equals(central_asia.flows("base"))
