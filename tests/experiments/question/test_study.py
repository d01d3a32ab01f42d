"""Names of a study: what they resolve to, and everything that is wrong with them at once."""

import pytest

import geodata
from experiments.question.study import Study
from optimize import InputError
from tests.experiments.tiny import write_tiny


def test_names_ids_and_repetitions_are_resolved(tiny):
    study = Study.of(str(tiny), hubs=["northtown", "SOU", "NOR"], scenarios=["Slow south", "base", "base"])
    assert study.hubs == ("NOR", "SOU")
    assert study.scenarios == ("slow-south", "base")
    assert study.gateways == ("GAT",)


def test_the_regions_defaults_are_taken(tiny):
    study = Study.of(str(tiny))
    assert study.hubs == ("NOR", "SOU", "MID")
    assert study.scenarios == ("base", "north-closed", "west-cut")
    assert (study.incumbent, study.challenger) == (None, None)


def test_candidates_are_hubs_and_gateways_in_the_order_of_the_region(tiny):
    assert Study.of(str(tiny), hubs=["SOU", "NOR"]).candidates == ("GAT", "NOR", "SOU")


def test_weights_are_the_odds_of_the_probabilities(tiny):
    """Odds 1, 0.1 / 0.9 and 0.05 / 0.95, as shares of their sum; the two without a probability weigh nothing."""
    study = Study.of(str(tiny), scenarios=["base", "north-closed", "west-cut", "slow-south"])
    total = 1 + 1 / 9 + 1 / 19
    assert study.probability == pytest.approx(
        {"base": 1 / total, "north-closed": 1 / 9 / total, "west-cut": 1 / 19 / total, "slow-south": 0.0}
    )


@pytest.mark.parametrize(
    ("hubs", "p_max"), [(None, 3), (["NOR", "SOU"], 2), (["NOR", "SOU", "GAT"], 2), (["GAT"], 1), (["NOR"], 1)]
)
def test_up_to_three_hubs_unless_there_are_fewer_gateways_not_counted(tiny, hubs, p_max):
    assert Study.of(str(tiny), hubs=hubs).p_max == p_max


def test_more_than_three_candidates_still_give_three(tiny):
    study = Study.of(str(tiny), hubs=["NOR", "SOU", "MID", "WES", "EAS"])
    assert study.p_max == 3
    assert Study.of(str(tiny), hubs=["NOR", "SOU", "MID", "WES", "EAS"], p_max=5).p_max == 5


@pytest.mark.parametrize("hubs", [None, ["NOR", "SOU", "MID", "GAT"]])
def test_gateways_do_not_count_as_candidates_for_p(tiny, hubs):
    assert Study.of(str(tiny), hubs=hubs, p_max=3).p_max == 3
    with pytest.raises(InputError, match=r"p is 4, but there are only 3 candidate hubs \(gateways GAT not counted\)"):
        Study.of(str(tiny), hubs=hubs, p_max=4)


def test_without_gateways_nothing_is_said_of_them(tiny):
    with pytest.raises(InputError, match="only 3 candidate hubs: lower p"):
        Study.of(str(tiny), gateways=[], p_max=4)


def test_p_is_one_at_least(tiny):
    assert Study.of(str(tiny), p_max=1).p_max == 1
    with pytest.raises(InputError, match="p is 0: at least one hub"):
        Study.of(str(tiny), p_max=0)


def test_all_unusable_arguments_are_named_at_once(tiny):
    with pytest.raises(InputError) as error:
        Study.of(str(tiny), hubs=["northtown", "nowhere"], gateways=["gone"], scenarios=["base", "never"], p_max=9)
    assert len(error.value.faults) == 3
    for name in ("hub: ", "nowhere", "gateway: ", "gone", "scenario: ", "never"):
        assert name in str(error.value)


def test_empty_lists_are_told_apart_from_none(tiny):
    with pytest.raises(InputError, match="no hub is named"):
        Study.of(str(tiny), hubs=[])
    with pytest.raises(InputError, match="no scenario is named: give at least one of base, north-closed"):
        Study.of(str(tiny), scenarios=[])
    assert Study.of(str(tiny), gateways=[]).gateways == ()


def test_an_incumbent_has_to_be_compared(tiny):
    with pytest.raises(InputError, match="the incumbent MID is not among the hubs that are compared: add it to them"):
        Study.of(str(tiny), hubs=["NOR", "SOU"], incumbent="midtown")
    with pytest.raises(InputError, match="challenger: "):
        Study.of(str(tiny), challenger="nowhere")


def test_incumbent_and_challenger_are_two(tiny):
    with pytest.raises(InputError, match="NOR is incumbent and challenger: name two hubs"):
        Study.of(str(tiny), incumbent="NOR", challenger="northtown")


def test_a_region_may_name_incumbent_and_challenger_and_they_count_where_they_are_compared(tmp_path):
    folder = write_tiny(tmp_path, region=("[defaults]", '[defaults]\nincumbent = "NOR"\nchallenger = "SOU"'))
    assert (Study.of(str(folder)).incumbent, Study.of(str(folder)).challenger) == ("NOR", "SOU")
    few = Study.of(str(folder), hubs=["NOR", "MID"])
    assert (few.incumbent, few.challenger) == ("NOR", None)
    other = Study.of(str(folder), incumbent="midtown")
    assert (other.incumbent, other.challenger) == ("MID", "SOU")


def test_names_are_told_without_brackets_and_joined(tiny):
    study = Study.of(geodata.load_region(tiny))
    assert study.name("GAT") == "Gate"
    assert study.names(["GAT", "NOR"]) == "Gate + Northtown"
    assert study.names(["GAT", "NOR"], ", ") == "Gate, Northtown"
    assert study.title("north-closed") == "North closed"


def test_a_scenario_without_title_is_called_by_its_name(tmp_path):
    folder = write_tiny(tmp_path, north_closed=('title = "North closed"\n', ""))
    assert Study.of(str(folder)).title("north-closed") == "north-closed"
