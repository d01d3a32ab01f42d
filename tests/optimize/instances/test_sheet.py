"""The cells of a table: separators told apart, blank rows and comments left out, faults with their rows."""

import pytest

from optimize.instances.sheet import read_sheet


def read(tmp_path, text, fits=lambda rows: {len(row) for row in rows} == {len(rows)}):
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    faults = []
    return read_sheet(path, fits, faults), faults


ROWS = [["", "A", "B"], ["A", "0", "1.5"], ["B", "2", "0"]]


@pytest.mark.parametrize(
    "text",
    [
        ",A,B\nA,0,1.5\nB,2,0\n",
        ";A;B\nA;0;1.5\nB;2;0\n",
        "\tA\tB\nA\t0\t1.5\nB\t2\t0\n",
        "  A B\nA 0 1.5\nB 2   0 \n",
        "A,B\nA,0,1.5\nB,2,0\n",
        "sep=;\n;A;B\nA;0;1.5\nB;2;0\n",
        "# tonnes, of 2024\n\n,A,B\n\nA,0,1.5\n# the last\n,,\nB,2,0\n\n",
        ",A,B,\nA,0,1.5,\nB,2,0,\n",
        ', "A", "B"\r\n"A", 0, 1.5\r\n"B", 2, 0',
    ],
    ids=["commas", "semicolons", "tabs", "blanks", "no corner", "said", "comments", "empty column", "quotes"],
)
def test_the_same_cells_in_every_way_to_write_them(tmp_path, text):
    sheet, faults = read(tmp_path, text)
    assert not faults
    assert sheet.rows == ROWS


def test_a_separator_inside_quotes_is_none(tmp_path):
    sheet, faults = read(tmp_path, ',"A; B; C; D",B\n"A; B; C; D",0,5\nB,3,0\n')
    assert not faults
    assert sheet.rows[0] == ["", "A; B; C; D", "B"]


def test_rows_keep_the_numbers_that_they_have_in_the_file(tmp_path):
    sheet, _ = read(tmp_path, "\n# x\n,A,B\n\nA,0,1\nB,2,0\n")
    assert sheet.lines == [3, 5, 6]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("\n ,; \n", "is empty"),
        (',A\n"A,0\n', "row 2: a double quote is not closed"),
        (',A\n"A"x,0\n', "row 2: a cell goes on after its closing double quote"),
        (f",A\nA,{'9' * 200_000}\n", "row 2: a cell is longer than 131,072 characters"),
        (",A\nA,\0\n", "row 2: has the character"),
    ],
)
def test_what_cannot_be_split_into_cells_is_placed(tmp_path, text, words):
    sheet, faults = read(tmp_path, text)
    assert sheet is None
    assert any(words in fault for fault in faults), faults
