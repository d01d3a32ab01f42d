"""The uncertain inputs of a region, by id."""

import csv
import io

import numpy as np
import pytest

import geodata
from geodata import UnknownNameError
from geodata.files import TRIPLES
from geodata.values.registry import STREAMS

DRAWN = {
    "crossings.csv": ("dwell_h", "fee_usd_per_t"),
    "hubs.csv": ("handling_factor", "fixed_usd_per_year", "capacity_teu_per_year"),
    "trade.csv": ("value_bn_usd",),
    "links.csv": ("departures_per_week", "usd_per_departure"),
    "services.csv": ("departures_per_week", "usd_per_departure"),
}


def numbers_with_width(folder):
    """Count the cells of the bundled files whose low is below their high, by plain reading."""

    def rows(file):
        return csv.DictReader(io.StringIO((folder / file).read_text(encoding="utf-8")))

    count = 0
    for file, columns in DRAWN.items():
        for row in rows(file):
            for name in columns:
                low, high = (row[name + end] or row[name] for end in ("_low", "_high"))
                count += bool(row[name]) and float(low) < float(high)
    for row in rows("parameters.csv"):
        count += float(row["low"] or row["central"]) < float(row["high"] or row["central"])
    scenarios = (folder / "scenarios").glob("*.toml")
    return count + sum("per_year_low" in path.read_text(encoding="utf-8") for path in scenarios)


def test_every_number_with_a_low_and_a_high_is_there_once(central_asia):
    frame = central_asia.uncertain_inputs()
    assert frame.index.is_unique
    assert len(frame) == numbers_with_width(central_asia.data.folder)
    assert (frame["low"] < frame["high"]).all()
    assert (frame["low"] <= frame["central"]).all()
    assert (frame["central"] <= frame["high"]).all()
    assert (frame["cause"] != "").all()
    assert (frame["name"] != "").all()


def test_a_row_says_what_it_is_in_plain_words(central_asia):
    row = central_asia.uncertain_inputs().loc["parameters.tariff_usd_per_tkm[mode=road,service=single,country=KAZ]"]
    assert row["kind"] == "parameter"
    assert row["name"] == "road tariff, single, Kazakhstan (USD/t-km)"
    assert row[["low", "central", "high", "value"]].tolist() == [0.0713, 0.0811, 0.1176, 0.0811]
    assert row[["unit", "source", "confidence"]].tolist() == ["USD/t-km", "cpmm-2023-kaz;cpmm-2022-kaz", "derived"]
    assert row[["class", "mode", "service", "place", "country"]].tolist() == ["", "road", "single", "", "KAZ"]


def test_numbers_without_width_and_parameters_that_no_model_reads_are_left_out(edit):
    edit.add("parameters.csv", parameter="fare_of_a_study", low=1, central=2, high=3)
    ids = edit.region().uncertain_inputs().index
    assert "parameters.terminal_h[mode=rail]" in ids
    assert "parameters.tonnes_per_train" not in ids
    assert not [name for name in ids if "fare_of_a_study" in name]


def test_an_id_does_not_depend_on_the_other_rows(edit):
    before = set(edit.region().uncertain_inputs().index)
    edit.drop("parameters.csv", lambda row: row["parameter"] != "growth_percent_per_year")
    edit.drop("crossings.csv", lambda row: row["link"] != "bud-beg-rail")
    after = set(edit.region().uncertain_inputs().index)
    gone = {"crossings.dwell_h[link=bud-beg-rail]", "crossings.fee_usd_per_t[link=bud-beg-rail]"}
    assert before - after == gone | {"parameters.growth_percent_per_year"}
    assert after <= before


@pytest.mark.parametrize("level", ["low", "high"])
def test_the_value_in_use_is_that_of_the_level(danube, level):
    frame = geodata.load_region(danube, level=level).uncertain_inputs()
    assert (frame["value"] == frame[level]).all()


def test_the_value_in_use_of_a_sampled_region_is_its_draw(central_asia):
    sampled = central_asia.sample_parameters(3)
    frame = sampled.uncertain_inputs()
    drawn = sampled.parameters.set_index(["parameter", "class", "mode", "service", "place", "country"])["value"]
    wanted = frame.loc["parameters.tariff_usd_per_tkm[class=bulk,mode=rail,service=single]", "value"]
    assert wanted == drawn["tariff_usd_per_tkm", "bulk", "rail", "single", "", ""]
    hubs = sampled.hub_numbers(["ALA", "TAS"])
    assert frame.loc["hubs.handling_factor[place=TAS]", "value"] == hubs.loc["TAS", "handling_factor"]
    assert frame.loc["hubs.capacity_teu_per_year[place=ALA]", "value"] == hubs.loc["ALA", "capacity_teu_per_year"]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("parameters.terminal_h[mode=rail]", -1.0, "is negative"),
        ("parameters.terminal_h[mode=rail]", np.nan, "not a usable number"),
        ("parameters.value_usd_per_t[class=parcels]", 0.0, "is not above 0"),
        ("hubs.handling_factor[place=BUD]", 1e9, "above"),
    ],
)
def test_a_value_that_the_file_could_not_have_is_refused(danube_region, name, value, words):
    with pytest.raises(ValueError, match=words) as error:
        danube_region.with_inputs({name: value})
    assert name in str(error.value)
    assert "the files have" in str(error.value)


def test_a_share_above_1_is_refused(central_asia):
    with pytest.raises(ValueError, match="above 1"):
        central_asia.with_inputs({"parameters.full_load_share[class=bulk]": 1.5})


def test_a_disruption_cannot_begin_more_often_than_its_length_allows(central_asia):
    name = "scenarios.per_year[scenario=kazakhstan-slump]"  # a year each
    assert central_asia.with_inputs({name: 0.5}).scenarios["kazakhstan-slump"].probability == 0.5 * (365 + 90) / 365
    with pytest.raises(ValueError, match="all the time"):
        central_asia.with_inputs({name: 1.5})


def test_text_is_refused(danube_region):
    with pytest.raises(TypeError, match="give a number"):
        danube_region.with_inputs({"parameters.terminal_h[mode=rail]": "12"})


def test_an_unknown_id_is_refused_with_one_that_is_close(danube_region):
    with pytest.raises(UnknownNameError, match=r"terminal_h\[mode=rail\]"):
        danube_region.with_inputs({"parameters.terminal_h[mode=rails]": 1.0})


def test_every_column_with_a_low_and_a_high_is_drawn():
    """References are observations, which the model is compared with."""
    triples = {
        (table, central) for table, columns in TRIPLES.items() if table != "references" for _, central, _ in columns
    }
    assert triples == set(STREAMS)


def test_the_frequency_in_use_is_the_drawn_one(central_asia):
    sampled = central_asia.sample_parameters(3)
    per_year = sampled.uncertain_inputs().loc["scenarios.per_year[scenario=khorgos-closed]", "value"]
    assert sampled.scenarios["khorgos-closed"].probability == pytest.approx(per_year * (10 + 14 / 2) / 365)
