"""Cells changed in every scenario, as if they were changed in the files: compared with regions whose files are."""

import pytest

from geodata import CellChange


def test_a_cell_that_is_changed_is_as_one_changed_in_the_file(edit):
    before = edit.region()
    changed = before.with_overrides(CellChange("links", "vie-bud-road", "length_km", factor=1.5))
    edit.column("links.csv", "length_km", vie_bud_road=243 * 1.5)
    by_file = edit.region()
    cost, same, less = (
        sum(region.route("VIE", "BUD", modes=["road"]).cost_usd_per_t.values()) for region in (changed, by_file, before)
    )
    assert cost == pytest.approx(same)
    assert cost > less
    assert changed.overrides == (CellChange("links", "vie-bud-road", "length_km", factor=1.5),)


def test_population_moves_trade_as_in_the_file(edit):
    changed = edit.region().with_overrides(CellChange("places", "Constanta", "population", add=100_000))
    edit.column("places.csv", "population", CND=360_000)
    assert changed.flows().equals(edit.region().flows())


def test_bounds_move_with_their_cell_and_go_where_it_is_set(danube_region):
    def dwell(**how):
        change = CellChange("crossings", "bud-beg-road", "dwell_h", **how)
        rows = danube_region.with_overrides(change).data["crossings"].rows
        return [[row[f"dwell_h{end}"] for end in ("_low", "", "_high")] for row in rows[:2]]

    assert dwell(factor=2.0) == [[4, 10, 20], [2, 4, 8]]
    assert dwell(add=-2.0) == [[0, 3, 8], [0, 0, 2]]
    assert [row[1] for row in dwell(value=7)] == [7, 7]
    assert all(row[0] != row[0] for row in dwell(value=7))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (CellChange("links", "vie-bud-rail", "capacity_t_per_year", factor=0.5), "is not given, so it cannot be"),
        (CellChange("links", "vie-bud-rail", "length_km", value=-3), "-3 is not above 0"),
        (CellChange("links", "vie-bud-rail", "length_km", factor=0.5), "as changed, links.csv, row"),
        (CellChange("links", "vie-bud-rail", "status", value="shut"), "use one of open, planned"),
        (CellChange("links", "vie-bud-rail", "length_km", value="long"), "give a number"),
        (CellChange("places", "VIE", "population", add=-1e9), "population of VIE cannot be changed so"),
    ],
)
def test_what_a_cell_cannot_have_is_refused(danube_region, change, problem):
    with pytest.raises(ValueError, match=problem):
        danube_region.with_overrides(change)


def test_a_planned_link_is_opened_by_its_status(danube_region):
    region = danube_region.with_overrides(CellChange("links", "sof-buh-rail", "status", value="open"))
    assert region.route("SOF", "BUH", modes=["rail"]).links == ("sof-buh-rail",)
