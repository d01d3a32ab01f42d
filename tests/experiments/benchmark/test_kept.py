"""Outcomes of an earlier benchmark: a damaged row is lost, the others are not."""

import pytest

from experiments.benchmark.kept import read_runs

COLUMNS = ["case", "way", "repeat", "time_limit", "size", "status", "seconds", "message"]
HEAD = ",".join(COLUMNS)
GOOD = "a,benders,0,5.0,10,optimal,0.25,"
OTHER = 'b,"compact, CBC",0,5.0,20,ended,,"late, ""very"""'


def read(folder, text):
    (folder / "runs.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_runs(folder / "runs.csv", COLUMNS)


def test_whole_rows_come_back_as_numbers(tmp_path):
    found, lost = read(tmp_path, f"{HEAD}\n{GOOD}\n{OTHER}\n")
    assert lost == ""
    assert [(row["case"], row["way"], row["repeat"], row["time_limit"], row["status"]) for row in found] == [
        ("a", "benders", 0, 5.0, "optimal"), ("b", "compact, CBC", 0, 5.0, "ended"),
    ]  # fmt: skip
    assert found[0]["seconds"] == 0.25
    assert found[1]["message"] == 'late, "very"'


def test_failed_runs_are_left_out_to_be_tried_again(tmp_path):
    found, lost = read(tmp_path, f"{HEAD}\n{GOOD}\n{GOOD.replace('optimal', 'crashed')}\n")
    assert (len(found), lost) == (1, "")


@pytest.mark.parametrize(
    "damaged",
    [
        "b,benders,0,5.0",  # cut in a row
        GOOD.replace("0.25,", "0.2"),  # cut before the last cell
        "b,benders,0,5.0,20,optimal,0.5,mes",  # cut in the last cell: all cells are there, the line's end is not
        'b,"compact, C',  # cut within quotes
        "b,benders,zero,5.0,20,optimal,0.5,\n",
        "b,benders,0,5.0,20,opti,0.5,\n",
        ",benders,0,5.0,20,optimal,0.5,\n",
        "\x00\x01garbage\n",
        b"\xff\xfe\n".decode("latin-1"),
        "a,b,c,d,e,f,g,h,i,j,k\n",
    ],
)
def test_one_damaged_row_is_lost_and_said(tmp_path, damaged):
    found, lost = read(tmp_path, f"{HEAD}\n{GOOD}\n{damaged}")
    assert [row["case"] for row in found] == ["a"]
    assert lost == "runs.csv was damaged: 1 outcome lost, to be run again"


@pytest.mark.parametrize("text", [b"\x89PNG\r\n\x1a\n\x00\x00", "case,way\na,b\n", HEAD, b"\xff\xfeh\x00"])
def test_what_is_no_table_of_outcomes_is_said_to_be_none(tmp_path, text):
    assert read(tmp_path, text) == ([], "runs.csv is not a table of this version: all is run again")


def test_nothing_is_nothing(tmp_path):
    assert read(tmp_path, "") == ([], "")
    assert read_runs(tmp_path / "nowhere.csv", COLUMNS) == ([], "")
    (tmp_path / "folder.csv").mkdir()
    assert read_runs(tmp_path / "folder.csv", COLUMNS) == ([], "")
    assert read(tmp_path, f"{HEAD}\n") == ([], "")
