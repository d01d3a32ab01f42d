"""Results: read as a whole, or asked without being loaded."""

import json

import pyarrow.compute as pc

from experiments.runs import Cases, run_cases
from experiments.runs.results import failed_table
from tests.experiments.runs.studies import square


def results_of(folder=None):
    return run_cases(Cases(square, [{"x": x} for x in range(400)], shared={"plus": 0}), folder)


def test_rows_can_be_asked_without_being_read(tmp_path):
    results = results_of(tmp_path)
    assert len(results.files) == 2
    assert results.dataset().count_rows(filter=pc.field("x") < 300) == 300


def test_without_a_folder_they_are_in_memory():
    results = results_of()
    assert results.files == ()
    assert results.dataset().count_rows() == len(results.frame()) == 400


def test_no_failures_are_an_empty_table_with_its_columns():
    assert failed_table([]).columns.tolist() == ["case", "name", "tries", "kind", "reason"]


def test_the_facts_are_what_json_can_hold_and_name_the_inputs(tmp_path):
    one, two = results_of(tmp_path), results_of()
    facts = json.loads(json.dumps(one.facts()))
    assert (facts["cases"], facts["kept_from_earlier"], facts["failed"]) == (400, 0, [])
    assert facts["inputs"] == two.facts()["inputs"] == one.files[0].parent.name
