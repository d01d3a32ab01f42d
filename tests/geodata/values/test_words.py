"""Names of uncertain inputs for people."""

import pytest


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("parameters.consolidation_wait_h[mode=rail,service=consolidated,place=XIY]",
         "rail gathering of a load, consolidated, Xi'an (h)"),
        ("crossings.dwell_h[link=rail-alk-dos]", "waiting at the border, Alashankou - Dostyk by rail (h)"),
        ("hubs.fixed_usd_per_year[place=TAS]", "fixed cost of the hub, Tashkent (USD/year)"),
        ("hubs.handling_factor[place=TAS]", "factor on handling, Tashkent"),
        ("trade.value_bn_usd[exporter=CHN,importer=KAZ,class=bulk]",
         "trade from China to Kazakhstan, Bulk and farm goods (bn USD/year)"),
        ("links.usd_per_departure[id=air-tyn-ala]", "cost of a departure, Taiyuan - Almaty by air (USD)"),
        ("services.departures_per_week[id=train-xiy-tas]", "departures, Xi'an - Tashkent container train (1/week)"),
        ("scenarios.per_year[scenario=khorgos-closed]", "how often in a year: Khorgos closed"),
    ],
)  # fmt: skip
def test_names_are_plain_words_with_units(central_asia, name, words):
    assert central_asia.uncertain_inputs().loc[name, "name"] == words


def test_no_two_inputs_of_a_kind_read_the_same(central_asia):
    frame = central_asia.uncertain_inputs()
    twice = frame[frame.duplicated(["kind", "name"], keep=False)]
    assert set(twice["kind"]) <= {"service"}  # two trains may have one name
