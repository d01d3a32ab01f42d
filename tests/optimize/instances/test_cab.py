"""The CAB set in every layout it comes in, and broken ones."""

import pytest

from optimize import InputError
from optimize.instances import read_cab
from tests.places import BENCHMARKS

needs_benchmarks = pytest.mark.skipif(not BENCHMARKS.is_dir(), reason="the hub-location benchmarks are not here")

CAB_ROWS = ["1,1,0,0", "1,2,6,10.5", "2,1,2,10.5", "2,2,0,0"]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(["origin,destination,flow,distance_mi", *CAB_ROWS]),
        "\r\n".join(CAB_ROWS).replace(",", "\t"),
        "\n".join(CAB_ROWS).replace(",", "  "),
        "2\n0 6\n2 0\n0 10.5\n10.5 0\n",
    ],
    ids=["heading", "tabs", "blanks", "matrices"],
)
def test_cab_tables_are_read_in_every_layout(tmp_path, text):
    path = tmp_path / "cab.txt"
    path.write_text(text)
    problem = read_cab(path, alpha=0.2)
    assert problem.blocks[0].flow.tolist() == [[0, 0.75], [0.25, 0]]
    assert problem.blocks[0].transfer[0, 1] == pytest.approx(2.1)
    assert problem.blocks[0].collection[0, 1] == 10.5
    assert read_cab(path, normalise=False).blocks[0].flow[0, 1] == 6


@needs_benchmarks
def test_the_first_n_cab_nodes_have_flows_that_sum_to_one():
    problem = read_cab(BENCHMARKS / "cab" / "cab25.csv", n=10)
    assert problem.n == 10
    assert problem.blocks[0].flow.sum() == pytest.approx(1)


def test_all_faults_of_a_cab_table_come_at_once(tmp_path):
    path = tmp_path / "cab.csv"
    path.write_text("origin,destination,flow,distance\n1,1,0,0\n1,2,many,3\n2,1,-4,3\n1,1,0,0\n0,2,1,1\n2,2,0\n")
    with pytest.raises(InputError) as refusal:
        read_cab(path)
    message = str(refusal.value)
    for part in (
        "row 3, column flow: 'many'",
        "row 4, column flow: '-4'",
        "row 5: the pair 1, 1 appears before",
        "row 6: nodes 0 and 2",
        "row 7: has 3 columns",
    ):
        assert part in message


def test_a_cab_table_that_lacks_pairs_is_refused(tmp_path):
    path = tmp_path / "cab.csv"
    path.write_text("1,2,3,4\n2,3,1,1\n")
    with pytest.raises(InputError, match=r"4 of 9 pairs are missing, the first \[\(1, 3\), \(2, 1\)"):
        read_cab(path)
    path.write_text("1,2,3,4\n2,1,1,1\n")
    with pytest.raises(InputError, match="n = 5 has to be from 1 to 2"):
        read_cab(path, n=5)
