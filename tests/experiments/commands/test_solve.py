"""``silkhub solve``: instances from files."""

import json

import pytest


def test_solve_reads_tables_and_writes_a_solution(call, tmp_path):
    (tmp_path / "flow.csv").write_text("id,A,B,C\nA,0,5,2\nB,1,0,4\nC,3,2,0\n")
    (tmp_path / "cost.csv").write_text("id,A,B,C\nA,0,3,9\nB,3,0,4\nC,9,4,0\n")
    status, out, _ = call("solve", "--flow", tmp_path / "flow.csv", "--cost", tmp_path / "cost.csv", "--p", "1",
                          "--out", tmp_path / "solution.json")  # fmt: skip
    assert status == 0
    assert "hubs        B" in out
    assert json.loads((tmp_path / "solution.json").read_text())
    status, _, err = call("solve", "--flow", tmp_path / "flow.csv", "--cost", tmp_path / "cost.csv", "--p", "5")
    assert status == 2
    assert "only 3 candidate hubs" in err


@pytest.fixture
def tables(tmp_path):
    """Four places in a row; B is a hub cheap to open, C one with a name of a number."""
    (tmp_path / "flow.csv").write_text("id,1,2,3\n1,0,5,2\n2,1,0,4\n3,3,2,0\n")
    (tmp_path / "cost.csv").write_text("id,1,2,3\n1,0,3,9\n2,3,0,4\n3,9,4,0\n")
    return ("--flow", tmp_path / "flow.csv", "--cost", tmp_path / "cost.csv")


def test_hubs_that_are_open_or_closed_are_named_by_label(call, tables):
    _, out, _ = call("solve", *tables, "--p", "1", "--closed", "2")
    assert "hubs        2" not in out
    status, out, _ = call("solve", *tables, "--p", "1", "--open", "3", "--allocation", "single", "--method", "compact")
    assert status == 0
    assert "hubs        3" in out


def test_factors_change_the_cost(call, tables, tmp_path):
    def cost(*options):
        call("solve", *tables, "--p", "1", "--out", tmp_path / "out" / "solution.json", *options)
        return json.loads((tmp_path / "out" / "solution.json").read_text())["objective"]

    plain = cost()
    assert cost("--collection", "2", "--distribution", "2", "--transfer", "2") == pytest.approx(2 * plain)
    assert cost("--collection", "2") > plain


def test_what_cannot_be_read_together_is_said(call, tables, tmp_path):
    _, _, err = call("solve", *tables, "--nodes", "3")
    assert "--nodes is for an instance file" in err
    _, _, err = call("solve", "--flow", tables[1])
    assert "--flow needs --cost" in err
    _, _, err = call("solve", tables[1], *tables)
    assert "give either an instance file" in err


def test_an_instance_file_is_read_in_its_format(call, tmp_path):
    """Three nodes on a line, one unit each way, a median in the middle: four legs of length 1, two of 0 ... = 8."""
    places = "0 0\n1000 0\n2000 0\n"
    flows = "0 1 1\n1 0 1\n1 1 0\n"
    (tmp_path / "three.txt").write_text(f"3\n{places}{flows}1\n1\n1\n1\n")
    status, out, _ = call("solve", tmp_path / "three.txt", "--p", "1")
    assert status == 0
    assert "hubs        1" in out


def test_without_a_solution_the_status_is_1(call, tmp_path):
    (tmp_path / "flow.csv").write_text("id,A,B\nA,0,5\nB,1,0\n")
    (tmp_path / "cost.csv").write_text("id,A,B\nA,0,inf\nB,inf,0\n")
    assert call("solve", "--flow", tmp_path / "flow.csv", "--cost", tmp_path / "cost.csv", "--p", "1")[0] == 1
