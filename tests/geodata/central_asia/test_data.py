"""The bundled region as data: every number has a source, names that an analyst looks for are there."""

import math
import shutil
from urllib.parse import urlsplit

import pytest

import geodata
from geodata.places import great_circle_km

CA5 = {"KAZ", "KGZ", "TJK", "TKM", "UZB"}
CORRIDORS = [
    "Northern route (Russia)",
    "Trans-Caspian (Middle Corridor)",
    "Trans-Caspian via Turkmenbashi",
    "Baku-Tbilisi-Kars",
    "Black Sea (Poti/Batumi-Constanta)",
    "Iran-Turkiye",
    "Bandar Abbas",
    "Sarahs",
    "Inche Borun (Uzen-Bereket-Gorgan)",
    "China-Kyrgyzstan-Uzbekistan railway",
    "Torugart",
    "Irkeshtam",
    "Kulma",
    "Khorgos/Altynkol",
    "Alashankou/Dostyk",
    "Bakhty",
    "Mongolia (Erenhot)",
    "Manzhouli",
    "Afghanistan-Pakistan",
    "Sea via Suez",
    "Sea via the Cape",
    "Taiyuan-Almaty air route",
]
SCENARIOS = [
    "russia-closed", "khorgos-closed", "alashankou-closed", "khorgos-alashankou-closed", "caspian-out",
    "caspian-low-water", "iran-closed", "red-sea", "cku-open", "taiyuan-almaty-air-on", "taiyuan-almaty-air-off",
    "xian-terminal-on", "xian-terminal-off", "green-lanes-on", "green-lanes-off", "border-congestion",
    "kazakhstan-transit-closed", "uzbekistan-trade-doubles", "torugart-irkeshtam-closed", "kyrgyz-reexport-off",
]  # fmt: skip


def rows(region, table):
    return region.data[table].frame()


def test_no_faults():
    assert geodata.check_region(geodata.region_folder("central-asia")) == []


@pytest.mark.parametrize(
    "table", ["places", "links", "crossings", "classes", "parameters", "hubs", "countries", "trade", "references"]
)
def test_every_row_names_a_known_source_and_its_confidence(central_asia, table):
    frame = rows(central_asia, table)
    known = set(central_asia.sources.index)
    for names in frame["source"]:
        assert names
        assert {name.strip() for name in names.split(";")} <= known
    assert set(frame["confidence"]) <= {"observed", "derived", "assumed"}


def test_every_source_says_what_it_is(central_asia):
    sources = central_asia.sources
    assert (sources["title"].str.len() > 10).all()
    assert (sources["licence"].str.len() > 0).all()


def test_every_source_names_its_publication(central_asia):
    """With an address, or by a publisher, a date or number that a reader can look up."""
    for name, source in central_asia.sources.iterrows():
        assert len(source["publisher"]) > 2, name
        assert source["url"] == "" or source["url"].startswith("http"), name


def test_no_source_is_a_bare_home_page(central_asia):
    for name, url in central_asia.sources["url"].items():
        address = urlsplit(url)
        assert not url or address.query or address.path.strip("/") not in ("", "en"), name


def test_lengths_that_were_not_looked_up_are_not_observed(central_asia):
    links = rows(central_asia, "links")
    recalled = links["source"].str.contains("published-lengths|published-road")
    assert recalled.sum() > 150
    assert not (links.loc[recalled, "confidence"] == "observed").any()


def test_references_are_many(central_asia):
    references = rows(central_asia, "references")
    assert len(references) >= 100
    assert (references["kind"] == "transit_days").sum() >= 25
    assert (references["kind"] == "distance_km").sum() >= 55


def test_whom_the_report_speaks_of(central_asia):
    assert {central_asia.incumbent, central_asia.challenger} == {"ALA", "TAS"}
    assert {central_asia.incumbent, central_asia.challenger} <= set(central_asia.candidates)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('incumbent = "XXX"', "unknown place"),
        ('challenger = "ALA"', "the same place as the incumbent"),
        ("challenger = 3", "must be the id of a place"),
    ],
)
def test_wrong_incumbents_are_faults(tmp_path, line, problem):
    folder = shutil.copytree(geodata.region_folder("central-asia"), tmp_path / "region")
    settings = folder / "region.toml"
    key = line.split(" ")[0]
    kept = [row for row in settings.read_text(encoding="utf-8").splitlines() if not row.startswith(key)]
    kept.insert(kept.index("[defaults]") + 1, line)
    settings.write_text("\n".join(kept), encoding="utf-8")
    assert any(problem in fault.problem for fault in geodata.check_region(folder))


def test_no_incumbent_is_needed(tmp_path):
    region = geodata.load_region(geodata.new_region(tmp_path / "region"))
    assert region.incumbent is None
    assert region.challenger is None


def test_size(central_asia):
    modes = rows(central_asia, "links")["mode"].value_counts()
    assert len(central_asia.places) >= 105
    assert modes.sum() >= 300
    assert set(modes.index) == {"rail", "road", "air", "ferry", "sea"}
    assert len(central_asia.classes) >= 4
    assert len(central_asia.candidates) >= 14
    assert {"ALA", "TAS"} <= set(central_asia.candidates)
    assert "XIY" in central_asia.gateways


@pytest.mark.parametrize("country", sorted(CA5))
def test_the_five_have_several_demand_places(central_asia, country):
    places = central_asia.places
    demand = places[(places["country"] == country) & places["roles"].map(lambda roles: "demand" in roles)]
    assert len(demand) >= 4


def test_xinjiang_is_an_origin_of_its_own(central_asia):
    flows = central_asia.flows()
    for place in ("URC", "KHG", "YIN"):
        assert flows.loc[place].sum() > 0


def test_stale_populations_are_corrected(central_asia):
    population = central_asia.places["population"]
    assert population["TAS"] == pytest.approx(3.0e6, rel=0.05)
    assert population["DYU"] == pytest.approx(1.2e6, rel=0.05)


@pytest.mark.parametrize("name", CORRIDORS)
def test_corridor_is_there_by_name(central_asia, name):
    assert any(name in names for names in rows(central_asia, "links")["corridors"])


@pytest.mark.parametrize("name", SCENARIOS)
def test_scenario_is_there_and_can_be_costed(central_asia, name):
    direct = central_asia.leg_costs(name, "containers").direct
    assert math.isfinite(direct.min())


def test_probabilities_and_durations(central_asia):
    likely = [item for item in central_asia.scenarios.values() if item.probability]
    assert len(likely) >= 12
    for item in likely:
        assert 0 < item.probability < 0.5
        assert item.duration_days
        assert item.probability_source in central_asia.sources.index
    border = [item for item in likely if item.group == "china-border"]
    assert len(border) >= 4
    assert all(item.correlation > 0 for item in border)


@pytest.mark.parametrize(
    ("name", "share"),
    [
        ("poland-belarus-closed", 0.25 * (13 + 20 / 2) / 365),
        ("caspian-weather", 0.9 * (61 + 21 / 2) / 365),
        ("truck-quota", 1.0 * (30 + 20 / 2) / 365),
    ],
)
def test_share_of_the_time_of_a_disruption(central_asia, name, share):
    """Occurrences a year times days, those of the recovery by half."""
    assert central_asia.scenarios[name].probability == pytest.approx(share)


def test_all_that_may_happen_counts_by_default(central_asia):
    likely = {name for name, item in central_asia.scenarios.items() if item.probability}
    assert likely | {"base"} == set(central_asia.default_scenarios)


def test_most_references_are_not_fitted_and_some_were_never_looked_at(central_asia):
    use = rows(central_asia, "references")["use"].value_counts()
    assert set(use.index) == {"fitted", "seen", "fresh"}
    assert use["fitted"] < 0.3 * use.sum()
    assert use["fresh"] >= 7


def test_customs_areas(central_asia):
    countries = rows(central_asia, "countries").set_index("iso3")
    union = {"ARM", "BLR", "KAZ", "KGZ", "RUS"}
    assert set(countries.index[countries["customs_area"] == "EAEU"]) == union
    assert countries.loc["POL", "customs_area"] == countries.loc["DEU", "customs_area"] == "EU27"
    assert not countries.loc["UZB", "customs_area"]


def test_lengths_are_not_far_from_the_great_circle(central_asia):
    places = central_asia.places
    links = rows(central_asia, "links")
    for link in links[links["mode"].isin(["rail", "road"])].itertuples():
        start, end = places.loc[link[2]], places.loc[link[3]]
        crow = float(great_circle_km(start["lat"], start["lon"], end["lat"], end["lon"]))
        assert link.length_km <= 3.0 * crow + 30, link.id


def test_break_of_gauge_is_a_property_of_the_link(central_asia):
    links = rows(central_asia, "links").set_index("id")
    for link in ("rail-khc-khk", "rail-alk-dos", "rail-bre-mal", "rail-akh-kar", "rail-sar-mhd", "rail-zud-erh"):
        assert {links.loc[link, "gauge_from_mm"], links.loc[link, "gauge_to_mm"]} == {1435, 1520}
    assert links.loc["rail-ala-akt", "gauge_from_mm"] == links.loc["rail-ala-akt", "gauge_to_mm"] == 1520


def test_every_land_border_has_its_crossing(central_asia):
    places = central_asia.places["country"]
    crossed = set(rows(central_asia, "crossings")["link"])
    links = rows(central_asia, "links")
    for link in links[links["mode"].isin(["rail", "road"])].itertuples():
        if places[link[2]] != places[link[3]]:
            assert link.id in crossed


def crossing(region, link, direction, cls=""):
    table = rows(region, "crossings")
    chosen = (table["link"] == link) & (table["direction"] == direction) & (table["class"] == cls)
    assert chosen.sum() == 1
    return table[chosen].iloc[0]


def test_dwell_reloading_and_capacity_are_apart(central_asia):
    """CAREC 2022 and 2023: hours out of China and out of Kazakhstan, which the time of both sides cannot be below."""
    for link, out_of_china in (("rail-alk-dos", 30.5), ("rail-khc-khk", 34.8)):
        west, east = crossing(central_asia, link, ""), crossing(central_asia, link, "backward")
        assert west["reload_h"] <= 1
        assert west["dwell_h"] == pytest.approx(out_of_china + 20)
        assert east["dwell_h"] == pytest.approx(6.8 + 16.3)
    assert crossing(central_asia, "rail-alk-dos", "")["capacity_trains_per_day"] == 14
    assert crossing(central_asia, "rail-khc-khk", "")["capacity_trains_per_day"] == 12


@pytest.mark.parametrize(
    ("link", "direction", "sides"),
    [
        ("road-khk-khc", "", (3.9, 2.1)),
        ("road-khk-khc", "backward", (51.4, 4.6)),
        ("road-dos-alk", "backward", (81.3, 4.6)),
        ("road-sry-tas", "", (3.9, 4.4)),
        ("road-sry-tas", "backward", (4.9, 4.6)),
        ("rail-sry-tas", "", (6.8, 6.7)),
        ("road-tas-lbd", "", (4.9, 4.7)),
        ("road-rkb-tbs", "backward", (54.9, 3.1)),
    ],
)
def test_a_border_is_the_sum_of_its_two_posts(central_asia, link, direction, sides):
    """Hours out of the one and into the other country, as CAREC has them for 2022 and 2023."""
    assert crossing(central_asia, link, direction)["dwell_h"] == pytest.approx(sum(sides))


def test_air_layer_has_scheduled_flights_and_a_dear_class(central_asia):
    links = rows(central_asia, "links").set_index("id")
    flight = links.loc["air-tyn-ala"]
    assert flight["mode"] == "air"
    assert flight["departures_per_week"] == 2
    assert flight["t_per_departure"] * flight["fill"] == pytest.approx(16)
    flights = links[links["mode"] == "air"]
    assert (flights["departures_per_week"] > 0).all()
    assert (flights["usd_per_departure"] > 0).all()
    numbers = central_asia.model.parameters
    worth = {
        cls: numbers.get("value_usd_per_t", cls=cls) * numbers.get("time_percent_per_day", cls=cls)
        for cls in central_asia.classes.index
    }
    assert sorted(worth, key=worth.get)[-2:] == ["ecommerce", "express"]


def a_year(flights):
    """Tonnes on board in thousands: full one way, three tenths of a load home where the way home is sold cheaper."""
    sent = flights["departures_per_week"] * flights["t_per_departure"] * flights["fill"] * 365 / 7 / 1000
    freighter = ~flights["note"].str.contains("belly")
    home = flights["departures_per_week"] * flights["t_per_departure"] * 0.3 * 365 / 7 / 1000
    return sent + home.where(freighter & (flights["tariff_factor_back"] < 1), sent)


@pytest.mark.parametrize(
    ("airports", "least", "most"),
    [(["ALA"], 100, 145), (["TAS", "NVI"], 75, 105), (["ALA", "NQZ"], 130, 190)],
)
def test_flights_carry_no_more_than_the_airports_handle(central_asia, airports, least, most):
    """Almaty 130,000 t and Uzbek airports nearly 90,000 in 2024, Kazakh airports 173,000 in 2025."""
    links = rows(central_asia, "links")
    flights = links[(links["mode"] == "air") & (links["status"] == "open")]
    handled = sum(a_year(flights[(flights["from"] == at) | (flights["to"] == at)]).sum() for at in airports)
    assert least < handled < most


def test_freighters_from_urumqi_carry_less_than_its_international_cargo(central_asia):
    """The 55,000 t handled to July 2025 were more than in all of 2024, through which flights grew fivefold."""
    links = rows(central_asia, "links")
    abroad = links[(links["mode"] == "air") & (links["from"] == "URC") & (links["status"] == "open")]
    assert 12 < a_year(abroad).sum() < 55


def test_trains_to_the_five_are_no_more_than_observed(central_asia):
    """11,920 China - Central Asia trains in 2024; 16,414 over the two posts, full trains to Europe among them."""
    country = central_asia.places["country"]
    five = {"KAZ", "UZB", "KGZ", "TJK", "TKM"}
    lines = rows(central_asia, "services")
    first, last = (lines["stops"].str[end].map(country) for end in (0, -1))
    trains = lines[(first == "CHN") & last.isin(five) & (lines["modes"].str.join(";") == "rail")]
    both_ways = 2 * 365 / 7
    assert both_ways * trains["departures_per_week"].sum() <= 16_414 - 7_380
    assert both_ways * trains["departures_per_week_high"].sum() <= 1.01 * 11_920


def test_trans_caspian_trains_are_those_of_2024(central_asia):
    trains = rows(central_asia, "services")
    ours = trains[trains["id"].str.startswith("titr-")]
    assert 2 * 365 / 7 * ours["departures_per_week"].sum() == pytest.approx(358, rel=0.02)


def test_hubs_pay_rent_once(central_asia):
    """The price of handling has no rent in it, and differs between hubs by wages alone."""
    hubs = rows(central_asia, "hubs").set_index("place")
    assert hubs.loc["ALA", "handling_factor"] == hubs.loc["CIT", "handling_factor"]
    assert hubs.loc["ALA", "fixed_usd_per_year"] == 150 * 60_000
    assert (hubs["capacity_teu_per_year"] > 0).all()


def test_ferries_have_a_capacity_near_that_of_the_corridor(central_asia):
    links = rows(central_asia, "links").set_index("id")
    trans_caspian = links.loc[["ferry-sco-alt", "ferry-kur-alt"], "capacity_t_per_year"]
    # a link's capacity is for each direction, the 6 Mt of the corridor over Aktau and Kuryk are for both
    assert 2 * trans_caspian.sum() == pytest.approx(6e6)


def test_consolidated_and_single_tariffs_are_apart(central_asia):
    numbers = central_asia.model.parameters

    def ratio(cls):
        tariffs = [
            numbers.get("tariff_usd_per_tkm", cls=cls, mode="rail", service=service)
            for service in ("consolidated", "single")
        ]
        return tariffs[0] / tariffs[1]

    assert 0.2 < ratio("containers") < 0.8
    assert ratio("bulk") > 0.8


def test_unmet_demand_is_dearer_than_any_route(central_asia):
    for cls in central_asia.classes.index:
        direct = central_asia.leg_costs("base", cls).direct
        flows = central_asia.flows("base", cls)
        labels = list(central_asia.leg_costs("base", cls).labels)
        moved = flows.reindex(index=labels, columns=labels).fillna(0).to_numpy() > 0
        assert direct[moved].max() < central_asia.model.parameters.get("unmet_usd_per_t", cls=cls)


def test_unmet_demand_costs_about_what_the_goods_are_worth(central_asia):
    numbers = central_asia.model.parameters
    for cls in central_asia.classes.index:
        worth = numbers.get("value_usd_per_t", cls=cls)
        assert numbers.get("unmet_usd_per_t", cls=cls) == pytest.approx(worth, rel=0.25)


@pytest.mark.parametrize(
    ("country", "usd_per_tkm"),
    [
        ("", (945 - 208) / 10_000),  # CAREC 2022: 500 km and 20 t, less one crossing
        ("KAZ", 0.69 * (1493 - 317) / 10_000),  # 2022, and the fall of 31% in 2023
        ("UZB", (568 - 50) / 10_000),  # 2023
        ("TJK", (579 - 85) / 10_000),  # 2022
    ],
)
def test_road_tariffs_are_net_of_the_crossing(central_asia, country, usd_per_tkm):
    found = central_asia.model.parameters.get("tariff_usd_per_tkm", cls="containers", mode="road", service="single",
                                              country=country)  # fmt: skip
    assert found == pytest.approx(usd_per_tkm, rel=0.002)


def test_uncertain_numbers_have_a_range(central_asia):
    parameters = rows(central_asia, "parameters")
    ranged = parameters["low"].notna() & parameters["high"].notna()
    assert ranged.all()
