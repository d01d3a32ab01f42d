"""What uncertain inputs share."""

import pytest


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("parameters.tariff_usd_per_tkm[mode=road,service=single,country=KAZ]", "tariffs road"),
        ("parameters.speed_kmh[mode=rail,service=single]", "speeds rail"),
        ("parameters.time_percent_per_day[class=bulk]", "value of time"),
        ("parameters.reexport_share", "reexport_share"),
        ("crossings.dwell_h[link=rail-khc-khk]", "border CHN-KAZ"),
        ("crossings.fee_usd_per_t[link=rail-khc-khk]", "border CHN-KAZ"),
        ("hubs.handling_factor[place=ALA]", "hubs KAZ"),
        ("hubs.fixed_usd_per_year[place=TAS]", "hubs UZB"),
        ("hubs.capacity_teu_per_year[place=ALA]", "room of hubs"),
        ("trade.value_bn_usd[exporter=CHN,importer=KAZ,class=bulk]", "trade gacc-2023"),
        ("links.departures_per_week[id=air-tyn-ala]", "departures air"),
        ("links.usd_per_departure[id=air-tyn-ala]", "tariffs air"),
        ("services.departures_per_week[id=train-xiy-tas]", "departures rail"),
        ("scenarios.per_year[scenario=khorgos-closed]", "scenarios china-border"),
        ("scenarios.per_year[scenario=passes-winter]", "scenarios passes-winter"),
    ],
)
def test_causes_of_the_bundled_region(central_asia, name, cause):
    assert central_asia.uncertain_inputs().loc[name, "cause"] == cause


def test_airports_have_one_customs_and_land_borders_one_each(central_asia):
    frame = central_asia.uncertain_inputs()
    crossings = frame[frame["kind"] == "crossing"]
    by_air = [name for name in crossings.index if "[link=air-" in name]
    assert set(crossings.loc[by_air, "cause"]) == {"customs at airports"}
    assert (crossings["cause"] == "border KAZ-UZB").sum() > 2


def test_the_column_cause_of_a_row_goes_before_the_rule(edit):
    edit.column("hubs.csv", "cause", BUD="strong forint")
    edit.column("crossings.csv", "cause", bud_beg_rail="strong forint")
    frame = edit.region().uncertain_inputs()
    assert set(frame.index[frame["cause"] == "strong forint"]) == {
        "hubs.handling_factor[place=BUD]",
        "crossings.dwell_h[link=bud-beg-rail]",
        "crossings.fee_usd_per_t[link=bud-beg-rail]",
    }
