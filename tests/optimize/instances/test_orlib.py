"""The readers of the published sets, against the library's own derived files and against broken ones."""

import numpy as np
import pytest

from optimize import InputError, solve
from optimize.instances import load, read_orlib, write_orlib

SMALL = """3
0 0
3000 4000
6000 8000
1 2 3
4 5 6
7 8 9.5
2
3.0
0.75
2.0
"""


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "3.2"
    path.write_text(SMALL)
    return path


def test_a_file_is_read_with_distances_divided_by_1000_and_self_flows(small):
    problem = read_orlib(small)
    block = problem.blocks[0]
    assert problem.metadata["p"] == 2
    assert block.flow[2].tolist() == [7, 8, 9.5]
    assert block.collection[0].tolist() == [0, 15, 30]
    assert block.transfer[0, 1] == 3.75
    assert block.distribution[0].tolist() == [0, 10, 20]


def test_factors_and_scale_can_be_replaced(small):
    problem = read_orlib(str(small), collection=1.0, transfer=0.2, distribution=1.0, distance_divisor=1.0)
    assert problem.blocks[0].collection[0, 1] == 5000
    assert problem.blocks[0].transfer[0, 1] == 1000


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The 200 nodes in a folder as the library's, with their fixed costs and capacities beside them."""
    target = tmp_path_factory.mktemp("ap")
    whole = load("AP200")
    write_orlib(target / "APdata200", whole.blocks[0].flow, whole.metadata["coordinates"], p=8)
    for n, fixed, limit in ((25, "T", "L"), (200, "L", "L")):
        problem = load(f"AP{n}{fixed}{limit}")
        for name, values in ((f"Fcost{fixed}.{n}", problem.fixed_cost), (f"Cap{limit}.{n}", problem.capacity)):
            (target / name).write_text("\n".join(map(repr, values.tolist())))
    return target


@pytest.mark.parametrize("n", [10, 50])
def test_derived_instances_equal_the_published_ones(folder, n):
    own, derived = load(f"AP{n}"), read_orlib(folder / "APdata200", n=n)
    # six decimals are printed
    np.testing.assert_allclose(derived.blocks[0].flow, own.blocks[0].flow, rtol=0, atol=1e-6)
    np.testing.assert_allclose(derived.metadata["coordinates"], own.metadata["coordinates"], rtol=0, atol=1e-6)
    assert derived.labels == own.labels == tuple(range(1, n + 1))


def test_fixed_costs_and_capacities_are_found_beside_the_file(folder):
    problem = read_orlib(folder / "APdata200", n=25, fixed_cost="T", capacity="L")
    assert problem.fixed_cost[0] == 43331.162232
    assert problem.capacity[-1] == 1398.743719
    full = read_orlib(folder / "APdata200", fixed_cost="L")
    assert full.n == 200
    assert full.metadata["p"] == 8


def test_nodes_are_numbered_from_1_and_0_is_refused(small):
    problem = read_orlib(small, candidates=[1, 3])
    assert problem.labels == (1, 2, 3)
    assert problem.candidate_index.tolist() == [0, 2]
    with pytest.raises(InputError, match="no node is called 0; known are 1, 2, 3"):
        read_orlib(small, candidates=[0, 1])
    with pytest.raises(InputError, match="no node is called 0"):
        solve(problem, p=1, open_hubs=[0])
    assert solve(problem, p=1, open_hubs=[3]).hubs == (3,)


def test_what_is_written_is_read_back_to_the_last_digit(tmp_path):
    rng = np.random.default_rng(3)
    flow, places = rng.uniform(size=(7, 7)), rng.uniform(0, 1e5, (7, 2))
    write_orlib(tmp_path / "7.3", flow, places, p=3, transfer=0.1)
    problem = read_orlib(tmp_path / "7.3")
    np.testing.assert_array_equal(problem.blocks[0].flow, flow)
    np.testing.assert_array_equal(problem.metadata["coordinates"], places)
    assert problem.metadata["p"] == 3


def test_the_librarys_download_is_read_by_member(tmp_path):
    stars = "*" * 38
    files = {"20.3": SMALL, "other": SMALL.replace("9.5", "1"), "FcostL.3": "10\n20\n30\n", "CapT.3": "1 2 3"}
    parts = [f"{stars}\n\nFILE {name}\n\n{stars}\n\n\n{text}\n" for name, text in files.items()]
    download = tmp_path / "phub1.txt"
    download.write_text("This data file contains 20.3 and others\n\n" + "\n".join(parts))
    problem = read_orlib(download, fixed_cost="L", capacity="T")
    assert problem.blocks[0].flow[2, 2] == 9.5
    assert problem.fixed_cost.tolist() == [10, 20, 30]
    assert problem.capacity.tolist() == [1, 2, 3]
    assert read_orlib(download, member="other").blocks[0].flow[2, 2] == 1
    with pytest.raises(InputError, match=r"no member 'third'; its members are 20\.3, other"):
        read_orlib(download, member="third")


def test_fixed_costs_may_follow_the_factors(tmp_path):
    path = tmp_path / "with_costs.txt"
    path.write_text(SMALL + "17 18.5 19\n")
    assert read_orlib(path).fixed_cost.tolist() == [17, 18.5, 19]
    assert read_orlib(path, fixed_cost=[1, 2, 3]).fixed_cost.tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (SMALL[: SMALL.index("7 8")], "ends in row 6, in the 3 x 3 flow matrix, after 6 of 9 numbers; it is truncated"),
        (SMALL[: SMALL.index("2.0\n")], "in the factors chi, alpha, delta, after 2 of 3 numbers"),
        (SMALL.replace("5 6", "5 x6"), r"row 6, column 3: 'x6' in the 3 x 3 flow matrix is not a number"),
        (SMALL.replace("4 5", "-4 5"), "the flow from node 2 to node 1 is negative"),
        (SMALL + "17\n", "1 words follow the last factor"),
        ("3.5\n1 2\n", "the number of nodes is 3.5; it has to be a whole number"),
        ("", "the file ends in row 1"),
    ],
)
def test_broken_files_are_refused_with_the_place(tmp_path, text, message):
    path = tmp_path / "broken"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        read_orlib(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"nowhere\.txt: there is no such file"):
        read_orlib(tmp_path / "nowhere.txt")


def test_an_n_that_cannot_be_derived_is_refused(small):
    for n in (7, 2.5, "5"):
        with pytest.raises(
            InputError, match=r"3 nodes, from which n = .* cannot be derived: n has to be a multiple of 5"
        ):
            read_orlib(small, n=n)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("3000 4000", "inf 4000", "coordinate 1 of node 2 is infinite"),
        ("4 5 6", "4 inf 6", "the flow from node 2 to node 2 is infinite"),
        ("9.5\n2\n", "9.5\n4\n", "p, the number of hubs, is 4 for 3 nodes"),
        ("3\n0 0\n", "30000\n0 0\n", "is 30000, which takes more than 9e"),
        ("3\n0 0\n", "inf\n0 0\n", "the number of nodes is inf"),
    ],
)
def test_numbers_that_cannot_be_are_refused(tmp_path, old, new, words):
    assert old in SMALL
    (tmp_path / "x").write_text(SMALL.replace(old, new, 1))
    with pytest.raises(InputError) as told:
        read_orlib(tmp_path / "x")
    assert words in str(told.value)


def test_a_divisor_has_to_be_above_zero(small):
    for divisor in (0.0, -1.0, float("nan"), float("inf")):
        with pytest.raises(InputError, match="distance_divisor"):
            read_orlib(small, distance_divisor=divisor)
