"""Models written to files, solved by HiGHS and by CBC as files, against enumeration."""

import gzip
import subprocess

import highspy
import numpy as np
import pytest

from optimize import HubProblem, InputError, ScenarioProblem
from optimize.instances import load
from optimize.run import make_request
from optimize.solvers.cbc import cbc_path
from tests.conftest import nasty_problem, nasty_scenarios
from tests.oracles import compact, families


def by_highs(path):
    """Objective, and the variables that are not 0; None where there is no solution."""
    highs = highspy.Highs()
    highs.silent()
    highs.setOptionValue("mip_rel_gap", 0.0)
    assert highs.readModel(str(path)) == highspy.HighsStatus.kOk
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    names, values = highs.getLp().col_names_, highs.getSolution().col_value
    used = {name: value for name, value in zip(names, values, strict=True) if abs(value) > 1e-6}
    return highs.getInfo().objective_function_value, used


def by_cbc(path):
    """The same by CBC's own reader."""
    out = path.with_suffix(".sol")
    command = [str(cbc_path()), str(path), "-ratio", "0", "-solve", "-solution", str(out)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603
    first, *lines = out.read_text().splitlines()
    if not first.startswith("Optimal"):
        return None
    words = [line.split() for line in lines]
    return float(first.rpartition("value")[2]), {
        word[1]: float(word[2]) for word in words if abs(float(word[2])) > 1e-6
    }


READERS = [
    pytest.param(by_highs, ".lp", id="HiGHS-lp"),
    pytest.param(by_highs, ".mps", id="HiGHS-mps"),
    *(
        pytest.param(
            by_cbc, suffix, id=f"CBC{suffix}", marks=pytest.mark.skipif(not cbc_path(), reason="CBC is not here")
        )
        for suffix in (".lp", ".mps")
    ),
]
ALLOCATIONS = ["multiple", "single", 2]


@pytest.mark.parametrize(("read", "suffix"), READERS)
@pytest.mark.parametrize("allocation", ALLOCATIONS)
@pytest.mark.parametrize("seed", [0, 1])
def test_the_file_has_the_optimum_of_enumeration(tmp_path, read, suffix, allocation, seed):
    problem = nasty_problem(seed, n=4, unmet_penalty=40.0, candidates=[0, 1, 3])
    path = tmp_path / f"model{suffix}"
    problem.write_model(path, p=2, allocation=allocation)
    value, used = read(path)
    assert value == pytest.approx(compact.optimum(problem, make_request(problem, p=2, allocation=allocation)), rel=1e-6)
    assert sum(name.startswith("open_") for name in used) == 2


@pytest.mark.parametrize("allocation", ALLOCATIONS)
@pytest.mark.parametrize("seed", range(4))
def test_capacities_classes_and_the_number_of_hubs(tmp_path, seed, allocation):
    rng = np.random.default_rng(seed)
    flow, cost = rng.integers(0, 5, (2, 3, 3)).astype(float), rng.random((2, 3, 3)) * 10
    blocks = {
        "bulk": {"flow": flow[0], "cost": cost[0], "transfer": 0.4, "weight": 2.0},
        "parcels": {"flow": flow[1], "cost": cost[1], "unmet_penalty": 12.0, "capacity_use": 0.5},
    }
    problem = HubProblem.from_blocks(blocks, fixed_cost=[9.0, 3.0, 6.0], capacity=[14.0, 9.0, np.inf])
    path = tmp_path / "model.lp"
    problem.write_model(path, p_min=1, p_max=3, allocation=allocation)
    expected = compact.optimum(problem, make_request(problem, p_min=1, p_max=3, allocation=allocation))
    assert by_highs(path)[0] == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("risk", ["expected", "worst_case", "cvar"])
def test_scenarios_with_their_risk(tmp_path, risk):
    problem = nasty_scenarios(3, n=4)
    path = tmp_path / "model.mps"
    problem.write_model(path, p=2, risk=risk, cvar_level=0.5)
    request = make_request(problem, p=2, risk=risk, cvar_level=0.5)
    assert by_highs(path)[0] == pytest.approx(compact.optimum(problem, request), rel=1e-6)


@pytest.mark.parametrize("feature", ["links", "discount"])
@pytest.mark.parametrize("seed", range(6))
def test_hub_links_and_discounts(tmp_path, feature, seed):
    problem = families.nasty_problem(np.random.default_rng(seed), blocks=2, scenarios=2, **{feature: True})
    asked = {"p_min": 1, "p_max": problem.h}
    expected = getattr(families, "incomplete" if feature == "links" else "discount")(
        problem, make_request(problem, **asked)
    )
    if problem.link_cost is None and problem.discount is None:
        expected = compact.optimum(problem, make_request(problem, **asked))
    path = tmp_path / "model.lp"
    if expected is None or not np.isfinite(expected):
        with pytest.raises(InputError, match="there is no model to write"):
            problem.write_model(path, **asked)
        return
    problem.write_model(path, **asked)
    assert by_highs(path)[0] == pytest.approx(expected, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("objective", ["set_covering", "max_covering"])
def test_covering(tmp_path, objective):
    """Five places on a line: one hub in the middle has all pairs within 4, and two at the ends do not within 2."""
    place = np.arange(5.0)
    problem = HubProblem(np.ones((5, 5)), np.abs(place[:, None] - place[None, :]), labels=list("abcde"))
    path = tmp_path / "model.lp"
    asked = {"p": 1, "threshold": 3.0} if objective == "max_covering" else {"threshold": 4.0}
    problem.write_model(path, objective=objective, **asked)
    value, used = by_highs(path)
    request = make_request(problem, objective=objective, **asked)
    expected = getattr(families, objective)(problem, request)
    assert value == pytest.approx(-expected if objective == "max_covering" else expected)
    assert used["open_c"] == pytest.approx(1)


def test_variables_are_called_by_labels(tmp_path):
    """Two places that send to each other, and a hub between them: by hand, both use it."""
    cost = np.array([[0, 1, 3], [1, 0, 1], [3, 1, 0.0]])
    flow = np.array([[0, 0, 1], [0, 0, 0], [2, 0, 0.0]])
    problem = HubProblem(flow, cost, labels=["Xi'an", "Ürümqi", "Алматы"])
    problem.write_model(tmp_path / "multiple.lp", p=1)
    value, used = by_highs(tmp_path / "multiple.lp")
    assert value == 6
    assert used["open_Urumqi"] == 1
    assert "path_Xi.an_n3_Urumqi_Urumqi" in used
    problem.write_model(tmp_path / "single.lp", p=1, allocation="single", open_hubs=["Ürümqi"])
    value, used = by_highs(tmp_path / "single.lp")
    assert value == 6
    assert {"uses_Xi.an_Urumqi", "uses_n3_Urumqi", "open_Urumqi"} <= set(used)


def test_scenarios_and_classes_are_in_the_names(tmp_path):
    legs = {"flow": np.array([[0, 1], [1, 0.0]]), "cost": np.array([[0, 1], [1, 0.0]])}
    one = HubProblem.from_blocks({"bulk": legs, "parcels": legs}, labels=["a", "b"])
    ScenarioProblem({"base": one, "closed": one}).write_model(tmp_path / "x.lp", p=1, allocation="single")
    text = (tmp_path / "x.lp").read_text()
    assert "uses_closed_parcels_a_b" in text
    assert "uses_base_bulk_b_a" in text


def test_a_published_instance_packed(tmp_path):
    load("AP10LT").write_model(tmp_path / "AP10LT.mps.gz", allocation="single")
    (tmp_path / "plain.mps").write_bytes(gzip.decompress((tmp_path / "AP10LT.mps.gz").read_bytes()))
    value, used = by_highs(tmp_path / "plain.mps")
    assert value == pytest.approx(250992.26, abs=0.006)  # OR-Library, CSAHLP 10LT
    assert {name for name in used if name.startswith("open")} == {"open_1", "open_4", "open_5", "open_10"}


@pytest.mark.parametrize(
    ("name", "asked", "words"),
    [
        ("x.txt", {"p": 1}, r"a model is written as \.lp, \.mps, \.lp\.gz, \.mps\.gz"),
        ("x.lp", {"p": 1, "colour": "red"}, "unknown arguments colour: use p, p_min"),
        ("x.lp", {"p": 9}, "p is 9"),
        ("x.lp", {}, "nothing says how many hubs to open"),
        ("x.lp", {"p_min": 2}, "nothing says how many hubs to open"),
        ("x.lp", {"p": 1, "objective": "center"}, "series of programs"),
        ("x.lp", {"p": 1, "risk": "max_regret"}, "regrets need"),
        ("x.lp", {"p": 1, "allocation": "double"}, "allocation"),
        ("no/such\0folder/x.lp", {"p": 1}, "cannot be written"),
    ],
)
def test_what_cannot_be_written_is_refused(tmp_path, name, asked, words):
    problem = HubProblem(np.ones((3, 3)), np.ones((3, 3)))
    with pytest.raises(InputError, match=words):
        problem.write_model(tmp_path / name, **asked)
    assert [each for each in tmp_path.iterdir() if each.is_file()] == []


@pytest.mark.parametrize("allocation", ALLOCATIONS)
def test_a_problem_without_solution_has_no_model_or_one_without_solution(tmp_path, allocation):
    problem = HubProblem(np.ones((3, 3)), np.where(np.eye(3), 0.0, np.inf))
    if allocation == "single":  # which the solver has to find out
        problem.write_model(tmp_path / "x.lp", p=1, allocation=allocation)
        assert by_highs(tmp_path / "x.lp") is None
        return
    with pytest.raises(InputError, match="there is no model to write"):
        problem.write_model(tmp_path / "x.lp", p=1, allocation=allocation)
