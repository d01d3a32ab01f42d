"""What a region makes of itself for `optimize`: the methods pass on what they are asked."""

from geodata import Family


def test_a_table_is_one_of_several(danube_region):
    one = danube_region.hub_set_table("base", ["BUD", "BEG", "BUH"], forced=["BEG"])
    several = danube_region.hub_set_tables("base", {"a": Family(["BEG"]), "b": Family(p_max=1)}, ["BUD", "BEG", "BUH"])
    assert one.scenario_cost.tolist() == several["a"].scenario_cost.tolist()
    assert one.sets == [(1,), (0, 1), (1, 2)]
    assert len(several["b"]) == 4


def test_problems_have_the_states_of_the_region(danube_region):
    state = danube_region.state("base")
    assert state.inputs is danube_region
    assert danube_region.problem("base", ["BUD"]).metadata["scenario"] == "base"
    assert list(danube_region.scenario_problem("base", ["BUD"]).problems) == ["base"]
