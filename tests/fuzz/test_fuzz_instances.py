"""Whatever stands in an instance file or in tables: a problem, or a refusal; what is written is read back."""

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from optimize import HubProblem
from optimize.instances import read_cab, read_csv, read_orlib, write_csv, write_orlib
from tests.fuzz.frame import few, file_of, value_or_refusal

NUMBERS = ["0", "1", "2", "3", "-1", "1.5", "1e9", "1e400", "1e-400", "nan", "inf", "-inf", "9" * 4400, "30000"]
ODD = ["x", "#", "1,5", "1_0", "²", "٣", "\x00", "\ufeff", "\u00a0", "\u2028", '"', "'", "=", "\x1b", "é", "\x0b", "\r"]
WORDS = st.sampled_from(NUMBERS) | st.sampled_from(ODD) | st.text(max_size=4)
MARKS = st.sampled_from([" ", ",", ";", "\t", ", ", "  "])
LINES = st.sampled_from(["\n", "\r\n", "\r", "\n\n"])
FINITE = st.floats(0, 1e12) | st.sampled_from([0.0, 1e-9, 1e100, 5e-324])


@st.composite
def grids(draw):
    """Text in rows that are almost those of a table."""
    rows, columns = draw(st.integers(0, 5)), draw(st.integers(0, 5))
    cells = [[draw(st.sampled_from(["0", "1", "2.5"]))] * columns for _ in range(rows)]
    cells = [[draw(st.sampled_from(NUMBERS[:6])) for _ in row] for row in cells]
    for _ in range(draw(st.integers(0, 3))):
        if rows and columns:
            cells[draw(st.integers(0, rows - 1))][draw(st.integers(0, columns - 1))] = draw(WORDS)
    for _ in range(draw(st.integers(0, 2))):
        if cells:
            row = draw(st.integers(0, len(cells) - 1))
            cells[row : row + 1] = draw(st.sampled_from([[], [cells[row]] * 2, [cells[row], []], [cells[row][:-1]]]))
    return draw(LINES).join(draw(MARKS).join(row) for row in cells)


@st.composite
def named_grids(draw):
    """Text of a matrix with headings that is almost right."""
    names = draw(st.lists(st.sampled_from(["A", "B", "C", "1", "2"]) | st.text(max_size=3), min_size=1, max_size=4))
    mark = draw(MARKS)
    table = [["node", *names], *([name, *(draw(WORDS) for _ in names)] for name in names)]
    quote = draw(st.sampled_from(["", '"']))
    return draw(LINES).join(mark.join(f"{quote}{cell}{quote}" for cell in row) for row in table)


TEXTS = grids() | named_grids() | st.text(max_size=30)
RAW = TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary(max_size=40)


@few
@given(raw=RAW)
def test_orlib(raw):
    with file_of(raw) as path:
        value_or_refusal(read_orlib, path)


@few
@given(n=st.integers(1, 3), data=st.data())
def test_an_orlib_file_with_words_changed(n, data):
    words = [str(n), *["1"] * (2 * n + n * n), "1", "1", "0.5", "1"]
    for _ in range(data.draw(st.integers(0, 2))):
        words[data.draw(st.integers(0, len(words) - 1))] = data.draw(WORDS)
    with file_of(data.draw(LINES).join(words)) as path:
        problem = value_or_refusal(read_orlib, path)
    if problem is not None:
        assert problem.n == n


@few
@given(raw=RAW, layout=st.sampled_from([None, "rows", "pairs", "matrices"]))
def test_cab(raw, layout):
    with file_of(raw) as path:
        value_or_refusal(lambda: read_cab(path, layout=layout))


@few
@given(flow=RAW, cost=RAW, hubs=RAW)
def test_tables(flow, cost, hubs):
    with file_of(flow) as flows, file_of(cost) as costs, file_of(hubs) as more:
        value_or_refusal(read_csv, flows, costs)
        value_or_refusal(lambda: read_csv(flows, flows, hubs=more))


@st.composite
def hub_tables(draw):
    """Text of a table of hubs of the nodes A and B."""
    columns = draw(st.lists(st.sampled_from(["fixed_cost", "capacity", "handling_cost", "candidate", "x"]), max_size=4))
    nodes = draw(st.lists(st.sampled_from(["A", "B", "C", ""]), max_size=3))
    rows = [["node", *columns], *([node, *(draw(WORDS) for _ in columns)] for node in nodes)]
    return draw(LINES).join(draw(MARKS).join(row) for row in rows)


@few
@given(text=hub_tables())
def test_tables_of_hubs(text):
    with file_of(",A,B\nA,0,1\nB,2,0\n") as table, file_of(text) as hubs:
        problem = value_or_refusal(lambda: read_csv(table, table, hubs=hubs))
    if problem is not None:
        assert problem.labels == ("A", "B")


@few
@given(data=st.data(), n=st.integers(1, 4))
def test_written_tables_are_read_back(data, n):
    """Names that blanks around them, quotes or line ends would change are left out."""
    name = st.text(min_size=1, max_size=6) | st.sampled_from(
        ["A, B", "A; B", "#1", '5"', "10", "007", "nan", "1.5", "é"]
    )
    labels = data.draw(st.lists(name, min_size=n, max_size=n, unique=True))
    assume(all(label.isprintable() and label == label.strip() for label in labels))
    size = st.lists(st.lists(FINITE, min_size=n, max_size=n), min_size=n, max_size=n)
    problem = HubProblem(np.array(data.draw(size)), np.array(data.draw(size)), labels=labels)
    with tempfile.TemporaryDirectory() as folder:
        again = value_or_refusal(lambda: read_csv(**write_csv(problem, Path(folder))))
    assert again is not None
    assert [str(label) for label in again.labels] == labels
    for part in ("flow", "collection", "transfer", "distribution", "handling"):
        np.testing.assert_array_equal(getattr(again.blocks[0], part), getattr(problem.blocks[0], part))


@few
@given(data=st.data(), n=st.integers(1, 4))
def test_written_orlib_files_are_read_back(data, n):
    flow = np.array(data.draw(st.lists(st.lists(FINITE, min_size=n, max_size=n), min_size=n, max_size=n)))
    place = st.floats(-1e12, 1e12)
    places = np.array(data.draw(st.lists(st.tuples(place, place), min_size=n, max_size=n)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        write_orlib(path, flow, places, p=1)
        problem = value_or_refusal(read_orlib, path)
    assert problem is not None
    np.testing.assert_array_equal(problem.blocks[0].flow, flow)
    np.testing.assert_array_equal(problem.metadata["coordinates"], places)
