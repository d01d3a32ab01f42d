"""The verdict in sentences."""

from experiments.air import study_air


def text(study):
    return " ".join(study.verdict)


def test_nobody_is_said_with_the_cost_at_which_somebody_would(study):
    told = text(study)
    assert "Nobody should be the hub of air cargo (Parcels, by air from Origin, Nearby): none pays for itself." in told
    assert "Hubtown saves 1.49 m USD a year before its fixed cost of 2.98 m USD" in told
    assert "1.00 kt flown between it and the gateways, where flights have room for 13.1 kt" in told
    assert "Altville 1.45 m USD and -2.90 m USD" in told
    assert "Hubtown less than 1.49 m USD" in told


def test_break_evens_name_factor_and_value(study):
    told = text(study)
    assert "Hubtown, at 2.98 m USD a year: it pays from 2.0" in told
    assert "times the trade of these classes on" in told
    assert "times the value of a tonne (tonnes unchanged) on" in told
    assert "USD/t of parcels" in told


def test_a_hub_that_pays_is_named(region):
    told = text(study_air(region, best=0, fixed_share=0.25))
    # 1.49 m less a quarter of 2.98 m
    assert told.startswith("Hubtown should be the hub of air cargo")
    assert "0.25 of the region's own" in told


def test_flights_and_airports_have_their_sentences(study):
    told = text(study)
    assert "Origin - Hubtown (fly-hub), no hub: worth 40.0 k USD a year to shippers, who pay it 1.00 m USD" in told
    assert "its departures cost 1.75 m USD, -712 k USD for all together" in told
    assert "Hubtown 1.00 kt of 6.57 kt" in told
    assert "no verdict on an airport" in told


def test_where_nothing_helps_that_is_all(region):
    told = text(study_air(region, best=1, gateways=["NEA"]))
    assert "no hub saves anything, whatever it costs" in told
    assert "it does not pay at up to 100 times the trade of these classes" in told


def test_scenarios_are_summed_up(study):
    told = text(study)
    assert "In 2 scenarios: in none of them does one pay" in told
    assert "Hubtown in 1" in told
    assert "Altville in 1" in told
