"""What is asked: chosen by the data, or by name; everything unusable is told at once."""

import pytest

import geodata
from experiments.air import AirQuestion
from experiments.air.question import main_gateways
from optimize import InputError
from tests.experiments.air.airborne import write_airborne


def test_freight_hubs_and_gateways_are_chosen_by_the_flights(region):
    asked = AirQuestion.of(region)
    assert asked.classes == ["parcels"]  # goods go by road
    assert asked.study.hubs == ("HUB", "ALT")  # Destination has no flight
    assert asked.study.gateways == ("ORG", "NEA")  # the one with more room first
    assert asked.study.scenarios == ("base",)
    assert asked.flights == ()
    assert len(asked.chosen) == 3


def test_a_hub_in_a_third_country_is_fed_by_who_sends_most_to_anybody(region):
    assert AirQuestion.of(region, hubs=["ALT"]).study.gateways == ("ORG",)  # nothing flies from Nearby to Altville


def test_flights_within_a_country_make_no_gateway(tmp_path):
    # from Origin to Nearby 84 a week, from Nearby abroad 42, from Origin abroad none
    folder = write_airborne(tmp_path, links=("fly-hub,ORG,HUB", "fly-home,ORG,NEA"))
    region = geodata.load_region(folder)
    assert main_gateways(region, ["NEA", "HUB"], ["parcels"]) == []
    assert main_gateways(region, ["HUB"], ["parcels"]) == ["NEA"]


def test_the_region_may_name_them(tmp_path):
    named = 'reference_class = "goods"\nair_hubs = ["ALT"]\nair_gateways = ["NEA"]\nwatched_links = ["fly-alt"]\n'
    folder = write_airborne(tmp_path, region=('reference_class = "goods"\n', named))
    asked = AirQuestion.of(folder.as_posix())
    assert (asked.study.hubs, asked.study.gateways, asked.flights) == (("ALT",), ("NEA",), ("fly-alt",))


def test_base_is_always_asked(region):
    assert AirQuestion.of(region, scenarios=["hub-shut"]).study.scenarios == ("base", "hub-shut")


@pytest.mark.parametrize("name", ["fly-hub", "ORG-HUB", "hubtown-origin"])
def test_flights_are_found_by_id_or_by_their_ends(region, name):
    assert AirQuestion.of(region, flights=[name]).flights == ("fly-hub",)


@pytest.mark.parametrize(
    ("money", "fixed", "words"),
    [
        ({}, [2_980_000, 4_350_000], "the region's own fixed cost of each hub"),
        ({"fixed_share": 0.5}, [1_490_000, 2_175_000], "0.5 of the region's own"),
        ({"fixed_usd": 1e6}, [1e6, 1e6], "1,000,000 USD a year for any hub"),
    ],
)
def test_hubs_cost_what_is_asked_for(region, money, fixed, words):
    asked = AirQuestion.of(region, **money)
    numbers = asked.region.hub_numbers(["HUB", "ALT"])
    assert numbers["fixed_usd_per_year"].tolist() == pytest.approx(fixed)
    assert asked.fixed == words


def test_all_faults_are_told_at_once(region):
    with pytest.raises(InputError) as caught:
        AirQuestion.of(
            region,
            hubs=["atlantis", "HUB"],
            gateways=["HUB"],
            classes=["gold"],
            scenarios=["nowhere"],
            flights=["fly-moon", "ORG-DES"],
            fixed_usd=-1.0,
            fixed_share=float("nan"),
            year=1999,
        )
    told = str(caught.value)
    for words in ("atlantis", "gold", "nowhere", "fly-moon", "ORG-DES", "-1", "nan", "twice", "1999"):
        assert words in told


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"gateways": ["HUB"]}, "Hubtown is hub and gateway"),
        ({"hubs": ["DES"]}, "the hub Destination has no flights"),
        ({"gateways": ["DES"]}, "the gateway Destination has no flights"),
        ({"gateways": []}, "there is no gateway"),
        ({"classes": []}, "no freight flies"),
    ],
)
def test_what_makes_no_sense_is_refused(region, asked, words):
    with pytest.raises(InputError, match=words):
        AirQuestion.of(region, **asked)


def test_a_region_without_flights_says_so(tmp_path):
    folder = write_airborne(tmp_path)
    links = folder / "links.csv"
    kept = [line for line in links.read_text().splitlines() if ",air," not in line]
    links.write_text("\n".join([*kept, "road-new,ORG,HUB,road,1000,,,,,,made-up,assumed",
                                "road-n,NEA,HUB,road,1000,,,,,,made-up,assumed"]) + "\n")  # fmt: skip
    with pytest.raises(InputError, match="no freight flies"):
        AirQuestion.of(geodata.load_region(folder))
