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


def test_a_known_mass_moves_with_the_value_that_is_drawn(edit):
    """Serbia - Bulgaria: 0.8 bn USD and 0.5 Mt; at the high value of 1.6 bn USD it is twice the mass."""
    row = next(i for i, cells in enumerate(edit.rows("trade.csv"), 1) if cells[:3] == ["SRB", "BGR", "containers"])
    edit.cell("trade.csv", row, "value_bn_usd_low", "0.4")
    edit.cell("trade.csv", row, "value_bn_usd_high", "1.6")
    for level, mass in (("low", 0.25e6), ("central", 0.5e6), ("high", 1.0e6)):
        trade = table(edit.region(level=level))
        assert trade.loc[("SRB", "BGR", "containers"), "mass_t"] == pytest.approx(mass)
    drawn = table(edit.region().sample_parameters(3)).loc[("SRB", "BGR", "containers")]
    assert drawn["mass_t"] / drawn["value_usd"] == pytest.approx(0.5e6 / 0.8e9)
    assert drawn["value_usd"] != pytest.approx(0.8e9)


def test_each_class_grows_by_its_own_rate_in_value_and_mass(edit):
    edit.add("parameters.csv", parameter="growth_percent_per_year", **{"class": "parcels"}, central=10)
    region = edit.region()
    before, after, earlier = table(region), table(region, year=2025), table(region, year=2022)
    for cls, rate in (("containers", 1.03), ("parcels", 1.10)):
        for column in ("value_usd", "mass_t"):
            key = (("AUT", "HUN", cls), column)
            assert after.loc[key] == pytest.approx(before.loc[key] * rate**2)
            assert earlier.loc[key] == pytest.approx(before.loc[key] / rate)


def test_shares_of_classes_need_not_add_up_to_one(edit):
    edit.drop("parameters.csv", lambda row: row["parameter"] != "class_share")
    for cls, share in (("containers", 3), ("parcels", 1)):
        edit.add("parameters.csv", parameter="class_share", **{"class": cls}, central=share)
    trade = table(edit.region())
    assert trade.loc[("AUT", "HUN", "containers"), "value_usd"] == pytest.approx(0.75 * 7e9)
    assert trade.loc[("AUT", "HUN", "parcels"), "value_usd"] == pytest.approx(0.25 * 7e9)


def test_members_of_a_group_do_not_trade_with_themselves(edit):
    rows = edit.rows("countries.csv")
    for row in rows[1:]:
        if row[0] in ("AUT", "HUN"):
            row[rows[0].index("group")] = "EU"
    edit.write("countries.csv", rows)
    edit.drop("trade.csv", lambda row: (row["exporter"], row["importer"]) != ("AUT", "HUN"))
    edit.add("trade.csv", exporter="EU", importer="HUN", value_bn_usd=10, source="example")
    trade = table(edit.region())["value_usd"]
    assert trade["AUT", "HUN", "containers"] == pytest.approx(0.9 * 10e9 * 510 / (510 + 210))
    assert "HUN" not in trade.xs("HUN", level="importer").index.get_level_values("exporter")


def test_only_goods_of_the_named_origin_are_sent_on_and_with_their_mass(reexporting, danube_region):
    """Hungary sends on 40% of what it imports from Austria, not of what comes from Serbia or Romania."""
    with_, without = table(reexporting), table(danube_region)
    more = with_["mass_t"] - without["mass_t"]
    assert more["HUN", "ROU", "containers"] == pytest.approx(0.75 * 0.4 * 0.9 * 7e9 / 3000)
    assert more["HUN", "SRB", "containers"] == pytest.approx(0.25 * 0.4 * 0.9 * 7e9 / 3000)
    assert more[more > 1].index.droplevel("class").unique().tolist() == [("HUN", "SRB"), ("HUN", "ROU")]


def test_shocks_on_the_same_trade_multiply(danube_region):
    shocks = (geodata.DemandChange(2.0, exporter=("HUN",)), geodata.DemandChange(3.0, importer=("ROU",)))
    before = table(danube_region)["value_usd"]
    after = table(danube_region, geodata.Scenario("x", demand=shocks))["value_usd"]
    assert after["HUN", "ROU", "parcels"] == pytest.approx(6 * before["HUN", "ROU", "parcels"])
    assert after["HUN", "SRB", "parcels"] == pytest.approx(2 * before["HUN", "SRB", "parcels"])
    assert after["AUT", "ROU", "parcels"] == pytest.approx(3 * before["AUT", "ROU", "parcels"])


def test_members_of_a_group_without_a_place_take_no_part_of_its_trade(edit):
    rows = edit.rows("countries.csv")
    for row in rows[1:]:
        if row[0] in ("AUT", "HUN"):
            row[rows[0].index("group")] = "EU"
    edit.write("countries.csv", rows)
    edit.add("countries.csv", iso3="FRA", name="France", gdp_bn_usd=3000, population_m=68, group="EU", source="example")
    edit.drop("trade.csv", lambda row: row["importer"] != "ROU" or row["exporter"] not in ("AUT", "HUN"))
    edit.add("trade.csv", exporter="EU", importer="ROU", value_bn_usd=72, source="example")
    trade = table(edit.region())["value_usd"]
    assert trade["AUT", "ROU", "parcels"] == pytest.approx(0.1 * 51e9)
    assert trade["HUN", "ROU", "parcels"] == pytest.approx(0.1 * 21e9)
