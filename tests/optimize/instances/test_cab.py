"""The CAB set in every layout it comes in, and broken ones."""

import pytest

from optimize import InputError, solve
from optimize.instances import load, read_cab

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


def test_nodes_are_called_as_in_the_file(tmp_path):
    path = tmp_path / "cab.txt"
    path.write_text("\n".join(CAB_ROWS))
    assert read_cab(path).labels == (1, 2)
    assert read_cab(path, candidates=[2]).candidate_index.tolist() == [1]
    with pytest.raises(InputError, match="no node is called 0; known are 1, 2"):
        read_cab(path, candidates=[0])


def test_all_faults_of_a_cab_table_come_at_once(tmp_path):
    path = tmp_path / "cab.csv"
    path.write_text("origin,destination,flow,distance\n1,1,0,0\n1,2,many,3\n2,1,-4,3\n1,1,0,0\n0,2,1,1\n2,2,0\n")
    with pytest.raises(InputError) as refusal:
        read_cab(path)
    message = str(refusal.value)
    for part in (
        "row 3, column flow: 'many'",
        "row 4, column flow: '-4'",
        "row 5: the pair 1, 1 is in row 2 too",
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


FLOWS = [[1, 5, 8], [5, 2, 3], [8, 3, 4]]
DISTANCES = [[0, 100, 900], [100, 0, 850], [900, 850, 0]]


def laid_out(layout):
    both = [(w, d) for ws, ds in zip(FLOWS, DISTANCES, strict=True) for w, d in zip(ws, ds, strict=True)]
    if layout == "pairs":
        return "3\n" + "".join(f"{w} {d}\n" for w, d in both)
    if layout == "matrices":
        return "3\n" + "".join(" ".join(map(str, row)) + "\n" for row in FLOWS + DISTANCES)
    if layout == "rows":
        return "".join(f"{k // 3 + 1} {k % 3 + 1} {w} {d}\n" for k, (w, d) in enumerate(both))
    words = [str(x) for row in (both if layout == "pairs in one column" else FLOWS + DISTANCES) for x in row]
    return "3\n" + "\n".join(words) + "\n"


@pytest.mark.parametrize("layout", ["pairs", "matrices", "rows", "pairs in one column", "matrices in one column"])
def test_pairs_and_matrices_are_told_apart(tmp_path, layout):
    path = tmp_path / "cab.txt"
    path.write_text("# flows and distances\n" + laid_out(layout))
    problem = read_cab(path, normalise=False, collection=3, distribution=2)
    assert problem.blocks[0].flow.tolist() == FLOWS
    assert (problem.blocks[0].transfer).tolist() == DISTANCES
    assert problem.blocks[0].collection[0, 1] == 300
    assert problem.blocks[0].distribution[0, 1] == 200


@pytest.mark.parametrize(
    "text",
    [
        "2\n0 0\n0 0\n0 0\n0 0\n",  # two nodes: the rows are the same, and there is no distance to tell by
        "2\n0 1\n2 3\n4 5\n6 7\n",
        "3\n" + "\n".join("1" * 18),
    ],
)
def test_what_could_be_both_is_refused_and_the_layout_can_be_said(tmp_path, text):
    path = tmp_path / "cab.txt"
    path.write_text(text)
    with pytest.raises(InputError, match="say which with layout"):
        read_cab(path)
    for layout in ("pairs", "matrices"):
        assert read_cab(path, layout=layout).n == int(text[0])


def test_pairs_that_lie_as_rows_of_matrices_are_refused(tmp_path):
    """Four nodes, two pairs a row would be eight rows of four words: as long as the rows of matrices."""
    pairs = [(1, 0) if i == j else (2, 7) for i in range(4) for j in range(4)]
    words = [str(x) for pair in pairs for x in pair]
    path = tmp_path / "cab.txt"
    path.write_text("4\n" + "".join(" ".join(words[k : k + 4]) + "\n" for k in range(0, 32, 4)))
    with pytest.raises(InputError, match="say which with layout"):
        read_cab(path)
    assert read_cab(path, layout="pairs", normalise=False).blocks[0].flow.diagonal().tolist() == [1] * 4


@pytest.mark.parametrize(
    "text", ["30000\n1 2\n", "inf\n1 2\n", "1 1000000000 5 3\n", "1e300\n1\n", "1 2 inf 3\n2 1 1 1\n"]
)
def test_numbers_of_nodes_that_cannot_be_are_refused_at_once(tmp_path, text):
    path = tmp_path / "cab.txt"
    path.write_text(text)
    with pytest.raises(InputError):
        read_cab(path)


def test_of_the_cab_set_with_pairs_the_known_hubs_are_found(tmp_path):
    """O'Kelly 1987 and many since: 25 nodes, three hubs, alpha 0.2, single allocation: hubs 4, 12, 17, cost 767.35."""
    (block,) = load("CAB25").blocks
    pairs = zip(block.flow.ravel().tolist(), block.collection.ravel().tolist(), strict=True)
    path = tmp_path / "cab25.txt"
    path.write_text("25\n" + "".join(f"{flow} {distance}\n" for flow, distance in pairs))
    solution = solve(read_cab(path, alpha=0.2), p=3, allocation="single")
    assert solution.hubs == (4, 12, 17)
    assert solution.objective == pytest.approx(767.35, abs=0.01)
