"""What the benchmark runs."""

import pytest

from experiments.benchmark.cases import WAYS
from experiments.benchmark.suites import SIZES, find_data, suite
from optimize.instances import load, optima, write_orlib


@pytest.mark.parametrize("name", SIZES)
def test_suites_have_cases_of_every_family(name):
    cases = suite(name, None)
    published = set() if name == "smoke" else {"published"}
    assert {"nodes", "scenarios", "kinds"} | published == {case.family for case in cases}
    assert len({case.name for case in cases}) == len(cases)
    assert any(case.request.get("allocation") == "single" for case in cases)


def test_unknown_suites_and_folders_are_refused(tmp_path):
    with pytest.raises(ValueError, match="use one of smoke, small"):
        suite("huge", None)
    with pytest.raises(FileNotFoundError, match="no such folder of published instances"):
        find_data(tmp_path / "nowhere")
    assert find_data(tmp_path) == tmp_path
    assert find_data(None) is None


def test_published_cases_come_with_the_package():
    published = [case for case in suite("small", None) if case.family == "published"]
    assert [case.name for case in published][:2] == ["AP10, p=3, multiple", "AP10, p=3, single"]
    assert {case.problem(None).n for case in published} == {10, 20}


def test_published_cases_are_read_from_a_folder_where_it_is_given(tmp_path):
    (tmp_path / "ap").mkdir()
    whole = load("AP200")
    write_orlib(tmp_path / "ap" / "APdata200", 2 * whole.blocks[0].flow, whole.metadata["coordinates"], p=8)
    first = next(case for case in suite("small", tmp_path) if case.family == "published")
    assert first.problem(tmp_path).total_flow == pytest.approx(2 * load("AP10").total_flow)


def test_the_suite_of_larger_published_instances():
    cases = {case.name: case for case in suite("published", None)}
    assert len(cases) == len(suite("published", None))
    assert cases["AP50LT, CSAHLP"].problem(None).capacity is not None
    assert cases["AP200L, fixed costs"].problem(None).fixed_cost.all()
    assert cases["CAB25, alpha=0.4, p=5, single"].request == {"p": 5, "allocation": "single"}


def test_the_suite_of_known_optima_has_a_case_for_each():
    cases = suite("optima", None)
    assert len({case.name for case in cases}) == len(cases) == len(optima(proven=False))
    by_name = {case.name: case for case in cases}
    case = by_name["USAHLP CAB10, alpha=0.2, f=100"]
    assert case.problem(None).fixed_cost.tolist() == [100.0] * 10
    assert "p" not in case.request
    assert by_name["UMApHCP CAB10, alpha=0.2, p=3"].request["objective"] == "center"


def test_the_compact_model_with_highs_is_the_first_way_as_ratios_refer_to_it():
    assert WAYS[0].options == {"method": "compact", "solver": "HiGHS"}
