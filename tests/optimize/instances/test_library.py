"""The published instances by name: what they hold, and which names there are."""

from pathlib import Path

import numpy as np
import pytest

from optimize import InputError
from optimize.instances import load, names, read_cab, read_orlib
from tests.places import BENCHMARKS

needs_benchmarks = pytest.mark.skipif(not BENCHMARKS.is_dir(), reason="the library's own derived files are not here")


@needs_benchmarks
@pytest.mark.parametrize("n", [10, 20, 25, 40, 50, 100])
def test_derived_instances_equal_the_librarys_files_to_the_last_bit(n):
    own = read_orlib(BENCHMARKS / "ap" / f"AP{n}.txt", fixed_cost="T", capacity="L")
    ours = load(f"AP{n}TL")
    assert np.array_equal(ours.metadata["coordinates"], own.metadata["coordinates"])
    for array in ("flow", "collection", "transfer", "distribution"):
        assert np.array_equal(getattr(ours.blocks[0], array), getattr(own.blocks[0], array))
    assert np.array_equal(ours.fixed_cost, own.fixed_cost)
    assert np.array_equal(ours.capacity, own.capacity)
    assert load(f"AP{n}").metadata["p"] == own.metadata["p"]


@needs_benchmarks
def test_the_whole_sets_equal_their_files():
    for ours, own in (
        (load("AP"), read_orlib(BENCHMARKS / "ap" / "APdata200")),
        (load("CAB", alpha=0.4), read_cab(BENCHMARKS / "cab" / "cab25.csv", alpha=0.4)),
    ):
        assert np.array_equal(ours.blocks[0].flow, own.blocks[0].flow)
        assert np.array_equal(ours.blocks[0].transfer, own.blocks[0].transfer)
        assert ours.metadata.get("p") == own.metadata.get("p")
        assert ours.labels == own.labels


def test_first_numbers_are_those_of_the_published_files():
    """Read off the files by hand."""
    ap = load("AP200")
    assert ap.metadata["coordinates"][:2].tolist() == [[24497, 0], [24497, 10]]
    assert ap.blocks[0].flow[-1, :3].tolist() == [0.01943, 0.01, 0.01]
    assert (load("AP50L").fixed_cost[0], load("AP50LT").capacity[0]) == (20369.648007, 768.184892)
    cab = load("CAB25")
    assert cab.blocks[0].collection[0, 1] == 576.9631
    assert cab.blocks[0].flow[0, 1] / cab.blocks[0].flow[1, 0] == 1


def test_every_name_that_is_listed_can_be_loaded():
    listed = names()
    assert len(set(listed)) == len(listed)
    assert {"AP5", "AP50", "AP100TL", "AP200LT", "CAB10", "CAB25"} <= set(listed)
    for name in listed:
        if not name.startswith("AP") or int(name.strip("APLT")) <= 100:
            problem = load(name)
            assert problem.n == int(name.strip("APCBLT"))
            assert problem.labels == tuple(range(1, problem.n + 1))


@pytest.mark.parametrize("name", ["ap50lt", " AP50LT ", "AP-50LT", "Ap_50lT"])
def test_case_and_dashes_do_not_matter(name):
    assert load(name).metadata["name"] == "AP50LT"


def test_factors_costs_and_candidates_can_be_replaced():
    problem = load("AP10TT", chi=1, alpha=0.5, delta=4, p=2, fixed_cost=7.0, capacity={3: 50.0}, candidates=[3, 10])
    distance = load("AP10", chi=1).blocks[0].collection
    block = problem.blocks[0]
    assert np.array_equal(block.collection, distance[:, [2, 9]])
    assert block.transfer[0, 1] == 0.5 * distance[2, 9]
    assert np.array_equal(block.distribution, 4 * distance.T[[2, 9], :])
    assert problem.fixed_cost.tolist() == [7, 7]
    assert problem.capacity.tolist() == [50, np.inf]
    assert (problem.metadata["p"], problem.candidates) == (2, (3, 10))
    assert load("CAB25", n=7, p=2).metadata == {"name": "CAB7", "source": "cab25.csv", "p": 2}
    assert load("CAB", n=7, chi=2).blocks[0].collection[0, 1] == 2 * 576.9631


def test_n_takes_the_place_of_the_number_in_the_name():
    assert load("AP200", n=50).metadata["name"] == load("AP", 50).metadata["name"] == "AP50"
    assert load("APL", n=np.int64(20)).n == 20


def test_cab_flows_add_up_to_one():
    assert load("CAB10").blocks[0].flow.sum() == pytest.approx(1)


def test_fixed_charge_instances_leave_the_number_of_hubs_open():
    assert "p" not in load("AP20L").metadata
    assert load("AP20").metadata["p"] == 3
    assert load("AP200").metadata["p"] == 8


def test_what_is_kept_cannot_be_spoiled():
    with pytest.raises(ValueError, match="read-only"):
        load("AP10").metadata["coordinates"][0] = 0
    with pytest.raises(ValueError, match="read-only"):
        load("CAB10").blocks[0].flow[0] = 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("CAP50",), "no published instance of this name; did you mean AP50"),
        (("",), "names() lists all"),
        (("AP52",), "multiples of 5 up to 200, not for 52; did you mean AP50 or AP55?"),
        (("AP15L",), "n = 10, 20, 25, 40, 50, 100, 200 up to 200, not for 15; did you mean APL"),
        (("AP50", 7), "not for 7; did you mean AP5 or AP10"),
        (("CAB25L",), "give fixed_cost="),
        (("CAB", 26), "2 to 25 cities, not 26"),
        (("CAB", 2.5), "whole number"),
        (("AP", True), "whole number"),
        ((50,), "give text"),
    ],
)
def test_unknown_names_are_refused_with_a_hint(arguments, words):
    with pytest.raises(InputError) as refusal:
        load(*arguments)
    assert words.replace("APL", "AP10L or AP20L") in str(refusal.value)


def test_the_files_are_small_and_their_licences_are_beside_them():
    folder = Path(load.__code__.co_filename).parent / "published"
    notice = (folder / "NOTICE").read_text(encoding="utf-8")
    assert sum(file.stat().st_size for file in folder.iterdir()) < 500_000
    assert "Copyright (c) 2010 J. E. Beasley" in notice
    assert "Apache License, Version 2.0" in notice
    assert all(file.name in notice for file in folder.iterdir() if file.name != "NOTICE")
