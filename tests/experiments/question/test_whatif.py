"""Changes as short texts, and what can be asked with scenarios of one's own."""

import pytest

import geodata
from experiments.question import Study, parse_change, scenarios_of_files
from experiments.question.whatif import only_modes, parse_changes
from geodata import CellChange, Change, ParameterChange, Scenario
from tests.experiments.tiny import write_tiny


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    return geodata.load_region(write_tiny(tmp_path_factory.mktemp("whatif") / "tiny"))


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("SOU.handling_factor*0.7", ParameterChange("handling_factor", factor=0.7, place="SOU")),
        ("Southtown.handling_factor = 0.7", ParameterChange("handling_factor", 0.7, place="SOU")),
        ("fixed_usd_per_year+1e6", ParameterChange("fixed_usd_per_year", add=1e6)),
        ("NOR.fixed_usd_per_year-50000", ParameterChange("fixed_usd_per_year", add=-50_000.0, place="NOR")),
        ("unmet_usd_per_t*2", ParameterChange("unmet_usd_per_t", factor=2.0)),
        (
            "rail.single.tariff_usd_per_tkm*0.9",
            ParameterChange("tariff_usd_per_tkm", factor=0.9, mode="rail", service="single"),
        ),
        (
            "Parcels.Rail.tariff_usd_per_tkm=0.05",
            ParameterChange("tariff_usd_per_tkm", 0.05, cls="parcels", mode="rail"),
        ),
        ("bland.rail.speed_kmh*0.5", ParameterChange("speed_kmh", factor=0.5, country="BBB", mode="rail")),
        ("rail.speed_kmh=40", ParameterChange("speed_kmh", 40.0, mode="rail")),
        ("gate-north.speed_kmh=40", CellChange("links", "gate-north", "speed_kmh", 40.0)),
        ("gate-north.length_km*1.1", CellChange("links", "gate-north", "length_km", factor=1.1)),
        ("gate-north.dwell_h-2", CellChange("crossings", "gate-north", "dwell_h", add=-2.0)),
        ("west-mid-road.status=open", CellChange("links", "west-mid-road", "status", "open")),
        ("Westport.population*2", CellChange("places", "WES", "population", factor=2.0)),
        ("CCC.gdp_bn_usd+5", CellChange("countries", "CCC", "gdp_bn_usd", add=5.0)),
    ],
)  # fmt: skip
def test_a_text_is_read_as_a_change(region, text, change):
    assert parse_change(region, text) == change


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("SOU.handling_factor", "cannot be read: write it as"),
        ("SOU.handling_factor*", "cannot be read: write it as"),
        ("SOU.handling_factor*x", "'x' is no number"),
        ("SOUTH.handling_factor*0.7", "handling_factor has no 'SOUTH'; it differs by place"),
        ("SOU.handling_facto*0.7", "unknown number 'handling_facto'; close matches: handling_factor"),
        ("SOU.hub_handling_usd_per_t*0.7", "hub_handling_usd_per_t has no 'SOU'; it differs by class"),
        ("gate-nort.length_km*2", "unknown link 'gate-nort'; close matches: gate-north"),
        (
            "Northtown.dwell_h=10",
            "Northtown is a place, and dwell_h is a number of a link; there it has gate-north.dwell_h",
        ),
        ("AAA.BBB.value_bn_usd*2", "trade is changed by a [[demand]] table of a scenario"),
        ("gate-north.wait_h*2", "changes nothing: it is like that already"),
        ("gate-north.capacity_t_per_year*0.5", "is not given, so it cannot be multiplied"),
        ("gate-north.length_km*0.1", "as changed, links.csv"),
        ("SOU.handling_factor*-1", "handling_factor cannot be -1"),
    ],
)
def test_what_cannot_be_is_told_with_its_remedy(region, text, problem):
    _, faults = parse_changes(region, [text])
    assert len(faults) == 1
    assert problem in faults[0]
    assert text in faults[0] or text.partition(".")[0] in faults[0]


def test_all_faults_of_a_study_are_told_at_once(region):
    with pytest.raises(ValueError, match="3 faults") as error:
        Study.of(region, changes=["x*2", "y*2"], scenarios=["nowhere"])
    assert all(word in str(error.value) for word in ("'x'", "'y'", "nowhere"))


def test_changes_come_one_after_the_other(region):
    changed, faults = parse_changes(region, ["SOU.handling_factor=2", "SOU.handling_factor*3", "SOU.handling_factor-1"])
    assert faults == []
    assert changed.state().hub_numbers(["SOU", "NOR"])["handling_factor"].tolist() == [5.0, 1.0]


def test_what_would_be_negative_is_refused(region):
    changed, _ = parse_changes(region, ["SOU.handling_factor-9"])
    with pytest.raises(ValueError, match=r"handling_factor of SOU becomes -7.9"):
        changed.problem()
    changed, _ = parse_changes(region, ["terminal_usd_per_t-9"])
    with pytest.raises(ValueError, match="terminal_usd_per_t becomes -7 by its changes, and must be at least 0"):
        changed.problem()


def test_only_some_modes_may_be_used(region):
    rail = only_modes(region, ["Rail"])
    assert {data["mode"] for *_, data in rail.network.edges(data=True)} == {"rail"}
    assert only_modes(region, ["rail", "road"]).overrides == ()
    with pytest.raises(ValueError, match="unknown mode 'tram'"):
        only_modes(region, ["tram"])
    with pytest.raises(ValueError, match="no mode is named"):
        only_modes(region, [])


def test_a_study_takes_scenarios_of_ones_own_and_combinations(region):
    mine = Scenario("mine", title="Mine", changes=Change(mode="road", close=True))
    study = Study.of(region, scenarios=["base", mine, "mine+north-closed", "North closed"])
    assert study.scenarios == ("base", "mine", "mine+north-closed", "north-closed")
    assert study.title("mine") == "Mine"
    both = study.region.scenarios["mine+north-closed"]
    assert both.changes == (*mine.changes, *region.scenarios["north-closed"].changes)
    assert study.probability["mine+north-closed"] == 0
    assert "mine" not in region.scenarios


def test_a_study_says_what_was_changed_and_what_that_altered(region):
    idle = Scenario("idle", changes=Change(links="far-gate", open=True))
    study = Study.of(region, scenarios=["base", idle], changes=["SOU.handling_factor*0.7"], hubs=["SOU", "MID"])
    assert study.changed == ("handling_factor (SOU): x 0.7",)
    assert study.warnings == (
        "Scenario idle alters nothing: links far-gate: opened.",
        "Midtown has no row in hubs.csv: it costs nothing to keep open and has room without limit.",
    )
    assert Study.of(region, hubs=["NOR", "SOU"]).warnings == ()


def test_a_file_of_ones_own_is_a_scenario(tmp_path, region):
    file = tmp_path / "mine.toml"
    file.write_text('title = "Mine"\n[[change]]\ncountry = "Bland"\nclose = true\n', encoding="utf-8")
    (mine,) = scenarios_of_files([file])
    assert Study.of(region, scenarios=["base", mine]).region.scenarios["mine"].changes[0].country == ("BBB",)
    file.write_text('titel = "Mine"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"mine\.toml, titel: unknown key; did you mean title") as error:
        scenarios_of_files([file, tmp_path / "none.toml"])
    assert "there is no such file" in str(error.value)
