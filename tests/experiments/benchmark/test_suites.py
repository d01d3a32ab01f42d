"""What the benchmark runs."""

import pytest

from experiments.benchmark.suites import SUITES, WAYS, find_data, suite
from tests.places import BENCHMARKS


@pytest.mark.parametrize("name", SUITES)
def test_suites_have_cases_of_every_family(name):
    cases = suite(name, None)
    assert {"nodes", "scenarios", "kinds"} == {case.family for case in cases}
    assert len({case.name for case in cases}) == len(cases)
    assert any(case.request.get("allocation") == "single" for case in cases)


def test_unknown_suites_and_folders_are_refused(tmp_path):
    with pytest.raises(ValueError, match="use one of smoke, small"):
        suite("huge", None)
    with pytest.raises(FileNotFoundError, match="no such folder of published instances"):
        find_data(tmp_path / "nowhere")
    assert find_data(tmp_path) == tmp_path
    assert find_data(None) is None


def test_published_cases_need_their_folder(tmp_path):
    published = [case for case in suite("small", tmp_path) if case.family == "published"]
    assert [case.name for case in published][:2] == ["AP10, p=3, multiple", "AP10, p=3, single"]
    with pytest.raises(ValueError, match="give it"):
        published[0].problem(None)


def test_published_cases_are_read():
    if not BENCHMARKS.is_dir():
        pytest.skip("the published instances are not here")
    cases = [case for case in suite("small", BENCHMARKS) if case.family == "published"]
    assert {case.problem(BENCHMARKS).n for case in cases} == {10, 20}


def test_the_compact_model_with_highs_is_the_first_way_as_ratios_refer_to_it():
    assert WAYS[0].options == {"method": "compact", "solver": "HiGHS"}
