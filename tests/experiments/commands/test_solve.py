"""``silkhub solve``: instances from files."""

import json

import numpy as np
import pytest

from optimize import solve


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
    assert cost("--chi", "2", "--delta", "2", "--alpha", "2") == pytest.approx(2 * plain)
    assert cost("--collection", "2") > plain


def test_what_cannot_be_read_together_is_said(call, tables, tmp_path):
    _, _, err = call("solve", *tables, "--nodes", "3")
    assert "--nodes is for an instance file" in err
    _, _, err = call("solve", "--flow", tables[1])
    assert "--flow needs --cost" in err
    _, _, err = call("solve", tables[1], *tables)
    assert "give either an instance file" in err
    _, _, err = call("solve", *tables, "--p", "1", "--threshold", "3")
    assert "--threshold is for covering" in err


def test_an_instance_file_is_read_in_its_format(call, tmp_path):
    """Three nodes on a line, one unit each way, a median in the middle: four legs of length 1, two of 0 ... = 8."""
    places = "0 0\n1000 0\n2000 0\n"
    flows = "0 1 1\n1 0 1\n1 1 0\n"
    (tmp_path / "three.txt").write_text(f"3\n{places}{flows}1\n1\n1\n1\n")
    status, out, _ = call("solve", tmp_path / "three.txt", "--p", "1")
    assert status == 0
    assert "hubs        2" in out


def test_without_a_solution_the_status_is_1(call, tmp_path):
    (tmp_path / "flow.csv").write_text("id,A,B\nA,0,5\nB,1,0\n")
    (tmp_path / "cost.csv").write_text("id,A,B\nA,0,inf\nB,inf,0\n")
    assert call("solve", "--flow", tmp_path / "flow.csv", "--cost", tmp_path / "cost.csv", "--p", "1")[0] == 1


def test_tables_beside_an_instance_file_and_its_own_p_count(call, tmp_path):
    """By hand: (2, 3) costs least, 82.25; with a price of a million on hub 2, (1, 3) does, 111."""
    (tmp_path / "ap.txt").write_text("3\n0 0\n1000 0\n0 2000\n1 2 3\n4 5 6\n7 8 9\n2\n3\n0.75\n2\n")
    (tmp_path / "hubs.csv").write_text("node,fixed_cost\n1,0\n2,1000000\n3,0\n")
    (tmp_path / "direct.csv").write_text("0 0 0\n0 0 0\n0 0 0\n")
    _, out, _ = call("solve", tmp_path / "ap.txt")
    assert "p = 2, as ap.txt says" in out
    assert "hubs        2, 3" in out
    _, out, _ = call("solve", tmp_path / "ap.txt", "--p", "2", "--hubs", tmp_path / "hubs.csv")
    assert "hubs        1, 3" in out
    assert "objective   111" in out
    _, out, _ = call("solve", tmp_path / "ap.txt", "--direct", tmp_path / "direct.csv")
    assert "objective   0" in out


def test_a_published_instance_is_known_by_its_name(call):
    """O'Kelly 1987: 25 cities, three hubs, alpha 0.2, single allocation."""
    status, out, _ = call("solve", "cab25", "--transfer", "0.2", "--p", "3", "--allocation", "single", "--open", "4,12")
    assert status == 0
    assert "hubs        4, 12, 17" in out
    assert "objective   767.349" in out
    _, out, _ = call("solve", "AP", "--nodes", "10")
    assert "p = 3, as AP10 says" in out
    assert "hubs        3, 7, 8" in out


def test_a_file_counts_before_a_published_instance_of_the_same_name(call, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "AP10").write_text("2\n0 0\n1000 0\n0 1\n1 0\n1\n1\n1\n1\n")
    status, out, _ = call("solve", "AP10")
    assert status == 0
    assert "objective   2" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("AP51", "--p", "3"), "no file 'AP51'; published instance 'AP51': AP is derived for multiples of 5"),
        (("CAB25", "--format", "cab"), "no file 'CAB25', and --format is for a file"),
        (("nowhere.txt",), "nowhere.txt: there is no such file"),
    ],
)
def test_what_is_neither_a_file_nor_an_instance_is_refused(call, arguments, words):
    status, _, err = call("solve", *arguments)
    assert status == 2
    assert words in " ".join(err.split())


@pytest.mark.parametrize("rows", [[1, 2], []])
def test_a_cab_file_of_pairs_and_one_of_rows_cost_the_same(call, tmp_path, rows):
    pairs = [(0, 0), (5, 100), (8, 900), (5, 100), (0, 0), (2, 850), (8, 900), (2, 850), (0, 0)]
    text = "".join(f"{k // 3 + 1} {k % 3 + 1} {w} {d}\n" if rows else f"{w} {d}\n" for k, (w, d) in enumerate(pairs))
    (tmp_path / "cab.txt").write_text(text if rows else "3\n" + text)
    call("solve", tmp_path / "cab.txt", "--format", "cab", "--p", "1", "--collection", "3", "--distribution", "2",
         "--out", tmp_path / "x.json")  # fmt: skip
    # flows 5, 8, 2 both ways, of 30 in all; over hub 1: 5 x (0 + 2 x 100) and back 5 x 3 x 100, and so on
    by_hand = (5 * 200 + 5 * 300 + 8 * 1800 + 8 * 2700 + 2 * (300 + 1800) + 2 * (2700 + 200)) / 30
    assert json.loads((tmp_path / "x.json").read_text())["objective"] == pytest.approx(by_hand)
    assert by_hand == pytest.approx(1616.667, abs=1e-3)


def test_a_label_with_a_comma_can_be_said(call, tmp_path):
    (tmp_path / "flow.csv").write_text(',"Almaty, KZ",B\n"Almaty, KZ",0,5\nB,3,0\n')
    tables = ("--flow", tmp_path / "flow.csv", "--cost", tmp_path / "flow.csv", "--p", "1")
    for name in ("Almaty, KZ", '"Almaty, KZ"', "Almaty, KZ;"):
        _, out, _ = call("solve", *tables, "--open", name)
        assert 'hubs        "Almaty, KZ"' in out
    _, out, _ = call("solve", *tables, "--closed", '"Almaty, KZ"')
    assert "hubs        B" in out


@pytest.mark.parametrize(
    "options",
    [
        ("--p", "2.5"), ("--p", "0"), ("--p", "9"), ("--p", "-1"), ("--p", "9" * 5000), ("--allocation", "²"),
        ("--allocation", "0"), ("--allocation", "1.5"), ("--allocation", ""), ("--seed", "-1"), ("--seed", "1.5"),
        ("--seed", str(2**40)), ("--threads", "0"), ("--threads", "-3"), ("--threads", "2.5"), ("--threads", "99999"),
        ("--time-limit", "nan"), ("--time-limit", "0"), ("--time-limit", "x"), ("--gap", "nan"), ("--gap", "1"),
        ("--gap", "-1"), ("--objective", "best"), ("--method", "best"), ("--solver", "none"), ("--risk", "cvar"),
        ("--transfer", "nan"), ("--transfer", "-1"), ("--transfer", "inf"), ("--open", "Z"), ("--open", '"1'),
        ("--open", "1", "--closed", "1"), ("--objective", "covering"), ("--threshold", "nan"), ("--nodes", "3"),
        ("--objective", "covering", "--threshold", "nan"), ("--hubs", "nowhere.csv"), ("--flow", ""),
    ],
)  # fmt: skip
def test_an_argument_that_cannot_be_used_ends_with_2_and_one_message(call, tables, options):
    rest = [] if "--p" in options or "covering" in options else ["--p", "1"]
    status, out, err = call("solve", *tables, *rest, *options)
    assert (status, out) == (2, "")
    assert err.startswith("silkhub: ")
    assert "Traceback" not in err


def test_a_file_that_cannot_be_written_is_told_before_anything_is_solved(call, tables, tmp_path, monkeypatch):
    monkeypatch.setattr("experiments.commands.solve.solve", pytest.fail)
    for out in (tmp_path, tmp_path / "flow.csv" / "x.json", "/dev/null"):
        status, _, err = call("solve", *tables, "--p", "1", "--out", out)
        assert status == 2
        assert str(out) in err


def test_after_ctrl_c_what_was_found_is_saved_and_printed_with_status_130(call, tables, tmp_path, monkeypatch):
    def interrupted(problem, **asked):
        def press(report):
            raise KeyboardInterrupt

        return solve(problem, **asked, progress=press)

    monkeypatch.setattr("experiments.commands.solve.solve", interrupted)
    status, out, err = call("solve", *tables, "--p", "1", "--method", "benders", "--out", tmp_path / "x.json")
    assert status == 130
    assert "stopped: interrupted" in out
    assert "interrupted" in err
    assert json.loads((tmp_path / "x.json").read_text())["status"] in ("feasible", "optimal")


def test_a_solver_that_was_not_asked_is_said(call, tables):
    _, out, _ = call("solve", *tables, "--p", "1", "--solver", "HiGHS", "--method", "enumeration")
    assert "solver HiGHS was not used: method 'enumeration'" in out
    _, out, _ = call("solve", *tables, "--p", "1", "--solver", "HiGHS", "--method", "compact")
    assert "was not used" not in out


def test_matrices_of_a_transport_model_are_named_in_their_file(call, tmp_path):
    h5py = pytest.importorskip("h5py")
    with h5py.File(tmp_path / "skims.omx", "w") as file:
        file["data/trucks"] = np.ones((3, 3))
        file["data/cost"] = np.array([[0.0, 1, 9], [1, 0, 1], [9, 1, 0]])
        file["lookup/zone"] = [7, 8, 9]
    tables = ["--flow", tmp_path / "skims.omx:trucks", "--cost", tmp_path / "skims.omx:cost"]
    status, out, err = call("solve", *tables, "--p", "1")
    assert (status, err) == (0, "")
    # from 7 and 9 by way of 8 to everywhere: 1 to it or from it, for each of three
    assert "8" in out.split("hubs")[1].splitlines()[0]
    assert "12" in out
    status, out, err = call("solve", "--flow", tmp_path / "none.omx", "--cost", tmp_path / "skims.omx:cost", "--p", "1")
    assert (status, out) == (2, "")
    assert "none.omx" in err


@pytest.fixture
def three(tmp_path):
    """Names A, B, C; and two scenarios, in the second of which C is far."""
    (tmp_path / "flow.csv").write_text("id,A,B,C\nA,0,5,2\nB,1,0,4\nC,3,2,0\n")
    (tmp_path / "cost.csv").write_text("id,A,B,C\nA,0,3,9\nB,3,0,4\nC,9,4,0\n")
    (tmp_path / "far.csv").write_text("id,A,B,C\nA,0,3,90\nB,3,0,40\nC,90,40,0\n")
    (tmp_path / "s.toml").write_text(
        "[scenario.usual]\nprobability = 0.9\n[scenario.far]\nprobability = 0.1\ncost = 'far.csv'\n"
    )
    return ("--flow", tmp_path / "flow.csv", "--cost", tmp_path / "cost.csv")


def told(call, *arguments):
    status, out, err = call("solve", *arguments, "--json", "--quiet")
    assert (status, err) == (0, "")
    return json.loads(out)


def test_scenarios_and_risk_are_asked_on_the_command_line(call, three, tmp_path):
    """By hand with hub B alone: 5*3 + 2*7 + 3 + 16 + 3*7 + 8 = 77, and 5*3 + 2*43 + 3 + 160 + 3*43 + 80 = 473 far."""
    asked = (*three, "--scenarios", tmp_path / "s.toml", "--only", "B")
    assert told(call, *asked)["scenario_cost"] == {"usual": 77.0, "far": 473.0}
    assert told(call, *asked)["objective"] == pytest.approx(0.9 * 77 + 0.1 * 473)
    assert told(call, *asked, "--risk", "worst_case")["objective"] == pytest.approx(473.0)
    assert told(call, *asked, "--risk", "cvar", "--cvar-level", 0.8)["objective"] == pytest.approx((473 + 77) / 2)


def test_number_hubs_start_and_pool_are_asked_on_the_command_line(call, three, tmp_path):
    found = told(call, *three, "--p", 1, "--k-best", 3, "--start", "C", "--out", tmp_path / "x.json")
    assert found["pool"][0]["hubs"] == ["B"]
    assert [each["objective"] for each in found["pool"]] == sorted(each["objective"] for each in found["pool"])
    assert (tmp_path / "x-3.json").is_file()
    found = told(call, *three, "--p-max", 2, "--p-min", 2, "--start", "A,B", "--start", "B,C")
    assert len(found["hubs"]) == 2
    again = told(call, *three, "--p", 1, "--start", tmp_path / "x.json", "--method", "heuristic", "--time-limit", 0.01)
    assert again["hubs"] == ["B"]


def test_flows_allocation_and_the_model_are_written_by_suffix(call, three, tmp_path):
    paths = [tmp_path / name for name in ("flows.csv", "uses.json", "m.lp")]
    options = [*zip(("--flows", "--allocation-out", "--write-model"), paths, strict=True)]
    found = told(call, *three, "--p", 1, "--allocation", "single", *(part for pair in options for part in pair))
    assert set(found["written"]) == {str(path) for path in paths}
    assert "B" in paths[0].read_text()
    assert json.loads(paths[1].read_text())
    assert "open_B" in paths[2].read_text()
    (tmp_path / "m.lp").unlink()
    status, out, _ = call("solve", *three, "--p", 1, "--write-model", tmp_path / "m.lp", "--no-solve")
    assert (status, "hubs" in out) == (0, False)
    assert (tmp_path / "m.lp").is_file()


def test_all_that_does_not_go_together_is_one_error(call, three, tmp_path):
    status, out, err = call("solve", *three, "--p", 1, "--p-min", 1, "--risk", "cvar", "--flows", tmp_path / "x.txt",
                            "--no-solve")  # fmt: skip
    assert (status, out) == (2, "")
    for words in ("4 faults", "either --p", "--scenarios", "--flows is", "--no-solve leaves"):
        assert words in err
    status, _, err = call("solve", *three, "--p", 2, "--start", "B")
    assert status == 2
    assert "start has 1 hub " in err
